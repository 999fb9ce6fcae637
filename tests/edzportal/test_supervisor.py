"""Processes are started, restarted and stopped together."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

# A line is one write: where Python does not buffer, a print of several pieces would mix with the others'.
SLEEPER = "import time; print('up\\n', end='', flush=True); time.sleep(60)"


def supervise(tmp_path, **commands):
    """Run a supervisor of its own in a process, as `manage.py run` does."""
    script = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(Path.cwd())!r})
        from edzportal.supervisor import Supervisor
        supervisor = Supervisor({commands!r}, cwd={str(tmp_path)!r})
        supervisor.start()
        pids = " ".join(str(process.pid) for process in supervisor.processes.values())
        print(f"started {{pids}}\\n", end="", flush=True)
        sys.exit(supervisor.wait())
    """)
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def birth(file, number):
    """The process that wrote the line of that number into the file, once it has."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) >= number:
            return int(lines[number - 1])
        time.sleep(0.1)
    raise AssertionError(f"only {len(lines)} were born")


def test_stopping_stops_every_process(tmp_path):
    command = [sys.executable, "-c", SLEEPER]
    supervisor = supervise(tmp_path, one=command, two=command)
    line = next(line for line in supervisor.stdout if line.startswith("started"))
    pids = [int(word) for word in line.split()[1:]]
    assert all(is_running(pid) for pid in pids)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(15) == 0
    assert not any(is_running(pid) for pid in pids)


def test_a_process_is_asked_to_end_before_it_is_killed(tmp_path):
    polite = (
        "import pathlib, signal, sys, time\n"
        "def end(*_): pathlib.Path('ended').write_text('by itself'); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); pathlib.Path('ready').touch(); time.sleep(60)"
    )
    supervisor = supervise(tmp_path, polite=[sys.executable, "-c", polite])
    while not (tmp_path / "ready").exists():
        time.sleep(0.1)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(8) == 0
    assert (tmp_path / "ended").read_text() == "by itself"


def test_what_cannot_start_stops_everything_and_says_so(tmp_path):
    supervisor = supervise(
        tmp_path, good=[sys.executable, "-c", SLEEPER], bad=[sys.executable, "-c", "exit(3)"]
    )
    started = time.monotonic()
    _out, errors = supervisor.communicate(timeout=15)
    assert supervisor.returncode == 1
    assert "bad stopped at once with code 3" in errors
    assert time.monotonic() - started < 12


def test_a_process_that_has_lived_is_started_again_however_soon_it_dies(tmp_path):
    """Killed twice in a row, it comes back twice, and the other one never stops."""
    births = tmp_path / "births"
    note_birth = f"import os; print(os.getpid(), file=open({str(births)!r}, 'a'))"
    mortal = [sys.executable, "-c", f"{note_birth}; {SLEEPER}"]
    supervisor = supervise(tmp_path, mortal=mortal, other=[sys.executable, "-c", SLEEPER])
    first = birth(births, 1)
    time.sleep(5.5)
    os.kill(first, signal.SIGKILL)
    second = birth(births, 2)
    os.kill(second, signal.SIGKILL)
    third = birth(births, 3)
    assert len({first, second, third}) == 3
    assert is_running(third)
    supervisor.send_signal(signal.SIGTERM)
    _out, errors = supervisor.communicate(timeout=15)
    assert supervisor.returncode == 0
    assert errors.count("mortal stopped") == 2
    assert "other stopped" not in errors

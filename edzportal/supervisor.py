"""Keeps a few processes running together and stops them together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .stop_request import StopRequest

GRACE_SECONDS = 10
SHORTEST_LIFE_SECONDS = 5
PAUSE_SECONDS = 1


class Supervisor:
    """Starts `commands` (name → argument list), restarts what dies, passes a stop on to all.

    One that dies within five seconds of its first start is not restarted: everything
    stops, so that a wrong configuration is seen and not hidden in a loop. One that has
    lived longer has shown that it can start, and is started again however often it dies.
    """

    def __init__(self, commands: dict[str, list[str]], *, cwd: Path | str) -> None:
        self.commands = commands
        self.cwd = cwd
        self.processes: dict[str, subprocess.Popen] = {}
        self.started_at: dict[str, float] = {}
        self.proven: set[str] = set()
        self.stopping = StopRequest()

    def start(self) -> None:
        self.stopping.listen((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        for name in self.commands:
            self._start(name)

    def wait(self) -> int:
        """Block until somebody asks to stop or a process cannot be kept alive; returns the exit code."""
        failed = False
        while not self.stopping.wait(0.5):
            for name, process in self.processes.items():
                if process.poll() is None:
                    continue
                if time.monotonic() - self.started_at[name] >= SHORTEST_LIFE_SECONDS:
                    self.proven.add(name)
                if name not in self.proven:
                    print(f"{name} stopped at once with code {process.returncode}.", file=sys.stderr)
                    failed = True
                    self.stopping.make()
                    break
                print(f"{name} stopped with code {process.returncode}; starting it again.", file=sys.stderr)
                if self.stopping.wait(PAUSE_SECONDS):
                    break
                self._start(name)
        self._stop()
        return 1 if failed else 0

    def _start(self, name: str) -> None:
        self.started_at[name] = time.monotonic()
        # A group of its own: Ctrl-C in the terminal reaches only this process, which passes it on once.
        self.processes[name] = subprocess.Popen(  # noqa: S603  (our own commands)
            self.commands[name], cwd=self.cwd, env=os.environ, start_new_session=True
        )

    def _stop(self) -> None:
        for process in self.processes.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(process, signal.SIGKILL)
                process.wait()


def _signal_group(process: subprocess.Popen, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)

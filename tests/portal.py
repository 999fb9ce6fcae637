"""A whole portal in processes of its own: data folder, small demo, server and worker.

The browser tests and the pictures of the README use what `make run` starts, and
so see compressed pages, hashed static files and mail that really leaves.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "only-for-tests"
# What the tests' own settings have put into the environment is not for the portal.
OWN = ("DATA_DIR", "DJANGO_SETTINGS_MODULE", "SITE_URL", "SECRET_KEY", "CACHE_URL", "DEBUG")


@dataclass
class Portal:
    address: str
    data_dir: Path

    def letters(self) -> list[str]:
        """The mails that the portal has sent, the newest last, each as its text."""
        files = sorted((self.data_dir / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text(encoding="utf-8") for path in files]

    def answer(self, path: str) -> int:
        return status_of(self.address, path)


@contextlib.contextmanager
def running(data_dir: Path, *, small: bool = True):
    """Prepare and start a portal that writes only to `data_dir`; stop it as Ctrl-C would."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), "HOST": "127.0.0.1"}
    environment |= {"DEMO": "1", "DEMO_PASSWORD": PASSWORD}
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "--verbosity", "0"], ["load_demo", *(["--small"] if small else [])]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    # The content is there already, so the start has nothing to load.
    log = (data_dir / "run.log").open("wb")
    process = subprocess.Popen(
        [*manage, "run"], cwd=ROOT, env=environment | {"DEMO": "0"}, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        portal = Portal(f"http://127.0.0.1:{port}", data_dir)
        wait_until_ready(portal.address, process)
        yield portal
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(address: str, process: subprocess.Popen, *, seconds: float = 180) -> float:
    """Wait for `/-/ready`; returns the seconds it took, AssertionError when it does not come."""
    started = time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        assert process.poll() is None, f"The portal stopped with code {process.returncode}."
        with contextlib.suppress(OSError):
            if status_of(address, "/-/ready") == 200:
                return passed
        time.sleep(0.2)
    raise AssertionError(f"The portal was not ready after {seconds} seconds.")


def status_of(address: str, path: str) -> int:
    connection = http.client.HTTPConnection(address.partition("//")[2], timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()

"""`make run` on a fresh clone: it starts in time, every page of it is alive, and Ctrl-C ends all of it.

It fetches packages and takes minutes, so it runs where EDZ_FRESH_CLONE is set, as `.ci/run` does.
"""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .crawl import Answer, Crawl
from .portal import ROOT, free_port, wait_until_ready

FIRST_START = 240
SECOND_START = 10
STAFF = ("/admin/", "/inbox/", "/files/")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    if not os.environ.get("EDZ_FRESH_CLONE"):
        pytest.skip("make run from a fresh clone: EDZ_FRESH_CLONE is not set")
    folder = tmp_path_factory.mktemp("fresh") / "portal"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


@contextlib.contextmanager
def _make_run(clone):
    """Start it as a person in a terminal would; yields its address, the process and its output so far."""
    port = free_port()
    kept = (
        "PATH",
        "HOME",
        "LANG",
        "GIT_CONFIG",
        "PIP_",
        "HTTP",
        "HTTPS",
        "NO_PROXY",
        "http",
        "no_proxy",
        "SSL",
    )
    environment = {name: value for name, value in os.environ.items() if name.startswith(kept)}
    log = clone.parent / f"run-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=environment | {"PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{port}", process, log
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def _processes_in(folder):
    """Ids of the processes that work in a folder, whoever started them."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


def _fetcher(address):
    connection = http.client.HTTPConnection(address.partition("//")[2], timeout=60)

    def fetch(path):
        connection.request("GET", path)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())

    return fetch


def test_a_fresh_clone_starts_every_page_is_alive_and_ctrl_c_stops_everything(clone):
    with _make_run(clone) as (address, process, log):
        took = wait_until_ready(address, process, seconds=FIRST_START)
        print(f"\nmake run: ready after {took:.0f} s")
        text = log.read_text()
        assert address in text
        assert "editor" in text
        crawl = Crawl(_fetcher(address), address, per_shape=2, leave_out=STAFF)
        listed = re.findall(r"<loc>(.*?)</loc>", crawl.fetch("/sitemap.xml").body.decode())
        crawl.start("/", "/zh-hans/", *listed)
        print(f"crawl: {len(crawl.visits)} addresses, {len(crawl.pages)} pages")
        assert len(crawl.pages) > 1200
        assert not "\n".join(crawl.dead)
        assert not "\n".join(crawl.lost)
        assert not crawl.problems()
    assert not _processes_in(clone)

    with _make_run(clone) as (address, process, log):
        took = wait_until_ready(address, process, seconds=60)
        print(f"make run, the second time: ready after {took:.1f} s")
        assert took < SECOND_START, f"{took:.1f} s"
        pages = [http.client.HTTPConnection(address.partition("//")[2], timeout=30) for _ in range(3)]
        for page in pages:
            page.request("GET", "/")
            assert page.getresponse().status == 200
        started = time.monotonic()
    assert time.monotonic() - started < 15
    assert not _processes_in(clone)

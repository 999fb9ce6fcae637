"""The wish of a terminal, a supervisor or a service manager that a process end."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable

LONGEST_NAP = 0.5  # seconds, and so the longest that a wish waits to be seen


class StopRequest:
    """A plain flag that signals raise: a lock, as in `threading.Event`, could be held by the very code they interrupt."""

    def __init__(self) -> None:
        self.is_made = False

    def listen(self, numbers: Iterable[signal.Signals]) -> None:
        for number in numbers:
            signal.signal(number, lambda *_: self.make())

    def make(self) -> None:
        self.is_made = True

    def wait(self, seconds: float) -> bool:
        """Sleep until somebody asks to stop, at most `seconds`; returns whether somebody has."""
        until = time.monotonic() + seconds
        while not self.is_made and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LONGEST_NAP))
        return self.is_made

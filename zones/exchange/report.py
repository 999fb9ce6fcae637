"""What an import has to say: how much it changed, what is wrong, what should be known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..models import Change

Progress = Callable[[str, int, int], None]


def no_progress(step: str, done: int, total: int) -> None:
    """For callers that watch nothing."""


@dataclass(frozen=True, order=True)
class Problem:
    """Why a row cannot be taken. `row` is the line of a CSV, or the place in a JSON array from 1."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.row}, {self.column}" if self.column else f"{self.row}"
        return f"{place}: {self.message}"


class Note(Problem):
    """Something that was left out or read in a certain way, and stops nothing."""


class Difference(NamedTuple):
    """One line of what a file changes, and the row that says it. The line is as the history keeps it."""

    row: int
    line: Change


@dataclass
class Report:
    """The outcome of one import. Rows are pages: a zone whose facts changed counts as updated.

    `differences` are the first ones only, `difference_count` is of them all, and `fingerprint`
    is the same for two runs that would change the same.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    is_written: bool = False
    differences: list[Difference] = field(default_factory=list)
    difference_count: int = 0
    fingerprint: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _told: set[tuple[int, str]] = field(default_factory=set)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def changes(self) -> int:
        return self.created + self.updated

    def problem(self, row: int, column: str, message: object) -> None:
        """Tell of a problem; a cell that has one already needs no second."""
        if column and (row, column) in self._told:
            return
        self._told.add((row, column))
        self.problems.append(Problem(row, column, str(message)))

    def note(self, row: int, column: str, message: object) -> None:
        self.notes.append(Note(row, column, str(message)))

    def too_long(self, found: int, most: int) -> None:
        words = _("The file has %(found)s rows, and here at most %(most)s are taken at once.")
        self.problem(1, "", words % {"found": found, "most": most})

    @property
    def bad_rows(self) -> set[int]:
        return {row for row, _column in self._told}

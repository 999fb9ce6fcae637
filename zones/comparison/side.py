"""One of the compared zones with what has been read of it, and the questions that its gaps ask."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise

from .. import questions
from ..models import Zone
from ..profile import Record
from ..series import KindOfFigures
from ..timeline import Timeline


@dataclass(frozen=True)
class Side(Timeline):
    zone: Zone
    on: datetime.date
    figures: list[KindOfFigures]

    @property
    def record(self) -> Record:
        return Record(self.zone.record_source)

    def ask(self, question: str | Promise, **words: str) -> str:
        return questions.ask(self.zone, question, **words)

"""How far the record of a zone as a whole can be trusted: how much there is, how old, and who has checked it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from .freshness import Ages, ages_of

if TYPE_CHECKING:
    from .models import Fact


@dataclass(frozen=True)
class Trust:
    """`percent` is how complete the profile is in the active language."""

    percent: int
    facts: int
    verified: int
    ages: Ages

    @classmethod
    def of(cls, facts: Sequence[Fact], completeness: Mapping[str, int]) -> Trust:
        """From facts that are read already, and percents by language code."""
        return cls(
            percent=completeness[get_language()],
            facts=len(facts),
            verified=sum(fact.is_verified for fact in facts),
            ages=ages_of(facts),
        )

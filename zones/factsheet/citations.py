"""The sources of a factsheet, numbered in the order in which its facts name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from ..models import Source
from ..partial_dates import PartialDate
from .sheet import Cite, SourceEntry


@dataclass
class _Named:
    source: Source
    facts: int = 0
    verified: int = 0


class Citations:
    """Hand out numbers while the sheet is put together, then list what was named."""

    def __init__(self) -> None:
        self._named: dict[int, _Named] = {}
        self._counted: set[tuple[type, int]] = set()

    def of(self, fact: Any) -> Cite:
        """The sources of a fact, the further ones of an event included."""
        sources = [fact.source] if fact.source else []
        if hasattr(fact, "further_sources"):
            sources += fact.further_sources.all()
        key = (type(fact), getattr(fact, "pk", 0) or 0)
        counts = key not in self._counted
        self._counted.add(key)
        return Cite(
            tuple(self._number(source, fact, counts=counts) for source in sources), bool(fact.is_verified)
        )

    def of_all(self, facts: list[Any]) -> Cite:
        """The sources of facts that are told in one line: verified where every one of them is."""
        cites = [self.of(fact) for fact in facts]
        numbers = dict.fromkeys(number for cite in cites for number in cite.numbers)
        return Cite(tuple(numbers), all(cite.is_verified for cite in cites))

    def entries(self) -> list[SourceEntry]:
        return [_entry(number, named) for number, named in enumerate(self._named.values(), start=1)]

    def _number(self, source: Source, fact: Any, *, counts: bool) -> int:
        named = self._named.setdefault(source.pk, _Named(source))
        if counts:
            named.facts += 1
            named.verified += bool(fact.is_verified)
        return list(self._named).index(source.pk) + 1


def _entry(number: int, named: _Named) -> SourceEntry:
    source = named.source
    details = [source.publisher] if source.publisher and source.publisher != source.label else []
    if source.published_on:
        details.append(PartialDate(source.published_on).display())
    if not named.verified:
        verified = gettext("not yet verified")
    elif named.verified == named.facts:
        verified = gettext("verified")
    else:
        verified = gettext("%(verified)s of %(total)s facts verified") % {
            "verified": named.verified,
            "total": named.facts,
        }
    return SourceEntry(
        number=number,
        title=source.label,
        details=details,
        host=source.host if source.host != source.label else "",
        url=source.url if source.is_linkable else "",
        verified=verified,
    )

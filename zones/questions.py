"""What a reader may ask a zone where a fact is not published, in words that the form takes over.

A group without any fact is told once at the end of the page; a hole is what a group lacks
that always has something to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import Zone

LEVEL = _("What level does %(zone)s have?")
TYPE = _("What type of zone is %(zone)s?")
APPROVAL = _("When was %(zone)s approved, and by whom?")
AREA = _("How large is the approved area of %(zone)s?")
INDUSTRIES = _("Which industries does %(zone)s look for?")
FIGURE = _("What is the latest figure for “%(fact)s” of %(zone)s, and for which year?")
DISTANCE = _("How far is %(place)s from %(zone)s, and how long does it take?")
SITE = _("Is site %(site)s of %(zone)s still available, at what price, and from when?")
_HOLE = _("Could you tell me this about %(zone)s: %(fields)s?")

# Group of the page -> columns that a reader expects there. Coordinates are known by their latitude.
_EXPECTED = {
    "overview": ("supervising_body", "managing_body", "website"),
    "place": ("city", "address", "latitude"),
}


@dataclass(frozen=True)
class Gap:
    """Something that is not published, and the question that asks for it."""

    title: str | Promise
    question: str


def ask(zone: Zone, question: str | Promise, **words: str) -> str:
    """The question about this zone in the active language."""
    return str(question) % {"zone": zone.name, **words}


def hole(zone: Zone, group: str) -> Gap | None:
    """The empty fields of a group that is otherwise filled, as one line with one question."""
    fields = gettext(", ").join(_label(zone, name) for name in _EXPECTED[group] if _is_empty(zone, name))
    return Gap(fields, ask(zone, _HOLE, fields=fields)) if fields else None


def _is_empty(zone: Zone, name: str) -> bool:
    # Zero is a latitude.
    return getattr(zone, name) in (None, "")


def _label(zone: Zone, name: str) -> str:
    return gettext("coordinates") if name == "latitude" else str(zone._meta.get_field(name).verbose_name)

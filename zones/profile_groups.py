"""The sections of a zone profile in the order in which they are read.

Each knows when it has something to say, and what a reader may ask the zone where it has not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .profile import Profile


@dataclass(frozen=True)
class GroupKind:
    """A section of the page; `question` is what a reader may ask the zone where it is empty."""

    slug: str
    title: str | Promise
    question: str | Promise
    is_filled: Callable[[Profile], object]

    @property
    def template(self) -> str:
        return f"zones/profile/{self.slug}.html"


GROUPS = (
    GroupKind("overview", _("Overview"), "", lambda p: True),
    GroupKind(
        "timeline",
        _("Timeline"),
        _("When was %(zone)s founded, approved and expanded?"),
        lambda p: p.timeline,
    ),
    GroupKind(
        "targets", _("Targets"), _("Which targets has %(zone)s announced, and by when?"), lambda p: p.targets
    ),
    GroupKind("place", _("Place"), "", lambda p: True),
    GroupKind(
        "area",
        _("Area"),
        _("How large is %(zone)s: approved, administered, developed and still available?"),
        lambda p: p.areas,
    ),
    GroupKind(
        "industries",
        _("Industries"),
        _("Which industries does %(zone)s look for?"),
        lambda p: p.industries,
    ),
    GroupKind(
        "indicators",
        _("Figures"),
        _("What are the latest output, investment and trade figures of %(zone)s?"),
        lambda p: p.figures,
    ),
    GroupKind(
        "firms",
        _("Anchor firms"),
        _("Which large firms have settled in %(zone)s?"),
        lambda p: p.zone.firms.all(),
    ),
    GroupKind(
        "connections",
        _("Connections"),
        _("How far is %(zone)s from the nearest port, airport, railway and motorway?"),
        lambda p: p.zone.connections.all(),
    ),
    GroupKind(
        "costs",
        _("Utilities and costs"),
        _("What do power, water, land, premises and labour cost in %(zone)s?"),
        lambda p: p.zone.costs.all(),
    ),
    GroupKind(
        "incentives",
        _("Incentives"),
        _("Which incentives does %(zone)s offer, who qualifies, and until when?"),
        lambda p: p.zone.incentives.all(),
    ),
    GroupKind(
        "sites",
        _("Available sites"),
        _("Which land and premises are available in %(zone)s now, and at what price?"),
        lambda p: p.zone.sites.all(),
    ),
    GroupKind(
        "contacts",
        _("Contacts"),
        _("Whom may I talk to at %(zone)s, and in which languages?"),
        lambda p: p.zone.desks.all(),
    ),
    GroupKind(
        "photos", _("Photos"), _("Could you send photographs of %(zone)s?"), lambda p: p.zone.photos.all()
    ),
    GroupKind(
        "documents",
        _("Documents"),
        _("Could you send a brochure or an investment guide of %(zone)s?"),
        lambda p: p.zone.documents.all(),
    ),
    GroupKind(
        "structure",
        _("Structure"),
        _("Does %(zone)s belong to another zone, or do other zones belong to it?"),
        lambda p: p.structure,
    ),
)

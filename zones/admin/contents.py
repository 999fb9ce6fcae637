"""What stands beside a zone's form: its pages with what asks for attention there, completeness, last changes."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models as db
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info

from .. import completeness, review_rules
from ..freshness import Policy
from ..models import Change, FactGroup, Zone
from .facts import BY_SLUG, SECTIONS
from .page_history import describe
from .rows import JUDGED

LAST_CHANGES = 5


def group_address(zone, slug, **query):
    """The page of the form on which a group of facts is edited."""
    if slug not in BY_SLUG:
        anchor = "#id_province" if slug == FactGroup.PLACE else ""
        return reverse("admin:zones_zone_change", args=[zone.pk]) + anchor
    asked = f"?{urlencode(query)}" if query else ""
    return reverse("admin:zones_zone_group", args=[zone.pk, slug]) + asked


def beside(zone, section):
    """For the template, in a constant number of queries. `section` is the group that is shown, None for the first page."""
    policy = Policy.load()
    return {
        "contents": _contents(zone, section, policy),
        "completeness": _completeness(zone, policy),
        "last_changes": _last_changes(zone),
    }


def _last_changes(zone):
    lines = list(Change.objects.filter(page=zone.uuid).select_related("by")[:LAST_CHANGES])
    for line in lines:
        describe(line)
    return lines


def _contents(zone, section, policy):
    """Every page of the form, with how much is on it and what asks for attention."""
    counts = _counts(zone, policy)
    pages = [
        {
            "title": FactGroup.OVERVIEW.label,
            "address": group_address(zone, FactGroup.OVERVIEW),
            "is_shown": section is None,
        }
    ]
    for one in SECTIONS:
        pages.append(
            {
                "slug": one.slug,
                "title": one.title,
                "address": group_address(zone, one.slug),
                "is_shown": one is section,
                "number": counts[f"number_{one.slug}"],
                "unlikely": counts.get(f"unlikely_{one.slug}"),
                "stale": counts.get(f"stale_{one.slug}"),
            }
        )
    return pages


def _completeness(zone, policy):
    """The percent per language, and each group that lacks something, with the way to it."""
    read = completeness.read(zone, policy=policy)

    def ways(groups):
        return [{"title": group.label, "address": group_address(zone, group)} for group in groups]

    return {
        "languages": [
            {"name": name, "percent": read.percent[code], "untranslated": ways(read.untranslated[code])}
            for code, name in _languages()
        ],
        "missing": ways(read.missing),
    }


def _languages():
    for code, _name in settings.LANGUAGES:
        yield code, get_language_info(code)["name_local"]


def _counts(zone, policy):
    """How many rows each group has, how many look unlikely and how many are out of date: in one query."""
    on = timezone.localdate()

    def number(rows):
        counted = rows.filter(zone=OuterRef("pk")).order_by().values("zone").annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n")), 0)

    asked = {}
    for section in SECTIONS:
        model, slug = section.rows.model, section.slug
        asked[f"number_{slug}"] = number(db.QuerySet(model))
        if model in JUDGED:
            asked[f"unlikely_{slug}"] = number(db.QuerySet(model).filter(review_rules.unlikely()))
        cutoff = policy.cutoff(slug, on=on)
        if cutoff and slug in review_rules.DATED:
            rows = review_rules.with_moment(db.QuerySet(model), slug)
            asked[f"stale_{slug}"] = number(rows.filter(review_rules.stale(slug, cutoff, on)))
    return db.QuerySet(Zone).filter(pk=zone.pk).values(**asked).get()

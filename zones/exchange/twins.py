"""Stories that stand already under another address, so that an import does not bring them twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..models import Article
from .report import Report

if TYPE_CHECKING:
    from .articles import ArticlePlan

_HEADLINES = ("headline_en", "headline_zh_hans")


def leave_out(plans: list[ArticlePlan], report: Report) -> list[ArticlePlan]:
    """The plans without new articles whose headline or source address another article has; each is noted.

    An article that the file means by its section and slug is changed as ever.
    """
    known = _stored(plans)
    kept = []
    for plan in plans:
        marks = _marks(plan.article)
        twin = next((known[mark] for mark in marks if mark in known), None) if plan.is_new else None
        if twin is None:
            kept.append(plan)
            known |= {mark: plan.article for mark in marks if mark not in known}
        else:
            report.note(
                plan.row,
                "headline",
                _("Left out: “%(headline)s” is here already, at %(address)s.")
                % {"headline": plan.article, "address": twin.get_absolute_url()},
            )
    return kept


def _marks(article: Article) -> list[tuple[str, str]]:
    marks = [(name, getattr(article, name) or "") for name in _HEADLINES]
    marks.append(("source_url", article.source_url))
    return [(name, " ".join(text.split()).casefold()) for name, text in marks if text]


def _stored(plans: list[ArticlePlan]) -> dict[tuple[str, str], Article]:
    """By headline and by source address: those among the stored ones that a new article might repeat."""
    new = [plan.article for plan in plans if plan.is_new]
    if not new:
        return {}
    wanted = Q(source_url__in={article.source_url for article in new if article.source_url})
    for name in _HEADLINES:
        wanted |= Q(**{f"{name}__in": {text for article in new if (text := getattr(article, name))}})
    stored = QuerySet(Article).filter(wanted).select_related("section").order_by("pk")
    return {mark: article for article in stored for mark in _marks(article)}

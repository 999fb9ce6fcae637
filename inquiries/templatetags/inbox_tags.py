"""Small pieces of the officers' screens."""

from django import template
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import npgettext_lazy

from ..clock import DueKind
from ..models.event import name_of

register = template.Library()
register.filter("person", name_of)

# Django's own keep a space between number and unit, which Chinese does not.
_SPANS = {
    "year": npgettext_lazy("span", "%(num)d year", "%(num)d years", "num"),
    "month": npgettext_lazy("span", "%(num)d month", "%(num)d months", "num"),
    "week": npgettext_lazy("span", "%(num)d week", "%(num)d weeks", "num"),
    "day": npgettext_lazy("span", "%(num)d day", "%(num)d days", "num"),
    "hour": npgettext_lazy("span", "%(num)d hour", "%(num)d hours", "num"),
    "minute": npgettext_lazy("span", "%(num)d minute", "%(num)d minutes", "num"),
}


@register.inclusion_tag("inbox/_deadline.html")
def deadline(inquiry):
    """What is due and when; in words, never by colour alone."""
    is_overdue = inquiry.is_overdue()
    # One unit is enough to choose by; the moment itself is in the title.
    words = timesince if is_overdue else timeuntil
    span = words(inquiry.due_at, time_strings=_SPANS, depth=1) if inquiry.due_at else ""
    return {
        "inquiry": inquiry,
        "is_overdue": is_overdue,
        "span": span,
        "is_soon": inquiry.due_at and (inquiry.due_at - timezone.now()).total_seconds() < 24 * 3600,
        "kind": DueKind(inquiry.due_kind).label,
    }

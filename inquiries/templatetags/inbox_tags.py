"""Small pieces of the officers' screens."""

from django import template
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil

from ..clock import DueKind
from ..models.event import name_of

register = template.Library()
register.filter("person", name_of)


@register.inclusion_tag("inbox/_deadline.html")
def deadline(inquiry):
    """What is due and when; in words, never by colour alone."""
    is_overdue = inquiry.is_overdue()
    # One unit is enough to choose by; the moment itself is in the title.
    span = (timesince if is_overdue else timeuntil)(inquiry.due_at, depth=1) if inquiry.due_at else ""
    return {
        "inquiry": inquiry,
        "is_overdue": is_overdue,
        "span": span,
        "is_soon": inquiry.due_at and (inquiry.due_at - timezone.now()).total_seconds() < 24 * 3600,
        "kind": DueKind(inquiry.due_kind).label,
    }

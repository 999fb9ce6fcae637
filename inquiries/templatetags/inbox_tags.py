"""Small pieces of the officers' screens."""

from django import template
from django.utils import timezone

from ..clock import DueKind
from ..models.event import name_of

register = template.Library()
register.filter("person", name_of)


@register.inclusion_tag("inbox/_deadline.html")
def deadline(inquiry):
    """What is due and when; in words, never by colour alone."""
    return {
        "inquiry": inquiry,
        "is_overdue": inquiry.is_overdue(),
        "is_soon": inquiry.due_at and (inquiry.due_at - timezone.now()).total_seconds() < 24 * 3600,
        "kind": DueKind(inquiry.due_kind).label,
    }

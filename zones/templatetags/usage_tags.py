"""What stands in the way of taking a page away, for the screens of editors."""

from django import template
from django.urls import reverse

from .. import media_usage

register = template.Library()


@register.simple_tag
def pages_leading_to(page):
    """Pages that lead to `page` in their texts, as `media_uses.html` shows them."""
    return [
        {
            "title": other,
            "url": reverse(f"admin:zones_{other._meta.model_name}_change", args=[other.pk]),
            "state": other.state_label,
        }
        for other in media_usage.stories_linking_to(page)
    ]

"""The question on every page: the form with only its two needed fields in sight."""

from django import template
from django.utils import timezone

from .. import form_age
from ..forms import StartForm

register = template.Library()


@register.inclusion_tag("inquiries/_form.html")
def inquiry_form(zone=None, article=None, zones=()):
    """The same for every visitor: its only mark of time is the signed hour. `zones` can be unticked one by one."""
    return {
        "form": StartForm(auto_id="ask_%s"),
        "age": form_age.coarse_token(timezone.now()),
        "zones": [zone] if zone else list(zones or ()),
        "is_list": bool(zones),
        "article": article,
    }

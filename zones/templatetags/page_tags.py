"""Small pieces of page furniture: addresses of list pages, and the figures on a zone's card."""

from urllib.parse import urlencode

from django import template

from ..text import CJK

register = template.Library()

FIGURES_ON_A_CARD = 3


@register.simple_tag
def page_url(base, number):
    """The address of one page of a list; the first has no number. `base` may carry a query."""
    if number == 1:
        return base or "."
    return f"{base or ''}{'&' if '?' in (base or '') else '?'}{urlencode({'page': number})}"


@register.filter
def card_figures(zone):
    """The newest figure of up to three kinds that `for_listing` has fetched.

    Only figures of the zone itself: a card has no room to say that a district was counted.
    """
    newest = {}
    for indicator in getattr(zone, "headline_figures", ()):
        known = newest.get(indicator.kind_id)
        if not indicator.scope and (known is None or indicator.period_end > known.period_end):
            newest[indicator.kind_id] = indicator
    return list(newest.values())[:FIGURES_ON_A_CARD]


@register.filter
def short_name(zone_type):
    """ETDZ in Latin scripts; a Chinese name is short enough as it stands."""
    name = str(zone_type)
    return name if CJK.search(name) else zone_type.abbreviation or name


@register.filter
def distinct_industries(zone):
    """The zone's industries, each once, in the order of its roles."""
    return list(dict.fromkeys(role.industry for role in zone.industry_roles.all()))


@register.inclusion_tag("components/pagination.html")
def pagination(page_obj, base=""):
    """The way through a long list: both ends, and two pages either side."""
    return {
        "page_obj": page_obj,
        "base": base,
        "pages": page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1),
        "ellipsis": page_obj.paginator.ELLIPSIS,
    }

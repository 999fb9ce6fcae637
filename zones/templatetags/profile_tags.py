"""What only a zone's profile needs: ranges of costs and distances, charts, places in the page."""

from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext

from .. import figures
from ..indicator_charts import charts_of

register = template.Library()


@register.simple_tag
def ask_url(form_url, zone, question):
    """The form's address with the zone chosen and the question written down."""
    return f"{form_url}?{urlencode({'zone': zone.slug, 'message': question})}"


@register.filter
def charts(series):
    """The charts that a series of figures is long enough for."""
    return charts_of(series)


@register.filter
def cost(record):
    """A `Cost` as published: "0.62–0.88 CNY/kWh"."""
    return figures.price(record.low, record.high, record.currency, record.unit)


@register.filter
def price(site):
    """The price of a `Site`, or "" where none is published."""
    if site.price_low is None:
        return ""
    return figures.price(site.price_low, site.price_high, site.currency, site.price_unit)


@register.filter
def site_size(site):
    return figures.counted(site.size, site.size_unit.symbol)


@register.filter
def distance(connection):
    """The way to a place: "28–31 km", or "" where only a time is published."""
    if connection.distance_km is None:
        return ""
    return figures.kilometres(connection.distance_km, connection.distance_km_max)


@register.filter
def kilobytes(size):
    """The size of a file: "340 KB", "2.1 MB"."""
    if size >= 1_000_000:
        return gettext("%(size)s MB") % {"size": figures.plain(round(size / 1_000_000, 1))}
    return gettext("%(size)s KB") % {"size": figures.plain(max(1, round(size / 1000)))}


@register.filter
def coordinates(zone):
    """Latitude and longitude no more precise than what they mark."""
    places = 4 if zone.coordinate_precision == zone.CoordinatePrecision.ZONE else 2
    return figures.coordinates(zone.latitude, zone.longitude, places)

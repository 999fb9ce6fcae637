"""When an event is and how long a policy holds, in words."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

register = template.Library()


@register.filter
def event_span(article):
    """ "May 6, 2026, 09:00 – 17:00 (UTC+8)", or both days where there are two."""
    start, end = timezone.localtime(article.starts_at), timezone.localtime(article.ends_at)
    last = date_format(end, "H:i") if start.date() == end.date() else _moment(end)
    # Whoever comes from afar counts from UTC.
    hours = start.utcoffset().total_seconds() / 3600
    words = {"start": _moment(start), "end": last, "offset": f"UTC{hours:+g}"}
    return gettext("%(start)s – %(end)s (%(offset)s)") % words


def _moment(moment):
    return gettext("%(day)s, %(time)s") % {
        "day": date_format(moment, "DATE_FORMAT"),
        "time": date_format(moment, "H:i"),
    }


@register.filter
def force_span(article):
    """ "from Jan. 1, 2024 until Dec. 31, 2026", as far as the dates were published."""
    start, end = article.in_force_from, article.in_force_until
    words = {
        "from": start and date_format(start, "DATE_FORMAT"),
        "until": end and date_format(end, "DATE_FORMAT"),
    }
    if start and end:
        return gettext("from %(from)s until %(until)s") % words
    if start:
        return gettext("from %(from)s") % words
    return gettext("until %(until)s") % words if end else ""

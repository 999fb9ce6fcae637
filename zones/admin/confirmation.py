"""Before a page goes public: what was found on it stands in the way, or asks; a moment is told in words.

Before it is taken from the public, the pages that lead to it are told.
"""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext

from .. import media_usage
from ..models import Move

TEMPLATE = "admin/zones/confirm_move.html"
TAKING_AWAY = (Move.UNPUBLISH, Move.ARCHIVE)


class Findings(list):
    """What was found on a page, errors first."""

    @property
    def stops(self):
        return any(finding.stops for finding in self)


def breaks_links(page, move):
    """Whether the move takes away what other pages lead to in their texts."""
    return move in TAKING_AWAY and page.is_live() and bool(media_usage.stories_linking_to(page))


def ask(screen, request, page, button, findings, *, action, hidden, at=None, is_careful=False):
    """The page that tells what was found and what will happen; its button sends the same again, confirmed."""
    if at is not None:
        hidden = hidden | {"at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S")}
    context = screen.admin_site.each_context(request) | {
        "opts": screen.opts,
        "original": page,
        "title": button,
        "button": gettext("Publish anyway") if findings and at is None else button,
        "errors_found": [finding for finding in findings if finding.stops],
        "warnings_found": [finding for finding in findings if not finding.stops],
        "moment": moment_in_words(at) if at else "",
        "action": action,
        "hidden": hidden | {"confirmed": "1"},
        "change_url": screen._url("change", page),
        "is_careful": is_careful,
        "takes_away": hidden.get("move") in TAKING_AWAY,
    }
    return TemplateResponse(request, TEMPLATE, context, status=422 if findings.stops else 200)


def moment_in_words(at):
    """As one says it: the day of the week, the date, the time with its zone, and how long that is from now."""
    local = timezone.localtime(at)
    offset = f"{local:%z}"
    return gettext("%(weekday)s, %(moment)s (%(zone)s, UTC%(offset)s), in %(time)s") % {
        "weekday": date_format(local, "l"),
        "moment": date_format(local, "DATETIME_FORMAT"),
        "zone": local.tzname(),
        "offset": f"{offset[:3]}:{offset[3:]}",
        "time": timeuntil(at),
    }

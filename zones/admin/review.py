"""`review/`: the queue of what wants looking at, on the screen and as a file.

Each line leads to the page of the form on which it can be put right.
"""

import csv
import io

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import figures
from ..completeness import CODES, with_completeness
from ..exchange.canonical import guarded
from ..models import Area, FactGroup, Indicator, Province, Target
from ..review import Kind, Queue
from .sections import group_address

PER_PAGE = 50
COLUMNS = ["kind", "group", "zone", "code", "fact", "note", "since", "address"]


class ReviewedPage:
    """The zones' list with its review queue beside it."""

    def get_urls(self):
        guard = self.admin_site.admin_view
        return [
            path("review/", guard(self.review_view), name="zones_zone_review"),
            path("review.csv", guard(self.review_file), name="zones_zone_review_file"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        zones = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name == "zones_zone_changelist"
        return with_completeness(zones) if is_list else zones

    @admin.display(description=_("complete"), ordering="completeness_en")
    def complete(self, obj):
        """In each language; the list is ordered by the first."""
        return " ".join(
            f"{code.partition('-')[0].upper()}\N{NO-BREAK SPACE}{getattr(obj, f'completeness_{column}')}%"
            for code, column in CODES.items()
        )

    @method_decorator(require_safe)
    def review_view(self, request):
        """`GET review/?kind=&group=&province=&mine=&p=`."""
        asked, queue, cells = self._asked_queue(request)
        pages = Paginator(range(sum(queue.counts[cell] for cell in cells)), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        items = queue.page(cells, start=page.start_index() - 1, size=PER_PAGE) if pages.count else []
        query = request.GET.copy()
        query.pop("p", None)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": gettext("Facts to look at"),
            "lines": [self._line(item) for item in items],
            "page": page,
            "query": query.urlencode(),
            "asked": asked,
            "kinds": _options(Kind, queue.counts, lambda cell: cell.kind, group=asked["group"]),
            "groups": _options(FactGroup, queue.counts, lambda cell: cell.group, kind=asked["kind"]),
            "provinces": Province.objects.all(),
            "has_own": request.user.has_perm("zones.publish_zone") and _own(self, request).exists(),
            "may_set": request.user.has_perm("zones.view_reviewinterval"),
        }
        return TemplateResponse(request, "admin/zones/review.html", context)

    @method_decorator(require_safe)
    def review_file(self, request):
        """The same as CSV, whole."""
        _asked, queue, cells = self._asked_queue(request)
        response = StreamingHttpResponse(
            _csv(queue.all_items(cells), request.build_absolute_uri), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="review.csv"'
        return response

    def _asked_queue(self, request):
        """What was asked for, the queue of the zones it is asked of, and the cells that answer."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = {name: request.GET.get(name, "") for name in ("kind", "group", "province", "mine")}
        zones = _own(self, request) if asked["mine"] else self.get_queryset(request)
        if asked["province"]:
            zones = zones.filter(province__slug=asked["province"])
        queue = Queue(zones)
        cells = [
            cell
            for cell in queue.cells
            if asked["kind"] in ("", cell.kind) and asked["group"] in ("", cell.group)
        ]
        return asked, queue, cells

    def _line(self, item):
        return {
            "kind": item.kind,
            "label": capfirst(item.kind.label),
            "group": item.group.label,
            "zone": item.zone,
            "what": _what(item),
            "note": _note(item),
            "since": item.since,
            "address": _address(item),
        }


def _own(screen, request):
    return screen.get_queryset(request).filter(editors__user=request.user)


def _options(choices, counts, part, **narrowed):
    """Each choice with how much there is of it while the other filters stay as they are."""
    numbers = dict.fromkeys(choices, 0)
    for cell, number in counts.items():
        if all(value in ("", getattr(cell, name)) for name, value in narrowed.items()):
            numbers[part(cell)] += number
    return [(choice.value, capfirst(choice.label), numbers[choice]) for choice in choices]


def _what(item):
    """The fact in words; where there is none, the group."""
    fact = item.fact
    match fact:
        case None:
            return item.group.label
        case Indicator():
            words = gettext("%(kind)s, %(period)s: %(value)s") % {
                "kind": fact.kind,
                "period": fact.period.display(),
                "value": figures.quantity(fact),
            }
            return (
                gettext("%(figure)s (%(scope)s)") % {"figure": words, "scope": fact.scope}
                if fact.scope
                else words
            )
        case Area():
            return gettext("%(kind)s: %(value)s") % {
                "kind": capfirst(fact.get_kind_display()),
                "value": figures.qualified(figures.hectares(fact.value_ha), fact.qualifier),
            }
        case Target():
            return gettext("%(metric)s by %(year)s") % {"metric": fact.metric, "year": fact.due_year}
    return capfirst(str(fact))


def _note(item):
    """What is the matter with it."""
    match item.kind:
        case Kind.CONTRADICTORY:
            values = [figures.quantity(rival) for rival in item.rivals]
            return gettext("Also published: %(values)s. None is preferred.") % {
                "values": gettext("; ").join(values)
            }
        case Kind.UNLIKELY:
            return capfirst(item.fact.get_doubt_display())
        case Kind.STALE if (date := _date_of(item.fact)) and not isinstance(item.fact, Indicator):
            return gettext("As of %(date)s") % {"date": date}
        case Kind.OVERDUE:
            return gettext("No figure of that year or a later one")
        case Kind.MISSING:
            return gettext("Nothing is published")
    return ""


def _date_of(fact):
    """The day on which it was verified or confirmed last, else the date it holds for."""
    day = getattr(fact, "last_confirmed_on", None) or fact.verified_on
    if day:
        return date_format(day, "SHORT_DATE_FORMAT")
    written = fact.as_of or getattr(fact, "published_on", "")
    return written.display() if written else ""


def _address(item):
    """The page of the form that edits it; of figures only those of its kind, at its row."""
    if isinstance(item.fact, Indicator):
        address = group_address(item.zone, item.group, kind=item.fact.kind.slug)
    else:
        address = group_address(item.zone, item.group)
    return f"{address}#fact-{item.fact.uuid}" if item.fact else address


def _csv(items, absolute):
    """Lines of the file as they are fetched."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for item in items:
        since = item.since.isoformat() if item.since else ""
        cells = [
            item.kind.value,
            item.group.value,
            str(item.zone),
            item.zone.code or "",
            _what(item),
            _note(item),
            since,
            absolute(_address(item)),
        ]
        # Labels are translated when they are used: a cell is text by then.
        writer.writerow([guarded(str(cell)) for cell in cells])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()

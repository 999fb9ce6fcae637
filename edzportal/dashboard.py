"""The first screen after the login: what waits for this person, by what the person may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inquiries.models import Inquiry
from zones import pending
from zones.models import Article, Move, PageEvent, Stage, Zone
from zones.review import Kind, Queue

SHOWN = 6
# Nobody reads a longer number; counting further would cost more than it tells.
COUNTED = 200
# What is wrong in public, the most pressing first.
SHOWN_KINDS = (Kind.CONTRADICTORY, Kind.UNLIKELY, Kind.STALE, Kind.OVERDUE, Kind.UNDATED)


@dataclass(frozen=True)
class Line:
    """One thing that waits: where it is dealt with, and a note such as a moment or a comment."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A heap of such things. `empty` is what the screen says where there is none."""

    title: str
    empty: str
    lines: list[Line] = field(default_factory=list)
    count: int = 0
    # Where the rest of the heap is, where there is more than is shown.
    more: list[Line] = field(default_factory=list)
    is_urgent: bool = False

    @property
    def count_label(self) -> str:
        return _counted(self.count)


def _counted(number):
    return f"{COUNTED}+" if number > COUNTED else str(number)


def waiting_for(user, at=None) -> list[Part]:
    """The parts of the screen, the most pressing first."""
    at = at or timezone.now()
    parts = []
    if user.has_perm("inquiries.work_inbox"):
        parts += _inquiries(user, at)
    if user.has_perm("zones.publish_article") or user.has_perm("zones.publish_zone"):
        parts += _for_publishers(at)
    if user.has_perm("zones.add_article"):
        parts += _for_writers(user, at)
    if user.has_perm("zones.publish_zone"):
        parts.append(_facts_to_look_at(Zone.objects.all()))
    elif user.has_perm("zones.change_zone"):
        parts.append(_own_zones(user))
        parts.append(_facts_to_look_at(Zone.objects.filter(editors__user=user)))
    return parts


def actions_for(user) -> list[Line]:
    """What this person most often begins with."""
    offers = [
        ("zones.add_article", _("Write a story"), "admin:zones_article_add"),
        ("zones.add_zone", _("Add a zone"), "admin:zones_zone_add"),
        ("zones.add_image", _("Upload a picture"), "admin:zones_image_add"),
        ("inquiries.work_inbox", _("Open the inbox"), "inbox:queue"),
    ]
    return [Line(label, reverse(name)) for permission, label, name in offers if user.has_perm(permission)]


def _inquiries(user, at):
    def part(queue, title, empty, *, is_urgent=False):
        waiting = Inquiry.objects.in_queue(queue, user=user, at=at)
        rows = waiting.for_listing().next_due_first()[:SHOWN]
        lines = [
            Line(
                f"{inquiry.reference} · {inquiry.contact}",
                inquiry.get_absolute_url(),
                _moment(inquiry.due_at),
            )
            for inquiry in rows
        ]
        return _heap(
            title, empty, lines, waiting, url=f"{reverse('inbox:queue')}?queue={queue}", is_urgent=is_urgent
        )

    return [
        part("overdue", _("Inquiries overdue"), _("No inquiry is overdue."), is_urgent=True),
        part("due", _("Inquiries due within a day"), _("No inquiry falls due within a day.")),
    ]


def _for_publishers(at):
    edited = pending.pages(to_review=True)
    reviews = [model.objects.filter(stage=Stage.REVIEW).order_by("changed_at") for model in (Article, Zone)]
    changes = [model.objects.filter(uuid__in=edited).order_by("changed_at") for model in (Article, Zone)]
    scheduled = [model.objects.scheduled(at).order_by("published_at") for model in (Article, Zone)]
    timed = pending.pages(scheduled=True)
    replaced = [model.objects.filter(uuid__in=timed).order_by("changed_at") for model in (Article, Zone)]
    return [
        _pages(
            _("To review"),
            _("Nothing waits for review."),
            reviews,
            note=lambda page: (
                gettext("by %(who)s, %(when)s")
                % {"who": page.created_by or "—", "when": _moment(page.changed_at)}
            ),
            state="review",
            is_urgent=True,
        ),
        _pages(
            _("Changes to review"),
            _("No changes of public pages wait for review."),
            changes,
            note=_edited_by,
            state="waiting-review",
            is_urgent=True,
        ),
        _pages(
            _("Scheduled"),
            _("Nothing is scheduled."),
            scheduled,
            note=lambda page: gettext("for %(moment)s") % {"moment": _moment(page.published_at)},
            state="scheduled",
        ),
        _pages(
            _("Scheduled changes"),
            _("No changes of public pages are scheduled."),
            replaced,
            note=lambda page: (
                gettext("for %(moment)s")
                % {"moment": _moment((edit := pending.of(page)) and edit.publish_at)}
            ),
            state="waiting",
        ),
    ]


def _for_writers(user, at):
    own = [
        model.objects.filter(stage=Stage.DRAFT, created_by=user).order_by("-changed_at")
        for model in (Article, Zone)
    ]
    submitted = [Article.objects.filter(stage=Stage.REVIEW, created_by=user).order_by("changed_at")]
    parts = [
        _pages(
            _("My drafts"),
            _("You have no drafts. Write a story."),
            own,
            note=lambda page: _sent_back(page) or _moment(page.changed_at),
            state="draft",
            created_by__id__exact=user.pk,
        )
    ]
    if not user.has_perm("zones.publish_article"):
        parts.append(
            _pages(
                _("Waiting for an editor"),
                _("None of your stories waits for review."),
                submitted,
                note=lambda page: _moment(page.changed_at),
            )
        )
    recent = Article.objects.live(at).newest_first().select_related("section")[:SHOWN]
    parts.append(
        Part(
            _("Recently published"),
            _("Nothing is published yet."),
            [Line(str(story), _change(story), _moment(story.published_at)) for story in recent],
            more=[Line(_("Show all"), _list_of("article", state="live"))],
        )
    )
    return parts


def _own_zones(user):
    zones = Zone.objects.filter(editors__user=user).order_by("changed_at")
    lines = [Line(str(zone), _change(zone), str(zone.state_label)) for zone in zones[:SHOWN]]
    return _heap(
        _("My zones"),
        _("No zone is entrusted to you yet: ask an administrator."),
        lines,
        zones,
        url=_list_of("zone"),
    )


def _facts_to_look_at(zones):
    """What of the profiles the public may read wrong. What lacks stands in the queue behind it."""
    queue, address = Queue(zones), reverse("admin:zones_zone_review")
    lines, total = [], 0
    for kind in SHOWN_KINDS:
        number = queue.count_up_to(kind, COUNTED)
        total += number
        if number:
            lines.append(Line(capfirst(kind.label), f"{address}?kind={kind.value}", _counted(number)))
    more = [Line(_("Show all"), address)]
    return Part(_("Facts to look at"), _("No fact waits to be looked at."), lines, total, more)


def _pages(title, empty, querysets, *, note, is_urgent=False, **filters):
    """Pages of several kinds as one heap, each kind in its own order; `filters` are those of their lists."""
    lines, count, more = [], 0, []
    for pages in querysets:
        rows = list(pages.select_related("created_by")[:SHOWN])
        lines += [Line(str(page), _change(page), note(page)) for page in rows]
        count += len(rows) if len(rows) < SHOWN else pages[: COUNTED + 1].count()
        if rows and filters:
            label = gettext("All: %(kind)s") % {"kind": pages.model._meta.verbose_name_plural}
            more.append(Line(label, _list_of(pages.model._meta.model_name, **filters)))
    return Part(title, empty, lines[:SHOWN], count, more if count > SHOWN else [], is_urgent and bool(count))


def _heap(title, empty, lines, queryset, *, url, is_urgent=False):
    count = len(lines) if len(lines) < SHOWN else queryset[: COUNTED + 1].count()
    more = [Line(_("Show all"), url)] if count > SHOWN else []
    return Part(title, empty, lines, count, more, is_urgent and bool(count))


def _edited_by(page):
    edit = pending.of(page)
    return edit and gettext("by %(who)s, %(when)s") % {
        "who": edit.changed_by or "—",
        "when": _moment(edit.changed_at),
    }


def _sent_back(page):
    """Why the page came back, where that was the last thing that happened to it."""
    last = PageEvent.objects.filter(page=page.uuid).order_by("-at", "-pk").first()
    if last is None or last.move != Move.SEND_BACK:
        return ""
    return gettext("sent back: %(note)s") % {"note": last.note}


def _change(page):
    return reverse(f"admin:zones_{page._meta.model_name}_change", args=[page.pk])


def _list_of(model_name, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return reverse(f"admin:zones_{model_name}_changelist") + (f"?{query}" if query else "")


def _moment(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""

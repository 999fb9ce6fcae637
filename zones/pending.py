"""A public page is edited beside itself: readers see the rows, editors the snapshot that is to replace them.

Nothing has to run for a scheduled edit to appear: whoever asks next after its moment finds it
published first (`publish_due`), and no kept page lives beyond that moment (`next_change_at`).
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import changes, doubts, old_addresses, revisions, snapshots
from .models import Change, EditMove, Move, PageEvent, PendingEdit, Revision, Zone
from .models.publishing import Publishable, SecondPersonNeeded
from .signals import page_moved
from .snapshots import Snapshot

logger = logging.getLogger(__name__)

# The groups of a zone's facts from which its standing follows, and on which judgements of its values rest.
STANDING_RESTS_ON = {"events", "areas", "connections"}
DOUBTS_REST_ON = {"indicators", "areas"}


def of(page: Publishable) -> PendingEdit | None:
    """What waits to replace the public page, or None."""
    return PendingEdit.objects.filter(page=page.uuid).select_related("changed_by", "begun_by").first()


def pages(*, to_review: bool = False, scheduled: bool = False) -> QuerySet[PendingEdit, Any]:
    """The identifiers of the pages beside which changes wait: for a reviewer, for their moment, or at all."""
    edits = PendingEdit.objects.all()
    if scheduled:
        edits = edits.filter(publish_at__isnull=False)
    if to_review:
        edits = edits.filter(stage=PendingEdit.Stage.REVIEW, publish_at=None)
    return edits.values_list("page", flat=True)


def may_publish(page: Publishable, user: Any) -> bool:
    return page.may(Move.PUBLISH, user)


@transaction.atomic
def keep(
    page: Publishable,
    snapshot: Snapshot,
    *,
    by: Any,
    at: datetime.datetime | None = None,
    occasion: str = Revision.Occasion.SAVED,
    note: str = "",
) -> PendingEdit | None:
    """Store what an editor has made of a public page; None where that is what the public sees anyway.

    What waited for review or for its moment is a draft again: it says something else now.
    """
    now, live = at or timezone.now(), snapshots.take(page)
    if snapshots.say_the_same(live, snapshot):
        PendingEdit.objects.filter(page=page.uuid).delete()
        return None
    edit = PendingEdit.objects.select_for_update().filter(page=page.uuid).first() or PendingEdit(
        page=page.uuid, page_kind=page._meta.model_name, base=live, begun_by=by, begun_at=now
    )
    if edit.pk and snapshots.say_the_same(edit.snapshot, snapshot):
        return edit
    if not edit.pk:
        revisions.keep_former(page, live)
    edit.snapshot, edit.changed_by, edit.changed_at = snapshot, by, now
    edit.stage, edit.publish_at, edit.scheduled_by = PendingEdit.Stage.DRAFT, None, None
    edit.save()
    revisions.keep(page, snapshot, by=by, at=now, occasion=occasion, note=note)
    return edit


@transaction.atomic
def restore(page: Publishable, revision: Revision, snapshot: Snapshot, *, by: Any) -> PendingEdit | None:
    """Make of an old state what waits beside a public page, or what a page not public says."""
    if not page.is_editable_by(by):
        raise PermissionDenied(_("You may not do this with the page."))
    note = _("as of %(moment)s") % {
        "moment": date_format(timezone.localtime(revision.at), "SHORT_DATETIME_FORMAT")
    }
    if is_edited_beside(page, of(page)):
        return keep(page, snapshot, by=by, occasion=Revision.Occasion.RESTORED, note=note)
    revisions.keep_former(page, snapshots.take(page))
    moment = timezone.now()
    restored, said = _apply(page, snapshot, by=by, at=moment)
    revisions.keep(
        restored,
        said,
        by=by,
        at=moment,
        note=note,
        occasion=Revision.Occasion.RESTORED,
    )
    restored.announce_change()
    return None


def is_edited_beside(page: Publishable, edit: PendingEdit | None) -> bool:
    """Whether saving makes changes that wait: on a public page, and where some wait already."""
    return edit is not None or page.is_live()


@transaction.atomic
def submit(page: Publishable, *, by: Any, note: str = "", at: datetime.datetime | None = None) -> None:
    """Hand the edit to a reviewer."""
    if not page.is_editable_by(by):
        raise PermissionDenied(_("You may not do this with the page."))
    edit = _locked(page, stage=PendingEdit.Stage.DRAFT)
    edit.stage = PendingEdit.Stage.REVIEW
    edit.save(update_fields=["stage"])
    _tell(page, EditMove.SUBMIT_EDIT, by=by, note=note, at=at)


@transaction.atomic
def send_back(page: Publishable, *, by: Any, note: str, at: datetime.datetime | None = None) -> None:
    """Return the edit to whoever made it; `note` says why. Takes a scheduled one off its date too."""
    _check_publisher(page, by)
    edit = _locked(page, stage=PendingEdit.Stage.REVIEW)
    edit.stage, edit.publish_at, edit.scheduled_by = PendingEdit.Stage.DRAFT, None, None
    edit.save(update_fields=["stage", "publish_at", "scheduled_by"])
    _tell(page, EditMove.SEND_BACK_EDIT, by=by, note=note, at=at)


@transaction.atomic
def discard(page: Publishable, *, by: Any, note: str = "", at: datetime.datetime | None = None) -> None:
    """Throw the edit away. Its last state stays among the revisions."""
    if not page.is_editable_by(by):
        raise PermissionDenied(_("You may not do this with the page."))
    _locked(page).delete()
    _tell(page, EditMove.DISCARD_EDIT, by=by, note=note, at=at)


@transaction.atomic
def schedule(
    page: Publishable,
    publish_at: datetime.datetime,
    *,
    by: Any,
    note: str = "",
    at: datetime.datetime | None = None,
) -> None:
    """Let the edit replace the public page at a later moment."""
    _check_publisher(page, by)
    edit = _locked(page)
    _check_second_person(edit, by)
    if publish_at <= (at or timezone.now()):
        raise ValidationError(_("This moment has passed. Leave it empty to publish now."))
    edit.stage, edit.publish_at, edit.scheduled_by = PendingEdit.Stage.REVIEW, publish_at, by
    edit.save(update_fields=["stage", "publish_at", "scheduled_by"])
    _tell(page, EditMove.SCHEDULE_EDIT, by=by, note=note, at=at, effective_at=publish_at)
    # Kept pages must not outlive that moment.
    page.announce_change()


@transaction.atomic
def publish(page: Publishable, *, by: Any, note: str = "", at: datetime.datetime | None = None) -> None:
    """Make the edit what the public sees: rows, history and old addresses in one transaction."""
    _check_publisher(page, by)
    edit = _locked(page)
    _check_second_person(edit, by)
    moment = at or timezone.now()
    # The history says who wrote it; who made it public is told by the event.
    live, said = _apply(page, edit.snapshot, by=edit.changed_by or by, at=moment)
    edit.delete()
    revisions.keep(live, said, by=by, at=moment, note=note, occasion=Revision.Occasion.PUBLISHED)
    _tell(live, EditMove.PUBLISH_EDIT, by=by, note=note, at=moment)
    live.announce_change()


def publish_due(at: datetime.datetime | None = None) -> int:
    """Publish the edits whose moment has come; returns how many. Several may call it at once."""
    now, done = at or timezone.now(), 0
    due = PendingEdit.objects.filter(publish_at__lte=now).order_by("publish_at")
    for uuid, kind, publish_at, by in due.values_list("page", "page_kind", "publish_at", "scheduled_by"):
        page = changes.PAGES[kind].objects.filter(uuid=uuid).first()
        if page is None:
            PendingEdit.objects.filter(page=uuid).delete()
            continue
        try:
            with transaction.atomic():
                person = PendingEdit._meta.get_field("scheduled_by").related_model.objects.get(pk=by)
                publish(page, by=person, at=publish_at)
                done += 1
        except (NoSuchEdit, PermissionDenied):
            # Somebody was faster, or has lost the right meanwhile.
            PendingEdit.objects.filter(page=uuid, publish_at=publish_at).update(publish_at=None)
        except ValidationError as error:
            _put_off(page, "; ".join(error.messages))
        except IntegrityError:
            logger.exception("The edit of %s could not be published.", page)
            _put_off(page, _("Something on this page belongs to another one by now."))
    return done


def next_change_at(at: datetime.datetime | None = None) -> datetime.datetime | None:
    """The next moment at which a scheduled edit replaces a page, or None."""
    return PendingEdit.objects.filter(publish_at__gt=at or timezone.now()).aggregate(next=Min("publish_at"))[
        "next"
    ]


def is_outdated(page: Publishable, edit: PendingEdit) -> bool:
    """Whether the public page has changed since the edit was begun, by an import for one."""
    return not snapshots.say_the_same(snapshots.take(page), edit.base)


class NoSuchEdit(ValidationError):
    """Nothing waits to replace the page, or not in this state."""


def _locked(page: Publishable, *, stage: str | None = None) -> PendingEdit:
    wanted = Q(page=page.uuid) & (Q(stage=stage) if stage else Q())
    edit = PendingEdit.objects.select_for_update().filter(wanted).first()
    if edit is None:
        raise NoSuchEdit(_("No change waits on this page in a state from which this is possible."))
    return edit


def _check_publisher(page: Publishable, by: Any) -> None:
    if not may_publish(page, by):
        raise PermissionDenied(_("You may not do this with the page."))


def needs_another(edit: PendingEdit, user: Any) -> bool:
    """Whether this person made the edit what it is, and somebody else has to publish it."""
    return settings.TWO_PERSON_RULE and edit.changed_by_id == user.pk


def _check_second_person(edit: PendingEdit, by: Any) -> None:
    if needs_another(edit, by):
        raise SecondPersonNeeded()


def _apply(page: Publishable, snapshot: Snapshot, *, by: Any, at: datetime.datetime) -> tuple[Any, Snapshot]:
    """Put the snapshot into the rows for good, with its lines of history; the page, and what it says now."""
    model = type(page)
    live = model._base_manager.select_for_update().get(pk=page.pk)
    said, former_path = snapshots.take(live), live.get_absolute_url()
    groups = snapshots.differing_groups(said, snapshot)
    before = revisions.rows_of(live, groups)
    snapshots.put_back(live, snapshot, for_good=True, groups=groups)
    live = model._base_manager.get(pk=page.pk)
    live.full_clean()
    model.objects.filter(pk=page.pk).update(changed_at=at)
    if isinstance(live, Zone):
        if groups & STANDING_RESTS_ON:
            live.refresh_standing()
        if groups & DOUBTS_REST_ON or said["links"] != snapshot["links"]:
            doubts.refresh([live.pk])
    if live.get_absolute_url() != former_path:
        old_addresses.remember(live, former_path)
    with changes.first_language():
        lines = revisions.lines_between(live, before, revisions.rows_of(live, groups))
        changes.record(lines, by=by, way=Change.Way.FORM, at=at)
    live = model.objects.get(pk=page.pk)
    return live, snapshots.take(live, known=said, but=groups)


def _put_off(page: Publishable, reason: str) -> None:
    """A scheduled edit that cannot be published waits for review again, and the history says why."""
    with transaction.atomic():
        PendingEdit.objects.filter(page=page.uuid).update(publish_at=None)
        _tell(page, EditMove.SEND_BACK_EDIT, by=None, note=reason, at=None)


def _tell(
    page: Publishable,
    move: str,
    *,
    by: Any,
    note: str,
    at: datetime.datetime | None,
    effective_at: datetime.datetime | None = None,
) -> None:
    PageEvent.objects.create(
        page=page.uuid,
        page_kind=page._meta.model_name,
        move=move,
        from_stage=page.stage,
        to_stage=page.stage,
        at=at or timezone.now(),
        effective_at=effective_at,
        by=by,
        note=note,
    )
    page_moved.send(type(page), instance=page, move=move, by=by, note=note)

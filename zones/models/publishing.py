"""The life of a page: draft → in review → published → archived.

Only the editor's decision is stored. "Scheduled", "live" and "expired" are that
decision seen at a moment, so nothing has to run for a page to go live.
"""

import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..signals import announce, page_moved
from .revision import Revision


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Move(models.TextChoices):
    SUBMIT = "submit", _("submitted for review")
    SEND_BACK = "send_back", _("sent back")
    PUBLISH = "publish", _("published")
    UNPUBLISH = "unpublish", _("unpublished")
    ARCHIVE = "archive", _("archived")
    REOPEN = "reopen", _("reopened as a draft")


class EditMove(models.TextChoices):
    """What happens to an edit that waits beside a public page, whose own stage stays."""

    SUBMIT_EDIT = "submit_edit", _("changes submitted for review")
    SEND_BACK_EDIT = "edit_back", _("changes sent back")
    SCHEDULE_EDIT = "edit_at", _("changes scheduled")
    PUBLISH_EDIT = "edit_live", _("changes published")
    DISCARD_EDIT = "edit_gone", _("changes thrown away")


class TrashMove(models.TextChoices):
    """What `zones.trash` does with a page."""

    TRASH = "trash", _("moved to the trash")
    RESTORE = "restore", _("restored from the trash")


# Which stages a move may start from, and where it leads.
MOVES = {
    Move.SUBMIT: ({Stage.DRAFT}, Stage.REVIEW),
    Move.SEND_BACK: ({Stage.REVIEW}, Stage.DRAFT),
    Move.PUBLISH: ({Stage.DRAFT, Stage.REVIEW, Stage.PUBLISHED}, Stage.PUBLISHED),
    Move.UNPUBLISH: ({Stage.PUBLISHED}, Stage.DRAFT),
    Move.ARCHIVE: ({Stage.DRAFT, Stage.REVIEW, Stage.PUBLISHED}, Stage.ARCHIVED),
    Move.REOPEN: ({Stage.ARCHIVED}, Stage.DRAFT),
}


class IllegalMove(ValidationError):
    """The page is not in a stage from which this move is possible."""


class SecondPersonNeeded(ValidationError):
    """Under the two-person rule, nobody publishes what they changed last."""

    def __init__(self):
        super().__init__(
            _("You changed this last: under the two-person rule somebody else publishes it."), code="second"
        )


class PublishableQuerySet(models.QuerySet):
    def live(self, at=None):
        """What the public sees at the moment `at`."""
        at = at or timezone.now()
        unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        return self.filter(unexpired, stage=Stage.PUBLISHED, published_at__lte=at)

    def scheduled(self, at=None):
        return self.filter(stage=Stage.PUBLISHED, published_at__gt=at or timezone.now())

    def expired(self, at=None):
        return self.filter(stage=Stage.PUBLISHED, expires_at__lte=at or timezone.now())

    def next_change_at(self, at=None):
        """The next moment at which a page appears or vanishes by itself, or None."""
        at = at or timezone.now()
        published = self.filter(stage=Stage.PUBLISHED)
        moments = published.aggregate(
            appears=models.Min("published_at", filter=Q(published_at__gt=at)),
            vanishes=models.Min("expires_at", filter=Q(expires_at__gt=at)),
        )
        return min((moment for moment in moments.values() if moment), default=None)


class Publishable(models.Model):
    """A page with a life. Every move goes through a verb, which checks, saves and records it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(
        _("expires at"),
        null=True,
        blank=True,
        help_text=_("From this moment the page is no longer public."),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.PUBLISHED) | Q(published_at__isnull=False),
                name="%(class)s_published_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=models.F("published_at")),
                name="%(class)s_expires_after_publication",
                violation_error_message=_("A page expires after it is published, not before."),
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="%(class)s_stage_is_known"),
        ]

    def is_live(self, at=None):
        at = at or timezone.now()
        return (
            self.stage == Stage.PUBLISHED
            and self.published_at <= at
            and (self.expires_at is None or self.expires_at > at)
        )

    def is_scheduled(self, at=None):
        return self.stage == Stage.PUBLISHED and self.published_at > (at or timezone.now())

    def is_expired(self, at=None):
        return (
            self.stage == Stage.PUBLISHED
            and self.expires_at is not None
            and self.expires_at <= (at or timezone.now())
        )

    @property
    def state_label(self):
        """The state as an editor speaks of it now."""
        if self.is_scheduled():
            return _("Scheduled")
        if self.is_expired():
            return _("Expired")
        return Stage(self.stage).label

    def legal_moves(self):
        return [move for move, (origins, _to) in MOVES.items() if self.stage in origins]

    def submit(self, *, by, at=None, note=""):
        """Hand the draft to a reviewer."""
        self._move(Move.SUBMIT, by=by, at=at, note=note)

    def send_back(self, *, by, at=None, note=""):
        """Return it to its writer; `note` says why."""
        self._move(Move.SEND_BACK, by=by, at=at, note=note)

    def publish(self, *, by, at=None, expires_at=None, note=""):
        """Make the page public, now or at a later moment `at`."""
        moment = at or timezone.now()
        if expires_at is not None:
            self.expires_at = expires_at
        if self.expires_at and self.expires_at <= moment:
            raise ValidationError({"expires_at": _("A page expires after it is published, not before.")})
        self._move(Move.PUBLISH, by=by, at=None, note=note, published_at=moment)

    def unpublish(self, *, by, at=None, note=""):
        """Take the page from the public and back to draft."""
        self._move(Move.UNPUBLISH, by=by, at=at, note=note)

    def archive(self, *, by, at=None, note=""):
        """Put the page away; it can be reopened."""
        self._move(Move.ARCHIVE, by=by, at=at, note=note)

    def reopen(self, *, by, at=None, note=""):
        """Bring an archived page back as a draft."""
        self._move(Move.REOPEN, by=by, at=at, note=note)

    def is_editable_by(self, user):
        """Whether `user` may change the page: whoever may publish it may; others only where it is theirs."""
        meta = self._meta
        if not user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
            return False
        return user.has_perm(f"{meta.app_label}.publish_{meta.model_name}") or self.is_entrusted_to(user)

    def is_entrusted_to(self, user):
        """Whether somebody who may not publish works on this page: on own drafts, unless a page says more."""
        return self.created_by_id == user.pk and self.stage == Stage.DRAFT

    def may(self, move, user):
        """Whether `user` may make this move: submitting is for whoever may change the page, the rest for publishers."""
        if move == Move.SUBMIT:
            return self.is_editable_by(user)
        return user.has_perm(f"{self._meta.app_label}.publish_{self._meta.model_name}")

    def needs_another(self, user):
        """Whether this person changed the page last, and somebody else has to publish it."""
        if not settings.TWO_PERSON_RULE:
            return False
        saved = Revision.objects.filter(page=self.uuid).exclude(occasion=Revision.Occasion.PUBLISHED)
        last = saved.values_list("by", flat=True).first() if saved.exists() else self.created_by_id
        return last == user.pk

    def _move(self, move, *, by, at, note, **changes):
        with transaction.atomic():
            # Locked and read again: two people may press the button at the same time.
            stored = type(self)._base_manager.select_for_update().only("stage").get(pk=self.pk)
            origins, destination = MOVES[move]
            if stored.stage not in origins:
                raise IllegalMove(
                    _("This page is “%(stage)s”: it cannot be %(move)s."),
                    params={"stage": Stage(stored.stage).label, "move": Move(move).label},
                )
            if by is not None and not self.may(move, by):
                raise PermissionDenied(_("You may not do this with the page."))
            if move == Move.PUBLISH and by is not None and self.needs_another(by):
                raise SecondPersonNeeded()
            self.stage = destination
            for name, value in changes.items():
                setattr(self, name, value)
            self.changed_at = at or timezone.now()
            self.save(update_fields=["stage", "expires_at", "changed_at", *changes])
            PageEvent.objects.create(
                page=self.uuid,
                page_kind=self._meta.model_name,
                move=move,
                from_stage=stored.stage,
                to_stage=destination,
                at=self.changed_at,
                effective_at=changes.get("published_at"),
                by=by,
                note=note,
            )
            page_moved.send(type(self), instance=self, move=move, by=by, note=note)
            self.announce_change()

    def announce_change(self):
        """Tell the caches and the search index, once the transaction is safe."""
        announce(self)


class PageEvent(models.Model):
    """One line of a page's history. Append-only: triggers in the database refuse change and removal.

    It names its page by uuid, not by key, so that it outlives the page.
    """

    page = models.UUIDField(_("identifier of the page"), db_index=True)
    page_kind = models.CharField(_("kind of page"), max_length=20)
    move = models.CharField(
        _("what"), max_length=12, choices=[*Move.choices, *EditMove.choices, *TrashMove.choices]
    )
    from_stage = models.CharField(_("stage before"), max_length=10, choices=Stage)
    to_stage = models.CharField(_("stage after"), max_length=10, choices=Stage)
    at = models.DateTimeField(_("when"))
    effective_at = models.DateTimeField(_("takes effect at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("page event")
        verbose_name_plural = _("page events")

    def __str__(self):
        return f"{self.get_move_display()} {self.at:%Y-%m-%d %H:%M}"


class PreviewLink(models.Model):
    """A link by which somebody without an account sees a page that is not public yet.

    Only the hash of its token is stored, so the database does not give links away.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    page = models.UUIDField()
    page_kind = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self):
        return f"{self.page_kind} {self.page}"

    def is_valid(self, at=None):
        return self.revoked_at is None and self.expires_at > (at or timezone.now())

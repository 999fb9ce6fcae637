"""An inquiry and everything that may be done with it.

Each verb checks, saves and records its event in one transaction, and sets anew
when the next step is due. Nothing else changes an inquiry.
"""

import contextlib

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import states
from ..clock import DueKind, next_due
from ..moderation import REASONS
from ..project import Investment, Project, Timetable
from ..references import new_reference
from ..states import Moderation, Outcome, Priority, Status
from .contact import Contact
from .conversation import Conversation
from .event import InquiryEvent
from .holiday import Holiday
from .message import Message
from .outbox_mail import OutboxMail
from .queues import InquiryQuerySet
from .reception import ACKNOWLEDGEMENTS_PER_DAY, DAY, Reception
from .step import IllegalStep, Stale, Step

Kind, Actor = InquiryEvent.Kind, InquiryEvent.Actor


class Inquiry(Conversation):
    reference = models.CharField(
        _("reference"), max_length=9, unique=True, default=new_reference, editable=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="inquiries", verbose_name=_("sender")
    )
    moderation = models.CharField(_("moderation"), max_length=6, choices=Moderation)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.NEW)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    # --- what it is about
    zones = models.ManyToManyField(
        "zones.Zone", blank=True, related_name="inquiries", verbose_name=_("zones")
    )
    article = models.ForeignKey(
        "zones.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("article"),
    )
    industry = models.ForeignKey(
        "zones.Industry",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("industry"),
    )
    project = models.CharField(_("kind of project"), max_length=14, choices=Project, blank=True)
    investment = models.CharField(_("investment"), max_length=10, choices=Investment, blank=True)
    timetable = models.CharField(_("timetable"), max_length=10, choices=Timetable, blank=True)
    # The language of the pages on which it was sent; its mails are in it.
    language = models.CharField(_("language"), max_length=12, default="en")
    # --- who deals with it
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("owner"),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    # --- its clock
    received_at = models.DateTimeField(_("received"))
    answer_by = models.DateTimeField(_("answer promised by"))
    asked_at = models.DateTimeField(_("unanswered since"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_kind = models.CharField(_("what is due"), max_length=8, choices=DueKind, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    first_answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # --- how a page notices that it is old, and how repeats, floods and words are found
    version = models.PositiveIntegerField(default=1, editable=False)
    network_hash = models.CharField(max_length=32, blank=True, editable=False)
    text_hash = models.CharField(max_length=64, editable=False)
    repeat_hash = models.CharField(max_length=64, editable=False)
    repeat_slot = models.PositiveIntegerField(editable=False)
    search_text = models.TextField(editable=False)

    objects = Reception.from_queryset(InquiryQuerySet)()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        permissions = [
            ("work_inbox", _("Can work in the inbox")),
            ("assign_inquiry", _("Can assign inquiries to other officers")),
        ]
        indexes = [
            models.Index(fields=["moderation", "status", "due_at"]),
            models.Index(fields=["owner", "status", "due_at"]),
            models.Index(fields=["due_at"]),
            models.Index(fields=["-received_at", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(moderation__in=Moderation.values), name="inquiry_moderation_is_known"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="inquiry_status_is_known"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at__isnull=True, outcome=""),
                name="inquiry_is_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(moderation="held") | Q(status="new"), name="inquiry_held_is_new"
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_kind="") | Q(due_at__isnull=False) & ~Q(due_kind=""),
                name="inquiry_due_says_what",
            ),
            models.UniqueConstraint(fields=["repeat_hash", "repeat_slot"], name="inquiry_repeat_is_one"),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("inbox:thread", args=[self.reference])

    # --- what may be done with it now

    @property
    def reason_labels(self):
        return [REASONS[code][1] for code in self.reasons if code in REASONS]

    @property
    def legal_moves(self):
        return [status for status in Status if states.may_move(self.moderation, self.status, status)]

    @property
    def may_be_replied_to(self):
        return states.may_reply(self.moderation, self.status)

    @property
    def may_be_withdrawn(self):
        return self.moderation == Moderation.CLEAN and self.status != Status.CLOSED

    @property
    def promised_at(self):
        """By when the sender may expect the next answer."""
        return self.due_at if self.due_kind == DueKind.ANSWER else self.answer_by

    @property
    def mail_language(self):
        """The language of the letters: the one the sender prefers, where the portal speaks it."""
        spoken = dict(settings.LANGUAGES)
        return self.contact.language if self.contact.language in spoken else self.language

    @property
    def language_label(self):
        """The language in which the sender wants to be answered, by its own name."""
        return LANG_INFO.get(self.contact.language or self.language, {}).get("name_local", self.language)

    def is_overdue(self, at=None):
        return self.due_at is not None and self.due_at < (at or timezone.now())

    def require_version(self, version):
        """Stale unless the page was read when the inquiry was as it is now."""
        if version != self.version:
            raise Stale(_("Somebody changed this inquiry while you were at it."), code="stale")

    # --- screening

    def release(self, *, by, at=None, note=""):
        """A person finds a held or rejected inquiry genuine: it is acknowledged and its answer clock runs."""
        self._screen(Moderation.CLEAN, Kind.RELEASED, by=by, at=at, note=note)

    def mark_spam(self, *, by, at=None, note=""):
        """A person rejects it. It stays visible, and can be released again."""
        self._screen(Moderation.SPAM, Kind.MARKED_SPAM, by=by, at=at, note=note)

    def _screen(self, verdict, kind, *, by, at, note):
        with self._step(by=by, at=at, note=note) as step:
            if not states.may_screen(self.moderation, verdict):
                raise IllegalStep(
                    _("This inquiry is “%(state)s” already."), params={"state": self.get_moderation_display()}
                )
            step.record(kind, from_value=self.moderation, to_value=verdict)
            self.moderation = verdict
            if verdict == Moderation.CLEAN and self.acknowledged_at is None:
                self._acknowledge(step)

    def _acknowledge(self, step):
        earlier = Inquiry.objects.filter(
            contact__address_key=self.contact.address_key, acknowledged_at__gte=step.at - DAY
        )
        if earlier.count() < ACKNOWLEDGEMENTS_PER_DAY:
            self.acknowledged_at = step.at
            self.queue_letter(OutboxMail.Letter.ACKNOWLEDGEMENT, at=step.at)
            step.record(Kind.ACKNOWLEDGED, actor=Actor.PORTAL)

    # --- ownership and order

    def assign(self, owner, *, by, at=None, note=""):
        """Give it to an officer, or back to the pool with None. To give it to others is a permission of its own."""
        if by is not None and owner not in (None, by) and not by.has_perm("inquiries.assign_inquiry"):
            raise PermissionDenied(_("Only a manager assigns inquiries to others."))
        if owner is not None and not owner.has_perm("inquiries.work_inbox"):
            raise ValidationError({"owner": _("This person does not work in the inbox.")})
        with self._step(by=by, at=at, note=note) as step:
            self._require_clean()
            if self.status == Status.CLOSED:
                raise IllegalStep(_("This inquiry is closed."))
            if owner != self.owner:
                step.record(Kind.ASSIGNED, to_user=owner)
                self.owner = owner
            if owner is not None and self.status == Status.NEW:
                self._change_status(Status.OPEN, "", step)

    def prioritise(self, priority, *, by, at=None, note=""):
        """Set how urgent it is: a value of Priority."""
        with self._step(by=by, at=at, note=note) as step:
            priority = Priority(priority)
            if priority != self.priority:
                step.record(Kind.PRIORITISED, from_value=str(self.priority), to_value=str(priority.value))
                self.priority = priority

    # --- status

    def move_to(self, status, *, by, outcome="", at=None, note=""):
        """The only way a status changes by hand. Closing needs an outcome."""
        with self._step(by=by, at=at, note=note) as step:
            if not states.may_move(self.moderation, self.status, status):
                raise IllegalStep(
                    _("This inquiry is “%(state)s”: it cannot become “%(to)s”."),
                    params={"state": self.get_status_display(), "to": Status(status).label},
                )
            self._change_status(Status(status), outcome, step)

    def revoke_links(self, *, by, at=None, note=""):
        """Close every private link of the thread, such as one that was forwarded. The next letter brings a new one."""
        with self._step(by=by, at=at, note=note) as step:
            if self.follow_links.revoke(at=step.at):
                step.record(Kind.LINKS_REVOKED)

    def withdraw(self, *, at=None):
        """The sender no longer needs an answer."""
        with self._step(by=None, at=at, actor=Actor.SENDER) as step:
            self._require_clean()
            if self.status != Status.CLOSED:
                self._change_status(Status.CLOSED, Outcome.WITHDRAWN, step)

    def _change_status(self, status, outcome, step):
        is_closing = status == Status.CLOSED
        if is_closing and outcome not in Outcome.values:
            raise ValidationError({"outcome": _("Say how it ended.")})
        step.record(
            Kind.MOVED, from_value=self.status, to_value=f"{status}:{outcome}" if is_closing else status
        )
        self.status = status
        self.outcome = outcome if is_closing else ""
        self.closed_at = step.at if is_closing else None

    # --- how every verb works

    def _require_clean(self):
        if self.moderation != Moderation.CLEAN:
            raise IllegalStep(
                _("This inquiry is “%(state)s”: release it first."),
                params={"state": self.get_moderation_display()},
            )

    @contextlib.contextmanager
    def _step(self, *, by, at, note="", actor=None):
        """One step: permission, lock and fresh state before; clock, version and events after."""
        if by is not None and not by.has_perm("inquiries.work_inbox"):
            raise PermissionDenied(_("You may not work in the inbox."))
        with transaction.atomic():
            # Locked and read again: two people may press their buttons at the same time.
            self.refresh_from_db(from_queryset=Inquiry.objects.select_for_update(of=("self",)))
            step = Step(self, by, at or timezone.now(), actor)
            yield step
            if note:
                self._say(Message.Direction.NOTE, note, by, step, Kind.NOTED)
            if step.events:
                self.set_due()
                self.version += 1
                self.save()
                InquiryEvent.objects.bulk_create(step.events)

    def set_due(self, calendar=None):
        """Ask the clock what is due next."""
        self.due_at, self.due_kind = next_due(
            moderation=self.moderation,
            status=self.status,
            received_at=self.received_at,
            asked_at=self.asked_at,
            calendar=calendar or Holiday.objects.calendar(self.received_at),
        )

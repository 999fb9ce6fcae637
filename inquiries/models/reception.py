"""How an inquiry comes in: stored before anything else happens, and a repeat makes none.

Everything of it, the acknowledgement in the outbox included, is one transaction.
"""

import datetime
import hashlib
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from zones.text import fold

from ..clock import ANSWER_WITHIN, add_working_days
from ..form_age import UNKNOWN, FormAge
from ..moderation import Neighbourhood, Submission, judge
from ..states import Moderation
from .contact import Contact
from .event import InquiryEvent
from .holiday import Holiday
from .message import Message

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
# The same words from the same address within this time are one inquiry sent twice.
REPEAT_WITHIN = datetime.timedelta(minutes=10)
# An acknowledgement could be aimed at a third party.
ACKNOWLEDGEMENTS_PER_DAY = 3


@dataclass(frozen=True)
class Clues:
    """What the request tells beside the text; all of it only feeds the moderation."""

    network_hash: str = ""
    form_age: FormAge = UNKNOWN
    honeypot_filled: bool = False
    unknown_fields: frozenset[str] = field(default_factory=frozenset)


class Reception(models.Manager):
    def receive(self, *, text, email, contact=None, details=None, zones=(), file=None, clues=None, at=None):
        """Store what was sent and return the inquiry: the earlier one when this is a repeat.

        `contact` and `details` are further columns of Contact and of Inquiry.
        """
        at = at or timezone.now()
        sender = Contact(email=email, **(contact or {}))
        # The database repeats the constraints itself a moment later.
        sender.full_clean(validate_constraints=False)
        inquiry = self.model(contact=sender, received_at=at, **(details or {}))
        zones, clues = list(zones), clues or Clues()
        _fingerprint(inquiry, text, zones, clues)
        for _attempt in range(3):
            try:
                with transaction.atomic():
                    return self._earlier_or_new(inquiry, text, zones, clues, file)
            except IntegrityError:
                # Either the same POST got there first, or, hardly ever, a reference was taken.
                inquiry.pk = sender.pk = None
                inquiry.reference = self.model._meta.get_field("reference").get_default()
        raise RuntimeError("no inquiry could be stored in three attempts")

    def _earlier_or_new(self, inquiry, text, zones, clues, file):
        around = self._around(inquiry)
        if around["repeat"]:
            return self.get(reference=around["repeat"])
        acknowledged = around.pop("acknowledged")
        del around["repeat"]
        verdict = judge(
            Submission(
                message=text,
                name=inquiry.contact.name,
                company=inquiry.contact.company,
                honeypot_filled=clues.honeypot_filled,
                token_is_valid=clues.form_age.is_known,
                form_seconds=clues.form_age.seconds,
                unknown_fields=clues.unknown_fields,
            ),
            Neighbourhood(**around),
        )
        inquiry.moderation = Moderation.HELD if verdict.is_held else Moderation.CLEAN
        inquiry.score, inquiry.reasons = verdict.score, list(verdict.reasons)
        may_acknowledge = not verdict.is_held and acknowledged < ACKNOWLEDGEMENTS_PER_DAY
        message = self._store(inquiry, text, zones, is_acknowledged=may_acknowledge)
        if file is not None:
            message.attach(file)
        return inquiry

    def _around(self, inquiry):
        """The neighbourhood of the submission and its earlier twin, in one query."""
        at, address = inquiry.received_at, Q(contact__address_key=inquiry.contact.address_key)
        lately = Q(received_at__gt=at - HOUR)
        return self.filter(received_at__gt=at - DAY, received_at__lte=at).aggregate(
            network_hour=Count(
                "pk", filter=lately & Q(network_hash=inquiry.network_hash) & ~Q(network_hash="")
            ),
            overall_hour=Count("pk", filter=lately),
            address_day=Count("pk", filter=address),
            same_text_day=Count("pk", filter=Q(text_hash=inquiry.text_hash) & ~address),
            acknowledged=Count("pk", filter=address & Q(acknowledged_at__isnull=False)),
            repeat=Max(
                "reference",
                filter=Q(repeat_hash=inquiry.repeat_hash, received_at__gt=at - REPEAT_WITHIN),
            ),
        )

    def _store(self, inquiry, text, zones, *, is_acknowledged):
        at = inquiry.received_at
        calendar = Holiday.objects.calendar(at)
        inquiry.asked_at = at
        inquiry.answer_by = add_working_days(at, ANSWER_WITHIN, calendar)
        inquiry.acknowledged_at = at if is_acknowledged else None
        inquiry.set_due(calendar)
        sender = inquiry.contact
        sender.save()
        # Assigned again, so that the new key of the sender reaches the inquiry.
        inquiry.contact = sender
        inquiry.search_text = fold(
            " ".join((inquiry.reference, sender.email, sender.name, sender.company, text))
        )
        inquiry.save(force_insert=True)
        if zones:
            through = self.model.zones.through
            through.objects.bulk_create([through(inquiry=inquiry, zone=zone) for zone in zones])
        message = Message(inquiry=inquiry, direction=Message.Direction.IN, body=text, created_at=at)
        message.full_clean(exclude=["inquiry"], validate_unique=False, validate_constraints=False)
        message.save()
        kinds = [InquiryEvent.Kind.RECEIVED]
        if inquiry.moderation == Moderation.HELD:
            kinds.append(InquiryEvent.Kind.HELD)
        if is_acknowledged:
            kinds.append(InquiryEvent.Kind.ACKNOWLEDGED)
            inquiry.queue_letter("acknowledgement", at=at)
        actors = {InquiryEvent.Kind.RECEIVED: InquiryEvent.Actor.SENDER}
        InquiryEvent.objects.bulk_create(
            InquiryEvent(
                inquiry=inquiry,
                kind=kind,
                at=at,
                actor=actors.get(kind, InquiryEvent.Actor.PORTAL),
                message=message if kind == InquiryEvent.Kind.RECEIVED else None,
            )
            for kind in kinds
        )
        return message


def _fingerprint(inquiry, text, zones, clues):
    """By what repeats, floods and words are found again."""
    sender = inquiry.contact
    plain = " ".join(fold(text).split())
    context = ",".join(sorted(zone.slug for zone in zones)) + f"|{inquiry.article_id or ''}"
    inquiry.network_hash = clues.network_hash
    inquiry.text_hash = hashlib.sha256(plain.encode()).hexdigest()
    inquiry.repeat_hash = hashlib.sha256(f"{sender.address_key}\n{context}\n{plain}".encode()).hexdigest()
    inquiry.repeat_slot = int(inquiry.received_at.timestamp()) // int(REPEAT_WITHIN.total_seconds())

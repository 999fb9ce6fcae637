"""What is said in an inquiry: replies that leave by mail, notes that stay inside, and the sender's own words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zones.text import fold

from .. import states
from ..states import Moderation, Outcome, Status
from .event import InquiryEvent
from .message import Message
from .outbox_mail import OutboxMail
from .reception import REPEAT_WITHIN
from .step import IllegalStep

Kind, Actor = InquiryEvent.Kind, InquiryEvent.Actor


class Conversation(models.Model):
    """The speaking half of Inquiry. Its verbs are steps like all others."""

    class Meta:
        abstract = True

    def reply(self, text, *, by, then=Status.WAITING_SENDER, outcome=Outcome.ANSWERED, at=None, note=""):
        """Answer by mail: the letter waits in the outbox as part of the same transaction.

        Whoever answers an inquiry that nobody owns takes it. `then` is the status it is left in.
        """
        if then not in states.AFTER_REPLY:
            raise ValidationError({"then": _("Choose what happens after the reply.")})
        with self._step(by=by, at=at, note=note) as step:
            if not states.may_reply(self.moderation, self.status):
                raise IllegalStep(
                    _("This inquiry is “%(state)s”: release or reopen it before you reply."),
                    params={
                        "state": self.get_status_display()
                        if self.moderation == Moderation.CLEAN
                        else self.get_moderation_display()
                    },
                )
            message = self._say(Message.Direction.OUT, text, by, step, Kind.REPLIED)
            self.queue_letter(OutboxMail.Letter.REPLY, message=message, at=step.at)
            if self.owner_id is None:
                step.record(Kind.ASSIGNED, to_user=by)
                self.owner = by
            self.asked_at = None
            self.first_answered_at = self.first_answered_at or step.at
            if then != self.status:
                self._change_status(Status(then), outcome, step)
        return message

    def note(self, text, *, by, at=None):
        """Write something that only officers read. Never counts as an answer."""
        with self._step(by=by, at=at) as step:
            return self._say(Message.Direction.NOTE, text, by, step, Kind.NOTED)

    def hear(self, text, *, at=None):
        """The sender wrote again: whatever waited for that is open now, and the answer clock runs.

        The same words within ten minutes are one message sent twice.
        """
        with self._step(by=None, at=at, actor=Actor.SENDER) as step:
            earlier = self.messages.filter(
                direction=Message.Direction.IN, body=text, created_at__gt=step.at - REPEAT_WITHIN
            ).first()
            if earlier:
                return earlier
            message = self._say(Message.Direction.IN, text, None, step, Kind.WROTE)
            self.asked_at = self.asked_at or step.at
            destination = states.after_sender_wrote(self.status)
            if self.moderation == Moderation.CLEAN and destination != self.status:
                self._change_status(destination, "", step)
        return message

    def queue_letter(self, letter, *, at, message=None):
        return OutboxMail.objects.create(
            letter=letter,
            to=self.contact.email,
            language=self.mail_language,
            inquiry=self,
            message=message,
            created_at=at,
            next_attempt_at=at,
        )

    def _say(self, direction, text, author, step, kind):
        message = Message(inquiry=self, direction=direction, author=author, body=text, created_at=step.at)
        message.full_clean(exclude=["inquiry", "author"])
        message.save()
        self.search_text += f" {fold(text)}"
        step.record(kind, message=message)
        return message

"""Sends what waits in the outbox, one row on a lease at a time."""

from __future__ import annotations

import logging

from django.core.mail import get_connection
from django.utils import timezone

from .mail import compose
from .models import FollowLink, OutboxMail

log = logging.getLogger(__name__)


def send_waiting(*, at=None, most=50) -> int:
    """Send what is due, `most` letters at the most, and return how many left.

    A letter that fails is tried again later; it never keeps the next one from leaving.
    """
    sent = 0
    for _number in range(most):
        mail = OutboxMail.objects.take(at=at)
        if mail is None:
            break
        sent += _send(mail, at=at)
    return sent


def _send(mail: OutboxMail, *, at) -> bool:
    link = FollowLink.objects.none()
    try:
        token = ""
        if mail.inquiry is not None:
            token = FollowLink.objects.issue(mail.inquiry, at=at)
            link = FollowLink.objects.of_token(token)
        get_connection().send_messages([compose(mail, token)])
    except Exception as error:  # whatever a mail server, a template or an address can do
        link.delete()
        mail.mark_failed(error, at=at)
        # The row keeps what the server said; it may name the receiver, and a log is read by others.
        log.warning("Letter %s was not sent: %s", mail.pk, type(error).__name__)
        return False
    mail.mark_sent(at=at or timezone.now())
    return True

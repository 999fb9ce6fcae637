"""The letters to senders, in their language, from the pairs of templates in templates/mail/.

An acknowledgement can be aimed at a third party, so it carries no word of what was sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

if TYPE_CHECKING:
    from .models import OutboxMail


def compose(mail: OutboxMail, follow_token: str = "") -> EmailMessage:
    """The letter of an outbox row as it leaves. A reply and an acknowledgement carry the follow link."""
    subject, body = mail.subject, mail.body
    if mail.letter != mail.Letter.PLAIN:
        with translation.override(mail.language):
            context = {
                "inquiry": mail.inquiry,
                "message": mail.message,
                "follow_url": settings.SITE_URL + reverse("inquiries:follow", args=[follow_token]),
            }
            subject = " ".join(render_to_string(f"mail/{mail.letter}_subject.txt", context).split())
            body = render_to_string(f"mail/{mail.letter}.txt", context).strip() + "\n"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        subject=subject,
        body=body,
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.mail_id}@{host}>",
            # RFC 3834: no vacation notice shall answer what a machine wrote.
            **({} if mail.letter == mail.Letter.REPLY else {"Auto-Submitted": "auto-generated"}),
        },
    )

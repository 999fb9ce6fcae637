"""The private link by which a sender opens the thread again.

Only the hash of its token is stored, so the database does not give links away.
"""

import datetime
import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIFETIME = datetime.timedelta(days=180)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class FollowLinkQuerySet(models.QuerySet):
    def issue(self, inquiry, *, at=None):
        """The token of a new link: seen here once and never again."""
        at = at or timezone.now()
        token = secrets.token_urlsafe(24)
        self.create(inquiry=inquiry, token_hash=hash_of(token), created_at=at, expires_at=at + LIFETIME)
        return token

    def valid(self, at=None):
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())

    def of_token(self, token):
        return self.filter(token_hash=hash_of(token))

    def revoke(self, *, at=None):
        return self.filter(revoked_at__isnull=True).update(revoked_at=at or timezone.now())


class FollowLink(models.Model):
    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="follow_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = FollowLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("follow link")
        verbose_name_plural = _("follow links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="follow_link_expires_after_creation",
            )
        ]

    def __str__(self):
        return f"{self.inquiry_id} {self.created_at:%Y-%m-%d}"

"""Links by which people without an account see a page that is not public yet.

Only the hash of a token is stored: whoever reads the database cannot follow a link.
"""

import datetime
import hashlib
import secrets

from django.utils import timezone

from .models import Article, PreviewLink, Zone

LIFETIME = datetime.timedelta(days=7)
KINDS = {"zone": Zone, "article": Article}


def share(page, *, by, at=None) -> str:
    """Make a link for `page` and return its token, which is never to be had again."""
    token = secrets.token_urlsafe(32)
    now = at or timezone.now()
    PreviewLink.objects.create(
        token_hash=_hash_of(token),
        page=page.uuid,
        page_kind=page._meta.model_name,
        created_at=now,
        created_by=by,
        expires_at=now + LIFETIME,
    )
    return token


def page_of(token, at=None):
    """The page that the token shows, or None where it is unknown, expired or revoked."""
    link = PreviewLink.objects.filter(token_hash=_hash_of(token)).first()
    if link is None or not link.is_valid(at) or link.page_kind not in KINDS:
        return None
    return KINDS[link.page_kind].objects.filter(uuid=link.page).first()


def links_to(page, at=None):
    """The links to `page` that still work, newest first."""
    return PreviewLink.objects.filter(
        page=page.uuid, revoked_at=None, expires_at__gt=at or timezone.now()
    ).select_related("created_by")


def revoke(link, at=None):
    """Make the link show nothing from now on."""
    if link.revoked_at is None:
        link.revoked_at = at or timezone.now()
        link.save(update_fields=["revoked_at"])


def _hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()

"""Whole public pages, kept until something that the public sees changes.

Public pages are the same for everybody, so a page is kept exactly when nothing
in it depended on the visitor: no cookie set, none read, no word against keeping it.
One number, the content generation, is part of every key; any publication raises it.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import cc_delim_re, get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from zones.old_addresses import unprefixed

LIFETIME = 600  # seconds; what a page says about "today" is never older
LONGEST_QUERY = 800  # characters: a full shortlist; longer ones are nobody's shared address
SMALLEST_GZIP = 500  # bytes
NEVER_KEPT = ("/-/", "/files/", "/admin/", "/inbox/")


@dataclass(frozen=True)
class KeptPage:
    body: bytes
    compressed: bytes
    content_type: str
    headers: dict[str, str]
    etag: str

    def answer(self, request):
        """The page as an answer to this request: 304, compressed or plain."""
        response = HttpResponse(self.body, content_type=self.content_type, headers=self.headers)
        response["ETag"] = self.etag
        # Browsers keep the page and ask each time whether it is still the one.
        response["Cache-Control"] = "public, no-cache"
        patch_vary_headers(response, ["Accept-Encoding"])
        answer = get_conditional_response(request, etag=self.etag, response=response)
        if answer.status_code == 200 and self.compressed and _takes_gzip(request):
            answer.content = self.compressed
            answer["Content-Encoding"] = "gzip"
        answer["Content-Length"] = str(len(answer.content))
        return answer


class PageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _may_be_kept(request):
            return self.get_response(request)
        generation = _generation()
        if generation is None:
            return self.get_response(request)
        key = _key(request, generation.number)
        page = caches["pages"].get(key)
        if page is None:
            response = self.get_response(request)
            if not _is_shared(response):
                return response
            page = _kept(response)
            caches["pages"].set(key, page, _lifetime(generation))
        return page.answer(request)


def connect():
    """Listen for what the public can see change."""
    from zones.signals import content_changed

    content_changed.connect(raise_generation)


def raise_generation(**kwargs):
    """Make every kept page old, and note when the next page appears or vanishes by itself."""
    from zones import pending
    from zones.models import Article, Zone

    from .models import ContentGeneration

    now = timezone.now()
    moments = [model.objects.next_change_at(now) for model in (Article, Zone)]
    moments.append(pending.next_change_at(now))
    with transaction.atomic():
        row, _created = ContentGeneration.objects.select_for_update().get_or_create(pk=1)
        row.number += 1
        row.next_change_at = min((moment for moment in moments if moment), default=None)
        row.save()


def _generation():
    """The generation now, or None when it cannot be known: then nothing is kept or taken."""
    from zones import pending

    from .models import ContentGeneration

    try:
        row = ContentGeneration.objects.filter(pk=1).first() or ContentGeneration(number=0)
    except DatabaseError:
        return None
    if row.next_change_at and row.next_change_at <= timezone.now():
        # A scheduled edit replaces its page before anybody is shown one.
        pending.publish_due()
        raise_generation()
        row.refresh_from_db()
    return row


def _may_be_kept(request):
    """Supervisors ask even when the database is away; files are no pages; staff's pages are one person's."""
    return (
        request.method in ("GET", "HEAD")
        and not unprefixed(request.path).startswith(NEVER_KEPT)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _key(request, number):
    address = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
    return f"{number}:{hashlib.sha256(address.encode()).hexdigest()}"


def _is_shared(response):
    """Whether everybody may be given this very answer."""
    vary = {name.lower() for name in cc_delim_re.split(response.get("Vary", ""))}
    refused = {"private", "no-store", "no-cache"} & set(cc_delim_re.split(response.get("Cache-Control", "")))
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "cookie" not in vary
        and not refused
    )


def _kept(response):
    body = response.content
    compressed = gzip.compress(body, 6, mtime=0) if len(body) > SMALLEST_GZIP else b""
    left_out = {"content-type", "content-length", "etag", "cache-control"}
    return KeptPage(
        body=body,
        compressed=compressed if len(compressed) < len(body) else b"",
        content_type=response["Content-Type"],
        headers={name: value for name, value in response.items() if name.lower() not in left_out},
        # Weak, since the same page goes out compressed and plain.
        etag="W/" + quote_etag(hashlib.sha256(body).hexdigest()[:32]),
    )


def _lifetime(generation):
    if generation.next_change_at is None:
        return LIFETIME
    until_change = (generation.next_change_at - timezone.now()).total_seconds()
    return max(0, min(LIFETIME, until_change))


def _takes_gzip(request):
    return "gzip" in request.headers.get("Accept-Encoding", "")

"""What every template may need to know about the portal."""

from django.conf import settings
from django.utils import translation

from .navigation import alternate_urls, canonical_url


def portal(request):
    return {
        "SITE_URL": settings.SITE_URL,
        "LANGUAGES_OFFERED": settings.LANGUAGES,
        "alternate_urls": alternate_urls(request),
        "canonical_url": canonical_url(request),
        "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
    }

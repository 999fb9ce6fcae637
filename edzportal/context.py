"""What every template may need to know about the portal."""

from django.conf import settings


def portal(request):
    return {"SITE_URL": settings.SITE_URL, "LANGUAGES_OFFERED": settings.LANGUAGES}

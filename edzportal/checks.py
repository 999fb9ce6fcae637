"""System checks that explain a misconfiguration before a visitor meets it."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.caches)
def caches_are_shared(app_configs, **kwargs):
    """A cache inside one process would let workers show different pages."""
    return [
        Error(
            f"The cache “{alias}” lives inside one process: workers would disagree.",
            hint="Set CACHE_URL to Redis, or leave it unset for the file cache.",
            id="edzportal.E001",
        )
        for alias, cache in settings.CACHES.items()
        if "locmem" in cache["BACKEND"] or "dummy" in cache["BACKEND"]
    ]


@register(Tags.security, deploy=True)
def site_is_served_by_https(app_configs, **kwargs):
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Warning(
            "SITE_URL is not https: cookies are not marked secure and no HSTS is sent.",
            hint="Set SITE_URL=https://your.host once a certificate is in place.",
            id="edzportal.W001",
        )
    ]

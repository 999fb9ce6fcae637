"""Pages keep answering at addresses they once had."""

from django.conf import settings

from .models import OldAddress


def unprefixed(path: str) -> str:
    """The path without its language prefix."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}")
    return path


def page_at(path: str):
    """The live page that once stood at `path`, or None."""
    old = OldAddress.objects.filter(path=unprefixed(path)).select_related("zone", "article__section").first()
    return old.page if old and old.page.is_live() else None


def remember(page, former_path: str) -> None:
    """Record that `page` has moved away from `former_path`; an address in use again is no longer old."""
    kind = page._meta.model_name
    OldAddress.objects.filter(path=unprefixed(page.get_absolute_url())).delete()
    OldAddress.objects.update_or_create(
        path=unprefixed(former_path),
        defaults={"zone": None, "article": None} | {kind: page},
    )

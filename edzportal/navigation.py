"""The way from a page to the same page in another language.

Addresses differ by their prefix alone, so no address has to be resolved: the switch
works on a page that was not found as well.
"""

from django.conf import settings
from django.utils import translation


def alternate_urls(request) -> list[dict]:
    """Each language as `code`, `name` (in itself), `lang` (for HTML), `url`, `absolute_url`, `active`."""
    active = translation.get_language() or settings.LANGUAGE_CODE
    path = _without_prefix(request.path)
    query = request.META.get("QUERY_STRING", "")
    return [
        {
            "code": code,
            "lang": _html_language(code),
            "name": translation.get_language_info(code)["name_local"],
            "url": _prefix(code) + path + (f"?{query}" if query else ""),
            "absolute_url": settings.SITE_URL + _prefix(code) + path,
            "active": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]


def _without_prefix(path):
    language = translation.get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def _prefix(code):
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"


def _html_language(code):
    head, _dash, tail = code.partition("-")
    return f"{head}-{tail.title()}" if len(tail) == 4 else code

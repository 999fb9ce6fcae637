"""The way from a page to the same page in another language, and the one address of each.

Addresses differ by their prefix alone, so no address has to be resolved: the switch
works on a page that was not found as well.
"""

from django.conf import settings
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes


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
            "absolute_url": settings.SITE_URL + _prefix(code) + path + _canonical_query(request),
            "active": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]


def canonical_url(request) -> str:
    """The one address of what is shown: each page of a list has its own, choices and orders have none."""
    return settings.SITE_URL + _quoted(request.path) + _canonical_query(request)


def _canonical_query(request):
    page = request.GET.get("page", "") if set(request.GET) == {"page"} else ""
    return f"?page={page}" if page.isascii() and page.isdecimal() and page != "1" else ""


def _without_prefix(path):
    language = translation.get_language_from_path(path)
    return _quoted(path.removeprefix(f"/{language}") if language else path)


def _quoted(path):
    """As an address may hold it: `//other.example/` would lead to another site."""
    return escape_leading_slashes(escape_uri_path(path))


def _prefix(code):
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"


def _html_language(code):
    head, _dash, tail = code.partition("-")
    return f"{head}-{tail.title()}" if len(tail) == 4 else code

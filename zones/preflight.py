"""What is looked at before a page goes public: errors stand in its way, warnings ask its editor.

Texts are read as a reader gets them, in each language in which there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import old_addresses
from .models import RESERVED_SLUGS, Article, Image, Section, Zone
from .models.publishing import Publishable
from .models.reference import RESERVED_SECTION_SLUGS

# A headline of two lines on a phone.
LONGEST_HEADLINE = {"en": 90, "zh-hans": 36}
# A zone, or one of the files below it; a story.
_ZONE = re.compile(r"/zones/([-\w]+)/[\w.]*/?$")
_STORY = re.compile(r"/media-center/([-\w]+)/([-\w]+)/$")


@dataclass(frozen=True)
class Finding:
    """`field` is where the editor can mend it; `stops` tells an error from a warning."""

    field: str
    message: str
    stops: bool = False


def findings(page: Publishable) -> list[Finding]:
    """Everything that is wrong or missing on the page as its rows stand, errors first."""
    found = _of_article(page) if isinstance(page, Article) else _of_zone(page)
    return sorted(found, key=lambda finding: not finding.stops)


def _of_article(article: Article) -> Iterator[Finding]:
    yield from _translations(article, ("headline", "body"))
    for code, column in _columns():
        headline, body = getattr(article, f"headline_{column}"), getattr(article, f"body_{column}")
        if headline and len(headline) > LONGEST_HEADLINE.get(code, 90):
            yield Finding(
                f"headline_{column}",
                _("%(language)s: the headline has %(count)s characters and will be cut in lists.")
                % {"language": _named(code), "count": len(headline)},
            )
        if body:
            for finding in text_findings(body, f"body_{column}"):
                yield Finding(finding.field, f"{_named(code)}: {finding.message}", finding.stops)
    if article.section.kind == Section.Kind.EVENTS and not article.is_event:
        yield Finding("starts_at", _("An event needs its beginning and its end."), stops=True)
    if article.section.kind == Section.Kind.POLICY and not article.force():
        yield Finding("in_force_from", _("Nothing says since when the policy is in force."))
    if not article.source_name and not article.byline:
        yield Finding("source_name", _("Neither a source nor an author is named."))
    if article.lead_image_id is None:
        yield Finding("lead_image", _("There is no lead image: a drawing stands in for it."))
    pictures = Q(pk=article.lead_image_id) | Q(pk__in=article.gallery.values("image"))
    yield from _pictures(Image.objects.filter(pictures), "lead_image")


def _of_zone(zone: Zone) -> Iterator[Finding]:
    yield from _translations(zone, ("name", "summary"))
    if zone.province_id is None:
        yield Finding("province", _("The province is missing."), stops=True)
    for code, column in _columns():
        if text := getattr(zone, f"description_{column}"):
            for finding in text_findings(text, f"description_{column}"):
                yield Finding(finding.field, f"{_named(code)}: {finding.message}", finding.stops)
    unsourced = sum(
        getattr(zone, name).filter(source=None).count()
        for name in ("events", "areas", "indicators", "targets")
    )
    if unsourced:
        yield Finding(
            "source",
            ngettext("%(count)s fact has no source.", "%(count)s facts have no source.", unsourced)
            % {"count": unsourced},
        )
    pictures = Q(pk=zone.logo_id) | Q(pk__in=zone.photos.values("image"))
    yield from _pictures(Image.objects.filter(pictures), "photos")


def _translations(page: Publishable, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        missing = [code for code, column in _columns() if not getattr(page, f"{name}_{column}")]
        label = str(page._meta.get_field(name).verbose_name)
        if len(missing) == len(settings.LANGUAGES) and name in ("headline", "body", "name"):
            yield Finding(
                f"{name}_en", _("There is no %(field)s in any language.") % {"field": label}, stops=True
            )
        elif missing:
            languages = _(", ").join(_named(code) for code in missing)
            yield Finding(
                f"{name}_{missing[0].replace('-', '_')}",
                _("%(field)s: not translated into %(languages)s.") % {"field": label, "languages": languages},
            )


def _pictures(images: Iterable[Image], field: str) -> Iterator[Finding]:
    for image in images:
        silent = [code for code, column in _columns() if not getattr(image, f"alt_{column}")]
        if len(silent) == len(settings.LANGUAGES) and not image.is_decorative:
            yield Finding(
                field,
                _("The picture “%(title)s” has no text for those who cannot see it.") % {"title": image},
                stops=True,
            )
        elif silent and not image.is_decorative:
            languages = _(", ").join(_named(code) for code in silent)
            yield Finding(
                field,
                _("The picture “%(title)s” does not say what it shows in %(languages)s.")
                % {"title": image, "languages": languages},
            )
        if not image.licence:
            yield Finding(
                field,
                _("Nothing says under which licence the picture “%(title)s” may be shown.")
                % {"title": image},
            )


def text_findings(html: str, field: str) -> Iterator[Finding]:
    """Of one rich text: skipped headings, links without words, links to pages of ours that are not there."""
    soup = BeautifulSoup(html, "html.parser")
    last = 1
    for heading in soup.find_all(["h2", "h3", "h4"]):
        level, words = int(heading.name[1]), _words(heading)
        if not words:
            yield Finding(field, _("A heading is empty."), stops=True)
        elif level > last + 1:
            yield Finding(field, _("The heading “%(words)s” skips a level.") % {"words": words})
        last = level
    links = [link for link in soup.find_all("a", href=True) if isinstance(link, Tag)]
    for link in links:
        if not _words(link) and not link.find("img", alt=True):
            yield Finding(
                field, _("A link to %(address)s has no words.") % {"address": link["href"]}, stops=True
            )
    for address in broken_links(str(link["href"]) for link in links):
        yield Finding(field, _("The link to %(address)s leads nowhere.") % {"address": address}, stops=True)
    for picture in soup.find_all("img"):
        if not picture.has_attr("alt"):
            yield Finding(field, _("A picture has no text for those who cannot see it."), stops=True)


def broken_links(addresses: Iterable[str]) -> list[str]:
    """Those that point at a zone or a story of this site that the public cannot open, in their order."""
    zones: dict[str, str] = {}
    stories: dict[str, tuple[str, str]] = {}
    for address in addresses:
        path = _own_path(address)
        if (found := _ZONE.match(path)) and found[1] not in RESERVED_SLUGS:
            zones[address] = found[1]
        elif (found := _STORY.match(path)) and found[1] not in RESERVED_SECTION_SLUGS:
            stories[address] = (found[1], found[2])
    live = set(Zone.objects.live().filter(slug__in=zones.values()).values_list("slug", flat=True))
    slugs = {slug for _section, slug in stories.values()}
    told = set(Article.objects.live().filter(slug__in=slugs).values_list("section__slug", "slug"))
    lost = [address for address, slug in zones.items() if slug not in live]
    lost += [address for address, story in stories.items() if story not in told]
    return [address for address in lost if old_addresses.page_at(_page_path(address)) is None]


def _page_path(address: str) -> str:
    """The address of the page itself, where a file of it is meant."""
    path = _own_path(address)
    return f"/zones/{found[1]}/" if (found := _ZONE.match(path)) else path


def _own_path(address: str) -> str:
    """The path without its language where the address is of this site, else ""."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL.rstrip("/"):
        return ""
    return old_addresses.unprefixed(parts.path) if parts.path.startswith("/") else ""


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _columns() -> list[tuple[str, str]]:
    return [(code, code.replace("-", "_")) for code, _name in settings.LANGUAGES]


def _named(code: str) -> str:
    return str(translation.gettext(dict(settings.LANGUAGES)[code]))

"""Pages told to machines in the words of schema.org, and never more than the facts say.

What a search engine would like to hear but nobody has published is left out.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from . import figures
from .models import Source, Zone

if TYPE_CHECKING:
    from .models import Article
    from .profile import Profile

# As Django's json_script does: nothing in the data can end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_script(*data: dict[str, Any]) -> SafeString:
    """Data blocks for the head of a page. Browsers do not run them, so the policy allows them."""
    blocks = [
        json.dumps({"@context": "https://schema.org"} | item, ensure_ascii=False).translate(_ESCAPES)
        for item in data
    ]
    return mark_safe(  # noqa: S308 (escaped above)
        "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    )


def absolute(path: str) -> str:
    return path if "://" in path else f"{settings.SITE_URL}{path}"


def breadcrumb(*steps: tuple[str, str]) -> dict[str, Any]:
    """Pairs of a page's name and its address, from the first below the home page down to this page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(url)}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def zone(profile: Profile) -> dict[str, Any]:
    """A zone as an administrative area with its published figures."""
    page = profile.zone
    return _filled(
        {
            "@type": "AdministrativeArea",
            "@id": absolute(page.get_absolute_url()),
            "url": absolute(page.get_absolute_url()),
            "name": str(page),
            "alternateName": _other_names(page),
            "description": page.summary or page.pitch,
            "identifier": page.code,
            "sameAs": page.website,
            "logo": absolute(page.logo.file.url) if page.logo else "",
            "address": _filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": page.address,
                    "addressLocality": str(page.city or ""),
                    "addressRegion": str(page.province),
                }
            ),
            "geo": _coordinates(page),
            "containedInPlace": [_reference(relation.partner) for relation in profile.structure.parents],
            "containsPlace": [_reference(relation.partner) for relation in profile.structure.parts],
            "additionalProperty": list(_properties(profile)),
        }
    )


def article(page: Article, zones: Iterable[Zone] = ()) -> dict[str, Any]:
    """A news article; the medium it comes from stands as what it is based on."""
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": absolute(page.get_absolute_url()),
            "url": absolute(page.get_absolute_url()),
            "headline": str(page),
            "description": page.standfirst,
            "inLanguage": _language_of(page),
            "datePublished": page.published_at.isoformat() if page.published_at else "",
            "dateModified": page.updated_at.isoformat() if page.updated_at else "",
            "articleSection": str(page.section),
            "creditText": page.byline,
            "image": absolute(page.lead_image.file.url) if page.lead_image else "",
            "about": [_reference(other) for other in zones],
            "isBasedOn": _filled(
                {
                    "@type": "CreativeWork",
                    "publisher": {"@type": "Organization", "name": page.source_name}
                    if page.source_name
                    else "",
                    "url": page.source_url if Source(url=page.source_url).is_linkable else "",
                    "datePublished": page.source_date,
                }
            )
            if page.source_name or page.source_url
            else "",
        }
    )


def dataset(licence: str, *, changed_at: datetime.datetime | None) -> dict[str, Any]:
    """The open data and the files in which it can be had."""
    address = absolute(reverse("zones:data"))
    files = (("CSV", "data_csv", "text/csv"), ("JSON", "data_json", "application/json"))
    return _filled(
        {
            "@type": "Dataset",
            "@id": address,
            "url": address,
            "name": gettext("Economic development zones: records with dates and sources"),
            "description": gettext(
                "Zones by province, type, level and status, with approved areas, industries and published figures."
                " Every figure names its period and its source."
            ),
            "license": licence,
            "isAccessibleForFree": True,
            "inLanguage": [code for code, _name in settings.LANGUAGES],
            "dateModified": changed_at.isoformat() if changed_at else "",
            "creator": {"@type": "Organization", "name": gettext("EDZ Portal"), "url": absolute("/")},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": name,
                    "encodingFormat": media_type,
                    "contentUrl": absolute(reverse(address_name)),
                }
                for name, address_name, media_type in (
                    *files,
                    ("GeoJSON", "data_geojson", "application/geo+json"),
                )
            ],
        }
    )


def event(page: Article) -> dict[str, Any]:
    """What the story announces, for whoever lists events."""
    return _filled(
        {
            "@type": "Event",
            "name": str(page),
            "description": page.standfirst,
            "url": absolute(page.get_absolute_url()),
            "startDate": page.starts_at.isoformat(),
            "endDate": page.ends_at.isoformat(),
            "location": {"@type": "Place", "name": page.place} if page.place else "",
        }
    )


def _language_of(page: Article) -> str:
    """The language in which the story is read, which is not the page's own where it is not translated."""
    languages = [get_language() or settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    return next((code for code in languages if page.is_translated(code)), "")


def _properties(profile: Profile) -> Iterable[dict[str, Any]]:
    page = profile.zone
    if page.approved_on:
        yield _property(gettext("First approved"), str(page.approved_on))
    if area := profile.approved_area:
        yield _property(gettext("Approved area"), format(area.value_ha.normalize(), "f"), unit="HAR")
    for key, _question in profile.key_figures:
        if key.figure:
            label = f"{key.kind}, {key.figure.period.display()}"
            yield _property(label, figures.quantity(key.figure.shown))


def _property(name: str, value: str, *, unit: str = "") -> dict[str, Any]:
    # Units are codes of UN/CEFACT: HAR is the hectare.
    return _filled({"@type": "PropertyValue", "name": name, "value": value, "unitCode": unit})


def _coordinates(page: Zone) -> dict[str, Any] | str:
    """Only where they mark the zone: the centre of its city would be another place."""
    if not page.has_coordinates or page.coordinate_precision != Zone.CoordinatePrecision.ZONE:
        return ""
    return {
        "@type": "GeoCoordinates",
        "latitude": float(page.latitude),
        "longitude": float(page.longitude),
    }


def _other_names(page: Zone) -> list[str]:
    names = [page.name_en, page.name_zh_hans, page.short_name, *(n.text for n in page.other_names.all())]
    return [name for name in dict.fromkeys(names) if name and name != str(page)]


def _reference(page: Zone) -> dict[str, str]:
    return {
        "@type": "AdministrativeArea",
        "@id": absolute(page.get_absolute_url()),
        "name": str(page),
    }


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}

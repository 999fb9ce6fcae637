"""Slugs for zones that come without one: the English name, as short as it stays unique."""

from __future__ import annotations

from collections.abc import Container

from django.utils.text import slugify

from ..models import Zone
from ..text import fold, pinyin

LIMIT = 100


def free_slug(zone: Zone, taken: Container[str]) -> str:
    """A slug that no page has or had: the name, then with its city, then numbered."""
    name = zone.name_en or pinyin(zone.name_zh_hans or "") or "zone"
    base = slugify(fold(name))[:LIMIT].strip("-") or "zone"
    if base not in taken:
        return base
    if zone.city_id and zone.city.slug not in base:
        longer = f"{base[: LIMIT - len(zone.city.slug) - 1]}-{zone.city.slug}"
        if longer not in taken:
            return longer
    number = 2
    while f"{base[: LIMIT - 4]}-{number}" in taken:
        number += 1
    return f"{base[: LIMIT - 4]}-{number}"

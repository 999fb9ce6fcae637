"""How records appear in templates: in the reader's language, with their units, dates and pictures."""

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from .. import borrowed_texts, covers, figures, tilemap
from ..models import Source
from ..partial_dates import PartialDate

register = template.Library()


@register.simple_tag
def localised(record, field, rich=False):
    """A translated column; where it falls back, marked with the language it is in.

    `rich=True` is for columns that the sanitiser has cleaned on the way in.
    """
    if record is None:
        return ""
    value, language, fell_back = borrowed_texts.text_and_language(record, field)
    text = mark_safe(value) if rich else conditional_escape(value)  # noqa: S308 (cleaned by its field)
    if not fell_back:
        return text
    return format_html('<{0} lang="{1}">{2}</{0}>', "div" if rich else "span", bcp47(language), text)


@register.filter
def fell_back(record, field):
    """The code of the language that is shown instead of the active one, or ""."""
    _value, language, fallen = borrowed_texts.text_and_language(record, field)
    return language if fallen else ""


@register.filter
def other_language_name(zone):
    """The zone's name in its other language as (name, language), or None.

    Every name of a zone is worth reading: the Chinese one finds it in its own country.
    """
    other = borrowed_texts.other_name(zone)
    return {"text": other[0], "language": bcp47(other[1])} if other else None


@register.filter
def language_name(code):
    """The name of a language in the active language."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def bcp47(code):
    """A language code as HTML wants it: zh-Hans."""
    return borrowed_texts.bcp47(code)


@register.filter
def partial_date(value):
    """A date no more precise than it is known."""
    if not value:
        return ""
    return (value if isinstance(value, PartialDate) else PartialDate(value)).display()


@register.filter
def quantity(record):
    """A figure as published, in words of the active language."""
    return figures.quantity(record)


@register.filter
def short_quantity(record):
    return figures.quantity(record, short=True)


@register.filter
def number(value):
    return "" if value in (None, "") else figures.plain(value)


@register.filter
def hectares(value_ha):
    return "" if value_ha in (None, "") else figures.hectares(value_ha)


@register.filter
def square_kilometres(value_ha):
    return "" if value_ha in (None, "") else figures.square_kilometres(value_ha)


@register.filter
def area(record):
    """An `Area` with its qualifier: "about 1,250 ha (12.5 km²)"."""
    return figures.area(record)


@register.filter
def linkable(address):
    """Whether the public may be sent to the address."""
    return Source(url=address).is_linkable if address else False


@register.filter
def shade(count, largest):
    return tilemap.shade(count or 0, largest or 0)


@register.simple_tag
def largest_count(tiles):
    """The largest number of zones on the tiles."""
    return max((tile.zone_count or 0 for tile in tiles), default=0)


@register.simple_tag
def cover(page, zone=None):
    """The drawn picture of a zone, or of an article: then of its first zone, varied by its own slug."""
    subject = zone or page
    kind = (
        next((zone_type.slug for zone_type in subject.types.all()), "") if hasattr(subject, "types") else ""
    )
    place = (getattr(subject, "latitude", None), getattr(subject, "longitude", None))
    latitude, longitude = (float(degrees) if degrees is not None else None for degrees in place)
    return mark_safe(covers.cover(page.slug, kind, latitude, longitude))  # noqa: S308 (drawn here)


@register.inclusion_tag("components/picture.html")
def picture(image, sizes="100vw", loading="lazy", class_name=""):
    """An editor's photograph in the formats and widths that stand ready."""
    by_format = {}
    for rendition in image.renditions.all():
        by_format.setdefault(rendition.format.lower(), []).append(rendition)
    plain = by_format.pop("jpeg", None) or by_format.pop("jpg", None) or by_format.pop("png", None)
    return {
        "image": image,
        "sources": [
            {"type": f"image/{name}", "srcset": _srcset(by_format[name])}
            for name in ("avif", "webp")
            if name in by_format
        ],
        "plain": max(plain, key=lambda rendition: rendition.width) if plain else None,
        "srcset": _srcset(plain or []),
        "sizes": sizes,
        "loading": loading,
        "class_name": class_name,
        "focal_x": round(image.focal_x, -1),
        "focal_y": round(image.focal_y, -1),
    }


def _srcset(renditions):
    ordered = sorted(renditions, key=lambda rendition: rendition.width)
    return ", ".join(f"{rendition.file.url} {rendition.width}w" for rendition in ordered)

"""What networks show when somebody shares a page: the Open Graph properties of a zone or an article."""

from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, to_locale

from .. import social_card
from ..models import Article

register = template.Library()

# A photograph of about this width is what networks ask for.
WANTED_WIDTH = social_card.WIDTH


@register.inclusion_tag("components/open_graph.html")
def open_graph(page, description):
    """`page` is a zone or an article; of its photographs the first that stands ready, else the drawn card."""
    is_article = isinstance(page, Article)
    return {
        "page": page,
        "title": page.headline if is_article else page.name,
        "description": description,
        "kind": "article" if is_article else "website",
        "is_article": is_article,
        "url": _absolute(page.get_absolute_url()),
        "locale": to_locale(get_language()),
        "picture": _photograph(page.lead_image if is_article else _first_photo(page))
        or _card(page, is_article),
    }


def _first_photo(zone):
    photos = list(zone.photos.all())
    return photos[0].image if photos else None


def _photograph(image):
    """The JPEG nearest to the wanted width, or None where none stands ready."""
    ready = (
        [one for one in image.renditions.all() if one.format.lower() in ("jpeg", "jpg", "png")]
        if image
        else []
    )
    if not ready:
        return None
    best = min(ready, key=lambda rendition: abs(rendition.width - WANTED_WIDTH))
    return {
        "url": _absolute(best.file.url),
        "width": best.width,
        "height": best.height,
        "alt": image.alt_text,
    }


def _card(page, is_article):
    address = (
        reverse("zones:article_card", args=[page.section.slug, page.slug])
        if is_article
        else reverse("zones:zone_card", args=[page.slug])
    )
    return {
        "url": _absolute(address),
        "width": social_card.WIDTH,
        "height": social_card.HEIGHT,
        "alt": str(page),
    }


def _absolute(address):
    return urljoin(settings.SITE_URL, address)

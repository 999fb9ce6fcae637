"""The drawn pictures that stand beside shared links, at an address below their page's own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from .. import social_card
from ..models import Article, Zone


def article_card(request, section, slug):
    articles = Article.objects.live().select_related("section")
    article = get_object_or_404(articles, section__slug=section, slug=slug)
    return _png(article.headline, str(article.section), seed=article.slug)


def zone_card(request, slug):
    zone = get_object_or_404(Zone.objects.live().select_related("province"), slug=slug)
    return _png(zone.name, str(zone.province), seed=zone.slug)


def _png(title, kicker, *, seed):
    foot = " · ".join([gettext("EDZ Portal"), gettext("China's development zones, on record")])
    return HttpResponse(
        social_card.draw(title, kicker=kicker, foot=foot, seed=seed), content_type="image/png"
    )

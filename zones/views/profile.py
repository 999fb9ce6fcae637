"""The page of a zone."""

from django.urls import reverse
from django.utils.translation import gettext
from django.views.generic import DetailView

from .. import profile, similar, structured_data
from ..models import Article, Zone
from .pages import AnswersAtOldAddresses

NEWS_ON_PAGE = 6
SIMILAR_ON_PAGE = 4


class ZoneProfile(AnswersAtOldAddresses, DetailView):
    template_name = "zones/zone.html"
    context_object_name = "zone"

    def get_queryset(self):
        return Zone.objects.live().select_related("province", "city", "level", "record_source", "logo")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | zone_context(self.object)


def _news_of(zone):
    """Headlines only: the page has pictures enough of its own."""
    articles = Article.objects.live().about(zone).select_related("section")
    return articles.defer("body_en", "body_zh_hans").newest_first()[:NEWS_ON_PAGE]


def zone_context(zone, *, is_preview=False):
    """What the zone's page shows; a preview shows the same."""
    read = profile.build(zone)
    finder = reverse("zones:finder")
    trail = [
        (gettext("Zones"), finder),
        (zone.province, f"{finder}?province={zone.province.slug}"),
        (zone, zone.get_absolute_url()),
    ]
    return {
        "zone": zone,
        "profile": read,
        "news": list(_news_of(zone)),
        "similar": similar.zones(zone, limit=SIMILAR_ON_PAGE),
        "structured_data": structured_data.as_script(
            structured_data.zone(read), structured_data.breadcrumb(*trail)
        ),
        "is_preview": is_preview,
    }

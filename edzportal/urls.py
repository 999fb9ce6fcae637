"""All addresses of the portal. What people read lies under the language prefix, machines' files do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.static import serve

from zones.views import open_data

from . import health, views
from .sitemaps import SITEMAPS, news_sitemap

handler400 = "edzportal.views.bad_request"
handler403 = "edzportal.views.forbidden"
handler404 = "edzportal.views.not_found"
handler500 = "edzportal.views.server_error"

urlpatterns = [
    path("-/live", health.live, name="live"),
    path("-/ready", health.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    # The finder's list as open data: both languages stand in it, so it has one address.
    path("zones/data.csv", open_data.data, {"form": "csv"}, name="data_csv"),
    path("zones/data.json", open_data.data, {"form": "json"}, name="data_json"),
    path("zones/data.geojson", open_data.data, {"form": "geojson"}, name="data_geojson"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-news.xml", news_sitemap, name="news_sitemap"),
    # A web server in front usually answers these itself; without one the portal does.
    re_path(r"^files/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}, name="media"),
    *i18n_patterns(
        path("", views.Home.as_view(), name="home"),
        path("", include("zones.urls")),
        path("", include("inquiries.urls")),
        path("inbox/", include("inquiries.inbox.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

if settings.DEBUG:
    from .styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

"""Addresses of zone profiles and news."""

from django.urls import path

from . import feeds
from .views import (
    calendars,
    comparison,
    factsheet,
    finder,
    news,
    open_data,
    preview,
    profile,
    search,
    shortlist,
    social_card,
)

app_name = "zones"

urlpatterns = [
    path("zones/", finder.ZoneFinder.as_view(), name="finder"),
    path("zones/compare/", comparison.Compare.as_view(), name="compare"),
    path("zones/compare.csv", comparison.compare_csv, name="compare_csv"),
    path("zones/shortlist/", shortlist.ShortlistPage.as_view(), name="shortlist"),
    path("zones/data/", open_data.OpenData.as_view(), name="data"),
    path("zones/<slug:slug>/", profile.ZoneProfile.as_view(), name="zone"),
    path("zones/<slug:slug>/factsheet/", factsheet.FactsheetPage.as_view(), name="factsheet"),
    path("zones/<slug:slug>/factsheet.pdf", factsheet.FactsheetPdf.as_view(), name="factsheet_pdf"),
    path("zones/<slug:slug>/card.png", social_card.zone_card, name="zone_card"),
    path("zones/<slug:slug>/news.rss", feeds.ZoneFeed(), name="zone_rss"),
    path("zones/<slug:slug>/news.atom", feeds.ZoneAtomFeed(), name="zone_atom"),
    path("media-center/", news.MediaCenter.as_view(), name="media_center"),
    path("media-center/archive/<int:year>/<int:month>/", news.Month.as_view(), name="month"),
    path("media-center/in/<slug:slug>/", news.ProvinceNews.as_view(), name="province_news"),
    path("media-center/in/<slug:slug>/news.rss", feeds.ProvinceFeed(), name="province_rss"),
    path("media-center/about/<slug:slug>/", news.IndustryNews.as_view(), name="industry_news"),
    path("media-center/about/<slug:slug>/news.rss", feeds.IndustryFeed(), name="industry_rss"),
    path("media-center/<slug:slug>/", news.SectionList.as_view(), name="section"),
    path("media-center/<slug:slug>/news.rss", feeds.SectionFeed(), name="section_rss"),
    path("media-center/<slug:slug>/news.atom", feeds.SectionAtomFeed(), name="section_atom"),
    path("media-center/<slug:slug>/events.ics", calendars.section_calendar, name="section_calendar"),
    path(
        "media-center/<slug:section>/<slug:slug>/event.ics", calendars.event_calendar, name="event_calendar"
    ),
    path("media-center/<slug:section>/<slug:slug>/", news.ArticleDetail.as_view(), name="article_detail"),
    path("media-center/<slug:section>/<slug:slug>/card.png", social_card.article_card, name="article_card"),
    path("topics/<slug:slug>/", news.TopicList.as_view(), name="topic"),
    path("topics/<slug:slug>/news.rss", feeds.TopicFeed(), name="topic_rss"),
    path("topics/<slug:slug>/news.atom", feeds.TopicAtomFeed(), name="topic_atom"),
    path("search/", search.Search.as_view(), name="search"),
    path("feeds/news.rss", feeds.NewsFeed(), name="news_rss"),
    path("feeds/news.atom", feeds.NewsAtomFeed(), name="news_atom"),
    path("preview/<str:token>/", preview.Preview.as_view(), name="preview"),
]

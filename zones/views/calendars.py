"""Events for people's own calendars: one, or all of a section that are still to come."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ..calendars import calendar
from ..models import Article, Section

MOST = 200


def event_calendar(request, section, slug):
    articles = Article.objects.live().select_related("section")
    article = get_object_or_404(articles, section__slug=section, slug=slug)
    if not article.is_event:
        raise Http404
    return _answer(calendar([article], name=str(article)), f"{slug}.ics")


def section_calendar(request, slug):
    section = get_object_or_404(Section, slug=slug, kind=Section.Kind.EVENTS)
    articles = Article.objects.live().filter(section=section, ends_at__gte=timezone.now())
    coming = articles.select_related("section").order_by("starts_at", "pk")[:MOST]
    return _answer(calendar(coming, name=str(section)), f"{slug}.ics")


def _answer(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response

"""Events as iCalendar (RFC 5545), for the calendars of those who want to come."""

from __future__ import annotations

from collections.abc import Iterable

import icalendar
from django.utils.translation import gettext

from .models import Article
from .structured_data import absolute


def calendar(articles: Iterable[Article], *, name: str) -> bytes:
    """A calendar of the articles that are events; the others are left out."""
    book = icalendar.Calendar()
    book.add("prodid", "-//EDZ Portal//Events//")
    book.add("version", "2.0")
    book.add("name", name)
    book.add("x-wr-calname", name)
    for article in articles:
        if article.is_event:
            book.add_component(_event(article))
    return bytes(book.to_ical())


def _event(article: Article) -> icalendar.Event:
    address = absolute(article.get_absolute_url())
    event = icalendar.Event()
    # The same event in every language and in every calendar.
    event.add("uid", article.uuid.urn)
    event.add("dtstamp", article.changed_at)
    event.add("dtstart", article.starts_at)
    event.add("dtend", article.ends_at)
    event.add("summary", article.headline)
    if article.place:
        event.add("location", article.place)
    more = gettext("More at %(address)s") % {"address": address}
    event.add("description", f"{article.standfirst}\n\n{more}".strip())
    event.add("url", address)
    return event

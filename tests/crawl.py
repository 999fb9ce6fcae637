"""Follows every internal link of the portal, with any way of fetching an address.

Filters make an endless number of addresses, so addresses with a query are taken
by their shape, path and names of the query, a few of each.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from .markup import Page

# Files and prints that every zone, story, section and topic has below its own address.
OF_EACH_PAGE = re.compile(r"/(factsheet/|factsheet\.pdf|news\.rss|news\.atom)$")
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self):
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Visit:
    url: str
    found_on: str
    answer: Answer
    page: Page | None = None


@dataclass
class Crawl:
    """`visits` by address; `dead` links; `lost` fragments that no element of their page bears."""

    fetch: Callable[[str], Answer]
    origin: str
    per_shape: int = 4
    leave_out: tuple[str, ...] = ()
    visits: dict[str, Visit] = field(default_factory=dict)
    shapes: Counter = field(default_factory=Counter)
    fragments: list[tuple[str, str, str]] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)

    def start(self, *addresses: str) -> Crawl:
        waiting = deque((urljoin(self.origin, address), "the start") for address in addresses)
        while waiting:
            url, found_on = waiting.popleft()
            if url in self.visits or not self._is_wanted(url):
                continue
            visit = self.visits[url] = Visit(url, found_on, self.fetch(self._local(url)))
            if visit.answer.status in REDIRECTS:
                waiting.append((self._absolute(url, visit.answer.headers["location"])[0], url))
            elif visit.answer.content_type == "text/html":
                visit.page = Page(visit.answer.body.decode())
                waiting.extend(self._links_of(visit))
        return self

    @property
    def pages(self):
        return [visit for visit in self.visits.values() if visit.page]

    @property
    def dead(self):
        return [
            f"{visit.answer.status} {self._local(url)}, linked on {self._local(visit.found_on)}"
            for url, visit in self.visits.items()
            if visit.answer.status not in (200, *REDIRECTS)
        ]

    @property
    def lost(self):
        return sorted(
            {
                f"{self._local(url)}#{fragment}, linked on {self._local(found_on)}"
                for url, fragment, found_on in self.fragments
                if url in self.visits and self.visits[url].page
                if fragment not in self.visits[url].page.ids
            }
        )

    def problems(self):
        """What is wrong with the markup → the first page that has it and how many have."""
        found: dict[str, list[str]] = {}
        for visit in self.pages:
            for problem in visit.page.problems:
                found.setdefault(problem.partition(": ")[2], []).append(self._local(visit.url))
        return {problem: f"{pages[0]} and {len(pages) - 1} more" for problem, pages in found.items()}

    def _links_of(self, visit):
        for tag, target in visit.page.links:
            if tag == "form":
                continue
            url, fragment = self._absolute(visit.url, target)
            if not url.startswith(self.origin + "/"):
                self.outside.add(url)
                continue
            if fragment:
                self.fragments.append((url, fragment, visit.url))
            yield url, visit.url

    def _absolute(self, base, target):
        url, fragment = urldefrag(urljoin(base, target.strip()))
        return url, fragment

    def _is_wanted(self, url):
        parts = urlsplit(url)
        if any(mark in parts.path for mark in self.leave_out):
            return False
        if not parts.query:
            kind = OF_EACH_PAGE.search(parts.path)
            if kind is None:
                return True
            # A thousand sheets are typeset by one template: a few of each kind and language tell.
            self.shapes[kind[0], parts.path.startswith("/zh-")] += 1
            return self.shapes[kind[0], parts.path.startswith("/zh-")] <= 10 * self.per_shape
        shape = (parts.path, tuple(sorted({name for name, _value in parse_qsl(parts.query, True)})))
        # Hundreds of zones link the one form with their own name in the query: one shape for all.
        self.shapes[shape] += 1
        return self.shapes[shape] <= self.per_shape

    def _local(self, url):
        return url.removeprefix(self.origin) or "/"

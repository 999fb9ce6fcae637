"""What a profile, a comparison, a shortlist and a factsheet cost at 611 and at 10,000 zones.

They speak of a few zones, so neither queries nor bytes may depend on how many there are.
"""

import gzip
import time

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks import many_zones
from zones import search

ROUNDS = 7
SIZES = (611, 10_000)
# Every third zone of the bench is known in depth.
PAGES = {
    "profile": "/zones/made-up-00003/",
    "compare 2": "/zones/compare/?zone=made-up-00003&zone=made-up-00006",
    "compare 4, in dollars": "/zones/compare/?currency=USD&"
    + "&".join(f"zone=made-up-{number:05}" for number in (3, 6, 9, 12)),
    "shortlist of 12": "/zones/shortlist/?"
    + "&".join(f"zone=made-up-{number:05}" for number in range(1, 13)),
    "factsheet, to print": "/zones/made-up-00003/factsheet/",
}
MOST_QUERIES = 32
# Of the smallest page's time: the search for similar zones is all that may grow.
SLOWER_AT_MOST = 2


@pytest.mark.django_db
def bench_profiles():
    client, made, queries, times = Client(), 0, {}, {}
    for size in SIZES:
        many_zones.make(size - made)
        made = size
        list(search.rebuild())
        print(f"\n{size} zones\n{'':<24}{'queries':>9}{'bytes':>9}{'gzip':>8}{'ms':>8}")
        for name, address in PAGES.items():
            body, queries[name, size], times[name, size] = _asked(client, address)
            print(
                f"{name:<24}{queries[name, size]:>9}{len(body):>9}{len(gzip.compress(body)):>8}"
                f"{times[name, size] * 1000:>8.1f}"
            )
            assert queries[name, size] <= MOST_QUERIES, name
    few, many = SIZES
    for name in PAGES:
        assert queries[name, few] == queries[name, many], name
        assert times[name, many] <= SLOWER_AT_MOST * times[name, few], name


def _asked(client, address):
    """The answer, its number of queries, and the seconds of the quickest round."""
    times = []
    for _round in range(ROUNDS):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            began = time.perf_counter()
            answer = client.get(address)
            times.append(time.perf_counter() - began)
        assert answer.status_code == 200, address
    return answer.content, len(found), min(times)

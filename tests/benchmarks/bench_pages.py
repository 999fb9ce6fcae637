"""How long pages take: `make bench`.

Seconds differ between machines, ratios hardly do. Each page is measured against the
smallest answer the portal can give, and once more out of the page cache.
"""

import io
import statistics
import time

import pytest
from django.core.cache import caches
from django.test import Client

from edzportal.demo import load
from zones.models import Article, Zone

ROUNDS = 15
# A page from the cache costs no more than this part of the page itself.
CACHED_AT_MOST = 0.5


@pytest.mark.django_db
def bench_public_pages():
    load.load(small=True, stdout=io.StringIO())
    addresses = {
        "home": "/",
        "finder": "/zones/",
        "finder, filtered": "/zones/?type=htdz&sort=area",
        "profile": Zone.objects.live().get(code="G212007").get_absolute_url(),
        "media center": "/media-center/",
        "article": Article.objects.live().newest_first().first().get_absolute_url(),
        "search": "/search/?q=shenyang",
    }
    client = Client()
    smallest = _median(client, "/-/live", fresh=False)
    print(f"\n{'page':<20}{'ms':>8}{'ratio to /-/live':>20}{'from the cache':>18}")
    for name, address in addresses.items():
        fresh, kept = _median(client, address, fresh=True), _median(client, address, fresh=False)
        print(f"{name:<20}{fresh * 1000:>8.1f}{fresh / smallest:>20.0f}{kept / fresh:>18.3f}")
        assert kept / fresh < CACHED_AT_MOST, name


def _median(client, address, *, fresh):
    times = []
    for _round in range(ROUNDS):
        if fresh:
            caches["pages"].clear()
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append(time.perf_counter() - began)
    return statistics.median(times)

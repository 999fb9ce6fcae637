"""How long ten thousand zones take in and out of files: `make bench`."""

import io
import time
import tracemalloc

import pytest

from tests.benchmarks import many_zones
from zones.exchange import import_zones
from zones.exchange.export import Export
from zones.models import IndicatorKind, Source, Zone

COUNT = 10_000
# Seconds of the processor that a file of so many rows may take; a busy machine has fewer to give.
AT_MOST = 60


@pytest.mark.django_db
def bench_files():
    many_zones.make(COUNT)
    IndicatorKind.objects.filter(pk__in=IndicatorKind.objects.values("pk")[:9]).update(is_headline=True)
    print(f"\n{'what':<44}{'CPU s':>9}{'wall s':>9}{'MB':>9}")
    files = {
        form: _timed(f"export {form}", lambda form=form: _written(form)) for form in ("csv", "json", "xlsx")
    }
    for form, content in files.items():
        name = f"zones.{form}"
        report = _timed(f"import {form} again, unchanged", lambda: import_zones(content, name))  # noqa: B023
        assert (report.changes, report.unchanged) == (0, COUNT)
    Zone.objects.all().delete()
    Source.objects.all().delete()
    report = _timed("import csv, dry run, all new", lambda: import_zones(files["csv"], "a.csv", dry_run=True))
    assert report.created == COUNT
    report = _timed("import csv, all new", lambda: import_zones(files["csv"], "a.csv"))
    assert report.created == COUNT and not report.problems
    assert _written("csv") == files["csv"]
    changed = files["csv"].replace(b"Development Zone", b"Renamed Zone")
    _timed("import csv, every name changed, dry run", lambda: import_zones(changed, "a.csv", dry_run=True))
    Zone.objects.all().delete()
    _timed("import json, all new", lambda: import_zones(files["json"], "a.json"))
    assert _written("json") == files["json"]
    _measure_memory()


def _written(form):
    file = io.BytesIO()
    Export(Zone.objects.order_by("slug"), is_public=False).write(form, file)
    return file.getvalue()


def _timed(what, run):
    began, busy = time.perf_counter(), time.process_time()
    outcome = run()
    seconds, wall = time.process_time() - busy, time.perf_counter() - began
    size = f"{len(outcome) / 1e6:.1f}" if isinstance(outcome, bytes) else ""
    print(f"{what:<44}{seconds:>9.1f}{wall:>9.1f}{size:>9}", flush=True)
    assert seconds < AT_MOST, what
    return outcome


def _measure_memory():
    """What a stream holds at once does not grow with the list, but for pieces not yet collected."""
    for form in ("csv", "json"):
        peaks = []
        for part in (COUNT // 2, COUNT):
            zones = Zone.objects.order_by("slug").filter(
                pk__in=Zone.objects.order_by("slug").values("pk")[:part]
            )
            tracemalloc.start()
            for _piece in getattr(Export(zones, is_public=False), form)():
                pass
            peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()
        print(f"{f'peak while {form} streams, {COUNT // 2} and {COUNT}':<44}{peaks[0]:>9.1f}{peaks[1]:>9.1f}")
        assert peaks[1] < peaks[0] * 1.5

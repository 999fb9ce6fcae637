"""The demo content: everything goes in through the importers and the verbs that editors use.

It is all or nothing, and a second load finds everything as it is and changes nothing.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
import time
from collections.abc import Callable
from typing import TextIO
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from zones import exchange, search
from zones.models import Article, PageEvent, Stage, Zone
from zones.signals import announced_together

from . import accounts, inquiries, profiles, reference

# Zones stand before the first story of 2026 speaks of them; a fixed moment makes two loads alike.
PUBLISHED_AT = datetime.datetime(2026, 5, 25, 9, tzinfo=ZoneInfo("Asia/Shanghai"))

# What the small variant takes: a zone of each type, with and without a code, in every status.
SMALL_ZONES = {
    "G212007",  # Shenyang High-Tech Zone: every group that the demo has
    "G111001",  # Beijing E-Town: figures that contradict each other
    "G321090",  # Suzhou Industrial Park
    "G121002",  # Tianjin Economic-Technological Development Area
    "G621210",  # Jiuquan: withdrawn
    "G641212",  # Shizuishan: withdrawn
    "G231081",  # Suihua: doubtful
    "G531199",  # Songming Yanglin: doubtful
    "G155001",  # Manzhouli, on the border
    "G313026",  # Shanghai Waigaoqiao, bonded
    "河北雄安高新技术产业开发区",
    "中国（上海）自由贸易试验区",
}
SMALL_ARTICLES = {
    "shenyang-high-tech-zone-plays-its-role",
    "xiongan-high-tech-zone-approved",
    "beijing-e-town-gdp-2022",
    "teda-forty-years-on-the-record",
    "jiuquan-shizuishan-leave-national-list",
    "suzhou-industrial-park-series-2012-2020",
}

# Two stories that the public does not see yet: the writer's draft, and one that waits for an editor.
DRAFT = "hongqiao-the-smallest-economic-zone"
IN_REVIEW = "ningbo-zone-beside-beilun-port"

DEMO_USERS = {name: person.what for name, person in accounts.PEOPLE.items()}
demo_password = accounts.password


class Narrator:
    """Says on a stream what is done, how much of it was new, and how long it took."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.monotonic()
        self.changes = 0

    def say(self, line: str) -> None:
        self._stream.write(f"{time.monotonic() - self._began:5.1f} s  {line}\n")
        self._stream.flush()

    def count(self, what: str, changes: int) -> None:
        self.changes += changes
        self.say(f"{what}: {changes} new or changed" if changes else f"{what}: unchanged")

    def report(self, what: str, report: exchange.Report) -> None:
        """ValueError where the demo's own files are not in order: a test keeps them so."""
        if report.problems:
            raise ValueError("\n".join(f"{what}, row {problem}" for problem in report.problems))
        self.changes += report.changes
        self.say(f"{what}: {report.created} new, {report.updated} changed, {report.unchanged} unchanged")

    def progress(self, step: str, done: int, total: int) -> None:
        if done and done % 200 == 0:
            self.say(f"  {step} … {done} of {total}")


def load(*, small: bool = False, stdout: TextIO | None = None) -> int:
    """Load everything, or the small variant that tests use; returns how many records changed."""
    narrator = Narrator(stdout or sys.stdout)
    with transaction.atomic(), announced_together(Zone):
        narrator.count("Reference lists", reference.load())
        narrator.count("Demo accounts", accounts.load())
        narrator.count("Sources", exchange.import_sources(profiles.sources()))
        narrator.report("Exchange rates", exchange.import_rates((reference.DATA / "rates.csv").read_bytes()))
        narrator.report("Zones", _load_zones(small, narrator))
        narrator.report("Profiles", _load_profiles(small, narrator))
        accounts.entrust_zone()
        narrator.count("Zones published", _publish_zones())
        narrator.report("Articles", _load_articles(small, narrator))
        if not small:
            narrator.report("Articles in the newsroom", _load_newsroom())
        if narrator.changes:
            for done in search.rebuild():
                narrator.say(f"  Search index … {done} pages")
        _load_inquiries(narrator)
    narrator.say("The demo content stands.")
    return narrator.changes


def load_once(*, stdout: TextIO | None = None) -> None:
    """Load where it was never loaded: what editors have changed since then stays as they left it."""
    if Zone.objects.filter(code=accounts.KEPT_ZONE).exists():
        with transaction.atomic():
            accounts.load()
            accounts.entrust_zone()
        return
    load(stdout=stdout)


def _load_inquiries(narrator: Narrator) -> None:
    officer, manager = accounts.named("officer"), accounts.named("manager")
    if officer is None or manager is None:
        narrator.say("Sample inquiries: left out, for without DEMO=1 there are no officers to answer them")
        return
    narrator.count("Sample inquiries", inquiries.load(timezone.now(), officer=officer, manager=manager))


def _load_zones(small: bool, narrator: Narrator) -> exchange.Report:
    content = (reference.DATA / "zones.csv").read_bytes()
    if small:
        content = _small_catalogue(content)
    return exchange.import_zones(
        content, "zones.csv", by=accounts.named("editor"), progress=narrator.progress
    )


def _small_catalogue(content: bytes) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(row for row in rows if (row["code"] or row["name_zh"]) in SMALL_ZONES)
    return out.getvalue().encode()


def _load_profiles(small: bool, narrator: Narrator) -> exchange.Report:
    records = profiles.records()
    if small:
        records = [record for record in records if record["code"] in SMALL_ZONES]
    return exchange.import_zone_records(records, by=accounts.named("editor"), progress=narrator.progress)


def _publish_zones() -> int:
    drafts = list(Zone.objects.filter(stage=Stage.DRAFT, published_at=None))
    by = accounts.named("editor")
    for zone in drafts:
        zone.publish(by=by, at=PUBLISHED_AT)
    return len(drafts)


def _load_articles(small: bool, narrator: Narrator) -> exchange.Report:
    def is_wanted(slug: str) -> bool:
        return slug in SMALL_ARTICLES if small else slug not in (DRAFT, IN_REVIEW)

    return exchange.import_articles(
        _stories(is_wanted),
        "articles.json",
        publish=True,
        by=accounts.named("editor"),
        progress=narrator.progress,
    )


def _load_newsroom() -> exchange.Report:
    writer = accounts.named("writer")
    stories = _stories(lambda slug: slug in (DRAFT, IN_REVIEW))
    report = exchange.import_articles(stories, "articles.json", by=writer)
    waiting = Article.objects.filter(slug=IN_REVIEW, stage=Stage.DRAFT).first()
    # Sent back by an editor it has a history, and waits for its writer instead.
    if waiting and not PageEvent.objects.filter(page=waiting.uuid).exists():
        waiting.submit(by=writer)
    return report


def _stories(is_wanted: Callable[[str], bool]) -> bytes:
    data = json.loads((reference.DATA.parent / "articles.json").read_text("utf-8"))
    data["articles"] = [article for article in data["articles"] if is_wanted(article["slug"])]
    return json.dumps(data, ensure_ascii=False).encode()

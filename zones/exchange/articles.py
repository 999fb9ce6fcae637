"""News from a file, known by section and slug. Articles come in as drafts; publishing is the verb's work."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import changes
from ..models import Article, Change, Industry, Province, Section, Stage, Topic, Zone
from ..partial_dates import PartialDate
from ..signals import announced_together
from . import bulk, differences, files, index, pages, twins
from .layout import columns_of
from .lookups import Lookups
from .report import Progress, Report, no_progress
from .validation import validation_messages
from .values import differs, messages, read, words

COLUMNS = columns_of(
    Article,
    "headline",
    "standfirst",
    "body",
    "byline",
    "source_name",
    "source_url",
    "source_date",
    "correction",
    "starts_at",
    "ends_at",
    "place",
    "in_force_from",
    "in_force_until",
    "issuer",
    "document_number",
    "document_url",
)
LINKS = {"provinces": Province, "industries": Industry, "topics": Topic}
_SPECIAL = ("slug", "section", "published_on", "zones", *LINKS)
_TOPIC_COLUMNS = {"slug", "name_en", "name_zh"}


@dataclass
class ArticlePlan:
    """What is to become of one article. `links` holds the wanted rows of each list that the file names."""

    row: int
    article: Article
    is_new: bool
    publish_at: datetime.datetime | None = None
    changed: set[str] = field(default_factory=set)
    links: dict[str, list[Any]] = field(default_factory=dict)
    links_changed: set[str] = field(default_factory=set)
    # What stood in the columns and links that change.
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        return bool(self.changed or self.links_changed or self.publish_at)


def import_articles(
    content: bytes,
    name: str,
    *,
    publish: bool = False,
    section: str = "",
    by: Any = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    most: int | None = None,
    expected: str = "",
    progress: Progress = no_progress,
) -> Report:
    """Take in a CSV, a JSON array, an object of `topics` and `articles`, an HTML page, or a ZIP of pages.

    `name` is the file's name. With `publish`, drafts that were never public are published at noon of
    their `published_on`. `section` is where pages go whose own path names none.
    `most` rows are taken at once; `expected` is the fingerprint of the dry run that was agreed to.
    """
    report, lookups, topics = Report(), Lookups(), []
    from_pages = pages.is_pages(name, content)
    if from_pages:
        rows = pages.rows(name, content, lookups, report, section=section)
    elif files.is_json(name, content):
        data = files.json_content(content, report)
        if isinstance(data, dict):
            topics = data.get("topics") or []
            data = data.get("articles")
        rows = files.numbered(data, report) if report.is_clean else []
    else:
        rows = files.csv_rows(content, {*COLUMNS, *_SPECIAL}, report)
    if most is not None and len(rows) > most:
        report.too_long(len(rows), most)
        return report
    with transaction.atomic():
        new_topics = _topics(topics, lookups, report)
        planner = ArticlePlanner(rows, report, lookups, publish=publish, by=by)
        plans = planner.plans()
        # A page knows neither its slug nor its section here, so the same story may stand elsewhere.
        fresh = twins.leave_out(plans, report) if from_pages else plans
        bad = report.bad_rows
        good = [plan for plan in fresh if plan.row not in bad]
        report.skipped = len(plans) - len(fresh)
        report.skipped += len(bad & {row for row, _record in rows}) if skip_bad else 0
        report.created = sum(plan.is_new for plan in good)
        report.updated = sum(plan.is_changed for plan in good if not plan.is_new)
        report.unchanged = len(good) - report.changes
        touched = [plan for plan in good if plan.is_new or plan.is_changed]
        differences.tell(touched, report, _lines)
        is_as_agreed = not expected or expected == report.fingerprint
        if not dry_run and is_as_agreed and not (bad and not skip_bad):
            _write(new_topics, touched, by, progress)
            differences.record(touched, by=by, lines=_lines)
            report.is_written = True
    return report


def _lines(plan: ArticlePlan) -> Iterator[Change]:
    """What the history keeps of one article. Publishing is an event of its own."""
    article = plan.article
    if plan.is_new:
        yield changes.added(article, article, str(article.section))
        return
    after = {name: getattr(article, name) for name in plan.changed}
    after |= {name: plan.links[name] for name in plan.links_changed}
    yield from changes.compared(article, article, plan.before, after)


def _topics(items: Any, lookups: Lookups, report: Report) -> list[Topic]:
    """The topics that the file brings along and that do not stand yet."""
    new: list[Topic] = []
    if not isinstance(items, list):
        report.problem(1, "topics", _("An array of objects is expected."))
        return new
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or set(item) - _TOPIC_COLUMNS or not item.get("slug"):
            report.problem(number, "topics", _("A topic is an object of slug, name_en and name_zh."))
        elif lookups.find(Topic, item["slug"]) is None:
            topic = Topic(
                slug=item["slug"], name_en=item.get("name_en", ""), name_zh_hans=item.get("name_zh", "")
            )
            for name, message in validation_messages(topic):
                report.problem(number, f"topics.{name}", message)
            lookups.add(topic)
            new.append(topic)
    return new


class ArticlePlanner:
    """Compares the rows of a file with the articles of the database, each table read once."""

    def __init__(
        self, rows: list[files.Row], report: Report, lookups: Lookups, *, publish: bool, by: Any
    ) -> None:
        self._rows = rows
        self._report = report
        self._lookups = lookups
        self._publish = publish
        self._by = by
        slugs = {str(record.get("slug")) for _row, record in rows}
        stored = QuerySet(Article).filter(slug__in=slugs).order_by("pk")
        self._stored = {(article.section_id, article.slug): article for article in stored}
        ids = [article.pk for article in stored]
        self._links = {name: _links(name, ids) for name in ("zones", *LINKS)}
        self._linked = {
            name: QuerySet(Article._meta.get_field(name).related_model).in_bulk(
                list(set().union(*found.values()))
            )
            for name, found in self._links.items()
        }
        self._zones = self._known_zones()

    def _known_zones(self) -> dict[str, Zone]:
        keys: set[str] = set()
        for _row, record in self._rows:
            # What is no list is told when its row is read.
            with suppress(ValidationError):
                keys |= set(words(record.get("zones")))
        wanted = Q(code__in=keys) | Q(name_zh_hans__in=keys) | Q(slug__in=keys)
        zones: dict[str, Zone] = {}
        for zone in QuerySet(Zone).filter(wanted).only("code", "name_zh_hans", "slug").order_by("-pk"):
            zones |= {key: zone for key in (zone.slug, zone.name_zh_hans, zone.code) if key}
        return zones

    def plans(self) -> list[ArticlePlan]:
        plans, seen = [], {}
        for row, record in self._rows:
            plan = self._plan(row, record)
            if plan is None:
                continue
            key = (plan.article.section_id, plan.article.slug)
            if key in seen:
                self._report.problem(
                    row, "slug", _("The same article stands in row %(row)s.") % {"row": seen[key]}
                )
                continue
            seen[key] = row
            plans.append(plan)
        return plans

    def _plan(self, row: int, record: dict[str, Any]) -> ArticlePlan | None:
        for column in record:
            if column not in COLUMNS and column not in _SPECIAL:
                self._report.problem(row, column, _("No such column."))
        slug, word = (str(record.get(name) or "").strip() for name in ("slug", "section"))
        section = self._lookups.find(Section, word)
        if section is None:
            self._report.problem(row, "section", _("No section is called “%(word)s”.") % {"word": word})
        if not slug:
            self._report.problem(row, "slug", _("An article needs a slug."))
        if section is None or not slug:
            return None
        stored = self._stored.get((section.pk, slug))
        article = stored or Article(section=section, slug=slug, created_by=self._by)
        plan = ArticlePlan(row, article, is_new=stored is None)
        self._read(plan, record)
        self._read_links(plan, record)
        self._read_moment(plan, record)
        if plan.changed or plan.is_new:
            is_readable = row not in self._report.bad_rows
            for name, message in validation_messages(article, as_whole=is_readable):
                self._report.problem(row, _column_of(name), message)
        return plan

    def _read(self, plan: ArticlePlan, record: dict[str, Any]) -> None:
        for column, name in COLUMNS.items():
            if column not in record:
                continue
            try:
                value = read(Article._meta.get_field(name), record[column], self._lookups)
            except ValidationError as error:
                self._report.problem(plan.row, column, messages(error))
                continue
            if plan.is_new or differs(getattr(plan.article, name), value):
                plan.before[name] = getattr(plan.article, name)
                setattr(plan.article, name, value)
                plan.changed.add(name)

    def _read_links(self, plan: ArticlePlan, record: dict[str, Any]) -> None:
        for name in ("zones", *LINKS):
            if name not in record:
                continue
            wanted: list[Any] = []
            try:
                keys = words(record[name])
            except ValidationError as error:
                self._report.problem(plan.row, name, messages(error))
                continue
            for word in keys:
                row = self._zones.get(word) if name == "zones" else self._lookups.find(LINKS[name], word)
                if row is None:
                    self._report.problem(plan.row, name, _("“%(word)s” is not known here.") % {"word": word})
                elif row not in wanted:
                    wanted.append(row)
            plan.links[name] = wanted
            stored = self._links[name].get(plan.article.pk, set())
            if {row.pk for row in wanted} != stored:
                plan.before[name] = [self._linked[name][key] for key in sorted(stored)]
                plan.links_changed.add(name)

    def _read_moment(self, plan: ArticlePlan, record: dict[str, Any]) -> None:
        raw = str(record.get("published_on") or "").strip()
        if not raw:
            return
        try:
            day = PartialDate(raw)
        except ValueError:
            day = None
        if day is None or day.precision != "day":
            self._report.problem(plan.row, "published_on", _("Enter a day, such as 2022-07-27."))
            return
        never_public = plan.article.published_at is None and plan.article.stage in (Stage.DRAFT, Stage.REVIEW)
        if self._publish and never_public:
            noon = datetime.datetime.combine(day.earliest, datetime.time(12))
            plan.publish_at = timezone.make_aware(noon, timezone.get_default_timezone())


def _write(topics: list[Topic], plans: list[ArticlePlan], by: Any, progress: Progress) -> None:
    bulk.create(Topic, topics)
    if not plans:
        return
    progress(_("Writing articles"), 0, len(plans))
    bulk.create(Article, [plan.article for plan in plans if plan.is_new])
    changed = [plan for plan in plans if plan.changed and not plan.is_new]
    now = timezone.now()
    for plan in changed:
        plan.article.changed_at = now
    if changed:
        fields = set().union(*(plan.changed for plan in changed)) | {"changed_at"}
        bulk.update(Article, [plan.article for plan in changed], fields)
    for name in ("zones", *LINKS):
        _write_links(name, [plan for plan in plans if name in plan.links_changed])
    # Before the announcement: pages grow old only when the index knows of the change.
    index.refresh(Article, [plan.article.pk for plan in plans])
    with announced_together(Article):
        due = [plan for plan in plans if plan.publish_at]
        for number, plan in enumerate(due, start=1):
            plan.article.publish(by=by, at=plan.publish_at)
            progress(_("Publishing articles"), number, len(due))


def _write_links(name: str, plans: list[ArticlePlan]) -> None:
    relation = getattr(Article, name)
    near, far = relation.field.m2m_column_name(), relation.field.m2m_reverse_name()
    stored = [plan.article.pk for plan in plans if not plan.is_new]
    wanted = [(plan.article.pk, row.pk) for plan in plans for row in plan.links[name]]
    rows = QuerySet(relation.through).filter(article_id__in=stored)
    gone = [row.pk for row in rows if (getattr(row, near), getattr(row, far)) not in set(wanted)]
    QuerySet(relation.through).filter(pk__in=gone).delete()
    bulk.link(relation.through, [{near: article, far: row} for article, row in wanted])


def _links(name: str, ids: list[int]) -> dict[int, set[int]]:
    relation = getattr(Article, name)
    far = relation.field.m2m_reverse_name()
    found: dict[int, set[int]] = {}
    for article, row in QuerySet(relation.through).filter(article_id__in=ids).values_list("article_id", far):
        found.setdefault(article, set()).add(row)
    return found


def _column_of(name: str) -> str:
    return next((column for column, attribute in COLUMNS.items() if attribute in (name, f"{name}_en")), name)

"""Yearly average rates from a CSV: year, currency, per_usd, source_title, source_url.

A rate is known by its currency and year. What the file says is written, what it does not name stays.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import ExchangeRate
from ..signals import announce_many
from . import bulk, files, values
from .lookups import Lookups
from .report import Report
from .sources import SourceBook
from .validation import validation_messages

VALUES = ("year", "currency", "per_usd")
COLUMNS = (*VALUES, "source_title", "source_url")


def import_rates(content: bytes) -> Report:
    """Take in the whole file, or nothing of it when a row is wrong."""
    report, book, lookups = Report(), SourceBook(), Lookups()
    rows = files.csv_rows(content, COLUMNS, report)
    read: dict[tuple[str, int], ExchangeRate] = {}
    for number, row in rows:
        rate = _rate(number, row, book, lookups, report)
        if rate is not None and (rate.currency, rate.year) in read:
            report.problem(number, "year", _("The file has this year of this currency twice."))
        elif rate is not None:
            read[rate.currency, rate.year] = rate
    if report.is_clean:
        with transaction.atomic():
            _write(read, book, report)
    return report


def _rate(
    number: int, row: dict[str, Any], book: SourceBook, lookups: Lookups, report: Report
) -> ExchangeRate | None:
    """The row as an unsaved rate, or None when something is wrong with it."""
    rate, known_problems = ExchangeRate(), len(report.problems)
    for name in VALUES:
        try:
            setattr(rate, name, values.read(ExchangeRate._meta.get_field(name), row.get(name), lookups))
        except ValidationError as error:
            report.problem(number, name, values.messages(error))
    try:
        rate.source = book.enter({"title": row.get("source_title"), "url": row.get("source_url")})
    except ValidationError as error:
        report.problem(number, "source_title", values.messages(error))
    for name, message in validation_messages(rate):
        report.problem(number, "source_title" if name == "source" else name, message)
    if rate.per_usd is not None and rate.per_usd <= 0:
        report.problem(number, "per_usd", _("A rate is more than 0."))
    return rate if len(report.problems) == known_problems else None


def _write(read: dict[tuple[str, int], ExchangeRate], book: SourceBook, report: Report) -> None:
    stored = {(rate.currency, rate.year): rate for rate in ExchangeRate.objects.all()}
    book.save([rate.source for rate in read.values()])
    new, changed = [], []
    for key, rate in read.items():
        # The source has its key only now that it is stored.
        rate.source = rate.source
        old = stored.get(key)
        if old is None:
            new.append(rate)
        elif (old.per_usd, old.source_id) != (rate.per_usd, rate.source_id):
            old.per_usd, old.source = rate.per_usd, rate.source
            changed.append(old)
    bulk.create(ExchangeRate, new)
    bulk.update(ExchangeRate, changed, ["per_usd", "source"])
    report.created, report.updated = len(new), len(changed)
    report.unchanged = len(read) - len(new) - len(changed)
    report.is_written = True
    if report.changes:
        announce_many(ExchangeRate)

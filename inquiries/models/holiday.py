"""Days on which the desk is closed, and weekend days on which it works.

Announced ones only: nobody can know a calendar before its government names it.
"""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..clock import WorkingCalendar


class HolidayQuerySet(models.QuerySet):
    def calendar(self, since):
        """The working calendar from a day before `since` on."""
        days = self.filter(date__gte=since.date() - datetime.timedelta(days=1))
        return WorkingCalendar(exceptions=dict(days.values_list("date", "is_working_day")))


class Holiday(models.Model):
    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_working_day = models.BooleanField(
        _("a working day"),
        default=False,
        help_text=_("Tick for a weekend day on which people work to make up for a holiday."),
    )

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays and working weekends")

    def __str__(self):
        return f"{self.date} {self.name}"

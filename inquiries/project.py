"""What a sender may say about the project: its kind, its size and when it is to start."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Project(models.TextChoices):
    MANUFACTURING = "manufacturing", _("Manufacturing")
    RESEARCH = "research", _("Research and development")
    SERVICES = "services", _("Services or software")
    LOGISTICS = "logistics", _("Logistics or warehousing")
    TRADE = "trade", _("Trade or sales office")
    HEADQUARTERS = "headquarters", _("Regional headquarters")
    PARTNER = "partner", _("Looking for a partner or supplier")
    OTHER = "other", _("Something else")


class Investment(models.TextChoices):
    UNDER_1M = "under-1m", _("Under US$1 million")
    TO_10M = "1m-10m", _("US$1–10 million")
    TO_50M = "10m-50m", _("US$10–50 million")
    TO_100M = "50m-100m", _("US$50–100 million")
    OVER_100M = "over-100m", _("Over US$100 million")
    UNDECIDED = "undecided", pgettext_lazy("investment", "Not decided yet")


class Timetable(models.TextChoices):
    HALF_YEAR = "6-months", _("Within 6 months")
    YEAR = "12-months", _("In 6 to 12 months")
    TWO_YEARS = "2-years", _("In 1 to 2 years")
    LATER = "later", _("Later")
    UNDECIDED = "undecided", pgettext_lazy("timetable", "Not decided yet")

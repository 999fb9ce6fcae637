"""What inquiries does by itself when tables are made: protects the history, makes the officers' groups."""

from django.db.models.signals import post_migrate

from zones import append_only

from .models import InquiryEvent
from .roles import make_groups


def connect(app):
    post_migrate.connect(protect_history, sender=app)
    post_migrate.connect(make_officer_groups, sender=app)


def protect_history(using, **kwargs):
    append_only.protect(InquiryEvent, using=using)


def make_officer_groups(using, **kwargs):
    make_groups(using=using)

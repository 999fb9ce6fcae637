"""What zones does by itself when tables are made."""

from django.db.models.signals import post_migrate

from . import append_only
from .models import PageEvent


def connect(app):
    post_migrate.connect(protect_history, sender=app)


def protect_history(using, **kwargs):
    append_only.protect(PageEvent, using=using)

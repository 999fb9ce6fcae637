"""What zones does by itself: when tables are made, and when a page has changed."""

from django.db.models.signals import post_migrate

from . import append_only, freshness, revisions, roles, search, snapshots
from .models import Article, Change, City, Move, PageEvent, Reference, Revision, SearchEntry, Zone
from .signals import content_changed, is_held_back, page_moved

# What the index knows pages by, beside their own words.
NAMED_BY_PAGES = (Reference, City)


def connect(app):
    post_migrate.connect(protect_history, sender=app)
    post_migrate.connect(prepare_search, sender=app)
    post_migrate.connect(establish_intervals, sender=app)
    # After every app, not only this one: an administrator has the permissions of them all.
    post_migrate.connect(establish_roles)
    content_changed.connect(index_page)
    page_moved.connect(keep_published)


def protect_history(using, **kwargs):
    append_only.protect(PageEvent, using=using)
    append_only.protect(Change, using=using)


def prepare_search(using, **kwargs):
    search.prepare(using)


def establish_intervals(using, **kwargs):
    freshness.establish(using=using)


def establish_roles(app_config, using, **kwargs):
    if app_config.models_module is not None:
        roles.establish(using=using)


def keep_published(sender, instance, move, by, note, **kwargs):
    """What a page said when it was published stays. Imports of many keep their files instead."""
    if move == Move.PUBLISH and not is_held_back():
        revisions.keep(
            instance,
            snapshots.take(instance),
            by=by,
            at=instance.changed_at,
            note=note,
            occasion=Revision.Occasion.PUBLISHED,
        )


def index_page(sender, instance=None, **kwargs):
    """A single page is indexed at once; pages that name what has changed follow by the worker."""
    if isinstance(instance, Zone | Article):
        search.write(instance)
    if isinstance(instance, Zone):
        stories = Article.zones.through.objects.filter(zone=instance).values("article")
        search.mark_stale(SearchEntry.objects.filter(kind="article", object_id__in=stories))
    elif sender is Zone:
        # An import has indexed the zones themselves.
        search.mark_stale(SearchEntry.objects.filter(kind="article"))
    elif issubclass(sender, NAMED_BY_PAGES):
        search.mark_stale()

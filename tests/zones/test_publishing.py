"""The whole matrix of stages and moves, and the record that each move leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests import factories
from zones.models import MOVES, Article, IllegalMove, Move, PageEvent, Stage

pytestmark = pytest.mark.django_db


def at_stage(stage):
    article = factories.article(live=False)
    for verb in {
        Stage.DRAFT: [],
        Stage.REVIEW: ["submit"],
        Stage.PUBLISHED: ["publish"],
        Stage.ARCHIVED: ["archive"],
    }[stage]:
        getattr(article, verb)(by=None)
    return article


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("move", Move.values)
def test_every_move_from_every_stage_is_made_and_recorded_or_refused(stage, move):
    article = at_stage(Stage(stage))
    events = PageEvent.objects.filter(page=article.uuid).count()
    origins, destination = MOVES[Move(move)]
    if stage in origins:
        getattr(article, move)(by=None, note="why")
        article.refresh_from_db()
        assert article.stage == destination
        event = PageEvent.objects.filter(page=article.uuid).last()
        assert (event.from_stage, event.to_stage, event.note) == (stage, destination, "why")
    else:
        with pytest.raises(IllegalMove):
            getattr(article, move)(by=None)
        article.refresh_from_db()
        assert article.stage == stage
        assert PageEvent.objects.filter(page=article.uuid).count() == events


def test_a_move_is_judged_by_what_is_stored_not_by_what_was_loaded():
    article = factories.article(live=False)
    twin = Article.objects.get(pk=article.pk)
    article.archive(by=None)
    with pytest.raises(IllegalMove):
        twin.submit(by=None)


def test_a_scheduled_article_goes_live_and_expires_by_itself():
    now = timezone.now()
    article = factories.article(live=False)
    article.publish(by=None, at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    for moment, expected in ((0, False), (60, True), (119, True), (120, False)):
        at = now + timedelta(minutes=moment)
        assert article.is_live(at) is expected
        assert Article.objects.live(at).filter(pk=article.pk).exists() is expected
    assert article.is_scheduled(now)
    assert Article.objects.scheduled(now).get() == article
    assert article.is_expired(now + timedelta(hours=3))
    assert Article.objects.expired(now + timedelta(hours=3)).get() == article


def test_the_next_change_is_the_nearest_moment_ahead():
    now = timezone.now()
    article = factories.article(live=False)
    article.publish(by=None, at=now - timedelta(days=1), expires_at=now + timedelta(hours=5))
    assert Article.objects.next_change_at(now) == now + timedelta(hours=5)
    factories.article(at=now + timedelta(hours=2))
    assert Article.objects.next_change_at(now) == now + timedelta(hours=2)


def test_a_page_cannot_expire_before_it_is_published():
    article = factories.article(live=False)
    with pytest.raises(ValidationError):
        article.publish(by=None, expires_at=timezone.now() - timedelta(hours=1))


def test_only_who_may_publish_publishes():
    writer, editor = factories.user("w", "writer"), factories.user("e", "editor")
    article = factories.article(live=False, created_by=writer)
    article.submit(by=writer)
    with pytest.raises(PermissionDenied):
        article.publish(by=writer)
    article.publish(by=editor)
    assert PageEvent.objects.filter(page=article.uuid).last().by == editor


@pytest.mark.parametrize("action", ["update", "delete"])
def test_the_database_refuses_to_change_history(action):
    factories.article()
    events = PageEvent.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        events.update(note="") if action == "update" else events._raw_delete(events.db)
    assert PageEvent.objects.exists()

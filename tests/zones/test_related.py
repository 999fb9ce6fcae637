"""What is offered below a story: the nearest first, nothing twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from zones import related

pytestmark = pytest.mark.django_db


def test_same_zone_comes_before_same_industry_before_same_province_before_newest():
    zone = factories.zone()
    story = factories.article("The story", zones=[zone])
    story.industries.set([factories.industry()])
    story.provinces.set([factories.province()])
    same_zone = factories.article("Same zone", zones=[zone])
    same_industry = factories.article("Same industry")
    same_industry.industries.set([factories.industry()])
    same_province = factories.article("Same province")
    same_province.provinces.set([factories.province()])
    newest = factories.article("Newest")
    factories.article("A draft", live=False, zones=[zone])
    assert related.articles(story, limit=5) == [same_zone, same_industry, same_province, newest]
    assert related.articles(story, limit=2) == [same_zone, same_industry]


def test_the_number_of_queries_does_not_grow_with_the_archive():
    zone = factories.zone()
    story = factories.article(zones=[zone])
    factories.article(zones=[zone])
    with CaptureQueriesContext(connection) as few:
        related.articles(story, limit=6)
    for _ in range(30):
        factories.article(zones=[zone])
    with CaptureQueriesContext(connection) as many:
        assert len(related.articles(story, limit=6)) == 6
    assert len(many) == len(few)

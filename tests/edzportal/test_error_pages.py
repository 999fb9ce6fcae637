"""Pages for what goes wrong are the portal's own, whoever notices it."""

import pytest
from django.test import Client
from django.utils import translation

from edzportal import views

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"), [("/zones/", "You may not do this here"), ("/zh-hans/zones/", "您无权执行此操作")]
)
def test_a_form_without_its_token_is_refused_in_the_portals_own_words(address, words):
    answer = Client(enforce_csrf_checks=True).post(address, {"q": "x"})
    assert answer.status_code == 403
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "code", "english"),
    [
        (views.bad_request, 400, "This request could not be read"),
        (views.server_error, 500, "Something went wrong on our side"),
    ],
)
def test_what_is_broken_is_told_without_database_or_request(view, code, english, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = view(None)
        with translation.override("zh-hans"):
            translated = view(None)
    assert answer.status_code == translated.status_code == code
    assert english in answer.content.decode()
    assert english not in translated.content.decode()
    assert 'href="/zh-hans/"' in translated.content.decode()

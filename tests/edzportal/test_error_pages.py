"""Pages for what goes wrong are the portal's own, whoever notices it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"), [("/zones/", "You may not do this here"), ("/zh-hans/zones/", "您无权执行此操作")]
)
def test_a_form_without_its_token_is_refused_in_the_portals_own_words(address, words):
    answer = Client(enforce_csrf_checks=True).post(address, {"q": "x"})
    assert answer.status_code == 403
    assert words in answer.content.decode()

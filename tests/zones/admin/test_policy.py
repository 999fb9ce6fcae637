"""Editors keep the portal's rules: what a currency was worth in a year."""

import pytest
from django.urls import reverse

from tests import factories
from zones import roles
from zones.models import ExchangeRate

pytestmark = pytest.mark.django_db

ADD = "admin:zones_exchangerate_add"


def test_an_editor_adds_the_rate_of_a_year(client):
    roles.establish()
    client.force_login(factories.user("ed", roles.EDITOR))
    source = factories.source("Annual rates")

    client.post(
        reverse(ADD), {"currency": "cny", "year": "2025", "per_usd": "7.1875", "source": str(source.pk)}
    )

    rate = ExchangeRate.objects.get()
    assert (rate.currency, rate.year, str(rate.per_usd.normalize())) == ("CNY", 2025, "7.1875")


@pytest.mark.parametrize(("per_usd", "year"), [("0", "2025"), ("-7", "2025"), ("7", "2024")])
def test_a_rate_that_cannot_be_is_refused(client, per_usd, year):
    client.force_login(factories.admin())
    source = factories.source("Annual rates")
    ExchangeRate.objects.create(currency="CNY", year=2024, per_usd="7.19", source=source)

    answer = client.post(
        reverse(ADD), {"currency": "CNY", "year": year, "per_usd": per_usd, "source": str(source.pk)}
    )

    assert answer.status_code == 200
    assert ExchangeRate.objects.count() == 1


def test_a_writer_reads_no_rates(client):
    roles.establish()
    client.force_login(factories.user("wri", roles.WRITER))
    assert client.get(reverse(ADD)).status_code == 403

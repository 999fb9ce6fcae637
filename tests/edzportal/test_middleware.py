"""The address alone decides the language, and only a trusted proxy is believed."""

import pytest
from django.test import RequestFactory

from edzportal.middleware import client_address


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        ([], "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (["10.0.0.0/8"], "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.2", "203.0.113.9", "203.0.113.9"),
        # What the sender claims stands left of what the proxy saw.
        (["10.0.0.0/8"], "10.0.0.2", "192.0.2.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "nonsense", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.2", "", "10.0.0.2"),
        (["fd00::/8"], "fd00::1", "2001:db8::9", "2001:db8::9"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(
    settings, proxies, remote, forwarded, expected
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


@pytest.mark.django_db
def test_the_address_alone_decides_the_language(client):
    english = client.get("/", headers={"accept-language": "zh-hans", "cookie": "django_language=zh-hans"})
    assert english["Content-Language"] == "en"
    assert "language" not in english.get("Vary", "").lower()
    assert client.get("/zh-hans/", headers={"accept-language": "en"})["Content-Language"] == "zh-hans"

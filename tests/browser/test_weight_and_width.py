"""A first view is light, asks nobody outside, and fits a phone without scrolling sideways."""

import pytest

from .conftest import DESK, PHONE
from .pages import PUBLIC, STAFF, in_chinese

MOST_BYTES = 150 * 1024
MOST_REQUESTS = 15


@pytest.mark.parametrize("name", PUBLIC)
def test_a_first_view_is_light(visit, portal, name):
    for path in (PUBLIC[name], in_chinese(PUBLIC[name])):
        page = visit()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        arrived, asked = [], []
        session.on("Network.loadingFinished", lambda event, arrived=arrived: arrived.append(event))
        session.on("Network.requestWillBeSent", lambda event, asked=asked: asked.append(event))
        page.goto(path, wait_until="networkidle")
        addresses = [event["request"]["url"] for event in asked]
        addresses = [url for url in addresses if not url.startswith("data:")]
        assert all(url.startswith(portal.address) for url in addresses), addresses
        assert len(addresses) <= MOST_REQUESTS, addresses
        size = sum(event["encodedDataLength"] for event in arrived)
        assert 0 < size <= MOST_BYTES, f"{path}: {size} bytes"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_does_not_scroll_sideways(visit, name, viewport):
    page = visit(viewport=viewport)
    for path in (PUBLIC[name], in_chinese(PUBLIC[name])):
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{path} is {width} pixels wide"


@pytest.mark.parametrize("name", STAFF)
def test_a_staff_page_opens_without_complaint(visit, name):
    path, login = STAFF[name]
    page = visit(login=login)
    for address in (path, in_chinese(path)):
        assert page.goto(address).status == 200
        assert page.locator("h1").count() >= 1


def test_the_inbox_does_not_scroll_sideways_on_a_phone(visit):
    page = visit(viewport=PHONE, login="officer")
    page.goto("/inbox/?queue=all")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".row__link").first.click()
    # The click may return before the next page stands.
    page.locator(".timeline-log").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_visitor_gets_no_cookie(visit):
    page = visit()
    for path in PUBLIC.values():
        page.goto(path)
        page.goto(in_chinese(path))
    assert page.context.cookies() == []

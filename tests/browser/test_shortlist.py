"""The shortlist in a browser: with a script it stays on the device, without one in the address."""

import json
import re

import pytest

from .conftest import DESK, PHONE

FIRST = "shenyang-high-tech-industrial-development-zone"
SECOND = "suzhou-industrial-park"
LIST = "/zones/shortlist/"


def kept(page):
    return [
        entry["slug"] for entry in json.loads(page.evaluate("localStorage.getItem('edz.shortlist')") or "[]")
    ]


def switch(page):
    return page.locator("button[data-shortlist-toggle]").first


def add(page, slug):
    page.goto(f"/zones/{slug}/")
    switch(page).click()
    page.locator("button[aria-pressed=true]").wait_for()


def test_a_switch_puts_a_zone_on_the_list_and_takes_it_off(visit):
    page = visit()
    add(page, FIRST)
    assert kept(page) == [FIRST]
    tray = page.locator(".tray")
    assert tray.is_visible()
    assert tray.locator("[data-shortlist-count]").text_content() == "1"
    switch(page).focus()
    page.keyboard.press("Space")
    assert switch(page).get_attribute("aria-pressed") == "false"
    assert kept(page) == []
    assert tray.is_hidden()


def test_the_list_goes_from_page_to_page_and_into_an_address(visit):
    page = visit(viewport=PHONE)
    add(page, FIRST)
    add(page, SECOND)
    page.locator(".tray__link").click()
    page.wait_for_url(f"**{LIST}?zone={FIRST}&zone={SECOND}")
    page.locator("[data-shortlist-kept]").wait_for()
    assert page.locator(".tray").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("a[data-shortlist-step]", has_text="Move up").click()
    page.wait_for_url(f"**{LIST}?zone={SECOND}&zone={FIRST}")
    page.locator("[data-shortlist-kept]").wait_for()
    page.locator("a[data-shortlist-step]", has_text="Remove").first.click()
    page.wait_for_url(f"**{LIST}?zone={FIRST}")
    page.locator("[data-shortlist-kept]").wait_for()
    assert kept(page) == [FIRST]


def test_tabs_stay_in_step(visit):
    page = visit()
    page.goto(f"/zones/{FIRST}/")
    switch(page).wait_for()
    other = page.context.new_page()
    add(other, FIRST)
    page.locator("button[aria-pressed=true]").wait_for()
    assert page.locator("[data-shortlist-count]").text_content() == "1"


def test_a_shared_list_is_kept_only_when_its_reader_says_so(visit):
    page = visit()
    add(page, FIRST)
    page.goto(f"{LIST}?zone={SECOND}")
    page.locator("[data-shortlist-own]").wait_for()
    assert kept(page) == [FIRST]
    page.get_by_role("button", name="Add these zones to it").click()
    page.wait_for_url(f"**{LIST}?zone={FIRST}&zone={SECOND}")
    assert kept(page) == [FIRST, SECOND]
    page.goto(f"{LIST}?zone={SECOND}")
    page.get_by_role("button", name="Keep this list instead").click()
    page.locator("[data-shortlist-kept]").wait_for()
    assert kept(page) == [SECOND]


def test_the_form_offers_the_list_and_sends_what_is_ticked(visit):
    page = visit()
    add(page, FIRST)
    add(page, SECOND)
    page.goto("/start-your-business/")
    offer = page.locator("[data-shortlist-offer]").first
    offer.locator("summary").click()
    offer.get_by_label("Suzhou Industrial Park").check()
    page.get_by_label("Your message").first.fill("Is there land for a plant?")
    page.get_by_role("button", name="Send your inquiry").first.click()
    # Nothing went out: the address is missing, and the zone that was ticked has come back.
    page.locator(f'[name=zones][value="{SECOND}"]:checked').first.wait_for()
    assert page.locator(f'[name=zones][value="{FIRST}"]:checked').count() == 0


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_tray_covers_neither_the_end_of_the_page_nor_what_has_the_focus(visit, viewport):
    page = visit(viewport=viewport)
    add(page, FIRST)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    tray = page.locator(".tray").bounding_box()
    last = page.locator(".site-footer__links").bounding_box()
    assert last["y"] + last["height"] <= tray["y"] + 1
    link = page.locator(".profile__groups a, .profile__groups summary").last
    link.focus()
    box, tray = link.bounding_box(), page.locator(".tray").bounding_box()
    assert box["y"] + box["height"] <= tray["y"] + 1


def test_without_a_script_the_address_keeps_the_list(visit):
    page = visit(script=False)
    page.goto(f"/zones/{FIRST}/")
    page.get_by_role("link", name="Add to shortlist").first.click()
    page.wait_for_url(f"**{LIST}?zone={FIRST}")
    assert page.locator(".tray").is_hidden()
    page.locator("#shortlist-words").fill("suzhou industrial park")
    page.locator("#shortlist-words").press("Enter")
    page.get_by_role("link", name=re.compile("^Add ?: Suzhou Industrial Park")).click()
    page.wait_for_url(f"**{LIST}?zone={FIRST}&zone={SECOND}")
    page.get_by_role("link", name="Ask about these 2 zones").click()
    assert page.locator("input[name=zones]:checked").count() == 2


def test_a_device_that_keeps_nothing_still_has_the_address(visit):
    page = visit()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('private'); };")
    page.add_init_script("Storage.prototype.removeItem = () => { throw new Error('private'); };")
    page.goto(f"/zones/{FIRST}/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Add to shortlist").first.click()
    page.wait_for_url(f"**{LIST}?zone={FIRST}")


def test_zones_that_the_finder_brings_in_later_have_switches_too(visit):
    page = visit()
    page.goto("/zones/")
    switch(page).wait_for()
    page.locator(".facet input[type=checkbox][name=type]").first.check()
    page.wait_for_url(re.compile(r"/zones/\?"))
    page.wait_for_load_state("networkidle")
    switch(page).wait_for()
    assert page.locator("a[data-shortlist-toggle]").count() == 0
    switch(page).click()
    assert len(kept(page)) == 1

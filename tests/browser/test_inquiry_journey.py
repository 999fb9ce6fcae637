"""An investor asks from a phone without script; an officer answers; the investor reads it."""

import re
import time

from playwright.sync_api import expect

from .conftest import PHONE

REFERENCE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


def _ask(page, message, *, pause):
    """Fill in the form of the page that is open and send it; returns the reference."""
    form = page.locator("form").filter(has=page.locator("textarea[name=message]")).last
    form.locator("textarea[name=message]").fill(message)
    form.locator("input[name=email]").fill("investor@example.org")
    # Who answers faster than anybody types is held back.
    time.sleep(pause)
    form.get_by_role("button", name=re.compile("send", re.I)).click()
    page.wait_for_url("**/start-your-business/thanks/**")
    return page.locator(".notice__title").first.inner_text().strip()


def test_journey_an_investor_finds_a_zone_reads_a_source_and_asks(visit):
    page = visit(viewport=PHONE, script=False)
    page.goto("/")
    page.get_by_role("link", name=re.compile("zones", re.I)).first.click()
    page.wait_for_url("**/zones/**")
    page.get_by_role("link", name=re.compile("Filter by province")).click()

    for name, value in (("province", "liaoning"), ("industry", "biomedicine")):
        box = page.locator(f"input[name={name}][value={value}]")
        details = page.locator("details.facet").filter(has=box)
        if not box.is_visible():
            details.locator("summary").click()
        box.check()
    page.get_by_role("button", name="Show zones").click()
    page.wait_for_url("**province=liaoning**")
    assert "industry=biomedicine" in page.url

    page.get_by_role("link", name=re.compile("Shenyang High-Tech")).first.click()
    expect(page.locator("h1")).to_contain_text("Shenyang")

    source = page.locator("details.source").first
    source.locator("summary").click()
    assert source.locator("dl").is_visible()
    assert len(source.locator("dd").first.inner_text()) > 3

    reference = _ask(
        page, "We make gearboxes and look for 10,000 square metres. Whom do we talk to?", pause=0
    )
    assert REFERENCE.fullmatch(reference), reference


def test_journey_an_officer_screens_takes_and_answers_and_the_sender_replies(visit, letter):
    sender = visit(viewport=PHONE, script=False)
    sender.goto("/start-your-business/")
    # Three links, so somebody has to look at it first.
    links = " ".join(f"https://plans.example.org/{number}" for number in range(3))
    reference = _ask(sender, f"Is there a bonded warehouse, and what does it cost? {links}", pause=0)

    officer = visit(login="officer")
    officer.goto(f"/inbox/{reference}/")
    officer.get_by_role("button", name="Release").click()
    officer.get_by_role("button", name="Take it").click()
    answer = "There is one. A colleague at the zone sends you its price list today."
    officer.locator("#reply textarea").fill(answer)
    officer.get_by_role("button", name="Send the reply").click()
    expect(officer.locator(".timeline-log")).to_contain_text(answer)

    mail = letter(answer, "/follow/")
    link = re.search(r"http://[^\s<>\"]+/follow/[\w-]+/", mail).group()
    sender.goto(link)
    expect(sender.locator("main")).to_contain_text(answer)
    reply = "Thank you. We come in March."
    sender.locator("textarea[name=message]").fill(reply)
    sender.get_by_role("button", name=re.compile("^Send", re.I)).click()
    expect(sender.locator("main")).to_contain_text(reply)

    officer.reload()
    expect(officer.locator(".timeline-log")).to_contain_text(reply)


def test_journey_the_form_can_be_filled_in_with_the_keyboard_alone(visit):
    page = visit()
    page.goto("/start-your-business/")
    typed = set()
    for _step in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement;"
            " return [e.tagName, e.getAttribute('name') || '', (e.innerText || '').trim(),"
            " getComputedStyle(e).outlineStyle] }"
        )
        if focused[1] == "message" and "message" not in typed:
            page.keyboard.type("Which zones have an airport within 30 minutes?")
            typed.add("message")
        elif focused[1] == "email":
            page.keyboard.type("keyboard@example.org")
            typed.add("email")
        elif focused[0] == "BUTTON" and typed == {"message", "email"} and "inquiry" in focused[2].lower():
            assert focused[3] != "none", "the focus is not visible"
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/start-your-business/thanks/**")
    assert REFERENCE.fullmatch(page.locator(".notice__title").first.inner_text().strip())


def test_journey_an_error_is_told_and_what_was_typed_stays(visit):
    page = visit(viewport=PHONE, script=False)
    page.goto("/start-your-business/")
    page.locator("textarea[name=message]").first.fill("A question without an address.")
    page.get_by_role("button", name=re.compile("send", re.I)).last.click()
    assert page.locator("textarea[name=message]").first.input_value() == "A question without an address."
    assert page.title().startswith("Error")
    assert page.locator("[aria-invalid=true]").count() >= 1

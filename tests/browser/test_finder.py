"""The finder: at once with script, the same by plain visits without, and never worse than those."""

from playwright.sync_api import expect

from .conftest import PHONE


def documents(page):
    """The addresses that the browser visits from now on, those fetched by a script left out."""
    visited = []
    page.on("request", lambda r: visited.append(r.url) if r.resource_type == "document" else None)
    return visited


def total(page):
    return int(page.locator("#found-title .num").inner_text())


def test_a_choice_is_shown_at_once_keeps_the_focus_and_is_a_step_of_the_browser(visit):
    page = visit()
    page.goto("/zones/", wait_until="networkidle")
    every, visited = total(page), documents(page)
    box = page.locator("input[name=type][value=htdz]")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/zones/?type=htdz")
    expect(box).to_be_focused()
    expect(page.locator("[data-finder-status]")).to_contain_text(f"{total(page)} zones")
    assert total(page) < every
    page.locator("details[data-key=area] summary").click()
    page.locator("#range-area_min").fill("1,000")
    page.keyboard.press("Tab")
    page.wait_for_url("**/zones/?type=htdz&area_min=1000")
    expect(page.locator("#range-area_max")).to_be_focused()
    page.locator(".chip", has_text="Approved area").click()
    page.wait_for_url("**/zones/?type=htdz")
    page.go_back()
    expect(page.locator(".chip", has_text="Approved area")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("#found-title")).to_contain_text(str(every))
    expect(box).not_to_be_checked()
    page.go_forward()
    expect(box).to_be_checked()
    assert visited == []


def test_a_range_that_cannot_be_read_keeps_what_was_typed(visit):
    page = visit()
    page.goto("/zones/", wait_until="networkidle")
    page.locator("details[data-key=approved] summary").click()
    field = page.locator("#range-approved_from")
    field.fill("ninety")
    field.press("Enter")
    expect(page.locator("#range-approved_from-error")).to_be_visible()
    expect(field).to_have_value("ninety")
    expect(page.locator("[data-finder-status]")).to_contain_text("Enter a year")


def test_where_fetching_fails_the_browser_goes_there_itself(visit):
    page = visit()
    page.goto("/zones/", wait_until="networkidle")
    page.route(
        "**/zones/?*",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.fallback(),
    )
    # The browser itself tells of the broken connection.
    visit.visited_by_tools.add(page)
    visited = documents(page)
    page.locator("input[name=type][value=htdz]").check()
    page.wait_for_url("**/zones/?type=htdz")
    expect(page.locator(".chip")).to_have_count(1)
    assert [url.partition("?")[2] for url in visited] == ["type=htdz"]


def test_on_a_phone_several_choices_are_made_and_sent_together(visit):
    page = visit(viewport=PHONE)
    page.goto("/zones/", wait_until="networkidle")
    page.locator(".finder__narrow").click()
    for value in ("etdz", "htdz"):
        page.locator(f"input[name=type][value={value}]").check()
    assert page.url.endswith("/zones/#narrow")
    page.locator(".facets__apply button").click()
    page.wait_for_url("**/zones/?type=etdz&type=htdz#found")
    expect(page.locator("#narrow")).to_be_hidden()
    page.go_back()
    expect(page.locator("#narrow")).to_be_visible()


def test_without_script_the_same_choice_ends_at_the_same_address(visit):
    page = visit(script=False)
    page.goto("/zones/")
    page.locator("input[name=type][value=htdz]").check()
    page.locator("details[data-key=area] summary").click()
    page.locator("#range-area_min").fill("1,000")
    page.locator(".facets__apply button").click()
    assert page.url.endswith("/zones/?type=htdz&area_min=1000")

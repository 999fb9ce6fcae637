"""A writer drafts a story on a zone, an editor publishes it, and it is everywhere at once."""

import re
import time

from playwright.sync_api import expect

ZONE = "Shenyang High-Tech"


def _choose(page, field, text):
    """Pick the first offer of one of the admin's search-as-you-type fields."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option--highlighted, .select2-results__option").filter(
        has_text=re.compile(text, re.I)
    ).first.click()


def test_journey_a_story_goes_from_a_writer_to_every_page(visit):
    headline = f"A laboratory opens its doors, {time.time_ns()}"

    writer = visit(login="writer")
    writer.goto("/admin/zones/article/add/")
    writer.locator("#id_headline_en").fill(headline)
    writer.locator("#id_standfirst_en").fill("Rooms for ten teams, from the first of the month.")
    writer.locator(".field-body_en [contenteditable=true]").first.click()
    writer.keyboard.type("The laboratory lends its instruments to young firms.")
    writer.locator("#id_section").select_option(label="EDZ News")
    _choose(writer, "zones", "Shenyang")
    assert writer.get_by_role("button", name="Save and publish now").count() == 0
    writer.get_by_role("button", name="Save and submit for review").click()
    change = writer.url
    assert "/change/" in change

    public = visit()
    public.goto("/media-center/edz-news/")
    assert headline not in public.content()

    editor = visit(login="editor")
    editor.goto(change)
    preview = editor.context.new_page()
    preview.goto(change.replace("change/", "preview/"))
    expect(preview.locator("h1")).to_contain_text(headline)
    editor.get_by_role("button", name=re.compile("^Publish now|^Save and publish now")).first.click()
    # The story has neither picture nor Chinese: its editor is asked once.
    expect(editor.locator("#content-main")).to_contain_text("There is no lead image")
    editor.get_by_role("button", name="Publish anyway").click()
    editor.wait_for_load_state()

    public.goto("/")
    expect(public.locator("main")).to_contain_text(headline)
    public.get_by_role("link", name=headline).first.click()
    expect(public.locator("h1")).to_contain_text(headline)
    story = public.url
    public.get_by_role("link", name=re.compile(ZONE)).first.click()
    expect(public.locator("main")).to_contain_text(headline)
    public.goto("/media-center/edz-news/")
    expect(public.locator("main")).to_contain_text(headline)
    for address in ("/feeds/news.rss", "/feeds/news.atom", "/media-center/edz-news/news.rss"):
        assert headline in public.request.get(address).text(), address
    assert story in public.request.get("/sitemap.xml").text()

"""No page breaks a rule of WCAG 2.2 AA that axe-core can see: light and dark, both languages.

axe-core is no package of Python: AXE_CORE names its file, which `.ci/run` fetches.
"""

import os
from pathlib import Path

import pytest

from .conftest import DESK, PHONE
from .pages import PUBLIC, STAFF, in_chinese

# The editor's toolbar writes its icons as words of an icon font, which axe reads as a second name.
VENDOR = ("label-content-name-mismatch", "prose-menubar")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def axe_source():
    path = os.environ.get("AXE_CORE", "")
    if not path or not Path(path).is_file():
        pytest.skip("accessibility by axe-core: AXE_CORE names no file")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture
def violations(axe_source, visit):
    def run(page):
        visit.visited_by_tools.add(page)
        # Evaluated through the debugger, which the page's policy does not concern.
        page.evaluate(axe_source)
        found = page.evaluate(
            "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})).violations"
            ".flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.any.map(c => c.message)[0] || ''}`))",
            RULES,
        )
        page.wait_for_timeout(50)
        visit.visited_by_tools.discard(page)
        ours = {one for one in found if not all(mark in one for mark in VENDOR)}
        return "\n".join(sorted(ours))

    return run


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_breaks_no_rule(visit, violations, name, dark):
    page = visit(dark=dark, viewport=PHONE if dark else DESK)
    found = {}
    for path in (PUBLIC[name], in_chinese(PUBLIC[name])):
        page.goto(path)
        # What is folded away has colours and names as well.
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found[path] = violations(page)
    assert not any(found.values()), "\n".join(f"{path}\n{text}" for path, text in found.items())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", STAFF)
def test_a_staff_page_breaks_no_rule(visit, violations, name, dark):
    path, login = STAFF[name]
    page = visit(dark=dark, login=login)
    found = {}
    for address in (path, in_chinese(path)):
        page.goto(address)
        found[address] = violations(page)
    assert not any(found.values()), "\n".join(f"{path}\n{text}" for path, text in found.items())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_profile_form_and_a_thread_break_no_rule(visit, violations, dark):
    editor = visit(dark=dark, login="editor")
    editor.goto("/admin/zones/zone/?q=shenyang")
    editor.locator("#result_list tbody th a").first.click()
    assert not violations(editor)
    for group in ("timeline", "indicators", "photos"):
        editor.locator(f".contents a[href$='/{group}/']").click()
        editor.locator("[data-rows]").wait_for()
        editor.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert not violations(editor), group
    officer = visit(dark=dark, login="officer")
    officer.goto("/inbox/?queue=all")
    officer.locator(".row__link").first.click()
    assert not violations(officer)

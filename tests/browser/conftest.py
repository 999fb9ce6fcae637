"""Chromium, a running portal, and what a browser has to complain about."""

import os
import re
import shutil
import time
from pathlib import Path

import pytest

from tests.portal import PASSWORD, running

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# `on`: must run; `off`: somebody runs them elsewhere; unset: where Chromium is installed.
WANTED = os.environ.get("EDZ_BROWSER", "")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One portal and one browser for all of them, also where tests run on several cores.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium():
    if WANTED == "off":
        pytest.skip("browser tests: left to a phase of their own (EDZ_BROWSER=off)")
    if CHROMIUM is None:
        assert WANTED != "on", "EDZ_BROWSER=on, but Chromium is not installed"
        pytest.skip("browser tests: Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(chromium, tmp_path_factory):
    with running(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture
def visit(chromium, portal):
    """Opens a new visitor's page: `visit()`, `visit(viewport=PHONE, script=False, login="editor")`.

    At the end of the test nobody may have had a script error or a message about the policy.
    """
    contexts, complaints = [], []
    # Pages in which a tool of ours is at work: what it does is not the portal's doing.
    visited_by_tools = set()

    def open_page(*, viewport=DESK, script=True, login=None, dark=False, language="en"):
        context = chromium.new_context(
            base_url=portal.address,
            viewport=viewport,
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: note(page, message))
        page.on("response", lambda answer: note_answer(page, answer))
        if login:
            sign_in(page, login)
        return page

    def note(page, message):
        # A refused address is told by its answer, below.
        if page in visited_by_tools:
            return
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    def note_answer(page, answer):
        if answer.status >= 500 or (answer.status >= 400 and answer.request.resource_type != "document"):
            complaints.append(f"{page.url}: {answer.status} {answer.url}")

    open_page.visited_by_tools = visited_by_tools
    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def sign_in(page, name):
    page.goto("/admin/login/")
    page.get_by_label(re.compile("username", re.I)).fill(name)
    page.get_by_label(re.compile("password", re.I)).fill(PASSWORD)
    page.locator("#content button, #login-form button, [type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.fixture
def letter(portal):
    """Waits for a mail that holds a text, such as a reference: `letter(reference, "/follow/")`."""

    def wait(*texts, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for text in reversed(portal.letters()):
                readable = text.replace("=\n", "").replace("=3D", "=")
                if all(one in readable for one in texts):
                    return readable
            time.sleep(0.3)
        raise AssertionError(f"no letter with {texts} within {seconds} seconds")

    return wait

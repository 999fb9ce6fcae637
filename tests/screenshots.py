"""Takes the pictures of the README from a portal with the whole demo: `make screenshots`.

They are made by a script so that they can be made again whenever the look changes.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import PIL.Image

from .browser.conftest import CHROMIUM, sign_in
from .portal import ROOT, running

FOLDER = ROOT / "docs" / "images"
LARGEST = 150 * 1024
DESK, PHONE = (1280, 860), (360, 720)
SHENYANG = "/zones/shenyang-high-tech-industrial-development-zone/"

# name → address, size of the window, who is logged in, dark or light, what to click first
PICTURES = {
    "home": ("/", DESK, None, "light", None),
    "profile": (SHENYANG, DESK, None, "light", None),
    "profile-chinese-dark": (f"/zh-hans{SHENYANG}", DESK, None, "dark", None),
    "compare": (
        "/zones/compare/?zone=beijing-economic-technological-development-area&zone=suzhou-industrial-park"
        "&zone=dalian-economic-and-technological-development-zone",
        DESK,
        None,
        "light",
        None,
    ),
    "finder": ("/zones/?province=liaoning&area_min=300", DESK, None, "light", None),
    "finder-phone": ("/zones/?province=liaoning", PHONE, None, "light", None),
    "figure-phone": (f"{SHENYANG}#indicators", PHONE, None, "light", "#indicators .source summary"),
    "article-phone": (
        "/media-center/edz-news/shenyang-high-tech-zone-plays-its-role/",
        PHONE,
        None,
        "dark",
        None,
    ),
    "inbox": ("/inbox/?queue=all", DESK, "manager", "light", ".row__link"),
    "admin": ("/admin/zones/article/", DESK, "editor", "light", "#result_list tbody th a"),
}


def main():
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        raise SystemExit("The pictures need Chromium.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), small=False) as portal,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for name, picture in PICTURES.items():
            size = _take(browser, portal, name, *picture)
            print(f"docs/images/{name}.webp  {size / 1024:.0f} KB")
        browser.close()


def _take(browser, portal, name, address, size, login, scheme, click):
    width, height = size
    context = browser.new_context(
        base_url=portal.address,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=2 if width < 500 else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    if login:
        sign_in(page, login)
    page.goto(address, wait_until="networkidle")
    if click:
        page.locator(click).first.click()
        page.wait_for_load_state("networkidle")
    shot = page.screenshot()
    context.close()
    return _keep(shot, FOLDER / f"{name}.webp")


def _keep(shot, path):
    """Write the picture as WebP, as well as fits below the limit."""
    with PIL.Image.open(io.BytesIO(shot)) as image:
        for quality in (84, 75, 65, 50):
            image.save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= LARGEST:
                break
    return path.stat().st_size


if __name__ == "__main__":
    main()

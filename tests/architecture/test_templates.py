"""Templates obey the content security policy, which allows no inline script, style or handler."""

import re

import pytest

from .imports import relative, tracked

TEMPLATES = list(tracked("templates/*.html", "*/templates/*.html"))

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.I)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.I)
HANDLER = re.compile(r"\son(?:[a-z]+)\s*=\s*[\"']|javascript:", re.I)
OUTSIDE = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.I
)


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_holds_no_inline_script_style_or_handler(path):
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
    # Mail programs read no style sheet of ours; a mail's HTML part would be the one exception.
    assert not INLINE_SCRIPT.findall(text)
    assert not INLINE_STYLE.findall(text)
    assert not HANDLER.findall(text)
    assert not OUTSIDE.findall(text)


def test_there_are_templates_to_check():
    assert len(TEMPLATES) > 15


def test_a_component_opens_with_its_arguments():
    silent = [
        relative(path)
        for path in tracked("templates/components/*.html")
        if not path.read_text(encoding="utf-8").lstrip().startswith("{#")
        and not path.read_text(encoding="utf-8").lstrip().startswith("{% comment")
    ]
    assert not silent


def test_a_component_is_included_with_only_what_it_is_given():
    includes = re.compile(r"{% include [\"']components/[^%]*%}")
    open_ended = [
        f"{relative(path)}: {tag}"
        for path in TEMPLATES
        # The frame's own pieces read what every page has; everything else is handed what it shows.
        if path.name != "base.html"
        for tag in includes.findall(path.read_text(encoding="utf-8"))
        if not tag.rstrip("%} ").endswith("only")
    ]
    assert not "\n".join(open_ended)

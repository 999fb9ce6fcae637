"""Reads a page as a strict reader would, and says what is wrong with it.

The standard library's parser forgives everything, so this one keeps its own
stack: what is opened must be closed, in order.
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "form": "action"}
NAMED_BY = ("aria-label", "aria-labelledby", "title")
UNSEEN = {"hidden", "submit", "button", "reset", "image"}
NAMES_OTHERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")


class Page(HTMLParser):
    """`problems` after reading; `links` are the addresses it leads to, `ids` its fragments."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.ids: Counter[str] = Counter()
        self.lang = ""
        self.title = ""
        self._open: list[str] = []
        self._headings: list[int] = []
        self._controls: list[tuple[str, dict, bool]] = []
        self._references: list[tuple[str, str]] = []
        self._labelled: set[str] = set()
        # Each open link or button with the text found in it so far.
        self._names: list[list] = []
        self.feed(html)
        self.close()
        self._conclude(html)

    def handle_starttag(self, tag, attrs):
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self._wrong(f"an attribute stands twice on <{tag}>")
        attributes = {name: value or "" for name, value in attrs}
        self._read(tag, attributes)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._read(tag, {name: value or "" for name, value in attrs})
        if tag in ("a", "button"):
            self._names.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return self._wrong(f"</{tag}> closes what has no end")
        if not self._open or self._open[-1] != tag:
            expected = f"</{self._open[-1]}>" if self._open else "nothing"
            self._wrong(f"</{tag}> where {expected} was expected")
            if tag in self._open:
                while self._open.pop() != tag:
                    pass
            return None
        self._open.pop()
        if tag in ("a", "button") and self._names:
            name, described = self._names.pop()
            if not name.strip():
                self._wrong(f"{described} has no name")
        return None

    def handle_data(self, data):
        for one in self._names:
            one[0] += data
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _read(self, tag, attributes):
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
            if not attributes["id"] or " " in attributes["id"]:
                self._wrong(f"an id that is none: {attributes['id']!r}")
        for name in NAMES_OTHERS:
            for one in attributes.get(name, "").split():
                self._references.append((name, one))
        if tag == "html":
            self.lang = attributes.get("lang", "")
        if tag in LINKS and LINKS[tag] in attributes:
            self.links.append((tag, attributes[LINKS[tag]]))
        if tag == "label":
            self._labelled.add(attributes.get("for", ""))
        if tag[0] == "h" and tag[1:] in tuple("123456"):
            self._heading(int(tag[1:]))
        if tag == "img":
            self._image(attributes)
        if tag in ("input", "select", "textarea"):
            self._controls.append((tag, attributes, "label" in self._open))
        if tag in ("a", "button"):
            first = attributes.get("aria-label", "") or attributes.get("aria-labelledby", "")
            described = f"<{tag} class={attributes.get('class', '')!r} href={attributes.get('href', '')!r}>"
            self._names.append([first or attributes.get("title", ""), described])
        if tag == "iframe" and not attributes.get("title"):
            self._wrong("an iframe has no title")
        if any(name.startswith("on") for name in attributes) or "style" in attributes:
            self._wrong(f"<{tag}> carries a handler or a style, which the policy forbids")
        is_code = tag == "script" and "src" not in attributes and "json" not in attributes.get("type", "")
        if tag == "style" or is_code:
            self._wrong(f"an inline <{tag}>, which the policy forbids")

    def _heading(self, level):
        if not self._headings and level != 1:
            self._wrong(f"the first heading is an h{level}")
        elif self._headings and level > self._headings[-1] + 1:
            self._wrong(f"an h{level} follows an h{self._headings[-1]}")
        self._headings.append(level)

    def _image(self, attributes):
        if "alt" not in attributes:
            self._wrong(f"a picture has no alt: {attributes.get('src')}")
        for one in self._names:
            one[0] += attributes.get("alt", "")

    def _conclude(self, html):
        if not html.lstrip().lower().startswith("<!doctype html>"):
            self._wrong("no doctype")
        if self._open:
            self._wrong(f"never closed: {self._open}")
        if self._headings.count(1) != 1:
            self._wrong(f"{self._headings.count(1)} h1 headings")
        if not self.title.strip():
            self._wrong("no title")
        for name, count in self.ids.items():
            if count > 1:
                self._wrong(f"the id {name!r} stands {count} times")
        for attribute, name in self._references:
            if name not in self.ids:
                self._wrong(f"{attribute}={name!r} names nothing on the page")
        for tag, attributes, inside_label in self._controls:
            if attributes.get("type") in UNSEEN or inside_label or "hidden" in attributes:
                continue
            if attributes.get("id") in self._labelled or any(attributes.get(name) for name in NAMED_BY):
                continue
            self._wrong(f"<{tag} name={attributes.get('name')!r}> has no label")

    def _wrong(self, text):
        line, _column = self.getpos()
        self.problems.append(f"line {line}: {text}")

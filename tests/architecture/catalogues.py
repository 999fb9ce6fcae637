"""Reads translations without gettext: the catalogues as text, and the strings that the source marks.

A bare machine has no gettext, and these few lines are all that the tests need of it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

from .imports import ROOT, modules, tracked

FUNCTIONS = {"": 0, "n": 0, "p": 1, "np": 1}
MARKED = {
    f"{prefix}gettext{suffix}": (prefix, first)
    for prefix, first in FUNCTIONS.items()
    for suffix in ("", "_lazy", "_noop")
} | {"_": ("", 0)}
# Django writes what a template marks as u'...'.
_STRING = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<![\w.])(n?p?gettext|np?gettext|_)\({_STRING}(?:, {_STRING})?")


@dataclass
class Entry:
    context: str = ""
    id: str = ""
    plural: str = ""
    strings: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def key(self):
        return f"{self.context}\x04{self.id}" if self.context else self.id

    @property
    def is_translated(self):
        return bool(self.strings) and all(self.strings.values())


def read_po(path: Path) -> dict[str, Entry]:
    """The entries of a .po file by key; obsolete ones (`#~`) are left out."""
    entries, entry, part, index = {}, Entry(), "", 0

    def keep():
        if entry.strings:
            entries[entry.key] = entry

    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        word, _space, rest = line.partition(" ")
        if not line.strip():
            keep()
            entry, part = Entry(), ""
        elif line.startswith("#,"):
            entry.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith("#"):
            continue
        elif line.startswith('"'):
            _append(entry, part, index, ast.literal_eval(line))
        else:
            numbered = re.match(r"msgstr\[(\d+)\]", word)
            index = int(numbered[1]) if numbered else 0
            part = "msgstr" if numbered else word
            _append(entry, part, index, ast.literal_eval(rest))
    return entries


def _append(entry, part, index, text):
    if part == "msgctxt":
        entry.context += text
    elif part == "msgid":
        entry.id += text
    elif part == "msgid_plural":
        entry.plural += text
    else:
        entry.strings[index] = entry.strings.get(index, "") + text


def marked_strings() -> dict[str, str]:
    """Every string that the source marks for translation, as a catalogue's key → where it stands."""
    found = {}
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            key = _key_of_call(node)
            if key:
                found.setdefault(key, f"{module}:{node.lineno}")
    for path in tracked("templates/*.html", "templates/*.txt"):
        source = templatize(path.read_text(encoding="utf-8"))
        for name, first, second in _CALL.findall(source):
            has_context = "p" in name.removesuffix("gettext")
            texts = [ast.literal_eval(text) for text in (first, second) if text]
            key = "\x04".join(texts[:2]) if has_context else texts[0]
            found.setdefault(key, path.relative_to(ROOT).as_posix())
    return found


def _key_of_call(node):
    if not isinstance(node, ast.Call):
        return None
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name not in MARKED:
        return None
    prefix, first = MARKED[name]
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(texts) <= first:
        return None
    return "\x04".join(texts[:2]) if "p" in prefix else texts[0]

"""The compiled translations are complete and say what their sources say.

They are committed because a bare machine has no gettext; `make messages` renews them.
"""

import gettext
import re

import pytest
from django.conf import settings
from django.utils.translation import to_locale

from .catalogues import marked_strings, read_po

FOLDER = settings.LOCALE_PATHS[0]
LOCALES = [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|(?<!{){(\w*)}(?!})")


@pytest.fixture(params=LOCALES)
def entries(request):
    path = FOLDER / request.param / "LC_MESSAGES" / "django.po"
    assert path.exists(), f"{path} is missing: run `make messages` and translate it"
    return read_po(path)


@pytest.fixture(params=LOCALES)
def catalogues(request):
    """What the source says and what was compiled, of one language."""
    folder = FOLDER / request.param / "LC_MESSAGES"
    for name in ("django.po", "django.mo"):
        assert (folder / name).exists(), f"{folder / name} is missing: run `make messages`"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    return read_po(folder / "django.po"), compiled._catalog


def test_there_is_a_language_beside_the_source_language():
    assert LOCALES


def test_every_string_of_the_source_is_in_the_catalogue(entries):
    missing = {key: place for key, place in marked_strings().items() if key not in entries}
    assert not missing, f"{len(missing)} strings: run `make messages` and translate them"


def test_every_entry_is_translated_and_none_is_a_guess(entries):
    open_entries = [e.id for e in entries.values() if e.id and ("fuzzy" in e.flags or not e.is_translated)]
    assert not open_entries


def test_a_translation_keeps_the_placeholders_of_its_source(entries):
    def names(text):
        return {a or b for a, b in PLACEHOLDER.findall(text)}

    wrong = []
    for entry in entries.values():
        allowed = names(entry.id) | names(entry.plural)
        wrong += [entry.id for text in entry.strings.values() if entry.id and not names(text) <= allowed]
    assert not wrong


def test_the_compiled_catalogue_is_fresh(catalogues):
    entries, compiled = catalogues
    expected = {}
    for entry in entries.values():
        if not entry.is_translated or "fuzzy" in entry.flags:
            continue
        for index, text in entry.strings.items():
            expected[(entry.key, index) if entry.plural else entry.key] = text
    expected.pop("", None)
    compiled = {key: text for key, text in compiled.items() if key != ""}
    stale = {key for key in expected.keys() | compiled.keys() if expected.get(key) != compiled.get(key)}
    assert not stale, "run `make messages`"

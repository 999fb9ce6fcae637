"""The documents point at things that are there."""

import re

import pytest
from django.core.management import get_commands

from .imports import ROOT, relative, tracked

DOCUMENTS = tracked("README.md", "docs/*.md")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
# A path of the repository as it is quoted: with a slash or a known ending.
QUOTED = re.compile(r"`((?:edzportal|zones|inquiries|templates|static|tests|docs)/[\w./-]*)`")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
TARGET = re.compile(r"`make ([a-z]+)")


def test_there_are_documents():
    assert len(DOCUMENTS) > 8


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_what_a_document_names_exists(path):
    text = path.read_text(encoding="utf-8")
    gone = [link for link in LINK.findall(text) if not (path.parent / link).exists()]
    gone += [name for name in QUOTED.findall(text) if not (ROOT / name).exists()]
    commands = get_commands()
    gone += [f"manage.py {name}" for name in COMMAND.findall(text) if name not in commands]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    gone += [f"make {name}" for name in TARGET.findall(text) if f"\n{name}:" not in makefile]
    assert not gone

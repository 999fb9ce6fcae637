"""What a file looks like: its name, its opening words, its length, and that it is finished."""

import ast
import re
import subprocess

import pytest

from .imports import ROOT, modules, relative, tracked

FOLDERS = {"edzportal", "zones", "inquiries", "templates", "static", "tests", "docs"}
FILES = {"manage.py", "requirements.txt", "README.md", "pyproject.toml", "Makefile", "LICENSE"}
NAMELESS = {"services", "selectors", "utils", "util", "helpers", "common", "core", "misc"}
LONGEST = 350
# Written in two parts, so that this file does not find itself.
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", r"\bXX" + r"X\b", "Not" + "ImplementedError")))
OF_ONE_MACHINE = re.compile("/" + "(work|farm|tmp/team|tmp/venv|root|home)/")
HOSTS = re.compile(r"https?://|--index-url|--extra-index|--find-links|--trusted-host")
SIZE_LIMIT = 400 * 1024
# Thousands of Chinese characters take room: all fonts together.
FONTS_LIMIT = 3 * 1024 * 1024


def test_the_top_level_is_the_customers():
    listed = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    names = {name for name in listed.stdout.split() if not name.startswith(".")}
    assert names <= FOLDERS | FILES
    assert {"manage.py", "requirements.txt", "README.md", *FOLDERS} <= names


def test_no_module_has_a_name_that_says_nothing():
    named = {relative(p) for p in tracked("*.py") if p.stem in NAMELESS or p.parent.name in NAMELESS}
    assert not named


def test_every_module_says_what_it_is_for():
    silent = []
    for path in tracked("*.py"):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        is_empty_package = path.name == "__init__.py" and not tree.body
        if not is_empty_package and not (ast.get_docstring(tree) or "").strip():
            silent.append(relative(path))
    assert not silent


def test_no_module_is_longer_than_one_job_needs():
    long = {}
    for path in modules().values():
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > LONGEST:
            long[relative(path)] = count
    assert not long


@pytest.mark.parametrize("pattern", [UNFINISHED, OF_ONE_MACHINE], ids=["unfinished", "paths-of-one-machine"])
def test_nothing_is_left_unfinished_or_tied_to_one_machine(pattern):
    found = []
    for path in tracked("*.py", "*.html", "*.css", "*.js", "*.txt", "*.md", "Makefile", ".ci/*", "docs/*"):
        if path.suffix in (".png", ".webp", ".jpg"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{relative(path)}:{number}: {line.strip()[:100]}")
    assert not "\n".join(found)


def test_nothing_in_the_repository_is_large():
    sizes = {path: path.stat().st_size for path in tracked()}
    fonts = {path for path in sizes if path.suffix == ".otf"}
    assert sum(sizes[path] for path in fonts) <= FONTS_LIMIT
    assert not {relative(p): size for p, size in sizes.items() if size > SIZE_LIMIT and p not in fonts}


def _requirements(name):
    """Package → its lines, of a compiled lock."""
    packages = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip()):
        if not block.startswith("#"):
            packages[re.match(r"[A-Za-z0-9_.-]+", block)[0].lower().replace("_", "-")] = block
    return packages


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_locked_package_is_pinned_by_hash_and_names_no_host(name):
    packages = _requirements(name)
    assert len(packages) > 10
    for package, block in packages.items():
        assert re.match(r"[A-Za-z0-9_.-]+==\S+", block), package
        assert "--hash=sha256:" in block, package
    assert not HOSTS.search((ROOT / name).read_text(encoding="utf-8"))


def _reasons(lines, opening):
    """Each dependency of a list in pyproject.toml with the comment above it (shared by a run of lines)."""
    start = next(i for i, line in enumerate(lines) if line.startswith(opening))
    reason = None
    for line in lines[start + 1 :]:
        text = line.strip()
        if text == "]":
            return
        if text.startswith("#"):
            reason = text
        elif text:
            yield re.match(r'"([A-Za-z0-9_.-]+)', text)[1].lower().replace("_", "-"), reason


@pytest.mark.parametrize(
    ("opening", "lock"), [("dependencies = [", "requirements.txt"), ("test = [", "tests/requirements.txt")]
)
def test_every_direct_dependency_has_a_reason_and_is_locked(opening, lock):
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    locked = _requirements(lock)
    found = list(_reasons(lines, opening))
    assert len(found) > 8
    for package, reason in found:
        assert reason, f"{package}: why is it here?"
        assert package in locked, f"{package} is not in {lock}: run `make lock`"


def test_the_test_lock_agrees_with_the_runtime_lock():
    runtime, tests = _requirements("requirements.txt"), _requirements("tests/requirements.txt")
    assert {name: block for name, block in runtime.items() if tests.get(name) != block} == {}

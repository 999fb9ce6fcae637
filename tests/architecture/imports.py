"""What imports what, read from the source without running it.

A module's layer follows from its name alone, so a newcomer can tell where a
module stands, and what it may import, from where it lies.
"""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("zones", "inquiries", "edzportal")

# From the bottom up: a module imports from its own layer and those before it.
LAYERS = ("models", "domain", "forms", "views", "urls")

LAYER_OF_NAME = {
    "models": "models",
    "forms": "forms",
    "fact_forms": "forms",
    "media_forms": "forms",
    "edit_forms": "forms",
    "urls": "urls",
    # Wiring: it ties the other layers together when Django starts.
    "apps": "urls",
    "wsgi": "urls",
    "settings": "urls",
} | dict.fromkeys(
    [
        "views",
        "feeds",
        "sitemaps",
        "admin",
        "management",
        "templatetags",
        "inbox",
        "dashboard",
        "health",
        "styleguide",
        "middleware",
        "page_cache",
        "context",
        "navigation",
        "network",
    ],
    "views",
)


@dataclass(frozen=True)
class Import:
    """One imported name: `module` imports `target`, at a line, when it is loaded or only later."""

    module: str
    target: str
    line: int
    on_load: bool

    @property
    def is_ours(self):
        return self.target.partition(".")[0] in APPS

    def __str__(self):
        return f"{self.module}:{self.line} imports {self.target}"


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository that match, the new ones that are not ignored included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return sorted({path for path in paths if path.is_file()})


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[str, Path]:
    """Dotted name → file, of every module of the three packages that is no migration."""
    found = {}
    for path in tracked(*(f"{app}/*.py" for app in APPS)):
        if "migrations" not in path.parts:
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def layer(module: str) -> str:
    """The outermost layer that a part of the name stands for: `inquiries.inbox.forms` is a form."""
    parts = module.split(".")[1:]
    if "demo" in parts:
        return "domain"
    named = [LAYER_OF_NAME[part] for part in parts if part in LAYER_OF_NAME]
    if not named:
        return "domain"
    # Inside a folder of screens the last name tells: its forms are forms, its addresses addresses.
    return named[-1]


@cache
def imports() -> tuple[Import, ...]:
    """Every import of every module, those for type checkers alone left out."""
    found = []
    for module, path in modules().items():
        reader = _Reader(module, is_package=path.name == "__init__.py")
        reader.visit(ast.parse(path.read_text(encoding="utf-8")))
        found += reader.found
    return tuple(found)


def loads(module: str) -> set[str]:
    """Every module of ours that loading `module` loads, directly or through others."""
    reached, waiting = set(), {module}
    while waiting:
        current = waiting.pop()
        reached.add(current)
        waiting |= {i.target for i in imports() if i.module == current and i.on_load and i.is_ours} - reached
    return reached - {module}


class _Reader(ast.NodeVisitor):
    def __init__(self, module, *, is_package):
        self.module = module
        self.package = module if is_package else module.rpartition(".")[0]
        self.depth = 0
        self.found: list[Import] = []

    def visit_FunctionDef(self, node):
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_If(self, node):
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            self._add(alias.name, node)

    def visit_ImportFrom(self, node):
        base = node.module or ""
        if node.level:
            ancestors = self.package.split(".")
            ancestors = ancestors[: len(ancestors) - node.level + 1]
            base = ".".join([*ancestors, *([node.module] if node.module else [])])
        for alias in node.names:
            whole = f"{base}.{alias.name}"
            # `from .models import Zone` names a module and a thing in it, `from . import search` a module.
            self._add(whole if whole in modules() or base.partition(".")[0] not in APPS else base, node)

    def _add(self, target, node):
        self.found.append(Import(self.module, target, node.lineno, on_load=self.depth == 0))

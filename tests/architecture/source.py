"""The project's own files, as the fences read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "tableside"
EDGES = ("site", "portal", "desk", "api", "console")
GENERATED = {"__pycache__", "node_modules", "vendor", ".venv", ".git", "data", "demo-data"}


def modules(*parts: str) -> list[Path]:
    """Python files below a part of the package, without migrations."""
    found = (PACKAGE / Path(*parts)).rglob("*.py")
    return sorted(path for path in found if "migrations" not in path.parts)


def edges() -> Iterator[Path]:
    for edge in EDGES:
        yield from modules(edge)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of ours that is text, tracked or not."""
    for folder in (ROOT, *(path for path in ROOT.iterdir() if path.is_dir() and path.name not in GENERATED)):
        for path in sorted(folder.rglob("*") if folder != ROOT else folder.iterdir()):
            if not path.is_file() or GENERATED & set(path.relative_to(ROOT).parts):
                continue
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue

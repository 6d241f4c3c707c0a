"""``python -m tests.architecture.sizes`` lists what is larger than the guide says. It never fails: it asks to look."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE, TEST_FILE, FUNCTION, VIEW, TEMPLATE, BROWSER_FILE = 300, 400, 40, 20, 120, 150


def main() -> None:
    over = sorted(_over_the_guide(), reverse=True)
    for lines, limit, what in over:
        print(f"{lines:5} lines (guide {limit}): {what}")
    print(f"{len(over)} larger than the guide says; each deserves a second look.")


def _over_the_guide() -> Iterator[tuple[int, int, str]]:
    for path in _tracked():
        limit = _limit(path)
        text = (ROOT / path).read_text(encoding="utf-8")
        lines = text.count("\n")
        if limit and lines > limit:
            yield lines, limit, str(path)
        if path.suffix == ".py":
            yield from _long_functions(path, ast.parse(text))


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src", "tests", "bench"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


def _limit(path: Path) -> int | None:
    if "migrations" in path.parts:
        return None
    by_suffix = {".py": TEST_FILE if path.parts[0] == "tests" else FILE, ".html": TEMPLATE}
    return by_suffix.get(path.suffix) or (BROWSER_FILE if path.suffix in {".js", ".css"} else None)


def _long_functions(path: Path, tree: ast.Module) -> Iterator[tuple[int, int, str]]:
    is_edge = path.parts[2:3] in {("site",), ("portal",), ("desk",), ("api",)}
    limit = VIEW if is_edge and "view" in path.name else FUNCTION
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit and path.parts[0] != "tests":
                yield lines, limit, f"{path}:{node.lineno} {node.name}"


if __name__ == "__main__":
    main()

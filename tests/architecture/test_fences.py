"""Fences that import-linter cannot see: names, signals, queries in the edges, hosts."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.architecture.source import PACKAGE, edges, modules, place, texts, tree

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers", "data", "info"}
SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "Signal", "receiver"}
# Written in pieces, so that this file does not name what it forbids.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com")


def test_no_module_has_a_name_that_says_nothing() -> None:
    # Django finds a database engine by the module name `base`.
    allowed = PACKAGE / "records" / "foundation" / "sqlite_engine" / "base.py"

    vague = [path for path in modules() if {path.stem, path.parent.name} & VAGUE_NAMES and path != allowed]

    assert vague == []


def test_edges_reach_rows_through_access_and_queries_only() -> None:
    reaching = [
        place(path, node)
        for path in edges()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "everywhere", "_default_manager"}
    ]

    assert reaching == []


def test_nothing_of_ours_hangs_on_a_signal() -> None:
    hanging = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.db.models.signals", "django.dispatch"))
        and SIGNALS & {alias.name for alias in node.names}
    ]

    assert hanging == []


def test_no_model_overrides_save() -> None:
    overriding = [
        place(path, node)
        for path in modules("records")
        if path.name == "models.py" or path.parent.name == "models"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "full_clean", "clean"}
    ]

    assert overriding == []


def test_the_core_reads_no_clock() -> None:
    reading = [
        place(path, node)
        for path in modules("core")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "time_ns", "monotonic"}
    ]

    assert reading == []


def test_importing_the_core_imports_no_framework() -> None:
    names = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in modules("core")
    ]
    program = f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
    program += "print(sorted({m.partition('.')[0] for m in sys.modules} & {'django', 'numpy', 'pandas', 'allauth'}))"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (answer.stdout, answer.stderr) == ("[]\n", "")


def test_no_file_names_a_package_registry() -> None:
    naming = [path for path, text in texts() if any(host in text for host in REGISTRIES)]

    assert naming == []

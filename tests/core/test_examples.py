"""The examples in the docstrings of the core are true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import tableside.core

ROOT = Path(tableside.core.__file__).parent
MODULES = sorted(
    ".".join(["tableside.core", *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_run() -> None:
    """A module may have none; all of them together may not, or the test above would show nothing."""
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name))]

    assert sum(len(test.examples) for test in found) >= 20

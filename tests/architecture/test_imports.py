"""Who may import whom: the contracts of pyproject.toml, imports inside functions counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

BROKEN = """
[importlinter]
root_package = tableside

[importlinter:contract:backwards]
name = Backwards on purpose
type = forbidden
source_modules = tableside.console.main
forbidden_modules = tableside.console.ready
"""


def test_every_import_goes_down_the_house() -> None:
    verdict = _lint()

    assert verdict.returncode == 0, verdict.stdout


def test_an_import_inside_a_function_counts(tmp_path: Path) -> None:
    settings = tmp_path / "contracts.ini"
    settings.write_text(BROKEN, encoding="utf-8")

    verdict = _lint("--config", str(settings))

    assert verdict.returncode == 1
    assert "tableside.console.main -> tableside.console.ready" in verdict.stdout


def _lint(*options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache", *options], cwd=ROOT, capture_output=True, text=True, check=False)

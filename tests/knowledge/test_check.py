"""``./tableside check`` reads all knowledge and says what is wrong with it, where a therapist finds it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import tableside


def check(source: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tableside.knowledge"], cwd=source, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(source)},
    )  # fmt: skip
    return done.returncode, done.stdout


def test_what_stands_is_in_order() -> None:
    assert check(Path(tableside.__file__).parents[1]) == (0, "11 subjects read, each as it should be.\n")


def test_each_subject_says_its_first_problem_with_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(Path(tableside.__file__).parent, tmp_path / "tableside", ignore=shutil.ignore_patterns("static"))
    knowledge = tmp_path / "tableside" / "knowledge"
    rules = knowledge / "screening" / "rules" / "06_blood_pressure.toml"
    text = rules.read_text("utf-8")
    line = next(number for number, said in enumerate(text.splitlines(), start=1) if said.startswith("cap = "))
    wrong = text.replace(text.splitlines()[line - 1], "cap = 9", 1)
    rules.write_text(wrong, "utf-8")
    pain = knowledge / "instruments" / "nrs_pain.toml"
    pain.write_text(re.sub(r"(?m)^mcid = .*$", "mcid = 0", pain.read_text("utf-8")), "utf-8")

    code, said = check(tmp_path)

    assert code == 1
    assert [one.split(":")[0] for one in said.splitlines()] == ["screening rules", "instruments"]
    assert "06_blood_pressure.toml, line" in said
    assert "nrs_pain: mcid and mdc have to be more than 0" in said

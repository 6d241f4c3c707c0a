"""``tableside screen`` as another program meets it: files and standard input in; JSON, sentences and a status out."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any  # JSON values

import pytest

from tableside.core.screening.result import Outcome
from tests.console.screening_page import Example, examples, printed

COMMAND = [sys.executable, "-m", "tableside", "screen"]
EXAMPLES = list(examples())
HEALTHY: dict[str, Any] = json.loads(EXAMPLES[0].told)
MISSING = "This is missing."
NO_DAY = "A date as year, month and day is needed here, such as 2026-05-31."
RENEW = "The rules have changed: look at the difference, then renew with `python -m tests.console.screening_page`."


def screened(
    told: bytes | str, *arguments: str, file: Path | None = None
) -> tuple[int, list[dict[str, Any]], list[str]]:
    """Exit status, the values printed one a line, and the sentences on the standard error."""
    told = told.encode() if isinstance(told, str) else told
    if file is not None:
        file.write_bytes(told)
    done = subprocess.run(
        [*COMMAND, *arguments, str(file) if file else "-"],
        input=None if file else told,
        capture_output=True,
        check=False,
    )
    text = done.stdout.decode()
    values = [json.loads(text)] if text.startswith("{\n") else [json.loads(line) for line in text.splitlines()]
    return done.returncode, values, done.stderr.decode().splitlines()


def wrong(told: object) -> dict[str, str]:
    """What is wrong with one input, by path."""
    status, (answer,), sentences = screened(told if isinstance(told, str | bytes) else json.dumps(told))
    assert status == 2
    assert sentences == [
        f"standard input: {one['path']}: {one['message']}" if one["path"] else f"standard input: {one['message']}"
        for one in answer["errors"]
    ]
    assert set(answer) == {"version", "errors"}
    return {one["path"]: one["message"] for one in answer["errors"]}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_each_example_of_the_page_is_what_the_command_prints(example: Example) -> None:
    assert printed(example.told) == (2 if example.title == "Mistakes" else 0, example.answer), RENEW


def test_the_page_shows_every_outcome() -> None:
    shown = {example.title: json.loads(example.answer).get("outcome") for example in EXAMPLES}

    assert shown == {**{outcome.value: outcome.value for outcome in Outcome}, "Mistakes": None}, RENEW


def test_a_healthy_person_may_be_treated() -> None:
    status, (answer,), sentences = screened(json.dumps(HEALTHY))

    assert (status, answer["outcome"], answer["findings"], sentences) == (0, "proceed", [], [])


def test_what_is_not_answered_never_proceeds() -> None:
    _, (answer,), _ = screened(json.dumps({**HEALTHY, "answers": {**HEALTHY["answers"], "fever": ""}}))

    assert (answer["outcome"], answer["missing"]) == ("needs_clearance", ["fever"])


def test_a_measured_value_counts_like_an_answer() -> None:
    measured = {**HEALTHY, "measured": {"systolic": 165, "diastolic": 98}}
    reading = {"systolic": 165, "diastolic": 98, "pressure_on": HEALTHY["request"]["on"]}
    told = {**HEALTHY, "answers": {**HEALTHY["answers"], **reading}}

    assert screened(json.dumps(measured)) == screened(json.dumps(told))
    assert screened(json.dumps(measured))[1][0]["outcome"] == "needs_clearance"


def test_a_clearance_answers_its_own_rule_until_its_last_day() -> None:
    raised = {**HEALTHY, "measured": {"systolic": 165, "diastolic": 98}}
    rule = screened(json.dumps(raised))[1][0]["findings"][0]["rule"]

    def outcome(expires_on: str) -> str:
        held = {"rule": rule, "given_on": "2027-02-01", "expires_on": expires_on, "pressure": 2}
        answer: str = screened(json.dumps({**raised, "clearances": [held]}))[1][0]["outcome"]
        return answer

    assert (outcome("2027-03-01"), outcome("2027-02-28")) == ("modify", "needs_clearance")


def test_a_medicine_is_understood_and_shown() -> None:
    told = {**HEALTHY, "answers": {**HEALTHY["answers"], "medicines": "Apixabann 5 mg, tea"}}

    assert screened(json.dumps(told))[1][0]["medicines"] == [
        {"written": "Apixabann", "name": "apixaban", "group": "anticoagulant"}
    ]


def test_a_finding_says_whom_to_call() -> None:
    signs = {"mind": ["crisis"], "crisis_taken": "yes", "clot_signs": "yes"}

    told = screened(json.dumps({**HEALTHY, "answers": {**HEALTHY["answers"], **signs}}))[1][0]

    whom = {one["rule"]: one["calls"] for one in told["findings"]}
    assert whom == {"rf_crisis": ["crisis"], "rf_poison": ["poison"], "rf_clot": []}


@pytest.mark.parametrize(
    ("position", "fits", "instead"),
    [("side-lying", True, None), ("face down", False, "side-lying")],
)
def test_a_position_that_a_rule_bars_does_not_fit_and_another_is_named(
    position: str, fits: bool, instead: str | None
) -> None:
    answers = {**HEALTHY["answers"], "pregnant": "yes", "due_on": "2027-06-01"}
    told = {**HEALTHY, "answers": answers, "request": {**HEALTHY["request"], "position": position}}

    answer = screened(json.dumps(told))[1][0]
    assert (answer["limits"]["position_fits"], answer["position_instead"]) == (fits, instead)


def test_an_unknown_position_is_a_mistake_with_its_path() -> None:
    told = {**HEALTHY, "request": {**HEALTHY["request"], "position": "upside down"}}

    assert wrong(told) == {
        "request.position": "Choose from: face down, face up, side-lying, left side, right side, semi-reclined, seated."
    }


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (b"", "There is nothing in it."),
        (b" \n\n", "There is nothing in it."),
        (b"\xff\xfe", "This is not UTF-8: byte 1."),
        (b'{"version": 1,}', "This is not JSON:"),
        (b"[]", "An object is needed here."),
        (b"7", "An object is needed here."),
        (b"[" * 100_000, "Nested deeper than 20 levels."),
        (b'{"a": "' + b"x" * 1_000_001 + b'"}', "Longer than 1000000 bytes."),
        (b"{\n" + b" " * 1_000_001 + b"}", "Longer than 1000000 bytes."),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_input_at_all_is_said_in_a_sentence(told: bytes, message: str) -> None:
    found = wrong(told)

    assert list(found) == [""]
    assert found[""].startswith(message)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("version", 2, {"version": "Version 1 is the one that is understood here."}),
        ("version", True, {"version": "Version 1 is the one that is understood here."}),
        ("colour", 1, {"colour": "There is no field of this name."}),
        ("id", 7, {"id": "Text of at most 200 characters is needed here."}),
        ("answers", [], {"answers": "An object is needed here."}),
        ("answers", {"fevre": "no"}, {"answers.fevre": "There is no question of this name."}),
        ("answers", {"fever": "maybe"}, {"answers.fever": "Choose from: yes, no."}),
        (
            "answers",
            {"fever": True},
            {"answers.fever": "One of the answers is needed here, as text. Choose from: yes, no."},
        ),
        (
            "answers",
            {"injury_on": "2027-02-30"},
            {"answers.injury_on": "Give the date as year, month and day, such as 2026-05-31."},
        ),
        ("answers", {"systolic": "150"}, {"answers.systolic": "A whole number is needed here."}),
        ("answers", {"systolic": 1000}, {"answers.systolic": "Give a whole number from 60 to 260."}),
        ("answers", {"medicines": ["a"]}, {"answers.medicines": "Text is needed here."}),
        ("answers", {"pain_places": ["tail"]}, {"answers.pain_places": "Choose places from the list."}),
        ("answers", {"medicines": "a\0b"}, {"answers.medicines": "NUL and half characters are no text."}),
        ("answers", {"medicines": "a\ud800b"}, {"answers.medicines": "NUL and half characters are no text."}),
        ("answers", {"answered_on": "today"}, {"answers.answered_on": NO_DAY}),
        ("measured", {"systolic": 1e400}, {"measured.systolic": "Infinity is no whole number up to 1000000000."}),
        (
            "measured",
            {"systolic": 10**40},
            {"measured.systolic": f"1{'0' * 19}... is no whole number up to 1000000000."},
        ),
        ("measured", {"systolic": 120.5}, {"measured.systolic": "120.5 is no whole number up to 1000000000."}),
        ("measured", {"fever": 39}, {"measured.fever": "There is no measured value of this name."}),
        ("clearances", {}, {"clearances": "A list is needed here."}),
        ("clearances", [{}], {f"clearances[0].{key}": MISSING for key in ("expires_on", "given_on", "rule")}),
        ("request", {}, {f"request.{key}": MISSING for key in ("minutes", "on", "pressure", "technique")}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_mistake_is_named_by_its_path(field: str, value: object, expected: dict[str, str]) -> None:
    assert wrong({**HEALTHY, field: value}) == expected


def test_all_mistakes_are_told_at_once() -> None:
    told = '{"version": 1, "answers": {"fever": "no", "fever": "yes", "systolic": 1.5, "x": 1}, "request": {"on": 1}}'

    assert list(wrong(told)) == [
        "answers.fever",
        "answers.systolic",
        "answers.x",
        "request.minutes",
        "request.pressure",
        "request.technique",
        "request.on",
    ]


def test_mistakes_of_request_and_clearance_are_found() -> None:
    held = {"rule": "nobody", "given_on": "2027-03-01", "expires_on": "2027-02-01", "pressure": 6, "barred": ["X"]}
    request = {
        **HEALTHY["request"],
        "pressure": 0,
        "minutes": 0,
        "places": ["leg", 3],
        "trainings": ["x"],
        "position": 1,
    }

    assert list(wrong({**HEALTHY, "clearances": [held], "request": request})) == [
        "request.pressure",
        "request.minutes",
        "request.places[1]",
        "request.trainings[0]",
        "request.position",
        "clearances[0].rule",
        "clearances[0].pressure",
        "clearances[0].barred[0]",
        "clearances[0].expires_on",
    ]


def test_one_bad_line_stops_none_of_the_others(tmp_path: Path) -> None:
    lines = [json.dumps({**HEALTHY, "id": "first"}), "{", "", json.dumps({**HEALTHY, "id": "last"})]

    status, answers, sentences = screened("\n".join(lines), file=tmp_path / "many.ndjson")

    assert status == 2
    assert [(one.get("id"), one.get("line"), one.get("outcome")) for one in answers] == [
        ("first", None, "proceed"),
        (None, 2, None),
        ("last", None, "proceed"),
    ]
    assert [line.split(": ")[1] for line in sentences] == ["line 2"]


def test_a_bad_first_line_is_a_line_where_lines_are_asked_for() -> None:
    told = "{\n" + json.dumps(HEALTHY) + "\r\n"

    status, answers, _ = screened(told, "--lines")

    assert (status, [one.get("outcome") for one in answers]) == (2, [None, "proceed"])


def test_a_line_that_is_too_long_stops_none_of_the_others() -> None:
    told = json.dumps(HEALTHY) + "\n" + '{"id": "' + "x" * 3_000_000 + '"}\n' + json.dumps(HEALTHY)

    status, answers, _ = screened(told)

    assert (status, [one.get("outcome") for one in answers]) == (2, ["proceed", None, "proceed"])


def test_a_mark_of_the_byte_order_is_no_mistake() -> None:
    assert screened(b"\xef\xbb\xbf" + json.dumps(HEALTHY).encode())[0] == 0


def test_what_cannot_be_read_is_said_and_ends_with_one(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, str(tmp_path / "nowhere.json")], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"!! {tmp_path / 'nowhere.json'} cannot be read: No such file or directory.\n"


def test_it_needs_no_data_folder_and_no_database(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TABLESIDE", "DATABASE"))}
    program = (
        "import sys; sys.argv[1:] = ['screen', '-']\n"
        "from tableside.console.main import main\n"
        "try: main()\n"
        "finally: print(sorted({'django', 'sqlite3', 'psycopg'} & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(HEALTHY).encode(),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr, list(tmp_path.iterdir())) == (0, b"[]\n", [])


def test_many_lines_need_no_more_memory_than_few() -> None:
    def peak(lines: int) -> int:
        """Megabytes of the largest process so far that has ended."""
        told = (json.dumps(HEALTHY) + "\n").encode() * lines
        done = subprocess.run([*COMMAND, "-"], input=told, stdout=subprocess.DEVNULL, check=False)
        assert done.returncode == 0
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

    few = peak(10)

    assert peak(10_000) - few < 20

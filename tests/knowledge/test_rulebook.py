"""The health questions and the rules as they are shipped: cited, reachable, in words for everyone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.condition import DUE_ON, WEEKS
from tableside.core.screening.question import Kind, Question
from tableside.core.screening.reading import READING
from tableside.core.screening.request import Request
from tableside.core.screening.result import Call, Outcome
from tableside.core.screening.rulebook import Rule, RuleRefused
from tableside.core.screening.screen import screen
from tableside.knowledge import load_rulebook as loader
from tableside.knowledge.load_banned import banned_in
from tableside.knowledge.load_rulebook import (
    MedicineRefused,
    QuestionRefused,
    load_rulebook,
    load_subjects,
    parse_medicines,
    parse_questions,
)
from tests.each import of_each

BOOK = load_rulebook()
#: Illnesses by name. A client who ticks a sign is told what to do, never what it might be.
DIAGNOSES = re.compile(
    r"infarct|heart attack|embol|thrombo|\bclots?\b|stroke\b|dissection|cauda|fracture|tumou?r|cancer(?! team)|sepsis|"
    r"meningit|eclampsia|rhabdo|compartment|aneurysm|bleed(?:ing)? in|cellulitis|haemorrhage",
    re.IGNORECASE,
)


@of_each(BOOK.rules)
def test_every_rule_says_what_it_means_and_where_it_comes_from(rule: Rule) -> None:
    told = (rule.title, rule.for_client, rule.for_therapist, rule.reason, rule.source, rule.certainty.value)

    assert all(told)
    assert rule.reviewed_on.year >= 2026


@of_each(BOOK.rules)
def test_who_has_to_ask_knows_whom_and_how_long_it_holds(rule: Rule) -> None:
    letters = [*rule.columns.values(), *(rule.elsewhere or {}).values()]
    asks = Outcome.NEEDS_CLEARANCE in letters or rule.may_lift

    assert (bool(rule.clearance_from), rule.clearance_days > 0) == (asks, asks)


@of_each(BOOK.rules)
def test_who_has_to_wait_knows_for_what(rule: Rule) -> None:
    waits = set(rule.columns.values()) == {Outcome.DO_NOT_TREAT}

    assert bool(rule.would_change) or not waits


@of_each(BOOK.rules)
def test_clients_read_whole_sentences_without_promises(rule: Rule) -> None:
    assert banned_in(rule.for_client) == ()
    assert rule.for_client[0].isupper()
    assert rule.for_client.endswith(".")


@of_each(rule for rule in BOOK.rules if Outcome.REFER_URGENT in rule.columns.values())
def test_a_red_flag_says_what_to_do_and_names_no_illness(rule: Rule) -> None:
    assert set(rule.columns.values()) == {Outcome.REFER_URGENT}
    assert DIAGNOSES.search(rule.for_client) is None
    assert DIAGNOSES.search(rule.title) is None
    assert re.search(r"[Pp]lease|looked at|checked|seen|needs|emergency", rule.for_client)


@of_each(BOOK.questions.questions)
def test_every_question_is_of_use(question: Question) -> None:
    """To a rule, to another question, as the place of a rule, or to the therapist who reads it."""
    read = {key for rule in BOOK.rules for key in rule.when.questions} | {rule.places_from for rule in BOOK.rules}
    opened = {key for one in BOOK.questions.questions if one.asked_when for key in one.asked_when.questions}

    assert question.id in read | opened | {DUE_ON, WEEKS, *READING, "pain_places", "aim", "other_allergies"}


@of_each(one for one in BOOK.questions.questions if one.asked_when)
def test_every_follow_up_can_be_opened_by_questions_before_it(question: Question) -> None:
    before = [one.id for one in BOOK.questions.questions]

    assert question.asked_when is not None
    assert question.asked_when.questions <= set(before[: before.index(question.id)])
    assert question.asked_when.signs


@of_each(BOOK.questions.questions)
def test_every_question_is_one_sentence_in_plain_words(question: Question) -> None:
    assert question.text.endswith("?") or question.kind in (Kind.MANY, Kind.NUMBER)
    assert question.text.count("?") <= 1
    assert banned_in(f"{question.text} {question.help}") == ()
    assert len(question.text) <= 160


def test_a_healthy_adult_needs_at_most_25_answers() -> None:
    assert len([one for one in BOOK.questions.asked({}) if one.is_critical]) <= 25


def test_answers_that_nobody_may_skip_cover_what_is_dangerous() -> None:
    critical = {one.id for one in BOOK.questions.asked({}) if one.is_critical}
    dangerous = {"fever", "chest_signs", "clot_signs", "stroke_signs", "neck_signs", "saddle_signs", "warning_signs"}

    assert (
        dangerous | {"pregnant", "birth", "heart", "cancer", "blood_thinner", "clot", "surgery", "injury"} <= critical
    )
    assert {"bleeding", "diabetes", "devices", "skin", "allergies"} <= critical


def test_not_sure_counts_only_where_a_rule_takes_it() -> None:
    taken = {key for rule in BOOK.rules for key, answer in rule.when.signs or () if answer == "unsure"}

    assert {one.id for one in BOOK.questions.questions if one.unsure_counts} == taken


def test_a_rule_fires_only_on_something_that_was_told() -> None:
    assert [rule.id for rule in BOOK.rules if not rule.when.signs] == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Apixaban", {"thinner_unstable", "thinner_signs"}),
        ("Lantus", {"insulin_places"}),
        ("Amiodarone", {"rhythm_unsteady"}),
        ("Alendronate", {"bone_broke"}),
        ("Paracetamol", set()),
    ],
)
def test_what_the_list_of_medicines_names_is_asked_about_as_if_it_were_ticked(written: str, asked: set[str]) -> None:
    before = {question.id for question in BOOK.questions.asked({})}
    found = screen(BOOK, {"medicines": written}, request=Request(date(2027, 3, 1), ScreeningClass.SWE, 3, 60))

    assert {one.id for one in BOOK.questions.asked({"medicines": written})} - before == asked
    assert set(found.missing) - before == asked


def test_whose_number_stands_beside_which_red_flags() -> None:
    assert {call: {rule.id for rule in BOOK.rules if call in rule.calls} for call in Call} == {
        Call.MATERNITY: {
            "rf_pregnancy",
            "rf_pregnancy_pressure",
            "rf_fever_pregnant",
            "rf_birth",
            "rf_birth_thoughts",
        },
        Call.POISON: {"rf_poison"},
        Call.CRISIS: {"rf_crisis", "rf_birth_thoughts"},
    }


def test_every_group_of_medicines_calls_up_a_rule() -> None:
    called = {answer for rule in BOOK.rules for key, answer in rule.when.signs or () if key == "medicine"}

    assert set(BOOK.medicines.groups.values()) == called


@pytest.mark.parametrize("folder", ["QUESTIONS", "RULES", "RED_FLAGS"])
def test_another_word_in_a_file_is_another_version(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in getattr(loader, folder).glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(loader, folder, tmp_path)
    assert loader.version_of(loader.rulebook_files()) == BOOK.version

    changed = next(iter(sorted(tmp_path.glob("*.toml"))))
    changed.write_text(changed.read_text("utf-8") + "# a remark\n", "utf-8")

    assert loader.version_of(loader.rulebook_files()) != BOOK.version


def test_another_source_is_another_version() -> None:
    files = loader.rulebook_files()

    assert loader.version_of(files | {"sources.toml": files["sources.toml"] + "# a remark\n"}) != BOOK.version


def test_kept_texts_give_the_rulebook_again_whatever_their_order() -> None:
    files = loader.rulebook_files()

    again = loader.read_rulebook({name: files[name] for name in sorted(files, key=len)})

    assert again.version == BOOK.version
    assert [replace(rule, when=BOOK.rule(rule.id).when) for rule in again.rules] == list(BOOK.rules)
    assert [rule.when.told for rule in again.rules] == [rule.when.told for rule in BOOK.rules]


FIRST = '[[question]]\nid = "a"\nkind = "yes_no"\ntext = "A?"\n'


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (FIRST + "colour = 1", "a: 'colour' is not known"),
        ('[[question]]\nid = "a"\nkind = "yes_no"', "a: an id of its own and a text are needed"),
        (FIRST + FIRST, "a: an id of its own and a text are needed"),
        ('[[question]]\nid = "a"\nkind = "guess"\ntext = "A?"', "a: 'guess' is not a valid Kind"),
        ('[[question]]\nid = "a"\nkind = "many"\ntext = "A?"', "a: at least two options are needed"),
        (FIRST + "folded = true", "a: only answers beside 'none' can be folded"),
        (FIRST + 'when = { answer = "b", is = "yes" }', "a: no question is called 'b'"),
        (
            '[[question]]\nid = "d"\nkind = "date"\ntext = "D?"\n' + FIRST + 'when = { answer = "d", days_under = 3 }',
            "a: a follow-up cannot depend on the day",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(rows: str, reason: str) -> None:
    with pytest.raises(QuestionRefused, match=reason):
        parse_questions({"one": f'id = "one"\ntitle = "One"\n{rows}'})


def test_every_group_of_medicines_is_said_in_words() -> None:
    assert set(BOOK.medicines.says) == set(BOOK.medicines.groups.values())
    assert all(BOOK.medicines.says.values())


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ({"a": {"says": "A", "warfarin": ["warfarin"]}}, "'warfarin' is listed twice"),
        ({"a": {"says": "A", "tea": []}}, "'tea' is listed twice"),
        ({"a": {"says": "A", "Warfarin": []}}, "'Warfarin' should be one word in lower case"),
        ({"a": {"says": "A", "blood thinner": []}}, "'blood thinner' should be one word"),
    ],
)
def test_a_list_of_medicines_that_is_unclear_is_refused(groups: dict[str, dict[str, object]], reason: str) -> None:
    with pytest.raises(MedicineRefused, match=reason):
        parse_medicines({"other": ["tea"], "groups": groups})


@pytest.mark.parametrize(
    ("folder", "name", "before", "after", "told"),
    [
        (
            "RULES",
            "06_blood_pressure.toml",
            'sources = ["consensus"]',
            'sources = ["a_film"]',
            r"06_blood_pressure\.toml, line \d+: low_pressure: 'a_film' is not in sources\.toml",
        ),
        (
            "RULES",
            "08_diabetes.toml",
            'title = "Diabetes"',
            "title = Diabetes",
            r"08_diabetes\.toml: Invalid value \(at line 3",
        ),
        (
            "QUESTIONS",
            "09_body.toml",
            'has = "ulcer"',
            'has = "ulcus"',
            r"09_body\.toml, line \d+: foot_care: 'diabetes_signs' has no answer 'ulcus'",
        ),
        (
            "QUESTIONS",
            "09_body.toml",
            'title = "Long-term illness"',
            "title = Long-term illness",
            r"09_body\.toml: Invalid value \(at line 2",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_line(
    folder: str, name: str, before: str, after: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in getattr(loader, folder).glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / name).read_text("utf-8")
    assert before in text
    (tmp_path / name).write_text(text.replace(before, after, 1), "utf-8")
    monkeypatch.setattr(loader, folder, tmp_path)

    with pytest.raises((RuleRefused, QuestionRefused), match=told):
        loader.load_rulebook.__wrapped__() if folder == "RULES" else loader.load_questions.__wrapped__()


#: Trigger points: more careful in general than in the weeks before, where nothing above level 2 is given anyway.
LIGHT_ANYWAY = {("surgery_0_6w", "TP"), ("clot_1_3m", "TP")}


@of_each(rule for rule in BOOK.rules if rule.supersedes)
def test_who_takes_the_place_of_a_rule_does_not_open_what_that_one_barred(rule: Rule) -> None:
    """Not even once a provider has agreed: a clearance answers a question, it lifts no bar."""
    barred = {
        one for other in rule.supersedes for one in (*BOOK.rule(other).barred, *BOOK.rule(other).barred_elsewhere)
    }
    lines = [line for line in (rule.columns, rule.elsewhere) if line]
    closed = {Outcome.AVOID_REGION, Outcome.DO_NOT_TREAT, Outcome.REFER_URGENT}

    opened = {one.value for one in barred if not any(line[one] in closed for line in lines)}
    assert {technique for technique in opened if (rule.id, technique) not in LIGHT_ANYWAY} == set()


#: Numbers that are no pressure: times, distances, readings ("160 over 110") and ages, week 12, pain of 10.
NO_LEVEL = re.compile(
    r"\bweeks? \d+|\d+ over \d+|under \d+\.\d+|"
    r"\d+(?: to \d+)?(?: quiet)? (?:minutes?|hours?|days?|weeks?|months?|years?|cm)\b|\d+ of 10",
)
MINUTES = re.compile(r"(\d+) minutes")


def levels_said(words: str) -> set[int]:
    """``level 1 to 2`` means at most 2.

    >>> sorted(levels_said("Level 3, fused parts 2; not before week 12, 1 to 2 there."))
    [2, 3]
    """
    left = NO_LEVEL.sub("", words)
    return {int(most or only) for only, most in re.findall(r"\b([1-5])(?: to ([1-5]))?\b(?![.\d]*\d)", left)}


@of_each(BOOK.rules)
def test_a_number_that_the_therapist_reads_is_a_limit_that_the_rule_sets(rule: Rule) -> None:
    """Words that no limit carries would not reach the session."""
    caps = {rule.cap, rule.cap_elsewhere, *(level for _place, level in rule.caps)}
    is_treated = rule.gentle_outcome.rank < Outcome.DO_NOT_TREAT.rank
    minutes = {int(said) for said in MINUTES.findall(rule.for_therapist)} if is_treated else set()

    assert levels_said(rule.for_therapist) <= caps
    assert minutes <= {rule.minutes}


def test_no_page_of_the_rulebook_lumps_many_things_together() -> None:
    subjects = load_subjects()

    assert sorted(rule.id for one in subjects for rule in one.rules) == sorted(rule.id for rule in BOOK.rules)
    assert {one.id: len(one.rules) for one in subjects if len(one.rules) > 45} == {}

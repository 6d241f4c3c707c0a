"""What clients read of the questions and the rules can be read at twelve."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tableside.knowledge.load_consent import load_consent
from tableside.knowledge.load_rulebook import load_rulebook
from tests.reading_age import grade, sentences, syllables, words

BOOK = load_rulebook()
GRADE = 7.0  # the school year of those who are twelve
SENTENCE_GRADE, SENTENCE_WORDS = 10.0, 24
#: Words that whoever they are about knows, and that have no plainer one.
KNOWN = frozenset(
    ["allergic", "chemotherapy", "diabetes", "eczema", "emergency", "infected", "injection", "operation", "psoriasis"]
)


#: Words of answers with more than three syllables. Whoever has, takes or carries one of these knows it by this name.
NAMES = frozenset(
    [
        *("anaemia", "anaesthetic", "ankylosing", "apixaban", "artificial", "chemotherapy", "circulation"),
        *("clopidogrel", "defibrillator", "dialysis", "diarrhoea", "endometriosis", "epilepsy", "everything"),
        *("fibromyalgia", "hepatitis", "inflammation", "operation", "osteopenia", "osteoporosis", "overactive"),
        *("pacemaker", "polymyalgia", "psoriasis", "radiation", "rivaroxaban", "scleroderma", "somebody"),
        *("spondylitis", "stimulator", "ticagrelor", "vaccination"),
    ]
)


def client_reads() -> Iterator[tuple[str, str]]:
    for group in BOOK.questions.groups:
        yield f"lead of {group.id}", group.lead
        for question in group.questions:
            yield question.id, question.text
            yield f"help of {question.id}", "" if question.is_folded else question.help
    for rule in BOOK.rules:
        yield rule.id, rule.for_client
        yield f"what would change {rule.id}", rule.would_change
    for clause in load_consent().clauses:
        yield f"consent, {clause.id}", clause.text


TEXTS = {name: text for name, text in client_reads() if text}


def test_each_text_is_for_twelve_year_olds() -> None:
    found = {name: round(grade(text, known=KNOWN), 1) for name, text in TEXTS.items()}

    assert {name: (at, TEXTS[name]) for name, at in found.items() if at > GRADE} == {}
    assert sum(found.values()) / len(found) < GRADE - 3


def test_no_sentence_is_long_or_hard_by_itself() -> None:
    said = [one for text in TEXTS.values() for one in sentences(text)]

    assert [one for one in said if len(words(one)) > SENTENCE_WORDS] == []
    assert [one for one in said if len(words(one)) > 2 and grade(one, known=KNOWN) > SENTENCE_GRADE] == []


def test_the_words_of_answers_and_lists_are_plain_but_for_names_of_what_somebody_has() -> None:
    asked = BOOK.questions.questions
    lists = [question.help if question.is_folded else "" for question in asked]
    labels = [option.label for question in asked for option in question.options]
    hard = {one.lower() for text in (*lists, *labels) for one in words(text) if syllables(one) > 3}

    assert hard == NAMES


def test_what_is_hard_to_read_is_found() -> None:
    hard = "Do you have neck pain or headache together with dizziness, double vision, a numb face, or trouble speaking?"

    assert grade("Do you have a fever?") < 1 < GRADE < grade(hard)
    assert grade("Is the eczema infected?", known=KNOWN) < grade("Is the eczema infected?")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "place used please swelled 36"),
        (2, "massage table started doctor bruises being people needed"),
        (3, "area pregnancy condition medicine therapist"),
        (4, "radiation emergencies operation’s"),
    ],
)
def test_syllables_are_counted_as_they_are_heard(count: int, said: str) -> None:
    assert {one: syllables(one) for one in said.split()} == dict.fromkeys(said.split(), count)

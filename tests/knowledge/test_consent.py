"""The words that clients sign: whole, numbered, and never changed once shipped."""

from __future__ import annotations

import pytest

from tableside.knowledge.load_consent import Clause, ConsentUnreadable, load_consent, parse_consent

SIGNED_WORDS = {
    "consent-1": "912dad262efdf00239e561965c3e66cd9e1048e837c6921e6b8dd5e1a4cfc3b0",
    "consent-2": "cc3a254ef65bfa8b824789dd35f1e1412e407c19cc5bb4c0822453834964c984",
}


def test_the_consent_has_a_title_and_seven_clauses() -> None:
    consent = load_consent()

    assert (consent.version, consent.title) == ("consent-2", "Consent to massage")
    assert [clause.id for clause in consent.clauses] == [
        "what",
        "risks",
        "health",
        "control",
        "draping",
        "records",
        "signing",
    ]


@pytest.mark.parametrize("version", SIGNED_WORDS)
def test_words_that_may_have_been_signed_have_not_changed(version: str) -> None:
    assert load_consent(version).digest == SIGNED_WORDS[version]


def test_lines_of_a_clause_are_joined() -> None:
    consent = parse_consent("consent-9", "# Title\n\n## You decide {control}\nAt any\nmoment.\n")

    assert consent.clauses == (Clause("control", "You decide", "At any moment."),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title only\n",
        "## No title {x}\nText\n",
        "# Title\n\n## No id\nText\n",
        "# Title\n\n## No text {x}\n",
        "# Title\n\n## One {x}\nText\n\n## Two {x}\nText\n",
        "# Title\nWords outside any clause\n\n## One {x}\nText\n",
    ],
)
def test_a_text_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ConsentUnreadable):
        parse_consent("consent-9", text)


def test_a_version_that_never_was_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        load_consent("consent-0")

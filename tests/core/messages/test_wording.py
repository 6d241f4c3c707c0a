"""Words with names in them: what is read, what is refused, and what a value can never do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.decision import Refused
from tableside.core.messages.text_size import text_size
from tableside.core.messages.wording import Kind, Name, Place, Wording, names_in, read_wording

NAMES = (Name.CLIENT, Name.DATE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello {client}, see you on {date}.", "Hello Gwen {date} {0}, see you on Monday."),
        ("{ Client }{DATE}", "Gwen {date} {0}Monday"),
        ("No names, 100% %(date)s $date {date}", "No names, 100% %(date)s $date Monday"),
        ("", ""),
    ],
)
def test_names_are_filled_once_and_nothing_else_is_read(text: str, said: str) -> None:
    wording = read_wording(text, names=NAMES)

    assert isinstance(wording, Wording)
    assert wording.filled({Name.CLIENT: "Gwen {date} {0}", Name.DATE: "Monday"}) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{pain}", "unknown_name"),
        ("{service}", "unknown_name"),
        ("{}", "unknown_name"),
        ("{0}", "unknown_name"),
        ("{client.email}", "unknown_name"),
        ("{client!r}", "unknown_name"),
        ("{date:>99999999}", "unknown_name"),
        ("{{client}}", "lone_brace"),
        ("{client", "lone_brace"),
        ("client}", "lone_brace"),
        ("}{", "lone_brace"),
    ],
)
def test_what_is_no_name_is_refused_and_the_names_are_listed(text: str, code: str) -> None:
    refused = read_wording(text, names=NAMES)

    assert isinstance(refused, Refused)
    assert refused.code == code
    assert refused.detail.endswith("{client}, {date}.")


@given(st.text(alphabet="{}a client\n", max_size=40))
def test_whatever_is_read_holds_no_brace_but_those_of_names(text: str) -> None:
    wording = read_wording(text, names=NAMES)

    without_names = re.sub(r"\{ *(client|date) *\}", "", text)
    assert isinstance(wording, Refused) == ("{" in without_names or "}" in without_names)


def test_no_subject_and_no_text_can_name_the_treatment_or_hold_a_link_to_an_appointment() -> None:
    for kind in Kind:
        assert {Name.SERVICE, Name.APPOINTMENT, Name.THERAPIST}.isdisjoint(names_in(kind, Place.SUBJECT))
        assert {Name.SERVICE, Name.APPOINTMENT, Name.THERAPIST}.isdisjoint(names_in(kind, Place.TEXT))
    with_link = [kind for kind in Kind if Name.LINK in names_in(kind, Place.TEXT)]
    assert with_link == [Kind.DECLINED, Kind.CANCELLED, Kind.REVIEW_REQUEST]


@pytest.mark.parametrize(
    ("text", "parts", "used"),
    [
        ("", 0, 0),
        ("a" * 160, 1, 160),
        ("a" * 161, 2, 161),
        ("a" * 306, 2, 306),
        ("a" * 307, 3, 307),
        ("€" * 80, 1, 160),
        ("a" * 152 + "€" + "a" * 152, 3, 306),  # the € would be cut in half, so it begins the second part
        ("ő" * 70, 1, 70),
        ("ő" * 71, 2, 71),
        ("ő" * 134, 2, 134),
        ("🙂" * 35, 1, 70),
        ("🙂" * 67, 3, 134),  # 33 in each part, and one place stays empty
    ],
)
def test_parts_are_counted_as_phones_count_them(text: str, parts: int, used: int) -> None:
    size = text_size(text)

    assert (size.parts, size.used) == (parts, used)
    assert size.used <= size.room or not text

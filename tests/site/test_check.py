"""Check before you book: whoever asks gets the answer that a booking would get, and leaves no trace."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.screening.request import Answer
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import Practice, Service
from tests.factories import CLOT_SIGNS, healthy
from tests.personas import Cast, today_at_linden

pytestmark = pytest.mark.django_db


def wish(cast: Cast, **changes: object) -> dict[str, object]:
    told = {"what": str(cast.swedish.id), "minutes": 60, "on": timezone.now().date() + timedelta(days=2)}
    return {f"wish-{name}": value for name, value in (told | changes).items()}


def well(**changes: Answer) -> dict[str, Any]:
    """Everything that has to be answered, and the markers of a page that showed it all."""
    answers = load_questions().as_json(healthy(load_questions(), **changes))
    return {**answers, "shown": [*answers]}


def answer(browser: Browser, cast: Cast, answers: Mapping[str, object], **changes: object) -> Any:
    return browser.post("/check/", {**wish(cast, **changes), **answers, "step": "answer"})


def heading(page: Any) -> str:
    found = re.search(r"<h1[^>]*>(.+?)</h1>", page.content.decode(), re.DOTALL)
    assert found is not None
    return found[1].strip()


def test_the_first_step_offers_what_the_practice_offers_and_every_kind_of_massage(client: Browser, cast: Cast) -> None:
    page = client.get("/check/").content.decode()

    assert f'<option value="{cast.swedish.id}" selected>' in page or f'<option value="{cast.swedish.id}">' in page
    assert '<option value="cupping">' in page
    assert "Otto" not in page


def test_the_second_step_carries_the_first_and_asks_what_decides(client: Browser, cast: Cast) -> None:
    page = client.post("/check/", {**wish(cast), "step": "questions"})

    words = page.content.decode()
    assert page.status_code == 200
    assert f'<input type="hidden" name="wish-what" value="{cast.swedish.id}">' in words
    assert 'name="fever"' in words
    assert 'name="other_allergies' in words
    assert 'name="aim"' not in words  # for the therapist: it decides nothing


@pytest.mark.parametrize(
    ("answers", "expected", "can_book"),
    [
        ({}, "Yes, you can book this", True),
        ({"skin": ("bruise",), "skin_places": ("calf.left",)}, "Yes, you can book this, with limits", True),
        (
            {"high_pressure": "unsure", "systolic": 165, "diastolic": 98, "pressure_on": today_at_linden()},
            "Ask first, then come",
            True,
        ),
        ({"clot": "unsure"}, "Ask first, then come", True),
        ({"fever": "yes"}, "Not as things are: please wait with this", False),
        (CLOT_SIGNS, "Please get this looked at now", False),
    ],
    ids=["well", "bruise", "high", "unsure", "fever", "urgent"],
)
def test_each_outcome_is_said_in_plain_words(
    client: Browser, cast: Cast, answers: dict[str, Answer], expected: str, can_book: bool
) -> None:
    page = answer(client, cast, well(**answers))

    assert (page.status_code, heading(page)) == (200, expected)
    assert ('button--large" href="/book/' in page.content.decode()) is can_book


def test_a_limit_comes_with_how_certain_it_is_and_what_would_change_it(client: Browser, cast: Cast) -> None:
    reading: dict[str, Answer] = {"systolic": 150, "diastolic": 92, "pressure_on": today_at_linden()}
    raised = well(high_pressure="yes", pressure_usual="raised", **reading)
    page = answer(client, cast, raised, what="deep_tissue").content.decode()

    assert "Pressure at most: Medium (level 3 of 5)." in page
    assert "Moderate certainty" in page
    assert "What would change it: If your readings are below 140 over 90." in page


def test_in_need_of_care_there_is_the_number_and_nothing_to_book(client: Browser, cast: Cast) -> None:
    page = answer(client, cast, well(**CLOT_SIGNS)).content.decode()

    assert f'href="tel:{cast.practice.emergency_number}"' in page
    assert "Book" not in page


def test_the_maternity_unit_is_named_beside_its_signs_and_nowhere_else(client: Browser, cast: Cast) -> None:
    Practice.objects.filter(pk=cast.practice.pk).update(maternity_line="+43 1 40400")

    pregnant = well(pregnant="yes", pregnant_weeks=30, pregnancy_signs=("movement",))
    assert (
        'The maternity unit: <a href="tel:+43140400">+43 1 40400</a>' in answer(client, cast, pregnant).content.decode()
    )
    clot = answer(client, cast, well(**CLOT_SIGNS)).content.decode()
    assert ("maternity" in clot, "crisis line" in clot) == (False, False)


def test_the_poison_line_is_that_of_the_practice_else_of_the_country_and_only_beside_its_sign(
    client: Browser, cast: Cast
) -> None:
    def lines(taken: str, **practice: str) -> list[str]:
        Practice.objects.filter(pk=cast.practice.pk).update(**practice)
        page = answer(client, cast, well(mind=("crisis",), crisis_taken=taken)).content.decode()
        assert 'The crisis line, to talk to somebody right now: <a href="tel:142">142</a>' in page
        return re.findall(r"The poison line: <a[^>]+>([^<]+)<", page)

    assert lines("yes", country="CH") == ["145"]
    assert lines("no") == []
    assert lines("unsure", poison_line="+41 44 251 51 51") == ["+41 44 251 51 51"]
    assert lines("yes", country="DE", poison_line="") == []


def test_in_need_of_care_nobody_has_to_answer_the_rest_first(client: Browser, cast: Cast) -> None:
    page = answer(client, cast, {"chest_signs": "yes"})

    assert (page.status_code, heading(page)) == (200, "Please get this looked at now")


def test_without_a_number_none_is_shown(client: Browser, cast: Cast) -> None:
    Practice.objects.filter(pk=cast.practice.pk).update(emergency_number="")

    assert "tel:" not in answer(client, cast, well(**CLOT_SIGNS)).content.decode()


def test_what_is_missing_is_asked_again_and_what_was_said_is_kept(client: Browser, cast: Cast) -> None:
    answers = {key: value for key, value in well(fever="no").items() if key != "heart"}
    page = answer(client, cast, answers)

    words = page.content.decode()
    assert page.status_code == 422
    assert words.count("Please answer this one. It decides what is safe.") == 2  # in the summary and at the question
    assert re.search(r'name="fever" value="no"[^>]*checked', words)


def test_without_javascript_follow_ups_open_on_the_way(client: Browser, cast: Cast) -> None:
    answers = well()
    answers |= {"injury": "yes", "shown": [key for key in answers if key != "shown"]}
    page = answer(client, cast, answers)

    words = page.content.decode()
    assert page.status_code == 422
    assert "A few more questions have opened below." in words
    assert "Please answer this one" not in words


def test_what_a_medicine_opens_is_told_while_it_is_typed_and_counts_as_a_tenth_of_a_step(
    client: Browser, cast: Cast, settings: Any
) -> None:
    settings.CHECKS_PER_ADDRESS = 1
    sent = {**wish(cast), "medicines": "Eliquis", "shown": ["medicines"], "step": "look"}
    parts = [client.post("/check/", sent, headers={"HX-Request": "true"}) for _ in range(11)]

    assert [part.status_code for part in parts] == [200] * 10 + [429]
    assert 'id="thinner_unstable-waiting" hx-swap-oob="true">' in parts[0].content.decode()
    assert client.post("/check/", {**wish(cast), "step": "questions"}).status_code == 429


def test_somebody_who_waits_is_told_from_when_on(client: Browser, cast: Cast) -> None:
    today = timezone.now().date()
    stent: dict[str, Answer] = {
        "heart": "yes",
        "heart_kind": ("attack",),
        "heart_event_on": today - timedelta(days=20),
    }
    page = answer(client, cast, well(**stent)).content.decode()

    assert "With the same answers you could come from " in page
    assert f"on={(today + timedelta(days=22)).isoformat()}" in page  # six weeks after


def test_the_way_back_keeps_every_answer(client: Browser, cast: Cast) -> None:
    told = {**wish(cast, places=["calf.left", "calf.right"]), **well(fever="yes")}

    questions = client.post("/check/", {**told, "step": "questions"}).content.decode()
    first = client.post("/check/", {**told, "step": "wish"}).content.decode()

    assert re.search(r'name="fever" value="yes"[^>]*checked', questions)
    assert questions.count('type="hidden" name="wish-places"') == 2
    assert '<input type="hidden" name="fever" value="yes">' in first


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", "karate"),
        ("what", ""),
        ("minutes", "1e3"),
        ("on", "2020-01-01"),
        ("on", "9999-12-31"),
        ("on", "soon"),
        ("places", ["tail"]),
    ],
)
def test_a_wish_that_cannot_be_read_is_asked_again(client: Browser, cast: Cast, field: str, value: object) -> None:
    page = answer(client, cast, well(), **{field: value})

    assert page.status_code == 422
    assert "needs another look" in page.content.decode()


@pytest.mark.parametrize("answers", [{"fever": "<b>"}, {"systolic": "9" * 400}, {"injury_on": "x", "skin": ["y"]}])
def test_answers_that_cannot_be_read_are_asked_again(client: Browser, cast: Cast, answers: dict[str, object]) -> None:
    page = answer(client, cast, well() | answers)

    assert page.status_code == 422
    assert "<b>" not in page.content.decode()


def test_the_service_of_another_practice_is_not_there(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.other_practice.id):
        theirs = Service.objects.create(slug="theirs", name="Their massage", technique="swedish")

    page = answer(client, cast, well(), what=str(theirs.id))

    assert page.status_code == 422
    assert "Their massage" not in page.content.decode()


def test_a_practice_without_services_still_checks_kinds_of_massage(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        Service.objects.update(is_offered=False)
    words = client.get("/check/").content.decode()

    assert "Our treatments" not in words
    assert heading(answer(client, cast, well(), what="swedish")) == "Yes, you can book this"


@pytest.mark.usefixtures("db")
def test_before_there_is_a_practice_every_address_leads_to_setting_one_up(client: Browser) -> None:
    assert client.get("/check/")["Location"] == "/setup/"


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
        return counts


def test_checking_writes_no_row_and_no_log_line_and_sets_no_cookie_of_its_own(
    client: Browser, cast: Cast, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    usual = {"csrftoken"}  # every page with a form sets it
    client.get("/guide/")
    before = rows()
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "django.db.backends")  # the test's own debugging of queries
    for handled in ("django.template", "django.utils.autoreload"):
        caplog.set_level(logging.INFO, handled)
    caplog.clear()

    pages = [
        client.get("/check/"),
        client.post("/check/", {**wish(cast), "step": "questions"}),
        answer(client, cast, well(medicines="apixaban")),
        answer(client, cast, well(**CLOT_SIGNS)),
        answer(client, cast, {"fever": "yes"}),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 200, 422]
    assert rows() == before
    assert [record.getMessage() for record in caplog.records if "/check/" not in record.getMessage()] == []
    assert "apixaban" not in caplog.text
    assert capfd.readouterr() == ("", "")
    assert set(client.cookies) <= usual
    assert {page["Cache-Control"] for page in pages} == {"no-store, private"}


def test_answers_in_the_address_are_not_looked_at(client: Browser, cast: Cast) -> None:
    page = client.get("/check/?step=answer&fever=yes").content.decode()

    assert 'name="fever"' not in page


def test_who_asks_endlessly_is_asked_to_wait(client: Browser, cast: Cast, settings: Any) -> None:
    settings.CHECKS_PER_ADDRESS = 2
    before = rows()

    statuses = [client.post("/check/", {**wish(cast), "step": "questions"}).status_code for _ in range(3)]
    other = client.post("/check/", {**wish(cast), "step": "questions"}, REMOTE_ADDR="192.0.2.7").status_code

    assert (statuses, other, rows()) == ([200, 200, 429], 200, before)


@pytest.mark.parametrize("address", ["/", "/guide/", "/guide/precautions/", "/book/"])
def test_the_way_here_is_shown(client: Browser, cast: Cast, address: str) -> None:
    assert 'href="/check/"' in client.get(address).content.decode()


def test_another_method_is_refused(client: Browser, cast: Cast) -> None:
    assert client.put("/check/").status_code == 405


def test_the_answer_takes_few_queries(client: Browser, cast: Cast, django_assert_max_num_queries: Any) -> None:
    answers = well()
    with django_assert_max_num_queries(8):
        answer(client, cast, answers)


def test_a_medicine_that_was_understood_is_shown_back(client: Browser, cast: Cast) -> None:
    page = answer(client, cast, well(medicines="Apixabann 5 mg, tea")).content.decode()

    assert "<li>“Apixabann” as apixaban</li>" in page
    assert "Medicines we understood" not in answer(client, cast, well(medicines="tea")).content.decode()


def test_the_page_says_how_to_measure(client: Browser, cast: Cast) -> None:
    page = client.post("/check/", {**wish(cast), "step": "questions"}).content.decode()

    assert page.count("How to measure your blood pressure at home") == 1

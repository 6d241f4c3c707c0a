"""One question at a time: whoever chose it goes from one question to the next, and their answers are the same."""

from __future__ import annotations

import re

from django.test import Client as Browser

from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.models import Client
from tableside.records.intake.queries import draft_of
from tests.factories import healthy, recent_injury
from tests.intakes import form_value
from tests.personas import Cast, signed_in, today_at_linden


def choose(browser: Browser, way: str) -> str:
    return str(browser.post("/my/intake/way/", {"way": way})["Location"])


def ids_on(page: str) -> list[str]:
    return re.findall(r'name="shown" value="(\w+)"', page)


def test_all_that_is_asked_comes_one_at_a_time_and_then_the_page_to_sign(linden: Cast) -> None:
    browser, questions = signed_in(linden.clara), load_questions()
    answers = healthy(questions, medicines="ibuprofen", **recent_injury(today_at_linden()))
    asked: list[str] = []
    url = choose(browser, "one")

    while url != "/my/intake/sign/":
        shown = ids_on(browser.get(url).content.decode())
        told = {key: form_value(answers[key]) for key in shown if key in answers}
        asked += shown
        url = browser.post(url, told | {"shown": shown, "go": "next"})["Location"]

    draft = draft_of(linden.clara.client.id)
    assert draft is not None
    assert asked == [one.id for one in questions.asked(answers) if one.id != "under_18"]  # worked out
    assert questions.read_answers(draft.answers)[0].keys() - {"answered_on"} == answers.keys()


def test_progress_back_and_a_follow_up_that_opens(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    numbers = {step.questions[0].id: number for number, step in enumerate(load_questions().steps, 1)}
    first, illness, over, rash = (numbers[key] for key in ("fever", "illness", "illness_over", "rash_state"))
    place = "/my/intake/one/{}/".format

    assert "Step 2 of " in browser.get(place(illness)).content.decode()
    to_follow_up = browser.post(place(illness), {"illness": "chest", "shown": "illness"})["Location"]
    back = browser.post(place(over), {"illness_over": "yes", "shown": "illness_over", "go": "back"})["Location"]
    unanswered = browser.post(place(first), {"shown": "fever"})

    assert (to_follow_up, back) == (place(over), place(illness))
    assert browser.get(place(rash))["Location"] == place(numbers["chest_signs"])
    assert unanswered.status_code == 422
    assert "Please answer this one" in unanswered.content.decode()


def test_the_choice_is_kept_for_the_person_and_can_be_taken_back(linden: Cast) -> None:
    assert choose(signed_in(linden.clara), "one") == "/my/intake/one/1/"
    start = signed_in(linden.clara).get("/my/intake/").content.decode()
    assert 'href="/my/intake/one/1/"' in start
    assert "Everything on one page" in start

    assert choose(signed_in(linden.clara), "page") == "/my/intake/all/"
    assert list(Client.objects.filter(one_at_a_time=True)) == []


def test_the_two_numbers_of_a_reading_are_asked_together(linden: Cast) -> None:
    steps = [tuple(one.id for one in step.questions) for step in load_questions().steps]

    pairs = [("systolic", "diastolic"), ("systolic_again", "diastolic_again")]
    assert [step for step in steps if len(step) > 1] == pairs
    assert [key for step in steps for key in step] == [one.id for one in load_questions().questions]

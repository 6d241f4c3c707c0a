"""What each outcome looks like to the two who meet it, in a real browser: the client who has just signed, and the
therapist who opens the same appointment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tableside.core.screening.request import Answer
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.foundation.scope import practice_scope
from tests.factories import BLOOD_THINNER, CLOT_SIGNS, FEVER, recent_injury, recent_surgery
from tests.intakes import page_of
from tests.personas import ClientPersona, StaffPersona, make_cast, signed_in, today_at_linden
from tests.sessions import booked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.once]

#: What the client answers, what they read first, and the name of it for the therapist.
OUTCOMES: dict[str, tuple[Callable[[], Mapping[str, Answer]], str, str]] = {
    "proceed": (dict, "Nothing stands in the way", "Go ahead"),
    "modify": (lambda: BLOOD_THINNER, "Your therapist will adapt the treatment", "Adapt the treatment"),
    "avoid_region": (lambda: recent_injury(today_at_linden()), "Some areas will be left out", "Leave an area out"),
    "needs_clearance": (
        lambda: recent_surgery(today_at_linden()),
        "One question has to be answered first",
        "Needs clearance first",
    ),
    "do_not_treat": (lambda: FEVER, "Please do not come for massage", "Do not treat"),
    "refer_urgent": (lambda: CLOT_SIGNS, "Please get this looked at now", "Seek care now"),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_client_and_therapist_read_the_same_outcome_in_their_own_words(
    live_server: Any, new_context: Callable[..., Any], outcome: str
) -> None:
    answers, words_for_client, words_for_therapist = OUTCOMES[outcome]
    cast = make_cast()
    with practice_scope(cast.practice.id):
        appointment = booked(cast, at=timezone.now() + timedelta(days=3))
    browser = signed_in(cast.clara)
    for number, group in enumerate(load_questions().groups, start=1):
        browser.post(f"/my/intake/{number}/", page_of(group, answers()))

    def window(persona: ClientPersona | StaffPersona, width: int) -> Page:
        context = new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        cookie = signed_in(persona).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page: Page = context.new_page()
        return page

    client = window(cast.clara, 360)
    client.goto("/my/intake/sign/")
    client.get_by_label("I have read this and agree").check()
    client.get_by_label("Sign: your full name").fill("Clara Novak")
    client.get_by_role("button", name="Sign and send").click()

    main = client.get_by_role("main")
    expect(main).to_contain_text(words_for_client)
    assert client.evaluate("document.documentElement.scrollWidth <= innerWidth")
    urgent = outcome == "refer_urgent"
    assert bool(main.locator("a[href^='tel:112']").count()) is urgent
    assert not (urgent and main.locator("a[href^='/book/']").count())

    therapist = window(cast.ana, 1024)
    therapist.goto(reverse("desk:finding", args=[appointment.id]))
    expect(therapist.get_by_role("main")).to_contain_text(words_for_therapist)
    therapist.goto(reverse("desk:session", args=[appointment.id]))
    expect(therapist.get_by_role("main")).to_contain_text(words_for_therapist)

"""The health questions as a client fills them in, and what a therapist makes of them, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from tableside.records.clients.models import Client
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.models import Clearance
from tableside.records.intake.queries import draft_of
from tableside.workflows.clearance.ask_provider import make_provider_link
from tests.browser.accessibility import violations
from tests.browser.harmless import harmless, words_shown
from tests.factories import CLOT_SIGNS, answered, recent_surgery
from tests.personas import Cast, ClientPersona, StaffPersona, make_cast, signed_in
from tests.sessions import booked

pytestmark = pytest.mark.django_db(transaction=True)

WORDS_A_SECOND = 238 / 60  # adults reading in silence (Brysbaert 2019)
SIGNS_A_SECOND = 36.2 * 5 / 60  # typing on a telephone, a word being five signs (Palin et al. 2019)
SECONDS_A_TAP = 2  # assumed: no study counts the way to the next of many plain answers


@pytest.fixture
def cast(live_server: Any) -> Cast:
    """With real commits: the server runs in a thread of its own."""
    return make_cast()


@pytest.fixture
def page_of(live_server: Any, new_context: Callable[..., Any]) -> Callable[..., Page]:
    def page_of(persona: ClientPersona | StaffPersona, width: int) -> Page:
        context = new_context(base_url=live_server.url, viewport={"width": width, "height": 900}, bypass_csp=True)
        cookie = signed_in(persona).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page: Page = context.new_page()
        return page

    return page_of


def test_a_follow_up_opens_at_once_and_half_a_page_is_saved_by_itself(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = page_of(cast.clara, 360)
    page.goto("/my/intake/3/")
    when = page.get_by_label("When was it?")
    expect(when).to_be_hidden()

    page.get_by_role("group", name="Operation or procedure").get_by_label("Yes").check()

    expect(when).to_be_visible()
    expect(page.get_by_text("Saved")).to_be_visible()
    with practice_scope(cast.practice.id):
        draft = draft_of(cast.clara.client.id)
        assert draft is not None
        assert draft.answers["surgery"] == "yes"


def test_a_line_for_the_next_medicine_appears_and_enter_goes_to_it(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = page_of(cast.clara, 360)
    page.goto("/my/intake/all/")
    lines = page.get_by_role("group", name="Which medicines do you take?").get_by_role("combobox")
    expect(lines).to_have_count(1)

    lines.first.fill("Eliquis")
    lines.first.press("Enter")
    page.keyboard.type("my own drops")

    expect(lines).to_have_count(3)
    expect(page.get_by_label("Line 2")).to_have_value("my own drops")
    expect(page.locator("#thinner_unstable-waiting")).to_be_visible()  # what a blood thinner opens, without a button
    page.get_by_text("Finish later").click()
    page.get_by_role("button", name="Save and go on later").click()
    with practice_scope(cast.practice.id):
        draft = draft_of(cast.clara.client.id)
        assert draft is not None
        assert draft.answers["medicines"] == "Eliquis\nmy own drops"


@pytest.mark.once
def test_every_page_is_accessible_and_fits(cast: Cast, page_of: Callable[..., Page]) -> None:
    now = timezone.now()
    with practice_scope(cast.practice.id), transaction.atomic():
        appointment = booked(cast, at=now + timedelta(days=3))
        answered(cast.clara, now=now, **recent_surgery(now.date()))
        answered(cast.dora, now=now, **CLOT_SIGNS)
        clearance = Clearance.objects.get()
        provider = f"/clearance/{make_provider_link(clearance, by=cast.ana.actor, now=now)}/"
    found: dict[str, list[str]] = {}

    def look(page: Page, *addresses: str) -> None:
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            found[address] = violations(page)

    look(page_of(cast.clara, 360), *(f"/my/intake/{step}" for step in ("", "1/", "3/", "one/9/", "sign/", "result/")))
    look(page_of(cast.dora, 360), "/my/intake/result/", provider)
    asked = f"/desk/intake/clearances/{clearance.id}/"
    look(page_of(cast.ana, 768), "/desk/intake/", f"/desk/intake/{appointment.id}/", asked, f"{asked}letter/")

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_a_healthy_person_is_done_in_under_four_minutes_and_25_taps(cast: Cast, page_of: Callable[..., Page]) -> None:
    """Each question that has to be answered is answered for itself, and every word is read, also those of answers that
    are not given; this is the first time, so that the date of birth is asked for too."""
    with practice_scope(cast.practice.id):
        Client.objects.filter(pk=cast.clara.client.pk).update(born_on=None)
    page = page_of(cast.clara, 360)
    page.goto("/my/intake/")
    read = words_shown(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Begin").click()
    read += words_shown(page)
    controls = harmless(page)
    for control in controls:
        page.locator(f"#{control}").check()
    page.get_by_label("Date of birth").fill("1988-05-04")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    read += words_shown(page)
    page.get_by_label("I have read this and agree").check()
    page.get_by_label("Sign: your full name").fill("Clara Novak")
    page.get_by_role("button", name="Sign and send").click()

    expect(page.get_by_role("heading", name="Thank you. Nothing stands in the way.")).to_have_count(1)
    taps = len(controls) + len(("next", "consent", "name", "send"))
    assert taps <= 25
    typed = len("04051988" + "Clara Novak")
    seconds = len(read) / WORDS_A_SECOND + (taps + len(("begin", "birth"))) * SECONDS_A_TAP + typed / SIGNS_A_SECOND
    assert seconds < 240, f"{len(read)} words, {taps} taps"

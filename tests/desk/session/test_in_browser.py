"""The session page in a real browser on a tablet: pressing, typing, and what a dropped sign-in does to the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.test import Client as Browser
from django.urls import reverse
from playwright.sync_api import Page, expect

from tableside.records.charting.models import Session
from tableside.records.foundation.scope import practice_scope
from tests.browser.accessibility import violations
from tests.factories import answered
from tests.personas import Cast, make_cast, signed_in
from tests.sessions import again, booked, running, this_minute

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Tablet:
    page: Page
    cast: Cast
    session: Session
    url: str

    def sign_in(self, browser: Browser) -> None:
        value = browser.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": value, "url": self.url}])

    def open(self) -> Page:
        self.page.goto(reverse("desk:session", args=[self.session.appointment_id]))
        self.page.wait_for_function("customElements.get('auto-save') && window.htmx")
        return self.page

    def saved(self) -> Session:
        return again(self.session.appointment)


@pytest.fixture
def tablet(live_server: Any, new_context: Callable[..., Any]) -> Iterator[Tablet]:
    cast = make_cast()
    with practice_scope(cast.practice.id):
        answered(cast.clara)
        session = running(cast, booked(cast, at=this_minute()))
        # axe tries inline styles while it measures, which the policy would rightly report
        context = new_context(base_url=live_server.url, viewport={"width": 1024, "height": 768}, bypass_csp=True)
        tablet = Tablet(context.new_page(), cast, session, live_server.url)
        tablet.sign_in(signed_in(cast.ana))
        yield tablet


def part(page: Page, name: str) -> Any:
    return page.locator(f"#{name}")


def test_a_place_is_pressed_on_the_body_and_kept_without_a_save_button(tablet: Tablet) -> None:
    body = part(tablet.open(), "body")

    body.locator('[data-place="shoulder.left"]').first.click()
    row = body.locator(".mark-row").filter(has=tablet.page.locator("select")).first
    row.get_by_label("0 to 10").select_option("7")
    row.get_by_label("What was found").select_option("trigger_point")

    expect(body.get_by_role("status")).to_contain_text("Saved")
    assert [(one.place, one.score, one.kind) for one in tablet.saved().marks.all()] == [
        ("shoulder.left", 7, "trigger_point")
    ]


def test_work_and_pressure_are_written_down_in_place_and_the_page_stays_accessible(tablet: Tablet) -> None:
    page = tablet.open()
    work = part(page, "work")

    work.get_by_label("Where").focus()
    work.get_by_label("Where").select_option("knee_back.left")
    expect(work.get_by_text("Up to level 2 here.")).to_be_visible()
    expect(work.get_by_label("Where")).to_be_focused()
    expect(work.locator('[name="pressure"][value="3"]')).to_be_disabled()
    work.locator('[name="pressure"][value="2"]').check()
    work.get_by_label("15", exact=True).check()
    work.get_by_role("button", name="Add", exact=True).click()
    expect(work.locator(".work-list__place")).to_have_text("Left back of the knee")
    expect(work.get_by_label("Where")).to_be_focused()
    pressure = part(page, "pressure")
    pressure.get_by_role("button", name="Lighter").click()
    expect(pressure.locator(".said-list")).to_contain_text("Lighter")

    kept = tablet.saved()
    assert [(row.place, row.minutes, row.pressure) for row in kept.works.all()] == [("knee_back.left", 15, 2)]
    assert [one.said for one in kept.feedback.all()] == ["lighter"]
    assert page.url.endswith(reverse("desk:session", args=[tablet.session.appointment_id]))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_note_is_saved_again_and_again_as_it_is_typed(tablet: Tablet) -> None:
    note = part(tablet.open(), "note")
    for number, words in enumerate(("Stiff neck", "Stiff neck since Friday"), start=1):
        note.get_by_label("Subjective").fill(words)
        expect(note.locator('[name="revision"]')).to_have_value(str(number))

    assert (tablet.saved().note.subjective, tablet.saved().note.revision) == ("Stiff neck since Friday", 2)


def test_text_typed_after_the_sign_in_has_expired_is_kept_and_saved_after_signing_in_again(tablet: Tablet) -> None:
    page = tablet.open()
    note = part(page, "note")
    SignIn.objects.all().delete()

    note.get_by_label("Subjective").fill("Typed while signed out")
    expect(note.get_by_role("status")).to_contain_text("Sign in again in a new tab")
    note.get_by_role("button", name="Save the note").click()
    expect(note.get_by_label("Subjective")).to_have_value("Typed while signed out")

    page.context.clear_cookies(name="csrftoken")  # signing in changes this one too
    tablet.sign_in(signed_in(tablet.cast.ana))
    expect(note.get_by_role("status")).to_contain_text("Saved", timeout=20_000)
    assert tablet.saved().note.subjective == "Typed while signed out"

"""The calendar in a real browser: dragged, refused, moved back, walked through by keyboard, and kept fresh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tableside.core.appointments.status import Status
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import MassageTable
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tests.browser.accessibility import violations_by_day_and_night
from tests.personas import Cast, make_cast, signed_in
from tests.sessions import booked

pytestmark = pytest.mark.django_db(transaction=True)

VIENNA = ZoneInfo("Europe/Vienna")


@dataclass
class Screen:
    page: Page
    cast: Cast
    appointment: Appointment
    monday: str

    def open(self, more: str = "") -> Page:
        self.page.goto(f"{reverse('desk:calendar')}?on={self.monday}{more}")
        expect(self.block).to_be_visible()
        return self.page

    @property
    def block(self) -> Locator:
        return self.page.locator(f'[data-appointment="{self.appointment.id}"]')

    def drag(self, *, columns: int = 0, hours: float = 0) -> None:
        """By the middle of the block; half an hour is 36 pixels high."""
        expect(self.block).to_be_visible()  # it is drawn anew after each answer
        box = self.block.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + columns * (box["width"] + 6), y + hours * 72, steps=8)
        self.page.mouse.up()

    def drag_with_a_finger(self, *, columns: int = 0, hours: float = 0) -> None:
        """Held for a moment first: a finger that moves at once scrolls the page."""
        expect(self.block).to_be_visible()
        box = self.block.bounding_box()
        assert box is not None
        touch = self.page.context.new_cdp_session(self.page)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3

        def send(kind: str, part: float = 0) -> None:
            at = {"x": x + part * columns * (box["width"] + 6), "y": y + part * hours * 72}
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else [at]})

        send("touchStart")
        self.page.wait_for_timeout(500)
        for step in range(1, 9):
            send("touchMove", step / 8)
        send("touchEnd")

    def starts_at(self) -> datetime:
        self.appointment.refresh_from_db()
        return self.appointment.starts_at.astimezone(VIENNA)

    def at(self, clock: str) -> datetime:
        return datetime.fromisoformat(f"{self.monday}T{clock}").replace(tzinfo=VIENNA)


@pytest.fixture
def screen(live_server: Any, new_context: Callable[..., Any]) -> Iterator[Screen]:
    today = timezone.now().date()
    monday = (today + timedelta(days=14 - today.weekday())).isoformat()
    cast = make_cast()
    with practice_scope(cast.practice.id):
        start = datetime.fromisoformat(f"{monday}T10:00").replace(tzinfo=VIENNA)
        appointment = booked(cast, at=start)
        context = new_context(base_url=live_server.url, viewport={"width": 1280, "height": 1100}, bypass_csp=True)
        value = signed_in(cast.front_desk).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        yield Screen(context.new_page(), cast, appointment, monday)


def test_an_appointment_is_dragged_to_somebody_else_and_moved_back_from_the_message(screen: Screen) -> None:
    page = screen.open()
    question = page.get_by_role("dialog", name="Change this appointment?")

    screen.drag(columns=1, hours=3)
    expect(question).to_contain_text("13:00–14:00, Ben Okafor")
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    left = screen.starts_at()
    screen.drag(columns=1, hours=3)
    expect(question.get_by_role("checkbox", name="Tell the client")).to_be_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("13:00 to Ben Okafor")
    expect(toast).to_contain_text("No mail tells them.")
    moved = screen.starts_at(), screen.appointment.therapist_id
    toast.get_by_role("button", name="Move it back").click()
    expect(page.locator(".toast")).to_contain_text("is as before")

    assert left == screen.at("10:00")
    assert moved == (screen.at("13:00"), screen.cast.ben.as_therapist.id)
    assert screen.starts_at() == screen.at("10:00")


@pytest.mark.once
def test_in_a_week_by_room_it_is_dragged_to_another_table_and_with_a_finger_to_another_day(screen: Screen) -> None:
    page = screen.open("&by=room&days=7")
    tables = list(MassageTable.objects.order_by("name"))
    had = screen.appointment.table_id
    press = page.get_by_role("button", name="Change it")
    page.route("**/calendar/feed/**", lambda route: route.abort())  # what it has changed itself it knows without

    screen.drag(columns=1, hours=2)
    expect(page.get_by_role("dialog")).to_contain_text("12:00–13:00")
    press.click()
    expect(page.locator(".toast")).to_contain_text("12:00 to Ana Lindqvist")
    moved = screen.starts_at(), screen.appointment.table_id
    screen.drag_with_a_finger(columns=len(tables), hours=-1)
    press.click()
    expect(page.locator(".toast").last).to_contain_text("11:00 to Ana Lindqvist")

    assert (moved[0], moved[1] != had) == (screen.at("12:00"), True)
    assert (screen.starts_at(), screen.appointment.table_id) == (screen.at("11:00") + timedelta(days=1), moved[1])


def test_a_refused_move_snaps_back_and_says_why(screen: Screen) -> None:
    page = screen.open()
    before = screen.block.bounding_box()

    screen.drag(hours=6.5)
    page.get_by_role("button", name="Change it").click()

    expect(page.locator(".toast--error")).to_contain_text("outside working hours")
    assert (screen.block.bounding_box(), screen.starts_at()) == (before, screen.at("10:00"))


def test_the_lower_edge_is_pulled_to_a_longer_treatment(screen: Screen) -> None:
    page = screen.open()
    box = screen.block.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] + 33, steps=6)
    page.mouse.up()
    page.get_by_role("button", name="Change it").click()

    expect(page.locator(".toast")).to_contain_text("Clara Novak now has 90 minutes.")
    screen.appointment.refresh_from_db()
    assert screen.appointment.ends_at == screen.at("11:30")


def test_what_others_do_appears_without_reloading(screen: Screen) -> None:
    page = screen.open()
    page.evaluate("window.never_reloaded = true")

    later = booked(screen.cast, at=screen.at("14:00"), who=screen.cast.dora)
    change_status(screen.appointment, to=Status.CANCELLED, by=screen.cast.owner.actor, now=timezone.now())

    expect(page.locator(f'[data-appointment="{later.id}"]')).to_be_visible(timeout=5000)
    expect(screen.block).to_have_count(0)
    assert page.evaluate("window.never_reloaded")


def test_the_list_of_the_day_shows_what_others_do_without_reloading_and_keeps_the_focus(screen: Screen) -> None:
    page = screen.page
    page.goto(f"{reverse('desk:day')}?on={screen.monday}")
    link = page.locator(f'fresh-part a.row__link[href*="{screen.appointment.id}"]')
    link.focus()

    with practice_scope(screen.cast.practice.id):
        change_status(screen.appointment, to=Status.ARRIVED, by=screen.cast.ana.actor, now=timezone.now())

    expect(page.locator("fresh-part").get_by_text("Arrived").first).to_be_visible(timeout=8000)
    expect(link).to_be_focused()


def test_a_free_time_leads_to_booking_it(screen: Screen) -> None:
    page = screen.open()
    box = screen.block.bounding_box()
    assert box is not None

    page.mouse.click(box["x"] + 60, box["y"] + 3 * 72 + 10)

    page.wait_for_url("**/desk/book/**")
    assert f"wall={screen.monday}T13%3A00" in page.url
    assert f"therapist={screen.cast.ana.as_therapist.id}" in page.url


@pytest.mark.once
def test_the_calendar_is_accessible_and_fits_at_every_width(screen: Screen) -> None:
    found = {}
    for width, more in ((390, ""), (768, "&by=room"), (1280, "&days=7")):
        screen.page.set_viewport_size({"width": width, "height": 900})
        page = screen.open(more)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        found[width] = violations_by_day_and_night(page)

    assert found == {390: [], 768: [], 1280: []}

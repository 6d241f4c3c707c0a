"""A series in a real browser on a phone, with scripts turned off: booked, moved and cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.personas import make_cast, signed_in


@pytest.fixture
def desk(live_server: Any, new_context: Callable[..., Any]) -> Page:
    cookie = signed_in(make_cast().front_desk).cookies["sessionid"].value
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page: Page = context.new_page()
    page.goto(f"{live_server.url}/desk/book/?q=clara")
    return page


@pytest.mark.django_db(transaction=True)
def test_the_desk_books_a_series_moves_it_and_cancels_the_rest(desk: Page) -> None:
    desk.get_by_role("link", name="Clara Novak").click()
    desk.get_by_role("link", name="Swedish massage, 60 minutes").click()
    desk.get_by_role("link", name="Ana Lindqvist", exact=True).click()
    desk.locator(".offer").nth(3).click()
    desk.get_by_role("link", name="Book it again and again").click()
    desk.get_by_label("How many dates").fill("3")
    desk.get_by_role("button", name="Show these dates").click()
    expect(desk.get_by_role("group").filter(has_text="Leave out")).to_have_count(3)
    desk.get_by_role("button", name="Book the chosen dates").click()
    expect(desk.get_by_text("Booked: 3 dates.")).to_be_visible()

    desk.get_by_role("link", name="The whole series").click()
    desk.get_by_label("At", exact=True).fill("15:00")
    desk.get_by_role("button", name="Show what would change").click()
    desk.get_by_role("button", name="Change these dates").click()
    expect(desk.get_by_text("Changed: 3 dates.")).to_be_visible()

    desk.get_by_role("link", name="Cancel all that are to come").click()
    desk.get_by_role("button", name="Cancel these dates").click()
    expect(desk.get_by_text("Cancelled: 3 dates.")).to_be_visible()
    desk.get_by_role("button", name="Put back").first.click()
    expect(desk.get_by_text("The date is back in the series.")).to_be_visible()

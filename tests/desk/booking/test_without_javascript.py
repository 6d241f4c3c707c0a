"""The desk's whole round in a real browser on a phone, with scripts turned off: book, move, cancel, book for two."""

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
    page.goto(f"{live_server.url}/desk/")
    return page


@pytest.mark.django_db(transaction=True)
def test_the_desk_books_moves_and_cancels_and_then_books_for_two(desk: Page) -> None:
    desk.get_by_role("link", name="Book", exact=True).first.click()
    desk.get_by_label("Name, mail or phone").fill("clara")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("link", name="Clara Novak").click()
    desk.get_by_role("link", name="Swedish massage, 60 minutes").click()
    desk.get_by_role("link", name="Ana Lindqvist", exact=True).click()
    desk.locator(".offer").nth(3).click()
    desk.get_by_role("button", name="Book this appointment").click()
    expect(desk.get_by_text("Booked. The reference is")).to_be_visible()

    desk.get_by_role("link", name="Move").click()
    desk.locator(".offer").nth(8).click()
    expect(desk.get_by_text("Moved. A mail tells them in 3 minutes.")).to_be_visible()

    desk.get_by_role("link", name="Cancel", exact=True).click()
    desk.get_by_role("button", name="Cancel this appointment").click()
    expect(desk.get_by_text("Cancelled. The time is free again.")).to_be_visible()

    desk.get_by_role("link", name="Book again").click()
    desk.get_by_role("link", name="Couples massage, 60 minutes").click()
    desk.get_by_role("link", name="Somebody new").click()
    desk.locator(".offer").first.click()
    desk.get_by_role("textbox", name="Name", exact=True).fill("Paul Partner")
    desk.locator("main").get_by_label("Phone").fill("+43 1 5")
    desk.get_by_role("button", name="Book this appointment").click()
    expect(desk.get_by_role("link", name="Paul Partner")).to_be_visible()

"""The way in, in a real browser: first run, home, therapists and booking, on a phone, on a desk, without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.authenticator_app import digits_now
from tests.browser.accessibility import violations, violations_by_day_and_night
from tests.personas import make_cast
from tests.site.setup_answers import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)


def is_as_wide_as_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.once
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_way_in_is_accessible_and_fits(live_server: Any, new_context: Callable[..., Any], width: int) -> None:
    make_cast()
    # axe tries inline styles while it measures, which the policy would rightly report
    page: Page = new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, bypass_csp=True
    ).new_page()
    found: dict[str, list[str]] = {}

    def look(heading: str) -> None:
        """Once the page with this heading has come, with its styles."""
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.wait_for_load_state()
        assert is_as_wide_as_the_window(page), heading
        if width != 768:  # which shows nothing that neither of the others does
            found.setdefault(heading, []).extend(violations_by_day_and_night(page))

    page.goto("/")
    look("Massage that starts with how you are.")
    page.get_by_role("link", name="All therapists").click()
    look("Who treats you")
    page.get_by_role("link", name="Ana Lindqvist", exact=True).click()
    look("Ana Lindqvist")
    page.goto("/book/")
    look("What would you like?")
    page.get_by_role("link", name="Swedish massage, 75 minutes").click()
    look("Who should treat you?")
    page.get_by_role("link", name="Ben Okafor").click()
    look("When?")
    page.locator(".offer").first.click()
    look("Almost done")
    page.get_by_role("button", name="Book this appointment").click()
    expect(page.get_by_role("alert")).to_contain_text("need another look")
    look("Almost done")

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_guest_books_without_script(live_server: Any, new_context: Callable[..., Any]) -> None:
    make_cast()
    page: Page = new_context(base_url=live_server.url, java_script_enabled=False).new_page()

    page.goto("/")
    page.get_by_role("link", name="Book an appointment").click()
    page.get_by_role("link", name="Deep tissue massage, 60 minutes").click()
    page.get_by_role("link", name="Anyone who is free").click()
    page.locator(".offer").nth(3).click()
    page.get_by_label("Your name").fill("Gwen Hart")
    page.get_by_label("E-mail", exact=True).fill("gwen@guests.example")
    page.get_by_label("I have read the booking policy").check()
    page.get_by_role("button", name="Book this appointment").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your appointment")
    expect(page.get_by_text("Deep tissue massage")).to_be_visible()


def test_an_owner_opens_a_practice_with_a_second_factor_and_sees_the_first_day(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    file = Path(settings.DATA) / "setup.token"
    file.write_text(TOKEN)
    page: Page = new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        timezone_id="Europe/Lisbon",
        bypass_csp=True,
    ).new_page()

    page.goto(f"/setup/?token={TOKEN}")
    assert violations(page) == []
    assert is_as_wide_as_the_window(page)
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    page.get_by_label("Your name").fill("Rosa Lind")
    page.get_by_label("Your e-mail").fill("rosa@lind.example")
    page.get_by_label("Password").fill("warm towels on monday")
    page.get_by_label("Name of the practice").fill("Lind & Linen")
    page.get_by_label("E-mail of the practice").fill("hello@lind.example")
    page.get_by_role("button", name="Open the practice").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(digits_now(secret))
    page.locator("form button[type=submit]").last.click()
    page.get_by_role("link", name="I have kept them: go on").click()

    expect(page).to_have_url(f"{live_server.url}/desk/")
    assert not file.exists()

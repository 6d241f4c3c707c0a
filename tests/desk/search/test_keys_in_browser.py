"""The keys of the desk in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tableside.records.foundation.scope import practice_scope
from tests.browser.accessibility import violations
from tests.personas import make_cast, signed_in
from tests.sessions import TEN, booked

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_desk_is_worked_by_keys(live_server: Any, new_context: Callable[..., Any]) -> None:
    cast = make_cast()
    with practice_scope(cast.practice.id):
        first, second = booked(cast), booked(cast, who=cast.dora, therapist=cast.ben, at=TEN)
        context = new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, bypass_csp=True)
        value = signed_in(cast.front_desk).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{reverse('desk:calendar')}?on=2027-02-01")
        block = page.locator(f'[data-appointment="{first.id}"]')
        expect(block).to_be_visible()

        # From appointment to appointment, and to the next day and back.
        block.focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator(f'[data-appointment="{second.id}"]')).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**on=2027-02-02**")
        page.keyboard.press("ArrowLeft")
        page.wait_for_url("**on=2027-02-01**")

        # Names are hidden, on this page and on the next, and shown again.
        page.keyboard.press("Shift+P")
        page.goto(f"{reverse('desk:day')}?on=2027-02-01")
        assert page.evaluate("getComputedStyle(document.querySelector('.client-name')).webkitTextSecurity") == "disc"
        page.keyboard.press("Shift+P")
        assert page.evaluate("document.documentElement.dataset.names") is None

        # The search opens over the page, finds while one types, and Enter opens the page of the search.
        page.keyboard.press("Control+k")
        page.keyboard.type("clara")
        result = page.locator("#find").get_by_role("link", name="Clara Novak").first
        expect(result).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/search/?q=clara")
        expect(page.get_by_role("heading", name="Appointments")).to_be_visible()
        assert violations(page) == []

        # Where somebody types, keys are letters; elsewhere N books, and ? lists all of them.
        page.keyboard.type("n?")
        assert "/desk/search/" in page.url
        page.get_by_role("heading", name="Search").click()
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Keys")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.wait_for_url("**/desk/book/**")

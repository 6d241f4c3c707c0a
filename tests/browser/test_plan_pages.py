"""A plan as the therapist and the client see it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tableside.records.foundation.scope import practice_scope
from tests.browser.accessibility import violations_by_day_and_night
from tests.personas import ClientPersona, StaffPersona, make_cast, signed_in
from tests.plans_written import hold_session, write_plan

pytestmark = pytest.mark.django_db(transaction=True)


def past_monday(weeks_ago: int) -> datetime:
    today = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday(), weeks=weeks_ago)


def shows_the_latest_visit(page: Page) -> bool:
    """Without scrolling the chart, however narrow it is."""
    latest = page.locator(".chart__svg .chart__tick--x").last.bounding_box()
    frame = page.locator(".chart__scroll").first.bounding_box()
    assert latest is not None
    assert frame is not None
    return frame["x"] <= latest["x"] and latest["x"] + latest["width"] <= frame["x"] + frame["width"]


@pytest.mark.once
@pytest.mark.parametrize("width", [390, 1024])
def test_the_pages_of_a_plan_are_accessible_and_fit(
    live_server: Any, new_context: Callable[..., Any], width: int
) -> None:
    cast = make_cast()
    with practice_scope(cast.practice.id):
        plan = write_plan(cast, cast.clara.client, now=past_monday(5), sessions=5)
        for weeks_ago, before in ((4, 7), (3, 6), (2, 5)):
            hold_session(cast, cast.clara.client, at=past_monday(weeks_ago), before=before, after=before - 2)

    def page_of(persona: ClientPersona | StaffPersona) -> Page:
        context = new_context(base_url=live_server.url, viewport={"width": width, "height": 900}, bypass_csp=True)
        cookie = signed_in(persona).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page: Page = context.new_page()
        return page

    found: dict[str, list[str]] = {}

    def look(page: Page, *addresses: str) -> None:
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            found[address] = violations_by_day_and_night(page)

    clara = page_of(cast.clara)
    look(clara, "/my/")
    assert shows_the_latest_visit(clara)
    writing = f"/desk/clients/{cast.dora.client.id}/plans/new/"
    look(page_of(cast.ana), "/desk/plans/", f"/desk/plans/{plan.id}/", writing)

    assert {address: wrong for address, wrong in found.items() if wrong} == {}

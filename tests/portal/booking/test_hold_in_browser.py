"""A chosen time is kept while a guest fills the form in, and free again the moment they walk away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tableside.records.scheduling.models import Reservation
from tests.personas import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def held() -> int:
    return Reservation.everywhere.filter(why=Reservation.Why.HOLD, resource__therapist__isnull=False).count()


def chosen_time(live_server: Any, new_context: Callable[..., Any]) -> Page:
    cast = make_cast()
    page: Page = new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"/book/time/?service={cast.swedish.id}&minutes=60")
    page.locator(".offer").first.click()
    expect(page.get_by_text("This time is kept for you for another 10 minutes.")).to_be_visible()
    return page


def test_a_time_is_kept_across_a_reload_and_given_back_on_leaving(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    page = chosen_time(live_server, new_context)
    assert held() == 1

    page.reload()
    expect(page.locator("hold-time[renewed]")).to_contain_text("This time is kept for you for another 10 minutes.")
    assert held() == 1

    page.goto("/guide/")
    page.wait_for_load_state("networkidle")
    assert held() == 0


def test_a_form_that_needs_another_look_keeps_its_time(live_server: Any, new_context: Callable[..., Any]) -> None:
    page = chosen_time(live_server, new_context)

    page.get_by_role("button", name="Book this appointment").click()

    expect(page.get_by_role("alert")).to_contain_text("need another look")
    expect(page.get_by_text("This time is kept for you for another 10 minutes.")).to_be_visible()
    assert held() == 1

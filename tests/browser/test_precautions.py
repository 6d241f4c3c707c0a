"""The long page of precautions in a real browser: accessible, as wide as the window, its subjects one press away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.personas import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.once
@pytest.mark.parametrize("width", [360, 1280])
def test_precautions_can_be_read_on_a_phone_and_on_a_desk(
    live_server: Any, new_context: Callable[..., Any], width: int
) -> None:
    make_cast()
    page: Page = new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, bypass_csp=True
    ).new_page()

    page.goto("/guide/precautions/")
    page.wait_for_load_state()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Diabetes", exact=True).click()

    expect(page.get_by_role("heading", name="Diabetes", exact=True)).to_be_in_viewport()

"""Time and price follow what is ticked, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tableside.records.foundation.keys import new_key
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tests.personas import FOUNDED, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_prices_follow_what_is_ticked_and_go_along(live_server: Any, new_context: Callable[..., Any]) -> None:
    cast = make_cast()
    with practice_scope(cast.practice.id):
        stones = [NewAddOn(new_key(), "Hot stones", 15, 2000), NewAddOn(new_key(), "Arnica", 0, 300)]
        set_add_ons(cast.swedish, stones, by=cast.owner.actor, now=FOUNDED)
    page: Page = new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}).new_page()
    page.goto("/book/")

    page.get_by_label("Hot stones").check()
    expect(page.get_by_role("button", name="Swedish massage, 75 minutes, €100.00")).to_be_visible()
    page.get_by_label("Arnica").check()
    expect(page.get_by_role("button", name="Swedish massage, 75 minutes, €103.00")).to_be_visible()
    page.get_by_label("Hot stones").uncheck()
    page.get_by_role("button", name="Swedish massage, 60 minutes, €83.00").click()

    assert page.url.count("add_on=") == 1
    assert str(stones[1].id) in page.url

"""Check before you book in a browser: few taps, by keyboard, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.harmless import harmless
from tests.personas import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_page(live_server: Any, new_context: Callable[..., Any]) -> Callable[..., Page]:
    make_cast()

    def opened(width: int = 360, **options: Any) -> Page:
        size = {"width": width, "height": 780}
        page: Page = new_context(base_url=live_server.url, viewport=size, bypass_csp=True, **options).new_page()
        page.goto("/check/")
        return page

    return opened


def fits(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return wide


def test_a_healthy_person_needs_at_most_25_taps(open_page: Callable[..., Page]) -> None:
    page = open_page(has_touch=True)
    taps = 0

    def tap(selector: str) -> None:
        nonlocal taps
        page.locator(selector).first.tap()
        taps += 1

    tap("button[value=questions]")
    expect(page.get_by_role("heading", name="How are you?")).to_be_visible()
    for control in harmless(page):
        tap(f"label:has(#{control}), label[for={control}]")
    tap("button[value=answer]")

    expect(page.get_by_role("heading", name="Yes, you can book this")).to_be_visible()
    assert taps <= 25
    page.get_by_role("link", name="Book", exact=True).last.click()
    assert "/book/" in page.url


@pytest.mark.once
@pytest.mark.parametrize("width", [360, 1280])
def test_each_step_is_accessible_and_fits(open_page: Callable[..., Page], width: int) -> None:
    page, found = open_page(width), {}

    def look(step: str) -> None:
        page.wait_for_load_state()
        assert fits(page), step
        found[step] = violations(page)

    look("wish")
    page.locator("button[value=questions]").click()
    look("questions")
    page.locator("button[value=answer]").click()
    look("missing")
    for control in harmless(page):
        page.locator(f"#{control}").check()
    page.get_by_role("group", name="Ill today").get_by_label("Yes").check()
    page.locator("button[value=answer]").click()
    look("opened")
    page.get_by_role("group", name="Is any of this so as well").get_by_label("None of these").check()
    page.locator("button[value=answer]").click()
    look("answer")
    page.locator("button[value=questions]").click()
    page.get_by_role("group", name="One leg or arm newly swollen").get_by_label("Yes").check()
    page.locator("button[value=answer]").click()
    expect(page.get_by_role("link", name="In an emergency call")).to_be_visible()
    look("urgent")

    assert {step: wrong for step, wrong in found.items() if wrong} == {}


def test_the_keyboard_alone_is_enough(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    page.locator("[name=wish-what]").focus()
    page.keyboard.press("Tab")
    page.locator("button[value=questions]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How are you?")).to_be_visible()
    first = page.locator("[name=fever]").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.locator("button[value=answer]").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert").first).to_contain_text("another look")


def test_without_scripts_it_works_as_well(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.locator("button[value=questions]").click()
    page.locator("[name=injury][value=yes]").check()
    page.locator("button[value=answer]").click()

    expect(page.get_by_text("A few more questions have opened below.")).to_be_visible()
    expect(page.get_by_text("When did it happen?")).to_be_visible()
    assert page.url.endswith("/check/")

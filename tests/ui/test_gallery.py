"""The gallery in a real browser, answered from memory: no server, no database, the strict policy of the product."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from tableside.desk.gallery.views import gallery
from tests.browser.accessibility import violations

ADDRESS = "http://gallery.test/desk/gallery/"
POLICY = "default-src 'self'; script-src 'self' 'nonce-sample'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def answer(route: Route) -> None:
    path = route.request.url.removeprefix("http://gallery.test")
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if found is None:
            route.fulfill(status=404)
        else:
            file = Path(found)
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        return
    request = RequestFactory().get(path)
    request.csp_nonce = "sample"  # type: ignore[attr-defined]  # as the CSP middleware does
    page = gallery(request)
    route.fulfill(body=page.content, content_type="text/html", headers={"Content-Security-Policy": POLICY})


@pytest.fixture
def opened(new_context: Callable[..., Any]) -> Callable[..., Page]:
    def visit(**options: Any) -> Page:
        page: Page = new_context(**options).new_page()
        page.route("**/*", answer)
        page.goto(ADDRESS)
        return page

    return visit


@pytest.fixture(autouse=True)
def _in_a_demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_component_is_accessible_and_fits(opened: Callable[..., Page], width: int, theme: str) -> None:
    # axe tries inline styles while it measures, which the policy would rightly report
    page = opened(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_pressing_a_place_ticks_it_in_the_list_and_the_keyboard_does_the_same(opened: Callable[..., Page]) -> None:
    page = opened()
    chart = page.locator('body-chart[variant="places"]')
    tick = chart.locator('input[value="sacrum"]')

    chart.locator('[data-place="sacrum"]').click()
    expect(tick).to_be_checked()
    chart.locator('[data-place="sacrum"]').focus()
    page.keyboard.press("Enter")
    expect(tick).not_to_be_checked()


def test_pressing_a_place_opens_a_row_for_it(opened: Callable[..., Page]) -> None:
    page = opened()
    chart = page.locator('body-chart[variant="marks"]')

    chart.locator('[data-place="sacrum"]').click()

    assert chart.locator('[name="mark_place"]').evaluate_all("all => all.map(one => one.value).filter(Boolean)") == [
        "upper_back.left",
        "sacrum",
    ]


def test_a_follow_up_is_asked_only_while_its_answer_is_given(opened: Callable[..., Page]) -> None:
    page = opened()
    follow_up = page.get_by_text("How many weeks, roughly?")

    expect(follow_up).to_be_hidden()
    page.get_by_label("Not sure").first.check()
    expect(follow_up).to_be_visible()
    page.get_by_label("No", exact=True).first.check()
    expect(follow_up).to_be_hidden()


def test_the_theme_switch_works_at_once_and_is_remembered(opened: Callable[..., Page]) -> None:
    page = opened(color_scheme="light")

    page.get_by_role("button", name="Dark colours").click()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.cookie") == "theme=dark"
    expect(page.get_by_role("button", name="Light colours")).to_be_visible()


def test_a_deed_that_asks_first_is_not_done_when_it_is_kept(opened: Callable[..., Page]) -> None:
    page = opened()

    page.get_by_role("button", name="Ask first").click()
    expect(page.get_by_role("heading", name="Cancel this appointment?")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="Cancel this appointment?")).to_be_hidden()


def test_without_script_every_place_is_in_reach(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)

    expect(page.locator('body-chart[variant="places"] input[value="sacrum"]')).to_be_visible()
    expect(page.get_by_text("How many weeks, roughly?")).to_be_visible()


def test_there_is_no_gallery_in_a_real_practice() -> None:
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(Http404):
        gallery(RequestFactory().get("/desk/gallery/"))

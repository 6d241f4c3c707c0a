"""The bench itself: the browser draws letters, axe finds what is wrong, errors in scripts do not go unseen."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.accessibility import violations

GOOD = """<!doctype html><html lang="en"><title>Linen</title><main><h1>Linen and ink</h1></main></html>"""


def test_the_browser_draws_text(page: Page) -> None:
    page.set_content(GOOD)

    assert page.inner_text("h1") == "Linen and ink"
    box = page.locator("h1").bounding_box()
    assert box is not None
    assert box["height"] > 20


def test_axe_is_content_with_a_sound_page(page: Page) -> None:
    page.set_content(GOOD)

    assert violations(page) == []


def test_axe_finds_a_field_without_a_label(page: Page) -> None:
    page.set_content(GOOD.replace("</main>", "<input></main>"))

    assert [finding.partition(" ")[0] for finding in violations(page)] == ["label"]

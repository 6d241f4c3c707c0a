"""What axe finds on a page: WCAG 2.2 AA and good practice, as sentences."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.chromium import NODE_MODULES


def violations_by_day_and_night(page: Page) -> list[str]:
    """Those of the light page, and what the dark one has besides: only colours differ between the two."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in violations(page, rules=("color-contrast",))]
    page.emulate_media(color_scheme="light")
    return found


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Empty when the page as it is now has none, of these rules or of all. Evaluated by the debugger, so the page's CSP
    stays as it is."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe())
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")  # no colour halfway
    asked = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found: list[dict[str, Any]] = page.evaluate("async (asked) => (await axe.run(document, asked)).violations", asked)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


@cache
def _axe() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

"""What axe finds on a page: WCAG 2.2 AA and good practice, as sentences."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.chromium import NODE_MODULES


def violations(page: Page) -> list[str]:
    """Empty when the page as it is now has none. Evaluated by the debugger, so the page's CSP stays as it is."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe())
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")  # no colour halfway
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


@cache
def _axe() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

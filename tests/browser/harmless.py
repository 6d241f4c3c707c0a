"""What a healthy person presses on a page of health questions."""

from __future__ import annotations

from playwright.sync_api import Page


def harmless(page: Page) -> list[str]:
    """The controls a healthy person presses: the one that says no to each question that is not optional."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main fieldset")]
            .filter((one) => !one.querySelector(":scope > legend .field__optional") && one.checkVisibility())
            .map((one) => [...one.querySelectorAll("input")].find((i) => ["no", "none"].includes(i.value))?.id)
            .filter(Boolean)"""
    )
    return found

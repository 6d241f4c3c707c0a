"""What a healthy person presses on a page of health questions, and reads."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.reading_age import words


def harmless(page: Page) -> list[str]:
    """The controls a healthy person presses: the one that says no to each question that is not optional."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main fieldset")]
            .filter((one) => !one.querySelector(":scope > legend .field__optional") && one.checkVisibility())
            .map((one) => [...one.querySelectorAll("input")].filter((input) => input.checkVisibility()))
            .map((inputs) => inputs.find((input) => ["no", "none"].includes(input.value))?.id)
            .filter(Boolean)"""
    )
    return found


def words_shown(page: Page) -> list[str]:
    """Every word to read on a page: titles, questions, hints, the words of answers and of buttons. Not what lies in a
    closed fold, or is there for screen readers only."""
    shown: list[str] = page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
            const found = []
            while (walker.nextNode()) {
              const box = walker.currentNode.parentElement
              const isAside = box.closest(".visually-hidden, datalist, template, script, svg title")
              if (!isAside && box.checkVisibility()) found.push(walker.currentNode.textContent)
            }
            return found
        }"""
    )
    return words(" ".join(shown))

"""What somebody writes survives a dropped network and an expired sign-in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, expect

PAGE = """<!doctype html><html lang="en"><title>Note</title>
<auto-save url="/save"><form><label>Note <textarea name="note"></textarea></label></form></auto-save>
<script type="module" src="/static/ui/js/auto-save.js"></script></html>"""


class Server:
    """Answers as it is told, and keeps what arrived."""

    def __init__(self) -> None:
        self.status = 204
        self.is_down = False
        self.received: list[str] = []

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://note.test")
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            assert isinstance(file, str)
            route.fulfill(body=Path(file).read_bytes(), content_type="text/javascript")
        elif path != "/save":
            route.fulfill(body=PAGE, content_type="text/html")
        elif self.is_down:
            route.abort("connectionfailed")
        else:
            self.received.append(route.request.post_data or "")
            route.fulfill(status=self.status)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page_with_note(new_context: Callable[..., Any], server: Server) -> Page:
    page: Page = new_context().new_page()
    page.clock.install()
    page.route("**/*", server.answer)
    page.goto("http://note.test/")
    page.wait_for_function("customElements.get('auto-save') !== undefined")
    return page


def write(page: Page, words: str) -> None:
    page.get_by_label("Note").fill(words)
    page.clock.run_for(1100)


def test_a_second_after_the_last_letter_the_text_is_saved(page_with_note: Page, server: Server) -> None:
    write(page_with_note, "Left shoulder eased")

    expect(page_with_note.get_by_role("status")).to_contain_text("Saved")
    assert ["Left shoulder eased" in body for body in server.received] == [True]


def test_without_a_network_the_text_stays_and_is_sent_when_it_is_back(page_with_note: Page, server: Server) -> None:
    server.is_down = True
    write(page_with_note, "Left shoulder eased")
    expect(page_with_note.get_by_role("status")).to_contain_text("no connection")

    server.is_down = False
    page_with_note.clock.run_for(2100)

    expect(page_with_note.get_by_role("status")).to_contain_text("Saved")
    expect(page_with_note.get_by_label("Note")).to_have_value("Left shoulder eased")
    assert ["Left shoulder eased" in body for body in server.received] == [True]


@pytest.mark.parametrize("status", [401, 403])
def test_signed_out_says_so_keeps_the_text_and_saves_after_signing_in(
    page_with_note: Page, server: Server, status: int
) -> None:
    server.status = status
    write(page_with_note, "Left shoulder eased")
    expect(page_with_note.get_by_role("status")).to_contain_text("Sign in again in a new tab")

    server.status = 204
    page_with_note.clock.run_for(2100)

    expect(page_with_note.get_by_role("status")).to_contain_text("Saved")
    expect(page_with_note.get_by_label("Note")).to_have_value("Left shoulder eased")

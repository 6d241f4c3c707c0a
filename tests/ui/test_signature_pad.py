"""What a pointer draws lands in the field as whole points; real buttons take it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, expect

PAGE = """<!doctype html><html lang="en"><title>Sign</title>
<signature-pad strokes="2" points="300"><svg viewBox="0 0 600 200" width="300" height="100"><path d=""/></svg>
<input name="drawn" type="hidden" value='not a drawing'><button disabled>Undo the last stroke</button>
<button disabled>Clear</button></signature-pad>
<script type="module" src="/static/ui/js/signature-pad.js"></script></html>"""


def answer(route: Route) -> None:
    path = route.request.url.removeprefix("http://pad.test")
    if not path.startswith("/static/"):
        return route.fulfill(body=PAGE, content_type="text/html")
    file = finders.find(path.removeprefix("/static/"))
    assert isinstance(file, str)
    return route.fulfill(body=Path(file).read_bytes(), content_type="text/javascript")


def draw(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    box = page.locator("svg").bounding_box()
    assert box
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0], box["y"] + end[1])
    page.mouse.up()


def test_strokes_are_drawn_bounded_undone_and_cleared(new_context: Callable[..., Any]) -> None:
    page: Page = new_context().new_page()
    page.route("**/*", answer)
    page.goto("http://pad.test/")
    page.wait_for_function("customElements.get('signature-pad') !== undefined")
    field = page.locator("input[name=drawn]")
    expect(field).to_have_value("")

    for start, end in (((10, 10), (20, 30)), ((100, 50), (900, 50)), ((5, 5), (6, 6))):
        draw(page, start, end)
    two = json.loads(field.input_value())
    page.get_by_role("button", name="Undo the last stroke").click()
    one = json.loads(field.input_value())
    page.get_by_role("button", name="Clear").click()

    assert (two, one) == ([[[20, 20], [40, 60]], [[200, 100], [600, 100]]], [[[20, 20], [40, 60]]])
    expect(field).to_have_value("")
    expect(page.get_by_role("button", name="Clear")).to_be_disabled()

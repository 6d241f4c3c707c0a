from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

import tableside.ui
from tableside.ui import errors
from tableside.ui.appearance import choose_theme
from tableside.ui.context import surroundings
from tableside.ui.navigation import current_address
from tableside.ui.templatetags.ui import import_map, initials, tint

UI = Path(tableside.ui.__file__).parent


def asked(path: str = "/", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES |= cookies
    return request


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (errors.bad_request, 400),
        (errors.refused, 403),
        (errors.csrf_failure, 403),
        (errors.not_found, 404),
        (errors.broken, 500),
        (errors.unavailable, 503),
    ],
)
def test_an_error_page_says_what_to_do_next_without_knowing_who_asks(page: object, status: int) -> None:
    answer: HttpResponse = page(asked())  # type: ignore[operator]  # each takes the request first
    text = answer.content.decode()

    assert answer.status_code == status
    assert text.count("<h1>") == 1
    assert 'href="/"' in text


def test_the_frame_names_practice_and_person_and_only_addresses_that_exist() -> None:
    request = asked("/guide/")
    request.practice = SimpleNamespace(name="Harbour Hands", emergency_number="112")  # type: ignore[attr-defined]
    request.actor = SimpleNamespace(role="client", label="Noor Haddad")  # type: ignore[attr-defined]

    around = surroundings(request)["around"]

    assert (around.practice_name, around.emergency_number) == ("Harbour Hands", "112")
    assert (around.label, around.role, around.is_signed_in) == ("Noor Haddad", "client", True)
    assert all(item.url for item in around.nav_items)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/desk/", "/desk/"),
        ("/desk/clients/", "/desk/clients/"),
        ("/desk/clients/7/", "/desk/clients/"),
        ("/desk/plans/7/", None),
        ("/guide/", None),
    ],
)
def test_the_header_marks_the_place_a_page_belongs_to(path: str, here: str | None) -> None:
    assert current_address(["/desk/", "/desk/clients/", "/desk/mail/"], path=path) == here


def test_nothing_is_assumed_before_there_is_a_practice() -> None:
    around = surroundings(asked())["around"]

    assert (around.practice_name, around.is_signed_in, around.theme) == ("Tableside", False, "auto")


def test_the_chosen_theme_is_remembered_and_leads_back() -> None:
    answer = choose_theme(RequestFactory().post("/theme/", {"theme": "dark", "next": "/guide/"}))

    assert (answer.status_code, answer["Location"], answer.cookies["theme"].value) == (302, "/guide/", "dark")
    assert surroundings(asked(theme="dark"))["around"].theme == "dark"


def test_choosing_a_theme_never_leads_to_another_site_nor_keeps_nonsense() -> None:
    answer = choose_theme(RequestFactory().post("/theme/", {"theme": "<b>", "next": "https://evil.example/"}))

    assert (answer["Location"], dict(answer.cookies)) == ("/", {})
    assert surroundings(asked(theme="<b>"))["around"].theme == "auto"


def test_every_module_of_the_import_map_exists() -> None:
    imports = json.loads(import_map())["imports"]

    assert [name for name, url in imports.items() if finders.find(url.removeprefix("/static/")) is None] == []
    started = re.findall(r'import "([^"]+)"', (UI / "static/ui/js/start.js").read_text())
    by_one_page = re.findall(r'from "([^"]+)"', (UI / "static/ui/js/desk-calendar.js").read_text())
    assert sorted({*started, *by_one_page}) == sorted(imports)


def test_every_icon_that_is_used_has_been_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (UI / "static/ui/icons.svg").read_text()))
    sources = [*UI.parent.rglob("*.html"), *UI.rglob("*.py")]
    used = {name for file in sources for name in re.findall(r'{% icon "([a-z-]+)"', file.read_text())}

    assert used - drawn == set()


def test_no_template_carries_inline_style_or_script() -> None:
    found = [
        str(file.relative_to(UI.parent))
        for file in UI.parent.rglob("*.html")
        if re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", file.read_text())
    ]

    assert found == []


def test_colours_are_named_in_the_tokens_only() -> None:
    found = [
        f"{file.name}: {colour}"
        for file in sorted((UI / "static/ui/css").glob("*.css"))
        if file.name not in ("tokens.css", "print.css")
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", file.read_text())
    ]

    assert found == ["account.css: #fff"]  # a QR code is black on white in every theme


def test_initials_and_tint_are_the_same_every_time() -> None:
    assert [initials(name) for name in ("Ana Maria Lindqvist", "Noor", "", "  ", "4 Hands")] == [
        "AL", "N", "·", "·", "H",
    ]  # fmt: skip
    assert tint("Ana Lindqvist") == "tint--6"


def test_a_page_without_heading_or_lead_draws_no_empty_ones() -> None:
    text = render_to_string("ui/page.html", {"around": surroundings(asked())["around"]})

    assert "<h1>" not in text
    assert '<p class="lead">' not in text

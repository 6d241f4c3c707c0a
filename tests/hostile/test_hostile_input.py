"""What nobody sends by accident: every answer is a page with words, nothing is written, and nothing breaks."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import Practice
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.models import Appointment
from tests.authorisation.test_every_address import url_of
from tests.authorisation.world import World, make_world
from tests.personas import FOUNDED, Cast, signed_in
from tests.resolver import addresses

VIENNA = ZoneInfo("Europe/Vienna")
WHO = ["nobody", "clara", "owner"]


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast, now=datetime.now(UTC))


def browser_of(world: World, who: str) -> Browser:
    browser = Browser() if who == "nobody" else signed_in(getattr(world.cast, who))
    browser.raise_request_exception = False
    return browser


def rows() -> dict[str, int]:
    """How many rows each table of ours holds, the audit log aside: reading may add to that."""
    counts = {}
    for model in apps.get_models():
        if model.__module__.startswith("tableside.") and model._meta.label != "audit.AuditEntry":
            manager: Any = model._base_manager
            counts[model._meta.label] = manager.count()
    return counts


@pytest.fixture
def unchanged(world: World) -> Iterator[None]:
    before = rows()
    yield
    assert rows() == before


def every_url(world: World) -> list[str]:
    """Each address of ours, and the door of those that are not."""
    token = world.clara.tokens["appointment"]
    asked = [a for a in addresses() if not a.route.startswith("accounts/") or a.name == "account_login"]
    return [url_of(address, world.clara, token=token) for address in asked]


def some_urls(world: World, body: str, bodies: Iterable[str]) -> list[str]:
    """A fifth of the addresses, other ones for the next body: each body meets many pages, each page some bodies."""
    first = sorted(bodies).index(body) % 5
    return ["/no/such/page/", *every_url(world)[first::5]]


def multipart(*parts: str) -> bytes:
    whole = "".join(f"--x\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    return (whole + "--x--\r\n").encode("utf-8", "surrogatepass")


def with_text_everywhere(browser: Browser, url: str, text: str) -> list[int]:
    """The statuses when this text stands in the query, in a form and in a form of several parts."""
    percent = quote(text.encode("utf-8", "surrogatepass"))
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
    return [
        browser.get(f"{url}?name={percent}").status_code,
        browser.generic("POST", url, f"name={percent}", content_type=form).status_code,
        browser.generic("POST", url, multipart(f'name="name"\r\n\r\n{text}'), content_type=parts).status_code,
    ]


@pytest.mark.once
@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("who", WHO)
def test_a_nul_is_turned_away_wherever_it_stands(world: World, who: str) -> None:
    browser, texts = browser_of(world, who), cycle(["a\0b", "\0"])

    answers = {url: with_text_everywhere(browser, url, next(texts)) for url in every_url(world)}

    assert {url: codes for url, codes in answers.items() if codes != [400, 400, 400]} == {}


@pytest.mark.parametrize("who", WHO)
def test_half_a_character_breaks_nothing(world: World, who: str) -> None:
    browser, texts = browser_of(world, who), cycle(["a\ud800b", "\udfff"])

    answers = {url: with_text_everywhere(browser, url, next(texts)) for url in every_url(world)}

    assert {url: codes for url, codes in answers.items() if max(codes) >= 500} == {}


DEEP = "[" * 20_000 + "]" * 20_000
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "parts without a boundary": (b"--x\r\n", "multipart/form-data"),
    "a file larger than any form": (multipart('name="f"; filename="f"\r\n\r\n' + "x" * 1_000_000), PARTS),
    "parts with a boundary too long": (b"--x", f"multipart/form-data; boundary={'x' * 300}"),
    "thousands of fields": (b"&".join(b"f%d=1" % number for number in range(5000)), FORM),
    "a field of two megabytes": (b"name=" + b"a" * 2_000_000, FORM),
    "thousands of parts": (multipart(*(f'name="f{number}"\r\n\r\n1' for number in range(5000))), PARTS),
    "hundreds of files": (multipart(*(f'name="f"; filename="{number}"\r\n\r\n1' for number in range(300))), PARTS),
}
ODD: dict[str, tuple[bytes, str]] = {
    "parts that end too early": (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf', PARTS),
    "not the characters it says": (b"name=\xff\xfe\xfd", f"{FORM}; charset=utf-8"),
    "a part of odd base64": (multipart('name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%=\r\n'), PARTS),
    "a character set that does not exist": (b"name=a", f"{FORM}; charset=nonsense"),
    "deep JSON": (DEEP.encode(), "application/json"),
    "broken JSON": (b'{"a": ', "application/json"),
    "JSON where a form belongs": (json.dumps({"name": "x"}).encode(), "application/json"),
    "XML": (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "text/xml"),
    "no type at all": (b"name=a", ""),
}


@pytest.mark.once
@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("body", sorted(UNREADABLE))
def test_a_body_that_cannot_be_read_is_turned_away(world: World, body: str) -> None:
    content, kind = UNREADABLE[body]
    browser = browser_of(world, "clara")

    answers = {
        url: browser.generic("POST", url, content, content_type=kind).status_code
        for url in some_urls(world, body, UNREADABLE)
        if not (url.endswith("/file/") and body == "a file larger than any form")  # they take ten times as much
    }

    assert {url: code for url, code in answers.items() if code not in (400, 413)} == {}


@pytest.mark.once
@pytest.mark.parametrize("body", sorted(ODD))
def test_an_odd_body_breaks_nothing(world: World, body: str) -> None:
    content, kind = ODD[body]
    browser = browser_of(world, "clara")

    answers = {
        url: browser.generic("POST", url, content, content_type=kind).status_code for url in some_urls(world, body, ODD)
    }

    assert {url: code for url, code in answers.items() if code >= 500} == {}


def test_the_page_for_an_unreadable_request_says_that_nothing_was_done(world: World) -> None:
    content, kind = UNREADABLE["parts without a boundary"]

    answer = Browser().generic("POST", "/no/such/page/", content, content_type=kind)

    assert (answer.status_code, "so nothing was done" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("who", WHO)
def test_nonsense_in_every_field_of_every_form_breaks_nothing(world: World, who: str) -> None:
    """Seeded, so that what it finds once it finds again; other nonsense for each who comes."""
    draw = random.Random(f"2027 {who}")
    values = [
        "",
        " ",
        "0",
        "-1",
        "99999999999999999999",
        "1e309",
        "NaN",
        "½",
        "٣",
        "true",
        "null",
        "2026-02-30",
        "0000-00-00",
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+14:00",
        "2026-11-24T10:00",
        "10:00",
        "00000000-0000-0000-0000-000000000000",
        "not-a-uuid",
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% now 'Y' %}",
        "../../etc/passwd",
        "'; DROP TABLE clients_client; --",
        "a@b",
        "a" * 5000,
        "é\u202e\u200b👩‍👩‍👧",
        "[]",
        '{"a": [1]}',
    ]
    browser, broken = browser_of(world, who), []
    names = [
        *("service", "minutes", "therapist", "location", "on", "start", "name", "email", "phone", "agree", "key", "q"),
        *("page", "day", "date", "client", "place", "pressure", "score", "technique", "note", "value", "next", "theme"),
        *("sessions", "gap_days", "review_after", "instrument", "baseline", "target", "status", "revision", "go"),
    ]
    for url in every_url(world):
        form = {name: draw.choice(values) for name in names}
        query = "&".join(f"{name}={quote(value)}" for name, value in form.items())
        for answer in (browser.get(f"{url}?{query}"), browser.post(url, form)):
            if answer.status_code >= 500:
                broken.append((answer.request["REQUEST_METHOD"], url, form))

    assert broken == []


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "token",
    ["a", "a" * 5000, "%00", "%ff%fe", "..%2f..%2f", "%F0%9F%92%A9", "null", "' OR 1=1 --"],
    ids=lambda token: token[:12],
)
def test_a_token_that_opens_nothing_is_the_page_for_what_is_not_there(world: World, token: str) -> None:
    browser = browser_of(world, "nobody")
    for path in ("/appointment/{}/", "/appointment/{}/move/", "/intake/{}/", "/claim/{}/", "/therapists/{}/"):
        answer = browser.get(path.format(token))

        assert answer.status_code in (400, 404)


def test_a_token_for_one_purpose_opens_no_other(world: World) -> None:
    browser = browser_of(world, "nobody")

    answers = {
        purpose: browser.get(f"/appointment/{token}/").status_code for purpose, token in world.clara.tokens.items()
    }

    assert len(answers) > 1
    assert answers == {purpose: 200 if purpose == "appointment" else 404 for purpose in answers}


@pytest.mark.once
@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "testserver.evil.example", "a b", "", "x" * 3000])
def test_a_request_for_another_host_is_turned_away(world: World, host: str) -> None:
    assert Browser(HTTP_HOST=host).get("/guide/").status_code == 400


@pytest.mark.once
@pytest.mark.parametrize(
    "cookie",
    ["garbage", "a" * 4000, "'; --", '"\\000"', "é", "0" * 32],
)
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "theme"])
def test_a_cookie_that_we_never_gave_opens_nothing_and_breaks_nothing(world: World, name: str, cookie: str) -> None:
    browser = Browser(raise_request_exception=False, HTTP_COOKIE=f"{name}={cookie}")

    answers = [browser.get(path).status_code for path in ("/guide/", "/book/", "/my/", "/desk/")]

    assert [status for status in answers if status not in (200, 302, 400)] == []


def test_a_form_from_another_site_is_turned_away(world: World) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = signed_in(world.cast.clara).cookies

    answer = browser.post(f"/my/appointments/{world.clara.keys['appointment']}/")

    assert (answer.status_code, "open too long" in answer.content.decode()) == (403, True)


def test_where_to_go_after_signing_in_never_leads_to_another_site(world: World) -> None:
    for there in ("https://evil.example/", "//evil.example/", "\\\\evil.example", "javascript:alert(1)"):
        answer = Browser().post(
            reverse("account_login"),
            {"login": "clara@clients.example", "password": "linden-tree-42", "next": there},
        )
        assert (answer.status_code, answer["Location"]) == (302, "/welcome/")


# Times that cannot be booked


def tuesday_at(hour: int, minute: int = 0, *, weeks: int = 1) -> datetime:
    day = datetime.now(VIENNA).date() + timedelta(weeks=weeks)
    day += timedelta(days=(1 - day.weekday()) % 7)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIENNA)


def book(cast: Cast, start: str, **changes: str) -> HttpResponse:
    chosen = {"service": str(cast.swedish.id), "minutes": "60", "start": start} | changes
    query = "&".join(f"{name}={quote(value)}" for name, value in chosen.items())
    form = {"name": "Gina", "email": "gina@guests.example", "agree": "on", "key": secrets.token_urlsafe(16)}
    browser = Browser(raise_request_exception=False)
    return browser.post(f"{reverse('portal:book-details')}?{query}", form)  # type: ignore[return-value]


def said(answer: HttpResponse) -> str:
    return answer.content.decode().partition('<p class="notice__title">')[2].partition("</p>")[0]


TIMES: dict[str, tuple[Callable[[], datetime], str]] = {
    "outside hours": (lambda: tuesday_at(20), "This is outside working hours. Please choose another time."),
    "over the end of the day": (lambda: tuesday_at(16, 30), "This is outside working hours."),
    "in the past": (lambda: tuesday_at(10, weeks=-3), "This time has already passed. Please choose a later one."),
    "inside the notice": (
        lambda: datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=30),
        "Online booking closes 4 hours before the start. Please choose a later time, or contact us.",
    ),
    "past the horizon": (lambda: tuesday_at(10, weeks=20), "Booking opens 90 days ahead."),
    "far in the future": (lambda: datetime(2199, 6, 4, 10, tzinfo=UTC), "Booking opens 90 days ahead."),
    "between two starts": (lambda: tuesday_at(10, 7), "Appointments start every 15 minutes."),
    "on a Sunday": (lambda: tuesday_at(10) - timedelta(days=2), "This is outside working hours."),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("what", sorted(TIMES))
def test_a_time_that_cannot_be_booked_is_refused_in_a_sentence_with_others(world: World, what: str) -> None:
    start, sentence = TIMES[what]

    answer = book(world.cast, start().astimezone(UTC).isoformat())

    assert answer.status_code == 422
    assert said(answer).startswith(sentence)
    assert answer.content.decode().count('<a class="link-arrow" href="/book/details/') == 3


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "start",
    ["", "tomorrow", "2026-13-45T10:00:00+00:00", "2027-03-02T10:00:00", "9999-12-31T23:59:59-14:00", "10", "½"],
)
def test_a_start_that_is_no_time_leads_back_to_the_times(world: World, start: str) -> None:
    answer = book(world.cast, start)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("portal:book-time"))


@pytest.mark.usefixtures("unchanged")
def test_half_a_minute_past_a_start_is_not_that_start(world: World) -> None:
    answer = book(world.cast, (tuesday_at(10) + timedelta(seconds=30)).astimezone(UTC).isoformat())

    assert answer.status_code == 422


def test_an_hour_that_the_clocks_skip_or_repeat_is_never_sold_twice(world: World) -> None:
    """On the night to a Sunday in March 02:30 does not exist in Vienna; in October it comes twice."""
    cast, today = world.cast, datetime.now(VIENNA).date()
    Practice.objects.update(horizon_days=400)
    with practice_scope(cast.practice.id):
        set_hours(
            cast.ana.as_therapist, location=cast.location, hours=[(6, 0, 6 * 60)], by=cast.owner.actor, now=FOUNDED
        )
    march = max(day for day in (date(today.year + 1, 3, number) for number in range(25, 32)) if day.weekday() == 6)
    gap = datetime(march.year, march.month, march.day, 2, 30, tzinfo=VIENNA)

    skipped = book(cast, gap.isoformat(), therapist=str(cast.ana.as_therapist.id))  # 01:30 UTC is 03:30 there
    page = Browser().get(
        f"{reverse('portal:book-time')}?service={cast.swedish.id}&minutes=60"
        f"&therapist={cast.ana.as_therapist.id}&on={march}"
    )

    booked = list(Appointment.everywhere.filter(status="booked", client__email="gina@guests.example"))
    assert skipped.status_code == 302
    assert [appointment.starts_at for appointment in booked] == [gap.astimezone(UTC)]
    assert "02:30" not in page.content.decode()


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", "00000000-0000-0000-0000-000000000000"),
        ("service", "x"),
        ("minutes", "61"),
        ("minutes", "-60"),
        ("minutes", "99999999999999999999"),
    ],
)
def test_a_service_or_length_that_is_not_offered_leads_back_to_the_services(
    world: World, name: str, value: str
) -> None:
    answer = book(world.cast, tuesday_at(10).isoformat(), **{name: value})

    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:book"))


@pytest.mark.usefixtures("unchanged")
def test_a_service_of_another_practice_leads_back_to_the_services(world: World) -> None:
    answer = book(world.cast, tuesday_at(10).isoformat(), service=str(world.una.keys["service"]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:book"))


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "email": "gina@guests.example", "agree": "on"},
        {"name": "Gina", "email": "no address", "agree": "on"},
        {"name": "Gina", "email": "gina@guests.example"},
        {"name": "a" * 121, "email": "gina@guests.example", "agree": "on"},
        {"name": "Gina", "email": f"{'a' * 250}@guests.example", "agree": "on"},
    ],
    ids=["no name", "no address", "policy not read", "a name too long", "an address too long"],
)
def test_details_that_are_missing_or_too_long_are_asked_again(world: World, form: dict[str, str]) -> None:
    query = f"service={world.cast.swedish.id}&minutes=60&start={quote(tuesday_at(10).isoformat())}"

    answer = Browser().post(f"{reverse('portal:book-details')}?{query}", form)

    assert (answer.status_code, "error-summary" in answer.content.decode()) == (422, True)


def test_what_people_write_is_shown_and_never_run(world: World) -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}"
    query = f"service={world.cast.swedish.id}&minutes=60&start={quote(tuesday_at(11, weeks=2).isoformat())}"

    answer = Browser().post(
        f"{reverse('portal:book-details')}?{query}",
        {"name": name, "email": "eve@guests.example", "agree": "on", "key": "k"},
    )
    page = signed_in(world.cast.owner).get(f"{reverse('desk:clients')}?q=script").content.decode()

    assert answer.status_code == 302
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page) == (False, True)

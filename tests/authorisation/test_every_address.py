"""Every address x every kind of person x every method, with keys that are theirs and keys that are not.

The addresses are read from the program, so a page that is added tomorrow is asked the same questions tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import NEEDS_SECOND_FACTOR
from tableside.records.clients.models import Client
from tableside.records.practice.models import Therapist
from tableside.ui.guards import Needs, guard_of
from tests.authorisation.world import Belongings, World, make_world
from tests.personas import Cast, signed_in
from tests.resolver import Address, addresses

#: What a GET may write: that health data was read, and the sign-in's own upkeep.
UPKEEP = {"audit_auditentry", "django_session", "usersessions_usersession", "shared_cache"}
#: The pages of signing in are not ours and know no roles, and a method is refused whoever asks: these two stand for
#: everybody there.
LOOKED_AT_BY = {"nobody", "owner"}
_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Visitor:
    """``own`` is what this person may be shown; ``others`` what not; ``forbidden`` marks may stand in no answer."""

    who: str
    open: Callable[[World], Browser]
    actor: Callable[[World], Actor | None]
    own: Callable[[World], Belongings]
    others: Callable[[World], tuple[Belongings, ...]]
    forbidden: Callable[[World], tuple[str, ...]]
    has_second_factor: bool = True


def names(*belongings: Belongings) -> tuple[str, ...]:
    return tuple(each.name_mark for each in belongings)


def health(*belongings: Belongings) -> tuple[str, ...]:
    return tuple(each.health_mark for each in belongings)


def everything(*belongings: Belongings) -> tuple[str, ...]:
    return names(*belongings) + health(*belongings)


def elsewhere(world: World) -> tuple[str, ...]:
    """Marks of the practice next door, which no one at Linden Massage may ever see."""
    return (*everything(world.una), "planted-una", "Una Marsh", "Mill Lane", "Otto Miller")


pytestmark = [pytest.mark.slow, pytest.mark.once]
VISITORS = [
    Visitor(
        "nobody",
        open=lambda w: Browser(),
        actor=lambda w: None,
        own=lambda w: w.clara,
        others=lambda w: (w.dora, w.una),
        forbidden=lambda w: (*everything(w.dora), *elsewhere(w)),
    ),
    Visitor(
        "owner",
        open=lambda w: signed_in(w.cast.owner),
        actor=lambda w: w.cast.owner.actor,
        own=lambda w: w.clara,
        others=lambda w: (w.una,),
        forbidden=elsewhere,
    ),
    Visitor(
        "owner without a second factor",
        open=lambda w: signed_in(w.cast.owner, with_second_factor=False),
        actor=lambda w: w.cast.owner.actor,
        own=lambda w: w.clara,
        others=lambda w: (w.una,),
        forbidden=lambda w: (*elsewhere(w), *health(w.clara, w.dora)),
        has_second_factor=False,
    ),
    Visitor(
        "therapist",
        open=lambda w: signed_in(w.cast.ana),
        actor=lambda w: w.cast.ana.actor,
        own=lambda w: w.clara,
        others=lambda w: (w.una,),
        forbidden=elsewhere,
    ),
    Visitor(
        "front desk",
        open=lambda w: signed_in(w.cast.front_desk),
        actor=lambda w: w.cast.front_desk.actor,
        own=lambda w: w.clara,
        others=lambda w: (w.una,),
        forbidden=lambda w: (*elsewhere(w), *health(w.clara, w.dora)),
    ),
    Visitor(
        "client",
        open=lambda w: signed_in(w.cast.clara),
        actor=lambda w: w.cast.clara.actor,
        own=lambda w: w.clara,
        others=lambda w: (w.dora, w.una),
        forbidden=lambda w: (*everything(w.dora), *elsewhere(w)),
    ),
    Visitor(
        "another client",
        open=lambda w: signed_in(w.cast.dora),
        actor=lambda w: w.cast.dora.actor,
        own=lambda w: w.dora,
        others=lambda w: (w.clara, w.una),
        forbidden=lambda w: (*everything(w.clara), *elsewhere(w)),
    ),
    Visitor(
        "therapist of another practice",
        open=lambda w: signed_in(w.cast.other_therapist),
        actor=lambda w: w.cast.other_therapist.actor,
        own=lambda w: w.una,
        others=lambda w: (w.clara, w.dora),
        forbidden=lambda w: (*everything(w.clara, w.dora), "Clara Novak", "Dora Weiss", "Ana Lindqvist", "Linden"),
    ),
]


#: Two clients are alike but for what belongs to whom, and the second factor but for which doors are open.
ONE_OF_EACH = [visitor for visitor in VISITORS if visitor.who != "another client"]
INSIDE = [visitor for visitor in ONE_OF_EACH if visitor.has_second_factor]


def _who(visitor: Visitor) -> str:
    return visitor.who


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast, now=datetime.now(UTC))


@pytest.fixture(params=VISITORS, ids=_who)
def visitor(request: pytest.FixtureRequest) -> Visitor:
    found: Visitor = request.param
    return found


class Caller:
    """Asks an address as this visitor. What an answer wrote is undone, so that each question meets the same world."""

    def __init__(self, visitor: Visitor, world: World) -> None:
        self.browser = visitor.open(world)
        self.browser.raise_request_exception = False
        self.cookies = {name: morsel.value for name, morsel in self.browser.cookies.items()}
        self.forbidden = visitor.forbidden(world)
        self.written: set[str] = set()

    def ask(self, method: str, url: str, body: dict[str, Any] | None = None) -> HttpResponse:
        for name in set(self.browser.cookies) - set(self.cookies):
            del self.browser.cookies[name]
        for name, value in self.cookies.items():
            self.browser.cookies[name] = value
        self.written = set()
        with transaction.atomic(), self.noting_writes():
            if method == "POST":
                answer = self.browser.post(url, urlencode(body or {}), content_type="application/x-www-form-urlencoded")
            else:
                answer = self.browser.generic(method, url)
            if self.written - UPKEEP:
                assert mixed_rows(self.written) == [], f"{method} {url} wrote a row that points to another practice"
            transaction.set_rollback(True)
        return answer  # type: ignore[return-value]  # the test client's own kind of response

    @contextmanager
    def noting_writes(self) -> Iterator[None]:
        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if match := _WRITE.match(sql):
                self.written.add(match[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield

    def shown(self, answer: HttpResponse) -> list[str]:
        """Marks in the answer that this visitor must not see."""
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = body.decode("utf-8", "replace") + str(dict(answer.items()))
        return [mark for mark in self.forbidden if mark in text]


def mixed_rows(tables: set[str] | None = None) -> list[str]:
    """In these tables, or in all, rows that point to a row of another practice: the sign of a foreign key taken from a
    form unchecked."""
    found = []
    for model in apps.get_models():
        if tables is not None and model._meta.db_table not in tables:
            continue
        columns = {field.attname for field in model._meta.concrete_fields}
        if not model.__module__.startswith("tableside.") or "practice_id" not in columns:
            continue
        for key in model._meta.concrete_fields:
            target = key.related_model if isinstance(key, models.ForeignKey) else None
            if isinstance(target, type) and any(f.attname == "practice_id" for f in target._meta.concrete_fields):
                rows: Any = model._base_manager
                wrong = rows.exclude(**{key.name: None}).exclude(
                    **{f"{key.name}__practice_id": models.F("practice_id")}
                )
                found += [f"{model._meta.label}.{key.name}"] * wrong.count()
    return found


def url_of(address: Address, belongings: Belongings, *, token: str = "") -> str:
    """The address with this client's keys in it. ``token`` fills what only a mail would tell."""
    fitting: dict[str, object] = {}
    for part in address.parts:
        if part.endswith("_id"):
            fitting[part] = belongings.key_of(part)
        elif part == "token":
            fitting[part] = token or "no-such-token"
        elif part == "slug" and "therapist" in address.name:
            fitting[part] = Therapist.everywhere.get(pk=belongings.keys["therapist"]).slug
        else:
            fitting[part] = {"slug": "swedish", "pk": 1, "uidb36": "abc", "key": "no-such-key"}.get(part, "x")
    try:
        return reverse(address.name, kwargs=fitting)
    except NoReverseMatch:
        return reverse(address.name, kwargs={part: 1 if isinstance(v, str) else v for part, v in fitting.items()})


def foreign_form(belongings: Belongings) -> dict[str, Any]:
    """A body that names this client's rows under every name that a form of ours might use."""
    kinds = [*belongings.keys, "plan", "table", "room", "location", "therapist", "service", "message"]
    form: dict[str, Any] = {}
    for kind in kinds:
        form |= {kind: str(belongings.key_of(kind)), f"{kind}_id": str(belongings.key_of(kind))}
    return form | {
        "name": "Eve",
        "email": "eve@guests.example",
        "minutes": "60",
        "agree": "on",
        "key": "k" * 22,
        "start": datetime(2030, 1, 7, 10, 0, tzinfo=UTC).isoformat(),
        "on": "2030-01-07",
        "next": "https://evil.example/",
        "role": "owner",
        "practice": str(belongings.practice_id),
        "practice_id": str(belongings.practice_id),
    }


def holds_keys(address: Address) -> bool:
    return any(part.endswith("_id") for part in address.parts) or ("therapist" in address.name and bool(address.parts))


def is_ours(address: Address) -> bool:
    return address.view.__module__.startswith("tableside.") and not address.route.startswith("accounts/")


def expected_door(address: Address, visitor: Visitor, world: World) -> tuple[int, str] | None:
    """The status and destination that the guard alone decides; None when the visitor may come in."""
    guard, actor = guard_of(address.view), visitor.actor(world)
    if not isinstance(guard, Needs):
        return None
    if actor is None:
        return 302, reverse("account_login")
    if not actor.may(guard.permission):
        return 403, ""
    if guard.permission in NEEDS_SECOND_FACTOR and not visitor.has_second_factor:
        return 302, "/welcome/"
    return None


def door_of(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.get("Location", "").split("?")[0]


@pytest.mark.parametrize("visitor", ONE_OF_EACH, ids=_who)
def test_everyone_gets_the_answer_that_the_guard_promises(visitor: Visitor, world: World) -> None:
    caller, surprises = Caller(visitor, world), []
    for address in addresses():
        if not is_ours(address) and visitor.who not in LOOKED_AT_BY:
            continue
        door = expected_door(address, visitor, world)
        url = url_of(address, visitor.own(world))
        read: tuple[int, str] | None = None
        for method in ("GET", "HEAD", "POST") if visitor.who in LOOKED_AT_BY else ("GET", "POST"):
            answer = caller.ask(method, url, foreign_form(visitor.own(world)) if method == "POST" else None)
            wrong_method = answer.status_code == 405 and method not in answer["Allow"]
            if door is not None and not wrong_method and door_of(answer) != door:
                surprises.append((method, url, door_of(answer), f"expected {door}"))
            read = door_of(answer) if method == "GET" else read
            if method == "HEAD" and door_of(answer) != read:
                surprises.append((method, url, door_of(answer), f"reading answers {read}"))
            if answer.status_code >= 500 or (door is None and answer.status_code == 403 and is_ours(address)):
                surprises.append((method, url, door_of(answer), "for somebody who may come in"))
            if marks := caller.shown(answer):
                surprises.append((method, url, door_of(answer), f"shows {marks}"))
            if method != "POST" and caller.written - UPKEEP:
                surprises.append((method, url, door_of(answer), f"looking writes {caller.written - UPKEEP}"))

    assert not surprises, "\n".join(map(str, surprises))


def test_what_belongs_to_somebody_else_is_not_there(visitor: Visitor, world: World) -> None:
    caller, surprises = Caller(visitor, world), []
    for address in filter(holds_keys, addresses()):
        if expected_door(address, visitor, world):
            continue  # the guard answers before anybody looks at a key
        for others in visitor.others(world):
            if "slug" in address.parts and others.practice_id == visitor.own(world).practice_id:
                continue  # a therapist's profile is for everybody at that practice
            url = url_of(address, others)
            for method in ("GET", "POST"):
                answer = caller.ask(method, url, foreign_form(others) if method == "POST" else None)
                wrong_method = answer.status_code == 405 and method not in answer["Allow"]
                if not wrong_method and door_of(answer) != (404, ""):
                    surprises.append((method, url, door_of(answer), "expected 404"))
                if caller.written - UPKEEP:
                    surprises.append((method, url, door_of(answer), f"writes {caller.written - UPKEEP}"))
                if marks := caller.shown(answer):
                    surprises.append((method, url, door_of(answer), f"shows {marks}"))

    assert not surprises, "\n".join(map(str, surprises))


@pytest.mark.parametrize("visitor", INSIDE, ids=_who)
def test_keys_of_somebody_else_in_query_or_form_open_nothing(visitor: Visitor, world: World) -> None:
    caller, surprises = Caller(visitor, world), []
    for address in filter(is_ours, addresses()):
        if expected_door(address, visitor, world):
            continue
        url = url_of(address, visitor.own(world), token=visitor.own(world).tokens["appointment"])
        forms = [foreign_form(others) for others in visitor.others(world)]
        for method, form in (("GET", forms[0]), ("POST", forms[-1])):
            answer = caller.ask(method, f"{url}?{urlencode(form)}" if method == "GET" else url, form)
            if method == "GET" and caller.written - UPKEEP:
                surprises.append((url, door_of(answer), f"looking writes {caller.written - UPKEEP}"))
            if answer.status_code >= 500:
                surprises.append((url, door_of(answer), "breaks"))
            if answer.get("Location", "").startswith("https://evil.example"):
                surprises.append((url, door_of(answer), "leads away"))
            if marks := caller.shown(answer):
                surprises.append((url, door_of(answer), f"shows {marks}"))

    assert not surprises, "\n".join(map(str, surprises))


@pytest.mark.parametrize("who", sorted(LOOKED_AT_BY))
def test_a_method_that_a_page_does_not_know_is_refused_and_changes_nothing(who: str, world: World) -> None:
    visitor = next(visitor for visitor in VISITORS if visitor.who == who)
    caller, surprises = Caller(visitor, world), []
    for address in filter(is_ours, addresses()):
        door = expected_door(address, visitor, world)
        url = url_of(address, visitor.own(world))
        for method in ("PUT", "DELETE"):
            answer = caller.ask(method, url)
            if answer.status_code != 405 and door_of(answer) != door:
                surprises.append((method, url, str(answer.status_code)))
            if caller.written - UPKEEP:
                surprises.append((method, url, f"writes {caller.written - UPKEEP}"))

    assert not surprises, "\n".join(map(str, surprises))


def test_the_marks_would_be_seen_if_a_page_showed_them(world: World) -> None:
    """That these tests can fail: the owner's own page of the client shows the planted name."""
    caller = Caller(next(v for v in VISITORS if v.who == "owner"), world)
    caller.forbidden = names(world.clara)

    answer = caller.ask("GET", reverse("desk:client", args=[world.clara.client.id]))

    assert (answer.status_code, caller.shown(answer)) == (200, [world.clara.name_mark])


def test_a_row_that_points_to_another_practice_would_be_noticed(world: World) -> None:
    assert mixed_rows() == []

    Client.everywhere.filter(pk=world.clara.client.pk).update(practice=world.una.practice_id)

    assert "scheduling.Appointment.client" in mixed_rows()

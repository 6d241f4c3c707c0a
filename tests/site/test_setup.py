"""The first run: whoever holds the token opens the practice, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from tableside.core.decision import Refusal
from tableside.core.permissions.roles import Role
from tableside.records.accounts.models import User
from tableside.records.clients.access import surroundings_of
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import MassageTable, Membership, Practice, Service, Therapist
from tableside.records.scheduling.models import WorkingHours
from tableside.site.setup.forms import Setup
from tableside.workflows.practice.set_up_practice import set_up_practice
from tests.personas import Cast
from tests.site.setup_answers import TOKEN, answers

pytestmark = pytest.mark.django_db
ADDRESS = f"/setup/?token={TOKEN}"


@pytest.fixture(autouse=True)
def token_file(settings: Any) -> Iterator[Path]:
    path = Path(settings.DATA) / "setup.token"
    path.write_text(TOKEN)
    yield path
    path.unlink(missing_ok=True)


@pytest.mark.parametrize("address", ["/", "/book/", "/guide/", "/therapists/", "/desk/", "/welcome/", "/my/"])
def test_before_there_is_a_practice_every_address_leads_to_setting_one_up(client: Browser, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, "/setup/")


def test_without_the_token_the_page_says_where_to_find_it(client: Browser) -> None:
    page = client.get("/setup/")

    assert page.status_code == 200
    assert "terminal" in page.content.decode()
    assert 'name="password"' not in page.content.decode()


@pytest.mark.parametrize("word", ["guess", TOKEN[:-1], TOKEN + "x", "é"])
@pytest.mark.parametrize("address", ["/setup/", "/setup/demo/"])
def test_a_wrong_token_opens_nothing(client: Browser, address: str, word: str) -> None:
    answers_given = [client.get(address, {"token": word}), client.post(address, answers(token=word))]

    assert [page.status_code for page in answers_given] == [403, 403]
    assert not Practice.objects.exists()


def test_when_the_token_file_is_gone_not_even_an_empty_word_fits(client: Browser, token_file: Path) -> None:
    token_file.unlink()

    assert client.post("/setup/", answers(token="")).status_code == 200
    assert client.post("/setup/", answers()).status_code == 403
    assert not Practice.objects.exists()


def test_looking_at_the_page_writes_nothing(client: Browser, token_file: Path) -> None:
    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert page.context["page"].services.initial[0] == {
        "name": "Swedish massage",
        "technique": "swedish",
        "price_60": "80",
        "price_75": "95",
        "price_90": "110",
    }
    assert not Practice.objects.exists()
    assert token_file.exists()


def test_the_first_page_opens_the_practice_and_leads_to_the_second_factor(client: Browser, token_file: Path) -> None:
    answer = client.post("/setup/", answers())

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/?next=%2Fwelcome%2F")
    assert not token_file.exists()
    assert client.get(answer["Location"]).status_code == 200
    owner = User.objects.get()
    assert (owner.name, owner.email, client.session["_auth_user_id"]) == (
        "Rosa Lind",
        "rosa@lind.example",
        str(owner.pk),
    )
    practice = Practice.objects.get()
    assert (practice.name, practice.time_zone, practice.currency, practice.email) == (
        "Lind & Linen",
        "Europe/Vienna",
        "EUR",
        "hello@lind.example",
    )
    with practice_scope(practice.id):
        services = {
            service.name: sorted(service.lengths.values_list("minutes", "price_minor"))
            for service in Service.objects.all()
        }
        assert services == {
            "Swedish massage": [(60, 8000), (75, 9500), (90, 11000)],
            "Deep tissue": [(60, 9050), (90, 12000)],
        }
        therapist = Therapist.objects.get()
        assert (therapist.name, therapist.membership) == ("Rosa Lind", Membership.objects.get(role=Role.OWNER))
        assert sorted(WorkingHours.objects.values_list("weekday", "start_minute", "end_minute")) == [
            (0, 540, 1050),
            (5, 600, 840),
        ]
        table = MassageTable.objects.get()
        assert (table.name, table.room.name, table.room.location.name) == ("Blue room", "Blue room", "Market Square")
    found = surroundings_of(owner, host="127.0.0.1")
    assert found is not None
    assert found[1] is not None
    assert (found[1].role, found[1].therapist_id) == (Role.OWNER, therapist.id)


def test_an_owner_who_treats_nobody_gets_no_hours(client: Browser) -> None:
    typed = answers()
    del typed["treats"]

    assert client.post("/setup/", typed).status_code == 302
    with practice_scope(Practice.objects.get().id):
        assert not Therapist.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"time_zone": "Atlantis"}, "Choose a time zone from the list"),
        ({"time_zone": "Louisville"}, "Please write out one of these: America/Kentucky/Louisville, America/Louisville"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "rosa@lind.example"}, "too similar"),
        ({"currency": "XXX"}, "Select a valid choice"),
        ({"service-0-price_60": "1,250.00"}, "Write the amount in digits"),
        ({"service-0-name": "", "service-1-name": ""}, "Name at least one service"),
        ({"hours-0-end": "08:00"}, "later than the first time"),
        ({"hours-0-end": ""}, "Fill in both times"),
        ({"email": ""}, "This field is required"),
        ({"service-TOTAL_FORMS": "x"}, "another look"),
        ({"hours-TOTAL_FORMS": "100000"}, "another look"),
    ],
)
def test_what_cannot_be_used_comes_back_with_a_sentence_and_nothing_written(
    client: Browser, changed: dict[str, str], sentence: str
) -> None:
    page = client.post("/setup/", answers(**changed))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Practice.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(("typed", "zone"), [("vienna", "Europe/Vienna"), ("New York", "America/New_York")])
def test_a_time_zone_may_be_named_by_its_city(client: Browser, typed: str, zone: str) -> None:
    client.post("/setup/", answers(time_zone=typed))

    assert Practice.objects.get().time_zone == zone


def test_a_set_up_practice_cannot_be_set_up_again(client: Browser, cast: Cast) -> None:
    before = Practice.objects.count()

    given = [client.get(ADDRESS), client.post("/setup/", answers()), client.post("/setup/demo/", {"token": TOKEN})]

    assert [(answer.status_code, answer["Location"]) for answer in given] == [(302, "/")] * 3
    assert Practice.objects.count() == before


def test_looking_at_the_demo_page_starts_nothing(client: Browser) -> None:
    page = client.get("/setup/demo/", {"token": TOKEN})

    assert page.status_code == 200
    assert "Start the demo" in page.content.decode()
    assert page.context["state"] == "not_started"


def test_from_another_machine_the_demo_is_a_command_to_type(client: Browser, settings: Any) -> None:
    """The demo, whose sign-ins everybody knows, listens to its own machine only."""
    settings.ALLOWED_HOSTS = ["practice.example", "localhost"]

    here = client.get(ADDRESS, headers={"host": "localhost:8000"}).content.decode()
    elsewhere = client.get(ADDRESS, headers={"host": "practice.example"}).content.decode()

    assert ('action="/setup/demo/"' in here, 'action="/setup/demo/"' in elsewhere) == (True, False)
    assert "./tableside demo --port 8001" in elsewhere


@pytest.mark.parametrize("address", ["/setup/", "/setup/demo/"])
def test_only_reading_and_posting_are_answered(client: Browser, address: str) -> None:
    assert client.put(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_opens_the_practice() -> None:
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def set_up(email: str) -> None:
        from django.http import QueryDict

        typed = QueryDict(mutable=True)
        typed.update(answers(email=email))
        page = Setup(typed)
        assert page.is_valid()
        ready.wait()
        try:
            set_up_practice(page.first_day(), now=datetime(2027, 1, 4, 9, tzinfo=UTC))
            outcomes.append("opened")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=set_up, args=(f"{name}@lind.example",)) for name in ("rosa", "rita")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["already_set_up", "opened"]
    assert (Practice.objects.count(), User.objects.count()) == (1, 1)

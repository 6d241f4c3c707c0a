"""Where signing in leads."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from tests.personas import Cast, make_user, signed_in

pytestmark = pytest.mark.django_db


def test_a_visitor_is_asked_to_sign_in(client: Browser, cast: Cast) -> None:
    answer = client.get("/welcome/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")


def test_a_client_goes_to_their_care(cast: Cast) -> None:
    assert signed_in(cast.clara).get("/welcome/")["Location"] == "/my/"


@pytest.mark.parametrize("who", ["owner", "ana", "front_desk"])
def test_staff_go_to_the_day(cast: Cast, who: str) -> None:
    answer = signed_in(getattr(cast, who)).get("/welcome/")

    assert (answer.status_code, answer["Location"]) in [(302, "/desk/"), (302, "/")]


@pytest.mark.parametrize("who", ["owner", "ana"])
def test_whoever_reads_health_records_hears_first_why_a_second_factor_is_needed(cast: Cast, who: str) -> None:
    page = signed_in(getattr(cast, who), with_second_factor=False).get("/welcome/")

    assert page.status_code == 200
    assert "something that only you hold" in page.content.decode()
    assert "/accounts/2fa/totp/activate/" in page.content.decode()


def test_whoever_has_a_second_factor_is_asked_to_confirm_it(cast: Cast) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cast.ana.user, generate_totp_secret())

    page = signed_in(cast.ana, with_second_factor=False).get("/welcome/")

    assert "/accounts/2fa/reauthenticate/?next=/welcome/" in page.content.decode()


def test_the_front_desk_reads_no_health_records_and_needs_none(cast: Cast) -> None:
    answer = signed_in(cast.front_desk, with_second_factor=False).get("/welcome/")

    assert answer.status_code == 302


def test_somebody_who_belongs_to_no_practice_gets_a_page_that_says_so(client: Browser, cast: Cast) -> None:
    client.force_login(make_user("Zoe Stray", "zoe@stray.example"))

    page = client.get("/welcome/")

    assert page.status_code == 200
    assert "knows nobody with the address zoe@stray.example yet" in page.content.decode()


def test_it_only_answers_reading(client: Browser, cast: Cast) -> None:
    assert client.post("/welcome/").status_code == 405

"""Who may sign in, and with which digits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from tableside.core.decision import Refusal
from tableside.records.accounts.actions import create_account, set_second_factor
from tableside.records.accounts.queries import codes_at

NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_an_account_comes_with_its_address_verified() -> None:
    user = create_account("Ana@Example.org ", name="Ana", password="slow hands never hurry")

    assert (user.email, user.check_password("slow hands never hurry")) == ("ana@example.org", True)
    assert EmailAddress.objects.values_list("user", "email", "verified", "primary").get() == (
        user.pk,
        "ana@example.org",
        True,
        True,
    )


def test_without_a_password_nobody_gets_in_by_one() -> None:
    assert not create_account("ana@example.org", name="Ana", password=None).has_usable_password()


def test_an_address_signs_in_one_person() -> None:
    create_account("ana@example.org", name="Ana", password=None)

    with pytest.raises(Refusal) as refused:
        create_account("ANA@example.org", name="Another Ana", password=None)

    assert refused.value.code == "account_exists"


def test_the_digits_hold_for_half_a_minute_and_belong_to_one_person() -> None:
    for name in ("ana", "ben"):
        set_second_factor(create_account(f"{name}@example.org", name=name, password=None))
    create_account("cleo@example.org", name="Cleo", password=None)
    everybody = ["ana@example.org", "ben@example.org", "cleo@example.org"]

    now = codes_at(NOON, emails=everybody)

    assert set(now) == {"ana@example.org", "ben@example.org"}
    assert all(len(digits) == 6 and digits.isdecimal() for digits in now.values())
    assert codes_at(NOON + timedelta(seconds=29), emails=everybody) == now
    assert codes_at(NOON, emails=["ana@example.org"]) == {"ana@example.org": now["ana@example.org"]}


def test_the_secret_of_the_digits_is_kept_encrypted() -> None:
    set_second_factor(create_account("ana@example.org", name="Ana", password=None))

    (data,) = Authenticator.objects.values_list("data", flat=True)

    assert data["secret"].startswith("gAAAA")  # how every Fernet token begins

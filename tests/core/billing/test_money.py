"""Money adds up to the last minor unit, in one currency at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableside.core.billing.money import CURRENCIES, CurrenciesDiffer, Money, parse_money, zero
from tableside.core.decision import Refusal

amounts = st.builds(Money, st.integers(-(10**9), 10**9), st.just("EUR"))


def test_amounts_of_one_currency_add_subtract_multiply_and_compare() -> None:
    assert Money(7500, "EUR") + Money(1250, "EUR") == Money(8750, "EUR")
    assert Money(7500, "EUR") - Money(8000, "EUR") == Money(-500, "EUR")
    assert Money(7500, "EUR") * 3 == Money(22500, "EUR")
    assert Money(1, "EUR") < Money(2, "EUR") <= Money(2, "EUR") < Money(3, "EUR")
    assert Money(3, "EUR") > Money(2, "EUR") >= Money(2, "EUR")


def test_amounts_of_two_currencies_never_meet() -> None:
    with pytest.raises(CurrenciesDiffer):
        Money(1, "EUR") + Money(1, "CHF")
    with pytest.raises(CurrenciesDiffer):
        _ = Money(1, "EUR") < Money(1, "CHF")
    assert Money(1, "EUR") != Money(1, "CHF")


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="'EURO' is not a currency"):
        Money(1, "EURO")


@pytest.mark.parametrize(
    ("minor", "percent", "expected"),
    [(7500, 50, 3750), (7555, 50, 3778), (-7555, 50, -3778), (101, 33, 33), (1, 49, 0), (1, 50, 1), (100, 0, 0)],
)
def test_a_share_is_rounded_once_with_halves_away_from_zero(minor: int, percent: int, expected: int) -> None:
    assert Money(minor, "EUR").share(percent) == Money(expected, "EUR")


@given(amount=amounts, percent=st.integers(0, 100))
def test_a_share_is_never_more_than_half_a_minor_unit_off(amount: Money, percent: int) -> None:
    assert abs(amount.share(percent).minor * 100 - amount.minor * percent) <= 50


@given(one=amounts, other=amounts)
def test_what_is_added_can_be_taken_away_again(one: Money, other: Money) -> None:
    assert one + other - other == one
    assert one + -one == zero("EUR")


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (7500, "EUR", "75.00"),
        (5, "EUR", "0.05"),
        (-5, "EUR", "-0.05"),
        (7500, "JPY", "7500"),
        (7500, "KWD", "7.500"),
    ],
)
def test_an_amount_is_written_with_the_digits_of_its_currency(minor: int, currency: str, text: str) -> None:
    assert Money(minor, currency).as_text() == text


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("75", "EUR", 7500),
        ("75.00", "EUR", 7500),
        (" 75,5 ", "EUR", 7550),
        ("0.05", "EUR", 5),
        ("7500", "JPY", 7500),
        ("7.5", "KWD", 7500),
        ("7", "KWD", 7000),
    ],
)
def test_an_amount_is_read_as_people_type_it(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency=currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "EUR"),
        ("-5", "EUR"),
        ("1,250", "EUR"),
        ("1.250,00", "EUR"),
        ("75.", "EUR"),
        (".50", "EUR"),
        ("75 EUR", "EUR"),
        ("75.00", "JPY"),
        ("٧٥", "EUR"),
        ("7\x005", "EUR"),
        ("1" * 10, "EUR"),
    ],
)
def test_an_amount_that_could_be_read_two_ways_is_refused(text: str, currency: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_money(text, currency=currency)

    assert caught.value.code == "amount_unreadable"


@given(minor=st.integers(0, 10**8), currency=st.sampled_from(sorted(CURRENCIES)))
def test_what_is_written_can_be_read_back(minor: int, currency: str) -> None:
    amount = Money(minor, currency)

    assert parse_money(amount.as_text(), currency=currency) == amount

"""What is taken besides a treatment: it adds to how long the appointment takes and what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tableside.core.billing.money import Money


@dataclass(frozen=True, slots=True)
class ChosenAddOn:
    """As it is offered, or as it was agreed."""

    id: UUID
    name: str
    minutes: int
    price: Money


def time_with(minutes: int, add_ons: Iterable[ChosenAddOn]) -> int:
    """Minutes of a treatment and everything taken with it.

    >>> stones = ChosenAddOn(UUID(int=1), "Hot stones", 15, Money(2000, "EUR"))
    >>> time_with(60, [stones]), time_with(60, [])
    (75, 60)
    """
    return minutes + sum(one.minutes for one in add_ons)


def price_with(price: Money, add_ons: Iterable[ChosenAddOn]) -> Money:
    """What a treatment and everything taken with it cost. Raises ``CurrenciesDiffer``.

    >>> price_with(Money(8000, "EUR"), [ChosenAddOn(UUID(int=1), "Hot stones", 15, Money(2000, "EUR"))])
    Money(minor=10000, currency='EUR')
    """
    return sum((one.price for one in add_ons), price)

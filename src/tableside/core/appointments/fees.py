"""What a late cancellation or a missed appointment costs. Nothing is charged here: a fee is noted as due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tableside.core.billing.money import Money


class FeeKind(StrEnum):
    NONE = "none"
    PERCENT = "percent"  # of the price
    AMOUNT = "amount"


class FeeReason(StrEnum):
    LATE_CANCELLATION = "late_cancellation"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class FeeRule:
    """``value`` is 1 to 100 percent, or an amount in minor units; 0 where there is no fee."""

    kind: FeeKind = FeeKind.NONE
    value: int = 0


NO_FEE = FeeRule()


@dataclass(frozen=True, slots=True)
class Fee:
    """``amount`` is what the rule says; ``due`` is what is left to pay of it."""

    amount: Money
    is_waived: bool

    @property
    def due(self) -> Money:
        return self.amount * (0 if self.is_waived else 1)


def fee_for(rule: FeeRule, *, price: Money, is_first: bool, waives_first: bool) -> Fee | None:
    """The fee for one appointment of that price, never more than the price; None where nothing is owed anyway.

    ``is_first`` says that it is the client's first late cancellation here, or the first appointment they missed.

    >>> half = FeeRule(FeeKind.PERCENT, 50)
    >>> fee_for(half, price=Money(7555, "EUR"), is_first=False, waives_first=True).due
    Money(minor=3778, currency='EUR')
    >>> fee_for(half, price=Money(7555, "EUR"), is_first=True, waives_first=True).due
    Money(minor=0, currency='EUR')
    >>> fee_for(FeeRule(FeeKind.AMOUNT, 9000), price=Money(7555, "EUR"), is_first=False, waives_first=False).amount
    Money(minor=7555, currency='EUR')
    """
    match rule.kind:
        case FeeKind.NONE:
            return None
        case FeeKind.PERCENT:
            amount = price.share(rule.value)
        case FeeKind.AMOUNT:
            amount = min(Money(rule.value, price.currency), price)
    return Fee(amount, is_waived=is_first and waives_first) if amount.minor else None

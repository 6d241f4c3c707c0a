"""Money as whole minor units of one currency. Never a float; rounded once, in ``share``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tableside.core.decision import Refusal

#: ISO 4217: how many digits the minor unit has.
_TWO_DIGITS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY
COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW
"""
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

CURRENCIES: Final[dict[str, int]] = (
    dict.fromkeys(_TWO_DIGITS.split(), 2)
    | dict.fromkeys(_NO_DIGITS.split(), 0)
    | dict.fromkeys(_THREE_DIGITS.split(), 3)
)


class CurrenciesDiffer(TypeError):
    """Two amounts in different currencies were added or compared. Always a bug: we hold no exchange rates."""


@dataclass(frozen=True, slots=True)
class Money:
    """``Money(7500, "EUR")`` is 75 euros; ``Money(7500, "JPY")`` is 7,500 yen."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is not a currency")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrenciesDiffer(f"{self.currency} and {other.currency}")
        return other.minor

    def share(self, percent: int) -> Money:
        """That many percent, halves rounded away from zero.

        >>> Money(7555, "EUR").share(50)
        Money(minor=3778, currency='EUR')
        """
        whole, rest = divmod(abs(self.minor) * percent, 100)
        rounded = whole + (rest >= 50)
        return Money(rounded if self.minor >= 0 else -rounded, self.currency)

    def as_text(self) -> str:
        """The bare amount with a point, as a form field or a program wants it.

        >>> Money(7500, "EUR").as_text(), Money(-5, "EUR").as_text(), Money(7500, "JPY").as_text()
        ('75.00', '-0.05', '7500')
        """
        digits = CURRENCIES[self.currency]
        sign = "-" if self.minor < 0 else ""
        if not digits:
            return f"{sign}{abs(self.minor)}"
        whole, part = divmod(abs(self.minor), 10**digits)
        return f"{sign}{whole}.{part:0{digits}d}"


def zero(currency: str) -> Money:
    return Money(0, currency)


def parse_money(text: str, *, currency: str) -> Money:
    """An amount as people type it: point or comma before the minor units, no thousands separator.

    Refuses anything that could be read two ways: "1,250" of a two-digit currency is neither 1.25 nor 1250.
    """
    digits = CURRENCIES[currency]
    pattern = r"(\d{1,9})" + (rf"(?:[.,](\d{{1,{digits}}}))?" if digits else "")
    match = re.fullmatch(pattern, text.strip(), re.ASCII)
    if match is None:
        example = Money(75 * 10**digits, currency).as_text()
        raise Refusal("amount_unreadable", f"Write the amount in digits, like {example}.")
    part = (match.group(2) or "") if digits else ""
    return Money(int(match.group(1)) * 10**digits + int(part.ljust(digits, "0") or "0"), currency)

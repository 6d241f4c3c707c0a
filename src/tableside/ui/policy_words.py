"""A practice's rules for cancelling, moving and missing an appointment, in sentences that all pages share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from django.utils.translation import gettext

from tableside.core.appointments.fees import Fee, FeeKind, FeeReason, FeeRule
from tableside.core.appointments.policy import Policy
from tableside.ui import moments
from tableside.ui.parts import Fact


def policy_words(policy: Policy, *, currency: str) -> tuple[str, ...]:
    return tuple(_sentences(policy, currency=currency))


def fee_words(rule: FeeRule, *, currency: str) -> str:
    """``50 % of the price``"""
    if rule.kind is FeeKind.PERCENT:
        return gettext("%(percent)s %% of the price") % {"percent": rule.value}
    amount = moments.money(rule.value, currency)
    return gettext("%(amount)s, and never more than the price") % {"amount": amount}


def cancelling_words(rule: FeeRule, fee: Fee) -> str:
    """What a client reads before cancelling late."""
    amount = {"amount": moments.money(fee.amount.minor, fee.amount.currency), "percent": rule.value}
    if rule.kind is FeeKind.PERCENT:
        costs = gettext("Cancelling now costs %(amount)s (%(percent)s %% of the price).") % amount
    else:
        costs = gettext("Cancelling now costs %(amount)s.") % amount
    return f"{costs} {gettext('It is your first late cancellation, so nothing is due.')}" if fee.is_waived else costs


class Owed(Protocol):
    """A fee as it is kept."""

    @property
    def reason(self) -> str: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def waived(self) -> str: ...


def owed_facts(owed: Owed | None) -> tuple[Fact, ...]:
    """``€40.00 for the late cancellation, due``; nothing where there is no fee."""
    if owed is None:
        return ()
    sentences = {
        (FeeReason.LATE_CANCELLATION, False): gettext("%(amount)s for the late cancellation, due"),
        (FeeReason.LATE_CANCELLATION, True): gettext("%(amount)s for the late cancellation, waived: nothing is due"),
        (FeeReason.MISSED, False): gettext("%(amount)s for the missed appointment, due"),
        (FeeReason.MISSED, True): gettext("%(amount)s for the missed appointment, waived: nothing is due"),
    }
    amount = moments.money(owed.amount_minor, owed.currency)
    return (Fact(gettext("Fee"), sentences[FeeReason(owed.reason), bool(owed.waived)] % {"amount": amount}),)


def _sentences(policy: Policy, *, currency: str) -> Iterator[str]:
    yield _until(
        policy.cancel_notice_minutes,
        gettext("Cancelling costs nothing until %(notice)s before the start."),
        gettext("Cancelling costs nothing until the start."),
    )
    first_is_free = policy.waives_first_fee
    if policy.cancel_notice_minutes and policy.late_fee.kind is FeeKind.NONE:
        yield gettext("After that an appointment is cancelled by contacting us.")
    elif policy.cancel_notice_minutes:
        words = gettext("Cancelling later costs a fee: %(fee)s.")
        words_with_first = gettext("Cancelling later costs a fee: %(fee)s. Nothing is due the first time.")
        yield (words_with_first if first_is_free else words) % {"fee": fee_words(policy.late_fee, currency=currency)}
    yield _until(
        policy.reschedule_notice_minutes,
        gettext("Moving is possible until %(notice)s before the start."),
        gettext("Moving is possible until the start."),
    )
    if policy.missed_fee.kind is not FeeKind.NONE:
        words = gettext("Missing an appointment costs a fee: %(fee)s.")
        words_with_first = gettext("Missing an appointment costs a fee: %(fee)s. Nothing is due the first time.")
        yield (words_with_first if first_is_free else words) % {"fee": fee_words(policy.missed_fee, currency=currency)}


def _until(minutes: int, words: str, words_for_none: str) -> str:
    return words % {"notice": moments.minutes(minutes)} if minutes else words_for_none

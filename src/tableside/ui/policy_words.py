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


def owed_facts(owed: Owed | None, *, agreed: Policy) -> tuple[Fact, ...]:
    """``€40.00 (50 % of the price) for the late cancellation, due``, by what was agreed on; nothing where there is no
    fee."""
    if owed is None:
        return ()
    reason = FeeReason(owed.reason)
    amount, rule = moments.money(owed.amount_minor, owed.currency), _rule(reason, agreed)
    if rule.kind is FeeKind.PERCENT:
        parts = {"amount": amount, "share": fee_words(rule, currency=owed.currency)}
        amount = gettext("%(amount)s (%(share)s)") % parts
    return (Fact(gettext("Fee"), _owed_words(reason, owed.waived) % {"amount": amount}),)


def _rule(reason: FeeReason, agreed: Policy) -> FeeRule:
    return agreed.late_fee if reason is FeeReason.LATE_CANCELLATION else agreed.missed_fee


def _owed_words(reason: FeeReason, waived: str) -> str:
    if reason is FeeReason.LATE_CANCELLATION:
        due = gettext("%(amount)s for the late cancellation, due")
        first = gettext("%(amount)s for the late cancellation, waived because it is the first: nothing is due")
        by_staff = gettext("%(amount)s for the late cancellation, waived: nothing is due")
    else:
        due = gettext("%(amount)s for the missed appointment, due")
        first = gettext("%(amount)s for the missed appointment, waived because it is the first: nothing is due")
        by_staff = gettext("%(amount)s for the missed appointment, waived: nothing is due")
    return {"": due, "first": first}.get(waived, by_staff)


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

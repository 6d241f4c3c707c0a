"""A practice's rules for cancelling, moving and missing an appointment, in sentences that all pages share."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from tableside.core.appointments.fees import FeeKind, FeeRule
from tableside.core.appointments.policy import Policy
from tableside.ui import moments


def policy_words(policy: Policy, *, currency: str) -> tuple[str, ...]:
    return tuple(_sentences(policy, currency=currency))


def fee_words(rule: FeeRule, *, currency: str) -> str:
    """``50 % of the price``"""
    if rule.kind is FeeKind.PERCENT:
        return gettext("%(percent)s %% of the price") % {"percent": rule.value}
    amount = moments.money(rule.value, currency)
    return gettext("%(amount)s, and never more than the price") % {"amount": amount}


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

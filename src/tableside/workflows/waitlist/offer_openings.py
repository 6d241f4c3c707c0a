"""Offer free times to those who wait, one person a time. The one place that notices an opening, whatever made it: a
cancellation, a move, other hours, the end of somebody's time off.

It remembers nothing but the offers themselves. Each is written with its hold, its links and its letter in one
transaction, so a worker that dies in between has neither skipped nor asked anybody.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tableside.core.decision import Refusal
from tableside.core.messages.quiet import QuietHours, is_quiet
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import instant_of, minute_of
from tableside.core.waitlist.fit import Terms, Waiting, is_silent, suiting, why_them
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Link
from tableside.records.foundation.scope import current_practice_id, practice_scope
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import post
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.waitlist_actions import (
    end_offer,
    note_offer,
    release_ended_offers,
    wait_for_the_line,
)
from tableside.records.scheduling.waitlist_queries import (
    expired_offers,
    just_cancelled,
    practices_with_waiting,
    waiting_entries,
    windows_of,
)
from tableside.workflows.letters.waitlist import offered, offered_by_text
from tableside.workflows.messages.tell_client import keep_text, number_for_texts
from tableside.workflows.times.find_times import free_times
from tableside.workflows.times.hold_time import hold_within, holder
from tableside.workflows.waitlist.join_waitlist import link_to_entry, search_of

#: A hold outlasts its offer, so that the time goes to the next who waits before anybody else sees it.
_HANDING_ON = timedelta(minutes=3)


def offer_openings_everywhere(*, now: Callable[[], datetime], stop: threading.Event | None = None) -> int:
    """A round through all practices in which somebody waits; answers how many offers were made."""
    made = 0
    for practice_id in practices_with_waiting():
        if stop and stop.is_set():
            break
        with practice_scope(practice_id):
            made += offer_openings(now=now())
    return made


def offer_openings(*, now: datetime) -> int:
    """End what has expired, then go down the line once, the longest waiting first. Nobody is written to at night."""
    practice = current_practice()
    in_transaction(lambda: _end_expired(now=now))
    quiet = QuietHours(practice.quiet_from_minute, practice.quiet_until_minute)
    if is_quiet(now, zone=ZoneInfo(practice.time_zone), quiet=quiet):
        return 0
    made = passed = 0
    pending = tuple(just_cancelled(now=now, undo_minutes=practice.undo_minutes))
    for entry in waiting_entries():
        if not may_be_asked(entry):
            continue
        start = _first_suiting(entry, practice=practice, pending=pending, now=now)
        if start is None:
            passed += 1
            continue
        try:
            offer_time(entry, start, why=why_them(passed), by=None, now=now)
            made += 1
        except Refusal:  # somebody took it a moment ago; the next round sees what is free then
            continue
    return made


def may_be_asked(entry: WaitlistEntry) -> bool:
    """Whether they can be written to, have no offer open, and have not fallen silent."""
    offers = list(entry.offers.all())
    if not entry.client.email or any(offer.state == WaitlistOffer.State.OPEN for offer in offers):
        return False
    return not is_resting(entry)


def is_resting(entry: WaitlistEntry) -> bool:
    """They let several offers in a row go by without a word, and are not asked until they change what suits them."""
    counted = (WaitlistOffer.State.DECLINED, WaitlistOffer.State.EXPIRED, WaitlistOffer.State.ACCEPTED)
    since = [one for one in entry.offers.all() if one.offered_at >= entry.changed_at and one.state in counted]
    return is_silent([offer.state != WaitlistOffer.State.EXPIRED for offer in since])


def suiting_starts(
    entry: WaitlistEntry, *, practice: Practice, now: datetime, pending: Sequence[tuple[int, int]] = ()
) -> tuple[datetime, ...]:
    """Free starts in their windows that they did not let pass, earliest first; notice is set aside."""
    passed_by = (WaitlistOffer.State.DECLINED, WaitlistOffer.State.EXPIRED)
    asked = [
        (minute_of(offer.starts_at), minute_of(offer.ends_at))
        for offer in entry.offers.all()
        if offer.state in passed_by
    ]
    one = Waiting(
        key=entry.id,
        since=minute_of(entry.created_at),
        minutes=entry.minutes,
        windows=windows_of(entry),
        free=tuple(free_times(search_of(entry), now=now).offers.minutes()),
        asked=(*asked, *pending),
    )
    found = suiting(one, zone=ZoneInfo(practice.time_zone), now=minute_of(now), terms=_terms(practice))
    return tuple(map(instant_of, found))


def offer_time(entry: WaitlistEntry, start: datetime, *, why: str, by: Actor | None, now: datetime) -> None:
    """Hold this start for them and write to them. Raises ``Refusal`` when it is not free, or they have an offer."""
    in_transaction(lambda: _offer(entry, start, why=why, by=by, now=now))


def _offer(entry: WaitlistEntry, start: datetime, *, why: str, by: Actor | None, now: datetime) -> None:
    wait_for_the_line()  # two workers go down one line
    practice = current_practice()
    fresh = waiting_entries().filter(pk=entry.pk).first()
    if fresh is None or any(offer.state == WaitlistOffer.State.OPEN for offer in fresh.offers.all()):
        raise Refusal("not_to_be_asked", "They have an offer already, or wait no longer.")
    if not fresh.client.email:
        raise Refusal("no_address", "There is no mail address to send the offer to. Please call them and book.")
    terms = _terms(practice)
    if terms.is_too_soon(minute_of(start), now=minute_of(now)):
        raise Refusal("too_soon", "This time is too soon for an offer by mail. Please call them and book.")
    held_by = holder(secrets.token_urlsafe(32))
    expires_at = now + timedelta(minutes=terms.lasts(minute_of(start), now=minute_of(now)))
    therapist = hold_within(
        search_of(fresh, held_by=held_by), starts_at=start, expires_at=expires_at + _HANDING_ON, now=now
    )
    offer = WaitlistOffer(
        entry=fresh,
        therapist=therapist,
        starts_at=start,
        ends_at=start + timedelta(minutes=fresh.minutes),
        why=why,
        held_by=held_by,
        offered_at=now,
        expires_at=expires_at,
    )
    note_offer(offer, by=by or _worker(), now=now)
    _tell(offer, practice=practice, now=now)


def _tell(offer: WaitlistOffer, *, practice: Practice, now: datetime) -> None:
    facts, client = facts_of(practice), offer.entry.client
    lasts = offer.starts_at - now + timedelta(days=1)  # after it ended, the link still says what became of it
    tokens = {
        "offer": make_link(client, purpose=Link.Purpose.OFFER, subject_id=offer.id, lasts=lasts, now=now),
        "waitlist": link_to_entry(offer.entry, now=now),
    }
    post(offered(offer, tokens=tokens, practice=facts), now=now)
    if number := number_for_texts(client, practice=facts):
        text = offered_by_text(offer, number=number, practice=facts)
        keep_text(text, due_at=now, useful_until=offer.expires_at, is_alone=False, practice=facts, now=now)


def _first_suiting(
    entry: WaitlistEntry, *, practice: Practice, pending: Sequence[tuple[int, int]], now: datetime
) -> datetime | None:
    return next(iter(suiting_starts(entry, practice=practice, now=now, pending=pending)), None)


def _end_expired(*, now: datetime) -> None:
    wait_for_the_line()
    for offer in expired_offers(now=now):
        try:
            end_offer(offer, state=WaitlistOffer.State.EXPIRED, by=_worker(), now=now)
        except Refusal:  # answered in this very moment
            continue
    release_ended_offers()


def _worker() -> Actor:
    return Actor(user_id=None, practice_id=current_practice_id(), role=None, label="waitlist")


def _terms(practice: Practice) -> Terms:
    return Terms(offer_minutes=practice.offer_minutes, soon_offer_minutes=practice.soon_offer_minutes)

"""Write down work at a place, within what screening and the body allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tableside.core.decision import Refusal, insist
from tableside.core.permissions.actor import Actor
from tableside.core.screening.work import Wish, WorkRules
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.charting import actions
from tableside.records.charting.access import insist_on_author
from tableside.records.charting.actions import NewWork
from tableside.records.charting.models import RegionWork, Session
from tableside.records.charting.queries import areas_agreed, last_signed_session
from tableside.records.foundation.transactions import in_transaction
from tableside.workflows.session.session_rules import screened_now, work_rules


def add_work(session: Session, work: NewWork, *, said_yes: bool = False, by: Actor, now: datetime) -> RegionWork:
    """One row more, or the sentence that says which limit is in the way. ``said_yes`` is the client's, to an area that
    asks for it."""

    def deed() -> RegionWork:
        insist_on_author(by, session.appointment)
        if said_yes and (region := _asks_first(work)):
            actions.agree_area(session, region, by=by, now=now)
        so_far = sum(row.minutes for row in session.works.all())
        _insist_it_may_be_given(work, _rules_now(session), minutes_so_far=so_far)
        return actions.add_work(session, work, by=by, now=now)

    return in_transaction(deed)


def set_work(session: Session, works: Sequence[NewWork], *, by: Actor, now: datetime) -> None:
    """Replace the whole list, if every row of it may be given."""

    def deed() -> None:
        insist_on_author(by, session.appointment)
        rules = _rules_now(session)
        for number, work in enumerate(works):
            _insist_it_may_be_given(work, rules, minutes_so_far=sum(row.minutes for row in works[:number]))
        actions.set_work(session, works, by=by, now=now)

    in_transaction(deed)


def repeat_last_work(session: Session, *, by: Actor, now: datetime) -> int:
    """Start from what was done last time, as far as today's findings allow; answers how many rows were left out."""

    def deed() -> int:
        insist_on_author(by, session.appointment)
        if session.works.exists():
            raise Refusal("work_begun", "There is work written down already. Add to it row by row.")
        last = last_signed_session(session.appointment.client_id, before=session.appointment.starts_at)
        if last is None:
            raise Refusal("no_last_session", "There is no signed session before this one to start from.")
        rules = _rules_now(session)
        before, kept = list(last.works.all()), list[NewWork]()
        for row in before:
            strokes = tuple(row.strokes)
            work = NewWork(row.place, row.technique, row.minutes, row.pressure, row.body_tool, strokes=strokes)
            so_far = sum(one.minutes for one in kept)
            if _is_known(work, rules) and rules.may_give(_wish(work), minutes_so_far=so_far):
                kept.append(work)
        actions.set_work(session, kept, by=by, now=now)
        return len(before) - len(kept)

    return in_transaction(deed)


def _rules_now(session: Session) -> WorkRules:
    appointment = session.appointment
    return work_rules(screened_now(appointment), by=appointment.therapist, agreed=areas_agreed(session))


def _asks_first(work: NewWork) -> str:
    """The area that the client has to agree to; empty for any other."""
    region = load_body().regions.get(work.place.partition(".")[0])
    return region.id if region is not None and region.asks_consent else ""


def _insist_it_may_be_given(work: NewWork, rules: WorkRules, *, minutes_so_far: int) -> None:
    if not _is_known(work, rules):
        raise Refusal("not_on_the_list", "This place, technique or stroke is not on the list. Choose another one.")
    insist(rules.may_give(_wish(work), minutes_so_far=minutes_so_far))


def _is_known(work: NewWork, rules: WorkRules) -> bool:
    technique = load_techniques().get(work.technique)
    has_strokes = technique is not None and set(work.strokes) <= {stroke.id for stroke in technique.strokes}
    return has_strokes and work.place in rules.body.places


def _wish(work: NewWork) -> Wish:
    technique = load_techniques()[work.technique]
    return Wish(
        place=work.place,
        technique=technique.screening_class,
        minutes=work.minutes,
        pressure=work.pressure,
        reason=work.override_reason,
        tool=work.body_tool,
        strokes=tuple(stroke for stroke in technique.strokes if stroke.id in work.strokes),
    )

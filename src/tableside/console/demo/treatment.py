"""A session as it is recorded: scores before, the work and what was found, scores after, and the signed note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from tableside.console.demo.complaints import COMPLAINTS
from tableside.console.demo.dates import appointment_of
from tableside.console.demo.notes import note_of
from tableside.console.demo.town import Guest, Town, Visit
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.screening.work import Wish, WorkRules
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.charting.actions import NewMark, NewWork, add_feedback, agree_area, set_marks
from tableside.records.charting.models import PressureFeedback, Session
from tableside.records.outcomes.models import Measurement
from tableside.workflows.session.complete_session import complete_session
from tableside.workflows.session.record_score import record_scores
from tableside.workflows.session.record_work import set_work
from tableside.workflows.session.session_rules import screened_now, work_rules
from tableside.workflows.session.sign_note import sign_note
from tableside.workflows.session.start_session import start_session

_MINUTE = timedelta(minutes=1)
_SMALL_PARTS = {"head", "neck"}
_FINE_TOOLS = {"fingers", "thumb"}
_ALSO_STRESS = {"tension", "sleep", "rest", "jaw"}  # complaints that ask for more than pain
_SAYS = (
    PressureFeedback.Said.GOOD,
    PressureFeedback.Said.GOOD,
    PressureFeedback.Said.LIGHTER,
    PressureFeedback.Said.DEEPER,
)


class Hour:
    """One client on one massage table."""

    def __init__(self, town: Town, guest: Guest, visit: Visit) -> None:
        self._town, self._guest, self._visit = town, guest, visit
        self._session: Session | None = None

    def comes(self) -> None:
        """Put on the agenda; whatever lies after the end of it is still to happen."""
        self._town.agenda.put(self._visit.starts_at + self._guest.random.randint(0, 2) * _MINUTE, self._begin)

    def _until_signed(self) -> timedelta:
        """Mostly at once, sometimes in the evening; one note of the day before yesterday has been forgotten."""
        if self._guest.regular.name == FORGOTTEN and self._visit.day in range(-7, 0):
            return timedelta(days=30)
        if self._guest.random.random() < 0.85:
            return self._guest.random.randint(4, 11) * _MINUTE
        return self._guest.random.randint(90, 200) * _MINUTE

    def _begin(self, now: datetime) -> None:
        """What screening rules out today does not take place; they are sent home."""
        appointment = appointment_of(self._town, self._visit)
        by = self._town.actor_of(appointment.therapist_id)
        try:
            self._session = start_session(appointment, by=by, now=now)
        except Refusal:
            return
        self._score(Measurement.Moment.BEFORE, self._visit.pain.before, now)
        self._goes_on(now)

    def _goes_on(self, now: datetime) -> None:
        put, random = self._town.agenda.put, self._guest.random
        over = self._visit.starts_at + self._guest.regular.minutes * _MINUTE
        put(now + random.randint(10, 24) * _MINUTE, self._ask)
        put(over, self._end)
        put(over + self._until_signed(), self._sign)

    def _ask(self, now: datetime) -> None:
        said, discomfort = self._guest.random.choice(_SAYS), self._guest.random.randint(0, 4)
        place = COMPLAINTS[self._guest.regular.complaint].places[0][0]
        add_feedback(self._running, said, discomfort=discomfort, place=place, by=self._by, now=now)

    def _end(self, now: datetime) -> None:
        works = self._works()
        for region in sorted({work.place.partition(".")[0] for work in works} & ASK_FIRST):
            agree_area(self._running, region, by=self._by, now=now)
        set_work(self._running, works, by=self._by, now=now)
        set_marks(self._running, self._marks(), by=self._by, now=now)
        self._score(Measurement.Moment.AFTER, self._visit.pain.after, now)
        complete_session(self._running, by=self._by, now=now)

    def _sign(self, now: datetime) -> None:
        note = note_of(self._guest, self._visit, self._guest.random)
        sign_note(self._running, note, revision=0, by=self._by, now=now)

    @property
    def _running(self) -> Session:
        assert self._session is not None, "the session has not begun"
        return self._session

    @property
    def _by(self) -> Actor:
        return self._town.actor_of(self._running.appointment.therapist_id)

    def _score(self, moment: Measurement.Moment, pain: int, now: datetime) -> None:
        answers: dict[str, Mapping[str, int]] = {"nrs_pain": {"pain": pain}}
        if self._guest.regular.complaint in _ALSO_STRESS:
            level = 3 if moment is Measurement.Moment.AFTER else 5
            for name, question in (("tension", "tension"), ("stress", "stress")):
                answers[name] = {question: min(10, max(0, level + self._guest.random.randint(-2, 2)))}
        record_scores(self._running.appointment, answers, moment=moment, by=self._by, now=now)

    def _works(self) -> list[NewWork]:
        """What the complaint asks for, as far as screening and the body allow it."""
        appointment = self._running.appointment
        rules = work_rules(screened_now(appointment), by=appointment.therapist, agreed=ASK_FIRST)
        techniques = [appointment.service.technique, "swedish", "lymphatic_drainage"]
        complaint = COMPLAINTS[self._guest.regular.complaint]
        each = max(5, (self._guest.regular.minutes - 5) // len(complaint.places) // 5 * 5)
        works: list[NewWork] = []
        for place, pressure in complaint.places:
            minutes_so_far = sum(work.minutes for work in works)
            for technique in techniques:
                if work := _allowed(rules, place, technique, each, pressure, minutes_so_far):
                    works.append(work)
                    break
        return works

    def _marks(self) -> list[NewMark]:
        complaint, pain = COMPLAINTS[self._guest.regular.complaint], self._visit.pain
        return [
            NewMark(place, kind, score=max(1, pain.before - number))
            for number, (place, kind) in enumerate(complaint.marks)
            if number == 0 or pain.before > number + 1
        ]


FORGOTTEN = "Gerald Pym"
ASK_FIRST = frozenset(region.id for region in load_body().regions.values() if region.asks_consent)


def _allowed(
    rules: WorkRules, place: str, technique: str, minutes: int, pressure: int, minutes_so_far: int
) -> NewWork | None:
    """None where the rules are against it, and where the pressure would be too light to be this technique."""
    told = load_techniques()[technique]
    lightest, strongest = (told.pressure.lightest, told.pressure.strongest) if told.pressure else (1, 1)
    level = min(pressure, strongest, rules.highest_pressure(place))
    wish = Wish(place, told.screening_class, minutes, level)
    if level < lightest or not rules.may_give(wish, minutes_so_far=minutes_so_far):
        return None
    tools = [tool.value for tool in told.body_tools]
    small = rules.body.region_of(place).part in _SMALL_PARTS or "knee" in place
    strokes = [
        one.id for one in told.strokes if rules.may_give(replace(wish, strokes=(one,)), minutes_so_far=minutes_so_far)
    ]
    tool = next((tool for tool in tools if (tool in _FINE_TOOLS) == small), tools[0])
    return NewWork(place, technique, minutes, level, body_tool=tool, strokes=tuple(strokes[:2]))

"""The whole session page: what to know first, then what is written down, then the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.charting.body import Body
from tableside.core.decision import Refused
from tableside.core.outcomes.change import as_number
from tableside.core.permissions.permission import Permission
from tableside.core.screening.result import Limits
from tableside.core.screening.work import WorkRules
from tableside.desk.session.given import Given
from tableside.desk.session.incident import IncidentRow, incident_rows
from tableside.desk.session.note import NotePart, NoteSection, parts_of
from tableside.desk.session.opened import Opened
from tableside.desk.session.sections import (
    AgreedRow,
    FeedbackSection,
    LoadMeter,
    Said,
    ScoresSection,
    WorkRow,
    WorkSection,
    agreed_rows,
    day_meter,
    marks_section,
    said_in,
    shown_marks,
    work_rows,
)
from tableside.knowledge.load_techniques import load_strokes, load_techniques
from tableside.records.charting.access import incidents_to_read, last_session_to_read
from tableside.records.charting.models import Session
from tableside.records.clients.access import NotFound
from tableside.records.intake.access import used_opinion_to_read
from tableside.records.intake.models import SecondOpinion
from tableside.records.outcomes.models import Measurement
from tableside.records.outcomes.queries import scores_at
from tableside.records.plans.queries import open_plan_of
from tableside.ui import moments
from tableside.ui.body_chart import BodyChart
from tableside.ui.parts import Fact
from tableside.ui.places import pain_shown
from tableside.ui.requests import ActorRequest
from tableside.workflows.between_visits.plan_progress import PlanProgress, plan_progress
from tableside.workflows.session.start_session import may_start_session

_PAIN = "nrs_pain"


@dataclass(frozen=True)
class LastTime:
    """The session before: what was written and done, how the pain went, and what the client said of the pressure."""

    session: Session
    parts: tuple[NotePart, ...]
    works: tuple[WorkRow, ...]
    said: tuple[Said, ...]
    pain: str

    @classmethod
    def of(cls, opened: Opened) -> LastTime | None:
        session = last_session_to_read(opened.actor, opened.appointment, now=opened.now)
        if session is None:
            return None
        scores = scores_at(session.appointment_id)
        before, after = (
            scores.get((_PAIN, moment)) for moment in (Measurement.Moment.BEFORE, Measurement.Moment.AFTER)
        )
        pain = ""
        if before is not None and after is not None:
            told = {"before": as_number(before), "after": as_number(after)}
            pain = gettext("Pain %(before)s before and %(after)s after.") % told
        return cls(
            session=session,
            parts=tuple(part for part in parts_of(session.note) if part.text.strip()),
            works=work_rows(list(session.works.all()), opened.body),
            said=said_in(session, opened),
            pain=pain,
        )


@dataclass(frozen=True)
class Waiting:
    """Before the session: may it start, and what does the day cost?"""

    refusal: Refused | None
    load: LoadMeter

    @classmethod
    def of(cls, opened: Opened) -> Waiting:
        decision = may_start_session(opened.appointment, now=opened.now)
        return cls(refusal=decision if isinstance(decision, Refused) else None, load=day_meter(opened))


@dataclass(frozen=True)
class Record:
    """What is written down of the session."""

    before: ScoresSection
    work: WorkSection
    chart: BodyChart
    marks_problems: tuple[str, ...]
    feedback: FeedbackSection
    after: ScoresSection
    note: NoteSection

    @classmethod
    def of(cls, opened: Opened, given: Given) -> Record:
        return cls(
            before=ScoresSection.of(opened, "before", form=given.scores.get("before")),
            work=WorkSection.of(opened, form=given.work),
            chart=marks_section(opened, marks=given.marks),
            marks_problems=given.marks_problems,
            feedback=FeedbackSection.of(opened, form=given.feedback),
            after=ScoresSection.of(opened, "after", form=given.scores.get("after")),
            note=NoteSection.of(opened, given),
        )


@dataclass(frozen=True)
class SessionPage:
    opened: Opened
    limits: tuple[Fact, ...]
    pain: BodyChart | None
    last: LastTime | None
    standing: PlanProgress | None
    waiting: Waiting | None
    opinion: SecondOpinion | None
    record: Record | None
    given: Given
    incidents: tuple[IncidentRow, ...]
    can_stop: bool

    @classmethod
    def of(cls, opened: Opened, given: Given | None = None) -> SessionPage:
        given, plan = given or Given(), open_plan_of(opened.appointment.client_id)
        return cls(
            opened=opened,
            limits=limit_facts(opened.rules),
            pain=pain_shown(opened.body, opened.pain_places),
            last=LastTime.of(opened),
            standing=plan_progress(plan) if plan else None,
            waiting=None if opened.session else Waiting.of(opened),
            opinion=used_opinion_to_read(opened.actor, opened.appointment) if opened.session else None,
            record=Record.of(opened, given) if opened.session else None,
            given=given,
            incidents=incident_rows(incidents_to_read(opened.actor, opened.appointment, now=opened.now)),
            can_stop=opened.actor.may(Permission.WRITE_NOTES),
        )


def limit_facts(rules: WorkRules) -> tuple[Fact, ...]:
    """The limits of screening in words; nothing where there is none."""
    limits, body = rules.limits, rules.body
    barred = [one.name for one in load_techniques().values() if one.screening_class in limits.barred]
    gentler = [
        gettext("%(places)s up to %(level)s")
        % {
            "places": places_in_words([place for place, cap in rules.gentler.items() if cap == level], body),
            "level": level,
        }
        for level in sorted(set(rules.gentler.values()))
    ]
    told = (
        (gettext("Pressure"), _pressure(limits.pressure_cap)),
        (gettext("Gentler at"), "; ".join(gentler)),
        (gettext("Not today"), ", ".join(barred)),
        (gettext("Strokes left out"), _strokes(limits, body)),
        (gettext("Leave out"), places_in_words(rules.left_out, body)),
        (gettext("Position"), ", ".join(limits.positions)),
        (gettext("At most"), "" if limits.minutes_cap is None else moments.minutes(limits.minutes_cap)),
    )
    return tuple(Fact(term, text) for term, text in told if text)


def _pressure(cap: int) -> str:
    return "" if cap >= 5 else gettext("up to level %(level)s of 5") % {"level": cap}


def _strokes(limits: Limits, body: Body) -> str:
    """``Tapotement: Sacrum, Belly``; a stroke that is left out everywhere has no places."""
    at: dict[str, list[str]] = {}
    for place, strokes in (limits.strokes_barred_at or {}).items():
        for stroke in strokes:
            at.setdefault(stroke, []).append(place)
    names = {stroke: load_strokes()[stroke].name if stroke in load_strokes() else stroke for stroke in at}
    return "; ".join(
        names[stroke] if len(places) == len(body.places) else f"{names[stroke]}: {places_in_words(places, body)}"
        for stroke, places in at.items()
    )


def places_in_words(places: Sequence[str], body: Body) -> str:
    """``Shoulder, both sides`` instead of two places."""
    words = []
    for region in body.regions.values():
        named = [place for place in region.places if place in places]
        if region.has_sides and named == list(region.places):
            words.append(gettext("%(region)s (both sides)") % {"region": region.name})
        else:
            words += [body.label(place) for place in named]
    return ", ".join(words)


@dataclass(frozen=True)
class NotePage:
    """A session to be read or printed: what was recorded, the note, and what was added below."""

    opened: Opened
    given: Given
    opinion: SecondOpinion | None
    note: NoteSection
    works: tuple[WorkRow, ...]
    agreed: tuple[AgreedRow, ...]
    chart: BodyChart
    said: tuple[Said, ...]
    before: ScoresSection
    after: ScoresSection
    can_add: bool
    incidents: tuple[IncidentRow, ...]

    @classmethod
    def of(cls, request: ActorRequest, appointment_id: UUID, *, now: datetime, given: Given | None = None) -> NotePage:
        opened = Opened.to_read(request, appointment_id, now=now)
        if opened.session is None:
            raise NotFound
        given = given or Given()
        return cls(
            opened=opened,
            given=given,
            opinion=used_opinion_to_read(opened.actor, opened.appointment),
            note=NoteSection.of(opened, given),
            works=work_rows(list(opened.session.works.all()), opened.body),
            agreed=agreed_rows(opened.session, opened.body),
            chart=shown_marks(opened),
            said=said_in(opened.session, opened),
            before=ScoresSection.of(opened, "before"),
            after=ScoresSection.of(opened, "after"),
            can_add=opened.is_signed and opened.actor.may(Permission.WRITE_NOTES),
            incidents=incident_rows(incidents_to_read(opened.actor, opened.appointment, now=opened.now)),
        )

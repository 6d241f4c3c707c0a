"""A client's history as it is shown: one measure over time, two visits side by side, and every session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext

from tableside.core.outcomes.change import NOT_PROOF, as_number, change_between, sentences_for_therapist
from tableside.core.outcomes.instrument import Instrument
from tableside.desk.session.incident import IncidentRow, incident_rows
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_instruments import load_instruments
from tableside.records.charting.access import history_to_read, incidents_of_client_to_read
from tableside.records.charting.models import Session
from tableside.records.clients.models import Client
from tableside.records.outcomes.access import scores_to_read
from tableside.records.outcomes.queries import Visit
from tableside.records.plans.models import TreatmentPlan
from tableside.records.plans.queries import open_plan_of
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.ui import moments, words
from tableside.ui.body_chart import BodyChart, Mark, shown_chart
from tableside.ui.charts import PainChart, VisitScore, pain_chart
from tableside.ui.navigation import address_of
from tableside.ui.parts import Tab
from tableside.ui.requests import ActorRequest
from tableside.workflows.session.record_score import SESSION_INSTRUMENTS

_PAIN = "nrs_pain"


@dataclass(frozen=True)
class Choice:
    key: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class SideBySide:
    """The findings of two visits and, in words, what became of each."""

    earlier: BodyChart
    later: BodyChart
    earlier_day: str
    later_day: str
    changes: tuple[str, ...]
    earlier_choices: tuple[Choice, ...]
    later_choices: tuple[Choice, ...]


@dataclass(frozen=True)
class SessionRow:
    is_incident: ClassVar = False
    session: Session
    summary: str
    scores: str

    @property
    def at(self) -> datetime:
        return self.session.appointment.starts_at


@dataclass(frozen=True)
class ChartPage:
    client: Client
    tabs: tuple[Tab, ...]
    chart: PainChart
    sentences: tuple[str, ...]
    compared: SideBySide | None
    session_count: int
    rows: tuple[SessionRow | IncidentRow, ...]  # what went wrong stands in its place by time
    plan: TreatmentPlan | None
    plan_url: str
    finding_url: str

    @classmethod
    def of(cls, client: Client, request: ActorRequest, *, now: datetime) -> ChartPage:
        measure = _chosen_measure(request)
        visits = scores_to_read(request.actor, client.id, instrument=measure.id, now=now)
        sessions = history_to_read(request.actor, client.id, now=now)
        rows = [_row(session, visits, measure) for session in sessions]
        incidents = incident_rows(incidents_of_client_to_read(request.actor, client.id, now=now))
        plan = open_plan_of(client.id)
        zone = request.practice.zone
        points = [VisitScore(visit.at.astimezone(zone).date(), visit.before, visit.after) for visit in visits]
        upcoming = upcoming_appointments(client.id, now=now).first()
        return cls(
            client=client,
            tabs=_tabs(measure),
            chart=pain_chart(points, target=_target(plan, measure), title=measure.name),
            sentences=_sentences(measure, visits),
            compared=_compared(sessions, request),
            session_count=len(sessions),
            rows=tuple(sorted([*incidents, *rows], key=lambda row: row.at, reverse=True)),
            plan=plan,
            plan_url=address_of("desk:plan", plan.id) if plan else address_of("desk:plan-write", client.id),
            finding_url=address_of("desk:finding", upcoming.id) if upcoming else "",
        )


def _chosen_measure(request: ActorRequest) -> Instrument:
    name = request.GET.get("measure", _PAIN)
    return load_instruments()[name if name in SESSION_INSTRUMENTS else _PAIN]


def _tabs(measure: Instrument) -> tuple[Tab, ...]:
    found = [load_instruments()[name] for name in SESSION_INSTRUMENTS]
    return tuple(
        Tab(one.plain_name.capitalize(), f"?{urlencode({'measure': one.id})}", one.id == measure.id) for one in found
    )


def _target(plan: TreatmentPlan | None, measure: Instrument) -> float | None:
    goals = plan.goals.all() if plan else ()
    return next((float(goal.target) for goal in goals if goal.instrument == measure.id), None)


def _sentences(measure: Instrument, visits: Sequence[Visit]) -> tuple[str, ...]:
    """From arrival to arrival: how the weeks go, not how a session feels."""
    arrivals = [visit.before for visit in visits if visit.before is not None]
    if len(arrivals) < 2:
        return (gettext("Two scores on arrival are needed before a change can be judged."),)
    said = sentences_for_therapist(change_between(measure, before=arrivals[0], after=arrivals[-1]))
    return said if NOT_PROOF in said else (*said, NOT_PROOF)


def _row(session: Session, visits: Sequence[Visit], measure: Instrument) -> SessionRow:
    visit = next((one for one in visits if one.at == session.appointment.starts_at), None)
    scores = ""
    if visit is not None and visit.before is not None and visit.after is not None:
        scores = gettext("%(measure)s %(before)s to %(after)s") % {
            "measure": measure.plain_name.capitalize(),
            "before": as_number(visit.before),
            "after": as_number(visit.after),
        }
    places = dict.fromkeys(load_body().kept_label(work.place) for work in session.works.all())
    return SessionRow(session=session, summary=", ".join(places), scores=scores)


def _compared(sessions: Sequence[Session], request: ActorRequest) -> SideBySide | None:
    """The two latest visits with findings, unless others are asked for; None where there are not two."""
    marked = {str(session.id): session for session in sessions if session.marks.all()}
    if len(marked) < 2:
        return None
    latest, before = list(marked)[:2]
    earlier = _asked(request, "earlier", marked, default=before)
    later = _asked(request, "later", marked, default=latest)
    days = {key: moments.day_year(one.appointment.starts_at, request.practice.zone) for key, one in marked.items()}
    return SideBySide(
        earlier=_shown(marked[earlier], days[earlier], id="earlier-chart"),
        later=_shown(marked[later], days[later], id="later-chart"),
        earlier_day=days[earlier],
        later_day=days[later],
        changes=_changes(_marks(marked[earlier]), _marks(marked[later])),
        earlier_choices=tuple(Choice(key, day, key == earlier) for key, day in days.items()),
        later_choices=tuple(Choice(key, day, key == later) for key, day in days.items()),
    )


def _asked(request: ActorRequest, name: str, marked: dict[str, Session], *, default: str) -> str:
    wished = request.GET.get(name, "")
    return wished if wished in marked else default


def _shown(session: Session, day: str, *, id: str) -> BodyChart:
    labels = {place: load_body().label(place) for place in load_body().places}
    title = gettext("Findings on %(day)s") % {"day": day}
    return shown_chart(_marks(session), labels, kinds=words.MARK_KINDS, title=title, id=id)


def _marks(session: Session) -> list[Mark]:
    return [Mark(mark.place, mark.score, mark.kind, mark.note) for mark in session.marks.all()]


def _changes(earlier: Sequence[Mark], later: Sequence[Mark]) -> tuple[str, ...]:
    """Place by place: new, gone, or from one number to another."""
    was = {(mark.place, mark.kind): mark for mark in earlier}
    now = {(mark.place, mark.kind): mark for mark in later}
    kinds = {key: str(label) for key, label in words.MARK_KINDS}
    said = []
    for key in dict.fromkeys([*was, *now]):
        told = {
            "place": load_body().kept_label(key[0]),
            "kind": kinds.get(key[1], gettext("Marked")),
            "before": _strength(was.get(key)),
            "after": _strength(now.get(key)),
        }
        if key not in now:
            said.append(gettext("%(place)s, %(kind)s: %(before)s, then not found") % told)
        elif key not in was:
            said.append(gettext("%(place)s, %(kind)s: new, %(after)s") % told)
        else:
            said.append(gettext("%(place)s, %(kind)s: %(before)s, then %(after)s") % told)
    return tuple(said)


def _strength(mark: Mark | None) -> str:
    if mark is None or mark.score is None:
        return gettext("not rated")
    return f"{mark.score}/10"

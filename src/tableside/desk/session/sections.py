"""The parts of a running session, each of which is also drawn alone after something in it was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext

from tableside.core.charting.body import Body
from tableside.core.charting.load import Limits, Load, LoadLevel, day_load
from tableside.desk.session.forms import FeedbackForm, ScoresForm, WorkForm
from tableside.desk.session.opened import Opened
from tableside.knowledge.load_techniques import in_words, load_techniques
from tableside.records.charting.models import RegionWork, Session
from tableside.records.charting.queries import day_of_work
from tableside.records.outcomes.queries import scores_at
from tableside.ui import moments, words
from tableside.ui.body_chart import BodyChart, Mark, marks_chart, shown_chart
from tableside.workflows.session.record_score import SESSION_INSTRUMENTS


@dataclass(frozen=True)
class WorkRow:
    id: UUID
    label: str
    technique: str
    body_tool: str
    minutes: str
    pressure: int
    override_reason: str


@dataclass(frozen=True)
class AgreedRow:
    """An area that the client said yes to."""

    id: UUID
    label: str
    at: datetime
    noted_by: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class LoadMeter:
    """The therapist's day; ``x`` values lie on a line 100 long that ends at the hard limit."""

    hands_on: str
    easy: str
    hard: str
    deep: str
    deep_easy: str
    reasons: tuple[str, ...]
    level: LoadLevel
    x: float
    easy_x: float

    @classmethod
    def of(cls, load: Load, limits: Limits) -> LoadMeter:
        hard = limits.hard_hands_on_minutes
        return cls(
            hands_on=moments.minutes(load.hands_on_minutes),
            easy=moments.minutes(limits.soft_hands_on_minutes),
            hard=moments.minutes(hard),
            deep=moments.minutes(load.deep_minutes),
            deep_easy=moments.minutes(limits.soft_deep_minutes),
            reasons=load.reasons,
            level=load.level,
            x=round(100 * min(1.0, load.hands_on_minutes / hard), 1),
            easy_x=round(100 * limits.soft_hands_on_minutes / hard, 1),
        )


@dataclass(frozen=True)
class WorkSection:
    rows: tuple[WorkRow, ...]
    agreed: tuple[AgreedRow, ...]
    total: str
    minutes_cap: str
    form: WorkForm | None
    with_reason: bool
    can_set_aside: bool
    can_repeat: bool
    load: LoadMeter

    @classmethod
    def of(cls, opened: Opened, *, form: WorkForm | None = None) -> WorkSection:
        rules, works = opened.rules, list(opened.begun.works.all())
        if form is None and opened.can_write:
            form = work_form(opened, None, initial={"technique": _usual_technique(opened)}, with_reason=False)
        cap = rules.limits.minutes_cap
        return cls(
            rows=work_rows(works, opened.body),
            agreed=agreed_rows(opened.begun, opened.body),
            total=moments.minutes(sum(work.minutes for work in works)),
            minutes_cap="" if cap is None else moments.minutes(cap),
            form=form,
            with_reason=form is not None and "override" in form.fields,
            can_set_aside=rules.may_override and rules.has_limits,
            can_repeat=opened.can_write and not works,
            load=day_meter(opened),
        )


def work_form(
    opened: Opened, data: Mapping[str, str] | None, *, with_reason: bool, initial: Mapping[str, object] | None = None
) -> WorkForm:
    with_reason = with_reason and opened.rules.may_override
    findings = opened.screened.findings if opened.screened else ()
    return WorkForm(data, initial=initial, rules=opened.rules, findings=findings, with_reason=with_reason)


def work_rows(works: list[RegionWork], body: Body) -> tuple[WorkRow, ...]:
    tools = dict(words.BODY_TOOLS)
    return tuple(
        WorkRow(
            id=work.id,
            label=body.kept_label(work.place),
            technique=in_words(work.technique, work.strokes),
            body_tool=str(tools.get(work.body_tool, "")),
            minutes=moments.minutes(work.minutes),
            pressure=work.pressure,
            override_reason=work.override_reason,
        )
        for work in works
    )


def agreed_rows(session: Session, body: Body) -> tuple[AgreedRow, ...]:
    return tuple(
        AgreedRow(one.id, body.kept_label(one.region), one.agreed_at, one.noted_by, one.withdrawn_at)
        for one in session.agreed_areas.all()
    )


def day_meter(opened: Opened) -> LoadMeter:
    zone = opened.practice.zone
    day = opened.appointment.starts_at.astimezone(zone).date()
    start, end = (datetime.combine(on, time.min, tzinfo=zone) for on in (day, day + timedelta(days=1)))
    limits = Limits()
    return LoadMeter.of(
        day_load(day_of_work(opened.appointment.therapist_id, start=start, end=end), limits=limits), limits
    )


def _usual_technique(opened: Opened) -> str:
    """What was booked, or what screening would use instead."""
    booked = opened.appointment.service.technique
    techniques = load_techniques()
    if booked in techniques and techniques[booked].screening_class not in opened.rules.limits.barred:
        return booked
    substitute = opened.screened.substitute if opened.screened else None
    return next((key for key, one in techniques.items() if one.screening_class == substitute), "")


@dataclass(frozen=True)
class Said:
    words: str
    said: str
    minute: int
    clock: str
    label: str
    discomfort: int | None


@dataclass(frozen=True)
class FeedbackSection:
    said: tuple[Said, ...]
    form: FeedbackForm | None
    choices: tuple[tuple[str, object], ...] = words.PRESSURE_SAID

    @classmethod
    def of(cls, opened: Opened, *, form: FeedbackForm | None = None) -> FeedbackSection:
        session = opened.begun
        if form is None and opened.can_write:
            works = list(session.works.all())
            form = FeedbackForm(None, initial={"place": works[-1].place if works else ""}, body=opened.body)
        return cls(said=said_in(session, opened), form=form)


def said_in(session: Session, opened: Opened) -> tuple[Said, ...]:
    """The latest first: that is what matters at the table."""
    labels = dict(words.PRESSURE_SAID)
    return tuple(
        Said(
            words=str(labels[one.said]),
            said=one.said,
            minute=int((one.at - session.started_at).total_seconds()) // 60,
            clock=moments.clock(one.at, opened.practice.zone),
            label=opened.body.kept_label(one.place) if one.place else "",
            discomfort=one.discomfort,
        )
        for one in reversed(session.feedback.all())
    )


@dataclass(frozen=True)
class ScoreLine:
    question: str
    score: str


@dataclass(frozen=True)
class ScoresSection:
    moment: str
    form: ScoresForm | None
    lines: tuple[ScoreLine, ...]

    @classmethod
    def of(cls, opened: Opened, moment: str, *, form: ScoresForm | None = None) -> ScoresSection:
        given = scores_at(opened.appointment.id)
        scores = {name: int(given[name, moment]) for name in SESSION_INSTRUMENTS if (name, moment) in given}
        blank = ScoresForm(None, initial=scores, moment=moment)
        lines = tuple(ScoreLine(str(blank.fields[name].label), str(score)) for name, score in scores.items())
        return cls(moment=moment, form=(form or blank) if opened.can_write else None, lines=lines)


def marks_section(opened: Opened, *, marks: tuple[Mark, ...] | None = None) -> BodyChart:
    """To write while it can be changed, to read afterwards."""
    if not opened.can_write:
        return shown_marks(opened)
    marks = marks_of(opened.begun) if marks is None else marks
    return marks_chart(_labels(opened), marks=marks, kinds=words.MARK_KINDS, title=gettext("Findings on the body"))


def shown_marks(opened: Opened) -> BodyChart:
    title = gettext("Findings on the body")
    return shown_chart(marks_of(opened.begun), _labels(opened), kinds=words.MARK_KINDS, title=title)


def _labels(opened: Opened) -> dict[str, str]:
    return {place: opened.body.label(place) for place in opened.body.places}


def marks_of(session: Session) -> tuple[Mark, ...]:
    return tuple(Mark(mark.place, mark.score, mark.kind, mark.note) for mark in session.marks.all())

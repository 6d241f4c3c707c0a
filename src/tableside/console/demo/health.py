"""What people answer about their health, who looks at it, and what their doctors say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from tableside.console.demo.complaints import COMPLAINTS
from tableside.console.demo.dates import appointment_of
from tableside.console.demo.histories import HISTORIES
from tableside.console.demo.town import Guest, Town, Visit, birth_of, therapist_of
from tableside.core.screening.birth import BORN_ON
from tableside.core.screening.condition import DAYS_PREGNANT_AT_DUE_DATE
from tableside.core.screening.question import NONE, Group, Kind, Question
from tableside.knowledge.load_consent import load_consent
from tableside.records.clients.models import Link
from tableside.records.clients.queries import newest_link
from tableside.records.intake.access import clearance_to_answer, clearances_to_read, screening_to_read
from tableside.records.intake.actions import note_review
from tableside.records.intake.models import Clearance
from tableside.workflows.clearance.give_clearance import ProviderAnswer, give_clearance
from tableside.workflows.intake.fill_intake import answers_so_far, save_page
from tableside.workflows.intake.sign_consent import Signature
from tableside.workflows.intake.submit_intake import submit_intake

_HOUR = timedelta(hours=1)
_AIMS = {"tension": "calm", "rest": "calm", "sleep": "sleep"}
#: Whose findings nobody has read yet: they answered only yesterday.
UNREAD = {"Grace Oduya", "Rosa Delgado", "Daniel Reyes"}


def answers_soon(town: Town, guest: Guest, now: datetime) -> None:
    """By the link in the confirmation, in the evening or the next day; one of them has not found the time yet."""
    history = HISTORIES[guest.regular.health]
    if history.is_unanswered:
        return
    later = now + timedelta(minutes=guest.random.randint(50, 20 * 60))
    town.agenda.put(later, lambda at: _answer(town, guest, history.answers, at))
    if history.changed:
        this_morning = town.at(0, 7 * 60 + 10)
        now_told = {**history.answers, **history.changed}
        town.agenda.put(this_morning, lambda at: _answer(town, guest, now_told, at))


def looked_at(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    """The therapist reads the findings of a date, and some days later a doctor answers what was asked. What was
    answered in the last hours is still to be read."""
    if guest.regular.health != "well":
        put, random = town.agenda.put, guest.random
        put(now + random.randint(3, 14) * _HOUR, lambda at: _review(town, guest, visit, at))
        put(now + random.randint(30, 50) * _HOUR, lambda at: _clear(town, guest, at))


def _answer(town: Town, guest: Guest, answers: Mapping[str, object], now: datetime) -> None:
    """All on one page and whatever that opens, then signed and sent: by the link in the mail, unless they have an
    account."""
    client, told = guest.known, _told(town, guest, answers, now)
    by_mail = newest_link(client.id, purpose=Link.Purpose.INTAKE) if client.user_id is None else None
    filling = answers_so_far(client.id, now=now)
    page = Group("everything", "", "", tuple(one for group in filling.questions.groups for one in group.questions))
    raw = {question.id: told.get(question.id, _nothing(question)) for question in page.questions}
    opened, shown = filling.open_in(page), set[str]()
    while opened:
        shown |= {question.id for question in opened}
        saved = save_page(client, page, raw, shown=shown, through=by_mail, now=now)
        assert not saved.problems, saved.problems
        filling, opened = saved.filling, saved.opened
    assert filling.intake is not None
    clauses = frozenset(clause.id for clause in load_consent().clauses)
    signature = Signature(filling.intake.id, filling.is_draft, name=client.name, clauses=clauses)
    submit_intake(client, signature, through=by_mail, by=guest.acting, now=now)
    if answers is HISTORIES[guest.regular.health].answers:
        looked_at(town, guest, guest.visits[0], now)


def _told(town: Town, guest: Guest, answers: Mapping[str, object], now: datetime) -> dict[str, object]:
    """In the form's own values: days are told as dates, and where it hurts comes from what they come for."""
    complaint = COMPLAINTS[guest.regular.complaint]
    told: dict[str, object] = {
        BORN_ON.id: birth_of(guest, town).isoformat(),
        "pain_places": [place for place, kind in complaint.marks if kind == "pain"],
        "aim": _AIMS.get(guest.regular.complaint, "sport" if guest.regular.service == "sports" else "pain"),
    }
    for key, value in answers.items():
        told[key] = (town.today + value).isoformat() if isinstance(value, timedelta) else value
    due = answers.get("due_on")
    if isinstance(due, timedelta):
        days_to_go = (town.today + due - now.astimezone(town.zone).date()).days
        told["pregnant_weeks"] = str((DAYS_PREGNANT_AT_DUE_DATE - days_to_go) // 7)
    return told


def _nothing(question: Question) -> object:
    """The answer of somebody with nothing to tell."""
    if question.kind in (Kind.YES_NO, Kind.YES_NO_UNSURE):
        return "no"
    ids = [option.id for option in question.options]
    if NONE in ids:
        return [NONE] if question.kind is Kind.MANY else NONE
    return None


def _review(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    if visit.appointment_id is None or guest.regular.name in UNREAD:
        return
    by = town.actor_of(appointment_of(town, visit).therapist_id)
    screening = screening_to_read(by, visit.appointment_id, now=now)
    if screening is not None:
        note_review(screening, by=by, now=now)


def _clear(town: Town, guest: Guest, now: datetime) -> None:
    history, by = HISTORIES[guest.regular.health], therapist_of(guest, town).actor
    if not history.provider:
        return
    given_on = now.astimezone(town.zone).date() - timedelta(days=1)
    for asked in clearances_to_read(by, guest.known.id, now=now):
        if asked.status == Clearance.Status.ASKED:
            clearance = clearance_to_answer(by, asked.id, now=now)
            answer = ProviderAnswer(
                is_yes=True,
                provider=history.provider,
                given_on=given_on,
                expires_on=given_on + timedelta(days=history.holds_days),
                note=history.provider_note,
            )
            give_clearance(clearance, answer, by=by, now=now)

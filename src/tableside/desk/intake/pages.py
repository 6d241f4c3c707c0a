"""What the pages about findings show, in the therapist's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext

from tableside.core.charting.technique import ScreeningClass
from tableside.core.permissions.actor import Actor
from tableside.core.screening.result import Call, Finding, Limits, Outcome, Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.work import WorkRules
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.models import Client
from tableside.records.intake.access import (
    clearances_to_read,
    newest_screening_to_read,
    screening_to_read,
)
from tableside.records.intake.age_queries import intake_is_too_old
from tableside.records.intake.models import Clearance, Screening
from tableside.records.intake.queries import screened_of
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.answers import AnsweredGroup, answers_in_words
from tableside.ui.body_chart import BodyChart
from tableside.ui.navigation import address_of
from tableside.ui.parts import Fact
from tableside.ui.places import pain_shown, places_in_words
from tableside.ui.telephone import call_address
from tableside.workflows.clearance.ask_provider import Received
from tableside.workflows.clearance.clearance_question import techniques_in_words
from tableside.workflows.intake.replay_screening import Standing
from tableside.workflows.session.session_rules import where_it_hurts


@dataclass(frozen=True)
class Asked:
    """A question to a provider about one of the findings, and how it stands."""

    clearance: Clearance
    words: str

    @property
    def is_open(self) -> bool:
        return self.clearance.status == Clearance.Status.ASKED

    @property
    def can_ask_again(self) -> bool:
        return self.clearance.status == Clearance.Status.REFUSED


@dataclass(frozen=True)
class FindingLine:
    """One finding, with everything a therapist may want to check."""

    finding: Finding
    facts: tuple[Fact, ...]
    asked: Asked | None

    @property
    def may_ask_for_more(self) -> bool:
        """Whether a provider could open what is left out here; where a clearance is needed it is asked for anyway."""
        found = self.finding
        is_asked = self.asked is not None and self.asked.clearance.status != Clearance.Status.WITHDRAWN
        return bool(found.clearance_from) and not is_asked and found.outcome is not Outcome.NEEDS_CLEARANCE


@dataclass(frozen=True)
class FindingShown:
    """Of an appointment, or of a client who has none: then ``appointment`` is None."""

    client: Client
    appointment: Appointment | None
    reviewed_url: str
    screening: Screening | None
    screened: Screened | None
    lines: tuple[FindingLine, ...]
    limits: tuple[Fact, ...]
    missing: tuple[str, ...]
    answers: tuple[AnsweredGroup, ...]
    given_at: datetime | None
    is_too_old: bool = False  # the answers no longer hold when the appointment comes
    pain: BodyChart | None = None  # where it hurts, as the client marked it
    rules: tuple[str, ...] = ()

    @property
    def lines_to_call(self) -> tuple[Fact, ...]:
        """The client, and the numbers of the practice that belong to what was found."""
        practice, calls = facts_of(current_practice()), self.screened.calls if self.screened else ()
        lines = (
            (gettext("Emergency"), practice.emergency_number),
            (gettext("Poison line"), practice.poison_line if Call.POISON in calls else ""),
            (gettext("Maternity unit"), practice.maternity_line if Call.MATERNITY in calls else ""),
            (gettext("Crisis line"), practice.crisis_line if Call.CRISIS in calls else ""),
        )
        numbers = (Fact(whose, number, call_address(number)) for whose, number in lines if number)
        return (*people_to_call(self.client), *numbers)

    @property
    def remedies_url(self) -> str:
        """Where it says what can be done, if it does not fit as it is booked."""
        if self.screening is None or self.screening.fits or self.appointment is None:
            return ""
        is_booked = self.appointment.status == Appointment.Status.BOOKED
        return reverse("desk:remedies", args=[self.appointment.id]) if is_booked else ""

    @property
    def opinion_url(self) -> str:
        """Where a second person is asked, if screening says not to treat."""
        if self.screened is None or self.appointment is None or self.screened.outcome is not Outcome.DO_NOT_TREAT:
            return ""
        return reverse("desk:second-opinion", args=[self.appointment.id])

    @classmethod
    def of(cls, appointment: Appointment, actor: Actor, *, now: datetime) -> FindingShown:
        screening = screening_to_read(actor, appointment.id, now=now)
        url = reverse("desk:finding-reviewed", args=[appointment.id])
        return cls._of(screening, actor, client=appointment.client, appointment=appointment, reviewed_url=url, now=now)

    @classmethod
    def of_client(cls, client: Client, actor: Actor, *, now: datetime) -> FindingShown:
        screening = newest_screening_to_read(actor, client.id, now=now)
        url = reverse("desk:client-finding-reviewed", args=[client.id])
        appointment = screening.appointment if screening else None
        return cls._of(screening, actor, client=client, appointment=appointment, reviewed_url=url, now=now)

    @classmethod
    def _of(
        cls,
        screening: Screening | None,
        actor: Actor,
        *,
        client: Client,
        appointment: Appointment | None,
        reviewed_url: str,
        now: datetime,
    ) -> FindingShown:
        if screening is None:
            return cls(client, appointment, reviewed_url, None, None, (), (), (), (), None)
        screened = screened_of(screening)
        questions = load_questions()
        asked = _newest_by_rule(clearances_to_read(actor, client.id, now=now))
        return cls(
            client=client,
            appointment=appointment,
            reviewed_url=reviewed_url,
            screening=screening,
            screened=screened,
            lines=tuple(FindingLine(one, _facts(one), asked.get(one.rule_id)) for one in screened.findings),
            limits=limits_in_words(screened.limits),
            missing=tuple(questions.question(key).text for key in screened.missing),
            answers=answers_in_words(questions, questions.read_answers(screening.intake.answers)[0]),
            given_at=screening.intake.submitted_at,
            is_too_old=appointment is not None and intake_is_too_old(screening.intake, at=appointment.starts_at),
            pain=pain_shown(load_body(), where_it_hurts(screening.intake)),
            rules=_standing_in_words(Standing.of(screening)),
        )


def people_to_call(client: Client) -> tuple[Fact, ...]:
    """The client, and whoever answers for them."""
    unknown = gettext("No phone number is known")
    return tuple(
        Fact(one.name, one.phone or unknown, call_address(one.phone) or address_of("desk:client", one.id))
        for one in (client, client.guardian)
        if one is not None
    )


def _standing_in_words(standing: Standing) -> tuple[str, ...]:
    """Of the rules it was made by, and of today's."""
    if standing.is_of_today:
        return (gettext("These are the rules of today."),)
    today = {
        True: gettext("The rules of today say the same."),
        False: gettext("The rules of today say something else."),
        None: gettext("It was made before enough was kept to ask the rules of today about it."),
    }
    then = {
        True: gettext("By its own rules it comes out the same again."),
        False: gettext("By its own rules it comes out differently now: how findings are combined has changed since."),
        None: gettext("Its own rules were not kept, so it cannot be made again."),
    }
    return (today[standing.agrees], then[standing.replays])


def limits_in_words(limits: Limits) -> tuple[Fact, ...]:
    """What holds on the massage table; empty when nothing special does."""
    body = load_body()
    rules = WorkRules(body=body, limits=limits, may_override=False)
    facts = []
    if limits.pressure_cap < 5:
        facts.append(Fact(gettext("Pressure"), _up_to(limits.pressure_cap)))
    for cap in sorted(set(rules.gentler.values())):
        places = [place for place, highest in rules.gentler.items() if highest == cap]
        facts.append(Fact(places_in_words(body, places), _up_to(cap)))
    if rules.left_out:
        facts.append(Fact(gettext("Leave out"), places_in_words(body, rules.left_out)))
    if limits.barred:
        facts.append(Fact(gettext("Not to be used"), techniques_in_words(limits.barred)))
    by_techniques: dict[tuple[ScreeningClass, ...], list[str]] = {}
    for place, barred in (limits.barred_at or {}).items():
        if told := tuple(one for one in barred if one not in body.region_of(place).barred):
            by_techniques.setdefault(told, []).append(place)
    for barred, places in by_techniques.items():
        where = gettext("Not at: %(places)s") % {"places": places_in_words(body, places)}
        facts.append(Fact(where, techniques_in_words(barred)))
    if limits.minutes_cap is not None:
        facts.append(Fact(gettext("Length"), gettext("up to %(count)s minutes") % {"count": limits.minutes_cap}))
    if limits.positions:
        facts.append(Fact(gettext("Position"), ", ".join(limits.positions)))
    return tuple(facts)


def _up_to(level: int) -> str:
    return gettext("up to level %(level)s") % {"level": level}


def _facts(finding: Finding) -> tuple[Fact, ...]:
    told = (
        (gettext("Why"), finding.reason),
        (gettext("Where"), places_in_words(load_body(), finding.places)),
        (gettext("What would change it"), finding.would_change),
        (gettext("Who can clear it"), finding.clearance_from),
        (gettext("Training needed"), finding.needs_training),
        (gettext("Source"), finding.source),
        (gettext("Rule"), finding.rule_id),
    )
    return tuple(Fact(term, text) for term, text in told if text)


def _newest_by_rule(clearances: Iterable[Clearance]) -> dict[str, Asked]:
    """The newest question about each rule; they come the newest first."""
    found: dict[str, Asked] = {}
    for clearance in clearances:
        found.setdefault(clearance.rule_id, Asked(clearance, _standing(clearance)))
    return found


def sent_in_words(received: Received) -> tuple[Fact, ...]:
    """What a provider sent by the link, as they sent it."""
    reply = received.reply
    body = load_body()
    said = gettext("Massage may take place.") if reply.is_yes else gettext("Massage may not take place.")
    told = (
        (gettext("Answer"), said),
        (gettext("Who"), reply.provider),
        (gettext("Came"), moments.full(received.received_at, get_current_timezone())),
        (gettext("Pressure"), _up_to(reply.scope.pressure_cap) if reply.scope.pressure_cap else ""),
        (gettext("Leave out"), places_in_words(body, reply.scope.avoid)),
        (gettext("Not to be used"), techniques_in_words(reply.scope.barred)),
        (gettext("Holds until"), moments.day_year(reply.expires_on) if reply.expires_on else ""),
        (gettext("In their words"), reply.note),
    )
    return tuple(Fact(term, text) for term, text in told if text)


def rule_title(rule_id: str, book: Rulebook) -> str:
    """A rule in words; one that the rulebook no longer has is called by its id."""
    try:
        return book.rule(rule_id).title
    except KeyError:
        return rule_id


def _standing(clearance: Clearance) -> str:
    told = {
        "day": moments.day_year(clearance.asked_at, get_current_timezone()),
        "provider": clearance.provider,
        "until": moments.day_year(clearance.expires_on) if clearance.expires_on else "",
    }
    words = {
        Clearance.Status.ASKED: gettext("Waiting for the provider since %(day)s"),
        Clearance.Status.GIVEN: gettext("Cleared by %(provider)s until %(until)s"),
        Clearance.Status.REFUSED: gettext("%(provider)s said no"),
        Clearance.Status.WITHDRAWN: gettext("The clearance no longer holds: the answers have changed"),
    }
    return words[Clearance.Status(clearance.status)] % told

"""Reading health histories, screenings and clearances. Who may is decided in access.py."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tableside.core.screening.house_rules import HouseRules
from tableside.core.screening.house_rules import from_json as house_rules_from_json
from tableside.core.screening.result import Limits, Outcome, Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.stored import from_json
from tableside.knowledge.load_rulebook import load_rulebook, read_rulebook
from tableside.records.clients.models import Link
from tableside.records.foundation.prepared import prepared
from tableside.records.foundation.sealed import unseal_file
from tableside.records.intake.models import (
    Clearance,
    HouseRulesVersion,
    Intake,
    KnowledgeVersion,
    ProviderLetter,
    ProviderReply,
    Screening,
)
from tableside.records.practice.models import Service
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import all_upcoming_appointments

_log = logging.getLogger(__name__)
_SEALED = ("result", "asked", "rule_ids")  # of a screening: opened where one is read, not sixty for a list


class NotKept(LookupError):
    """What a screening was made from cannot be had again; its result still stands."""


def draft_of(client_id: UUID) -> Intake | None:
    return Intake.objects.filter(client_id=client_id, submitted_at=None).first()


def newest_intake(client_id: UUID) -> Intake | None:
    """The answers that hold now. Most who book have given none yet, which their keys alone tell sooner."""
    newest = next(iter(_sent(client_id)), None)
    return Intake.objects.select_related("client").get(pk=newest) if newest else None


@prepared
def _sent(client_id: UUID) -> QuerySet[Intake, UUID]:
    sent = Intake.objects.filter(client_id=client_id, submitted_at__isnull=False).order_by("-submitted_at")
    return sent.values_list("pk", flat=True)[:1]


def has_begun_answering(client_id: UUID) -> bool:
    """Whether anything this client answered lies here, sent or not."""
    return Intake.objects.filter(client_id=client_id).exists()


def opens_answers(link: Link, *, of: UUID | None = None) -> bool:
    """Whether this link may open what its client answered last: the tablet's, because staff hand it to the client; one
    through which these answers were given; one by mail, when they were given by mail or by whoever booked and is
    written to, or when somebody who may read health answers vouches for the address. What was answered on the tablet or
    in the account must not reach a mailbox that somebody else has named. ``of`` is a child of its client."""
    last = Intake.objects.filter(client_id=of or link.client_id).order_by("-saved_at").select_related("link").first()
    if last is None or link.purpose == Link.Purpose.TABLET or last.link_id == link.id:
        return True
    if link.purpose == Link.Purpose.APPOINTMENT:
        return False
    given_through = last.link.purpose if last.link else None
    return link.client.email_vouched or given_through in (Link.Purpose.INTAKE, Link.Purpose.APPOINTMENT)


def with_intake(client_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these clients who have answered the health questions."""
    sent = Intake.objects.filter(client__in=list(client_ids), submitted_at__isnull=False)
    return set(sent.values_list("client_id", flat=True))


def needing_attention(appointment_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these appointments about which a therapist has something to decide first. Says nothing of why."""
    return {
        appointment_id
        for appointment_id, screening in newest_screenings(appointment_ids).items()
        if not Outcome(screening.outcome).allows_treatment
        or not screening.fits
        or (screening.outcome != Outcome.PROCEED and screening.reviewed_at is None)
    }


def screened_of(screening: Screening) -> Screened:
    """What was found, as it was kept. Where that can no longer be read, the outcome still stands."""
    try:
        return from_json(screening.result)
    except (KeyError, TypeError, ValueError):
        _log.warning("screening %s cannot be read any more", screening.id)
        return Screened(
            outcome=Outcome(screening.outcome),
            findings=(),
            limits=Limits(),
            missing=(),
            actions=(),
            knowledge_version=screening.knowledge_version,
        )


def newest_screening(appointment_id: UUID) -> Screening | None:
    screenings = Screening.objects.filter(appointment_id=appointment_id).select_related("intake", "client")
    return screenings.order_by("-screened_at", "-pk").first()


def newest_screening_of_client(client_id: UUID) -> Screening | None:
    return screenings_of_client(client_id).select_related("client").first()


def needing_help_now() -> list[Screening]:
    """Clients whose newest answers call for medical care now and whom nobody has looked at: one screening each, the
    longest waiting first."""
    urgent = Screening.objects.filter(outcome=Outcome.REFER_URGENT.value, reviewed_at=None)
    if not urgent.exists():  # as on nearly every day, on which the longer question would be asked in vain
        return []
    newest = Intake.objects.filter(client=OuterRef("client"), submitted_at__isnull=False).order_by("-submitted_at")
    urgent = urgent.filter(intake=Subquery(newest.values("pk")[:1]))
    seen = Screening.objects.filter(intake=OuterRef("intake"), outcome=OuterRef("outcome"), reviewed_at__isnull=False)
    waiting = urgent.exclude(Exists(seen)).select_related("client").defer(*_SEALED)
    first: dict[UUID, Screening] = {}
    for screening in waiting.order_by("screened_at", "pk"):
        first.setdefault(screening.client_id, screening)
    return list(first.values())


def screenings_of(intake: Intake) -> QuerySet[Screening]:
    """Everything made of these answers, the newest last."""
    made = Screening.objects.filter(intake=intake).select_related("appointment__service", "appointment__therapist")
    return made.order_by("screened_at", "pk")


def newest_screenings(appointment_ids: Iterable[UUID]) -> dict[UUID, Screening]:
    """The newest screening of each of these appointments, without its sealed columns."""
    found = _newest_screenings(list(appointment_ids))
    return {s.appointment_id: s for s in found if s.appointment_id is not None}


@prepared
def _newest_screenings(appointment_ids: Collection[UUID]) -> QuerySet[Screening]:
    newest = Screening.objects.filter(appointment=OuterRef("appointment")).order_by("-screened_at", "-pk")
    found = Screening.objects.filter(appointment__in=appointment_ids, pk=Subquery(newest.values("pk")[:1]))
    return found.defer(*_SEALED)


def to_review(*, now: datetime) -> QuerySet[Screening]:
    """Screenings of coming appointments that ask for a therapist's eyes and have not had them, the soonest first."""
    newest = Screening.objects.filter(appointment=OuterRef("appointment")).order_by("-screened_at", "-pk")
    waiting = (Appointment.Status.REQUESTED, Appointment.Status.BOOKED, Appointment.Status.ARRIVED)
    coming = Screening.objects.filter(appointment__status__in=waiting, appointment__ends_at__gt=now)
    return (
        coming.filter(reviewed_at=None, pk=Subquery(newest.values("pk")[:1]))
        .exclude(outcome=Outcome.PROCEED)
        .select_related("client", "appointment__service", "appointment__therapist")
        .defer(*_SEALED)
        .order_by("appointment__starts_at")
    )


def not_fitting(*, now: datetime) -> QuerySet[Screening]:
    """Screenings of coming appointments that cannot be given as they are booked, seen or not, the soonest first."""
    newest = Screening.objects.filter(appointment=OuterRef("appointment")).order_by("-screened_at", "-pk")
    coming = Screening.objects.filter(appointment__status=Appointment.Status.BOOKED, appointment__starts_at__gt=now)
    return (
        coming.filter(fits=False, pk=Subquery(newest.values("pk")[:1]))
        .select_related("client", "appointment__service", "appointment__therapist")
        .defer(*_SEALED)
        .order_by("appointment__starts_at", "pk")
    )


def screened_by_other_rules(*, now: datetime) -> QuerySet[Appointment]:
    """Coming treatments whose newest screening is not of the client's newest answers by the rules that hold now, or
    that have none yet although there are answers; the soonest first."""
    rules = practice_rulebook()
    sent = Intake.objects.filter(client=OuterRef("client"), submitted_at__isnull=False).order_by("-submitted_at")
    made = Screening.objects.filter(appointment=OuterRef("pk")).order_by("-screened_at", "-pk")
    current = Screening.objects.filter(
        pk=OuterRef("newest_screening"),
        intake=OuterRef("newest_intake"),
        knowledge_version=rules.version,
        house_version=rules.house_version,
    )
    ahead = all_upcoming_appointments(now=now).filter(service__kind=Service.Kind.TREATMENT)
    ahead = ahead.annotate(
        newest_intake=Subquery(sent.values("pk")[:1]), newest_screening=Subquery(made.values("pk")[:1])
    )
    return ahead.filter(newest_intake__isnull=False).exclude(Exists(current))


def screenings_of_client(client_id: UUID) -> QuerySet[Screening]:
    """Everything that was made of this client's answers, the newest first."""
    made = Screening.objects.filter(client_id=client_id)
    made = made.select_related("intake", "appointment__service", "appointment__therapist")
    return made.order_by("-screened_at", "-pk")


def clearances_of(client_id: UUID) -> QuerySet[Clearance]:
    return Clearance.objects.filter(client_id=client_id).order_by("-asked_at")


def given_clearances(client_id: UUID) -> list[Clearance]:
    """Every yes that has not been withdrawn, whatever day it holds for."""
    return list(Clearance.objects.filter(client_id=client_id, status=Clearance.Status.GIVEN))


def open_clearances() -> QuerySet[Clearance]:
    """Waiting for a provider, the longest first."""
    open_ones = Clearance.objects.filter(status=Clearance.Status.ASKED).exclude(Exists(_replies()) | Exists(_letters()))
    return open_ones.select_related("client").order_by("asked_at")


def replied_clearances() -> QuerySet[Clearance]:
    """Answered by a link or by a letter that the client sent, and waiting for a therapist to look at it."""
    replied = Clearance.objects.filter(status=Clearance.Status.ASKED).filter(Exists(_replies()) | Exists(_letters()))
    return replied.select_related("client").order_by("asked_at")


def newest_reply(clearance_id: UUID) -> ProviderReply | None:
    return ProviderReply.objects.filter(clearance_id=clearance_id).order_by("-received_at", "-pk").first()


def open_clearances_of(client_id: UUID) -> QuerySet[Clearance]:
    return Clearance.objects.filter(client_id=client_id, status=Clearance.Status.ASKED).order_by("asked_at")


def letters_of(client_id: UUID) -> QuerySet[ProviderLetter]:
    """The letters that this client sent us, the newest first."""
    return ProviderLetter.objects.filter(client_id=client_id).order_by("-uploaded_at", "-pk")


def letter_place(file_name: str) -> str:
    """What a letter's file is sealed to."""
    return f"intake.providerletter:{file_name}"


def content_of_letter(letter: ProviderLetter) -> bytes:
    with default_storage.open(letter.file_name) as kept:
        return unseal_file(kept.read(), place=letter_place(letter.file_name))


def _letters() -> QuerySet[ProviderLetter]:
    return ProviderLetter.objects.filter(client=OuterRef("client"), uploaded_at__gte=OuterRef("asked_at"))


def _replies() -> QuerySet[ProviderReply]:
    return ProviderReply.objects.filter(clearance=OuterRef("pk"))


def expiring_clearances(*, first: date, last: date) -> QuerySet[Clearance]:
    """Given, and holding no longer than these days, the soonest first."""
    given = Clearance.objects.filter(status=Clearance.Status.GIVEN, expires_on__gte=first, expires_on__lte=last)
    return given.select_related("client").order_by("expires_on")


def house_versions() -> QuerySet[HouseRulesVersion]:
    """Every change of the house rules, the newest first."""
    return HouseRulesVersion.objects.order_by("-number")


def house_rules() -> HouseRules:
    """What this practice asks for beyond our rules."""
    newest = house_versions().first()
    return HouseRules() if newest is None else house_rules_from_json(newest.rules)


def practice_rulebook() -> Rulebook:
    """The rules that decide in this practice: ours, and what it adds. The one place from which screening takes them."""
    newest = house_versions().values_list("pk", flat=True).first()
    book = load_rulebook()
    return book if newest is None else _with_house_rules(book.version, newest)


def rulebook_at(knowledge_version: str, house_version: int) -> Rulebook:
    """The rules as they were decided by then, to replay a screening that names these versions. ``NotKept`` for rules
    that were in use before versions were kept, or that this program no longer understands."""
    if house_version == 0:
        return _knowledge_at(knowledge_version)
    kept = house_versions().values_list("pk", flat=True).get(number=house_version)
    return _with_house_rules(knowledge_version, kept)


@lru_cache(maxsize=128)
def _with_house_rules(knowledge_version: str, version_id: UUID) -> Rulebook:
    """Built once: neither our rules nor a version of the house rules ever change."""
    kept = HouseRulesVersion.objects.get(pk=version_id)
    return house_rules_from_json(kept.rules).applied_to(_knowledge_at(knowledge_version), version=kept.number)


@lru_cache(maxsize=8)
def _knowledge_at(version: str) -> Rulebook:
    """Kept by its hash, so that one practice's is every practice's."""
    if version == load_rulebook().version:
        return load_rulebook()
    kept = KnowledgeVersion.objects.filter(version=version).first()
    if kept is None:
        raise NotKept(f"rulebook {version[:12]} was not kept")
    try:
        return read_rulebook(kept.files)
    except (ValueError, LookupError) as problem:
        raise NotKept(f"rulebook {version[:12]} is no longer understood") from problem

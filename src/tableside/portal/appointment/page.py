"""What a link opens, and what may still be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from tableside.core.appointments.policy import Policy, may_cancel, may_reschedule
from tableside.core.appointments.status import Status
from tableside.core.decision import Decision, Refusal, Refused
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.portal.booking.forms import chosen_from
from tableside.portal.links import link_to_open
from tableside.records.clients.access import guest
from tableside.records.clients.models import Link
from tableside.records.intake.age_queries import intake_is_too_old
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import newest_intake, opens_answers
from tableside.records.outbox.queries import leaves_at
from tableside.records.scheduling.access import appointment_of_link, introduced_its_client
from tableside.records.scheduling.fees import fee_of
from tableside.records.scheduling.models import Appointment, AppointmentFee
from tableside.ui import moments
from tableside.ui.add_ons import add_on_facts
from tableside.ui.parts import Fact
from tableside.ui.policy_words import cancelling_words, owed_facts, policy_words
from tableside.ui.requests import PublicRequest
from tableside.ui.time_choice import TimeChoice, time_choice
from tableside.workflows.booking.agreed_policy import Agreed, agreed
from tableside.workflows.booking.booking_gate import move_not_before
from tableside.workflows.booking.side_by_side import both_of, insist_they_speak_for_both, speaks_for_both
from tableside.workflows.changing.fees import LateCancellation, late_cancellation
from tableside.workflows.changing.reschedule import times_to_move
from tableside.workflows.changing.undo_change import undo_until
from tableside.workflows.letters.reader import may_answer
from tableside.workflows.letters.visit import FIRST_LETTERS
from tableside.workflows.times.choose_length import agreed_add_ons


@dataclass(frozen=True)
class Opened:
    """An appointment whose link somebody holds. The refusals are sentences, empty where there is none."""

    token: str
    link: Link
    appointment: Appointment
    actor: Actor
    practice: PracticeFacts
    cancel_refusal: str
    move_refusal: str
    undo_until: str
    agreed: Agreed
    late: LateCancellation | None
    owed: AppointmentFee | None
    mail_leaves_at: str  # while the first mail about it waits
    other_name: str  # of the one beside them, for whom they may say so too

    @classmethod
    def by(cls, request: HttpRequest, token: str, *, now: datetime) -> Opened:
        """404 for a token that opens nothing, whatever the reason."""
        link = link_to_open(request, token, Link.Purpose.APPOINTMENT, now=now)
        appointment = appointment_of_link(link)
        actor, practice = guest(link.client), cast(PublicRequest, request).practice
        until = undo_until(appointment, by=actor, now=now)
        leaves = leaves_at(appointment.id, kinds=FIRST_LETTERS, now=now)
        holds = agreed(appointment)
        both = both_of(appointment)
        asked = partial(_asked, appointment=appointment, policy=holds.policy, now=now)
        return cls(
            token=token,
            link=link,
            appointment=appointment,
            actor=actor,
            practice=practice,
            cancel_refusal=asked(may_cancel),
            move_refusal=asked(may_reschedule) or _not_theirs(both, actor),
            undo_until=moments.clock(until, practice.zone) if until else "",
            agreed=holds,
            late=late_cancellation(appointment, holds, now=now),
            owed=fee_of(appointment),
            other_name=both[1].client.name if len(both) > 1 and speaks_for_both(appointment, actor) else "",
            mail_leaves_at=moments.clock(leaves, practice.zone) if leaves else "",
        )

    @property
    def is_open(self) -> bool:
        return self.appointment.status == Appointment.Status.BOOKED

    @property
    def is_request(self) -> bool:
        return self.appointment.status == Appointment.Status.REQUESTED

    @property
    def therapist_id(self) -> UUID:
        return self.appointment.therapist_id

    @property
    def has_account(self) -> bool:
        return self.link.client.user_id is not None

    @property
    def is_own(self) -> bool:
        """Whether whoever came is the one who is treated; else it was booked for somebody else."""
        return self.link.client_id == self.appointment.client_id

    @property
    def child_url(self) -> str:
        """The page of the child, for a guardian with an account."""
        child, reader = self.appointment.client, self.link.client
        speaks = may_answer(reader, child, on=timezone.localdate()) and not self.is_own
        return reverse("portal:child", args=[child.id]) if speaks and reader.user_id else ""

    @property
    def opens_health(self) -> bool:
        """Whether this link leads to the health questions; else the mail to the client has one that does."""
        return self.is_own and (self.has_account or self._opens_answers)

    def tells_of_health(self, request: HttpRequest) -> bool:
        """Whether whoever came may learn what the answers mean: by this link alone, or signed in where there is an
        account."""
        is_themselves = self.link.client.user_id == request.user.pk if self.has_account else self._opens_answers
        return self.is_own and is_themselves

    @property
    def _opens_answers(self) -> bool:
        return introduced_its_client(self.appointment) and opens_answers(self.link)

    @property
    def intake_sent_at(self) -> datetime | None:
        return self._intake.submitted_at if self._intake else None

    @property
    def is_intake_old(self) -> bool:
        """Whether these answers no longer hold when the appointment comes."""
        return self._intake is not None and intake_is_too_old(self._intake, at=self.appointment.starts_at)

    @cached_property
    def _intake(self) -> Intake | None:
        return newest_intake(self.appointment.client_id)

    @property
    def cost_of_cancelling(self) -> str:
        return cancelling_words(self.late.rule, self.late.fee) if self.late and self.late.fee else ""

    @property
    def cancel_words(self) -> str:
        """What the button says."""
        fee = self.late.fee if self.late else None
        if fee is None:
            return gettext("Cancel this appointment")
        if fee.is_waived:
            return gettext("Cancel this appointment, nothing is due")
        return gettext("Cancel for %(amount)s") % {"amount": moments.money(fee.due.minor, fee.due.currency)}

    @property
    def agreed_sentences(self) -> tuple[str, ...]:
        return policy_words(self.agreed.policy, currency=self.appointment.currency)

    @property
    def contact(self) -> str:
        return ", ".join(filter(None, [self.practice.phone, self.practice.email]))

    def facts(self) -> list[Fact]:
        appointment = self.appointment
        return [
            *([] if self.is_own else [Fact(gettext("For"), appointment.client.name)]),
            Fact(gettext("When"), moments.full(appointment.starts_at, self.practice.zone, appointment.ends_at)),
            Fact(gettext("Treatment"), appointment.service.name),
            *add_on_facts(agreed_add_ons(appointment)),
            Fact(gettext("Therapist"), appointment.therapist.name),
            Fact(gettext("Where"), ", ".join([appointment.location.name, *appointment.location.address.splitlines()])),
            Fact(gettext("Price"), moments.price(appointment.price_minor, appointment.currency)),
            *owed_facts(self.owed, agreed=self.agreed.policy),
            Fact(gettext("Reference"), appointment.booking.reference),
        ]


def _not_theirs(both: Sequence[Appointment], by: Actor) -> str:
    try:
        insist_they_speak_for_both(both, by)
    except Refusal as refusal:
        return refusal.detail
    return ""


def move_choice(opened: Opened, request: HttpRequest, *, now: datetime) -> TimeChoice | None:
    """Days and times with the same therapist; None when it cannot be moved any more."""
    if opened.move_refusal:
        return None
    times = times_to_move(opened.appointment, therapist_id=opened.therapist_id, by=opened.actor, now=now)
    zone, knows = opened.practice.zone, opened.tells_of_health(request)
    day_now = opened.appointment.starts_at.astimezone(zone).date()
    return time_choice(
        times,
        wished=chosen_from(request.GET).get("on") or day_now,
        address=partial(_address, opened),
        zone=zone,
        not_before=move_not_before([opened.appointment], today=now.astimezone(zone).date()) if knows else None,
    )


def _address(opened: Opened, day: date) -> str:
    return f"{reverse('portal:appointment-move', args=[opened.token])}?{urlencode({'on': day})}"


def _asked(rule: Callable[..., Decision], *, appointment: Appointment, policy: Policy, now: datetime) -> str:
    """Why a rule about changing this appointment refuses, if it does."""
    decision = rule(
        appointment.starts_at,
        status=Status(appointment.status),
        now=now,
        policy=policy,
        booked_at=appointment.created_at,
        by_staff=False,
    )
    return decision.detail if isinstance(decision, Refused) else ""

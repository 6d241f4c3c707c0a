"""Health answers and screenings of the cast, where a test needs that there are some and not what they say."""

from __future__ import annotations

from tableside.records.intake.actions import NewScreening, keep_screening, save_draft, submit_draft
from tableside.records.intake.models import Screening
from tableside.records.scheduling.models import Appointment
from tests.personas import FOUNDED, Cast, ClientPersona


def screened(cast: Cast, appointment: Appointment, *, outcome: str, who: ClientPersona | None = None) -> Screening:
    """The client of this appointment (Clara, unless named) has answered, and this came out."""
    who = who or cast.clara
    draft = save_draft(who.client, answers={"pregnant": "yes"}, questions_version="1", now=FOUNDED)
    intake = submit_draft(draft, by=who.actor, now=FOUNDED)
    new = NewScreening(outcome=outcome, result={}, knowledge_version="1", rule_ids=("PRG-1",))
    return keep_screening(new, intake=intake, appointment=appointment, by=who.actor, now=FOUNDED)

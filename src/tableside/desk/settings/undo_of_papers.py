"""What undo reads of a therapist's licences and trainings, and how it puts that back."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tableside.core.permissions.actor import Actor
from tableside.records.practice.access import therapist_to_manage
from tableside.records.practice.models import Licence, Training
from tableside.records.practice.people_actions import NewLicence, NewTraining, add_licence, add_training, remove_paper

Kept = Any  # values of several types, as a session keeps them


def papers(by: Actor, key: str) -> Kept:
    therapist = therapist_to_manage(by, UUID(key))
    return {
        "licences": [asdict(_licence(one)) for one in therapist.licences.order_by("pk")],
        "trainings": [asdict(_training(one)) for one in therapist.trainings.order_by("pk")],
    }


def save_papers(by: Actor, key: str, kept: Kept, now: datetime) -> None:
    """One that was added goes, one that was removed is added again."""
    therapist = therapist_to_manage(by, UUID(key))
    licences = [NewLicence(**_read(one)) for one in kept["licences"]]
    trainings = [NewTraining(**_read(one)) for one in kept["trainings"]]
    for licence in therapist.licences.order_by("pk"):
        told = _licence(licence)
        if told in licences:
            licences.remove(told)
        else:
            remove_paper(licence, by=by, now=now)
    for training in therapist.trainings.order_by("pk"):
        given = _training(training)
        if given in trainings:
            trainings.remove(given)
        else:
            remove_paper(training, by=by, now=now)
    for new in licences:
        add_licence(therapist, new, by=by, now=now)
    for one in trainings:
        add_training(therapist, one, by=by, now=now)


def _licence(row: Licence) -> NewLicence:
    return NewLicence(**{one.name: getattr(row, one.name) for one in fields(NewLicence)})


def _training(row: Training) -> NewTraining:
    return NewTraining(**{one.name: getattr(row, one.name) for one in fields(NewTraining)})


def _read(kept: Kept) -> dict[str, Any]:  # Any: values of several types
    """A date is kept as text."""
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value for name, value in kept.items()
    }

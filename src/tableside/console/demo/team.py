"""Who works in the demo practice, when, and what it offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tableside.core.permissions.roles import Role
from tableside.records.practice.models import Service
from tableside.records.practice.people_actions import NewLicence, NewTraining
from tableside.records.practice.service_actions import NewService

HARBOUR, GARDEN = "Harbour Lane", "Garden House"
CUSHIONS = "Side-lying cushions"

SERVICES = {
    "swedish": NewService(
        name="Swedish massage",
        technique="swedish",
        lengths=((60, 8000), (75, 9500), (90, 11000)),
        summary="Long, flowing strokes with light to firm pressure.",
    ),
    "deep_tissue": NewService(
        name="Deep tissue massage",
        technique="deep_tissue",
        lengths=((60, 8800), (75, 10500), (90, 12200)),
        summary="Slow work on the areas you name, as deep as is comfortable.",
    ),
    "sports": NewService(
        name="Sports massage",
        technique="sports",
        lengths=((45, 6600), (60, 8400), (75, 10000), (90, 11600)),
        summary="Before or after training, for legs, hips and shoulders.",
    ),
    "prenatal": NewService(
        name="Prenatal massage",
        technique="prenatal",
        lengths=((60, 8400), (75, 10000)),
        summary="Lying on your side, well propped up, with gentle pressure.",
    ),
    "lymph": NewService(
        name="Lymphatic drainage",
        technique="lymphatic_drainage",
        lengths=((45, 6400), (60, 8200)),
        summary="Very light, slow strokes along the paths of the lymph.",
    ),
    "fascia": NewService(
        name="Myofascial release",
        technique="myofascial_release",
        lengths=((60, 8600), (75, 10200), (90, 11800)),
        summary="Slow holds with little glide, at the edge of what is comfortable.",
    ),
    "couples": NewService(
        name="Massage side by side",
        technique="swedish",
        lengths=((60, 8200), (90, 11200)),
        summary="Two people in one room, each with a therapist and a record of their own.",
        therapists_needed=2,
    ),
    "talk": NewService(
        name="First conversation",
        technique="swedish",
        lengths=((15, 0),),
        summary="A quarter of an hour to say what brings you, before you decide. Free of charge.",
        kind=Service.Kind.CONSULTATION,
        recovery_minutes=0,
    ),
}

ADD_ONS = {
    "swedish": (("Hot stones", 15, 2000), ("Scented oil", 0, 500)),
    "couples": (("Hot stones", 15, 2000),),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """``works_on`` counts days from today, modulo a week: everybody is in today, whatever weekday that is. ``blocks``
    are the hours of such a day: location, first and last minute. ``seats`` are the minutes at which regulars begin."""

    name: str
    email: str
    role: Role
    headline: str
    approach: str
    languages: str
    practising_since: int
    trainings: tuple[tuple[str, str, str, int], ...]
    services: tuple[str, ...]
    works_on: tuple[int, ...]
    blocks: tuple[tuple[str, int, int], ...]
    seats: tuple[int, ...]


TEAM = {
    "marta": Worker(
        name="Marta Keane",
        email="marta@harbour.example",
        role=Role.OWNER,
        headline="Calm, listening work; also during and after cancer treatment",
        approach="I begin where you do not expect it to hurt, and let the pressure grow only as your breath allows. "
        "During medical treatment I talk with your team first.",
        languages="English, Irish, French",
        practising_since=2006,
        trainings=(
            ("oncology", "Massage for people living with cancer", "Hospital School of Massage", 60),
            ("mfr", "Myofascial release, three parts", "Tissue and Touch Seminars", 72),
        ),
        services=("swedish", "deep_tissue", "fascia", "couples", "talk"),
        works_on=(0, 1, 2, 4, 5),
        blocks=((HARBOUR, 9 * 60, 12 * 60 + 45), (HARBOUR, 14 * 60, 20 * 60 + 30)),
        seats=(9 * 60, 11 * 60, 14 * 60 + 30, 16 * 60 + 30, 18 * 60 + 45),
    ),
    "ines": Worker(
        name="Ines Calder",
        email="ines@harbour.example",
        role=Role.THERAPIST,
        headline="Backs and necks, and massage in pregnancy",
        approach="We look at one movement before and after each session. If four sessions bring nothing you can feel "
        "and measure, I say so and we do something else.",
        languages="English, Portuguese",
        practising_since=2013,
        trainings=(
            ("prenatal", "Massage in pregnancy and after birth", "Midwives and Massage", 48),
            ("trigger_point", "Trigger points of neck and back", "Tissue and Touch Seminars", 36),
        ),
        services=("swedish", "deep_tissue", "prenatal", "fascia", "couples", "talk"),
        works_on=(0, 1, 3, 4, 6),
        blocks=((HARBOUR, 8 * 60 + 30, 12 * 60 + 30), (HARBOUR, 14 * 60 + 30, 21 * 60)),
        seats=(8 * 60 + 30, 10 * 60 + 30, 14 * 60 + 45, 17 * 60, 19 * 60 + 15),
    ),
    "teo": Worker(
        name="Teo Lund",
        email="teo@harbour.example",
        role=Role.THERAPIST,
        headline="Runners, climbers, rowers and their sore legs",
        approach="Tell me what you train for and when. Some weeks that means firm work, some weeks only loosening, "
        "and now and then a day off.",
        languages="English, Danish, Swedish",
        practising_since=2017,
        trainings=(
            ("sports", "Sports massage and event care", "Nordic Sports Massage School", 120),
            ("iastm", "Working with instruments", "Tissue and Touch Seminars", 16),
        ),
        services=("swedish", "deep_tissue", "sports", "talk"),
        works_on=(0, 2, 3, 5, 6),
        blocks=((GARDEN, 8 * 60, 12 * 60), (GARDEN, 15 * 60 + 30, 21 * 60)),
        seats=(8 * 60, 10 * 60, 15 * 60 + 30, 17 * 60 + 30, 19 * 60 + 15),
    ),
    "amara": Worker(
        name="Amara Osei",
        email="amara@harbour.example",
        role=Role.THERAPIST,
        headline="Very light work: lymphatic drainage, swelling, rest",
        approach="Little pressure, much time. I measure what can be measured, write it down with you, and send you on "
        "when something is not for hands.",
        languages="English, Twi, German",
        practising_since=2010,
        trainings=(
            ("mld", "Manual lymphatic drainage, full course", "Academy of Lymph Therapy", 180),
            ("oncology", "Massage for people living with cancer", "Hospital School of Massage", 60),
        ),
        services=("swedish", "lymph", "talk"),
        works_on=(0, 1, 2, 3, 6),
        blocks=((GARDEN, 9 * 60 + 30, 13 * 60 + 30), (GARDEN, 15 * 60 + 30, 20 * 60 + 30)),
        seats=(9 * 60 + 30, 11 * 60 + 30, 15 * 60 + 30, 17 * 60 + 15, 19 * 60),
    ),
}


def licences_of(*, number: int, jurisdiction: str, today: date) -> tuple[NewLicence, ...]:
    return (
        NewLicence(
            title="Licensed massage therapist",
            number=f"DEMO-{4100 + 17 * number}",
            jurisdiction=jurisdiction,
            expires_on=today + timedelta(days=400 + 60 * number),
            register="Register of invented licences",
            checked_on=today - timedelta(days=20 + number),
            checked_by="Marta Keane",
        ),
    )


def trainings_of(worker: Worker) -> tuple[NewTraining, ...]:
    return tuple(
        NewTraining(module, title, issuer, hours, date(worker.practising_since + 2 + index, 5, 9))
        for index, (module, title, issuer, hours) in enumerate(worker.trainings)
    )

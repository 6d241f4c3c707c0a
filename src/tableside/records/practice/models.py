"""The practice and what it works with."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tableside.core.appointments.fees import FeeKind
from tableside.records.foundation.constraints import AppendOnly
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import Keyed, PracticeOwned

_FEE_KINDS = [(kind.value, kind.value) for kind in FeeKind]


def _fee_fits(which: str) -> Q:
    kind, value = f"{which}_fee_kind", f"{which}_fee_value"
    percent = {kind: "percent", f"{value}__gte": 1, f"{value}__lte": 100}
    return Q(**{kind: "none", value: 0}) | Q(**percent) | Q(**{kind: "amount", f"{value}__gte": 1})


class Practice(Keyed):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    host = models.CharField(max_length=253, blank=True)  # public name under which it is reached; empty: the first one
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    emergency_number = models.CharField(max_length=40)
    crisis_line = models.CharField(max_length=80, blank=True)
    notice_minutes = models.PositiveIntegerField(default=240)
    horizon_days = models.PositiveIntegerField(default=90)
    step_minutes = models.PositiveSmallIntegerField(default=15)
    cancel_notice_minutes = models.PositiveIntegerField(default=1440)
    reschedule_notice_minutes = models.PositiveIntegerField(default=1440)
    hold_minutes = models.PositiveSmallIntegerField(default=10)
    accepts_first = models.BooleanField(default=False)  # whether an online booking is a request until somebody says yes
    answer_minutes = models.PositiveIntegerField(default=1440)  # within which a request is answered
    undo_minutes = models.PositiveSmallIntegerField(default=3)  # a change can be undone, and the letter about it waits
    offer_minutes = models.PositiveSmallIntegerField(default=120)  # an offer to somebody who waits stands
    soon_offer_minutes = models.PositiveSmallIntegerField(default=30)  # and less than a day ahead
    policy_text = models.TextField(blank=True)
    policy_version = models.PositiveIntegerField(default=1)
    late_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    late_fee_value = models.PositiveIntegerField(default=0)  # percent, or minor units
    missed_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    missed_fee_value = models.PositiveIntegerField(default=0)
    waives_first_fee = models.BooleanField(default=False)
    holiday_country = models.CharField(max_length=2, blank=True)  # whose public holidays close the practice, if any
    holiday_subdivision = models.CharField(max_length=10, blank=True)
    coming_limit = models.PositiveSmallIntegerField(null=True)  # appointments a client may have before them
    new_clients_per_day = models.PositiveSmallIntegerField(null=True)
    marks_good_fits = models.BooleanField(default=False)  # whether times that leave no useless gap are marked
    languages = models.CharField(max_length=120, default="en-gb")  # of messages; the usual one first
    first_reminder_minutes = models.PositiveIntegerField(default=2880)  # before the start; 0 is never
    last_reminder_minutes = models.PositiveIntegerField(default=180)
    quiet_from_minute = models.PositiveSmallIntegerField(default=1260)  # of the local day; no reminder leaves then
    quiet_until_minute = models.PositiveSmallIntegerField(default=480)
    asks_afterwards = models.BooleanField(default=False)  # whether clients are asked after a session how it was
    answers_valid_days = models.PositiveSmallIntegerField(null=True, default=365)  # None: health answers never end
    initialled_clauses = models.CharField(max_length=400, blank=True)  # of the consent, where initials are asked for
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id slug name about host time_zone currency country email phone emergency_number crisis_line "
        "notice_minutes horizon_days step_minutes cancel_notice_minutes reschedule_notice_minutes policy_text "
        "policy_version late_fee_kind late_fee_value missed_fee_kind missed_fee_value waives_first_fee "
        "holiday_country holiday_subdivision coming_limit new_clients_per_day marks_good_fits "
        "hold_minutes accepts_first answer_minutes undo_minutes offer_minutes soon_offer_minutes languages "
        "first_reminder_minutes last_reminder_minutes quiet_from_minute quiet_until_minute asks_afterwards "
        "answers_valid_days initialled_clauses is_demo created_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="practice_host_once"),
            models.CheckConstraint(
                condition=Q(step_minutes__gte=5, step_minutes__lte=240), name="practice_step_in_range"
            ),
            models.CheckConstraint(condition=Q(answer_minutes__gte=60), name="practice_answers_in_an_hour"),
            models.CheckConstraint(condition=Q(answers_valid_days__gte=1), name="practice_answers_hold_a_day"),
            models.CheckConstraint(
                condition=Q(quiet_from_minute__lt=1440, quiet_until_minute__lt=1440), name="practice_quiet_in_a_day"
            ),
            models.CheckConstraint(condition=_fee_fits("late") & _fee_fits("missed"), name="practice_fees_fit"),
        ]

    def __str__(self) -> str:
        return self.name


class MessageWording(PracticeOwned):
    """What a message says here, in one language, in place of our own words. The highest number holds; what it leaves
    empty is ours."""

    kind = models.CharField(max_length=20)  # of core.messages.wording
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    mail = models.TextField(blank=True)
    text = models.TextField(blank=True)
    saved_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice kind language number subject mail text saved_by saved_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "kind", "language", "number"], name="wording_number_once"),
        ]


class PolicyVersion(PracticeOwned):
    """What clients agreed to while this version held. Never changed: the next change adds a row."""

    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    cancel_notice_minutes = models.PositiveIntegerField()
    reschedule_notice_minutes = models.PositiveIntegerField()
    late_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    late_fee_value = models.PositiveIntegerField(default=0)
    missed_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    missed_fee_value = models.PositiveIntegerField(default=0)
    waives_first_fee = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice number text cancel_notice_minutes reschedule_notice_minutes late_fee_kind "
        "late_fee_value missed_fee_kind missed_fee_value waives_first_fee kept_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="policy_version_once"),
            models.CheckConstraint(condition=_fee_fits("late") & _fee_fits("missed"), name="policy_version_fees_fit"),
            AppendOnly(name="policy_version_append_only"),
        ]


class Membership(PracticeOwned):
    """A person working in the practice, and as what."""

    class Role(models.TextChoices):
        OWNER = "owner"
        THERAPIST = "therapist"
        FRONT_DESK = "front_desk"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice user role")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="membership_once")]


class Location(PracticeOwned):
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    directions = models.TextField(blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice name address directions")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "name"], name="location_name_once")]

    def __str__(self) -> str:
        return self.name


class Room(PracticeOwned):
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    reset_minutes = models.PositiveSmallIntegerField(default=0)  # to set it up again; runs beside the recovery
    is_in_use = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice location name reset_minutes is_in_use")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["location", "name"], name="room_name_once")]


class MassageTable(PracticeOwned):
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=120)
    features = models.JSONField(default=list)  # of core.availability.features
    is_in_use = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice room name features is_in_use")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="table_name_once")]


class TravelTime(PracticeOwned):
    """How long it takes a therapist from one location to another, either way."""

    one = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice one other minutes")

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="travel_time_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other"), minutes__gte=1, minutes__lte=480), name="travel_time_one_way"
            ),
        ]


class EquipmentKind(PracticeOwned):
    """What a service can need beside a massage table: a stone heater, cups."""

    name = models.CharField(max_length=80)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice name")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "name"], name="equipment_kind_once")]

    def __str__(self) -> str:
        return self.name


class Equipment(PracticeOwned):
    """One piece of a kind, and the location at which it is used."""

    kind = models.ForeignKey(EquipmentKind, on_delete=models.PROTECT, related_name="pieces")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="equipment")
    is_in_use = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice kind location is_in_use")


class Service(PracticeOwned):
    class Kind(models.TextChoices):
        TREATMENT = "treatment"
        CONSULTATION = "consultation"

    slug = models.SlugField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.TREATMENT)
    summary = models.CharField(max_length=200, blank=True)
    technique = models.CharField(max_length=40)  # id of the technique it stands for; see knowledge/techniques
    therapists_needed = models.PositiveSmallIntegerField(default=1)  # two for couples, each with a client of their own
    recovery_minutes = models.PositiveSmallIntegerField(default=15)
    table_features = models.JSONField(default=list)  # what its massage table has to have
    equipment = models.ManyToManyField(EquipmentKind, related_name="services")
    training = models.CharField(max_length=40, blank=True)  # the module without which nobody gives it
    is_for_new_clients = models.BooleanField(default=True)
    is_offered = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice slug name kind summary technique therapists_needed recovery_minutes "
        "table_features equipment training is_for_new_clients is_offered position"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "slug"], name="service_slug_once"),
            models.CheckConstraint(
                condition=Q(therapists_needed__gte=1, therapists_needed__lte=2),
                name="service_one_or_two_therapists",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceLength(PracticeOwned):
    """A length, its price, and what it needs beside what the service needs; recovery is in place of the service's."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="lengths")
    minutes = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()  # for one client, in the practice's currency
    recovery_minutes = models.PositiveSmallIntegerField(null=True)
    table_features = models.JSONField(default=list)
    equipment = models.ManyToManyField(EquipmentKind, related_name="+")
    training = models.CharField(max_length=40, blank=True, default="")

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice service minutes price_minor recovery_minutes table_features equipment training"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["service", "minutes"], name="service_length_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="service_length_in_range"),
        ]


class AddOn(PracticeOwned):
    """What clients may take with a service: hot stones, a scalp massage. It takes time, costs money, or both."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="add_ons")
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()  # for one client, in the practice's currency
    is_offered = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice service name minutes price_minor is_offered"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="add_on_once"),
            models.CheckConstraint(condition=Q(minutes__lte=240), name="add_on_in_range"),
        ]


class Therapist(PracticeOwned):
    membership = models.OneToOneField(Membership, null=True, on_delete=models.PROTECT, related_name="therapist")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    headline = models.CharField(max_length=160, blank=True)
    approach = models.TextField(blank=True)
    languages = models.CharField(max_length=200, blank=True)
    practising_since = models.PositiveSmallIntegerField(null=True)
    rest_minutes = models.PositiveSmallIntegerField(default=0)  # the least they rest between two clients
    clients_a_day = models.PositiveSmallIntegerField(null=True)  # the most they take; no number, no limit
    hands_on_minutes_a_day = models.PositiveSmallIntegerField(null=True)
    deep_minutes_a_day = models.PositiveSmallIntegerField(null=True)
    is_bookable = models.BooleanField(default=True)
    services = models.ManyToManyField(Service, related_name="therapists")

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice membership slug headline approach languages practising_since rest_minutes "
        "clients_a_day hands_on_minutes_a_day deep_minutes_a_day is_bookable services",
        identity="name",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "slug"], name="therapist_slug_once")]

    def __str__(self) -> str:
        return self.name


class Licence(PracticeOwned):
    """Permission to practise, given by an authority, and when the practice last looked it up."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="licences")
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    jurisdiction = models.CharField(max_length=120)
    expires_on = models.DateField(null=True)
    register = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist title number jurisdiction expires_on register checked_on checked_by"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by="") | Q(checked_on__isnull=False) & ~Q(checked_by=""),
                name="licence_check_is_whole",
            )
        ]


class Training(PracticeOwned):
    """A course behind a specialism. ``module`` is the id that screening and techniques ask for."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="trainings")
    module = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    issuer = models.CharField(max_length=160, blank=True)
    hours = models.PositiveSmallIntegerField(null=True)
    completed_on = models.DateField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist module title issuer hours completed_on"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["therapist", "module", "title"], name="training_once")]

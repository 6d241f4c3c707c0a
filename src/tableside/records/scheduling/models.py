"""Who and what is taken, when. Everything that takes time is a Reservation of a Resource."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.core.appointments.fees import FeeReason
from tableside.records.clients.models import Client
from tableside.records.foundation.constraints import NoOverlap
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.practice.models import AddOn, Equipment, Location, MassageTable, Service, Therapist


def _exactly_one(*names: str) -> Q:
    one_of_them = (Q(**{f"{name}__isnull": name != given for name in names}) for given in names)
    return reduce(or_, one_of_them)


class Resource(PracticeOwned):
    """Whatever can be in one place at a time: a therapist, a massage table, a piece of equipment, a client."""

    therapist = models.OneToOneField(Therapist, null=True, on_delete=models.PROTECT, related_name="resource")
    table = models.OneToOneField(MassageTable, null=True, on_delete=models.PROTECT, related_name="resource")
    equipment = models.OneToOneField(Equipment, null=True, on_delete=models.PROTECT, related_name="resource")
    client = models.OneToOneField(Client, null=True, on_delete=models.PROTECT, related_name="resource")

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice therapist table equipment client")

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one("therapist", "table", "equipment", "client"),
                name="resource_is_one_thing",
            )
        ]


class HoursVisibility(models.TextChoices):
    ONLINE = "online"
    CONTACT = "contact"  # shown, to be asked for
    HIDDEN = "hidden"  # for staff only


class WorkingHours(PracticeOwned):
    """A therapist's weekly hours at a location, in minutes of the local day; 1440 is the next midnight. They may hold
    from one date until another, both included, and only in every second week, that of a Monday among them."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="working_hours")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    every_second_from = models.DateField(null=True)
    visibility = models.CharField(max_length=10, choices=HoursVisibility.choices, default=HoursVisibility.ONLINE)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist location weekday start_minute end_minute valid_from valid_until "
        "every_second_from visibility"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, start_minute__lt=F("end_minute"), end_minute__lte=1440),
                name="working_hours_in_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="working_hours_from_until",
            ),
        ]


class HoursException(PracticeOwned):
    """A local date on which other hours hold. No minutes: not working that day."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="hours_exceptions")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    start_minute = models.PositiveSmallIntegerField(null=True)
    end_minute = models.PositiveSmallIntegerField(null=True)
    visibility = models.CharField(max_length=10, choices=HoursVisibility.choices, default=HoursVisibility.ONLINE)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice therapist location on start_minute end_minute visibility"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__isnull=True, end_minute__isnull=True, location__isnull=True)
                | Q(location__isnull=False, start_minute__lt=F("end_minute"), end_minute__lte=1440),
                name="hours_exception_is_whole",
            )
        ]
        indexes = [models.Index(fields=["practice", "on"], name="hours_exception_on")]


class ClosedDay(PracticeOwned):
    """A local date on which the practice is closed for everybody; or a public holiday on which it is not."""

    on = models.DateField()
    name = models.CharField(max_length=120, blank=True)
    is_closed = models.BooleanField(default=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice on name is_closed")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "on"], name="closed_day_once")]


class Booking(PracticeOwned):
    """One act of booking: one client alone, or two people side by side."""

    reference = models.CharField(max_length=12)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="bookings")
    policy_version = models.PositiveIntegerField()
    by_staff = models.BooleanField(default=False)  # else whoever booked has seen that it is booked
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice reference client policy_version by_staff created_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "reference"], name="booking_reference_once")]


class Series(PracticeOwned):
    """What was booked as one: the appointments of one client that follow each other, each a row of its own."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="series")
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice client created_at")

    class Meta(PracticeOwned.Meta):
        pass


class Appointment(PracticeOwned):
    """One client with one therapist at one time. The treatment only; what it keeps free around it is reserved."""

    class Status(models.TextChoices):
        REQUESTED = "requested"
        BOOKED = "booked"
        ARRIVED = "arrived"
        COMPLETED = "completed"
        NO_SHOW = "no_show"
        CANCELLED = "cancelled"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="appointments")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="appointments")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="appointments")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="appointments")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="appointments")
    table = models.ForeignKey(MassageTable, null=True, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    price_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.BOOKED)
    revision = models.PositiveIntegerField(default=0)  # grows with each change: SEQUENCE of its calendar entry
    answer_by = models.DateTimeField(null=True)  # of one that was asked for: until when the practice says yes or no
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=20, blank=True)  # client or practice
    cancelled_late = models.BooleanField(default=False)  # by the client, within the notice
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice booking series client therapist service location table starts_at ends_at status "
        "revision answer_by cancelled_at cancelled_by cancelled_late created_at",
        financial="price_minor currency",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="appointment_takes_time"),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True),
                name="appointment_cancelled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_late=False) | Q(status="cancelled", cancelled_by="client"),
                name="appointment_cancelled_late_by_client",
            ),
            models.CheckConstraint(
                condition=~Q(status="requested") | Q(answer_by__isnull=False), name="appointment_request_has_end"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "starts_at"], name="appointment_by_day"),
            models.Index(fields=["client", "starts_at"], name="appointment_by_client"),
            models.Index(fields=["therapist", "starts_at"], name="appointment_by_therapist"),
            models.Index(fields=["answer_by"], name="appointment_to_answer", condition=Q(status="requested")),
        ]


class AppointmentFee(PracticeOwned):
    """What the client owes for cancelling late or not coming: noted as due, not charged. ``waived`` says who did."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="fee")
    reason = models.CharField(max_length=20, choices=[(reason.value, reason.value) for reason in FeeReason])
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    waived = models.CharField(max_length=10, choices=[("first", "first"), ("staff", "staff")], blank=True, default="")
    waived_reason = SealedTextField(blank=True, default="")  # may tell of an illness
    waived_by = models.CharField(max_length=120, blank=True, default="")
    noted_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment reason waived waived_by noted_at",
        financial="amount_minor currency",
        health="waived_reason",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="appointment_fee_is_one"),
            models.CheckConstraint(
                condition=Q(waived="staff") & ~Q(waived_by="") | Q(waived__in=["", "first"], waived_by=""),
                name="appointment_fee_waived_by",
            ),
        ]


class AgreedAddOn(PracticeOwned):
    """What the client takes besides the treatment, as it was when it was booked. Its time and price are part of the
    appointment's, and stay what they were when the add-on changes."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="add_ons")
    add_on = models.ForeignKey(AddOn, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()  # in the appointment's currency

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment add_on name minutes", financial="price_minor"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["appointment", "add_on"], name="agreed_add_on_once")]


class FormerState(PracticeOwned):
    """What an appointment was before its last change, as long as that can be undone. ``revision`` is what the change
    made of the appointment's: once that differs, something else has followed. ``reserved`` are the resource, the first
    minute and the end of each reservation. ``together`` are the dates of a series that this change was about, as far as
    none of them has been undone."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="former")
    changed_at = models.DateTimeField()
    changed_by_staff = models.BooleanField()
    revision = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=Appointment.Status.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="+")  # None: as it is now
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(MassageTable, null=True, on_delete=models.CASCADE, related_name="+")
    price_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reserved = models.JSONField()
    together = models.JSONField(default=list)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment changed_at changed_by_staff revision status starts_at ends_at service "
        "therapist location table reserved together",
        financial="price_minor currency",
    )


class RulesSetAside(PracticeOwned):
    """That staff gave an appointment a time outside the practice's rules: which rules, why, and for which time. Once it
    has another time, this says nothing about it any more."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="rules_set_aside")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    warnings = models.JSONField()
    reason = SealedTextField()  # written about a client, so it may touch on health
    said_by = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice appointment therapist starts_at ends_at warnings said_by said_at", health="reason"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="rules_set_aside_takes_time"),
        ]


class Reservation(PracticeOwned):
    """A resource, taken from one minute to another. Minutes are whole minutes since 1970-01-01T00:00Z, so that
    availability reads plain integers. Recovery and rest are inside, so the database guards them too.

    A hold keeps a time for a browser while its details are filled in: ``held_by`` is the hash of the browser's token.
    After ``expires_at`` it counts for nothing, and whoever takes the time next removes it. A therapist's hold says what
    it is for, so that it counts for the limits of the day and for the way to other locations."""

    class Why(models.TextChoices):
        APPOINTMENT = "appointment"
        TIME_OFF = "time_off"
        BREAK = "break"
        HOLD = "hold"

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="reservations")
    start_minute = models.PositiveIntegerField()
    end_minute = models.PositiveIntegerField()
    why = models.CharField(max_length=20, choices=Why.choices)
    note = SealedTextField(null=True)  # why somebody is away: for the practice only
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.CASCADE, related_name="reservations")
    held_by = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    service = models.ForeignKey(Service, null=True, db_index=False, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True)
    location = models.ForeignKey(Location, null=True, db_index=False, on_delete=models.CASCADE, related_name="+")
    is_first_visit = models.BooleanField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice resource start_minute end_minute why appointment held_by expires_at service minutes "
        "location is_first_visit",
        health="note",
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(start_minute__lt=F("end_minute")), name="reservation_takes_time"),
            models.CheckConstraint(
                condition=Q(why="appointment", appointment__isnull=False)
                | ~Q(why="appointment") & Q(appointment__isnull=True),
                name="reservation_for_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(why="hold", expires_at__isnull=False) & ~Q(held_by="")
                | ~Q(why="hold") & Q(expires_at__isnull=True, held_by=""),
                name="reservation_hold_ends",
            ),
            NoOverlap(name="reservation_no_overlap", resource="resource", start="start_minute", end="end_minute"),
        ]
        indexes = [
            models.Index(
                fields=["resource", "start_minute", "end_minute", "expires_at"], name="reservation_by_resource"
            ),
            models.Index(fields=["practice", "start_minute"], name="reservation_by_practice"),
            models.Index(fields=["held_by"], name="reservation_held_by", condition=Q(why="hold")),
        ]


class WaitlistEntry(PracticeOwned):
    """A client who waits until a time opens for this service. ``changed_at`` is when they last said what suits them."""

    class Ended(models.TextChoices):
        WAITING = ""
        BOOKED = "booked"
        LEFT = "left"
        REMOVED = "removed"  # by the practice

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="waitlist_entries")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    therapist = models.ForeignKey(Therapist, null=True, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True, default=Ended.WAITING)
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice client service minutes therapist location created_at changed_at ended ended_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["client", "service"], condition=Q(ended=""), name="waitlist_entry_once"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True) | ~Q(ended="") & Q(ended_at__isnull=False),
                name="waitlist_entry_ended_has_time",
            ),
        ]


class WaitlistWindow(PracticeOwned):
    """When the client could come: days of the week (Monday is 0, none is any), dates, and minutes of the local day."""

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.CASCADE, related_name="windows")
    weekdays = models.JSONField(default=list)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice entry weekdays first_on last_on start_minute end_minute"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440), name="waitlist_window_in_a_day"
            ),
        ]


class WaitlistOffer(PracticeOwned):
    """A time that one waiting client was asked about, why they, and what came of it. While it is open, the time is held
    for them by Reservations under ``held_by``."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    entry = models.ForeignKey(WaitlistEntry, on_delete=models.CASCADE, related_name="offers")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    held_by = models.CharField(max_length=64)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice entry therapist starts_at ends_at why state held_by offered_at expires_at ended_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="waitlist_offer_one_open"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="waitlist_offer_takes_time"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="waitlist_offer_ended_has_time",
            ),
        ]
        indexes = [models.Index(fields=["practice", "offered_at"], name="waitlist_offer_by_time")]


class KeptAnswer(PracticeOwned):
    """What was answered to a request with an Idempotency-Key, so that a retry gets the same yes."""

    key = models.CharField(max_length=80)
    body_sha256 = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice key body_sha256 answer created_at")

    class Meta(PracticeOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "key"], name="kept_answer_once")]

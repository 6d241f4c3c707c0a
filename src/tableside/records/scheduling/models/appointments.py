"""What was booked: bookings, series, appointments, and what was agreed on with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tableside.core.appointments.fees import FeeReason
from tableside.records.clients.models import Client
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import PracticeOwned
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.practice.models import AddOn, Location, MassageTable, Service, Therapist


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
    left_out = models.JSONField(default=list)  # instants at which nothing was booked, of dates that were shown
    put_back = models.JSONField(default=list)  # keys of cancelled dates for which another appointment was booked

    privacy: ClassVar[dict[str, Privacy]] = classified(operational="id practice client created_at left_out put_back")

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

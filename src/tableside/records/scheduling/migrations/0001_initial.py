import django.db.models.deletion
import django.db.models.manager
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import tableside.records.foundation.constraints
import tableside.records.foundation.keys
import tableside.records.foundation.scope
import tableside.records.foundation.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0001_initial"),
        ("practice", "0001_initial"),
    ]

    operations = [
        BtreeGistExtension(),  # PostgreSQL: equality and range in one exclusion constraint; nothing elsewhere
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="clients.client"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                ("left_out", models.JSONField(default=list)),
                ("put_back", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("reference", models.CharField(max_length=12)),
                ("policy_version", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="clients.client"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                ("by_staff", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "reference"), name="booking_reference_once")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("price_minor", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("booked", "Booked"),
                            ("arrived", "Arrived"),
                            ("completed", "Completed"),
                            ("no_show", "No Show"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="booked",
                        max_length=20,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("answer_by", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_by", models.CharField(blank=True, max_length=20)),
                ("cancelled_late", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="clients.client"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="practice.location"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="practice.service"
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="practice.massagetable",
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="practice.therapist",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="scheduling.booking",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="scheduling.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["practice", "starts_at"], name="appointment_by_day"),
                    models.Index(fields=["client", "starts_at"], name="appointment_by_client"),
                    models.Index(fields=["therapist", "starts_at"], name="appointment_by_therapist"),
                    models.Index(
                        condition=models.Q(("status", "requested")), fields=["answer_by"], name="appointment_to_answer"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="appointment_takes_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("status", "cancelled")),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancelled_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="appointment_cancelled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_late", False),
                            models.Q(("cancelled_by", "client"), ("status", "cancelled")),
                            _connector="OR",
                        ),
                        name="appointment_cancelled_late_by_client",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "requested"), _negated=True),
                            ("answer_by__isnull", False),
                            _connector="OR",
                        ),
                        name="appointment_request_has_end",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("on", models.DateField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("is_closed", models.BooleanField(default=True)),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("practice", "on"), name="closed_day_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="FormerState",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("changed_by_staff", models.BooleanField()),
                ("revision", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("booked", "Booked"),
                            ("arrived", "Arrived"),
                            ("completed", "Completed"),
                            ("no_show", "No Show"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("price_minor", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("reserved", models.JSONField()),
                ("together", models.JSONField(default=list)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former", to="scheduling.appointment"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.location"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.service"
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.massagetable",
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.therapist"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HoursException",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("on", models.DateField()),
                ("start_minute", models.PositiveSmallIntegerField(null=True)),
                ("end_minute", models.PositiveSmallIntegerField(null=True)),
                (
                    "location",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.location"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours_exceptions",
                        to="practice.therapist",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("online", "Online"), ("contact", "Contact"), ("hidden", "Hidden")],
                        default="online",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["practice", "on"], name="hours_exception_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end_minute__isnull", True), ("location__isnull", True), ("start_minute__isnull", True)
                            ),
                            models.Q(
                                ("end_minute__lte", 1440),
                                ("location__isnull", False),
                                ("start_minute__lt", models.F("end_minute")),
                            ),
                            _connector="OR",
                        ),
                        name="hours_exception_is_whole",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("body_sha256", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
                ("created_at", models.DateTimeField()),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("practice", "key"), name="kept_answer_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "client",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resource",
                        to="clients.client",
                    ),
                ),
                (
                    "equipment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resource",
                        to="practice.equipment",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "table",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resource",
                        to="practice.massagetable",
                    ),
                ),
                (
                    "therapist",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resource",
                        to="practice.therapist",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("client__isnull", True),
                                ("equipment__isnull", True),
                                ("table__isnull", True),
                                ("therapist__isnull", False),
                            ),
                            models.Q(
                                ("client__isnull", True),
                                ("equipment__isnull", True),
                                ("table__isnull", False),
                                ("therapist__isnull", True),
                            ),
                            models.Q(
                                ("client__isnull", True),
                                ("equipment__isnull", False),
                                ("table__isnull", True),
                                ("therapist__isnull", True),
                            ),
                            models.Q(
                                ("client__isnull", False),
                                ("equipment__isnull", True),
                                ("table__isnull", True),
                                ("therapist__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="resource_is_one_thing",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("start_minute", models.PositiveIntegerField()),
                ("end_minute", models.PositiveIntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("appointment", "Appointment"),
                            ("time_off", "Time Off"),
                            ("break", "Break"),
                            ("hold", "Hold"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", tableside.records.foundation.sealed.SealedTextField(null=True)),
                ("held_by", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reservations",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="scheduling.resource",
                    ),
                ),
                ("is_first_visit", models.BooleanField(null=True)),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.location",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.service",
                    ),
                ),
                ("uncut_end_minute", models.PositiveIntegerField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["resource", "start_minute", "end_minute", "expires_at"], name="reservation_by_resource"
                    ),
                    models.Index(fields=["practice", "start_minute"], name="reservation_by_practice"),
                    models.Index(condition=models.Q(("why", "hold")), fields=["held_by"], name="reservation_held_by"),
                    models.Index(
                        condition=models.Q(("uncut_end_minute__isnull", False)),
                        fields=["resource"],
                        name="reservation_cut",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("start_minute__lt", models.F("end_minute"))), name="reservation_takes_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("appointment__isnull", False), ("why", "appointment")),
                            models.Q(models.Q(("why", "appointment"), _negated=True), ("appointment__isnull", True)),
                            _connector="OR",
                        ),
                        name="reservation_for_an_appointment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False), ("why", "hold"), models.Q(("held_by", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("why", "hold"), _negated=True), ("expires_at__isnull", True), ("held_by", "")
                            ),
                            _connector="OR",
                        ),
                        name="reservation_hold_ends",
                    ),
                    tableside.records.foundation.constraints.NoOverlap(
                        end="end_minute", name="reservation_no_overlap", resource="resource", start="start_minute"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uncut_end_minute__isnull", True),
                            ("uncut_end_minute__gte", models.F("end_minute")),
                            _connector="OR",
                        ),
                        name="reservation_cut_is_shorter",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RulesSetAside",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("warnings", models.JSONField()),
                ("reason", tableside.records.foundation.sealed.SealedTextField()),
                ("said_by", models.CharField(max_length=200)),
                ("said_at", models.DateTimeField()),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules_set_aside",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.therapist"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="rules_set_aside_takes_time"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="WaitlistEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[("", "Waiting"), ("booked", "Booked"), ("left", "Left"), ("removed", "Removed")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist_entries",
                        to="clients.client",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.location"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.service"
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.therapist",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended", "")), fields=("client", "service"), name="waitlist_entry_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", ""), ("ended_at__isnull", True)),
                            models.Q(models.Q(("ended", ""), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="waitlist_entry_ended_has_time",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="WaitlistOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("why", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("held_by", models.CharField(max_length=64)),
                ("offered_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="scheduling.waitlistentry",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.therapist"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["practice", "offered_at"], name="waitlist_offer_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("entry",), name="waitlist_offer_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="waitlist_offer_takes_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="waitlist_offer_ended_has_time",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="WaitlistWindow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("weekdays", models.JSONField(default=list)),
                ("first_on", models.DateField(null=True)),
                ("last_on", models.DateField(null=True)),
                ("start_minute", models.PositiveSmallIntegerField()),
                ("end_minute", models.PositiveSmallIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="scheduling.waitlistentry",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_minute__lte", 1440), ("start_minute__lt", models.F("end_minute"))),
                        name="waitlist_window_in_a_day",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("start_minute", models.PositiveSmallIntegerField()),
                ("end_minute", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("every_second_from", models.DateField(null=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("online", "Online"), ("contact", "Contact"), ("hidden", "Hidden")],
                        default="online",
                        max_length=10,
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_hours",
                        to="practice.location",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="working_hours",
                        to="practice.therapist",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_minute__lte", 1440), ("start_minute__lt", models.F("end_minute")), ("weekday__lte", 6)
                        ),
                        name="working_hours_in_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_from__lte", models.F("valid_until")),
                            _connector="OR",
                        ),
                        name="working_hours_from_until",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="AgreedAddOn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("price_minor", models.PositiveIntegerField()),
                (
                    "add_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.addon"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="add_ons", to="scheduling.appointment"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("appointment", "add_on"), name="agreed_add_on_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="AppointmentFee",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tableside.records.foundation.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("late_cancellation", "late_cancellation"), ("missed", "missed")], max_length=20
                    ),
                ),
                ("amount_minor", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "waived",
                    models.CharField(
                        blank=True, choices=[("first", "first"), ("staff", "staff")], default="", max_length=10
                    ),
                ),
                ("waived_reason", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                ("waived_by", models.CharField(blank=True, default="", max_length=120)),
                ("noted_at", models.DateTimeField()),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fee", to="scheduling.appointment"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        default=tableside.records.foundation.scope.current_practice_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.practice",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gte", 1)), name="appointment_fee_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("waived", "staff"), models.Q(("waived_by", ""), _negated=True)),
                            models.Q(("waived__in", ["", "first"]), ("waived_by", "")),
                            _connector="OR",
                        ),
                        name="appointment_fee_waived_by",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import tableside.records.foundation.constraints
import tableside.records.foundation.keys
import tableside.records.foundation.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
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
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=120)),
                ("about", models.TextField(blank=True)),
                ("host", models.CharField(blank=True, max_length=253)),
                ("time_zone", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("emergency_number", models.CharField(max_length=40)),
                ("crisis_line", models.CharField(blank=True, max_length=80)),
                ("notice_minutes", models.PositiveIntegerField(default=240)),
                ("horizon_days", models.PositiveIntegerField(default=90)),
                ("step_minutes", models.PositiveSmallIntegerField(default=15)),
                ("cancel_notice_minutes", models.PositiveIntegerField(default=1440)),
                ("reschedule_notice_minutes", models.PositiveIntegerField(default=1440)),
                ("hold_minutes", models.PositiveSmallIntegerField(default=10)),
                ("accepts_first", models.BooleanField(default=False)),
                ("answer_minutes", models.PositiveIntegerField(default=1440)),
                ("undo_minutes", models.PositiveSmallIntegerField(default=3)),
                ("offer_minutes", models.PositiveSmallIntegerField(default=120)),
                ("soon_offer_minutes", models.PositiveSmallIntegerField(default=30)),
                ("policy_text", models.TextField(blank=True)),
                ("policy_version", models.PositiveIntegerField(default=1)),
                (
                    "late_fee_kind",
                    models.CharField(
                        choices=[("none", "none"), ("percent", "percent"), ("amount", "amount")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("late_fee_value", models.PositiveIntegerField(default=0)),
                (
                    "missed_fee_kind",
                    models.CharField(
                        choices=[("none", "none"), ("percent", "percent"), ("amount", "amount")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("missed_fee_value", models.PositiveIntegerField(default=0)),
                ("waives_first_fee", models.BooleanField(default=False)),
                ("holiday_country", models.CharField(blank=True, max_length=2)),
                ("holiday_subdivision", models.CharField(blank=True, max_length=10)),
                ("coming_limit", models.PositiveSmallIntegerField(null=True)),
                ("new_clients_per_day", models.PositiveSmallIntegerField(null=True)),
                ("marks_good_fits", models.BooleanField(default=False)),
                ("languages", models.CharField(default="en-gb", max_length=120)),
                ("first_reminder_minutes", models.PositiveIntegerField(default=2880)),
                ("last_reminder_minutes", models.PositiveIntegerField(default=180)),
                ("quiet_from_minute", models.PositiveSmallIntegerField(default=1260)),
                ("quiet_until_minute", models.PositiveSmallIntegerField(default=480)),
                ("asks_afterwards", models.BooleanField(default=False)),
                ("initialled_clauses", models.CharField(blank=True, max_length=400)),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("answers_valid_days", models.PositiveSmallIntegerField(default=365, null=True)),
                ("maternity_line", models.CharField(blank=True, max_length=80)),
                ("poison_line", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("host", ""), _negated=True), fields=("host",), name="practice_host_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step_minutes__gte", 5), ("step_minutes__lte", 240)),
                        name="practice_step_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_minutes__gte", 60)), name="practice_answers_in_an_hour"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quiet_from_minute__lt", 1440), ("quiet_until_minute__lt", 1440)),
                        name="practice_quiet_in_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("late_fee_kind", "none"), ("late_fee_value", 0)),
                                models.Q(
                                    ("late_fee_kind", "percent"),
                                    ("late_fee_value__gte", 1),
                                    ("late_fee_value__lte", 100),
                                ),
                                models.Q(("late_fee_kind", "amount"), ("late_fee_value__gte", 1)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("missed_fee_kind", "none"), ("missed_fee_value", 0)),
                                models.Q(
                                    ("missed_fee_kind", "percent"),
                                    ("missed_fee_value__gte", 1),
                                    ("missed_fee_value__lte", 100),
                                ),
                                models.Q(("missed_fee_kind", "amount"), ("missed_fee_value__gte", 1)),
                                _connector="OR",
                            ),
                        ),
                        name="practice_fees_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answers_valid_days__gte", 1)), name="practice_answers_hold_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("therapist", "Therapist"), ("front_desk", "Front Desk")],
                        max_length=20,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
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
                "constraints": [models.UniqueConstraint(fields=("practice", "user"), name="membership_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Location",
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
                ("name", models.CharField(max_length=120)),
                ("address", models.TextField(blank=True)),
                ("directions", models.TextField(blank=True)),
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
                "constraints": [models.UniqueConstraint(fields=("practice", "name"), name="location_name_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EquipmentKind",
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
                "constraints": [models.UniqueConstraint(fields=("practice", "name"), name="equipment_kind_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Equipment",
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
                ("is_in_use", models.BooleanField(default=True)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="practice.equipmentkind"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="equipment", to="practice.location"
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
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Room",
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
                ("name", models.CharField(max_length=120)),
                ("reset_minutes", models.PositiveSmallIntegerField(default=0)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="practice.location"
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
                ("is_in_use", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("location", "name"), name="room_name_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="MassageTable",
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
                ("name", models.CharField(max_length=120)),
                ("features", models.JSONField(default=list)),
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
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tables", to="practice.room"
                    ),
                ),
                ("is_in_use", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("room", "name"), name="table_name_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Service",
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
                ("slug", models.SlugField()),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("treatment", "Treatment"), ("consultation", "Consultation")],
                        default="treatment",
                        max_length=20,
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("technique", models.CharField(max_length=40)),
                ("therapists_needed", models.PositiveSmallIntegerField(default=1)),
                ("recovery_minutes", models.PositiveSmallIntegerField(default=15)),
                ("table_features", models.JSONField(default=list)),
                ("training", models.CharField(blank=True, max_length=40)),
                ("is_for_new_clients", models.BooleanField(default=True)),
                ("is_offered", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("equipment", models.ManyToManyField(related_name="services", to="practice.equipmentkind")),
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
                    models.UniqueConstraint(fields=("practice", "slug"), name="service_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(("therapists_needed__gte", 1), ("therapists_needed__lte", 2)),
                        name="service_one_or_two_therapists",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="AddOn",
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
                ("is_offered", models.BooleanField(default=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="add_ons", to="practice.service"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("service", "name"), name="add_on_once"),
                    models.CheckConstraint(condition=models.Q(("minutes__lte", 240)), name="add_on_in_range"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ServiceLength",
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
                ("price_minor", models.PositiveIntegerField()),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="lengths", to="practice.service"
                    ),
                ),
                ("equipment", models.ManyToManyField(related_name="+", to="practice.equipmentkind")),
                ("recovery_minutes", models.PositiveSmallIntegerField(null=True)),
                ("table_features", models.JSONField(default=list)),
                ("training", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("service", "minutes"), name="service_length_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)), name="service_length_in_range"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Therapist",
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
                ("slug", models.SlugField()),
                ("name", models.CharField(max_length=120)),
                ("headline", models.CharField(blank=True, max_length=160)),
                ("approach", models.TextField(blank=True)),
                ("languages", models.CharField(blank=True, max_length=200)),
                ("practising_since", models.PositiveSmallIntegerField(null=True)),
                ("rest_minutes", models.PositiveSmallIntegerField(default=0)),
                ("clients_a_day", models.PositiveSmallIntegerField(null=True)),
                ("hands_on_minutes_a_day", models.PositiveSmallIntegerField(null=True)),
                ("deep_minutes_a_day", models.PositiveSmallIntegerField(null=True)),
                ("is_bookable", models.BooleanField(default=True)),
                (
                    "membership",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="therapist",
                        to="practice.membership",
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
                ("services", models.ManyToManyField(related_name="therapists", to="practice.service")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("practice", "slug"), name="therapist_slug_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Licence",
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
                ("title", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=60)),
                ("jurisdiction", models.CharField(max_length=120)),
                ("expires_on", models.DateField(null=True)),
                ("register", models.CharField(blank=True, max_length=200)),
                ("checked_on", models.DateField(null=True)),
                ("checked_by", models.CharField(blank=True, max_length=120)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="licences", to="practice.therapist"
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
                            models.Q(("checked_by", ""), ("checked_on__isnull", True)),
                            models.Q(("checked_on__isnull", False), models.Q(("checked_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="licence_check_is_whole",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Training",
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
                ("module", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=160)),
                ("issuer", models.CharField(blank=True, max_length=160)),
                ("hours", models.PositiveSmallIntegerField(null=True)),
                ("completed_on", models.DateField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="trainings", to="practice.therapist"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("therapist", "module", "title"), name="training_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TravelTime",
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
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.location"
                    ),
                ),
                (
                    "other",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="travel_time_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 480), ("one__lt", models.F("other"))),
                        name="travel_time_one_way",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
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
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("cancel_notice_minutes", models.PositiveIntegerField()),
                ("reschedule_notice_minutes", models.PositiveIntegerField()),
                (
                    "late_fee_kind",
                    models.CharField(
                        choices=[("none", "none"), ("percent", "percent"), ("amount", "amount")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("late_fee_value", models.PositiveIntegerField(default=0)),
                (
                    "missed_fee_kind",
                    models.CharField(
                        choices=[("none", "none"), ("percent", "percent"), ("amount", "amount")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("missed_fee_value", models.PositiveIntegerField(default=0)),
                ("waives_first_fee", models.BooleanField(default=False)),
                ("kept_at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("practice", "number"), name="policy_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("late_fee_kind", "none"), ("late_fee_value", 0)),
                                models.Q(
                                    ("late_fee_kind", "percent"),
                                    ("late_fee_value__gte", 1),
                                    ("late_fee_value__lte", 100),
                                ),
                                models.Q(("late_fee_kind", "amount"), ("late_fee_value__gte", 1)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("missed_fee_kind", "none"), ("missed_fee_value", 0)),
                                models.Q(
                                    ("missed_fee_kind", "percent"),
                                    ("missed_fee_value__gte", 1),
                                    ("missed_fee_value__lte", 100),
                                ),
                                models.Q(("missed_fee_kind", "amount"), ("missed_fee_value__gte", 1)),
                                _connector="OR",
                            ),
                        ),
                        name="policy_version_fees_fit",
                    ),
                    tableside.records.foundation.constraints.AppendOnly(name="policy_version_append_only"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="MessageWording",
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
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("mail", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("saved_by", models.CharField(max_length=120)),
                ("saved_at", models.DateTimeField()),
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
                    models.UniqueConstraint(
                        fields=("practice", "kind", "language", "number"), name="wording_number_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]

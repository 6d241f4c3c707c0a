import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import tableside.records.foundation.keys
import tableside.records.foundation.scope
import tableside.records.foundation.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("practice", "0001_initial"),
        ("scheduling", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
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
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="session", to="scheduling.appointment"
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
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="session_ends_after_start",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RegionWork",
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
                ("place", models.CharField(max_length=40)),
                ("technique", models.CharField(max_length=40)),
                ("body_tool", models.CharField(blank=True, max_length=20)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("pressure", models.PositiveSmallIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("override_reason", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="works", to="charting.session"
                    ),
                ),
                ("strokes", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pressure__gte", 1), ("pressure__lte", 5)), name="work_pressure_walton"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 240)), name="work_minutes_in_range"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PressureFeedback",
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
                    "said",
                    models.CharField(
                        choices=[("lighter", "Lighter"), ("good", "Good"), ("deeper", "Deeper")], max_length=10
                    ),
                ),
                ("discomfort", models.PositiveSmallIntegerField(null=True)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="charting.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("discomfort__isnull", True), ("discomfort__lte", 10), _connector="OR"),
                        name="feedback_discomfort_0_10",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="BodyMark",
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
                ("place", models.CharField(max_length=40)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("note", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="charting.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__lte", 10), _connector="OR"),
                        name="mark_score_0_10",
                    ),
                    models.UniqueConstraint(fields=("session", "place", "kind"), name="mark_once_a_place_and_kind"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SessionNote",
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
                ("subjective", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                ("objective", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                ("assessment", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                ("plan", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_by", models.CharField(blank=True, max_length=120)),
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
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="note", to="charting.session"
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
                            models.Q(("signed_at__isnull", True), ("signed_by", "")),
                            models.Q(("signed_at__isnull", False), models.Q(("signed_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="note_signature_is_whole",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Addendum",
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
                ("text", tableside.records.foundation.sealed.SealedTextField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=120)),
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
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="charting.sessionnote"
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
            name="AgreedArea",
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
                ("region", models.CharField(max_length=40)),
                ("agreed_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=120)),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreed_areas", to="charting.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("session", "region"),
                        name="area_agreed_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_at__gte", models.F("agreed_at")),
                            _connector="OR",
                        ),
                        name="area_withdrawn_after_agreed",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Incident",
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
                ("sign", models.CharField(max_length=40)),
                ("noticed_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=120)),
                ("called_at", models.DateTimeField(null=True)),
                ("account", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                ("described_at", models.DateTimeField(null=True)),
                ("described_by", models.CharField(blank=True, max_length=120)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("called_at__isnull", True), ("called_at__gte", models.F("noticed_at")), _connector="OR"
                        ),
                        name="incident_called_after_noticed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("described_at__isnull", True), ("described_by", "")),
                            models.Q(("described_at__isnull", False), models.Q(("described_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="incident_account_is_signed",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import tableside.records.foundation.constraints
import tableside.records.foundation.keys
import tableside.records.foundation.scope
import tableside.records.foundation.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("practice", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Client",
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
                ("email", models.EmailField(blank=True, max_length=254)),
                ("email_vouched", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("born_on", models.DateField(null=True)),
                ("desk_note", tableside.records.foundation.sealed.SealedTextField(blank=True, default="")),
                (
                    "remind_by",
                    models.CharField(
                        choices=[("mail", "Mail"), ("sms", "Sms"), ("none", "None")], default="mail", max_length=10
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=12)),
                ("sms_stopped_at", models.DateTimeField(null=True)),
                ("one_at_a_time", models.BooleanField(default=False)),
                ("asked_afterwards", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "guardian",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="clients.client",
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
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="clients",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["practice", "email"], name="client_by_email")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("practice", "user"),
                        name="client_user_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("guardian", models.F("id")), _negated=True),
                        name="client_guardian_is_another",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("text_version", models.CharField(max_length=40)),
                ("text_sha256", models.CharField(max_length=64)),
                ("signed_name", models.CharField(max_length=120)),
                ("signed_at", models.DateTimeField()),
                ("client_name", models.CharField(blank=True, max_length=120)),
                ("letterhead", models.JSONField(default=dict)),
                ("initials", models.JSONField(default=dict)),
                ("drawn", tableside.records.foundation.sealed.SealedJSONField(null=True)),
                ("guardian_relation", models.CharField(blank=True, max_length=60)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="clients.client"
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
                    tableside.records.foundation.constraints.AppendOnly(name="consent_append_only"),
                    models.UniqueConstraint(
                        condition=models.Q(("guardian_relation", "")),
                        fields=("client", "text_version"),
                        name="consent_once_a_text",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("guardian_relation", ""), _negated=True),
                        fields=("client", "text_version"),
                        name="consent_once_a_text_for_a_child",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Link",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("appointment", "Appointment"),
                            ("claim", "Claim"),
                            ("intake", "Intake"),
                            ("tablet", "Tablet"),
                            ("messages", "Messages"),
                            ("clearance", "Clearance"),
                            ("waitlist", "Waitlist"),
                            ("offer", "Offer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("spent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="clients.client"
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
    ]

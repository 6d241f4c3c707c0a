import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import tableside.records.foundation.keys
import tableside.records.foundation.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0001_initial"),
        ("practice", "0001_initial"),
        ("scheduling", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measurement",
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
                ("instrument", models.CharField(max_length=40)),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "Before"), ("after", "After"), ("between", "Between")], max_length=10
                    ),
                ),
                ("score", models.DecimalField(decimal_places=2, max_digits=6)),
                ("taken_at", models.DateTimeField()),
                ("entered_by", models.CharField(max_length=20)),
                (
                    "appointment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measurements", to="clients.client"
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
                "indexes": [models.Index(fields=["client", "instrument", "taken_at"], name="measurement_by_client")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("appointment__isnull", False)),
                        fields=("appointment", "instrument", "moment"),
                        name="measurement_once_a_moment",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]

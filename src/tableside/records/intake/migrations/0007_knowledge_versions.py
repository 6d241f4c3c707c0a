import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import tableside.records.foundation.constraints
import tableside.records.foundation.keys
import tableside.records.foundation.scope
import tableside.records.foundation.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0006_what_fits"),
        ("practice", "0009_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="asked",
            field=tableside.records.foundation.sealed.SealedJSONField(null=True),
        ),
        migrations.CreateModel(
            name="KnowledgeVersion",
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
                ("version", models.CharField(max_length=64)),
                ("files", models.JSONField()),
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
                    models.UniqueConstraint(fields=("practice", "version"), name="knowledge_version_once"),
                    tableside.records.foundation.constraints.AppendOnly(name="knowledge_version_append_only"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]

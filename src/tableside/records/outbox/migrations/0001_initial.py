import django.db.models.manager
from django.db import migrations, models

import tableside.records.foundation.keys
import tableside.records.foundation.scope
import tableside.records.foundation.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
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
                ("practice_id", models.UUIDField(default=tableside.records.foundation.scope.current_practice_id)),
                ("key", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=60)),
                ("client_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField(null=True)),
                ("channel", models.CharField(default="mail", max_length=10)),
                ("address", models.CharField(max_length=320)),
                ("content", tableside.records.foundation.sealed.SealedJSONField()),
                ("due_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("went", models.CharField(blank=True, max_length=10)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
                ("emptied_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("failed_at", None), ("withdrawn_at", None)),
                        fields=["due_at"],
                        name="message_due",
                    ),
                    models.Index(
                        condition=models.Q(("emptied_at", None), ("kind", "account")),
                        fields=["created_at"],
                        name="message_to_empty",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("practice_id", "key"), name="message_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
    ]

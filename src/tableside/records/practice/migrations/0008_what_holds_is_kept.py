"""What holds now is kept as a version. What older versions said was never kept, so those stay missing."""

from typing import Any

from django.db import migrations
from django.utils import timezone

_FIGURES = ("cancel_notice_minutes", "reschedule_notice_minutes")


def keep_what_holds(apps: Any, editor: Any = None) -> None:  # Any: Django's registry as it was then
    versions = apps.get_model("practice", "PolicyVersion")._base_manager
    for practice in apps.get_model("practice", "Practice")._base_manager.all():
        if not versions.filter(practice_id=practice.pk, number=practice.policy_version).exists():
            versions.create(
                practice_id=practice.pk,
                number=practice.policy_version,
                text=practice.policy_text,
                kept_at=practice.created_at if practice.policy_version == 1 else timezone.now(),
                **{name: getattr(practice, name) for name in _FIGURES},
            )


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0007_kept_policies"),
    ]

    operations = [
        migrations.RunPython(keep_what_holds, migrations.RunPython.noop, elidable=True),
    ]

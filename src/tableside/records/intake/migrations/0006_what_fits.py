from typing import Any

from django.db import migrations, models


def note_what_does_not_fit(apps: Any, schema_editor: Any) -> None:  # Any: Django's own, of no type
    """The outcome alone is in the open; what else does not fit is found when the answers are screened again."""
    screenings = apps.get_model("intake", "Screening")._base_manager
    stands_still = ("needs_clearance", "do_not_treat", "refer_urgent")
    screenings.filter(outcome__in=stands_still).update(fits=False)


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_provider_letters")]

    operations = [
        migrations.AddField(model_name="screening", name="fits", field=models.BooleanField(default=True)),
        migrations.RunPython(note_what_does_not_fit, migrations.RunPython.noop),
    ]

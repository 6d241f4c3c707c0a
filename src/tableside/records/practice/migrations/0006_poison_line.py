from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_maternity_line"),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="poison_line",
            field=models.CharField(blank=True, max_length=80),
        ),
    ]

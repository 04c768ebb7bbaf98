"""Files that the virus scanner has still to look at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0002_automatic_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScanWanted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("wanted_at", models.DateTimeField()),
                ("not_before", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name_plural": "scans wanted",
            },
        ),
    ]

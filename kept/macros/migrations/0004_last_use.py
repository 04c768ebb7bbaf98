"""Remember what the last macro of each member changed, for its undo."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0011_more_bulk_acts"),
        ("macros", "0003_paused"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastUse",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("parts", models.JSONField(default=list)),
                ("text", models.TextField(blank=True, default="")),
                ("after", models.CharField(blank=True, default="", max_length=8)),
                ("stands", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "macro",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="macros.macro",
                    ),
                ),
            ],
        ),
    ]

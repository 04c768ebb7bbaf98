"""The tables of timespent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("timespent", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="TimeDesk",
                    fields=[
                        (
                            "desk",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="conversations.desk",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("minutes", models.PositiveIntegerField()),
                        ("words", models.CharField(blank=True, default="", max_length=200)),
                        ("written_at", models.DateTimeField()),
                        ("corrected_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("taken_back_at", None)),
                                fields=["conversation", "id"],
                                name="time_of_conversation",
                            ),
                            models.Index(fields=["member", "day"], name="time_of_member"),
                            models.Index(
                                condition=models.Q(("taken_back_at", None)),
                                fields=["day"],
                                name="time_by_day",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                                name="time_entry_fits_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("corrected_at", None),
                                    ("corrected_at__gte", models.F("written_at")),
                                    _connector="OR",
                                ),
                                name="time_entry_corrected_after",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

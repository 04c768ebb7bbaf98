"""The tables of prompts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("prompts", "0001_initial")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Dismissal",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("HEARING", "a request to decide that is nearly due"),
                                    ("OBSTACLE", "an obstacle without an answer"),
                                    ("STILL", "recoveries that stand still"),
                                    ("HUDDLE", "no huddle for two weeks"),
                                    ("FRICTION", "a friction that nobody has"),
                                    ("WAITING", "customers who wait for a decision"),
                                    ("REFUSED", "refused, and granted later"),
                                    ("REVIEW", "a review that is past"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("subject", models.CharField(max_length=40)),
                        ("weight", models.PositiveIntegerField()),
                        ("reason", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "kind", "subject"), name="prompt_dismissed_once"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

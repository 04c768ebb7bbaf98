"""The tables of search."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("search", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="SavedView",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "icon",
                            models.CharField(default="search", max_length=20, verbose_name="sign"),
                        ),
                        ("asks", models.CharField(max_length=500, verbose_name="question")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("OWN", "only me"),
                                    ("TEAM", "a team"),
                                    ("DESK", "a desk"),
                                    ("ALL", "everybody"),
                                ],
                                default="OWN",
                                max_length=4,
                                verbose_name="seen by",
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("deleted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("desk__isnull", False), ("reach", "DESK"), ("team", None)
                                    ),
                                    models.Q(
                                        ("desk", None), ("reach", "TEAM"), ("team__isnull", False)
                                    ),
                                    models.Q(
                                        ("desk", None),
                                        ("reach__in", ["OWN", "ALL"]),
                                        ("team", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="saved_view_reaches_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ViewPlace",
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
                        ("position", models.PositiveIntegerField()),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "view",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="search.savedview",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "view"), name="view_place_once"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

"""The tables of routing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("routing", "0001_initial"),
        ("routing", "0002_asks"),
        ("routing", "0003_desk_limit"),
    ]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Capacity",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="capacity",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("own", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("most", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("takes", models.BooleanField(default=True)),
                        ("skills", models.JSONField(blank=True, default=list)),
                        ("languages", models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        "verbose_name_plural": "capacities",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("own", None),
                                    ("most", None),
                                    ("own__lte", models.F("most")),
                                    _connector="OR",
                                ),
                                name="capacity_own_within_most",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("own", None),
                                        models.Q(("own__gte", 1), ("own__lte", 200)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("most", None),
                                        models.Q(("most__gte", 1), ("most__lte", 200)),
                                        _connector="OR",
                                    ),
                                ),
                                name="capacity_is_some",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskRouting",
                    fields=[
                        (
                            "desk",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="routing",
                                serialize=False,
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("OFF", "By hand: whoever wants it takes it"),
                                    ("TURN", "In turn: whoever has waited longest"),
                                    ("LEAST", "To whoever has the most room"),
                                ],
                                default="OFF",
                                max_length=5,
                            ),
                        ),
                        ("prefers_last", models.BooleanField(default=True)),
                        ("by_language", models.BooleanField(default=False)),
                        ("most", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("needs", models.JSONField(blank=True, default=list)),
                        ("needs_if_tagged", models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("most", None),
                                    models.Q(("most__gte", 1), ("most__lte", 200)),
                                    _connector="OR",
                                ),
                                name="routing_most_is_some",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Queued",
                    fields=[
                        (
                            "conversation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="queued",
                                serialize=False,
                                to="conversations.conversation",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("asks", models.CharField(blank=True, default="", max_length=32)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "without",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "queued",
                        "indexes": [
                            models.Index(
                                fields=["desk", "since", "conversation"], name="queued_at_desk"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
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
                        ("given_at", models.DateTimeField()),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
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
                            models.UniqueConstraint(fields=("desk", "member"), name="turn_once")
                        ],
                    },
                ),
            ]
        )
    ]

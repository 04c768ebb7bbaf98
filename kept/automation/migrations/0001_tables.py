"""The tables of automation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("automation", "0001_initial"), ("automation", "0002_written")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Rule",
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
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("key", models.CharField(max_length=160)),
                        ("is_on", models.BooleanField(default=False)),
                        (
                            "paused",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not paused"),
                                    ("MANY", "It ran too often on one conversation."),
                                    ("KEEPER", "Whoever answered for it may not any more."),
                                ],
                                default="",
                                max_length=6,
                            ),
                        ),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("trigger", models.CharField(max_length=12)),
                        ("amount", models.PositiveIntegerField(default=0)),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[("HOURS", "hours"), ("DAYS", "days")],
                                default="",
                                max_length=5,
                            ),
                        ),
                        (
                            "counted",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WORKING", "of the desk's working time"),
                                    ("CLOCK", "by the clock"),
                                ],
                                default="",
                                max_length=7,
                            ),
                        ),
                        (
                            "match",
                            models.CharField(
                                choices=[
                                    ("ALL", "All of these hold"),
                                    ("ANY", "One of these holds"),
                                ],
                                default="ALL",
                                max_length=3,
                            ),
                        ),
                        ("conditions", models.JSONField(blank=True, default=list)),
                        ("acts", models.JSONField(default=list)),
                        ("changed_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at", None)),
                                fields=("key",),
                                name="rule_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                name="rule_has_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paused", ""), ("paused_at", None)),
                                    models.Q(
                                        models.Q(("paused", ""), _negated=True),
                                        ("paused_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="rule_paused_since",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount", 0), ("counted", ""), ("unit", "")),
                                    models.Q(
                                        ("amount__gt", 0),
                                        models.Q(("unit", ""), _negated=True),
                                        models.Q(("counted", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="rule_by_time_says_how_long",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Run",
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
                        ("occasion", models.CharField(max_length=80)),
                        ("event_id", models.BigIntegerField(default=0)),
                        (
                            "came",
                            models.CharField(
                                choices=[
                                    ("DONE", "done"),
                                    ("SAME", "nothing to change"),
                                    ("PARTLY", "done in part"),
                                    ("REFUSED", "refused"),
                                    ("LOOP", "cut off"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("verdicts", models.JSONField(default=list)),
                        ("effects", models.JSONField(default=list)),
                        ("at", models.DateTimeField()),
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
                            "rule",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="automation.rule",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["rule", "-id"], name="run_of_rule"),
                            models.Index(
                                fields=["conversation", "-id"], name="run_of_conversation"
                            ),
                            models.Index(fields=["at"], name="run_by_age"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rule", "conversation", "occasion"),
                                name="run_once_an_occasion",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wait",
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
                                    ("RUN", "a rule is to be asked"),
                                    ("WAKE", "a conversation is to be opened again"),
                                ],
                                default="RUN",
                                max_length=4,
                            ),
                        ),
                        ("promise_id", models.BigIntegerField(default=0)),
                        ("since", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
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
                            "rule",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waits",
                                to="automation.rule",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["due_at", "id"], name="wait_due"),
                            models.Index(fields=["rule"], name="wait_of_rule"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "rule", "kind", "promise_id"),
                                name="wait_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Written",
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
                        ("address", models.CharField(max_length=320, unique=True)),
                        ("at", models.DateTimeField()),
                        ("is_stranger", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name_plural": "written",
                        "indexes": [
                            models.Index(fields=["at"], name="written_by_age"),
                            models.Index(
                                condition=models.Q(("is_stranger", True)),
                                fields=["at"],
                                name="written_to_strangers",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

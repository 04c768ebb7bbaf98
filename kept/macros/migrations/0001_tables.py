"""The tables of macros."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("macros", "0001_initial"),
        ("macros", "0002_fields_and_team"),
        ("macros", "0003_paused"),
        ("macros", "0004_last_use"),
    ]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("fields", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Macro",
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
                        ("text", models.TextField(blank=True, default="", verbose_name="words")),
                        (
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OPEN", "Open"),
                                    ("WAITING", "Waiting"),
                                    ("ON_HOLD", "On hold"),
                                    ("CLOSED", "Closed"),
                                    ("SPAM", "Spam"),
                                    ("MERGED", "Merged"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        (
                            "priority",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("LOW", "Low"),
                                    ("NORMAL", "Normal"),
                                    ("HIGH", "High"),
                                    ("URGENT", "Urgent"),
                                ],
                                default="",
                                max_length=6,
                            ),
                        ),
                        (
                            "assign",
                            models.CharField(
                                choices=[
                                    ("LEAVE", "Whoever it is"),
                                    ("ME", "Whoever uses it"),
                                    ("MEMBER", "A member"),
                                    ("NOBODY", "Nobody, for anybody to take"),
                                    ("TEAM", "A team"),
                                ],
                                default="LEAVE",
                                max_length=6,
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="macros",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "tags",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="conversations.tag"
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["key", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("desk", "key"), name="macro_once_a_desk"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("desk", None)),
                                fields=("key",),
                                name="macro_once_for_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("assign", "MEMBER"),
                                        ("assignee__isnull", False),
                                        ("team", None),
                                    ),
                                    models.Q(
                                        ("assign", "TEAM"),
                                        ("assignee", None),
                                        ("team__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("assign__in", ["MEMBER", "TEAM"]), _negated=True),
                                        ("assignee", None),
                                        ("team", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="macro_names_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                name="macro_has_name",
                            ),
                        ],
                    },
                ),
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
                migrations.CreateModel(
                    name="MacroField",
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
                        ("given", models.TextField()),
                        (
                            "field",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fields.field",
                            ),
                        ),
                        (
                            "macro",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="macros.macro",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("macro", "field"), name="macro_field_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("given", ""), _negated=True),
                                name="macro_field_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MacroText",
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
                        ("language", models.CharField(max_length=10)),
                        ("text", models.TextField()),
                        (
                            "macro",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="macros.macro",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["language"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("macro", "language"), name="macro_text_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MacroUse",
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
                        ("count", models.PositiveIntegerField(default=0)),
                        (
                            "desk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "macro",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uses",
                                to="macros.macro",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("macro", "desk"), name="macro_use_once_a_desk"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

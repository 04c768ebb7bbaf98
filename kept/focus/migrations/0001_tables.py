"""The tables of focus."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("focus", "0001_initial"),
        ("focus", "0002_ended_and_sealed"),
        ("focus", "0003_answers_read_again"),
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
                    name="WithoutAid",
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
                    ],
                    options={
                        "verbose_name_plural": "without aid",
                    },
                ),
                migrations.CreateModel(
                    name="AnswerLook",
                    fields=[
                        (
                            "message",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="conversations.message",
                            ),
                        ),
                        ("shown", models.JSONField(default=list)),
                        ("steps", models.PositiveSmallIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BestNote",
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
                        ("sealed", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sealed", ""), _negated=True),
                                name="best_note_has_text",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Focus",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="focus_row",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("takes", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name_plural": "focus",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until", None),
                                    ("until__gt", models.F("since")),
                                    _connector="OR",
                                ),
                                name="focus_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FocusChoice",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="focus_choice",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=50)),
                        ("takes", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minutes__in", [0, 25, 50, 90])),
                                name="focus_choice_of_lengths",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Standard",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, primary_key=True, serialize=False
                            ),
                        ),
                        ("steps", models.TextField(blank=True, default="")),
                        ("is_shown", models.BooleanField(default=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="standard_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Parked",
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
                        "verbose_name_plural": "parked",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "conversation"), name="parked_once"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

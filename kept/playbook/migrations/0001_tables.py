"""The tables of playbook."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("playbook", "0001_initial"), ("playbook", "0003_turns")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Play",
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
                            "situation",
                            models.CharField(
                                choices=[
                                    ("FAIR", "Ask what would be fair"),
                                    ("SORRY", "Say sorry, by name"),
                                    ("ROUTE", "They deserve better than we can give"),
                                    ("EXPLAIN", "Explain a decision they will not like"),
                                    ("CALLBACK", "Look into it and call back"),
                                    ("PERSONAL", "Ask whether it was me"),
                                    ("THANKS", "Thank them and act at once"),
                                    ("FEEDBACK", "Welcome what they say, good or bad"),
                                    ("COLLEAGUE", "I could not help: a colleague may"),
                                    ("INSTEAD", "We cannot, but we can"),
                                    ("DIFFER", "We see it differently"),
                                    ("BOUNDARY", "Set a boundary"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "feeling",
                            models.CharField(
                                choices=[
                                    ("ANGRY", "angry"),
                                    ("LET_DOWN", "let down"),
                                    ("HURT", "hurt"),
                                    ("WORN_OUT", "worn out"),
                                    ("PRESSED", "pressed for time"),
                                    ("LEAVING", "about to leave"),
                                    ("CALM", "calm"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("de", "German")], max_length=2
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("when", models.CharField(blank=True, default="", max_length=300)),
                        ("steps", models.JSONField(blank=True, default=list)),
                        ("number", models.PositiveIntegerField(default=1)),
                        ("written_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("uses", models.PositiveIntegerField(default=0)),
                        ("resolved", models.PositiveIntegerField(default=0)),
                        ("came_back", models.PositiveIntegerField(default=0)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "writer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["situation", "language", "pk"],
                        "indexes": [
                            models.Index(fields=["language", "situation"], name="play_by_situation")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="play_has_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "uses__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("resolved"), "+", models.F("came_back")
                                        ),
                                    )
                                ),
                                name="play_settled_were_used",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Phrasing",
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
                        ("text", models.TextField()),
                        ("rank", models.PositiveSmallIntegerField(default=0)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "play",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phrasings",
                                to="playbook.play",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rank", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="phrasing_has_words",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlayUse",
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
                        ("number", models.PositiveIntegerField(default=1)),
                        ("counts", models.BooleanField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PUT_IN", "put in"),
                                    ("SENT", "sent"),
                                    ("RESOLVED", "resolved"),
                                    ("CAME_BACK", "came back"),
                                ],
                                default="PUT_IN",
                                max_length=9,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("settles_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
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
                        (
                            "phrasing",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="playbook.phrasing",
                            ),
                        ),
                        (
                            "play",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="used",
                                to="playbook.play",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["play", "-id"], name="play_use_of_play"),
                            models.Index(
                                condition=models.Q(("settles_at__isnull", False)),
                                fields=["settles_at"],
                                name="play_use_to_settle",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "play"), name="play_use_once_a_conversation"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settles_at", None), ("state", "SENT"), _connector="OR"
                                ),
                                name="play_use_settles_when_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecondThought",
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
                        ("text", models.TextField()),
                        ("drafted_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_thoughts",
                                to="conversations.message",
                            ),
                        ),
                        (
                            "play",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="playbook.play",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["member", "-id"], name="second_thought_of_member")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="second_thought_has_words",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hint",
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
                        ("reasons", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("RAISED", "raised"),
                                    ("CONFIRMED", "a complaint"),
                                    ("DISMISSED", "dismissed"),
                                ],
                                default="RAISED",
                                max_length=9,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
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
                            "message",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hint",
                                to="conversations.message",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("state", "RAISED"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "RAISED"), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hint_answer_is_whole",
                            )
                        ],
                    },
                ),
            ]
        )
    ]

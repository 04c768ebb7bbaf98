"""The tables of handoffs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("handoffs", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Handoff",
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
                        ("summary", models.TextField()),
                        ("next_step", models.TextField(blank=True, default="")),
                        ("promises", models.JSONField(blank=True, default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OFFERED", "offered"),
                                    ("ASKED_BACK", "asked back"),
                                    ("ACCEPTED", "accepted"),
                                    ("WITHDRAWN", "withdrawn"),
                                ],
                                default="OFFERED",
                                max_length=10,
                            ),
                        ),
                        ("question", models.TextField(blank=True, default="")),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("offered_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("remind_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("is_live", models.BooleanField(default=True)),
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
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handoffs",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to_member",
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
                            "to_team",
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
                        "indexes": [
                            models.Index(
                                fields=["conversation", "-id"], name="handoff_of_conversation"
                            ),
                            models.Index(
                                condition=models.Q(("is_live", True)),
                                fields=["id"],
                                name="handoff_live",
                            ),
                            models.Index(
                                condition=models.Q(("remind_at__isnull", False)),
                                fields=["remind_at"],
                                name="handoff_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["OFFERED", "ASKED_BACK"])),
                                fields=("conversation",),
                                name="handoff_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("to_member", None), ("to_team__isnull", False)),
                                    models.Q(("to_member__isnull", False), ("to_team", None)),
                                    _connector="OR",
                                ),
                                name="handoff_to_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["ACCEPTED", "ASKED_BACK"]), _negated=True
                                    ),
                                    ("answered_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="handoff_answered_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["OFFERED", "ASKED_BACK"]), _negated=True
                                    ),
                                    ("is_live", True),
                                    _connector="OR",
                                ),
                                name="handoff_open_is_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("summary", ""), _negated=True),
                                name="handoff_has_words",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

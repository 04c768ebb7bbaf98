"""The tables of checklists."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("checklists", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Checklist",
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
                        ("steps", models.TextField(verbose_name="steps")),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["key", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("desk", "key"), name="checklist_once_a_desk"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("desk", None)),
                                fields=("key",),
                                name="checklist_once_for_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                name="checklist_has_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
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
                        ("text", models.CharField(max_length=200)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["conversation", "position"], name="step_of_conversation"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="step_has_text",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None)),
                                    models.Q(
                                        ("done_at__isnull", False), ("done_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="step_done_by_somebody",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

"""The tables of fields."""

import django.db.models.deletion
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("fields", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Field",
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
                        ("label", models.CharField(max_length=60, verbose_name="name")),
                        ("key", models.CharField(max_length=30, verbose_name="key")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("TEXT", "Text"),
                                    ("LONG", "Long text"),
                                    ("NUMBER", "Number"),
                                    ("DATE", "Date"),
                                    ("YES_NO", "Yes or no"),
                                    ("CHOICE", "One of a list"),
                                    ("MANY", "Several of a list"),
                                    ("LINK", "Link"),
                                    ("CODE", "Code with a pattern, such as an order number"),
                                ],
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "help",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="help"
                            ),
                        ),
                        (
                            "pattern",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="pattern"
                            ),
                        ),
                        (
                            "is_required",
                            models.BooleanField(
                                default=False, verbose_name="required before closing"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fields",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("desk", "key"), name="field_key_once_a_desk"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("desk", None)),
                                fields=("key",),
                                name="field_key_once_for_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("label", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                name="field_has_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pattern", ""), ("kind", "CODE"), _connector="OR"
                                ),
                                name="field_pattern_of_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldChoice",
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
                        ("name", models.CharField(max_length=60)),
                        ("key", models.CharField(max_length=120)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "field",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="fields.field",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("field", "key"), name="field_choice_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                name="field_choice_has_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldValue",
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
                                    ("TEXT", "Text"),
                                    ("LONG", "Long text"),
                                    ("NUMBER", "Number"),
                                    ("DATE", "Date"),
                                    ("YES_NO", "Yes or no"),
                                    ("CHOICE", "One of a list"),
                                    ("MANY", "Several of a list"),
                                    ("LINK", "Link"),
                                    ("CODE", "Code with a pattern, such as an order number"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("text", models.TextField(blank=True, default="")),
                        (
                            "number",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=15, null=True
                            ),
                        ),
                        ("day", models.DateField(blank=True, null=True)),
                        ("yes", models.BooleanField(blank=True, null=True)),
                        ("version", models.BigIntegerField(default=0)),
                        (
                            "choice",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fields.fieldchoice",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="field_values",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="fields.field",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["field", "-conversation"], name="field_value_newest"
                            ),
                            models.Index(
                                condition=models.Q(("number__isnull", False)),
                                fields=["field", "number", "-conversation"],
                                name="field_value_by_number",
                            ),
                            models.Index(
                                condition=models.Q(("day__isnull", False)),
                                fields=["field", "day", "-conversation"],
                                name="field_value_by_day",
                            ),
                            models.Index(
                                condition=models.Q(("yes__isnull", False)),
                                fields=["field", "yes", "-conversation"],
                                name="field_value_by_yes",
                            ),
                            models.Index(
                                condition=models.Q(("choice__isnull", False)),
                                fields=["choice", "-conversation"],
                                name="field_value_by_choice",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "field"), name="field_value_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("choice", None),
                                        ("day", None),
                                        ("kind__in", ["TEXT", "LONG", "LINK", "CODE"]),
                                        ("number", None),
                                        ("yes", None),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("choice", None),
                                        ("day", None),
                                        ("kind__in", ["NUMBER"]),
                                        ("number__isnull", False),
                                        ("text", ""),
                                        ("yes", None),
                                    ),
                                    models.Q(
                                        ("choice", None),
                                        ("day__isnull", False),
                                        ("kind__in", ["DATE"]),
                                        ("number", None),
                                        ("text", ""),
                                        ("yes", None),
                                    ),
                                    models.Q(
                                        ("choice", None),
                                        ("day", None),
                                        ("kind__in", ["YES_NO"]),
                                        ("number", None),
                                        ("text", ""),
                                        ("yes__isnull", False),
                                    ),
                                    models.Q(
                                        ("choice__isnull", False),
                                        ("day", None),
                                        ("kind__in", ["CHOICE"]),
                                        ("number", None),
                                        ("text", ""),
                                        ("yes", None),
                                    ),
                                    models.Q(
                                        ("choice", None),
                                        ("day", None),
                                        ("kind__in", ["MANY"]),
                                        ("number", None),
                                        ("text", ""),
                                        ("yes", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="field_value_as_its_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldPick",
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
                            "choice",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fields.fieldchoice",
                            ),
                        ),
                        (
                            "value",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="picks",
                                to="fields.fieldvalue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["choice", "-value"], name="field_pick_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("value", "choice"), name="field_pick_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldWord",
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
                        ("word", models.CharField(max_length=40)),
                        (
                            "field",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="fields.field",
                            ),
                        ),
                        (
                            "value",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="words",
                                to="fields.fieldvalue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["field", "word", "-value"],
                                name="field_word_newest",
                                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("value", "word"), name="field_word_once"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

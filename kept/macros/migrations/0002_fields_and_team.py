"""Macros set fields, and give a conversation to a team."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0011_more_bulk_acts"),
        ("fields", "0001_initial"),
        ("macros", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MacroField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given", models.TextField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="macro",
            name="macro_names_whom",
        ),
        migrations.AddField(
            model_name="macro",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.AlterField(
            model_name="macro",
            name="assign",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="macro",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assign", "MEMBER"), ("assignee__isnull", False), ("team", None)),
                    models.Q(("assign", "TEAM"), ("assignee", None), ("team__isnull", False)),
                    models.Q(
                        models.Q(("assign__in", ["MEMBER", "TEAM"]), _negated=True),
                        ("assignee", None),
                        ("team", None),
                    ),
                    _connector="OR",
                ),
                name="macro_names_whom",
            ),
        ),
        migrations.AddField(
            model_name="macrofield",
            name="field",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fields.field",
            ),
        ),
        migrations.AddField(
            model_name="macrofield",
            name="macro",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fields",
                to="macros.macro",
            ),
        ),
        migrations.AddConstraint(
            model_name="macrofield",
            constraint=models.UniqueConstraint(fields=("macro", "field"), name="macro_field_once"),
        ),
        migrations.AddConstraint(
            model_name="macrofield",
            constraint=models.CheckConstraint(
                condition=models.Q(("given", ""), _negated=True), name="macro_field_given"
            ),
        ),
    ]

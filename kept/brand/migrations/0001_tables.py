"""The tables of brand."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("brand", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Brand",
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
                            "name",
                            models.CharField(
                                blank=True, default="", max_length=80, verbose_name="name"
                            ),
                        ),
                        (
                            "accent",
                            models.CharField(
                                blank=True, default="", max_length=7, verbose_name="colour"
                            ),
                        ),
                        (
                            "logo",
                            models.CharField(blank=True, db_index=True, default="", max_length=64),
                        ),
                        ("logo_width", models.PositiveSmallIntegerField(default=0)),
                        ("logo_height", models.PositiveSmallIntegerField(default=0)),
                        (
                            "desk",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="own_brand",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Coalesce(
                                    "desk", models.Value(0)
                                ),
                                name="brand_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("logo", ""), ("logo_height", 0), ("logo_width", 0)),
                                    models.Q(
                                        models.Q(("logo", ""), _negated=True),
                                        ("logo_height__gt", 0),
                                        ("logo_width__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="brand_logo_has_size",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accent", ""), ("accent__startswith", "#"), _connector="OR"
                                ),
                                name="brand_accent_is_a_colour",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

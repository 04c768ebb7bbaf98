"""The tables of reports."""

import django.db.models.deletion
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("reports", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Pending",
                    fields=[
                        ("conversation", models.BigIntegerField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name_plural": "pending",
                    },
                ),
                migrations.CreateModel(
                    name="Counted",
                    fields=[
                        ("conversation", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("calendar", models.BigIntegerField()),
                        ("organisation", models.BigIntegerField(default=0)),
                        ("last_day", models.DateField()),
                        ("facets", models.JSONField(default=list)),
                        ("cells", models.JSONField(default=dict)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["desk", "last_day"], name="counted_of_desk")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DaySum",
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
                        ("day", models.DateField()),
                        (
                            "facet",
                            models.CharField(
                                choices=[
                                    ("ALL", "All"),
                                    ("CHANNEL", "Channel"),
                                    ("TAG", "Tag"),
                                    ("ORG", "Organisation"),
                                    ("TAG_M", "Tag Month"),
                                    ("ORG_M", "Organisation Month"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("key", models.BigIntegerField(default=0)),
                        ("opened", models.IntegerField(default=0)),
                        ("received", models.IntegerField(default=0)),
                        ("sent", models.IntegerField(default=0)),
                        ("closed", models.IntegerField(default=0)),
                        ("reopened", models.IntegerField(default=0)),
                        ("still_open", models.IntegerField(default=0)),
                        ("made", models.IntegerField(default=0)),
                        ("in_time", models.IntegerField(default=0)),
                        ("moved", models.IntegerField(default=0)),
                        ("late", models.IntegerField(default=0)),
                        ("told", models.IntegerField(default=0)),
                        ("silent", models.IntegerField(default=0)),
                        ("released", models.IntegerField(default=0)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["facet", "key", "desk", "day"], name="day_sum_of_key"
                            ),
                            models.Index(
                                fields=["facet", "desk", "day", "key", "received"],
                                name="day_sum_fullest",
                            ),
                            models.Index(
                                condition=models.Q(("still_open__gt", 0)),
                                fields=["facet", "desk", "day", "key", "still_open"],
                                name="day_sum_still_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("facet", "desk", "day", "key"), name="day_sum_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HourSum",
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
                        ("day", models.DateField()),
                        ("hour", models.SmallIntegerField()),
                        ("weekday", models.SmallIntegerField()),
                        ("opened", models.IntegerField(default=0)),
                        ("received", models.IntegerField(default=0)),
                        ("w00", models.IntegerField(default=0)),
                        ("w01", models.IntegerField(default=0)),
                        ("w02", models.IntegerField(default=0)),
                        ("w03", models.IntegerField(default=0)),
                        ("w04", models.IntegerField(default=0)),
                        ("w05", models.IntegerField(default=0)),
                        ("w06", models.IntegerField(default=0)),
                        ("w07", models.IntegerField(default=0)),
                        ("w08", models.IntegerField(default=0)),
                        ("w09", models.IntegerField(default=0)),
                        ("w10", models.IntegerField(default=0)),
                        ("w11", models.IntegerField(default=0)),
                        ("w12", models.IntegerField(default=0)),
                        ("w13", models.IntegerField(default=0)),
                        ("w14", models.IntegerField(default=0)),
                        ("w15", models.IntegerField(default=0)),
                        ("w16", models.IntegerField(default=0)),
                        ("w17", models.IntegerField(default=0)),
                        ("w18", models.IntegerField(default=0)),
                        ("w19", models.IntegerField(default=0)),
                        ("w20", models.IntegerField(default=0)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("desk", "day", "hour"), name="hour_sum_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LengthSum",
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
                        ("day", models.DateField()),
                        (
                            "facet",
                            models.CharField(
                                choices=[
                                    ("ALL", "All"),
                                    ("CHANNEL", "Channel"),
                                    ("TAG", "Tag"),
                                    ("ORG", "Organisation"),
                                    ("TAG_M", "Tag Month"),
                                    ("ORG_M", "Organisation Month"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("key", models.BigIntegerField(default=0)),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("FIRST", "FIRST"),
                                    ("NEXT", "NEXT"),
                                    ("RESOLUTION", "RESOLUTION"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("w00", models.IntegerField(default=0)),
                        ("w01", models.IntegerField(default=0)),
                        ("w02", models.IntegerField(default=0)),
                        ("w03", models.IntegerField(default=0)),
                        ("w04", models.IntegerField(default=0)),
                        ("w05", models.IntegerField(default=0)),
                        ("w06", models.IntegerField(default=0)),
                        ("w07", models.IntegerField(default=0)),
                        ("w08", models.IntegerField(default=0)),
                        ("w09", models.IntegerField(default=0)),
                        ("w10", models.IntegerField(default=0)),
                        ("w11", models.IntegerField(default=0)),
                        ("w12", models.IntegerField(default=0)),
                        ("w13", models.IntegerField(default=0)),
                        ("w14", models.IntegerField(default=0)),
                        ("w15", models.IntegerField(default=0)),
                        ("w16", models.IntegerField(default=0)),
                        ("w17", models.IntegerField(default=0)),
                        ("w18", models.IntegerField(default=0)),
                        ("w19", models.IntegerField(default=0)),
                        ("w20", models.IntegerField(default=0)),
                        ("c00", models.IntegerField(default=0)),
                        ("c01", models.IntegerField(default=0)),
                        ("c02", models.IntegerField(default=0)),
                        ("c03", models.IntegerField(default=0)),
                        ("c04", models.IntegerField(default=0)),
                        ("c05", models.IntegerField(default=0)),
                        ("c06", models.IntegerField(default=0)),
                        ("c07", models.IntegerField(default=0)),
                        ("c08", models.IntegerField(default=0)),
                        ("c09", models.IntegerField(default=0)),
                        ("c10", models.IntegerField(default=0)),
                        ("c11", models.IntegerField(default=0)),
                        ("c12", models.IntegerField(default=0)),
                        ("c13", models.IntegerField(default=0)),
                        ("c14", models.IntegerField(default=0)),
                        ("c15", models.IntegerField(default=0)),
                        ("c16", models.IntegerField(default=0)),
                        ("c17", models.IntegerField(default=0)),
                        ("c18", models.IntegerField(default=0)),
                        ("c19", models.IntegerField(default=0)),
                        ("c20", models.IntegerField(default=0)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["facet", "key", "measure", "desk", "day"],
                                name="length_sum_of_key",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("facet", "measure", "desk", "day", "key"),
                                name="length_sum_once",
                            )
                        ],
                    },
                ),
            ]
        )
    ]

"""The tables of themes."""

import django.db.models.deletion
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("themes", "0001_initial"), ("themes", "0002_meanings_and_desks")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Learnt",
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
                            "by",
                            models.CharField(
                                choices=[("WORDS", "words"), ("MEANING", "meaning")],
                                default="WORDS",
                                max_length=8,
                            ),
                        ),
                        ("rarity", models.BinaryField(default=bytes)),
                        ("usual", models.FloatField(default=1.0)),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("letters", models.PositiveBigIntegerField(default=0)),
                        ("learnt_at", models.DateTimeField(blank=True, null=True)),
                        ("learnt_from", models.PositiveBigIntegerField(default=0)),
                        ("refiling", models.BigIntegerField(blank=True, null=True)),
                        ("judged_at", models.DateTimeField(blank=True, null=True)),
                        ("tells", models.BooleanField(default=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="ThemeLetter",
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
                        ("day", models.DateField()),
                        ("counts", models.BooleanField(default=True)),
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
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="themes.theme",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["theme", "-message"], name="theme_letter_newest"),
                            models.Index(
                                fields=["conversation", "message"], name="theme_letter_there"
                            ),
                            models.Index(fields=["day", "message"], name="theme_letter_of_day"),
                            models.Index(fields=["desk"], name="theme_letter_of_desk"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Theme",
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
                        ("name", models.CharField(blank=True, default="", max_length=80)),
                        ("centre", models.BinaryField(default=bytes)),
                        ("means", models.BinaryField(default=bytes)),
                        ("latest", models.JSONField(blank=True, default=list)),
                        ("found_at", models.DateTimeField()),
                        ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                        ("quiet_up_to", models.PositiveIntegerField(default=0)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="themes.theme",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True),
                                    models.Q(("merged_into", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="theme_merged_is_another",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiting",
                    fields=[
                        ("message", models.BigIntegerField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name_plural": "waiting",
                    },
                ),
                migrations.CreateModel(
                    name="LetterMeaning",
                    fields=[
                        (
                            "letter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="meaning",
                                serialize=False,
                                to="themes.themeletter",
                            ),
                        ),
                        ("told", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Rise",
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
                        ("began_on", models.DateField()),
                        ("last_on", models.DateField()),
                        ("days", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveIntegerField()),
                        ("usual", models.FloatField()),
                        ("limit", models.PositiveIntegerField()),
                        ("found_at", models.DateTimeField()),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rises",
                                to="themes.theme",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-last_on", "theme"], name="rise_newest"),
                            models.Index(fields=["desk"], name="rise_of_desk"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("desk", None)),
                                fields=("theme", "began_on"),
                                name="rise_once_a_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("desk__isnull", False)),
                                fields=("theme", "desk", "began_on"),
                                name="rise_of_desk_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_on__gte", models.F("began_on"))),
                                name="rise_ends_after_begin",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeDay",
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
                        ("number", models.IntegerField(default=0)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="themes.theme",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["day", "theme", "desk"], name="theme_day_by_day"),
                            models.Index(fields=["desk", "theme"], name="theme_day_of_desk"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("theme__isnull", False)),
                                fields=("theme", "desk", "day"),
                                name="theme_day_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("theme", None)),
                                fields=("desk", "day"),
                                name="theme_day_of_all_once",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

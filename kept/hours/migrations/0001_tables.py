"""The tables of hours."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import kept.people.models
from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("hours", "0001_initial")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Calendar",
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
                        (
                            "zone",
                            models.CharField(
                                default=kept.people.models.home_zone,
                                max_length=60,
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "is_house",
                            models.BooleanField(default=False, verbose_name="for new desks"),
                        ),
                        ("revision", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                name="calendar_name_once_in_any_case",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_house", True)),
                                fields=("is_house",),
                                name="calendar_of_house_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarVersion",
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
                        ("since", models.DateField()),
                        ("country", models.CharField(blank=True, default="", max_length=2)),
                        ("region", models.CharField(blank=True, default="", max_length=40)),
                        (
                            "calendar",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="hours.calendar",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["since"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("calendar", "since"), name="calendar_version_a_date"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("region", ""),
                                    models.Q(("country", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="calendar_version_region_in_country",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExtraDay",
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
                        ("date", models.DateField()),
                        ("name", models.CharField(blank=True, default="", max_length=80)),
                        (
                            "calendar",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="hours.calendar",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["date"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("calendar", "date"), name="extra_day_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayWindow",
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
                        ("opens", models.SmallIntegerField()),
                        ("closes", models.SmallIntegerField()),
                        (
                            "day",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="windows",
                                to="hours.extraday",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["opens"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("day", "opens"), name="day_window_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes__lte", 1440),
                                    ("opens__gte", 0),
                                    ("opens__lt", models.F("closes")),
                                ),
                                name="day_window_in_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberHours",
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
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="member_hours",
                                to="hours.calendar",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "member hours",
                    },
                ),
                migrations.CreateModel(
                    name="TeamHours",
                    fields=[
                        (
                            "team",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="people.team",
                            ),
                        ),
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="team_hours",
                                to="hours.calendar",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "team hours",
                    },
                ),
                migrations.CreateModel(
                    name="WeekWindow",
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
                        ("weekday", models.SmallIntegerField()),
                        ("opens", models.SmallIntegerField()),
                        ("closes", models.SmallIntegerField()),
                        (
                            "version",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="windows",
                                to="hours.calendarversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["weekday", "opens"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "weekday", "opens"), name="week_window_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__gte", 0), ("weekday__lte", 6)),
                                name="week_window_on_a_weekday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes__lte", 1440),
                                    ("opens__gte", 0),
                                    ("opens__lt", models.F("closes")),
                                ),
                                name="week_window_in_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                        ("begins_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("HOLIDAY", "Holiday"),
                                    ("SICK", "Sick"),
                                    ("TRAINING", "Training"),
                                    ("OTHER", "Something else"),
                                ],
                                default="HOLIDAY",
                                max_length=8,
                            ),
                        ),
                        ("note", models.TextField(blank=True, default="")),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["ends_at", "begins_at"], name="absence_by_end"),
                            models.Index(fields=["member", "ends_at"], name="absence_of_member"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("begins_at__lt", models.F("ends_at"))),
                                name="absence_ends_after_it_begins",
                            ),
                            models.UniqueConstraint(
                                fields=("member", "begins_at", "ends_at"), name="absence_noted_once"
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

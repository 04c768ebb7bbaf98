"""The tables of ledger."""

import django.db.models.deletion
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("ledger", "0001_initial"), ("ledger", "0003_shift")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Cursor",
                    fields=[
                        (
                            "reader",
                            models.CharField(max_length=80, primary_key=True, serialize=False),
                        ),
                        ("transaction", models.BigIntegerField(default=0)),
                        ("event_id", models.BigIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Shift",
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
                        ("value", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
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
                        ("kind", models.CharField(max_length=60)),
                        ("facts", models.JSONField(default=dict)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("depth", models.PositiveSmallIntegerField(default=0)),
                        ("transaction", models.BigIntegerField(default=0)),
                        (
                            "cause",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="ledger.event",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["transaction", "id"], name="event_in_reading_order"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
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
                        ("name", models.CharField(max_length=40)),
                        (
                            "event",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to="ledger.event",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["event"], name="mention_by_event")],
                        "constraints": [
                            models.UniqueConstraint(fields=("name", "event"), name="mention_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stumble",
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
                        ("reader", models.CharField(max_length=80)),
                        ("error", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.event",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("reader", "event"), name="stumble_once")
                        ],
                    },
                ),
            ]
        )
    ]

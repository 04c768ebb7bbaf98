"""The tables of customers."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("customers", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Customer",
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
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "zone",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="time zone"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, default="", max_length=10, verbose_name="language"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True, default="", max_length=120, verbose_name="place"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, default="", max_length=40, verbose_name="telephone"
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("link_epoch", models.PositiveIntegerField(default=0)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="customers",
                                to="customers.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["name"], name="customer_by_name")],
                    },
                ),
                migrations.CreateModel(
                    name="Fact",
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
                            "words",
                            models.CharField(max_length=200, verbose_name="what to remember"),
                        ),
                        ("source", models.CharField(max_length=120, verbose_name="how we know")),
                        ("icon", models.CharField(default="pen", max_length=20)),
                        ("told_at", models.DateTimeField()),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="facts",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-told_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
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
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "domain",
                            models.CharField(
                                blank=True, default="", max_length=255, verbose_name="mail domain"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("domain"),
                                condition=models.Q(("domain", ""), _negated=True),
                                name="organisation_domain_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Address",
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
                        ("value", models.CharField(max_length=320, verbose_name="mail address")),
                        ("is_dead", models.BooleanField(default=False)),
                        ("likeness", models.CharField(blank=True, default="", max_length=320)),
                        (
                            "domain_likeness",
                            models.CharField(blank=True, default="", max_length=320),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addresses",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "addresses",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["likeness", "id"], name="address_looking_like"),
                            models.Index(
                                fields=["domain_likeness", "id"], name="address_of_domain_like"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("value"),
                                name="address_once_in_any_case",
                            )
                        ],
                    },
                ),
            ]
        )
    ]

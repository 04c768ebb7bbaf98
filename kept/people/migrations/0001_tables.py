"""The tables of people."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import kept.people.models
from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("people", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Member",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                max_length=254, unique=True, verbose_name="mail address"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("MEMBER", "Member"),
                                    ("MANAGER", "Manager"),
                                    ("LEADER", "Leader"),
                                    ("OWNER", "Owner"),
                                ],
                                default="MEMBER",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "zone",
                            models.CharField(
                                default=kept.people.models.home_zone,
                                max_length=60,
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(default="en", max_length=10, verbose_name="language"),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[("AUTO", "Auto"), ("LIGHT", "Light"), ("DARK", "Dark")],
                                default="AUTO",
                                max_length=5,
                                verbose_name="theme",
                            ),
                        ),
                        (
                            "has_single_keys",
                            models.BooleanField(default=True, verbose_name="single-key shortcuts"),
                        ),
                        (
                            "rest_seconds",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "No, send at once"),
                                    (5, "For 5 seconds"),
                                    (10, "For 10 seconds"),
                                    (30, "For 30 seconds"),
                                ],
                                default=10,
                                verbose_name="undo send",
                            ),
                        ),
                        (
                            "answers_by_mail",
                            models.BooleanField(
                                default=False, verbose_name="answers customers by mail"
                            ),
                        ),
                        (
                            "sees_only_assigned",
                            models.BooleanField(
                                default=False, verbose_name="sees only what is assigned to them"
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="may sign in"),
                        ),
                        ("epoch", models.PositiveIntegerField(default=0)),
                        ("joined_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="member_email_once_in_any_case",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
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
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        (
                            "members",
                            models.ManyToManyField(
                                blank=True, related_name="teams", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                        ("email", models.EmailField(max_length=254)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("MEMBER", "Member"),
                                    ("MANAGER", "Manager"),
                                    ("LEADER", "Leader"),
                                    ("OWNER", "Owner"),
                                ],
                                default="MEMBER",
                                max_length=10,
                            ),
                        ),
                        ("secret_digest", models.CharField(max_length=64, unique=True)),
                        ("invited_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations_sent",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "teams",
                            models.ManyToManyField(blank=True, related_name="+", to="people.team"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("secret_digest", ""), _negated=True),
                                name="invitation_has_secret",
                            )
                        ],
                    },
                ),
            ]
        )
    ]

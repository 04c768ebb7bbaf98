"""The tables of charter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("charter", "0001_initial"),
        ("charter", "0002_announced"),
        ("charter", "0003_alternatives_of_lines"),
        ("charter", "0004_found_by_themselves"),
        ("charter", "0005_reviewed_so_far"),
        ("charter", "0006_stopping_and_turns"),
        ("charter", "0007_requests_by_manager"),
    ]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Value",
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
                        ("words", models.CharField(max_length=300, unique=True)),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["rank", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
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
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("MEMBER", "Member"),
                                    ("MANAGER", "Manager"),
                                    ("LEADER", "Leader"),
                                    ("OWNER", "Owner"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CREDIT", "store credit"),
                                    ("REFUND", "refund"),
                                    ("REPLACEMENT", "replacement"),
                                    ("UPGRADE", "upgrade"),
                                    ("WAIVER", "waived rule"),
                                    ("GIFT", "apology gift"),
                                    ("STOP", "stopping the line"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("situation", models.CharField(max_length=300)),
                        ("conditions", models.CharField(blank=True, default="", max_length=300)),
                        ("currency", models.CharField(blank=True, default="", max_length=3)),
                        ("most_amount", models.BigIntegerField(blank=True, null=True)),
                        ("most_times", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "period",
                            models.CharField(
                                choices=[
                                    ("DAY", "a day"),
                                    ("WEEK", "a week"),
                                    ("MONTH", "a month"),
                                    ("YEAR", "a year"),
                                    ("EVER", "in all"),
                                ],
                                default="MONTH",
                                max_length=5,
                            ),
                        ),
                        ("expires_on", models.DateField(blank=True, null=True)),
                        ("widen_after", models.PositiveSmallIntegerField(default=5)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PROPOSED", "proposed"),
                                    ("AGREED", "agreed"),
                                    ("DECLINED", "sent back"),
                                    ("ENDED", "ended"),
                                ],
                                default="PROPOSED",
                                max_length=8,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, default="", max_length=300)),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
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
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="charter.policy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["member", "state"], name="grant_of_member"),
                            models.Index(fields=["role", "state"], name="grant_of_role"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("member", None), models.Q(("role", ""), _negated=True)
                                    ),
                                    models.Q(("member__isnull", False), ("role", "")),
                                    _connector="OR",
                                ),
                                name="grant_to_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("most_amount__gt", 0),
                                        models.Q(("currency", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("currency", ""),
                                        ("most_amount", None),
                                        ("most_times__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="grant_has_limit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GrantPeriod",
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
                        ("begins_on", models.DateField()),
                        ("used_amount", models.BigIntegerField(default=0)),
                        ("used_times", models.PositiveIntegerField(default=0)),
                        ("most_amount", models.BigIntegerField(blank=True, null=True)),
                        ("most_times", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "grant",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="periods",
                                to="charter.grant",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("grant", "member", "begins_on"), name="grant_period_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("most_amount", None),
                                    ("used_amount__lte", models.F("most_amount")),
                                    _connector="OR",
                                ),
                                name="grant_amount_within_limit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("most_times", None),
                                    ("used_times__lte", models.F("most_times")),
                                    _connector="OR",
                                ),
                                name="grant_times_within_limit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Policy",
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
                        ("name", models.CharField(max_length=120)),
                        ("cannot", models.TextField()),
                        ("instead", models.TextField(blank=True, default="")),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("number", models.PositiveIntegerField(default=0)),
                        ("effective_on", models.DateField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
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
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "value",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.value",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("cannot", ""), _negated=True),
                                ),
                                name="policy_has_words",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyVersion",
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
                        ("number", models.PositiveIntegerField()),
                        ("cannot", models.TextField()),
                        ("instead", models.TextField(blank=True, default="")),
                        ("announced_on", models.DateField()),
                        ("practice_on", models.DateField(blank=True, null=True)),
                        ("effective_on", models.DateField()),
                        ("written_at", models.DateTimeField()),
                        ("took_effect_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="charter.policy",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("took_effect_at", None), ("withdrawn_at", None)
                                ),
                                fields=["effective_on"],
                                name="policy_version_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("policy", "number"), name="policy_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("took_effect_at", None), ("withdrawn_at", None)
                                ),
                                fields=("policy",),
                                name="policy_version_waits_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("announced_on__lte", models.F("effective_on")),
                                    models.Q(
                                        ("practice_on", None),
                                        models.Q(
                                            ("practice_on__gte", models.F("announced_on")),
                                            ("practice_on__lte", models.F("effective_on")),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="policy_version_dates_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyQuestion",
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
                        ("words", models.TextField()),
                        ("answer", models.TextField(blank=True, default="")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="charter.policy",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.policyversion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["policy", "-id"], name="policy_question_of_policy"
                            ),
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["owner"],
                                name="policy_question_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="policy_question_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_at", None), ("answered_by", None)
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="policy_question_answer_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alternative",
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
                        ("place", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=300)),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CREDIT", "store credit"),
                                    ("REFUND", "refund"),
                                    ("REPLACEMENT", "replacement"),
                                    ("UPGRADE", "upgrade"),
                                    ("WAIVER", "waived rule"),
                                    ("GIFT", "apology gift"),
                                    ("STOP", "stopping the line"),
                                ],
                                default="",
                                max_length=11,
                            ),
                        ),
                        ("amount", models.BigIntegerField(blank=True, null=True)),
                        ("currency", models.CharField(blank=True, default="", max_length=3)),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alternatives",
                                to="charter.policyversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "place"), name="alternative_place_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="alternative_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount", None), ("currency", "")),
                                    models.Q(
                                        ("amount__gt", 0), models.Q(("currency", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="alternative_amount_has_currency",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ruling",
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
                        ("reason", models.TextField()),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.value",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.value",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first", models.F("second")), _negated=True),
                                name="ruling_between_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="ruling_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gesture",
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
                                    ("CREDIT", "store credit"),
                                    ("REFUND", "refund"),
                                    ("REPLACEMENT", "replacement"),
                                    ("UPGRADE", "upgrade"),
                                    ("WAIVER", "waived rule"),
                                    ("GIFT", "apology gift"),
                                    ("STOP", "stopping the line"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("amount", models.BigIntegerField(blank=True, null=True)),
                        ("currency", models.CharField(blank=True, default="", max_length=3)),
                        ("what", models.CharField(blank=True, default="", max_length=300)),
                        ("reason", models.TextField()),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("is_reviewed", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        (
                            "alternative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.alternative",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gestures",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gesture",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "grant",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gestures",
                                to="charter.grant",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gestures",
                                to="charter.grantperiod",
                            ),
                        ),
                        (
                            "value",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.value",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_reviewed", False)),
                                fields=["id"],
                                name="gesture_to_review",
                            ),
                            models.Index(fields=["member", "-id"], name="gesture_of_member"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="gesture_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount", None), ("currency", "")),
                                    models.Q(
                                        ("amount__gt", 0), models.Q(("currency", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="gesture_amount_has_currency",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GestureReview",
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
                        ("is_good", models.BooleanField()),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "gesture",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="charter.gesture",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="gesture_review_has_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuthorityRequest",
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
                                    ("CREDIT", "store credit"),
                                    ("REFUND", "refund"),
                                    ("REPLACEMENT", "replacement"),
                                    ("UPGRADE", "upgrade"),
                                    ("WAIVER", "waived rule"),
                                    ("GIFT", "apology gift"),
                                    ("STOP", "stopping the line"),
                                ],
                                max_length=11,
                            ),
                        ),
                        ("wanted", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ASKED", "asked"),
                                    ("GRANTED", "granted"),
                                    ("NARROWED", "granted in part"),
                                    ("REFUSED", "refused"),
                                ],
                                default="ASKED",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField(blank=True, default="")),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "grant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.grant",
                            ),
                        ),
                        (
                            "widens",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.grant",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "ASKED")),
                                fields=["manager", "asked_at"],
                                name="authority_request_waiting",
                            ),
                            models.Index(fields=["-asked_at"], name="authority_request_newest"),
                            models.Index(
                                condition=models.Q(("answered_at__isnull", False)),
                                fields=["-answered_at", "-id"],
                                name="authority_request_answered",
                            ),
                            models.Index(
                                fields=["manager", "state"], name="authority_request_of_manager"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "ASKED"), ("widens__isnull", False)),
                                fields=("member", "widens"),
                                name="authority_widening_asked_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("wanted", ""), _negated=True),
                                name="authority_request_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "ASKED")),
                                    models.Q(
                                        models.Q(("state", "ASKED"), _negated=True),
                                        ("answered_at__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="authority_request_answer_has_reason",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

"""The tables of recovery."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("recovery", "0001_initial"),
        ("recovery", "0002_closed_and_waiting"),
        ("recovery", "0003_goes_on_in_another"),
        ("recovery", "0004_whose"),
    ]

    initial = True

    dependencies = [
        ("charter", "0001_tables"),
        ("conversations", "0001_tables"),
        ("customers", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Boundary",
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
                            "level",
                            models.CharField(
                                choices=[
                                    ("NOTED", "noted"),
                                    ("WARNED", "warned"),
                                    ("ENDED", "contact ended"),
                                    ("LIFTED", "lifted"),
                                ],
                                default="NOTED",
                                max_length=6,
                            ),
                        ),
                        ("note", models.TextField()),
                        ("noted_at", models.DateTimeField()),
                        (
                            "warn_check",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "NO_SIGN",
                                        "Nothing suggests that they are ill, in need or in danger",
                                    ),
                                    ("CARED", "They may be, and this is what we do about it"),
                                ],
                                default="",
                                max_length=7,
                            ),
                        ),
                        ("warn_check_words", models.TextField(blank=True, default="")),
                        ("warned_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end_check",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "NO_SIGN",
                                        "Nothing suggests that they are ill, in need or in danger",
                                    ),
                                    ("CARED", "They may be, and this is what we do about it"),
                                ],
                                default="",
                                max_length=7,
                            ),
                        ),
                        ("end_check_words", models.TextField(blank=True, default="")),
                        ("end_why", models.TextField(blank=True, default="")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("review_state", models.CharField(blank=True, default="", max_length=7)),
                        ("review_words", models.TextField(blank=True, default="")),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="boundaries",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ending",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.message",
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
                        (
                            "review",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "warned_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "warning",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "boundaries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("ended_at__isnull", False), ("reviewed_at", None)
                                ),
                                fields=["reviewer"],
                                name="boundary_to_review",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("level", "LIFTED"), _negated=True),
                                fields=("conversation",),
                                name="boundary_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("note", ""), _negated=True),
                                name="boundary_has_note",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("warned_at", None), ("warning", None)),
                                    models.Q(
                                        ("warned_at__isnull", False),
                                        ("warned_by__isnull", False),
                                        ("warning__isnull", False),
                                        models.Q(("warn_check", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="boundary_warned_was_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "WARNED"), _negated=True),
                                    ("warned_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="boundary_warned_is_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None),
                                        ("ending", None),
                                        models.Q(("level", "ENDED"), _negated=True),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("ending__isnull", False),
                                        ("review__isnull", False),
                                        ("warned_at__lt", models.F("ended_at")),
                                        ("warning__isnull", False),
                                        models.Q(("end_check", ""), _negated=True),
                                        models.Q(("end_why", ""), _negated=True),
                                        models.Q(("ending", models.F("warning")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="boundary_never_ended_without_a_warning",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("warn_check", "CARED"), _negated=True),
                                        models.Q(("warn_check_words", ""), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(("end_check", "CARED"), _negated=True),
                                        models.Q(("end_check_words", ""), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="boundary_cared_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reviewed_at", None), ("reviewed_by", None)),
                                    models.Q(
                                        ("reviewed_at__isnull", False),
                                        ("reviewed_by__isnull", False),
                                        models.Q(
                                            ("reviewed_by", models.F("ended_by")), _negated=True
                                        ),
                                        models.Q(("review_words", ""), _negated=True),
                                        ("review_state__in", ["UPHELD", "CHANGED"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="boundary_reviewed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "LIFTED"), ("lifted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("level", "LIFTED"), _negated=True),
                                        ("lifted_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="boundary_lifted_has_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Break",
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
                        ("offered_at", models.DateTimeField()),
                        ("is_open", models.BooleanField(default=True)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "boundary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="breaks",
                                to="recovery.boundary",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["member"],
                                name="break_open",
                            ),
                            models.Index(
                                condition=models.Q(("until__isnull", False)),
                                fields=["member", "until"],
                                name="break_taken",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_open", True)),
                                fields=("boundary", "member"),
                                name="break_offered_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                                    ("DECIDED", "decided"),
                                    ("DIFFERENT", "we see it differently"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("immediate", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WAITING", "to be answered"),
                                    ("UPHELD", "it stays"),
                                    ("CHANGED", "it is changed"),
                                ],
                                default="",
                                max_length=7,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, default="")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(unique=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "message",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.message",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.policy",
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "recovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="recovery.recovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="decision_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "DECIDED"), ("promise", None), ("state", "")),
                                    models.Q(
                                        ("kind", "DIFFERENT"),
                                        ("promise__isnull", False),
                                        models.Q(("immediate", ""), _negated=True),
                                        models.Q(("state", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_different_acts_and_has_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state__in", ["", "WAITING"])),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("state__in", ["UPHELD", "CHANGED"]),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_answered_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
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
                        ("made_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "to be answered"),
                                    ("UPHELD", "it stays"),
                                    ("CHANGED", "it is changed"),
                                ],
                                default="WAITING",
                                max_length=7,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, default="")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "decider",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "judge",
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
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "boundary",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="recovery.boundary",
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="recovery.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "WAITING")),
                                fields=["judge"],
                                name="appeal_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="appeal_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("boundary__isnull", False), ("decision", None)),
                                    models.Q(("boundary", None), ("decision__isnull", False)),
                                    _connector="OR",
                                ),
                                name="appeal_against_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("judge", models.F("decider")), _negated=True),
                                    models.Q(
                                        ("answered_by", None),
                                        models.Q(
                                            ("answered_by", models.F("decider")), _negated=True
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="appeal_judged_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("state", "WAITING"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "WAITING"), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="appeal_answered_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recovery",
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
                            "origin",
                            models.CharField(
                                choices=[
                                    ("HAND", "opened by hand"),
                                    ("PROMISE", "a promise was broken"),
                                    ("COMPLAINT", "a complaint"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("MINOR", "minor"),
                                    ("SERIOUS", "serious"),
                                    ("SEVERE", "severe"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("why", models.TextField(blank=True, default="")),
                        ("opened_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("settled", models.JSONField(blank=True, default=list)),
                        ("remedy", models.TextField(blank=True, default="")),
                        ("remedy_amount", models.BigIntegerField(blank=True, null=True)),
                        ("remedy_currency", models.CharField(blank=True, default="", max_length=3)),
                        ("remedy_at", models.DateTimeField(blank=True, null=True)),
                        ("agreed", models.TextField(blank=True, default="")),
                        ("is_listening", models.BooleanField(default=False)),
                        ("denials", models.PositiveSmallIntegerField(default=0)),
                        ("denied", models.TextField(blank=True, default="")),
                        ("fresh_start_at", models.DateTimeField(blank=True, null=True)),
                        ("fresh_start_words", models.TextField(blank=True, default="")),
                        (
                            "cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("MISTAKE", "a mistake of ours"),
                                    ("SILENCE", "we did not tell them"),
                                    ("RULE", "a rule of ours"),
                                    ("PRODUCT", "the product"),
                                    ("PARTNER", "a partner of ours"),
                                    ("ELSEWHERE", "nothing of ours"),
                                ],
                                default="",
                                max_length=9,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("OPEN", "open"),
                                    ("RIGHTED", "put right"),
                                    ("HEARD", "heard"),
                                    ("WITHDRAWN", "opened by mistake"),
                                    ("JOINED", "goes on in another one"),
                                ],
                                default="OPEN",
                                max_length=9,
                            ),
                        ),
                        ("outcome_words", models.TextField(blank=True, default="")),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recoveries",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "fix",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "follow",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                        (
                            "gesture",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recovery",
                                to="charter.gesture",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promise",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recovery",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "recoveries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "OPEN")),
                                fields=["opened_at"],
                                name="recovery_open",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "OPEN")),
                                fields=["owner", "opened_at"],
                                name="recovery_open_of_owner",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", False)),
                                fields=["-closed_at", "-id"],
                                name="recovery_closed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "OPEN")),
                                fields=("conversation",),
                                name="recovery_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("outcome", "OPEN")),
                                    models.Q(
                                        models.Q(("outcome", "OPEN"), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="recovery_closed_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("origin", "PROMISE"), ("promise__isnull", False)),
                                    models.Q(("why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="recovery_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("remedy_amount", None), ("remedy_currency", "")),
                                    models.Q(
                                        ("remedy_amount__gt", 0),
                                        models.Q(("remedy_currency", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="recovery_remedy_has_currency",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome__in", ["WITHDRAWN", "JOINED"]), _negated=True
                                    ),
                                    models.Q(("outcome_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="recovery_withdrawn_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FreshStart",
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
                        ("on_their_page", models.BooleanField()),
                        ("words", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        (
                            "before",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fresh_starts",
                                to="recovery.recovery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("on_their_page", True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="fresh_start_has_consent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
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
                        ("step", models.CharField(max_length=11)),
                        (
                            "state",
                            models.CharField(
                                choices=[("DONE", "done"), ("SKIPPED", "skipped")], max_length=7
                            ),
                        ),
                        ("words", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recovery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="recovery.recovery",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recovery", "step"), name="recovery_step_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "step__in",
                                        [
                                            "ACKNOWLEDGE",
                                            "APOLOGISE",
                                            "ASK_FAIR",
                                            "AGREE",
                                            "FIX",
                                            "CONFIRM",
                                            "GESTURE",
                                            "FOLLOW_UP",
                                            "CAUSE",
                                        ],
                                    )
                                ),
                                name="recovery_step_is_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "DONE"),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="recovery_skipped_has_reason",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

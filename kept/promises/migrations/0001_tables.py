"""The tables of promises."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("promises", "0001_initial"),
        ("promises", "0002_tallies"),
        ("promises", "0003_confirmed_and_among_us"),
    ]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("customers", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Promise",
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
                                    ("PROMISE", "promise"),
                                    ("CALLBACK", "callback"),
                                    ("FOLLOW_UP", "follow-up"),
                                    ("RECONSIDER", "reconsideration"),
                                    ("COLLEAGUE", "among us"),
                                    ("REMINDER", "reminder"),
                                    ("SELF_CARE", "for myself"),
                                    ("FIRST_ANSWER", "first answer"),
                                    ("NEXT_ANSWER", "next answer"),
                                    ("RESOLUTION", "resolution"),
                                ],
                                default="PROMISE",
                                max_length=12,
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("MESSAGE", "a letter"),
                                    ("NOTE", "a note"),
                                    ("FORM", "noted by hand"),
                                    ("RULE", "a rule"),
                                ],
                                default="FORM",
                                max_length=7,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("condition", models.TextField(blank=True, default="")),
                        ("is_private", models.BooleanField(default=False)),
                        ("zone", models.CharField(max_length=60)),
                        ("made_at", models.DateTimeField()),
                        ("due_from", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField()),
                        ("first_due_at", models.DateTimeField()),
                        ("renegotiate_by", models.DateTimeField()),
                        ("warn_at", models.DateTimeField(blank=True, null=True)),
                        ("changes", models.PositiveSmallIntegerField(default=0)),
                        ("disputes", models.PositiveSmallIntegerField(default=0)),
                        ("was_told", models.BooleanField(default=False)),
                        ("chased_at", models.DateTimeField(blank=True, null=True)),
                        ("eased_at", models.DateTimeField(blank=True, null=True)),
                        ("paused_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_on_reply", models.BooleanField(default=False)),
                        ("broken_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("OFFERED", "offered"),
                                    ("OPEN", "open"),
                                    ("KEPT", "kept"),
                                    ("BROKEN", "broken"),
                                    ("RELEASED", "released"),
                                    ("LAPSED", "lapsed"),
                                ],
                                default="OPEN",
                                max_length=8,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_why", models.TextField(blank=True, default="")),
                        (
                            "confirmation",
                            models.CharField(
                                choices=[
                                    ("NONE", "not asked for"),
                                    ("WAITING", "waiting"),
                                    ("CONFIRMED", "confirmed"),
                                    ("PRESUMED", "presumed"),
                                ],
                                default="NONE",
                                max_length=9,
                            ),
                        ),
                        ("confirm_by", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "keeper_team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="people.team",
                            ),
                        ),
                        (
                            "made_by",
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
                            "made_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="conversations.message",
                            ),
                        ),
                        (
                            "made_in_note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="conversations.note",
                            ),
                        ),
                        (
                            "to_member",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promised",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to_team",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promised",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "OPEN")),
                                fields=["desk", "due_at", "id"],
                                name="promise_open_of_desk",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "OPEN")),
                                fields=["keeper", "due_at", "id"],
                                name="promise_open_of_keeper",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "OPEN")),
                                fields=["due_at", "id"],
                                name="promise_open_by_due",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("keeper", None),
                                    ("keeper_team", None),
                                    ("outcome", "OPEN"),
                                    ("paused_at", None),
                                ),
                                fields=["desk", "due_at", "id"],
                                name="promise_open_of_desk_alone",
                            ),
                            models.Index(
                                condition=models.Q(("customer", None)),
                                fields=["to_member", "due_at"],
                                name="promise_among_us_to_member",
                            ),
                            models.Index(
                                condition=models.Q(("customer", None)),
                                fields=["to_team", "due_at"],
                                name="promise_among_us_to_team",
                            ),
                            models.Index(
                                condition=models.Q(("confirmation", "WAITING")),
                                fields=["keeper", "confirm_by", "id"],
                                name="promise_unconfirmed_of_keeper",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("broken_at", None), ("outcome", "OPEN"), ("paused_at", None)
                                ),
                                fields=["due_at", "id"],
                                name="promise_to_break",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("outcome", "OPEN"),
                                    ("paused_at", None),
                                    ("warn_at__isnull", False),
                                ),
                                fields=["warn_at", "id"],
                                name="promise_to_warn_of",
                            ),
                            models.Index(
                                condition=models.Q(("confirmation", "WAITING")),
                                fields=["confirm_by", "id"],
                                name="promise_to_presume",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "OFFERED")),
                                fields=["due_at", "id"],
                                name="promise_to_lapse",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "OFFERED")),
                                fields=["keeper", "due_at", "id"],
                                name="promise_offered_of_keeper",
                            ),
                            models.Index(
                                fields=["conversation", "id"], name="promise_of_conversation"
                            ),
                            models.Index(
                                condition=models.Q(("customer__isnull", False)),
                                fields=["customer", "-made_at", "-id"],
                                name="promise_of_customer",
                            ),
                            models.Index(
                                condition=models.Q(("confirmation", "CONFIRMED")),
                                fields=["settled_at"],
                                name="promise_confirmed_by_end",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("outcome__in", ["OPEN", "OFFERED"]), _negated=True
                                ),
                                fields=["keeper", "-settled_at"],
                                name="promise_settled_of_keeper",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gte", models.F("made_at"))),
                                name="promise_due_after_made",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_from", None),
                                    ("due_from__lte", models.F("due_at")),
                                    _connector="OR",
                                ),
                                name="promise_window_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome__in", ["OPEN", "OFFERED"]), ("settled_at", None)
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("outcome__in", ["OPEN", "OFFERED"]), _negated=True
                                        ),
                                        ("settled_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="promise_settled_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="promise_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("customer__isnull", False),
                                        ("to_member", None),
                                        ("to_team", None),
                                    ),
                                    models.Q(
                                        ("customer", None),
                                        ("to_member__isnull", False),
                                        ("to_team", None),
                                    ),
                                    models.Q(
                                        ("customer", None),
                                        ("to_member", None),
                                        ("to_team__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="promise_has_one_promisee",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("keeper__isnull", False),
                                    ("keeper_team__isnull", False),
                                    ("desk__isnull", False),
                                    _connector="OR",
                                ),
                                name="promise_has_a_promisor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_private", False),
                                    ("to_member", models.F("keeper")),
                                    _connector="OR",
                                ),
                                name="promise_private_is_to_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmation", "NONE"), ("outcome", "KEPT"), _connector="OR"
                                ),
                                name="promise_confirmed_is_kept",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirm_by__isnull", False), ("confirmation", "WAITING")
                                    ),
                                    models.Q(
                                        models.Q(("confirmation", "WAITING"), _negated=True),
                                        ("confirm_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="promise_waits_until_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "BROKEN"), _negated=True),
                                    ("broken_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="promise_broken_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paused_at", None), ("outcome", "OPEN"), _connector="OR"
                                ),
                                name="promise_rests_while_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountedReply",
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
                        ("month", models.DateField()),
                        ("is_vague", models.BooleanField()),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Dispute",
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
                        ("said_at", models.DateTimeField()),
                        ("declared_at", models.DateTimeField()),
                        ("words", models.TextField(blank=True, default="")),
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="told",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("said_at__gte", models.F("declared_at"))),
                                name="dispute_after_declared",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
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
                        (
                            "answer",
                            models.CharField(
                                choices=[("ACCEPTED", "accepted"), ("DISMISSED", "dismissed")],
                                max_length=9,
                            ),
                        ),
                        ("due_from", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "member", "words"),
                                name="offer_once_a_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer", "DISMISSED"),
                                    ("due_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="offer_accepted_has_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
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
                            "reason",
                            models.CharField(
                                choices=[
                                    ("CUSTOMER", "we wait for the customer"),
                                    ("PARTNER", "we wait for somebody else"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("began_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("left_seconds", models.FloatField()),
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pauses",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("promise",),
                                name="pause_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    ("ended_at__gte", models.F("began_at")),
                                    _connector="OR",
                                ),
                                name="pause_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromiseTally",
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
                                    ("PROMISE", "promise"),
                                    ("CALLBACK", "callback"),
                                    ("FOLLOW_UP", "follow-up"),
                                    ("RECONSIDER", "reconsideration"),
                                    ("COLLEAGUE", "among us"),
                                    ("REMINDER", "reminder"),
                                    ("SELF_CARE", "for myself"),
                                    ("FIRST_ANSWER", "first answer"),
                                    ("NEXT_ANSWER", "next answer"),
                                    ("RESOLUTION", "resolution"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("month", models.DateField()),
                        ("in_time", models.PositiveIntegerField(default=0)),
                        ("moved", models.PositiveIntegerField(default=0)),
                        ("late", models.PositiveIntegerField(default=0)),
                        ("told", models.PositiveIntegerField(default=0)),
                        ("silent", models.PositiveIntegerField(default=0)),
                        ("released", models.PositiveIntegerField(default=0)),
                        ("open", models.PositiveIntegerField(default=0)),
                        ("confirmed", models.PositiveIntegerField(default=0)),
                        ("presumed", models.PositiveIntegerField(default=0)),
                        ("waiting", models.PositiveIntegerField(default=0)),
                        ("unasked", models.PositiveIntegerField(default=0)),
                        ("by_first", models.PositiveIntegerField(default=0)),
                        ("slipping", models.PositiveIntegerField(default=0)),
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
                                fields=("desk", "month", "kind"), name="tally_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "in_time",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("confirmed"), "+", models.F("presumed")
                                                ),
                                                "+",
                                                models.F("waiting"),
                                            ),
                                            "+",
                                            models.F("unasked"),
                                        ),
                                    )
                                ),
                                name="tally_in_time_is_its_parts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromiseVersion",
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
                        ("due_from", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField()),
                        ("renegotiate_by", models.DateTimeField()),
                        ("condition", models.TextField(blank=True, default="")),
                        ("broken_at", models.DateTimeField(blank=True, null=True)),
                        ("chased_at", models.DateTimeField(blank=True, null=True)),
                        ("was_told", models.BooleanField(default=False)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.CharField(
                                choices=[("MEMBER", "we"), ("CUSTOMER", "the customer")],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField(blank=True, default="")),
                        ("was_early", models.BooleanField()),
                        ("submit_id", models.UUIDField(blank=True, null=True)),
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("promise", "submit_id"), name="version_once_a_submit"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VagueCount",
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
                        ("month", models.DateField()),
                        ("replies", models.PositiveIntegerField(default=0)),
                        ("vague", models.PositiveIntegerField(default=0)),
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
                                fields=("desk", "month"), name="vague_count_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("vague__lte", models.F("replies"))),
                                name="vague_count_is_a_part",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Window",
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
                        ("due_from", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField()),
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="windows",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("promise", "due_at"), name="window_once_a_promise"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountedPromise",
                    fields=[
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="promises.promise",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("PROMISE", "promise"),
                                    ("CALLBACK", "callback"),
                                    ("FOLLOW_UP", "follow-up"),
                                    ("RECONSIDER", "reconsideration"),
                                    ("COLLEAGUE", "among us"),
                                    ("REMINDER", "reminder"),
                                    ("SELF_CARE", "for myself"),
                                    ("FIRST_ANSWER", "first answer"),
                                    ("NEXT_ANSWER", "next answer"),
                                    ("RESOLUTION", "resolution"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("month", models.DateField()),
                        ("ending", models.CharField(max_length=8)),
                        (
                            "confirmation",
                            models.CharField(
                                choices=[
                                    ("NONE", "not asked for"),
                                    ("WAITING", "waiting"),
                                    ("CONFIRMED", "confirmed"),
                                    ("PRESUMED", "presumed"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("is_by_first", models.BooleanField()),
                        ("is_slipping", models.BooleanField()),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("keeper__isnull", False)),
                                fields=[
                                    "keeper",
                                    "month",
                                    "kind",
                                    "ending",
                                    "confirmation",
                                    "is_by_first",
                                    "is_slipping",
                                ],
                                name="counted_of_keeper",
                            )
                        ],
                    },
                ),
            ]
        )
    ]

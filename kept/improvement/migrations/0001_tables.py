"""The tables of improvement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("improvement", "0001_initial"),
        ("improvement", "0002_grants_and_refusals"),
        ("improvement", "0003_letter_at"),
        ("improvement", "0004_obstacles_of_leader"),
    ]

    initial = True

    dependencies = [
        ("charter", "0001_tables"),
        ("conversations", "0001_tables"),
        ("customers", "0001_tables"),
        ("macros", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Change",
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
                                    ("POLICY", "policy"),
                                    ("PROCESS", "process"),
                                    ("STANDARD", "standard of a good answer"),
                                    ("WAY", "way of working"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("before", models.TextField(blank=True, default="")),
                        ("before_instead", models.TextField(blank=True, default="")),
                        ("after", models.TextField(blank=True, default="")),
                        ("after_instead", models.TextField(blank=True, default="")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("TRYING", "being tried"),
                                    ("ADOPTED", "adopted"),
                                    ("NOT_ADOPTED", "not adopted"),
                                    ("TOLD", "told to everybody"),
                                    ("CHECKED", "effect checked"),
                                    ("KEPT", "kept"),
                                    ("REVERTED", "taken back"),
                                ],
                                default="TRYING",
                                max_length=11,
                            ),
                        ),
                        ("reason", models.TextField(blank=True, default="")),
                        ("thanks", models.TextField(blank=True, default="")),
                        ("letter", models.TextField(blank=True, default="")),
                        ("letter_at", models.DateTimeField(blank=True, null=True)),
                        ("number", models.PositiveIntegerField(blank=True, null=True)),
                        ("begun_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("gathered_to", models.BigIntegerField(default=0)),
                        ("gathered_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(unique=True)),
                        (
                            "begun_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
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
                            "process",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.process",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("gathered_at", None), ("state", "ADOPTED")),
                                fields=["id"],
                                name="change_to_gather",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="change_has_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "POLICY"),
                                        ("policy__isnull", False),
                                        ("process", None),
                                    ),
                                    models.Q(
                                        ("kind", "PROCESS"),
                                        ("policy", None),
                                        ("process__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind__in", ["STANDARD", "WAY"]),
                                        ("policy", None),
                                        ("process", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="change_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("state", "TRYING")),
                                    models.Q(
                                        models.Q(("state", "TRYING"), _negated=True),
                                        ("decided_at__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="change_decided_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told_at", None),
                                    models.Q(
                                        ("state__in", ["TRYING", "NOT_ADOPTED"]), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="change_told_after_adoption",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "TRYING")),
                                fields=("policy",),
                                name="change_one_tried_a_policy",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "TRYING")),
                                fields=("process",),
                                name="change_one_tried_a_process",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Denial",
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
                        ("then", models.CharField(max_length=300)),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denials",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
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
                            "policy",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.policy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["policy", "id"], name="denial_of_policy"),
                            models.Index(fields=["policy", "at"], name="denial_of_policy_at"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("policy", "conversation"), name="denial_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("then", ""), _negated=True),
                                name="denial_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EffectCheck",
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
                        ("days", models.PositiveSmallIntegerField()),
                        ("due_at", models.DateTimeField()),
                        ("before", models.PositiveIntegerField(blank=True, null=True)),
                        ("after", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("GO_ON", "look again"),
                                    ("KEEP", "keep it for good"),
                                    ("REVERT", "take it back"),
                                ],
                                default="",
                                max_length=6,
                            ),
                        ),
                        ("words", models.TextField(blank=True, default="")),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "change",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="improvement.change",
                            ),
                        ),
                        (
                            "done_by",
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
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["days"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["due_at"],
                                name="effect_check_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "days"), name="effect_check_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("after", None),
                                        ("before", None),
                                        ("decision", ""),
                                        ("done_at", None),
                                    ),
                                    models.Q(
                                        ("after__isnull", False),
                                        ("before__isnull", False),
                                        ("done_at__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="effect_check_done_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Friction",
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
                                    ("FRICTION", "friction"),
                                    ("IDEA", "idea"),
                                    ("STOP", "stop"),
                                ],
                                default="FRICTION",
                                max_length=8,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("cost", models.TextField(blank=True, default="")),
                        ("today", models.TextField(blank=True, default="")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("RAISED", "raised"),
                                    ("LISTED", "on the list for the huddle"),
                                    ("DISCUSSED", "discussed"),
                                    ("TAKEN_UP", "taken up"),
                                    ("NOT_ADOPTED", "not adopted"),
                                ],
                                default="RAISED",
                                max_length=11,
                            ),
                        ),
                        ("cause", models.TextField(blank=True, default="")),
                        ("impact", models.TextField(blank=True, default="")),
                        ("reason", models.TextField(blank=True, default="")),
                        ("raised_at", models.DateTimeField()),
                        ("connected_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("submit_id", models.UUIDField(unique=True)),
                        (
                            "again",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="came_back",
                                to="improvement.change",
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frictions",
                                to="improvement.change",
                            ),
                        ),
                        (
                            "connected_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frictions",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "denial",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="friction",
                                to="improvement.denial",
                            ),
                        ),
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
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.policy",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "process",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="improvement.process",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ["RAISED", "LISTED", "DISCUSSED"])
                                ),
                                fields=["raised_at"],
                                name="friction_undecided",
                            ),
                            models.Index(fields=["policy", "raised_at"], name="friction_of_policy"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="friction_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("change__isnull", False), ("state", "TAKEN_UP")),
                                    models.Q(
                                        models.Q(("state", "TAKEN_UP"), _negated=True),
                                        ("change", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="friction_taken_up_by_a_change",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "NOT_ADOPTED"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="friction_not_adopted_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["DISCUSSED", "TAKEN_UP"]), _negated=True
                                    ),
                                    models.Q(
                                        models.Q(("cause", ""), _negated=True),
                                        models.Q(("impact", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="friction_discussed_has_cause",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Halt",
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
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_words", models.TextField(blank=True, default="")),
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
                            "friction",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="halt",
                                to="improvement.friction",
                            ),
                        ),
                        (
                            "grant",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.grant",
                            ),
                        ),
                        (
                            "macro",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="macros.macro",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="charter.policy",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="halt_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("macro__isnull", False), ("policy", None)),
                                    models.Q(("macro", None), ("policy__isnull", False)),
                                    _connector="OR",
                                ),
                                name="halt_of_one_thing",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("policy",),
                                name="halt_of_policy_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("macro",),
                                name="halt_of_macro_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Huddle",
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
                        ("at", models.DateTimeField()),
                        ("minutes", models.PositiveSmallIntegerField(default=30)),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("SIT", "sitting"),
                                    ("STAND", "standing"),
                                    ("WALK", "walking"),
                                    ("REMOTE", "from afar"),
                                ],
                                default="STAND",
                                max_length=6,
                            ),
                        ),
                        ("every_days", models.PositiveSmallIntegerField(default=7)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PLANNED", "planned"),
                                    ("OPEN", "under way"),
                                    ("CLOSED", "over"),
                                ],
                                default="PLANNED",
                                max_length=7,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "led_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="huddles",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["team", "-at"], name="huddle_of_team")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "CLOSED"), _negated=True),
                                fields=("team",),
                                name="huddle_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at", None),
                                        ("opened_at", None),
                                        ("state", "PLANNED"),
                                    ),
                                    models.Q(
                                        ("closed_at", None),
                                        ("opened_at__isnull", False),
                                        ("state", "OPEN"),
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("opened_at__isnull", False),
                                        ("state", "CLOSED"),
                                    ),
                                    _connector="OR",
                                ),
                                name="huddle_closed_was_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HuddleItem",
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
                        ("chosen", models.CharField(blank=True, default="", max_length=300)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("declined_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "declined_words",
                            models.CharField(blank=True, default="", max_length=300),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="improvement.change",
                            ),
                        ),
                        (
                            "declined_by",
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
                            "friction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="improvement.friction",
                            ),
                        ),
                        (
                            "huddle",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="improvement.huddle",
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
                                related_name="+",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("owner__isnull", False), ("promise", None)),
                                fields=["owner"],
                                name="huddle_item_unanswered",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("huddle", "friction"), name="huddle_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("chosen", ""),
                                        ("due_at", None),
                                        ("owner", None),
                                        ("promise", None),
                                    ),
                                    models.Q(
                                        models.Q(("chosen", ""), _negated=True),
                                        ("due_at__isnull", False),
                                        ("owner__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="huddle_item_chosen_has_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("declined_at", None),
                                        ("declined_by", None),
                                        ("declined_words", ""),
                                    ),
                                    models.Q(
                                        ("declined_at__isnull", False),
                                        ("declined_by__isnull", False),
                                        models.Q(("declined_words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="huddle_item_declined_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HuddleIdea",
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
                        ("words", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ideas",
                                to="improvement.huddleitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "words"), name="huddle_idea_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="huddle_idea_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HuddleVoice",
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
                        ("sits_out", models.BooleanField(default=False)),
                        ("is_useful", models.BooleanField(blank=True, null=True)),
                        ("pride", models.CharField(blank=True, default="", max_length=500)),
                        ("taught", models.CharField(blank=True, default="", max_length=500)),
                        (
                            "huddle",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="voices",
                                to="improvement.huddle",
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
                                fields=("huddle", "member"), name="huddle_voice_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoNews",
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
                        ("at", models.DateTimeField()),
                        (
                            "customer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Obstacle",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("ASKED", "asked"),
                                    ("REMOVED", "out of the way"),
                                    ("STAYS", "stays, for a reason"),
                                ],
                                default="ASKED",
                                max_length=7,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, default="")),
                        ("submit_id", models.UUIDField(unique=True)),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "leader",
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
                                related_name="obstacles",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "ASKED")),
                                fields=["asked_at"],
                                name="obstacle_open",
                            ),
                            models.Index(fields=["leader", "state"], name="obstacle_of_leader"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="obstacle_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "ASKED")),
                                    models.Q(
                                        models.Q(("state", "ASKED"), _negated=True),
                                        ("answered_at__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="obstacle_answer_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Process",
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
                        ("words", models.TextField()),
                        ("every_days", models.PositiveSmallIntegerField(default=90)),
                        ("walked_on", models.DateField(blank=True, null=True)),
                        ("care_due_on", models.DateField()),
                        (
                            "customer_effort",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "hardly any"),
                                    (2, "some"),
                                    (3, "much"),
                                    (4, "too much"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "staff_effort",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "hardly any"),
                                    (2, "some"),
                                    (3, "much"),
                                    (4, "too much"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "health",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("THRIVING", "thriving"),
                                    ("STRAINED", "strained"),
                                    ("AILING", "ailing"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
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
                    ],
                    options={
                        "verbose_name_plural": "processes",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                ),
                                name="process_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("customer_effort", None),
                                        ("health", ""),
                                        ("staff_effort", None),
                                        ("walked_on", None),
                                    ),
                                    models.Q(
                                        ("customer_effort__isnull", False),
                                        ("staff_effort__isnull", False),
                                        ("walked_on__isnull", False),
                                        models.Q(("health", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="process_walked_has_health",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProcessWalk",
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
                            "customer_effort",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "hardly any"),
                                    (2, "some"),
                                    (3, "much"),
                                    (4, "too much"),
                                ]
                            ),
                        ),
                        (
                            "staff_effort",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "hardly any"),
                                    (2, "some"),
                                    (3, "much"),
                                    (4, "too much"),
                                ]
                            ),
                        ),
                        (
                            "health",
                            models.CharField(
                                choices=[
                                    ("THRIVING", "thriving"),
                                    ("STRAINED", "strained"),
                                    ("AILING", "ailing"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        ("submit_id", models.UUIDField(unique=True)),
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
                            "process",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="walks",
                                to="improvement.process",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TellBack",
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
                        ("then", models.CharField(max_length=300)),
                        ("text", models.TextField(blank=True, default="")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("DRAFT", "to be read first"),
                                    ("READY", "leaves next"),
                                    ("SENT", "sent"),
                                    ("LEFT_OUT", "left out"),
                                ],
                                default="DRAFT",
                                max_length=8,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OPTED_OUT", "wants no such letters"),
                                    ("NO_ADDRESS", "has no mail address that works"),
                                    ("BY_HAND", "by somebody's choice"),
                                    ("OUT_OF_SIGHT", "out of sight of whoever reviewed it"),
                                    ("REVERTED", "the change was taken back"),
                                    ("RESTORED", "may have left before a backup was brought back"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "change",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tell_backs",
                                to="improvement.change",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            "message",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.message",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["change", "state", "id"], name="change_tell_backs"
                            ),
                            models.Index(
                                condition=models.Q(("state", "READY")),
                                fields=["id"],
                                name="change_tell_backs_ready",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "customer"), name="change_told_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["READY", "SENT"]), _negated=True),
                                    ("reviewed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="change_told_only_reviewed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("message__isnull", False),
                                        ("sent_at__isnull", False),
                                        ("state", "SENT"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "SENT"), _negated=True),
                                        ("message", None),
                                        ("sent_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="change_told_by_a_message",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Voice",
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
                        ("is_raiser", models.BooleanField(default=False)),
                        ("is_quiet", models.BooleanField(default=False)),
                        ("words", models.CharField(blank=True, default="", max_length=300)),
                        ("at", models.DateTimeField()),
                        ("thanked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "friction",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="voices",
                                to="improvement.friction",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="voices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("friction", "member"), name="voice_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_raiser", True)),
                                fields=("friction",),
                                name="voice_one_raiser",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

"""The tables of agreements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("agreements", "0001_initial")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("customers", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Measure",
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
                        ("asks", models.CharField(max_length=300)),
                        ("aim", models.CharField(max_length=200)),
                        ("is_experience", models.BooleanField(default=False)),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="agreements.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("asks", ""), _negated=True),
                                    models.Q(("aim", ""), _negated=True),
                                ),
                                name="measure_is_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
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
                                    ("CUSTOMER", "with a customer"),
                                    ("TEAMS", "between two teams"),
                                    ("DESK", "with everybody"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("MEETING", "Meeting of minds"),
                                    ("LIVING", "Living"),
                                    ("OVERDUE", "Review overdue"),
                                    ("ENDED", "Ended"),
                                ],
                                default="DRAFT",
                                max_length=7,
                            ),
                        ),
                        ("begun_at", models.DateTimeField()),
                        ("living_since", models.DateTimeField(blank=True, null=True)),
                        ("next_review_on", models.DateField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_why", models.TextField(blank=True, default="")),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "begun_by",
                            models.ForeignKey(
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
                                related_name="agreements_with_everybody",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "desks",
                            models.ManyToManyField(
                                blank=True, related_name="agreements", to="conversations.desk"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="customers.organisation",
                            ),
                        ),
                        (
                            "other_team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements_as_second",
                                to="people.team",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements_as_first",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "LIVING")),
                                fields=["next_review_on", "id"],
                                name="agreement_to_review",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("desk", None),
                                        ("kind", "CUSTOMER"),
                                        ("organisation__isnull", False),
                                        ("other_team", None),
                                        ("team", None),
                                    ),
                                    models.Q(
                                        ("desk", None),
                                        ("kind", "TEAMS"),
                                        ("organisation", None),
                                        ("other_team__isnull", False),
                                        ("team__isnull", False),
                                    ),
                                    models.Q(
                                        ("desk__isnull", False),
                                        ("kind", "DESK"),
                                        ("organisation", None),
                                        ("other_team", None),
                                        ("team", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_has_its_partners",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("team", None),
                                    models.Q(("team", models.F("other_team")), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreement_between_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["LIVING", "OVERDUE"]), _negated=True),
                                    models.Q(
                                        ("living_since__isnull", False),
                                        ("next_review_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_living_has_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["DRAFT", "MEETING"]), _negated=True),
                                    ("living_since", None),
                                    _connector="OR",
                                ),
                                name="agreement_not_yet_living",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state", "ENDED")),
                                    models.Q(
                                        models.Q(("state", "ENDED"), _negated=True),
                                        ("ended_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_ended_has_moment",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind", "DESK"), models.Q(("state", "ENDED"), _negated=True)
                                ),
                                fields=("desk",),
                                name="agreement_one_with_everybody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clause",
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
                        ("line", models.PositiveSmallIntegerField()),
                        (
                            "side",
                            models.CharField(
                                choices=[("OURS", "ours"), ("THEIRS", "theirs")], max_length=6
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("WORDS", "in words"),
                                    ("FIRST_ANSWER", "first answer"),
                                    ("NEXT_ANSWER", "every further answer"),
                                    ("RESOLUTION", "resolution"),
                                ],
                                default="WORDS",
                                max_length=12,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                        ("subject_words", models.CharField(blank=True, default="", max_length=200)),
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
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.organisation",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clauses",
                                to="agreements.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["line"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "line"), name="clause_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="clause_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "WORDS"), ("minutes", None)),
                                    models.Q(
                                        models.Q(("kind", "WORDS"), _negated=True),
                                        ("minutes__gte", 1),
                                        ("minutes__isnull", False),
                                        ("side", "OURS"),
                                    ),
                                    _connector="OR",
                                ),
                                name="clause_clock_is_ours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "WORDS"), _negated=True),
                                    models.Q(
                                        ("desk", None),
                                        ("organisation", None),
                                        ("subject_words", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="clause_words_have_no_conditions",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("talked_on", models.DateField()),
                        ("talk", models.TextField()),
                        ("changes", models.TextField(blank=True, default="")),
                        (
                            "ours",
                            models.CharField(
                                choices=[
                                    ("WELL", "It goes well"),
                                    ("MIXED", "Some of it does"),
                                    ("HARD", "It is hard"),
                                ],
                                max_length=5,
                            ),
                        ),
                        (
                            "theirs",
                            models.CharField(
                                choices=[
                                    ("WELL", "It goes well"),
                                    ("MIXED", "Some of it does"),
                                    ("HARD", "It is hard"),
                                ],
                                max_length=5,
                            ),
                        ),
                        ("next_on", models.DateField()),
                        ("written_at", models.DateTimeField()),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="agreements.agreement",
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
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agreements.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-talked_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("talk", ""), _negated=True),
                                name="review_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("next_on__gt", models.F("talked_on"))),
                                name="review_next_is_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
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
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="agreements.measure",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="agreements.review",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "measure"), name="reading_once_a_talk"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="reading_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
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
                        ("is_held", models.BooleanField()),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="agreements.clause",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="judgements",
                                to="agreements.review",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "clause"), name="judgement_once_a_talk"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                                    ("WORDS", "in words"),
                                    ("FIRST_ANSWER", "first answer"),
                                    ("NEXT_ANSWER", "every further answer"),
                                    ("RESOLUTION", "resolution"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("heard", models.BigIntegerField()),
                        ("begun_in", models.BigIntegerField()),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="agreements.clause",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="conversations.conversation",
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
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="target",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["conversation", "id"], name="target_of_conversation"
                            ),
                            models.Index(fields=["agreement", "-id"], name="target_newest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("message", "kind"), name="target_once_a_letter"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ["FIRST_ANSWER", "RESOLUTION"])),
                                fields=("conversation", "kind", "begun_in"),
                                name="target_once_a_conversation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["FIRST_ANSWER", "NEXT_ANSWER", "RESOLUTION"])
                                ),
                                name="target_is_of_a_clock",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
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
                        ("number", models.PositiveSmallIntegerField()),
                        ("purpose", models.TextField()),
                        ("way", models.TextField(blank=True, default="")),
                        ("review_every_months", models.PositiveSmallIntegerField(default=3)),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("made_at", models.DateTimeField()),
                        ("meeting_since", models.DateTimeField(blank=True, null=True)),
                        ("holds_from", models.DateTimeField(blank=True, null=True)),
                        ("holds_until", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "number"), name="version_numbered_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("holds_from", None), ("withdrawn_at", None)),
                                fields=("agreement",),
                                name="version_one_in_hand",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose", ""), _negated=True),
                                name="version_has_purpose",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review_every_months__gte", 1),
                                    ("review_every_months__lte", 24),
                                ),
                                name="version_reviewed_within_two_years",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("holds_from", None),
                                    models.Q(
                                        ("meeting_since__isnull", False), ("withdrawn_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="version_holds_once_met",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("holds_until", None),
                                    models.Q(
                                        ("holds_from__isnull", False),
                                        ("holds_until__gte", models.F("holds_from")),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_holds_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SayBack",
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
                            "side",
                            models.CharField(
                                choices=[("OURS", "ours"), ("THEIRS", "theirs")], max_length=6
                            ),
                        ),
                        ("words", models.TextField()),
                        ("agrees", models.BooleanField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="say_backs",
                                to="agreements.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "side"), name="say_back_once_a_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="say_back_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("customer", None), ("member__isnull", False)),
                                    models.Q(
                                        ("customer__isnull", False),
                                        ("member", None),
                                        ("side", "THEIRS"),
                                    ),
                                    _connector="OR",
                                ),
                                name="say_back_by_somebody",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

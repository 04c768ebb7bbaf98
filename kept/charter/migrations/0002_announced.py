"""Versions are announced before they take effect; alternatives, questions, rulings, reviews."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _all_took_effect(apps, schema_editor):
    versions = apps.get_model("charter", "PolicyVersion").objects
    versions.update(announced_on=models.F("effective_on"), took_effect_at=models.F("written_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0001_initial"),
        ("conversations", "0011_more_bulk_acts"),
        ("promises", "0002_tallies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alternative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ],
                        default="",
                        max_length=11,
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="GestureReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_good", models.BooleanField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PolicyQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("submit_id", models.UUIDField(unique=True)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("submit_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="authorityrequest",
            name="widens",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="charter.grant",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="widen_after",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="announced_on",
            field=models.DateField(default=datetime.date(2000, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="policyversion",
            name="practice_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="took_effect_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="policy",
            name="number",
            field=models.PositiveIntegerField(default=0),
        ),
        # What was written before took effect as it was written.
        migrations.RunPython(_all_took_effect, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="policyversion",
            index=models.Index(
                condition=models.Q(("took_effect_at", None), ("withdrawn_at", None)),
                fields=["effective_on"],
                name="policy_version_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="authorityrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ASKED"), ("widens__isnull", False)),
                fields=("member", "widens"),
                name="authority_widening_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("took_effect_at", None), ("withdrawn_at", None)),
                fields=("policy",),
                name="policy_version_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddField(
            model_name="alternative",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alternatives",
                to="charter.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="gesture",
            name="alternative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="charter.alternative",
            ),
        ),
        migrations.AddField(
            model_name="gesturereview",
            name="gesture",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review",
                to="charter.gesture",
            ),
        ),
        migrations.AddField(
            model_name="gesturereview",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyquestion",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyquestion",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyquestion",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyquestion",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="charter.policy",
            ),
        ),
        migrations.AddField(
            model_name="policyquestion",
            name="promise",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.promise"
            ),
        ),
        migrations.AddField(
            model_name="policyquestion",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="charter.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conversations.conversation",
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="charter.value"
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ruling",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="charter.value"
            ),
        ),
        migrations.AddConstraint(
            model_name="alternative",
            constraint=models.UniqueConstraint(
                fields=("version", "place"), name="alternative_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alternative",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="alternative_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="alternative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("currency", "")),
                    models.Q(("amount__gt", 0), models.Q(("currency", ""), _negated=True)),
                    _connector="OR",
                ),
                name="alternative_amount_has_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="gesturereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="gesture_review_has_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="policyquestion",
            index=models.Index(fields=["policy", "-id"], name="policy_question_of_policy"),
        ),
        migrations.AddConstraint(
            model_name="policyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="policy_question_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="policy_question_answer_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True),
                name="ruling_between_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="ruling_has_reason"
            ),
        ),
    ]

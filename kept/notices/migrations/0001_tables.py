"""The tables of notices."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.notices.models.promises
from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_conversations"),
        ("notices", "0003_rules"),
        ("notices", "0004_following"),
        ("notices", "0005_authority_and_improvement"),
        ("notices", "0006_fresh_starts_and_hearings"),
    ]

    initial = True

    dependencies = [
        ("agreements", "0001_tables"),
        ("charter", "0001_tables"),
        ("conversations", "0001_tables"),
        ("improvement", "0001_tables"),
        ("mail", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Browser",
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
                        ("endpoint_digest", models.CharField(max_length=64, unique=True)),
                        ("sealed_endpoint", models.TextField()),
                        ("sealed_auth", models.TextField()),
                        ("public_key", models.CharField(max_length=120)),
                        ("words", models.CharField(max_length=80)),
                        ("added_at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="browsers",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                    ("SOON", "A promise is due soon"),
                                    ("BROKEN", "A promise broke"),
                                    ("DISPUTED", "They say that it has not happened"),
                                    ("CHASED", "They ask for it"),
                                    ("CHOSEN", "They chose another time"),
                                    ("AGREED", "They chose a time for a call"),
                                    ("CONFIRMED", "They say that it happened"),
                                    ("AWAY", "A promise falls into your absence"),
                                    ("SAID_BACK", "They said an agreement back"),
                                    ("OTHERWISE", "They want an agreement otherwise"),
                                    ("HOLDS", "An agreement holds"),
                                    ("GIVEN", "Somebody gave you a conversation"),
                                    ("TAKEN", "Somebody took over a conversation of yours"),
                                    ("HANDED", "A handoff waits for your answer"),
                                    ("ASKED", "A handoff was asked back"),
                                    ("ACCEPTED", "A handoff was accepted"),
                                    ("REMINDED", "A handoff is still unanswered"),
                                    ("RULE", "A rule tells you of a conversation"),
                                    ("RULE_OFF", "A rule of yours has stopped"),
                                    ("MENTIONED", "A note mentions you"),
                                    ("LETTER", "A letter came where you follow"),
                                    ("NOTED", "A note was written where you follow"),
                                    ("STATUS", "A status changed where you follow"),
                                    ("ANSWERED", "A letter came where you look after it"),
                                    ("ARRIVED", "A new conversation"),
                                    ("GRANT", "Authority is proposed to you"),
                                    ("HEARD", "What you wanted to decide was answered"),
                                    ("QUESTION", "Somebody asks about a policy of yours"),
                                    ("CHANGED", "What you raised was decided"),
                                    ("HUDDLED", "What came of a huddle"),
                                    ("RISING", "A theme rises in what customers write"),
                                    ("WANTED", "Somebody wants to decide more"),
                                    ("FRESH", "A fresh start comes to you"),
                                    ("RELIEVED", "Somebody else makes a fresh start"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("words", models.CharField(blank=True, default="", max_length=80)),
                        ("due_at", models.DateTimeField()),
                        ("occasion", models.BigIntegerField(default=0)),
                        ("at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="improvement.change",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "friction",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="improvement.friction",
                            ),
                        ),
                        (
                            "grant",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="charter.grant",
                            ),
                        ),
                        (
                            "huddle",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="improvement.huddle",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="promises.promise",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["member", "-id"], name="notice_of_member"),
                            models.Index(
                                condition=models.Q(
                                    ("conversation__isnull", False), ("seen_at", None)
                                ),
                                fields=["conversation"],
                                name="notice_unseen_there",
                            ),
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)),
                                fields=["member", "id"],
                                name="notice_unseen",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "promise", "kind", "due_at", "occasion"),
                                name="notice_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("promise", None)),
                                fields=("member", "agreement", "kind", "occasion"),
                                name="notice_of_agreement_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("grant__isnull", False)),
                                fields=("grant", "member"),
                                name="notice_of_grant_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("conversation__isnull", False)),
                                fields=("member", "conversation", "kind", "occasion"),
                                name="notice_of_conversation_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("change__isnull", False)),
                                fields=("member", "change", "kind", "occasion"),
                                name="notice_of_change_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("huddle__isnull", False)),
                                fields=("member", "huddle", "kind", "occasion"),
                                name="notice_of_huddle_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("friction__isnull", False)),
                                fields=("member", "friction", "kind", "occasion"),
                                name="notice_of_friction_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreement__isnull", True),
                                        ("change__isnull", True),
                                        ("conversation__isnull", True),
                                        ("friction__isnull", True),
                                        ("grant__isnull", True),
                                        ("huddle__isnull", True),
                                        ("promise__isnull", False),
                                    ),
                                    models.Q(
                                        ("agreement__isnull", False),
                                        ("change__isnull", True),
                                        ("conversation__isnull", True),
                                        ("friction__isnull", True),
                                        ("grant__isnull", True),
                                        ("huddle__isnull", True),
                                        ("promise__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreement__isnull", True),
                                        ("change__isnull", True),
                                        ("conversation__isnull", False),
                                        ("friction__isnull", True),
                                        ("grant__isnull", True),
                                        ("huddle__isnull", True),
                                        ("promise__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreement__isnull", True),
                                        ("change__isnull", True),
                                        ("conversation__isnull", True),
                                        ("friction__isnull", True),
                                        ("grant__isnull", False),
                                        ("huddle__isnull", True),
                                        ("promise__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreement__isnull", True),
                                        ("change__isnull", False),
                                        ("conversation__isnull", True),
                                        ("friction__isnull", True),
                                        ("grant__isnull", True),
                                        ("huddle__isnull", True),
                                        ("promise__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreement__isnull", True),
                                        ("change__isnull", True),
                                        ("conversation__isnull", True),
                                        ("friction__isnull", True),
                                        ("grant__isnull", True),
                                        ("huddle__isnull", False),
                                        ("promise__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreement__isnull", True),
                                        ("change__isnull", True),
                                        ("conversation__isnull", True),
                                        ("friction__isnull", False),
                                        ("grant__isnull", True),
                                        ("huddle__isnull", True),
                                        ("promise__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_about_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
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
                            "mail",
                            models.JSONField(
                                default=kept.notices.models.promises.mailed_by_default
                            ),
                        ),
                        ("push", models.JSONField(default=list)),
                        ("quiet_from", models.TimeField(blank=True, null=True)),
                        ("quiet_until", models.TimeField(blank=True, null=True)),
                        ("digest_at", models.TimeField(blank=True, null=True)),
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_preference",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_until", None)),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                        models.Q(
                                            ("quiet_from", models.F("quiet_until")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="preference_quiet_has_two_ends",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PushKey",
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
                        ("sealed_private", models.TextField()),
                        ("public", models.CharField(max_length=120)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="push_key_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Telling",
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
                            "channel",
                            models.CharField(
                                choices=[("MAIL", "by mail"), ("PUSH", "by push")], max_length=4
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("READY", "on its way"),
                                    ("CLAIMED", "being sent"),
                                    ("HANDED", "being handed over"),
                                    ("SENT", "sent"),
                                    ("RETRY", "will be tried again"),
                                    ("FAILED", "refused"),
                                    ("IN_DOUBT", "may or may not have arrived"),
                                    ("DROPPED", "not needed any more"),
                                ],
                                default="READY",
                                max_length=8,
                            ),
                        ),
                        ("in_digest", models.BooleanField(default=False)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("lease_holder", models.CharField(blank=True, default="", max_length=40)),
                        ("answer", models.TextField(blank=True, default="")),
                        ("queued_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "browser",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="tellings",
                                to="notices.browser",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tellings",
                                to="notices.notice",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["READY", "RETRY"])),
                                fields=["channel", "not_before", "id"],
                                name="telling_due",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["CLAIMED", "HANDED"])),
                                fields=["lease_until"],
                                name="telling_leased",
                            ),
                            models.Index(fields=["notice"], name="telling_of_notice"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("channel", "MAIL")),
                                fields=("notice",),
                                name="telling_one_mail",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("channel", "PUSH")),
                                fields=("notice", "browser"),
                                name="telling_one_push_a_browser",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlarmNotice",
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
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        ("mailed_at", models.DateTimeField(blank=True, null=True)),
                        ("mail_tries", models.PositiveSmallIntegerField(default=0)),
                        ("mail_not_before", models.DateTimeField(blank=True, null=True)),
                        ("mail_answer", models.TextField(blank=True, default="")),
                        (
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="mail.alarm",
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seen_at__isnull", True)),
                                fields=["member"],
                                name="alarm_notice_unseen",
                            ),
                            models.Index(
                                condition=models.Q(("mailed_at__isnull", True)),
                                fields=["mail_not_before"],
                                name="alarm_notice_to_mail",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "alarm"), name="alarm_notice_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarLink",
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
                        ("secret_digest", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_link",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("secret_digest", ""), _negated=True),
                                name="calendar_link_has_secret",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskPreference",
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
                        ("mail", models.JSONField(default=list)),
                        ("push", models.JSONField(default=list)),
                        (
                            "desk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="desk_preferences",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "desk"), name="desk_preference_once"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

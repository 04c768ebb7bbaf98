"""The tables of mail."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("mail", "0001_initial"), ("mail", "0002_automatic_mail"), ("mail", "0003_scans")]

    initial = True

    dependencies = [
        ("conversations", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="AutomaticMail",
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
                        ("address", models.CharField(max_length=320, unique=True)),
                        ("began_at", models.DateTimeField()),
                        ("taken", models.PositiveIntegerField(default=0)),
                        ("label", models.CharField(max_length=60)),
                    ],
                    options={
                        "verbose_name_plural": "automatic mail",
                    },
                ),
                migrations.CreateModel(
                    name="DomainPace",
                    fields=[
                        (
                            "domain",
                            models.CharField(max_length=255, primary_key=True, serialize=False),
                        ),
                        ("began_at", models.DateTimeField()),
                        ("taken", models.PositiveIntegerField(default=0)),
                        ("rests_until", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="ScanWanted",
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
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("wanted_at", models.DateTimeField()),
                        ("not_before", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "verbose_name_plural": "scans wanted",
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
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
                        ("source", models.CharField(default="door", max_length=40)),
                        ("source_key", models.CharField(max_length=200, unique=True)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("spool_name", models.CharField(db_index=True, max_length=120)),
                        ("size", models.BigIntegerField()),
                        ("recipients", models.JSONField(default=list)),
                        ("envelope_from", models.CharField(blank=True, default="", max_length=320)),
                        ("received_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("SPOOLED", "waiting to be read"),
                                    ("FILED", "filed"),
                                    ("DUPLICATE", "the same mail again"),
                                    ("TRAY", "waits for a person"),
                                    ("TEST", "a test of ours"),
                                    ("SET_ASIDE", "set aside by a person"),
                                ],
                                default="SPOOLED",
                                max_length=9,
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField(blank=True, null=True)),
                        ("problem", models.TextField(blank=True, default="")),
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
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "SPOOLED")),
                                fields=["id"],
                                name="delivery_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("state", "TRAY")),
                                fields=["-received_at"],
                                name="delivery_in_tray",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Filing",
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
                        ("content_digest", models.CharField(max_length=64)),
                        ("problems", models.JSONField(blank=True, default=list)),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filings",
                                to="mail.delivery",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filing",
                                to="conversations.message",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("desk", "content_digest"), name="filing_once_a_desk"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeldMail",
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
                        ("label", models.CharField(max_length=60)),
                        ("recipient", models.CharField(max_length=320)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("MACHINE", "A machine wrote what it would answer."),
                                    (
                                        "OURS",
                                        "An address of one of our own desks gets one automatic mail a day.",
                                    ),
                                    (
                                        "NOBODY",
                                        "An address with which nobody has signed in for six weeks gets one automatic mail a day.",
                                    ),
                                    ("MANY", "No address gets more than 60 automatic mails a day."),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "held mail",
                        "indexes": [models.Index(fields=["-at"], name="held_mail_newest")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("label", "recipient"), name="held_mail_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mailbox",
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
                        ("host", models.CharField(max_length=255, verbose_name="server")),
                        ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                        (
                            "security",
                            models.CharField(
                                choices=[
                                    ("TLS", "TLS"),
                                    ("STARTTLS", "STARTTLS"),
                                    ("NONE", "none"),
                                ],
                                default="TLS",
                                max_length=8,
                                verbose_name="encryption",
                            ),
                        ),
                        ("user", models.CharField(max_length=255, verbose_name="user")),
                        (
                            "auth",
                            models.CharField(
                                choices=[("PASSWORD", "Password"), ("XOAUTH2", "OAuth2")],
                                default="PASSWORD",
                                max_length=8,
                                verbose_name="sign-in",
                            ),
                        ),
                        ("sealed_secret", models.TextField(blank=True, default="")),
                        (
                            "token_url",
                            models.URLField(blank=True, default="", verbose_name="token address"),
                        ),
                        (
                            "client_id",
                            models.CharField(
                                blank=True, default="", max_length=255, verbose_name="client id"
                            ),
                        ),
                        (
                            "provider",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("GOOGLE", "Google"),
                                    ("MICROSOFT", "Microsoft"),
                                    ("OTHER", "another provider"),
                                ],
                                default="",
                                max_length=9,
                            ),
                        ),
                        (
                            "consent_url",
                            models.URLField(blank=True, default="", verbose_name="sign-in address"),
                        ),
                        (
                            "scopes",
                            models.CharField(
                                blank=True, default="", max_length=500, verbose_name="scopes"
                            ),
                        ),
                        ("connected_at", models.DateTimeField(blank=True, null=True)),
                        ("consent_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "client_secret_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="the secret's last day"
                            ),
                        ),
                        ("refused_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "folder",
                            models.CharField(
                                default="INBOX", max_length=255, verbose_name="folder"
                            ),
                        ),
                        (
                            "since",
                            models.DateField(
                                blank=True, null=True, verbose_name="take mail from this day on"
                            ),
                        ),
                        ("is_on", models.BooleanField(default=True, verbose_name="fetch from it")),
                        ("uid_validity", models.BigIntegerField(default=0)),
                        ("last_uid", models.BigIntegerField(default=0)),
                        ("fetched_at", models.DateTimeField(blank=True, null=True)),
                        ("failing_since", models.DateTimeField(blank=True, null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("not_before", models.DateTimeField(blank=True, null=True)),
                        ("problem", models.TextField(blank=True, default="")),
                        ("newest_at", models.DateTimeField(blank=True, null=True)),
                        ("gaps", models.JSONField(blank=True, default=dict)),
                        (
                            "desk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailboxes",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "mailboxes",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("host", "user", "folder"), name="mailbox_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                        ("state_digest", models.CharField(max_length=64, unique=True)),
                        ("sealed_verifier", models.TextField()),
                        ("begun_at", models.DateTimeField()),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="mail.mailbox",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state_digest", ""), _negated=True),
                                name="consent_has_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alarm",
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
                                    ("FAILING", "cannot be fetched from"),
                                    ("SILENT", "has been silent for unusually long"),
                                    ("CONSENT", "its sign-in ends, or is refused"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("cleared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alarms",
                                to="mail.mailbox",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cleared_at__isnull", True)),
                                fields=("mailbox", "kind"),
                                name="alarm_rings_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageId",
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
                        ("value", models.CharField(max_length=250)),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.desk",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="message_ids",
                                to="conversations.message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "Message-ID",
                        "indexes": [
                            models.Index(
                                django.db.models.functions.text.Lower("value"),
                                models.F("desk"),
                                name="message_id_by_value",
                            ),
                            models.Index(fields=["message"], name="message_id_of_message"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outgoing",
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
                        ("recipient", models.CharField(max_length=320)),
                        ("domain", models.CharField(blank=True, default="", max_length=255)),
                        ("envelope_from", models.CharField(max_length=320)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("READY", "on its way"),
                                    ("CLAIMED", "being sent"),
                                    ("HANDED", "being handed over"),
                                    ("SENT", "delivered to their server"),
                                    ("RETRY", "will be tried again"),
                                    ("FAILED", "refused"),
                                    ("IN_DOUBT", "may or may not have arrived"),
                                ],
                                default="READY",
                                max_length=8,
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("repeats", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("lease_holder", models.CharField(blank=True, default="", max_length=40)),
                        ("answer", models.TextField(blank=True, default="")),
                        ("queued_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outgoing",
                                to="conversations.message",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["READY", "RETRY"])),
                                fields=["not_before", "id"],
                                name="outgoing_due",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["CLAIMED", "HANDED"])),
                                fields=["lease_until"],
                                name="outgoing_leased",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("message"),
                                django.db.models.functions.text.Lower("recipient"),
                                name="outgoing_once_a_recipient",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PicturesFrom",
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
                        ("address", models.CharField(max_length=320)),
                        ("since", models.DateTimeField()),
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
                        "verbose_name_plural": "pictures from",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "address"), name="pictures_from_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundTrip",
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
                        ("recipient", models.CharField(max_length=320)),
                        ("begun_at", models.DateTimeField()),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("handed_at", models.DateTimeField(blank=True, null=True)),
                        ("arrived_at", models.DateTimeField(blank=True, null=True)),
                        ("filed_at", models.DateTimeField(blank=True, null=True)),
                        ("problem", models.TextField(blank=True, default="")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mailbox",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="round_trips",
                                to="mail.mailbox",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handed_at__isnull", True)),
                                fields=["begun_at"],
                                name="round_trip_to_send",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BlockedSender",
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
                            "value",
                            models.CharField(max_length=320, verbose_name="address or domain"),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.desk",
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
                        "ordering": ["value", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("value", "desk"), name="blocked_once_a_desk"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("desk", None)),
                                fields=("value",),
                                name="blocked_once_a_house",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]

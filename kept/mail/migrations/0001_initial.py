import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockedSender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=320, verbose_name="address or domain")),
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
                    models.UniqueConstraint(fields=("value", "desk"), name="blocked_once_a_desk"),
                    models.UniqueConstraint(
                        condition=models.Q(("desk", None)),
                        fields=("value",),
                        name="blocked_once_a_house",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=255, verbose_name="server")),
                ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                (
                    "security",
                    models.CharField(
                        choices=[("TLS", "TLS"), ("STARTTLS", "STARTTLS"), ("NONE", "none")],
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
                    "folder",
                    models.CharField(default="INBOX", max_length=255, verbose_name="folder"),
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
                    models.UniqueConstraint(fields=("host", "user", "folder"), name="mailbox_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageId",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.CharField(max_length=320)),
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
    ]

"""The tables of conversations."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from kept.kit.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("conversations", "0001_initial"),
        ("conversations", "0003_presence"),
        ("conversations", "0004_tags"),
        ("conversations", "0005_priority"),
        ("conversations", "0006_bulk"),
        ("conversations", "0007_team"),
        ("conversations", "0008_by_rule"),
        ("conversations", "0009_split_ties"),
        ("conversations", "0010_relations"),
        ("conversations", "0011_more_bulk_acts"),
        ("conversations", "0012_message_of_member"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_tables"),
        ("hours", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Attachment",
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
                        ("name", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "type",
                            models.CharField(default="application/octet-stream", max_length=120),
                        ),
                        ("size", models.BigIntegerField()),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("is_inline", models.BooleanField(default=False)),
                        ("content_id", models.CharField(blank=True, default="", max_length=255)),
                        (
                            "words",
                            models.CharField(
                                choices=[
                                    ("NONE", "cannot be read"),
                                    ("WAITING", "not read yet"),
                                    ("KNOWN", "read"),
                                ],
                                default="NONE",
                                max_length=7,
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="conversations.message",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("words", "WAITING")),
                                fields=["id"],
                                name="attachment_to_read",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                            "way",
                            models.CharField(
                                choices=[("IN", "from the customer"), ("OUT", "from us")],
                                max_length=3,
                            ),
                        ),
                        ("from_name", models.CharField(blank=True, default="", max_length=200)),
                        ("from_address", models.CharField(blank=True, default="", max_length=320)),
                        ("to", models.JSONField(blank=True, default=list)),
                        ("cc", models.JSONField(blank=True, default=list)),
                        ("bcc", models.JSONField(blank=True, default=list)),
                        ("reply_to", models.CharField(blank=True, default="", max_length=320)),
                        ("subject", models.CharField(blank=True, default="", max_length=400)),
                        ("answers", models.BigIntegerField(blank=True, null=True)),
                        ("is_aside", models.BooleanField(default=False)),
                        ("text", models.TextField(blank=True, default="")),
                        ("quoted", models.TextField(blank=True, default="")),
                        ("signature", models.TextField(blank=True, default="")),
                        ("has_html", models.BooleanField(default=False)),
                        ("has_attachments", models.BooleanField(default=False)),
                        ("beside", models.JSONField(blank=True, default=dict)),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("KNOWN", "verified"),
                                    ("UNVERIFIED", "unverified"),
                                    ("SUSPICIOUS", "suspicious"),
                                ],
                                default="KNOWN",
                                max_length=10,
                            ),
                        ),
                        ("is_vouched", models.BooleanField(default=False)),
                        ("reasons", models.JSONField(blank=True, default=list)),
                        ("automatic", models.CharField(blank=True, default="", max_length=20)),
                        ("at", models.DateTimeField()),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="conversations.conversation",
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                fields=["conversation", "id"], name="message_of_conversation"
                            ),
                            models.Index(
                                condition=models.Q(("member__isnull", False)),
                                fields=["member", "-id"],
                                name="message_of_member",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("way", "IN"),
                                    ("member__isnull", False),
                                    models.Q(("automatic", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="message_out_has_writer",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatusLabel",
                    fields=[
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("OPEN", "Open"),
                                    ("WAITING", "Waiting"),
                                    ("ON_HOLD", "On hold"),
                                    ("CLOSED", "Closed"),
                                    ("SPAM", "Spam"),
                                    ("MERGED", "Merged"),
                                ],
                                max_length=8,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("words", models.CharField(max_length=30, verbose_name="label")),
                    ],
                ),
                migrations.CreateModel(
                    name="AttachmentText",
                    fields=[
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="text",
                                serialize=False,
                                to="conversations.attachment",
                            ),
                        ),
                        ("text", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Bulk",
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
                            "act",
                            models.CharField(
                                choices=[
                                    ("ASSIGN", "Assign"),
                                    ("TEAM", "Assign to a team"),
                                    ("STATUS", "Status"),
                                    ("PRIORITY", "Priority"),
                                    ("TAG", "Tag"),
                                    ("UNTAG", "Take a tag off"),
                                    ("READ", "Mark as read"),
                                    ("MACRO", "Use a macro"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("value", models.CharField(blank=True, default="", max_length=20)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("RUNNING", "running"),
                                    ("ENDED", "done"),
                                    ("UNDOING", "being undone"),
                                    ("UNDONE", "undone"),
                                ],
                                default="RUNNING",
                                max_length=7,
                            ),
                        ),
                        ("unseen", models.PositiveIntegerField(default=0)),
                        ("at", models.DateTimeField()),
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["RUNNING", "UNDOING"])),
                                fields=["id"],
                                name="bulk_not_ended",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conversation",
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
                        ("subject", models.CharField(max_length=400)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("OPEN", "Open"),
                                    ("WAITING", "Waiting"),
                                    ("ON_HOLD", "On hold"),
                                    ("CLOSED", "Closed"),
                                    ("SPAM", "Spam"),
                                    ("MERGED", "Merged"),
                                ],
                                default="OPEN",
                                max_length=8,
                            ),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[
                                    ("LOW", "Low"),
                                    ("NORMAL", "Normal"),
                                    ("HIGH", "High"),
                                    ("URGENT", "Urgent"),
                                ],
                                default="NORMAL",
                                max_length=6,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("preview", models.CharField(blank=True, default="", max_length=160)),
                        ("last_in_message", models.BigIntegerField(default=0)),
                        ("last_message", models.BigIntegerField(default=0)),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conversations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conversations",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conversations",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ["SPAM", "MERGED"]), _negated=True
                                ),
                                fields=["desk", "-last_at", "-id", "status"],
                                name="conv_of_desk",
                            ),
                            models.Index(
                                fields=["desk", "status", "-last_at", "-id"],
                                name="conv_of_desk_status",
                            ),
                            models.Index(
                                condition=models.Q(("assignee", None), ("status", "OPEN")),
                                fields=["desk", "-last_at", "-id", "assignee", "status"],
                                name="conv_unassigned",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("assignee", None), ("status", "OPEN"), ("team__isnull", False)
                                ),
                                fields=["team", "desk", "-last_at", "-id"],
                                name="conv_of_team",
                            ),
                            models.Index(
                                fields=["assignee", "-last_at", "-id"], name="conv_of_member"
                            ),
                            models.Index(
                                fields=["assignee", "status", "-last_at", "-id", "desk"],
                                name="conv_of_member_status",
                            ),
                            models.Index(
                                fields=["customer", "-last_at", "-id"], name="conv_of_customer"
                            ),
                            models.Index(fields=["-last_at", "-id"], name="conv_newest"),
                            models.Index(
                                condition=models.Q(("priority", "NORMAL"), _negated=True),
                                fields=["priority", "-last_at", "-id"],
                                name="conv_of_priority",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("status", "CLOSED")),
                                    models.Q(
                                        models.Q(("status", "CLOSED"), _negated=True),
                                        ("closed_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="conversation_closed_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("priority__in", ["LOW", "NORMAL", "HIGH", "URGENT"])
                                ),
                                name="conversation_priority_is_one_of_four",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True),
                                    models.Q(("merged_into", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="conversation_merged_is_nowhere_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkItem",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "waiting"),
                                    ("DONE", "done"),
                                    ("SAME", "so already"),
                                    ("REFUSED", "refused"),
                                    ("UNDONE", "undone"),
                                    ("LEFT", "left as it is"),
                                ],
                                default="WAITING",
                                max_length=7,
                            ),
                        ),
                        ("why", models.CharField(blank=True, default="", max_length=240)),
                        ("before", models.JSONField(blank=True, default=dict)),
                        ("mark", models.BigIntegerField(default=0)),
                        (
                            "bulk",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="conversations.bulk",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["bulk", "state", "id"], name="bulk_item_by_state")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bulk", "conversation"), name="bulk_item_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Departure",
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
                                    ("REPLY", "reply"),
                                    ("FORWARD", "forward"),
                                    ("NOTE", "note"),
                                ],
                                default="REPLY",
                                max_length=7,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("head", models.JSONField(blank=True, default=dict)),
                        ("to", models.JSONField(default=list)),
                        ("cc", models.JSONField(blank=True, default=list)),
                        ("bcc", models.JSONField(blank=True, default=list)),
                        ("sender", models.CharField(blank=True, default="", max_length=320)),
                        (
                            "then",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OPEN", "Open"),
                                    ("WAITING", "Waiting"),
                                    ("ON_HOLD", "On hold"),
                                    ("CLOSED", "Closed"),
                                    ("SPAM", "Spam"),
                                    ("MERGED", "Merged"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("promises", models.JSONField(blank=True, default=list)),
                        ("files", models.JSONField(blank=True, default=list)),
                        ("answers", models.BigIntegerField(default=0)),
                        ("stays", models.BooleanField(default=True)),
                        ("is_scheduled", models.BooleanField(default=False)),
                        ("written_at", models.DateTimeField()),
                        ("leaves_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "held",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("REPLIED", "They wrote before it left."),
                                    ("TIME_MOVED", "A time promised in it has passed."),
                                    ("REFUSED", "It could not leave."),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("held_words", models.TextField(blank=True, default="")),
                        ("submit_id", models.UUIDField(unique=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="departures",
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
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("leaves_at__isnull", False)),
                                fields=["leaves_at"],
                                name="departure_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("held", ""), ("leaves_at__isnull", False)),
                                    models.Q(
                                        ("leaves_at", None), models.Q(("held", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="departure_leaves_or_is_held",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Desk",
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
                        ("slug", models.SlugField(max_length=40, unique=True)),
                        (
                            "icon",
                            models.CharField(default="inbox", max_length=20, verbose_name="icon"),
                        ),
                        (
                            "sender_name",
                            models.CharField(
                                blank=True, default="", max_length=120, verbose_name="sender name"
                            ),
                        ),
                        (
                            "signature",
                            models.TextField(blank=True, default="", verbose_name="signature"),
                        ),
                        (
                            "assigns_on_reply",
                            models.BooleanField(
                                default=True, verbose_name="whoever answers looks after it"
                            ),
                        ),
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desks",
                                to="hours.calendar",
                            ),
                        ),
                        (
                            "teams",
                            models.ManyToManyField(
                                blank=True, related_name="desks", to="people.team"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="DeskAddress",
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
                        ("value", models.CharField(max_length=320, verbose_name="mail address")),
                        (
                            "desk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addresses",
                                to="conversations.desk",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "desk addresses",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("value"),
                                name="desk_address_once_in_any_case",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
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
                                    ("REPLY", "reply"),
                                    ("FORWARD", "forward"),
                                    ("NOTE", "note"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("head", models.JSONField(blank=True, default=dict)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "member", "kind"),
                                name="draft_once_a_member",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftFile",
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
                        ("name", models.CharField(max_length=255)),
                        (
                            "type",
                            models.CharField(default="application/octet-stream", max_length=120),
                        ),
                        ("size", models.BigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="conversations.draft",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("draft", "name"), name="draft_file_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageHtml",
                    fields=[
                        (
                            "message",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="html_source",
                                serialize=False,
                                to="conversations.message",
                            ),
                        ),
                        ("html", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Note",
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
                        ("from_address", models.CharField(blank=True, default="", max_length=320)),
                        ("why", models.CharField(blank=True, default="", max_length=20)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("submit_id", models.UUIDField(blank=True, null=True, unique=True)),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="conversations.conversation",
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["conversation", "id"], name="note_of_conversation")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("member__isnull", False),
                                    models.Q(("from_address", ""), _negated=True),
                                    ("why", "RULE"),
                                    _connector="OR",
                                ),
                                name="note_has_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                            "attachment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entry",
                                to="conversations.attachment",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entry",
                                to="conversations.message",
                            ),
                        ),
                        (
                            "note",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entry",
                                to="conversations.note",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "indexes": [
                            models.Index(
                                fields=["conversation", "id"], name="entry_of_conversation"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("attachment", None),
                                        ("message__isnull", False),
                                        ("note", None),
                                    ),
                                    models.Q(
                                        ("attachment", None),
                                        ("message", None),
                                        ("note__isnull", False),
                                    ),
                                    models.Q(
                                        ("attachment__isnull", False),
                                        ("message", None),
                                        ("note", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="entry_of_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
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
                        ("name", models.CharField(blank=True, default="", max_length=200)),
                        ("address", models.CharField(max_length=320)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("IN", "on it"),
                                    ("OFFERED", "only named"),
                                    ("OUT", "taken out"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("is_dead", models.BooleanField(default=False)),
                        (
                            "added_by",
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
                            "came_with",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="conversations.message",
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="conversations.conversation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("conversation"),
                                django.db.models.functions.text.Lower("address"),
                                name="participant_once_a_conversation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("seen_at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.conversation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["conversation", "seen_at"], name="presence_in_conversation"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadMark",
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
                        ("message_id", models.BigIntegerField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="conversations.conversation",
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
                            models.Index(fields=["conversation"], name="read_mark_of_conversation")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("member", "conversation"), name="read_mark_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relation",
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
                                choices=[("RELATED", "related"), ("CHILD", "part of it")],
                                max_length=7,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations",
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
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations_back",
                                to="conversations.conversation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["conversation"], name="relation_of_conversation")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Least(
                                    "conversation", "other"
                                ),
                                django.db.models.functions.comparison.Greatest(
                                    "conversation", "other"
                                ),
                                name="relation_once_a_pair",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "CHILD")),
                                fields=("conversation",),
                                name="relation_one_parent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("conversation", models.F("other")), _negated=True
                                ),
                                name="relation_of_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tag",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("key", models.CharField(max_length=120, unique=True)),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("GREY", "Grey"),
                                    ("RED", "Red"),
                                    ("AMBER", "Amber"),
                                    ("GREEN", "Green"),
                                    ("TEAL", "Teal"),
                                    ("BLUE", "Blue"),
                                    ("VIOLET", "Violet"),
                                ],
                                default="GREY",
                                max_length=6,
                                verbose_name="colour",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="conversations.tag",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["key"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                ),
                                name="tag_has_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True),
                                    models.Q(("merged_into", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="tag_merged_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tagging",
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
                        ("last_at", models.DateTimeField()),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="taggings",
                                to="conversations.conversation",
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taggings",
                                to="conversations.tag",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["tag", "-last_at", "-conversation"], name="tagging_newest"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "tag"), name="tagging_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tie",
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
                                    ("MAYBE", "may belong together"),
                                    ("APART", "left apart"),
                                    ("MERGED", "merged"),
                                    ("PARTED", "taken apart again"),
                                    ("SAME_MAIL", "the same letter"),
                                    ("SPLIT", "split off"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("why", models.CharField(blank=True, default="", max_length=20)),
                        ("at", models.DateTimeField()),
                        ("moved", models.JSONField(blank=True, default=dict)),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ties",
                                to="conversations.conversation",
                            ),
                        ),
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
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ties_back",
                                to="conversations.conversation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("conversation", "other"), name="tie_once_a_pair"
                            )
                        ],
                    },
                ),
            ]
        )
    ]

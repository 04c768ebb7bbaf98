"""One act on many conversations, with a row for each of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0005_priority"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("ASSIGN", "Assign"),
                            ("STATUS", "Status"),
                            ("PRIORITY", "Priority"),
                            ("TAG", "Tag"),
                            ("UNTAG", "Take a tag off"),
                            ("READ", "Mark as read"),
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
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            },
        ),
        migrations.AddIndex(
            model_name="bulk",
            index=models.Index(
                condition=models.Q(("state__in", ["RUNNING", "UNDOING"])),
                fields=["id"],
                name="bulk_not_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkitem",
            index=models.Index(fields=["bulk", "state", "id"], name="bulk_item_by_state"),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                fields=("bulk", "conversation"), name="bulk_item_once"
            ),
        ),
    ]

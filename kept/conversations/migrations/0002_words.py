"""The index of words: FTS5 beside the entries on SQLite, a tsvector within them on PostgreSQL."""

import django.db.models.deletion
from django.db import migrations, models


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        # Words are cut and folded by us (`kit.words`), so the plainest tokenizer is the right one.
        # Nothing but the index is stored: the texts stand where they always stood.
        schema_editor.execute(
            "CREATE VIRTUAL TABLE conversations_words USING fts5("
            "words, subject, people, files, keys, content='', tokenize=\"ascii tokenchars '=@.:+-_'\")"
        )
        return
    schema_editor.execute("ALTER TABLE conversations_entry ADD COLUMN words tsvector")
    schema_editor.execute("CREATE INDEX entry_words ON conversations_entry USING gin (words)")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE conversations_words")
        return
    schema_editor.execute("ALTER TABLE conversations_entry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["conversation", "id"], name="entry_of_conversation")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attachment", None), ("message__isnull", False), ("note", None)
                            ),
                            models.Q(
                                ("attachment", None), ("message", None), ("note__isnull", False)
                            ),
                            models.Q(
                                ("attachment__isnull", False), ("message", None), ("note", None)
                            ),
                            _connector="OR",
                        ),
                        name="entry_of_one_thing",
                    )
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]

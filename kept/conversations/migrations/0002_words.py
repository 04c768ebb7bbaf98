"""The index of words: FTS5 beside the entries on SQLite, a tsvector within them on PostgreSQL."""

from django.db import migrations


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
    dependencies = [("conversations", "0001_tables")]
    operations = [migrations.RunPython(forwards, backwards)]

"""PostgreSQL writes an event and its mentions in one call, whose plans each session keeps."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION ledger_record(
    new_kind text, new_facts jsonb, new_by text, new_at timestamptz, new_cause bigint,
    new_depth int, names text[], OUT new_id bigint, OUT new_transaction bigint
) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_event (kind, facts, "by", at, cause_id, depth, transaction)
    VALUES (
        new_kind, new_facts, new_by, new_at, new_cause, new_depth,
        pg_current_xact_id()::text::bigint + COALESCE((SELECT max(value) FROM ledger_shift), 0)
    )
    RETURNING id, transaction INTO new_id, new_transaction;
    INSERT INTO ledger_mention (event_id, name) SELECT new_id, unnest(names);
END
$$
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ledger_record")


class Migration(migrations.Migration):
    replaces = [("ledger", "0004_record_in_one_trip")]
    dependencies = [("ledger", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]

"""Empties the database after a test that commits: what the test wrote, and no more.

A pytest plugin. Django would empty every table and then write its permissions anew, which takes
longer than most of these tests. The ledger refuses to be emptied by anybody; only the test
database's own flush goes around its triggers, and they stand again before the next test begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

append_only = import_module("kept.ledger.migrations.0002_append_only")
plays = import_module("kept.playbook.migrations.0002_plays")

OF_DJANGO = {"django_content_type", "auth_permission"}
"""Written when the database is made, and by nobody since."""
OF_PLAYS = ["playbook_play", "playbook_phrasing"]
"""Laid in when the database is made; a test may change them, and then they are laid in anew."""
CHANGED_PLAYS = (
    f"SELECT '{OF_PLAYS[0]}' WHERE EXISTS (SELECT 1 FROM {OF_PLAYS[0]} WHERE writer_id IS NOT NULL "
    "OR used_at IS NOT NULL OR retired_at IS NOT NULL OR number > 1)"
)


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_emptied() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())
        begin_anew = TransactionTestCase._reset_sequences

        def but_not_of_plays(database: str) -> None:
            begin_anew(database)
            count_on()

        patch.setattr(TransactionTestCase, "_reset_sequences", staticmethod(but_not_of_plays))
        yield


def count_on() -> None:
    """Ids of what is laid in begin behind what there is, where a test has ids begin anew."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in OF_PLAYS:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_question())
        touched = [table for (table,) in cursor.fetchall()]
    if not touched:
        return
    if OF_PLAYS[0] in touched:
        touched.append(OF_PLAYS[1])
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            with _without_triggers(cursor):
                for table in touched:
                    cursor.execute(f'DELETE FROM "{table}"')
                # Ids begin anew: the audit takes a gap in them for lost events.
                names = append_only.TABLES
                cursor.execute("DELETE FROM sqlite_sequence WHERE name IN (%s, %s)", names)
        elif not _is_superuser():
            with _without_triggers(cursor):
                cursor.execute(f"TRUNCATE {', '.join(touched)} CASCADE")
        else:
            # Neither the ledger's triggers nor foreign keys have a say in what a replica is told.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in touched))
    # A cascade may have taken them along too.
    if not apps.get_model("playbook", "Play").objects.exists():
        plays.forwards(apps, None)


@contextmanager
def _without_triggers(cursor: Any) -> Iterator[None]:
    editor = SimpleNamespace(connection=connection, execute=cursor.execute)
    append_only.backwards(None, editor)
    yield
    append_only.forwards(None, editor)


@cache
def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        return bool(cursor.fetchone()[0])


@cache
def _question() -> str:
    """Asks which tables have rows."""
    tables = set(connection.introspection.django_table_names(only_existing=True)) - OF_DJANGO
    asked = [
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
        for table in sorted(tables.difference(OF_PLAYS))
    ]
    return " UNION ALL ".join([*asked, CHANGED_PLAYS])

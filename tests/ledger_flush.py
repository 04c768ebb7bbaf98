"""Lets tests that commit empty the ledger afterwards, which its triggers refuse to everybody.

A pytest plugin: only the test database's own flush goes around the triggers, and they stand again
before the next test begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

append_only = import_module("kept.ledger.migrations.0002_append_only")


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_emptied() -> Iterator[None]:
    operations = connection.ops
    flush = operations.execute_sql_flush

    def flush_without_triggers(sql_list: list[str]) -> Any:
        with connection.cursor() as cursor:
            editor = SimpleNamespace(connection=connection, execute=cursor.execute)
            append_only.backwards(None, editor)
            try:
                flushed = flush(sql_list)
                if connection.vendor == "sqlite":
                    # Ids begin anew: the audit takes a gap in them for lost events.
                    cursor.execute(
                        "DELETE FROM sqlite_sequence WHERE name IN (%s, %s)", append_only.TABLES
                    )
                return flushed
            finally:
                append_only.forwards(None, editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_without_triggers)
        yield

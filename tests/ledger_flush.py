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
    if flush.__name__ == "flush_without_triggers":
        yield  # more than one conftest asked for this
        return

    def flush_without_triggers(sql_list: list[str]) -> Any:
        with connection.cursor() as cursor:
            editor = SimpleNamespace(connection=connection, execute=cursor.execute)
            append_only.backwards(None, editor)
            try:
                return flush(sql_list)
            finally:
                append_only.forwards(None, editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_without_triggers)
        yield

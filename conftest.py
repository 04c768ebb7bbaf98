"""What holds for every test: the fast hasher, and a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

APPEND_ONLY = ("ledger_event", "ledger_mention")


def pytest_configure() -> None:
    empty_the_ledger_too()
    # Argon2 is slow on purpose; a test that signs somebody in need not be.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests render pages without having collected static files.
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def empty_the_ledger_too() -> None:
    """After a test with real transactions Django empties all tables, which the ledger refuses."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        with without_triggers():
            flush(self, sql_list)

    operations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]


@contextmanager
def without_triggers() -> Iterator[None]:
    on, off = [], []
    if connection.vendor == "postgresql":
        on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in APPEND_ONLY]
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in APPEND_ONLY]
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for name, sql in cursor.fetchall():
                on.append(sql)
                off.append(f"DROP TRIGGER {name}")
    run(off)
    yield
    run(on)


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if connection.vendor != "postgresql":
        skipped = pytest.mark.skip(reason="says something on PostgreSQL only; bin/test runs both")
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(skipped)


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path: Path) -> Path:
    """Blobs and spool of this test alone."""
    settings.DATA = tmp_path / "data"
    settings.BLOBS = settings.DATA / "blobs"
    settings.SPOOL = settings.DATA / "spool"
    return settings.DATA

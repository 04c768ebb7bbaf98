"""Rows into tables by the thousand, with the indexes laid aside meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


class Writer:
    """Rows into tables, as fast as each database takes them."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.is_sqlite = connection.vendor == "sqlite"
        self.rows: dict[str, list[Sequence[Any]]] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        self.constants: dict[str, tuple[Any, ...]] = {}
        self._laid_aside: list[str] = []

    def table(self, model: Any, *columns: str) -> str:
        """Rows of `model` will come with these columns; the rest are its defaults."""
        rest = [f for f in model._meta.local_concrete_fields if f.column not in columns]
        rest = [f for f in rest if not (f.primary_key and f.get_internal_type() == "BigAutoField")]
        name = model._meta.db_table
        self.columns[name] = (*columns, *(field.column for field in rest))
        self.constants[name] = tuple(self._plain(field.get_default(), field) for field in rest)
        self.rows[name] = []
        return str(name)

    def words(self) -> str:
        """The index of words of SQLite, which is no model; on PostgreSQL it is a column."""
        name = "conversations_words"
        if self.is_sqlite:
            self.columns[name] = ("rowid", "words", "subject", "people", "files", "keys")
            self.constants[name] = ()
            self.rows[name] = []
        return name

    def _plain(self, value: Any, field: Any) -> Any:
        if field.get_internal_type() == "JSONField":
            return json.dumps(value)
        return value

    def flush(self) -> None:
        for name, rows in self.rows.items():
            if rows:
                constants = self.constants[name]
                self._write(name, [(*row, *constants) for row in rows] if constants else rows)
                rows.clear()

    def _write(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        columns = ", ".join(f'"{column}"' for column in self.columns[name])
        raw = self.connection.connection
        if self.is_sqlite:
            marks = ", ".join("?" * len(self.columns[name]))
            raw.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', rows)
            return
        with raw.cursor() as cursor, cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def lay_indexes_aside(self) -> None:
        tables = list(self.rows)
        with self.connection.cursor() as cursor:
            if self.is_sqlite:
                cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'")
                for name, table, sql in cursor.fetchall():
                    if table in tables and sql:
                        cursor.execute(f'DROP INDEX "{name}"')
                        self._laid_aside.append(sql)
                return
            cursor.execute(
                "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) "
                "FROM pg_constraint c WHERE c.contype IN ('u', 'f')"
            )
            again = []
            for table, name, definition in cursor.fetchall():
                if table in tables:
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                    again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
            cursor.execute(
                "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
                "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            )
            for table, name, definition in cursor.fetchall():
                if table in tables:
                    cursor.execute(f'DROP INDEX "{name}"')
                    self._laid_aside.append(definition)
            # Unique ones before those that refer to them.
            self._laid_aside += sorted(again, key=lambda sql: "FOREIGN KEY" in sql)

    def put_indexes_back(self) -> None:
        with self.connection.cursor() as cursor:
            for sql in self._laid_aside:
                cursor.execute(sql)
            if self.is_sqlite:
                cursor.execute("ANALYZE")
                return
            for table in self.rows:
                cursor.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
                    "AND column_name = 'id'",
                    [table],
                )
                if cursor.fetchone():
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                        f"(SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
                    )
            cursor.execute("VACUUM ANALYZE")

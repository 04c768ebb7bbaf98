"""What Kept's database holds, in plain shapes that fill another product's tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg


@dataclass(slots=True)
class Letter:
    """`by` is the member who wrote it, None for the customer."""

    number: int
    by: int | None
    text: str
    html: str
    at: datetime


@dataclass(slots=True)
class Thread:
    """A conversation with its letters, the oldest first; `status` and `desk` in Kept's words."""

    number: int
    desk: str
    subject: str
    status: str
    assignee: int | None
    name: str
    address: str
    opened_at: datetime
    last_at: datetime
    letters: list[Letter] = field(default_factory=list)


_THREADS = """
SELECT c.id, d.name, c.subject, c.status, c.assignee_id, k.name, a.value, c.opened_at, c.last_at
FROM conversations_conversation c
JOIN conversations_desk d ON d.id = c.desk_id
JOIN customers_customer k ON k.id = c.customer_id
JOIN customers_address a ON a.customer_id = k.id
ORDER BY c.id
"""
_LETTERS = """
SELECT m.conversation_id, m.id, m.member_id, m.text, coalesce(h.html, ''), m.at
FROM conversations_message m LEFT JOIN conversations_messagehtml h ON h.message_id = m.id
ORDER BY m.conversation_id, m.at, m.id
"""


def members(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [pk for (pk,) in connection.execute("SELECT id FROM people_member ORDER BY id")]


def threads(url: str) -> Iterator[Thread]:
    """All conversations in the order of their numbers, a few at a time in memory."""
    with psycopg.connect(url) as one, psycopg.connect(url) as other:
        letters = _rows(other, "letters", _LETTERS)
        waiting = next(letters, None)
        for row in _rows(one, "threads", _THREADS):
            thread = Thread(*row)
            while waiting is not None and waiting[0] == thread.number:
                thread.letters.append(Letter(*waiting[1:]))
                waiting = next(letters, None)
            yield thread


def _rows(connection: Any, name: str, asked: str) -> Iterator[tuple[Any, ...]]:
    connection.execute("SET TIME ZONE 'UTC'")
    with connection.cursor(name) as cursor:
        cursor.itersize = 5_000
        yield from cursor.execute(asked)


class Rows:
    """Rows for many tables, copied into them by the thousand."""

    def __init__(self, connection: Any, columns: dict[str, str]) -> None:
        self.connection = connection
        self.columns = columns
        self.waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in columns}

    def flush(self) -> None:
        for name, rows in self.waiting.items():
            asked = f"COPY {name} ({self.columns[name]}) FROM STDIN"
            with self.connection.cursor() as cursor, cursor.copy(asked) as copy:
                for row in rows:
                    copy.write_row(row)
            rows.clear()
        self.connection.commit()

"""An archive as rows of django-helpdesk, like those that its own mail intake writes."""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg
from beside.archive import Rows, Thread, threads

TABLES = {
    "helpdesk_ticket": "id, title, created, modified, submitter_email, status, on_hold, "
    "description, priority, assigned_to_id, queue_id, secret_key",
    "helpdesk_followup": "id, date, title, comment, public, new_status, ticket_id, user_id, "
    "message_id, email_recipients",
    "helpdesk_followupattachment": "id, file, filename, mime_type, size, followup_id",
}
OPEN, RESOLVED, CLOSED = 1, 3, 4
STATUSES = {"OPEN": OPEN, "WAITING": RESOLVED, "ON_HOLD": RESOLVED, "CLOSED": CLOSED}
FLUSHED = 2_000


class Loader:
    def __init__(self, connection: Any) -> None:
        self.rows = Rows(connection, TABLES)
        self.connection = connection
        found = connection.execute("SELECT title, id FROM helpdesk_queue").fetchall()
        self.queues = dict(found)
        self.members: dict[int, int] = {}
        self.letters = self.files = 0

    def load(self, url: str, names: dict[int, str]) -> None:
        """All threads of the archive at `url`; the members with these names are there."""
        found = self.connection.execute("SELECT username, id FROM auth_user").fetchall()
        self.members = {number: dict(found)[name] for number, name in names.items()}
        for thread in threads(url):
            self._ticket(thread)
            if thread.number % FLUSHED == 0:
                self.rows.flush()
        self.rows.flush()
        for name in TABLES:
            self.connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
            )
        self.connection.commit()

    def _ticket(self, thread: Thread) -> None:
        waiting = self.rows.waiting
        status = STATUSES[thread.status]
        told = json.dumps([thread.address])
        waiting["helpdesk_ticket"].append(
            (
                *(thread.number, thread.subject[:200], thread.opened_at, thread.last_at),
                *(thread.address, status, thread.status == "ON_HOLD", thread.letters[0].text, 3),
                self.members[thread.assignee] if thread.assignee else None,
                *(self.queues[thread.desk], str(uuid.UUID(int=thread.number))),
            )
        )
        for letter in thread.letters:
            self.letters += 1
            by = self.members[letter.by] if letter.by else None
            title = "Comment" if by else f"E-Mail Received from {thread.address}"
            own_id = f"<{letter.number:x}.{thread.number:x}@post.example>"
            waiting["helpdesk_followup"].append(
                (
                    *(self.letters, letter.at, title, letter.text, True, None, thread.number, by),
                    *(None if by else own_id, told),
                )
            )
            if letter.html:
                self.files += 1
                place = f"helpdesk/attachments/{thread.number}/{self.letters}/email_html_body.txt"
                words = (place, "email_html_body.txt", "text/html", len(letter.html), self.letters)
                waiting["helpdesk_followupattachment"].append((self.files, *words))
        if status != OPEN:
            self.letters += 1
            by = self.members[thread.assignee] if thread.assignee else None
            title = "Closed" if status == CLOSED else "Resolved"
            words = (self.letters, thread.last_at, title, "", True, status, thread.number, by)
            waiting["helpdesk_followup"].append((*words, None, None))


def fill(url: str, archive: str, names: dict[int, str]) -> None:
    """Into the django-helpdesk at `url` what Kept's database at `archive` holds."""
    with psycopg.connect(url) as connection:
        Loader(connection).load(archive, names)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")

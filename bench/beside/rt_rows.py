"""An archive as rows of Request Tracker 5, like those that it writes for mail by itself.

What it would note about mails that leave, and that roles were made, is left out: fewer rows can
only make it faster.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg
from beside.archive import Letter, Rows, Thread, members, threads

TABLES = {
    "principals": "id, principaltype, disabled",
    "users": "id, name, password, emailaddress, realname, creator, created, lastupdatedby, "
    "lastupdated",
    "groups": "id, name, domain, instance, creator, created, lastupdatedby, lastupdated",
    "groupmembers": "id, groupid, memberid, creator, created, lastupdatedby, lastupdated",
    "cachedgroupmembers": "id, groupid, memberid, via, immediateparentid, disabled",
    "tickets": "id, effectiveid, queue, type, owner, subject, status, told, started, due, starts, "
    "resolved, lastupdatedby, lastupdated, creator, created",
    "transactions": "id, objecttype, objectid, type, field, oldvalue, newvalue, data, creator, "
    "created",
    "attachments": "id, transactionid, parent, messageid, subject, contenttype, contentencoding, "
    "content, headers, creator, created",
}
STATUSES = {"OPEN": "open", "WAITING": "stalled", "ON_HOLD": "stalled", "CLOSED": "resolved"}
ROLES = ("AdminCc", "Cc", "Owner", "Requestor")
SYSTEM, NOBODY = 1, 6
NEVER = datetime(1970, 1, 1)  # noqa: DTZ001  as RT writes it, without a zone
FLUSHED = 2_000
INDEX = """
INSERT INTO AttachmentsIndex (ContentIndex, id)
SELECT to_tsvector(Content), id FROM Attachments
WHERE ContentType IN ('text', 'text/plain', 'text/html') AND Content <> ''
"""


class Loader:
    def __init__(self, connection: Any) -> None:
        self.rows = Rows(connection, TABLES)
        self.connection = connection
        own = [name for name in TABLES if name not in ("users", "groups")]
        self.next = {
            name: self._one(f"SELECT coalesce(max(id), 0) + 1 FROM {name}") for name in own
        }
        self.queues = dict(connection.execute("SELECT name, id FROM queues").fetchall())
        self.everyone = self._system_group("Everyone")
        self.unprivileged = self._system_group("Unprivileged")
        self.privileged = self._system_group("Privileged")
        self.agents = self._one("SELECT id FROM groups WHERE name = 'Agents'")
        self.people: dict[str, int] = {}
        self.members: dict[int, int] = {}

    def load(self, url: str, agent: str) -> None:
        """All threads of the archive at `url`; its first member is `agent`, who is there."""
        first, *others = members(url)
        self.members[first] = self._one("SELECT id FROM users WHERE name = %s", agent)
        for number in others:
            name = f"member{number}"
            user = self._user(name, f"{name}@bench.example", name, NEVER, groups=self.privileged)
            self._member(self.agents, user, NEVER)
            self.members[number] = user
        for thread in threads(url):
            self._ticket(thread)
            if thread.number % FLUSHED == 0:
                self.rows.flush()
        self.rows.flush()
        for name in TABLES:
            asked = f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"
            self.connection.execute(asked)
        self.connection.execute("DROP INDEX ContentIndex_idx")
        self.connection.execute(INDEX)
        index = "CREATE INDEX ContentIndex_idx ON AttachmentsIndex USING gin(ContentIndex)"
        self.connection.execute(index)
        self.connection.commit()

    def _ticket(self, thread: Thread) -> None:
        opened, changed = thread.opened_at.replace(tzinfo=None), thread.last_at.replace(tzinfo=None)
        customer = self.people.get(thread.address)
        if customer is None:
            words = (thread.address, thread.address, thread.name, opened)
            customer = self._user(*words, groups=self.unprivileged)
            self.people[thread.address] = customer
        owner = self.members[thread.assignee] if thread.assignee else NOBODY
        for role in ROLES:
            group = self._group(role, "RT::Ticket-Role", thread.number, opened)
            if role == "Owner":
                self._member(group, owner, opened)
            if role == "Requestor":
                self._member(group, customer, opened)
        told = None
        for place, letter in enumerate(thread.letters):
            writer = self.members[letter.by] if letter.by else customer
            at = letter.at.replace(tzinfo=None)
            told = at if letter.by else told
            kind = "Correspond" if place else "Create"
            self._letter(thread, letter, kind, writer=writer, at=at)
            if place == 0 and owner != NOBODY:
                self._change(thread, "Set", "Owner", str(NOBODY), str(owner), owner, at)
        status = STATUSES[thread.status]
        if status != "open":
            self._change(thread, "Status", "Status", "open", status, owner, changed)
        self.rows.waiting["tickets"].append(
            (
                *(thread.number, thread.number, self.queues[thread.desk], "ticket", owner),
                *(thread.subject[:200], status, told, opened, NEVER, NEVER),
                *(changed if status == "resolved" else NEVER, customer, changed, customer, opened),
            )
        )

    def _letter(
        self, thread: Thread, letter: Letter, kind: str, *, writer: int, at: datetime
    ) -> None:
        done = self._add(
            *("transactions", "RT::Ticket", thread.number, kind, None, None, None),
            *(thread.subject[:200] if kind == "Correspond" else None, writer, at),
        )
        own_id = f"{letter.number:x}.{thread.number:x}@post.example"
        head = (
            f"From: {thread.name} <{thread.address}>\nTo: {thread.desk.lower()}@bench.example\n"
            f"Subject: {thread.subject}\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\n"
            f"Message-ID: <{own_id}>\nMIME-Version: 1.0\nX-RT-Interface: Email\n"
        )
        named = (own_id, thread.subject[:255])
        both, end = 0, (writer, at)
        if letter.html:
            kept = f"{head}Content-Type: multipart/alternative; boundary=xx\n"
            words = (done, 0, *named, "multipart/alternative", None, None, kept, *end)
            both = self._add("attachments", *words)
            head, named = "", ("", "")
        for media, text in (("plain", letter.text), ("html", letter.html)):
            if text:
                kept = (
                    f'{head}Content-Type: text/{media}; charset="utf-8"\n'
                    f"X-RT-Original-Encoding: utf-8\nContent-Length: {len(text)}\n"
                )
                words = (done, both, *named, f"text/{media}", "none", text, kept, *end)
                self._add("attachments", *words)

    def _change(
        self, thread: Thread, kind: str, what: str, old: str, new: str, by: int, at: datetime
    ) -> None:
        words = ("RT::Ticket", thread.number, kind, what, old, new, None, by, at)
        self._add("transactions", *words)

    def _user(self, name: str, address: str, real: str, at: datetime, *, groups: int) -> int:
        user = self._add("principals", "User", 0)
        words = (user, name, "*NO-PASSWORD*", address, real, SYSTEM, at, SYSTEM, at)
        self.rows.waiting["users"].append(words)
        self._member(self._group("UserEquiv", "ACLEquivalence", user, at), user, at)
        self._member(self.everyone, user, at)
        self._member(groups, user, at)
        return user

    def _group(self, name: str, domain: str, instance: int, at: datetime) -> int:
        group = self._add("principals", "Group", 0)
        words = (group, name, domain, instance, SYSTEM, at, SYSTEM, at)
        self.rows.waiting["groups"].append(words)
        self._cached(group, group)
        return group

    def _member(self, group: int, user: int, at: datetime) -> None:
        self._add("groupmembers", group, user, SYSTEM, at, SYSTEM, at)
        self._cached(group, user)

    def _cached(self, group: int, user: int) -> None:
        number = self.next["cachedgroupmembers"]
        self._add("cachedgroupmembers", group, user, number, group, 0)

    def _add(self, table: str, *words: Any) -> int:
        number = self.next[table]
        self.next[table] = number + 1
        self.rows.waiting[table].append((number, *words))
        return number

    def _system_group(self, name: str) -> int:
        asked = "SELECT id FROM groups WHERE domain = 'SystemInternal' AND name = %s"
        return self._one(asked, name)

    def _one(self, asked: str, *given: object) -> int:
        return int(self.connection.execute(asked, given).fetchone()[0])


def fill(url: str, archive: str, agent: str) -> None:
    """Into the Request Tracker at `url` what Kept's database at `archive` holds."""
    with psycopg.connect(url) as connection:
        Loader(connection).load(archive, agent)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")

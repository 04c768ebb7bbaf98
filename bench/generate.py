#!/usr/bin/env python3
"""Fill a database with so many conversations, the same for the same number.

    bench/generate.py --conversations 100000 --db sqlite --data /tmp/kept-100k
    DATABASE_URL=postgresql://... bench/generate.py --conversations 1000 --db postgres --data DIR

Writes DIR/bench.json: who can sign in, and the ids of the pages to measure. The database must be
empty; migrations are run. Rows go in by the thousand with the indexes laid aside, and statistics
are gathered at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

common.in_environment()

from tables import Writer  # noqa: E402  under the right Python
from wording import FIRST, LAST, Texts  # noqa: E402

EMAIL, PASSWORD = "ada@bench.example", "measured and found light"  # a database nobody keeps
CHUNK = 5_000
YEARS = 3
HUNDREDS = 12
AT_HAND = 150
"""So many of the newest conversations the member who looks works on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, and between whom it is written."""

    number: int
    desk: int
    desk_address: str
    customer: int
    author: int

    @property
    def address(self) -> str:
        return f"customer{self.customer}@post.example"

    @property
    def name(self) -> str:
        return f"{FIRST[self.customer % 16]} {LAST[self.customer // 16 % 10]}"

    @property
    def names(self) -> tuple[str, str]:
        return (f"conversation:{self.number}", f"customer:{self.customer}")


class Generator:
    def __init__(self, connection: Any, count: int, *, seed: int) -> None:
        self.dice = random.Random(seed)
        self.texts = Texts(self.dice)
        self.count = count
        self.now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        self.out = Writer(connection)
        self.message_id = self.event_id = self.promise_id = self.note_id = self.entry_id = 0
        self.manifest: dict[str, Any] = {
            "thread5": [],
            "thread100": [],
            "thread1000": [],
            "customers": [],
            "rare": self.texts.rare[:40],
        }

    def run(self) -> None:
        began = time.perf_counter()
        self._house()
        self._tables()
        connection = self.out.connection
        if self.out.is_sqlite:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000"):
                connection.cursor().execute(f"PRAGMA {pragma}")
            connection.cursor().execute("PRAGMA foreign_keys=OFF")
        self.out.lay_indexes_aside()
        self._customers()
        for start in range(1, self.count + 1, CHUNK):
            if self.out.is_sqlite:
                connection.connection.execute("BEGIN")
            for number in range(start, min(start + CHUNK, self.count + 1)):
                self._conversation(number)
            self.out.flush()
            if self.out.is_sqlite:
                connection.connection.execute("COMMIT")
        self.out.flush()
        written = time.perf_counter()
        self.out.put_indexes_back()
        self.manifest |= {
            "email": EMAIL,
            "password": PASSWORD,
            "conversations": self.count,
            "messages": self.message_id,
            "events": self.event_id,
            "promises": self.promise_id,
            "rows_seconds": round(written - began, 1),
            "index_seconds": round(time.perf_counter() - written, 1),
        }

    def _house(self) -> None:
        from django.contrib.auth.hashers import make_password

        from kept.conversations.models import Desk, DeskAddress
        from kept.hours.actions import open_house_calendar
        from kept.people.models import Member, Team

        team = Team.objects.create(name="Everybody")
        roles = ["MEMBER"] * 6 + ["MANAGER", "LEADER", "OWNER"]
        password = make_password(PASSWORD)
        self.members = []
        for number, role in enumerate(roles):
            email = EMAIL if number == 0 else f"member{number}@bench.example"
            name = f"{FIRST[number]} {LAST[number]}"
            member = Member(email=email, name=name, role=role, password=password)
            member.joined_at = self.now - timedelta(days=365 * YEARS)
            member.save()
            team.members.add(member)
            self.members.append(member.pk)
        self.desks = []
        calendar = open_house_calendar(now=self.now)
        for name in ("Billing", "Orders", "Internal"):
            desk = Desk.objects.create(name=name, slug=name.lower(), calendar=calendar)
            desk.teams.add(team)
            DeskAddress.objects.create(desk=desk, value=f"{name.lower()}@bench.example")
            self.desks.append((desk.pk, f"{name.lower()}@bench.example"))

    def _tables(self) -> None:
        from kept.conversations import models as c
        from kept.customers import models as k
        from kept.ledger import models as l
        from kept.mail import models as m
        from kept.promises import models as p

        table = self.out.table
        self.t_customer = table(k.Customer, "id", "name", "zone", "place", "since")
        self.t_address = table(k.Address, "customer_id", "value")
        self.t_fact = table(k.Fact, "customer_id", "words", "source", "told_at")
        self.t_conversation = table(
            *(c.Conversation, "id", "desk_id", "customer_id", "subject", "status", "assignee_id"),
            *("opened_at", "last_at", "closed_at", "preview", "last_in_message", "last_message"),
        )
        self.t_message = table(
            *(c.Message, "id", "conversation_id", "way", "member_id", "from_name", "from_address"),
            *("to", "text", "has_html", "at"),
        )
        self.t_html = table(c.MessageHtml, "message_id", "html")
        self.t_note = table(c.Note, "id", "conversation_id", "member_id", "text", "at")
        self.t_mark = table(c.ReadMark, "member_id", "conversation_id", "message_id")
        self.t_promise = table(
            *(p.Promise, "id", "conversation_id", "desk_id", "customer_id", "keeper_id"),
            *("made_by_id", "made_in_id", "words", "zone", "made_at", "due_at", "first_due_at"),
            *("renegotiate_by", "broken_at", "outcome", "settled_at"),
        )
        self.t_event = table(l.Event, "id", "kind", "facts", "by", "at", "transaction")
        self.t_mention = table(l.Mention, "event_id", "name")
        # Columns by their order in the table: the words stand last on PostgreSQL.
        self.t_entry = table(
            *(c.Entry, "id", "conversation_id", "message_id", "note_id", "attachment_id")
        )
        if not self.out.is_sqlite:
            self.out.columns[self.t_entry] = (*self.out.columns[self.t_entry], "words")
        self.t_words = self.out.words()
        self.t_id = table(m.MessageId, "value", "message_id", "desk_id")
        self.t_outgoing = table(
            *(m.Outgoing, "message_id", "recipient", "envelope_from", "sha256", "state", "tries"),
            *("not_before", "queued_at", "sent_at"),
        )

    def _customers(self) -> None:
        self.people = max(self.count // 4, 40)
        rows = self.out.rows
        since = moment(self.now - timedelta(days=365 * YEARS))
        for number in range(1, self.people + 1):
            name = f"{FIRST[number % 16]} {LAST[number // 16 % 10]}"
            rows[self.t_customer].append((number, name, "Europe/Lisbon", "Lisbon", since))
            rows[self.t_address].append((number, f"customer{number}@post.example"))
            if number % 3 == 0:
                rows[self.t_fact].append((number, "Rather a call than mail", "They said so", since))
            if number % 50_000 == 0:
                self.out.flush()
        self.out.flush()

    def _conversation(self, number: int) -> None:
        dice, rows = self.dice, self.out.rows
        desk, desk_address = dice.choices(self.desks, (2, 5, 1))[0]
        customer = dice.randint(1, self.people)
        age = 1 - number / self.count
        opened = self.now - timedelta(days=4 + age * 365 * YEARS, seconds=dice.randrange(86_400))
        # Five letters a conversation on average.
        length = dice.choices((1, 2, 3, 4, 5, 7, 10, 16), (2, 4, 4, 4, 4, 4, 3, 1))[0]
        # Those to be measured are spread over the years, all of them in sight of the member.
        if number % max(self.count // HUNDREDS, 1) == 7:
            length = 100
        if number == self.count // 2:
            length = 1_000
        if length in {5, 100, 1_000} and len(self.manifest[f"thread{length}"]) < 400:
            self.manifest[f"thread{length}"].append(number)
        if number % max(self.count // 200, 1) == 0:
            self.manifest["customers"].append(customer)
        is_recent = age < 0.08
        status = dice.choices(
            ("CLOSED", "OPEN", "WAITING", "ON_HOLD"),
            (40, 30, 25, 5) if is_recent else (97, 1, 1, 1),
        )[0]
        others = self.members[1:]
        assignee = dice.choice(others) if status != "OPEN" or dice.random() < 0.8 else None
        # A member's own pages are as full at every size: what they hold grows with the work of a
        # day, not with the archive.
        is_at_hand = number > self.count - AT_HAND
        if is_at_hand:
            status, assignee = dice.choice(("OPEN", "OPEN", "WAITING")), self.members[0]
        author = assignee or dice.choice(others)
        there = Place(number, desk, desk_address, customer, author)
        self._event(
            "conversation.opened", {"conversation": number, "desk": desk}, opened, there.names
        )
        at, last_in, letters = opened, 0, []
        for index in range(length):
            at += timedelta(minutes=dice.randint(5, 2_400 if length < 9 else 50))
            letters.append(self._letter(there, at, is_ours=index % 2 == 1))
            last_in = self.message_id if index % 2 == 0 else last_in
        text = letters[-1]["text"]
        if dice.random() < 0.3 or is_at_hand:
            self._promise(number, desk, customer, author, at, is_at_hand=is_at_hand)
        if dice.random() < 0.15:
            self.note_id += 1
            text_of_note = self.texts.promise()
            rows[self.t_note].append((self.note_id, number, author, text_of_note, moment(at)))
            noted = [(self.note_id, text_of_note)]
        else:
            noted = []
        for member in {self.members[0], author} if dice.random() < 0.8 else ():
            rows[self.t_mark].append((member, number, last_in))
        closed = moment(at + timedelta(hours=3)) if status == "CLOSED" else None
        subject = self.texts.subject()
        self._enter(number, desk, subject, letters, noted)
        rows[self.t_conversation].append(
            (
                *(number, desk, customer, subject, status, assignee, moment(opened)),
                *(moment(at), closed, " ".join(text[:640].split())[:160], last_in, self.message_id),
            )
        )

    def _letter(self, there: Place, at: datetime, *, is_ours: bool) -> dict[str, Any]:
        """One letter with its facts; answers what the index of words asks of it."""
        rows = self.out.rows
        self.message_id += 1
        message, stamp = self.message_id, moment(at)
        text = self.texts.letter()
        has_html = not is_ours and self.dice.random() < 0.3
        letter = {
            "id": message,
            "way": "OUT" if is_ours else "IN",
            "text": text,
            "from_name": "" if is_ours else there.name,
            "from_address": "" if is_ours else there.address,
            "to": [there.address if is_ours else there.desk_address],
        }
        rows[self.t_message].append(
            (
                *(message, there.number, letter["way"], there.author if is_ours else None),
                *(letter["from_name"], letter["from_address"], json.dumps(letter["to"])),
                *(text, has_html, stamp),
            )
        )
        if has_html:
            told = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            rows[self.t_html].append((message, f"<html><body>{told}</body></html>"))
        value = f"{message:x}.{there.number:x}@post.example"
        rows[self.t_id].append((value, message, there.desk))
        fact = {"message": message, "conversation": there.number}
        if is_ours:
            who = (*there.names, f"member:{there.author}")
            self._event("message.sent", fact, at, who, by=there.author)
            queued = (stamp, stamp, stamp)
            rows[self.t_outgoing].append(
                (message, there.address, there.desk_address, "0" * 64, "SENT", 1, *queued)
            )
        else:
            self._event("message.received", fact | {"automatic": ""}, at, there.names)
        return letter

    def _enter(
        self,
        number: int,
        desk: int,
        subject: str,
        letters: list[dict[str, Any]],
        notes: list[tuple[int, str]],
    ) -> None:
        """Put all of it into the index of words, as the product does."""
        from kept.conversations import index
        from kept.conversations.models import Conversation, Message, Note

        conversation = Conversation(pk=number, desk_id=desk, subject=subject)
        found = [index.row_of_message(Message(**letter), conversation) for letter in letters]
        found += [index.row_of_note(Note(pk=pk, text=text), conversation) for pk, text in notes]
        for row in found:
            self.entry_id += 1
            entry = (self.entry_id, number, row.message, row.note, row.attachment)
            if self.out.is_sqlite:
                self.out.rows[self.t_entry].append(entry)
                self.out.rows[self.t_words].append((self.entry_id, *index.fts_values(row)))
            else:
                self.out.rows[self.t_entry].append((*entry, index.tsvector(row)))

    def _promise(
        self, number: int, desk: int, customer: int, author: int, at: datetime, *, is_at_hand: bool
    ) -> None:
        dice = self.dice
        self.promise_id += 1
        promise = self.promise_id
        # One in ten is open, whatever its age; most of those fall due in the weeks to come.
        is_open = dice.random() < (0.4 if is_at_hand else 0.1)
        due = at + timedelta(hours=dice.randint(2, 200))
        if is_open and dice.random() < 0.97:
            soonest, latest = (-600, 12_000) if is_at_hand else (30, 60_000)
            due = self.now + timedelta(minutes=dice.randint(soonest, latest))
        settled = None if is_open else moment(due - timedelta(minutes=dice.randint(-200, 600)))
        outcome = "OPEN" if is_open else dice.choices(("KEPT", "BROKEN", "RELEASED"), (90, 6, 4))[0]
        keeper = author if dice.random() < 0.8 else None
        due_at = moment(max(due, at))
        was_late = outcome == "BROKEN" or (is_open and due < self.now)
        self.out.rows[self.t_promise].append(
            (
                *(promise, number, desk, customer, keeper, author, None, self.texts.promise()),
                *("Europe/Berlin", moment(at), due_at, due_at, moment(at)),
                *(due_at if was_late else None, outcome, settled),
            )
        )
        names = (f"promise:{promise}", f"conversation:{number}", f"customer:{customer}")
        fact = {"promise": promise, "conversation": number}
        made = fact | {"message": 0, "due_at": due.isoformat()}
        self._event("promise.made", made, at, (*names, f"member:{author}"), by=author)
        if outcome == "KEPT":
            self._event("promise.kept", fact | {"late_by": -60}, due, names, by=author)

    def _event(
        self, kind: str, fact: dict[str, Any], at: datetime, names: Iterable[str], *, by: int = 0
    ) -> None:
        self.event_id += 1
        who = f"member:{by}" if by else "system:mail"
        row = (
            self.event_id,
            kind,
            json.dumps(fact),
            who,
            moment(at),
            0 if self.out.is_sqlite else 1,
        )
        self.out.rows[self.t_event].append(row)
        self.out.rows[self.t_mention].extend((self.event_id, name) for name in names)


def moment(at: datetime) -> str:
    """As Django writes a moment into SQLite; PostgreSQL reads it too, where sessions are UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def size_on_disk(data: Path) -> int:
    return sum(path.stat().st_size for path in data.glob("db.sqlite3*"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--conversations", type=int, required=True)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20261124)
    given = parser.parse_args()
    if given.db == "postgres" and not os.environ.get("DATABASE_URL"):
        parser.error("--db postgres needs DATABASE_URL")
    if given.db == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    os.environ["KEPT_DATA"] = str(given.data)
    common.setup_django()
    from django.db import connection

    from kept.people.models import Member
    from kept.serving.start import prepare

    prepare()
    if Member.objects.exists():
        raise SystemExit("This database is not empty.")
    began = time.perf_counter()
    generator = Generator(connection, given.conversations, seed=given.seed)
    generator.run()
    connection.close()
    manifest = generator.manifest | {"seconds": round(time.perf_counter() - began, 1)}
    if given.db == "sqlite":
        manifest["bytes"] = size_on_disk(given.data)
    (given.data / "bench.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
    shown = {name: value for name, value in manifest.items() if not isinstance(value, list)}
    print(json.dumps(shown))


if __name__ == "__main__":
    main()

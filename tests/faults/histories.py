"""Random histories of a mailbox: nothing that was there is lost, and nothing is shown twice.

    python -m tests.faults.histories --count 1000 --seed 1 [--server scripted|dovecot]
        [--first 0] [--control NAME]

Others deliver, deliver again, expunge and renumber; lines break in the middle of a mail, servers
say no, go away for two days or for thirty. Prints one line of JSON; exit status 0 when all holds.
A control is a build that must fail: `no-dedupe` forgets what was filed, `trusting` believes half a
mail, `hasty` remembers a number before its mail is stored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from tests.faults.imap_server import FAULTS, READS, STAGES, Cutter, Folder, imap_server, line_to

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STALL_SECONDS = 0.15
PATIENCE_SECONDS = 20.0
"""Where nothing is broken, a slow machine is given its time."""
OUTAGES = (timedelta(hours=48), timedelta(days=30))
_TOKEN = re.compile(r"token-\d+-\d+-end")


class Server(Protocol):
    """The side of the mailbox that is not ours."""

    port: int

    def begin(self) -> None: ...
    def deliver(self, raw: bytes) -> None: ...
    def expunge(self, raw: bytes) -> None: ...
    def renumber(self, dice: random.Random, *, last: int) -> bool: ...
    def break_something(self, dice: random.Random) -> None: ...
    def mend(self) -> None: ...
    def was_changed(self) -> str: ...


@dataclass
class Scripted:
    folder: Folder
    port: int

    def begin(self) -> None:
        self.folder.mails.clear()
        self.folder.validity += 1
        self.folder.next_uid = 1
        self.mend()

    def deliver(self, raw: bytes) -> None:
        self.folder.deliver(raw)

    def expunge(self, raw: bytes) -> None:
        self.folder.expunge(raw)

    def renumber(self, dice: random.Random, *, last: int) -> bool:
        is_silent = dice.random() < 0.3 and len(self.folder.mails) < last
        if is_silent:
            self.folder.go_back()
        else:
            self.folder.renumber()
        return is_silent

    def break_something(self, dice: random.Random) -> None:
        stage = dice.choice([*STAGES, "FETCH", "FETCH", "FETCH"])
        # A stall costs time; it comes seldom.
        fault = dice.choice([one for one in FAULTS if one != "stall" or dice.random() < 0.2])
        skipped = [(stage, "")] * dice.choice([0, 0, 1, 3])
        self.folder.faults += [*skipped, (stage, fault)]

    def mend(self) -> None:
        self.folder.faults.clear()

    def was_changed(self) -> str:
        return " ".join(sorted(self.folder.commands - READS))


@dataclass
class RealDovecot:
    server: Any
    cutter: Cutter
    port: int

    def begin(self) -> None:
        self.server.empty()
        self.mend()

    def deliver(self, raw: bytes) -> None:
        self.server.deliver(raw)

    def expunge(self, raw: bytes) -> None:
        wanted = raw.replace(b"\r\n", b"\n")
        for folder in ("new", "cur"):
            for path in list((self.server.folder / "mail" / folder).iterdir()):
                if path.read_bytes() == wanted:
                    path.unlink()

    def renumber(self, dice: random.Random, *, last: int) -> bool:
        # Costs a second, since Dovecot takes the time for the next UIDVALIDITY.
        if dice.random() < 0.25:
            self.server.renumber()
        return False

    def break_something(self, dice: random.Random) -> None:
        self.cutter.after_bytes = dice.randint(1, 4_000)

    def mend(self) -> None:
        self.cutter.after_bytes = 0

    def was_changed(self) -> str:
        return " ".join(flags for flags in self.server.flags() if "S" in flags or "T" in flags)


@contextmanager
def scripted() -> Iterator[Server]:
    folder = Folder()
    with imap_server(folder) as port:
        yield Scripted(folder, port)


@contextmanager
def real_dovecot() -> Iterator[Server]:
    from kept.mail.tests.dovecot import dovecot

    # Sockets have short paths.
    folder = Path(tempfile.mkdtemp(prefix="kept-imap-"))
    try:
        with dovecot(folder) as server, line_to(server.port) as (cutter, port):
            yield RealDovecot(server, cutter, port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


SERVERS = {"scripted": scripted, "dovecot": real_dovecot}


@dataclass
class History:
    """One mailbox, what others do with it, and what has to be shown at the end."""

    number: int
    dice: random.Random
    server: Server
    mailbox: Any
    now: datetime = NOON
    there: list[bytes] = field(default_factory=list)
    owed: set[bytes] = field(default_factory=set)
    """Mails that were in the folder while we fetched all there was."""
    poison: set[bytes] = field(default_factory=set)
    made: int = 0
    steps: Counter[str] = field(default_factory=Counter)

    def live(self) -> None:
        acts = [
            *[self.deliver] * 6,
            *[self.deliver_again] * 2,
            *[self.expunge] * 2,
            *[self.fetch] * 4,
            *[self.fetch_in_trouble] * 6,
            *[self.file] * 3,
            self.renumber,
            self.forget,
            self.hang_up,
            self.outage,
        ]
        for _ in range(self.dice.randint(10, 24)):
            act = self.dice.choice(acts)
            self.steps[act.__name__] += 1
            act()
            self.now += timedelta(seconds=self.dice.choice([1, 15, 700, 4000]))
        self.settle()

    def deliver(self) -> None:
        for _ in range(self.dice.randint(1, 4)):
            raw = self._new_mail()
            self.there.append(raw)
            self.server.deliver(raw)

    def deliver_again(self) -> None:
        """The very same mail once more, or the same letter by another road."""
        if not self.there:
            return
        raw = self.dice.choice(self.there)
        if self.dice.random() < 0.5 and raw not in self.poison:
            raw = b"Received: from another road by the same house\r\n" + raw
        self.there.append(raw)
        self.server.deliver(raw)

    def expunge(self) -> None:
        if self.there:
            raw = self.dice.choice(self.there)
            self.there = [one for one in self.there if one != raw]
            self.server.expunge(raw)

    def renumber(self) -> None:
        """By another UIDVALIDITY, or, as some servers do, without a word.

        The latter breaks RFC 3501 and can be seen only while the next number lies at or below the
        last one we have: so a pass follows, and it is tried nowhere else.
        """
        if self.server.renumber(self.dice, last=self.mailbox.last_uid):
            self.fetch()

    def fetch(self) -> None:
        """A pass that nothing disturbs: what is there now is ours from now on."""
        self.server.mend()
        there = set(self.there)
        for _ in range(4):
            fetched = self._pass(PATIENCE_SECONDS)
            if not fetched and not self.mailbox.failures:
                self.owed |= there
                return

    def fetch_in_trouble(self) -> None:
        for _ in range(self.dice.randint(1, 2)):
            self.server.break_something(self.dice)
        self._pass()

    def outage(self) -> None:
        """Nobody answers for days, while mail goes on coming to the provider."""
        port, self.mailbox.port = self.mailbox.port, 1
        self.mailbox.save(update_fields=["port"])
        end = self.now + self.dice.choice(OUTAGES)
        for _ in range(4):
            self._pass()
            self.deliver()
            self.now += (end - self.now) / 2
        self.now = end
        self.mailbox.port = port
        self.mailbox.save(update_fields=["port"])

    def forget(self) -> None:
        """We die before a number is remembered."""
        last = self.dice.randint(0, self.mailbox.last_uid)
        type(self.mailbox).objects.filter(pk=self.mailbox.pk).update(last_uid=last)
        self.mailbox.refresh_from_db()

    def hang_up(self) -> None:
        from kept.mail import imap

        imap._forget(self.mailbox)

    def file(self) -> None:
        from kept.mail.filing import file_due

        file_due(now=self.now)

    def settle(self) -> None:
        from kept.mail.models import Delivery

        self.fetch()
        for _ in range(6):
            self.now += timedelta(hours=1)
            self.file()
            if not Delivery.objects.waiting().exists():
                break

    def wrong(self) -> list[str]:
        from kept.conversations.models import Message
        from kept.mail.models import Delivery

        texts = Message.objects.filter(conversation__desk=self.mailbox.desk, way="IN")
        shown = Counter(
            token for text in texts.values_list("text", flat=True) for token in _TOKEN.findall(text)
        )
        found = [f"shown {n} times: {token}" for token, n in shown.items() if n > 1]
        ours = Delivery.objects.filter(source=f"imap:{self.mailbox.pk}")
        known = set(ours.exclude(state="SPOOLED").values_list("sha256", flat=True))
        for raw in self.owed:
            if raw in self.poison:
                if not {_digest(raw), _digest(_with_crlf(raw))} & known:
                    found.append(f"lost: {raw[:60]!r}")
            elif not shown[_TOKEN.search(raw.decode())[0]]:  # type: ignore[index]
                found.append(f"lost: {_TOKEN.search(raw.decode())[0]}")  # type: ignore[index]
        if self.mailbox.failures:
            found.append(f"still failing: {self.mailbox.problem}")
        if waiting := Delivery.objects.waiting().count():
            found.append(f"{waiting} wait and never end")
        if changed := self.server.was_changed():
            found.append(f"we changed something there: {changed}")
        return [f"history {self.number}: {one}" for one in found]

    def _pass(self, seconds: float = STALL_SECONDS) -> int:
        from kept.mail import imap

        imap.TIMEOUT_SECONDS = seconds
        if known := imap._open.get(self.mailbox.pk):
            with suppress(OSError):
                known.box.client.sock.settimeout(seconds)
        self.now += timedelta(seconds=1)
        fetched = imap.fetch_mailbox(self.mailbox, now=self.now)
        self.mailbox.refresh_from_db()
        return fetched

    def _new_mail(self) -> bytes:
        self.made += 1
        token = f"token-{self.number}-{self.made}-end"
        if self.dice.random() < 0.12:
            raw = self._poison(token)
            self.poison.add(raw)
            return raw
        # Ids that are missing, or borrowed from another mail, prove nothing.
        ids = ["", f"<one@{self.number}.example>", f"<m{self.made}@{self.number}.example>"]
        lines = [
            f"From: Cy <cy{self.dice.randint(1, 3)}@valdorra.example>",
            f"To: h{self.number}@northmoor.example",
            f"Subject: Lamp {self.made}",
            "Date: Tue, 24 Nov 2026 11:59:00 +0000",
        ]
        if own := self.dice.choice([*ids, ids[2], ids[2]]):
            lines.append(f"Message-ID: {own}")
        filler = "The lamp is cracked. " * self.dice.choice([1, 1, 1, 60])
        return "\r\n".join([*lines, "", f"{filler}{token}", ""]).encode()

    def _poison(self, token: str) -> bytes:
        deep = "".join(
            f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(400)
        )
        return self.dice.choice(
            [
                f"Subject: from nobody {token}\r\n\r\nx\r\n".encode(),
                f"\x00\x01{token}\r\n\r\n".encode() + bytes(range(128, 256)) + b"\r\n",
                f"From: {'(' * 3000}\r\nSubject: {token}\r\n\r\nx\r\n".encode(),
                f"From: nobody\r\nX: {token}\r\n{deep}x\r\n".encode(),
            ]
        )


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _with_crlf(raw: bytes) -> bytes:
    """As Dovecot gives it out: whole line ends, and no NUL, which IMAP knows not."""
    bare = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return bare.replace(b"\0", b"\x80")


def run(
    count: int,
    *,
    seed: int,
    server: str = "scripted",
    control: str = "",
    first: int = 0,
    tell: Callable[[str], object] = lambda words: None,
) -> dict[str, Any]:
    """Live through `count` histories from number `first` on, one after the other."""
    from kept.kit.sealing import seal
    from kept.mail import imap
    from kept.mail.models import Delivery, Mailbox
    from tests.cast import make_desk

    began = time.monotonic()
    wrong: list[str] = []
    steps: Counter[str] = Counter()
    made = 0
    with ExitStack() as stack:
        stack.enter_context(_own_patience())
        stack.enter_context(_weakened(control))
        other = stack.enter_context(SERVERS[server]())
        for number in range(first, first + count):
            other.begin()
            mailbox = Mailbox.objects.create(
                desk=make_desk(f"H{number}"),
                host="127.0.0.1",
                port=other.port,
                security="NONE",
                user=f"h{number}@northmoor.example",
                sealed_secret=seal("nobody-guesses-it"),
            )
            history = History(number, random.Random(f"{seed}:{number}"), other, mailbox)
            history.live()
            for finding in history.wrong():
                tell(finding)
                wrong.append(finding)
            steps.update(history.steps)
            made += history.made
            if (number - first) % 25 == 24:
                tell(f"{number - first + 1} of {count}, {len(wrong)} wrong")
            imap.close_all()
    return {
        "server": server,
        "histories": count,
        "first": first,
        "seed": seed,
        "mails": made,
        "fetched": Delivery.objects.count(),
        "in_tray": Delivery.objects.filter(state="TRAY").count(),
        "steps": dict(sorted(steps.items())),
        "seconds": round(time.monotonic() - began, 1),
        "wrong": wrong,
    }


@contextmanager
def _own_patience() -> Iterator[None]:
    from kept.mail import imap

    before = imap.TIMEOUT_SECONDS
    try:
        yield
    finally:
        imap.TIMEOUT_SECONDS = before


@contextmanager
def _weakened(control: str) -> Iterator[None]:
    """A build without one of its safeties, to see that its lack is found."""
    from kept.mail import filing, imap

    kept = filing.digest_of, imap._raw, imap._remember
    if control == "no-dedupe":
        filing.digest_of = lambda letter: os.urandom(16).hex()
    elif control == "trusting":
        imap._raw = lambda box, uid: (whole := kept[1](box, uid)) and whole[: len(whole) // 2]
    elif control == "hasty":
        real = imap._new_uids, imap._validity
        told: list[int] = [0]

        def validity(box: Any) -> int:
            told[0] = real[1](box)
            return told[0]

        def hasty(box: Any, mailbox: Any, last: int) -> list[int]:
            uids = real[0](box, mailbox, last)
            if uids:
                imap._remember(mailbox, told[0], max(uids))
            return uids

        imap._new_uids, imap._validity = hasty, validity
    try:
        yield
    finally:
        filing.digest_of, imap._raw, imap._remember = kept
        if control == "hasty":
            imap._new_uids, imap._validity = real


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.histories")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="to share the work out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", choices=sorted(SERVERS), default="scripted")
    parser.add_argument("--control", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-histories-") as folder:
        os.environ.update(
            KEPT_DATA=folder,
            KEPT_SECRET_KEY="only-for-histories",
            DJANGO_SETTINGS_MODULE="kept.config.settings",
        )
        import logging

        import django

        django.setup()
        from tests.faults.worker import furnish

        furnish()
        logging.disable(logging.ERROR)
        result = run(
            given.count,
            first=given.first,
            seed=given.seed,
            server=given.server,
            control=given.control,
            tell=lambda words: print(words, file=sys.stderr, flush=True),
        )
    json.dump(result, sys.stdout)
    print()
    sys.exit(1 if result["wrong"] else 0)


if __name__ == "__main__":
    main()

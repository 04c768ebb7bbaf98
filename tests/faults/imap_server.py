"""An IMAP server whose faults are written down, and a way to cut the line to a real one."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

STAGES = ("greeting", "CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "FETCH", "NOOP")
FAULTS = ("drop", "half", "stall", "NO", "BAD", "BYE", "garbage", "another")
READS = {"CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "FETCH", "NOOP", "LOGOUT"}
_FETCH = re.compile(rb"UID FETCH (\d+) ")
_FROM = re.compile(rb"UID SEARCH UID (\d+):\*")


@dataclass
class Folder:
    """A mailbox as its server has it. `faults` are stages and what goes wrong there, once each."""

    validity: int = 1
    next_uid: int = 1
    mails: dict[int, bytes] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    commands: set[str] = field(default_factory=set)

    def deliver(self, raw: bytes) -> None:
        self.mails[self.next_uid] = raw
        self.next_uid += 1

    def expunge(self, raw: bytes) -> None:
        self.mails = {uid: mail for uid, mail in self.mails.items() if mail != raw}

    def renumber(self) -> None:
        """Another UIDVALIDITY, and all numbers anew."""
        self.validity += 1
        self._number_from_one()

    def go_back(self) -> None:
        """Brought back from a backup: numbers anew, and nobody is told."""
        self._number_from_one()

    def _number_from_one(self) -> None:
        self.mails = dict(enumerate(self.mails.values(), start=1))
        self.next_uid = len(self.mails) + 1

    def fault(self, stage: str) -> str:
        for place, (at, what) in enumerate(self.faults):
            if at == stage:
                del self.faults[place]
                return what
        return ""


class Gone(Exception):
    """The server hangs up."""


@contextmanager
def imap_server(folder: Folder) -> Iterator[int]:
    """Serves `folder` on a free port, which it gives."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_talk, args=(peer, folder), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _talk(peer: socket.socket, folder: Folder) -> None:
    with peer, suppress(OSError, Gone):
        peer.settimeout(20)
        _answer(peer, folder, "greeting", b"* OK ready\r\n", b"")
        for line in peer.makefile("rb"):
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            words = rest.split()
            verb = (words[1] if words[0] == b"UID" else words[0]).decode().upper()
            folder.commands.add(verb)
            lines = _said(folder, verb, rest)
            _answer(peer, folder, verb, b"".join(lines), tag + b" OK done\r\n")
            if verb == "LOGOUT":
                return


def _said(folder: Folder, verb: str, rest: bytes) -> list[bytes]:
    """The untagged lines that answer a command."""
    if verb == "CAPABILITY":
        return [b"* CAPABILITY IMAP4rev1\r\n"]
    if verb == "EXAMINE":
        return [
            b"* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* 0 RECENT\r\n" % len(folder.mails),
            b"* OK [UIDVALIDITY %d] fine\r\n" % folder.validity,
            b"* OK [UIDNEXT %d] fine\r\n" % folder.next_uid,
        ]
    if verb == "SEARCH":
        found = _FROM.match(rest)
        first = int(found[1]) if found else 1
        last = max(folder.mails, default=0)
        # `n:*` holds the last mail, even where n is beyond it (RFC 3501, 6.4.8).
        uids = [uid for uid in folder.mails if uid >= min(first, last)]
        return [b"* SEARCH %s\r\n" % b" ".join(b"%d" % uid for uid in uids)]
    if verb == "FETCH":
        found = _FETCH.match(rest)
        uid = int(found[1]) if found else 0
        return [_mail(folder, uid)] if uid in folder.mails else []
    return [b"* BYE\r\n"] if verb == "LOGOUT" else []


def _mail(folder: Folder, uid: int) -> bytes:
    raw = folder.mails[uid]
    place = sorted(folder.mails).index(uid) + 1
    return b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n" % (place, uid, len(raw), raw)


def _answer(peer: socket.socket, folder: Folder, stage: str, lines: bytes, end: bytes) -> None:
    fault = folder.fault(stage)
    tag = end.partition(b" ")[0] or b"*"
    match fault:
        case "drop":
            raise Gone
        case "half":
            peer.sendall((lines + end)[: max(len(lines) // 2, 1)])
            raise Gone
        case "stall":
            peer.sendall((lines + end)[: max(len(lines) // 2, 1)])
            peer.recv(1)
            raise Gone
        case "NO" | "BAD":
            peer.sendall(tag + b" %s not now\r\n" % fault.encode())
        case "BYE":
            peer.sendall(b"* BYE going down\r\n")
            raise Gone
        case "garbage":
            peer.sendall(b"\x00\xff what {9999999\r\n" + end)
            raise Gone
        case "another" if folder.mails and stage == "FETCH":
            # Somebody else's change is told first: another mail, of another number.
            other = max(folder.mails)
            peer.sendall(b"* 1 EXISTS\r\n" + _mail(folder, other) + lines + end)
        case _:
            peer.sendall(lines + end)


@dataclass
class Cutter:
    """A line to a real server that ends after so many bytes of its answers, once."""

    port: int
    after_bytes: int = 0
    """0: the line holds."""


@contextmanager
def line_to(port: int) -> Iterator[tuple[Cutter, int]]:
    cutter = Cutter(port)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_carry, args=(peer, cutter), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield cutter, listener.getsockname()[1]
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _carry(peer: socket.socket, cutter: Cutter) -> None:
    with peer, suppress(OSError), socket.create_connection(("127.0.0.1", cutter.port)) as server:

        def asks() -> None:
            with suppress(OSError):
                while piece := peer.recv(65_536):
                    server.sendall(piece)
                server.shutdown(socket.SHUT_WR)

        threading.Thread(target=asks, daemon=True).start()
        while piece := server.recv(65_536):
            left, cutter_now = cutter.after_bytes, cutter.after_bytes > 0
            if cutter_now and len(piece) >= left:
                cutter.after_bytes = 0
                peer.sendall(piece[: left - 1])
                peer.shutdown(socket.SHUT_RDWR)
                return
            if cutter_now:
                cutter.after_bytes = left - len(piece)
            peer.sendall(piece)

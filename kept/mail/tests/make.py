"""Letters for the tests of this room, and a mail server whose faults are written down."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from kept.mail import filing
from kept.mail.accept import accept
from kept.mail.models import Delivery
from tests.cast import NOON

ORDERS = "orders@northmoor.example"
CY = "cy@valdorra.example"


def make_raw(
    text: str = "The lamp is cracked.",
    *,
    sender: str = f"Cy <{CY}>",
    to: str = ORDERS,
    subject: str = "A cracked lamp",
    message_id: str | None = "lamp-1@valdorra.example",
    answers: str = "",
    more: str = "",
) -> bytes:
    """A plain letter as it comes over the wire."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}"]
    lines.append("Date: Tue, 24 Nov 2026 11:59:00 +0000")
    if message_id:
        lines.append(f"Message-ID: <{message_id}>")
    if answers:
        lines.append(f"In-Reply-To: <{answers}>")
    lines += [line for line in more.split("\n") if line]
    return "\r\n".join([*lines, "", *text.split("\n"), ""]).encode()


def take(
    raw: bytes,
    *,
    recipients: tuple[str, ...] = (ORDERS,),
    envelope_from: str = "",
    now: datetime = NOON,
    **more: object,
) -> Delivery:
    """Accept a letter, not yet read."""
    accepted = accept(
        raw,
        source=str(more.get("source", "door")),
        source_key=more.get("source_key"),  # type: ignore[arg-type]
        recipients=recipients,
        envelope_from=envelope_from,
        now=now,
    )
    assert accepted.delivery is not None
    return accepted.delivery


def file_now(raw: bytes, *, now: datetime = NOON, **more: object) -> Delivery:
    """Accept a letter and make one attempt at it."""
    delivery = take(raw, now=now, **more)  # type: ignore[arg-type]
    filing.file_delivery(delivery.pk, now=now)
    delivery.refresh_from_db()
    return delivery


@dataclass
class Script:
    """How the server behaves. A stage is `greeting`, `mail`, `rcpt`, `data`, `dot` or `quit`.

    A fault is an answer such as `"451 later"`, or `drop` (hang up), `garbage`, or `swallow`: take
    the letter, then hang up without a word.
    """

    faults: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    at_dot: list[object] = field(default_factory=list)
    sessions: int = 0
    auth: Callable[[str], str] | None = None
    """Where set, XOAUTH2 is offered; answers the token that is right for a user."""
    signed_in: list[str] = field(default_factory=list)

    def fault(self, stage: str) -> str:
        waiting = self.faults.get(stage)
        return waiting.pop(0) if waiting else ""


@contextmanager
def smtp_server(script: Script, *, before_dot_answer: object = None) -> Iterator[str]:
    """A scripted server on a free port; gives its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            script.sessions += 1
            try:
                _talk(peer, script, before_dot_answer)
            except OSError:
                pass
            finally:
                peer.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


class Gone(Exception):
    """The server hangs up."""


def _talk(peer: socket.socket, script: Script, before_dot_answer: object) -> None:
    peer.settimeout(10)
    lines = peer.makefile("rb")

    def say(stage: str, usual: str) -> bool:
        """Whether all is as usual."""
        fault = script.fault(stage)
        if fault in {"drop", "swallow"}:
            raise Gone
        answer = b"\x00\xff nonsense" if fault == "garbage" else (fault or usual).encode()
        peer.sendall(answer + b"\r\n")
        if fault.startswith("421"):
            raise Gone
        return not fault

    try:
        say("greeting", "220 sink")
        sender = recipient = ""
        for line in lines:
            verb = line[:4].upper()
            if verb == b"EHLO":
                offers = b"250-sink\r\n250 AUTH XOAUTH2\r\n" if script.auth else b"250 sink\r\n"
                peer.sendall(offers)
            elif verb == b"AUTH" and script.auth:
                _by_token(peer, lines, line, script)
            elif verb == b"MAIL":
                sender = line.decode().split("<")[1].split(">")[0]
                say("mail", "250 fine")
            elif verb == b"RCPT":
                recipient = line.decode().split("<")[1].split(">")[0]
                say("rcpt", "250 fine")
            elif verb == b"DATA":
                if say("data", "354 go on"):
                    content = _content(lines)
                    if callable(before_dot_answer):
                        script.at_dot.append(before_dot_answer())
                    fault = (script.faults.get("dot") or [""])[0]
                    if fault == "swallow" or not fault:
                        script.taken.append((sender, recipient, content))
                    say("dot", "250 taken")
            elif verb == b"RSET":
                peer.sendall(b"250 fine\r\n")
            elif verb == b"QUIT":
                say("quit", "221 bye")
                return
            else:
                peer.sendall(b"500 what\r\n")
    except Gone:
        return


def _by_token(peer: socket.socket, lines: Iterator[bytes], line: bytes, script: Script) -> None:
    """XOAUTH2 as Google and Microsoft speak it: a wrong token is explained before it is refused."""
    user, bearer = base64.b64decode(line.split()[2]).decode().split("\x01")[:2]
    user = user.removeprefix("user=")
    expected = script.auth(user) if script.auth else ""
    # Two tokens of one second are alike; their signature tells a right one.
    if bearer.removeprefix("auth=Bearer ").split(".")[0] == expected.split(".")[0]:
        script.signed_in.append(user)
        peer.sendall(b"235 welcome\r\n")
        return
    peer.sendall(b"334 " + base64.b64encode(b'{"status":"401"}') + b"\r\n")
    next(lines)
    peer.sendall(b"535 5.7.8 not accepted\r\n")


def _content(lines: Iterable[bytes]) -> bytes:
    content = bytearray()
    for line in lines:
        if line == b".\r\n":
            return bytes(content)
        content += line[1:] if line.startswith(b".") else line
    raise Gone

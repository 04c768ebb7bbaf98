"""The mail door: SMTP or LMTP for our own addresses, in a process of its own.

It answers 250 only when the mail is durable, 550 to addresses that are none of ours, and 451
whenever it cannot tell. While the database is away it goes on with the addresses it last knew.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections

from kept.kit import clock
from kept.mail import seals
from kept.mail.accept import LARGEST_BYTES, TooLarge, accept
from kept.mail.proving import desk_addresses
from kept.mail.rules import bare_address, without_tag

logger = logging.getLogger(__name__)

KNOWN_FOR_SECONDS = 5.0
RETRY_SECONDS = 5.0
IDLE_SECONDS = 120
SESSION_SECONDS = 1800
"""However busy: nobody holds a place for ever."""
MOST_SESSIONS = 100
MOST_OF_ONE_HOST = 20
LOOPBACK = {"127.0.0.1", "::1"}
MOST_RECIPIENTS = 100
LONGEST_LINE = 1 << 20
THREADS = 8

TAKEN = "250 2.0.0 Taken, it will not be lost"
LATER = "451 4.3.0 We cannot take it right now, please try again"
TOO_LARGE = "552 5.3.4 The letter is too large"
TOO_MANY = "452 4.5.3 Too many recipients"
UNKNOWN = "550 5.1.1 Nobody here has this address"
RECIPIENT_FINE = "250 2.1.5 Recipient fine"


class Addresses:
    """Our addresses, looked up now and then, remembered while the database is away."""

    def __init__(self) -> None:
        self._known: set[str] | None = None
        self._until = 0.0

    def takes(self, address: str) -> bool | None:
        """Whether we take mail for an address; None while we cannot know."""
        if seals.is_sealed(address):
            return True
        is_fresh = self._look()
        if self._known is not None:
            bare = bare_address(address)
            if bare in self._known or without_tag(bare) in self._known:
                return True
            if is_fresh:
                return False
        return None

    def _look(self) -> bool:
        """Whether what we know is what the database says."""
        if time.monotonic() < self._until:
            return self._is_fresh
        try:
            close_old_connections()
            self._known = desk_addresses()
        except Exception as error:
            logger.warning("our addresses cannot be looked up: %s", error)
            self._until = time.monotonic() + RETRY_SECONDS
            self._is_fresh = False
        else:
            self._until = time.monotonic() + KNOWN_FOR_SECONDS
            self._is_fresh = True
        return self._is_fresh

    _is_fresh = False


class Door:
    """What aiosmtpd asks us. `is_lmtp`: one answer a recipient after the letter (RFC 2033)."""

    def __init__(self, *, is_lmtp: bool = False) -> None:
        self.is_lmtp = is_lmtp
        self.addresses = Addresses()
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="door")

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        takes = await self._aside(self.addresses.takes, address)
        if takes is None:
            return LATER
        if not takes:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return RECIPIENT_FINE

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        # A bounce comes from nobody, which aiosmtpd writes as `<>`.
        sender = (envelope.mail_from or "").removeprefix("<").removesuffix(">")
        content = envelope.original_content or b""
        answer = await self._aside(self._take, content, envelope.rcpt_tos, sender)
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self.is_lmtp else answer

    async def handle_exception(self, error: Exception) -> str:
        logger.error("the door stumbles", exc_info=error)
        return LATER

    def _take(self, raw: bytes, recipients: list[str], sender: str) -> str:
        try:
            close_old_connections()
            accept(raw, source="door", recipients=recipients, envelope_from=sender, now=clock.now())
        except TooLarge:
            return TOO_LARGE
        except Exception:
            logger.exception("a mail could not be taken")
            return LATER
        return TAKEN

    async def _aside(self, function: Any, *args: Any) -> Any:
        """Run what waits for disk or database beside the loop, so other sessions go on."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *args)


class Counted(SMTP):
    """A session that the listener knows of from its beginning to its end."""

    def __init__(self, listener: Listener, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self._listener = listener
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.host = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._listener.came(self):
            busy = Busy()
            transport.set_protocol(busy)
            busy.connection_made(transport)
            return
        super().connection_made(transport)
        self._end = self.loop.call_later(SESSION_SECONDS, transport.close)

    def connection_lost(self, error: Exception | None) -> None:
        self._listener.went(self)
        if self._end:
            self._end.cancel()
        super().connection_lost(error)


class SmtpDoor(Counted):
    # Real mail has longer lines than the RFC allows; refusing them would lose it.
    line_length_limit = LONGEST_LINE
    # The greeting tells no version.
    __ident__ = "Kept"


class LmtpDoor(Counted, LMTP):
    line_length_limit = LONGEST_LINE
    __ident__ = "Kept"


class Listener:
    """The listening socket and the sessions behind it; more than we can serve are told to wait."""

    def __init__(self, *, is_lmtp: bool = False) -> None:
        self.door = Door(is_lmtp=is_lmtp)
        self.kind = LmtpDoor if is_lmtp else SmtpDoor
        self.server: asyncio.Server | None = None
        self.sessions: set[Counted] = set()

    async def open(self, host: str, port: int) -> int:
        """Listen; answers the port, which matters when 0 was given."""
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(self._session, host, port)
        found: int = self.server.sockets[0].getsockname()[1]
        return found

    async def close(self) -> None:
        if self.server:
            self.server.close()
            await self.server.wait_closed()
        self.door.threads.shutdown(wait=True)

    def _session(self) -> asyncio.Protocol:
        return self.kind(
            self,
            self.door,
            data_size_limit=LARGEST_BYTES,
            enable_SMTPUTF8=True,
            hostname=settings.MAIL_DOMAIN,
            ident="Kept",
            timeout=IDLE_SECONDS,
        )

    def came(self, session: Counted) -> bool:
        """A session begins; False where all places are taken, or all that one host may have."""
        # A mail server of our own brings everybody's mail.
        is_near = session.host in LOOPBACK
        of_theirs = sum(one.host == session.host for one in self.sessions)
        if len(self.sessions) >= MOST_SESSIONS or (of_theirs >= MOST_OF_ONE_HOST and not is_near):
            return False
        self.sessions.add(session)
        return True

    def went(self, session: Counted) -> None:
        self.sessions.discard(session)


class Busy(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.3.2 Too many connections, please try again\r\n")
        transport.close()


async def listen(host: str, port: int, *, is_lmtp: bool = False) -> None:
    """Until SIGTERM or SIGINT."""
    listener = Listener(is_lmtp=is_lmtp)
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    await listener.open(host, port)
    logger.info("the mail door is open on %s:%s", host, port)
    await asked.wait()
    await listener.close()

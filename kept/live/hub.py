"""All streams of one process, and the one thread that follows the ledger for them.

The thread asks the database and decides who hears what; the event loop only hands out bytes. With
no stream open nothing is asked. Whoever reads too slowly is cut off and comes back by itself.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connection, connections

from kept.kit import clock
from kept.ledger.reading import Changes, Position, tip
from kept.live.following import Nudge, nudges_after, reload_at
from kept.live.sessions import Seat, seat_of, still_good

logger = logging.getLogger(__name__)

STREAMS = 5_000
STREAMS_OF_ONE_MEMBER = 10
LOOK_SECONDS = 0.1
RIGHTS_SECONDS = 0.4
"""How often rights are asked again. With the look before, they end a stream within a second."""
SLOW_RIGHTS_SECONDS = 5.0
"""The same while nothing at all was written, where a database can tell: sessions still expire."""
MOST_WAITING = 200
"""Messages a screen may lag behind."""
FAILURE_SECONDS = 1.0
RETRY_MILLISECONDS = 2_000


class Full(Exception):
    """No further stream fits here, or none of this member."""


class Stream:
    """One open screen. `take` gives the bytes to send, None at the end."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.is_open = True
        self._waiting: list[bytes] = []
        self._bell = asyncio.Event()

    async def take(self, *, timeout: float) -> bytes | None:
        """What has come, or nothing when the time is over. None: this stream has ended."""
        if not self._waiting and self.is_open:
            # A timer that rings, not one that cancels: a server's own tasks may not allow that.
            timer = asyncio.get_running_loop().call_later(timeout, self._bell.set)
            await self._bell.wait()
            timer.cancel()
        self._bell.clear()
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting) if self.is_open else None

    def put(self, line: bytes) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.end()
            return
        self._waiting.append(line)
        self._bell.set()

    def end(self) -> None:
        self.is_open = False
        self._bell.set()


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody who would like a stream. `answer` is a stream, or None for who is not signed in."""

    session: str
    since: Position | None
    answer: asyncio.Future[Stream | None]


class Hub:
    """Made once a process. The thread runs `_follow` and below; all else runs in the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._is_closed = False
        # These two pass between loop and thread, under the lock.
        self._lock = threading.Lock()
        self._knocks: list[Knock] = []
        self._streams: set[Stream] = set()
        self._coming = 0
        """Streams the thread has let in and the loop has not met yet."""

    @property
    def is_full(self) -> bool:
        return self._is_closed or len(self._streams) >= STREAMS

    async def join(self, session: str, *, since: Position | None) -> Stream | None:
        """A new stream, told of everything behind `since` or from now on.

        None for who is not signed in. Raises `Full`, and what the database raises.
        """
        self._start()
        knock = Knock(session, since, asyncio.get_running_loop().create_future())
        with self._lock:
            self._knocks.append(knock)
        self._wake.set()
        return await knock.answer

    def leave(self, stream: Stream) -> None:
        """The screen is gone."""
        stream.end()
        with self._lock:
            self._streams.discard(stream)

    def close(self) -> None:
        """End all streams and the thread, for good. For the event loop."""
        self._is_closed = True
        self._wake.set()
        self._end(self._streams)
        with self._lock:
            knocks, self._knocks = self._knocks, []
        for knock in knocks:
            self._turn_away(knock, Full())

    def wait_closed(self) -> None:
        """Until the thread has given its connection back. Not for the event loop."""
        if self._thread:
            self._thread.join(timeout=5.0)

    def _start(self) -> None:
        if self._thread is None:
            self._loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._follow, name="live", daemon=True)
            self._thread.start()

    def _admit(self, knock: Knock, seat: Seat, position: Position, missed: list[Nudge]) -> None:
        try:
            self._let_in(knock, seat, position, missed)
        finally:
            # Last, so that the thread does not take the house for empty in between.
            with self._lock:
                self._coming -= 1

    def _let_in(self, knock: Knock, seat: Seat, position: Position, missed: list[Nudge]) -> None:
        if knock.answer.done():
            return  # gone before they were let in
        mine = sum(stream.seat.member == seat.member for stream in self._streams)
        if self.is_full or mine >= STREAMS_OF_ONE_MEMBER:
            knock.answer.set_exception(Full())
            return
        stream = Stream(seat)
        # An id without data is shown to nobody, but a browser comes back with it.
        stream.put(f"retry: {RETRY_MILLISECONDS}\nid: {id_of(position)}\n\n".encode())
        self._tell(missed, {stream})
        with self._lock:
            self._streams.add(stream)
        knock.answer.set_result(stream)

    def _turn_away(self, knock: Knock, error: Exception | None) -> None:
        if knock.answer.done():
            return
        if error:
            knock.answer.set_exception(error)
        else:
            knock.answer.set_result(None)

    def _tell(self, nudges: list[Nudge], streams: set[Stream]) -> None:
        by_member: dict[int, list[Stream]] = defaultdict(list)
        for stream in streams:
            by_member[stream.seat.member].append(stream)
        for nudge in nudges:
            lines: dict[tuple[str, ...], bytes] = {}
            for member, mine in by_member.items():
                topics = nudge.topics_for(member)
                if topics is None:
                    continue
                line = lines.get(topics) or lines.setdefault(topics, line_of(nudge, topics))
                for stream in mine:
                    stream.put(line)

    def _tell_all(self, nudges: list[Nudge]) -> None:
        # Whoever was admitted before is among them, since both happen in the loop, in order.
        self._tell(nudges, self._streams)

    def _end(self, streams: set[Stream]) -> None:
        for stream in streams:
            stream.end()

    def _follow(self) -> None:
        following = Following()
        while not self._is_closed:
            self._wake.clear()
            with self._lock:
                knocks, self._knocks = self._knocks, []
                has_listeners = bool(knocks or self._streams or self._coming)
            if not has_listeners:
                following.rest()
                self._wake.wait()
                continue
            try:
                close_old_connections()
                self._look(following, knocks)
            except Exception as error:
                # Nobody is told anything meanwhile, and all of it afterwards.
                logger.exception("the ledger cannot be followed")
                following.look_again()
                for knock in knocks:
                    self._in_loop(self._turn_away, knock, error)
                time.sleep(FAILURE_SECONDS)
            self._wake.wait(LOOK_SECONDS)
        connections.close_all()

    def _look(self, following: Following, knocks: list[Knock]) -> None:
        nudges = following.look()
        if following.is_time_for_rights():
            with self._lock:
                standing = [stream for stream in self._streams if stream.is_open]
            good = still_good({stream.seat for stream in standing}, now=clock.now())
            if bad := {stream for stream in standing if stream.seat not in good}:
                self._in_loop(self._end, bad)
        if nudges:
            self._in_loop(self._tell_all, nudges)
            following.position = nudges[-1].position
        for knock in knocks:
            if seat := seat_of(knock.session):
                missed = following.missed(knock.since)
                with self._lock:
                    self._coming += 1
                self._in_loop(self._admit, knock, seat, following.position, missed)
            else:
                self._in_loop(self._turn_away, knock, None)

    def _in_loop(self, function: Callable[..., None], *words: object) -> None:
        if self._loop and not self._is_closed:
            self._loop.call_soon_threadsafe(function, *words)


class Following:
    """What the thread remembers between two looks."""

    def __init__(self) -> None:
        self.position: Position = (0, 0)
        self._is_resting = True
        self._changes = Changes()
        self._rights_at = 0.0
        self._written_since_rights = True

    def rest(self) -> None:
        """Nobody listens. The next look begins with what happens then."""
        self._is_resting = True

    def look_again(self) -> None:
        """The last look failed: what it may have seen is to be seen anew."""
        self._changes = Changes()

    def look(self) -> list[Nudge]:
        """What is new. The position moves on once it has been told."""
        if self._is_resting:
            self._changes.there_are()
            self.position = tip()
            self._is_resting = False
            self._written_since_rights = True
            return []
        if not self._changes.there_are():
            return []
        self._written_since_rights = True
        return nudges_after(self.position)

    def missed(self, since: Position | None) -> list[Nudge]:
        """What happened between `since` and our position."""
        if since is None or since == self.position:
            return []
        if since > self.position:
            # It has heard more than we have, or of another ledger.
            return [reload_at(self.position)]
        # What stands behind our position is told to all of them soon.
        return [
            nudge
            for nudge in nudges_after(since)
            if nudge.is_reload or nudge.position <= self.position
        ]

    def is_time_for_rights(self) -> bool:
        """Whether rights are to be asked again; less often while nothing was written."""
        quiet = connection.vendor == "sqlite" and not self._written_since_rights
        waited = time.monotonic() - self._rights_at
        if waited < (SLOW_RIGHTS_SECONDS if quiet else RIGHTS_SECONDS):
            return False
        self._rights_at = time.monotonic()
        self._written_since_rights = False
        return True


def id_of(position: Position) -> str:
    return f"{position[0]}-{position[1]}"


def line_of(nudge: Nudge, topics: tuple[str, ...]) -> bytes:
    name = "event: reload\n" if nudge.is_reload else ""
    told = json.dumps({"topics": topics, "kind": nudge.kind}, separators=(",", ":"))
    return f"id: {id_of(nudge.position)}\n{name}data: {told}\n\n".encode()

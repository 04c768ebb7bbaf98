"""A browser's side of a stream, spoken to the ASGI endpoint itself, and the house around it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from kept.live import stream
from kept.live.hub import Hub
from kept.people.models import Member

T = TypeVar("T")


def sign_in(member: Member) -> str:
    """The key of a new session of `member`."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key


@asynccontextmanager
async def a_house(monkeypatch: Any) -> AsyncIterator[Hub]:
    """A hub of this test alone."""
    hub = Hub()
    monkeypatch.setattr(stream, "hub", hub)
    try:
        yield hub
    finally:
        hub.close()
        await asyncio.to_thread(hub.wait_closed)


async def elsewhere(act: Callable[[], T]) -> T:
    """Do something with the database, as another process would."""

    def run() -> T:
        try:
            return act()
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)


class Screen:
    """One request to `/live/`."""

    def __init__(
        self, session: str = "", *, last_id: str = "", since: str = "", method: str = "GET"
    ) -> None:
        headers = [(b"cookie", f"theme=dark; kept={session}".encode())] if session else []
        if last_id:
            headers.append((b"last-event-id", last_id.encode()))
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/live/",
            "query_string": f"since={since}".encode() if since else b"",
            "headers": headers,
        }
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.text = ""
        self.ended_at = 0.0
        self._going = asyncio.Event()
        self._task = asyncio.create_task(stream.live(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._going.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
            return
        self.text += message["body"].decode()
        if not message.get("more_body"):
            self.ended_at = time.monotonic()

    async def go(self) -> None:
        """Close the tab."""
        self._going.set()
        await asyncio.wait_for(self._task, 5)

    async def until(self, is_so: Callable[[Screen], object], *, seconds: float = 5.0) -> None:
        end = time.monotonic() + seconds
        while not is_so(self):
            assert time.monotonic() < end, f"{self.status} {self.text!r}"
            await asyncio.sleep(0.01)

    async def opened(self) -> Screen:
        await self.until(lambda screen: screen.status and screen.text)
        return self

    @property
    def heard(self) -> list[dict[str, Any]]:
        """The data of all messages so far."""
        lines = [line for line in self.text.splitlines() if line.startswith("data: ")]
        return [json.loads(line.removeprefix("data: ")) for line in lines]

    @property
    def last_id(self) -> str:
        return [line for line in self.text.splitlines() if line.startswith("id: ")][-1][4:]

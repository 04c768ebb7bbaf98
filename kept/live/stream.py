"""The address `/live/`: server-sent events for a signed-in member, outside Django's requests.

No thread is held by an open stream. What is sent is in `hub`; each message is JSON such as
`{"topics": ["conversation:7", "desk:2"], "kind": "message.received"}`, and `reload` says that too
much has happened to tell one by one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie

from kept.ledger.reading import Position
from kept.live.hub import Full, Hub, Stream

PATH = "/live/"
HEARTBEAT_SECONDS = 15.0

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
]

hub = Hub()


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for the stream."""
    if scope["method"] != "GET":
        return await _refuse(send, 405, b"Only GET here.", (b"allow", b"GET"))
    if hub.is_full:
        return await _refuse(send, 503, b"Too many screens are open.", (b"retry-after", b"60"))
    headers = dict(scope["headers"])
    # HTTP/2 may send each cookie in a header of its own.
    given = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    cookies = parse_cookie(given.decode("latin-1"))
    session = cookies.get(settings.SESSION_COOKIE_NAME, "")
    try:
        # A browser that comes back says what it heard last, a page what it was made from.
        asked = parse_qs(scope["query_string"]).get(b"since", [b""])[0]
        since = position_of(headers.get(b"last-event-id", b"")) or position_of(asked)
        stream = await hub.join(session, since=since) if session else None
    except Full:
        return await _refuse(send, 429, b"Too many of your screens are open.")
    except DatabaseError:
        return await _refuse(send, 503, b"Try again soon.", (b"retry-after", b"5"))
    if stream is None:
        return await _refuse(send, 401, b"Sign in first.")
    try:
        await _pour(stream, receive, send)
    finally:
        hub.leave(stream)


def position_of(last_id: bytes) -> Position | None:
    """What a browser heard last, as it says itself; None when it says nothing we know."""
    found = re.fullmatch(rb"(\d{1,18})-(\d{1,18})", last_id)
    return (int(found[1]), int(found[2])) if found else None


async def _pour(stream: Stream, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    watching = asyncio.create_task(_until_gone(stream, receive))
    try:
        while (block := await stream.take(timeout=HEARTBEAT_SECONDS)) is not None:
            # A comment line says that we are still here, and finds out whether they are.
            await send({"type": "http.response.body", "body": block or b":\n\n", "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        watching.cancel()


async def _until_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _refuse(send: Send, status: int, words: bytes, *more: tuple[bytes, bytes]) -> None:
    plain = (b"content-type", b"text/plain; charset=utf-8")
    headers = [plain, *HEADERS[1:], *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})

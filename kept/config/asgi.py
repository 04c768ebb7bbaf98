"""The web server's entrance: streams are served here, everything else by Django in a few threads.

Django runs as a WSGI application, which costs a fraction of its ASGI side and keeps its database
connections. A thread is held only while Django works: bodies are taken in before, whole, so a slow
or broken upload waits here and a torn one never reaches a view.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import MutableMapping
from typing import IO, Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

from a2wsgi import WSGIMiddleware

from kept.config.wsgi import application as django

# Both need Django to be ready, which the line above has seen to.
from kept.live import stream
from kept.live.stream import Receive, Scope, Send

THREADS = 8
IN_MEMORY_BYTES = 256 * 1024
LARGEST_BODY_BYTES = 64 * 1024 * 1024
READ_BYTES = 256 * 1024
# Parts of an answer that may wait for a slow reader before its thread waits too.
PARTS_WAITING = 1_024

_pages: Any = WSGIMiddleware(cast("Any", django), workers=THREADS, send_queue_size=PARTS_WAITING)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "lifespan":
            await _lifespan(receive, send)
        case "http" if scope["path"] == stream.PATH:
            await stream.live(scope, receive, send)
        case "http":
            await _page(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    stream.hub.close()
    await send({"type": "lifespan.shutdown.complete"})


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as body:
        match await _take_in(body, receive):
            case "whole":
                headers = _headers_for_wsgi(scope["headers"], size=body.tell())
                body.seek(0)
                await _pages({**scope, "headers": headers}, _from_file(body), _until_they_go(send))
            case "too large":
                await send(
                    {
                        "type": "http.response.start",
                        "status": 413,
                        "headers": [(b"content-type", b"text/plain; charset=utf-8")],
                    }
                )
                await send({"type": "http.response.body", "body": b"That is too large."})


async def _take_in(body: IO[bytes], receive: Receive) -> str:
    """Read the request to its end: `whole`, `too large`, or `gone` when they left before."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return "gone"
        block = message.get("body", b"")
        size += len(block)
        if size > LARGEST_BODY_BYTES:
            return "too large"
        body.write(block)
        if not message.get("more_body", False):
            return "whole"


def _from_file(body: IO[bytes]) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        block = body.read(READ_BYTES)
        return {"type": "http.request", "body": block, "more_body": len(block) == READ_BYTES}

    return receive


def _until_they_go(send: Send) -> Send:
    """Sends until the reader is gone, then lets the rest fall: a thread waits for each part."""
    gone = False

    async def send_or_drop(message: MutableMapping[str, Any]) -> None:
        nonlocal gone
        if not gone:
            try:
                await send(message)
            except Exception:
                # What a server raises here is its own; all of them mean the same.
                gone = True

    return send_or_drop


def _headers_for_wsgi(
    headers: list[tuple[bytes, bytes]], *, size: int
) -> list[tuple[bytes, bytes]]:
    """Without names WSGI would mistake: it writes `x_real_ip` and `x-real-ip` alike.

    The body has its length here even where it came in chunks, of which WSGI knows nothing.
    """
    dropped = {b"content-length", b"transfer-encoding"}
    kept = [(name, value) for name, value in headers if b"_" not in name and name not in dropped]
    return [*kept, (b"content-length", str(size).encode())]

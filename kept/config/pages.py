"""Django's WSGI application behind an ASGI server, so that no slow client holds a thread.

WSGI costs a fraction of Django's ASGI side and keeps database connections, a thread each. A thread
is taken only while Django works: the request is taken in whole before, and a torn one never reaches
a view; the answer is written to memory or a file, and sent from there at the reader's own speed.

Nothing is parsed before it is here, and what comes here is bounded before: in size, which for
strangers is that of a form, and in time, so that nobody drips a request for ever.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Environ = dict[str, Any]

THREADS = 8
THREADS_APART = 2
IN_MEMORY_BYTES = 512 * 1024
LARGEST_BODY_BYTES = 64 * 1024 * 1024
STRANGERS_BODY_BYTES = 256 * 1024
"""Whoever is not signed in has forms to send and no files."""
IDLE_SECONDS = 20.0
FIRST_SECONDS = 30.0
SLOWEST_BYTES = 8 * 1024
"""A second: the least that somebody sends who has something large to send."""
SEND_BYTES = 128 * 1024


class File:
    """A file that Django hands over as it is (PEP 3333, `wsgi.file_wrapper`)."""

    def __init__(self, file: IO[bytes], block_size: int = SEND_BYTES) -> None:
        self.file = file
        # Closing it closes Django's response, which gives back what the request had taken.
        self.close = getattr(file, "close", lambda: None)


@dataclass(slots=True)
class Answer:
    """`body` is at its beginning. `close`, where there is one, belongs into a thread of Django."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: Any = None
    close: Callable[[], None] | None = None


class Pages:
    """Answers requests for pages with a WSGI application, some at a time.

    What begins with one of `apart` waits for foreign servers or pictures: it has few threads of its
    own, so that it never stands before a page. Of whoever sends more than a form `may_send` is
    asked, in a thread, before the rest is taken in.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        apart: tuple[str, ...] = (),
        may_send: Callable[[Scope], bool] = lambda scope: True,
    ) -> None:
        self._application = application
        self._apart = apart
        self._may_send = may_send
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._few = ThreadPoolExecutor(THREADS_APART, thread_name_prefix="apart")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        is_apart = self._apart and scope["path"].startswith(self._apart)
        threads = self._few if is_apart else self._threads

        async def may_send() -> bool:
            return await loop.run_in_executor(threads, self._may_send, scope)

        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as body:
            try:
                size = await take_in(body, receive, told=told_size(scope), may_send=may_send)
            except TooLarge:
                return await refuse(send, 413, b"That is too large.")
            except TimeoutError:
                return await refuse(send, 408, b"That came too slowly.")
            if size is None:
                return None  # they left before they had finished
            environ = environ_of(scope, body, size)
            answer = await loop.run_in_executor(threads, self._work, environ)
        try:
            await pour(answer, send, has_body=scope["method"] != "HEAD")
        finally:
            if answer.close:
                await loop.run_in_executor(threads, answer.close)
            else:
                answer.body.close()

    def _work(self, environ: Environ) -> Answer:
        answer = Answer()

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            answer.status = int(status[:3])
            answer.headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]

        parts = self._application(environ, start)
        if isinstance(parts, File):
            answer.body, answer.close = parts.file, parts.close
            return answer
        answer.body = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  see __call__
        try:
            for part in parts:
                answer.body.write(part)
        finally:
            getattr(parts, "close", lambda: None)()
        answer.body.seek(0)
        return answer


class TooLarge(Exception):
    """More than whoever sends it may send."""


async def take_in(
    body: IO[bytes], receive: Receive, *, told: int, may_send: Callable[[], Awaitable[bool]]
) -> int | None:
    """Read the request to its end, and answer how large it was. None: they left before.

    `told` is how large they say that it is. Raises `TooLarge`, and `TimeoutError` where it comes
    too slowly.
    """
    now = asyncio.get_running_loop().time
    size, is_known, began = 0, False, now()

    async def admit(size: int) -> None:
        nonlocal is_known
        if size > STRANGERS_BODY_BYTES and not is_known:
            is_known = size <= LARGEST_BODY_BYTES and await may_send()
            if not is_known:
                raise TooLarge
        if size > LARGEST_BODY_BYTES:
            raise TooLarge

    await admit(told)
    while True:
        left = began + FIRST_SECONDS + size / SLOWEST_BYTES - now()
        async with asyncio.timeout(min(IDLE_SECONDS, left)):
            message = await receive()
        if message["type"] == "http.disconnect":
            return None
        block = message.get("body", b"")
        size += len(block)
        await admit(size)
        body.write(block)
        if not message.get("more_body", False):
            body.seek(0)
            return size


def told_size(scope: Scope) -> int:
    """What the request says of its length; 0 where it says nothing."""
    for name, value in scope["headers"]:
        if name.lower() == b"content-length":
            return int(value) if value.isdigit() and len(value) < 16 else LARGEST_BODY_BYTES + 1
    return 0


async def pour(answer: Answer, send: Send, *, has_body: bool) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    # A file is read in small blocks and mostly from memory: no thread is needed for it.
    block = answer.body.read(SEND_BYTES) if has_body else b""
    while following := answer.body.read(SEND_BYTES) if block else b"":
        await send({"type": "http.response.body", "body": block, "more_body": True})
        block = following
    await send({"type": "http.response.body", "body": block})


async def refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def environ_of(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The request as PEP 3333 wants it."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": File,
    }
    for raw_name, raw_value in scope["headers"]:
        # WSGI writes `x_real_ip` and `x-real-ip` alike, so the first could pose as the second.
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if key in environ:
            value = environ[key] + ("; " if name == "COOKIE" else ",") + value
        environ[key] = value
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ.pop("HTTP_CONTENT_LENGTH", None)
    # What came in chunks has its length too, now that it is here.
    environ["CONTENT_LENGTH"] = str(size)
    return environ

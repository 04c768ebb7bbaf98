from __future__ import annotations

import asyncio
import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from kept.config import pages
from kept.config.pages import Pages
from kept.people.entrance import is_members
from tests.cast import make_member


class Request:
    """One request to `Pages`, whose body comes in the given parts."""

    def __init__(self, *parts: bytes, is_torn: bool = False, method: str = "POST", **more: Any):
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/a path/é",
            "query_string": b"q=1",
            "http_version": "1.1",
            "scheme": "https",
            "server": ("127.0.0.1", 8000),
            "client": ("192.0.2.7", 4000),
            "headers": [],
        } | more
        self._messages = [
            {"type": "http.request", "body": part, "more_body": True} for part in parts
        ] + [{"type": "http.disconnect"} if is_torn else {"type": "http.request", "body": b""}]
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        return self._messages.pop(0)

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))

    def ask(self, application: Any) -> Request:
        asyncio.run(self.go(Pages(application)))
        return self

    async def go(self, through: Pages) -> None:
        await through(self.scope, self.receive, self.send)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def echo(environ, start) -> Iterator[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("X-Size", environ["CONTENT_LENGTH"])])
    return [body[:5], body[5:]]


def test_a_body_that_came_in_parts_arrives_whole_and_with_its_length():
    request = Request(b"he", b"llo ", b"there").ask(echo)

    assert (request.status, request.body) == (200, b"hello there")
    assert (b"x-size", b"11") in request.sent[0]["headers"]
    assert not request.sent[-1].get("more_body")


def test_a_torn_request_never_reaches_a_view():
    reached: list[int] = []

    Request(b"half of it", is_torn=True).ask(lambda environ, start: reached.append(1))

    assert reached == []


def asked(request: Request, *, is_member: bool = True) -> list[str]:
    """What was reached: the question who they are, the application."""
    reached: list[str] = []

    def answer(environ, start):
        reached.append("application")
        start("204 No Content", [])
        return []

    def may_send(scope) -> bool:
        reached.append("who")
        return is_member

    asyncio.run(request.go(Pages(answer, may_send=may_send)))
    return reached


@pytest.fixture
def small(monkeypatch) -> None:
    monkeypatch.setattr(pages, "STRANGERS_BODY_BYTES", 5)
    monkeypatch.setattr(pages, "LARGEST_BODY_BYTES", 10)


@pytest.mark.parametrize(
    ("parts", "headers"),
    [
        ((b"12345", b"678901"), []),
        ((b"12345678901",), []),
        ((), [(b"content-length", b"11")]),
        ((), [(b"Content-Length", b"9" * 40)]),
        ((), [(b"content-length", b"-1")]),
    ],
)
def test_a_body_that_is_too_large_is_refused(small, parts, headers):
    request = Request(*parts, headers=headers)

    assert "application" not in asked(request)

    assert request.status == 413


def test_one_that_says_so_is_refused_before_anything_is_taken_in(small):
    request = Request(b"12345", headers=[(b"content-length", b"11")])

    asked(request)

    assert request.status == 413
    assert request._messages[0]["body"] == b"12345"


def test_a_stranger_sends_a_form_and_no_files(small):
    form, file = Request(b"12345"), Request(b"123", b"456")

    assert asked(form, is_member=False) == ["application"]
    assert asked(file, is_member=False) == ["who"]

    assert (form.status, file.status) == (204, 413)


def test_a_member_is_asked_for_once_and_may_send_more(small):
    request = Request(b"123", b"456", b"789")

    assert asked(request) == ["who", "application"]


@pytest.mark.parametrize("bound", ["IDLE_SECONDS", "FIRST_SECONDS"])
def test_a_body_that_never_comes_ends(monkeypatch, bound):
    class Waiting(Request):
        async def receive(self) -> dict[str, Any]:
            if len(self._messages) == 1:
                await asyncio.Event().wait()
            return await super().receive()

    monkeypatch.setattr(pages, bound, 0.01)
    request = Waiting(b"half of it")

    assert asked(request) == []
    assert request.status == 408


def test_who_sends_is_told_by_the_session_alone(transactional_db):
    ada = make_member("ada")
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.cookies["kept"].value.encode()
    theirs = [(b"host", b"x"), (b"Cookie", b"theme=dark; kept=" + key)]

    assert is_members(theirs)
    # Programs beside us on the same host set what they like.
    assert is_members([(b"cookie", b'seen={"a": "b"}; na me=1; kept=' + key)])
    assert is_members([(b"cookie", b"a[b]=c,d"), (b"cookie", b"kept=" + key)])
    assert not is_members([(b"cookie", b"kept=" + b"x" * 32)])
    assert not is_members([(b"cookie", b"kept=; \xff=\x00")])
    assert not is_members([])
    ada.is_active = False
    ada.save()
    assert not is_members(theirs)


def test_the_request_is_told_as_wsgi_wants_it():
    told: dict[str, Any] = {}

    def tell(environ, start):
        told.update(environ)
        start("204 No Content", [])
        return []

    request = Request(
        headers=[
            (b"host", b"desk.example"),
            (b"content-type", b"text/plain"),
            (b"content-length", b"999"),
            (b"transfer-encoding", b"chunked"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"x_forwarded_for", b"10.0.0.1"),
            (b"x-forwarded-for", b"192.0.2.8"),
        ]
    ).ask(tell)

    assert request.status == 204
    assert request.body == b""
    assert told["PATH_INFO"] == "/a path/é".encode().decode("latin-1")
    assert told["QUERY_STRING"] == "q=1"
    assert told["wsgi.url_scheme"] == "https"
    assert told["REMOTE_ADDR"] == "192.0.2.7"
    assert told["HTTP_HOST"] == "desk.example"
    assert told["CONTENT_TYPE"] == "text/plain"
    assert told["CONTENT_LENGTH"] == "0"
    assert told["HTTP_COOKIE"] == "a=1; b=2"
    assert told["HTTP_X_FORWARDED_FOR"] == "192.0.2.8", "an underscore cannot pose as a dash"
    assert "HTTP_TRANSFER_ENCODING" not in told
    assert "HTTP_CONTENT_LENGTH" not in told


def test_a_file_is_sent_in_blocks_and_its_response_closed():
    class Whole(io.BytesIO):
        closed_in = ""

        def close(self) -> None:
            Whole.closed_in = threading.current_thread().name
            super().close()

    content = b"x" * (pages.SEND_BYTES * 2 + 7)

    def send_file(environ, start):
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](Whole(content), 4096)

    request = Request().ask(send_file)

    assert request.body == content
    assert [len(message["body"]) for message in request.sent[1:]] == [
        pages.SEND_BYTES,
        pages.SEND_BYTES,
        7,
    ]
    assert Whole.closed_in.startswith("page"), "a thread of Django's, which has its connections"


@pytest.mark.parametrize("size", [0, 1, pages.SEND_BYTES, pages.SEND_BYTES * 3])
def test_an_answer_ends_once(size):
    def answer(environ, start):
        start("200 OK", [])
        return [b"x" * size]

    request = Request().ask(answer)

    assert len(request.body) == size
    ends = [message for message in request.sent[1:] if not message.get("more_body")]
    assert ends == [request.sent[-1]]


def test_head_sends_no_body():
    request = Request(method="HEAD").ask(echo)

    assert request.status == 200
    assert request.sent[1:] == [{"type": "http.response.body", "body": b""}]


def test_the_response_is_closed_even_when_it_breaks():
    closed: list[int] = []

    class Broken:
        def __iter__(self):
            yield b"half"
            raise ValueError("broken")

        def close(self) -> None:
            closed.append(1)

    def answer(environ, start):
        start("200 OK", [])
        return Broken()

    request = Request()
    with pytest.raises(ValueError, match="broken"):
        request.ask(answer)

    assert closed == [1]
    assert request.sent == [], "the server answers for us"


def test_slow_readers_and_writers_hold_no_thread():
    class Slow(Request):
        """Reads nothing for as long as the test lasts."""

        async def send(self, message: Any) -> None:
            await asyncio.sleep(10)

    class Hesitating(Request):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(10)
            return await super().receive()

    async def scene() -> float:
        through = Pages(echo)
        stuck = [
            asyncio.create_task(kind(b"hello").go(through))
            for kind in (Slow, Hesitating)
            for _ in range(pages.THREADS * 3)
        ]
        await asyncio.sleep(0.2)
        began = time.monotonic()
        quick = Request(b"quick")
        await quick.go(through)
        took = time.monotonic() - began
        assert quick.body == b"quick"
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
        return took

    assert asyncio.run(scene()) < 1.0

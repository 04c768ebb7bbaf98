"""The one HTTP client goes nowhere it should not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from kept.kit import outbound
from kept.kit.outbound import CannotFetch, fetch, is_public


@contextmanager
def server(answer: bytes, *, pause: float = 0.0) -> Iterator[tuple[int, list[bytes]]]:
    """Answers each connection with these bytes, one by one with a pause where one is given."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(5)
                try:
                    asked = peer.recv(65_536)
                    if b"Content-Length" in asked and asked.endswith(b"\r\n\r\n"):
                        asked += peer.recv(65_536)
                    heard.append(asked)
                    for byte in [answer] if not pause else [bytes([b]) for b in answer]:
                        peer.sendall(byte)
                        time.sleep(pause)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


FINE = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; x=y\r\nContent-Length: 5\r\n\r\nhello"


def test_an_answer_has_status_type_and_content(settings):
    with server(FINE) as (port, heard):
        settings.OUTBOUND_ALLOWED = [f"127.0.0.1:{port}"]
        answer = fetch(f"http://127.0.0.1:{port}/a?b=c#d")

    assert (answer.status, answer.type, answer.content) == (200, "text/plain", b"hello")
    assert heard[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{port}\r\n".encode() in heard[0]


def test_a_form_is_posted(settings):
    with server(FINE) as (port, heard):
        settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
        fetch(f"http://127.0.0.1:{port}/", method="POST", form={"a": "b&c", "d": "ü"})

    assert heard[0].endswith(b"a=b%26c&d=%C3%BC")


def test_a_redirect_is_an_answer_and_is_not_followed(settings):
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with server(moved) as (port, heard):
        settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
        assert fetch(f"http://127.0.0.1:{port}/").status == 302
    assert len(heard) == 1


HERE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.0.0.1.",
    "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "0.0.0.0",  # noqa: S104  # asked, not listened on
    "0", "127.255.255.254", "１２７.０.０.１", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "10.0.0.1", "172.16.0.1",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]", "[fec0::1]",
    "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "[ff02::1]",
    "[2001:db8::1]", "[2001::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", HERE)
def test_no_spelling_of_an_inner_address_is_asked(host: str, monkeypatch):
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(outbound.httpcore2.SyncBackend, "connect_tcp", connect)
    for address in (f"http://{host}/", f"https://{host}/x", f"http://{host}:80/"):
        with pytest.raises(CannotFetch):
            fetch(address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "//a.example/", "a",
        "http://", "http:///x", "http://user@a.example/", "http://a.example@127.0.0.1/",
        "http://a.example:22/", "http://a.example:6379/", "http://a.example/\r\nX: y",
        "http://a.example/ x", "http://a.exa\tmple/", "javascript:x", "data:,x", "", "http://[::1",
        "http://a.example/" + "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_asked(address: str):
    with pytest.raises(CannotFetch):
        fetch(address)


def test_a_name_that_stands_for_an_inner_address_is_not_asked(monkeypatch):
    def resolve(host: str, port: int, **_: object) -> list[object]:
        public = (socket.AF_INET, 1, 6, "", ("93.184.215.14", port))
        return [public, (socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", resolve)
    with pytest.raises(CannotFetch, match="not a public one"):
        fetch("http://rebinding.example/")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    asked, connected = [], []

    def resolve(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("93.184.215.14", port))]

    def connect(self: object, host: str, port: int, *_: object) -> None:
        connected.append((host, port))
        raise outbound.httpcore2.ConnectError("no network here")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(outbound.httpcore2.SyncBackend, "connect_tcp", connect)
    with pytest.raises(CannotFetch):
        fetch("https://fine.example/")

    assert asked == ["fine.example"]
    assert connected == [("93.184.215.14", 443)]


def test_a_server_that_drips_is_left(settings):
    with server(FINE, pause=0.2) as (port, _):
        settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
        began = time.monotonic()
        with pytest.raises(CannotFetch, match="too long"):
            fetch(f"http://127.0.0.1:{port}/", seconds=0.6)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n" + b"x" * 5000,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000,
    ],
    ids=["told", "untold"],
)
def test_an_answer_too_large_is_left(settings, answer: bytes):
    with server(answer) as (port, _):
        settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
        with pytest.raises(CannotFetch, match="too large"):
            fetch(f"http://127.0.0.1:{port}/", largest_bytes=1000)


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200"], ids=ascii)
def test_nonsense_for_an_answer_is_said_to_be_none(settings, answer: bytes):
    with server(answer) as (port, _):
        settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
        with pytest.raises(CannotFetch, match="could not be reached"):
            fetch(f"http://127.0.0.1:{port}/")


def test_the_proxy_of_the_environment_is_not_asked(settings, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with server(FINE) as (port, _):
        settings.OUTBOUND_ALLOWED = ["127.0.0.1"]
        assert fetch(f"http://127.0.0.1:{port}/").status == 200


@pytest.mark.django_db
def test_nobody_waits_for_others_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        fetch("http://a.example/")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_world_is_public(address: str):
    assert is_public(address)

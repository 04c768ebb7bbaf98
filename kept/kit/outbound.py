"""The one HTTP client. Whatever Kept fetches goes through `fetch`; `greeted` hears a server out.

The name is resolved once, every address it stands for must be public, and the connection goes to
the address that was looked at. There are no redirects, no proxies from the environment, and caps
on size and time. Hosts in `settings.OUTBOUND_ALLOWED` (`host` or `host:port`) may be private.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpcore2
import httpx2
from django.conf import settings
from django.db import transaction

from kept.kit.sentences import sentence

UNREACHED = sentence("It could not be reached ({error}).")

PORTS = {80, 443}
LONGEST_URL = 4_000
SECONDS = 10.0
LARGEST_BYTES = 5 * 1024 * 1024

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class CannotFetch(Exception):
    """Not fetched; the message says why and names no secret."""


class NotAsked(CannotFetch):
    """The same, and nothing of the request has left us: asking again repeats nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`location` is where else to look, of an answer that says so; nobody goes there by itself."""

    status: int
    type: str
    content: bytes
    location: str = ""


def fetch(
    url: str,
    *,
    method: str = "GET",
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    largest_bytes: int = LARGEST_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """One request, one answer, whatever its status. `body` is sent as it is, else the `form`.

    Raises `CannotFetch`; `NotAsked` where the other side cannot have heard of it.
    """
    never_inside_a_transaction("a request")
    target = _checked(url)
    end = time.monotonic() + seconds
    sent: list[tuple[bytes | str, bytes | str]] = [
        ("User-Agent", "Kept"),
        ("Host", _host_header(target)),
        *(headers or {"Accept": "*/*"}).items(),
    ]
    content = body
    if form is not None and body is None:
        content = urlencode(form).encode("ascii")
        sent.append(("Content-Type", "application/x-www-form-urlencoded"))
    if content is not None:
        sent.append(("Content-Length", str(len(content))))
    try:
        with (
            httpcore2.ConnectionPool(
                ssl_context=ssl.create_default_context(),
                max_connections=1,
                retries=0,
                network_backend=PublicOnly(end),
            ) as pool,
            pool.stream(
                method, str(target), headers=sent, content=content, extensions=_timeouts(seconds)
            ) as response,
        ):
            return _received(response, largest_bytes, end)
    except CannotFetch:
        raise
    except (httpcore2.ConnectTimeout, httpcore2.ConnectError) as error:
        words = sentence("It took too long to answer.")
        if isinstance(error, httpcore2.ConnectError):
            words = UNREACHED.format(error=type(error).__name__)
        raise NotAsked(words) from error
    except (httpcore2.TimeoutException, TimeoutError) as error:
        raise CannotFetch(sentence("It took too long to answer.")) from error
    except (
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.UnsupportedProtocol,
        OSError,
        ValueError,
    ) as error:
        raise CannotFetch(UNREACHED.format(error=type(error).__name__)) from error


def greeted(host: str, port: int, *, seconds: float) -> bytes:
    """The first words of a server that speaks first, over TLS. Raises `CannotFetch`."""
    backend = PublicOnly(time.monotonic() + seconds)
    stream: httpcore2.NetworkStream | None = None
    try:
        stream = backend.connect_tcp(host, port)
        stream = stream.start_tls(ssl.create_default_context(), server_hostname=host)
        return stream.read(200)
    except CannotFetch:
        raise
    except (httpcore2.NetworkError, httpcore2.TimeoutException, OSError, ValueError) as error:
        raise CannotFetch(UNREACHED.format(error=type(error).__name__)) from error
    finally:
        if stream is not None:
            stream.close()


def never_inside_a_transaction(what: str) -> None:
    """Refuse to wait for others while we hold locks. Transactions of a test case do not count."""
    blocks = transaction.get_connection().atomic_blocks
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        raise RuntimeError(f"{what} must not run inside a transaction")


def is_public(address: str) -> bool:
    """Whether an IP address is out in the world, however it is wrapped."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class PublicOnly(httpcore2.NetworkBackend):
    """Connects to public addresses alone, and to the very address that was looked at."""

    def __init__(self, end: float) -> None:
        self.end = end

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = _resolved(host, port)
        if not _is_allowed(host, port) and not all(map(is_public, addresses)):
            raise NotAsked(sentence("This address is not a public one."))
        last: Exception | None = None
        for address in addresses[:4]:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, _left(self.end), local_address, socket_options
                )
            except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
                last = error
            else:
                return Limited(stream, self.end)
        raise last or NotAsked(sentence("This name stands for no address."))

    def connect_unix_socket(self, *args: Any, **more: Any) -> httpcore2.NetworkStream:
        raise NotAsked(sentence("Only the network can be asked."))


class Limited(httpcore2.NetworkStream):
    """A stream that ends at a moment: a server that drips does not hold us longer."""

    def __init__(self, stream: httpcore2.NetworkStream, end: float) -> None:
        self.stream = stream
        self.end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.end))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.end))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        inner = self.stream.start_tls(ssl_context, server_hostname, _left(self.end))
        return Limited(inner, self.end)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _checked(url: str) -> httpx2.URL:
    if len(url) > LONGEST_URL or any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise NotAsked(sentence("This is no web address."))
    try:
        target = httpx2.URL(url)
        host = target.raw_host.decode("ascii")
    except (httpx2.InvalidURL, ValueError) as error:
        raise NotAsked(sentence("This is no web address.")) from error
    if target.scheme not in {"http", "https"} or not host or target.userinfo:
        raise NotAsked(sentence("This is no web address."))
    port = target.port or (443 if target.scheme == "https" else 80)
    if port not in PORTS and not _is_allowed(host, port):
        raise NotAsked(sentence("Only the usual ports of the web are asked."))
    return target.copy_with(fragment=None)


def _host_header(target: httpx2.URL) -> str:
    return target.netloc.decode("ascii")


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAsked(sentence("This name stands for no address.")) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _is_allowed(host: str, port: int) -> bool:
    allowed = set(getattr(settings, "OUTBOUND_ALLOWED", ()))
    return bool({host, f"{host}:{port}"} & allowed)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the time is over")
    return left


def _timeouts(seconds: float) -> dict[str, Any]:
    return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}


def _received(response: httpcore2.Response, largest_bytes: int, end: float) -> Answer:
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_stream():
        size += len(piece)
        if size > largest_bytes:
            raise CannotFetch(sentence("It is too large."))
        _left(end)
        pieces.append(piece)
    kind = _header(response, b"content-type").split(";")[0].strip().lower()
    location = _header(response, b"location")[:LONGEST_URL]
    return Answer(response.status, kind, b"".join(pieces), location)


def _header(response: httpcore2.Response, name: bytes) -> str:
    found = next((value for key, value in response.headers if key.lower() == name), b"")
    return found.decode("latin-1")

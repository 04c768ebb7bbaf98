"""The servers behind a mail address: by our own list, by the domain's word, or by trying.

Nothing found here is used unseen: an owner confirms it. All of it takes at most some fifteen
seconds, and asks public addresses alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from kept.kit.domains import in_dns
from kept.kit.outbound import CannotFetch, fetch, greeted, never_inside_a_transaction
from kept.mail.providers import BY_DOMAIN, House, Words, app_password_hint

SECONDS = 15.0
ONE_SECONDS = 5.0
LARGEST_BYTES = 100_000
# Thunderbird's autoconfiguration; over https alone, since whoever answers names the server that is
# given the password.
PLACES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
GUESSES = ("imap.{domain}", "mail.{domain}", "{domain}")
SMTP_GUESSES = ("smtp.{domain}", "mail.{domain}")
IMAPS, SUBMISSIONS = 993, 465
_SECURITY = {"SSL": "TLS", "STARTTLS": "STARTTLS"}
_SCHEMES = {"SSL": "smtps", "STARTTLS": "smtp+tls"}


@dataclass(frozen=True, slots=True)
class Found:
    """Where a mailbox is fetched from, and the way out beside it as `KEPT_SMTP_URL` has it.

    `how` is LIST, DOMAIN or TRIED. `consent` names the provider where it lets in by consent.
    """

    how: str
    host: str
    port: int
    security: str
    user: str
    smtp_url: str = ""
    app_password: Words = ""
    consent: str = ""


def discover(address: str) -> Found | None:
    """What is known of the address's servers; None where nobody says and nothing answers."""
    never_inside_a_transaction("looking for a server")
    domain = _domain(address)
    if domain is None:
        return None
    if house := BY_DOMAIN.get(domain):
        return _of_house(house, address)
    end = time.monotonic() + SECONDS
    told: Found | None = _first(
        [partial(_told, place, domain, address, end) for place in PLACES], end
    )
    if told is None:
        return _tried(domain, address, end)
    return replace(told, app_password=app_password_hint(told.host))


def read_config(content: bytes, address: str) -> Found | None:
    """The first IMAP server of a `clientConfig` that takes a password over an encrypted line."""
    try:
        # Read as what they all are, so that no other encoding hides a declaration from us.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        tree = Xml.fromstring(text)  # noqa: S314  # small, and without entities: see above
    except (Xml.ParseError, ValueError, LookupError):
        return None
    imap = _server(tree, "incomingServer", "imap", set(_SECURITY))
    if imap is None:
        return None
    host, port, socket_type, user = imap
    smtp = _server(tree, "outgoingServer", "smtp", set(_SCHEMES))
    url = ""
    if smtp:
        url = _smtp_url(_SCHEMES[smtp[2]], _named(smtp[3], address), smtp[0], smtp[1])
    return Found("DOMAIN", host, port, _SECURITY[socket_type], _named(user, address), url)


def _of_house(house: House, address: str) -> Found:
    return Found(
        how="LIST",
        host=house.imap,
        port=IMAPS,
        security="TLS",
        user=address,
        smtp_url=_smtp_url(house.smtp_scheme, address, house.smtp, 587),
        app_password=house.app_password,
        consent=house.consent,
    )


def _told(place: str, domain: str, address: str, end: float) -> Found | None:
    try:
        answer = fetch(
            place.format(domain=domain),
            largest_bytes=LARGEST_BYTES,
            seconds=min(ONE_SECONDS, max(end - time.monotonic(), 0.1)),
        )
    except CannotFetch:
        return None
    return read_config(answer.content, address) if answer.status == 200 else None


def _tried(domain: str, address: str, end: float) -> Found | None:
    hosts = [guess.format(domain=domain) for guess in GUESSES]
    host = _first([partial(_answers, name, IMAPS, b"* OK", end) for name in hosts], end)
    if host is None:
        return None
    hosts = [guess.format(domain=domain) for guess in SMTP_GUESSES]
    smtp = _first([partial(_answers, name, SUBMISSIONS, b"220", end) for name in hosts], end)
    url = _smtp_url("smtps", address, smtp, SUBMISSIONS) if smtp else ""
    return Found("TRIED", host, IMAPS, "TLS", address, url, app_password_hint(host))


def _answers(host: str, port: int, greeting: bytes, end: float) -> str | None:
    seconds = min(ONE_SECONDS, end - time.monotonic())
    with suppress(CannotFetch):
        if seconds > 0 and greeted(host, port, seconds=seconds).startswith(greeting):
            return host
    return None


def _first(asks: list[Callable[[], Any]], end: float) -> Any:
    """All are asked at once; the first in their order that knows something is believed."""
    threads = ThreadPoolExecutor(len(asks), thread_name_prefix="find")
    try:
        for asked in [threads.submit(ask) for ask in asks]:
            with suppress(TooLate):
                if found := asked.result(timeout=max(end - time.monotonic(), 0.1)):
                    return found
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
    return None


def _server(
    tree: Xml.Element, tag: str, kind: str, sockets: set[str]
) -> tuple[str, int, str, str] | None:
    for server in tree.iter(tag):
        host = _text(server, "hostname").lower()
        port, socket_type = _text(server, "port"), _text(server, "socketType")
        # A domain that names a bare word or an address of a machine is not believed.
        if (
            server.get("type") == kind
            and socket_type in sockets
            and port.isascii()
            and port.isdigit()
            and 0 < int(port) < 65_536
            and _is_host(host)
        ):
            return host, int(port), socket_type, _text(server, "username")
    return None


def _text(server: Xml.Element, tag: str) -> str:
    return (server.findtext(tag) or "").strip()[:255]


def _named(pattern: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    if not pattern or "%" not in pattern:
        return address
    named = pattern.replace("%EMAILADDRESS%", address).replace("%EMAILLOCALPART%", local)
    return named.replace("%EMAILDOMAIN%", domain)


def _smtp_url(scheme: str, user: str, host: str, port: int) -> str:
    return f"{scheme}://{quote(user, safe='')}:PASSWORD@{host}:{port}"


def _domain(address: str) -> str | None:
    domain = in_dns(address.rpartition("@")[2].lower().rstrip("."))
    return domain if _is_host(domain) else None


def _is_host(name: str) -> bool:
    """A name with a dot, of letters, digits and hyphens, and no address of a machine."""
    labels = name.split(".")
    return (
        len(labels) > 1
        and len(name) <= 253
        and not labels[-1].isdigit()
        and all(label and label.replace("-", "").isalnum() and label.isascii() for label in labels)
    )

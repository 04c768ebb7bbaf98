"""The servers of an address are found, shown, and never taken unseen."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client

from kept.mail import discovery
from kept.mail.discovery import Found, discover, read_config
from kept.mail.models import Mailbox
from kept.people.models import Member
from tests.cast import make_owner

ADDRESS = "desk@northmoor.example"
CONFIG = b"""<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="northmoor.example">
  <incomingServer type="pop3"><hostname>pop.northmoor.example</hostname><port>995</port>
    <socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>old.northmoor.example</hostname><port>143</port>
    <socketType>plain</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>Imap.Northmoor.example</hostname><port>143</port>
    <socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.northmoor.example</hostname><port>587</port>
    <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>"""
TOLD = Found(
    "DOMAIN",
    "imap.northmoor.example",
    143,
    "STARTTLS",
    "desk",
    "smtp+tls://desk%40northmoor.example:PASSWORD@smtp.northmoor.example:587",
)


@contextmanager
def web(answers: dict[str, bytes], *, pause: float = 0.0) -> Iterator[str]:
    """A web server of a domain; what it does not know is 404."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(pause)
            content = answers.get(self.path, b"")
            self.send_response(200 if content else 404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def nothing_answers(monkeypatch) -> None:
    monkeypatch.setattr(discovery, "GUESSES", ("localhost",))
    monkeypatch.setattr(discovery, "SMTP_GUESSES", ("localhost",))


def at(monkeypatch, settings, place: str) -> None:
    settings.OUTBOUND_ALLOWED = [place]
    monkeypatch.setattr(
        discovery,
        "PLACES",
        tuple(f"http://{place}{path}" for path in ("/mail/config-v1.1.xml", "/well-known.xml")),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/mail/config-v1.1.xml", "/well-known.xml"])
def test_a_domain_that_names_its_servers_is_believed(settings, monkeypatch, path):
    with web({path: CONFIG}) as place:
        at(monkeypatch, settings, place)
        assert discover(ADDRESS) == TOLD


@pytest.mark.django_db
def test_a_big_provider_is_known_without_asking_anybody(monkeypatch):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(discovery, "fetch", never)
    monkeypatch.setattr(discovery, "greeted", never)

    found = discover("Shop@GMail.com")

    assert (found.how, found.host, found.port, found.security) == (
        *("LIST", "imap.gmail.com", 993, "TLS"),
    )
    assert found.consent == "GOOGLE"
    assert "myaccount.google.com/apppasswords" in str(found.app_password)
    assert found.smtp_url == "smtp+tls://Shop%40GMail.com:PASSWORD@smtp.gmail.com:587"


@pytest.mark.django_db
def test_where_nobody_says_what_answers_is_taken_in_its_order(settings, monkeypatch):
    asked: list[tuple[str, int]] = []

    def greeted(host: str, port: int, *, seconds: float) -> bytes:
        asked.append((host, port))
        if host == "imap.northmoor.example":
            raise discovery.CannotFetch("no")
        return b"* OK ready" if port == 993 else b"220 ready"

    monkeypatch.setattr(discovery, "greeted", greeted)
    with web({}) as place:
        at(monkeypatch, settings, place)
        found = discover(ADDRESS)

    assert found == Found(
        "TRIED",
        "mail.northmoor.example",
        993,
        "TLS",
        ADDRESS,
        "smtps://desk%40northmoor.example:PASSWORD@smtp.northmoor.example:465",
    )
    assert ("imap.northmoor.example", 993) in asked


@pytest.mark.django_db
def test_a_server_that_never_answers_holds_nobody_up(settings, monkeypatch, nothing_answers):
    monkeypatch.setattr(discovery, "ONE_SECONDS", 0.3)
    with web({"/well-known.xml": CONFIG}, pause=1.0) as place:
        at(monkeypatch, settings, place)
        began = time.monotonic()
        assert discover(ADDRESS) is None
        assert time.monotonic() - began < 0.9


@pytest.mark.django_db
def test_nothing_in_our_own_network_is_asked(monkeypatch):
    monkeypatch.setattr(discovery, "PLACES", ("http://127.0.0.1/{domain}",))
    monkeypatch.setattr(discovery, "GUESSES", ("localhost", "127.0.0.1", "169.254.169.254"))

    assert discover(ADDRESS) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not found</html>",
        b"<clientConfig><incomingServer",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CONFIG,
        CONFIG.replace(b"STARTTLS", b"plain"),
        CONFIG.replace(b"Imap.Northmoor.example", b"127.0.0.1"),
        CONFIG.replace(b"Imap.Northmoor.example", b"localhost"),
        CONFIG.replace(b"Imap.Northmoor.example", b"a b.example"),
        CONFIG.replace(b"<port>143</port>", b"<port>99999</port>"),
        CONFIG.replace(b"<port>143</port>", "<port>14²</port>".encode()),
        b'<?xml version="1.0" encoding="gb2312"?><a>\x00</a>',
        b'<?xml version="1.0" encoding="no-such"?><a>\xff</a>',
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CONFIG.decode()).encode("utf-16"),
    ],
    ids=range(13),
)
def test_what_is_no_answer_is_not_believed(content):
    assert read_config(content, ADDRESS) is None


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["desk@localhost", "desk@127.0.0.1", "desk@a..b", "desk@"])
def test_what_is_no_domain_is_not_asked(address):
    assert discover(address) is None


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_what_was_found_stands_in_the_form_and_nothing_is_kept():
    odo = sign_in(make_owner())

    page = odo.post("/mail/mailboxes/find/", {"address": "shop@icloud.com"}).content.decode()

    assert 'value="imap.mail.me.com"' in page
    assert "We know this provider." in page
    assert "App-Specific Passwords" in page
    assert not Mailbox.objects.exists()


@pytest.mark.django_db
def test_where_nothing_is_found_the_address_stays_and_it_is_said(monkeypatch, nothing_answers):
    monkeypatch.setattr(discovery, "PLACES", ("http://127.0.0.1/{domain}",))

    page = sign_in(make_owner()).post("/mail/mailboxes/find/", {"address": ADDRESS})

    assert "none of the usual names answers" in page.content.decode()
    assert f'value="{ADDRESS}"' in page.content.decode()


@pytest.mark.django_db
def test_what_is_no_address_is_said_at_its_field():
    page = sign_in(make_owner()).post("/mail/mailboxes/find/", {"address": "nonsense"})

    assert page.status_code == 422
    assert 'value="nonsense"' in page.content.decode()

"""An SMTP server that wants TLS and a password, and goes wrong once at a stage that is named."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

STAGES = (
    "greeting", "EHLO", "STARTTLS", "EHLO over TLS", "AUTH", "MAIL", "RCPT", "RCPT of the next",
    "DATA", "last line", "last line, taken", "QUIT",
)  # fmt: skip
FAULTS = ("4xx", "5xx", "421", "hangs up", "silent", "garbage", "half a line", "many lines")
USUAL = {
    "greeting": "220 here", "EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "220 go on",
    "EHLO over TLS": "250-here\r\n250 AUTH PLAIN", "AUTH": "235 welcome", "DATA": "354 go on",
    "QUIT": "221 bye",
}  # fmt: skip
SAYS = {"4xx": "451 4.3.0 later", "5xx": "550 5.7.1 never", "421": "421 4.3.2 going down"}
SILENCE_SECONDS = 0.4


@dataclass
class Server:
    """`taken` has each letter that was taken, by recipient and Message-ID, in its order."""

    stage: str
    fault: str
    url: str = ""
    is_spent: bool = False
    taken: list[tuple[str, str]] = field(default_factory=list)
    recipients: int = 0

    def is_at_fault(self, stage: str) -> bool:
        if self.is_spent or stage != self.stage:
            return False
        self.is_spent = True
        return True


class Gone(Exception):
    """The server hangs up."""


def make_certificate(folder: Path) -> Path:
    """Key and certificate for 127.0.0.1, in one file that also is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def failing_at(stage: str, fault: str, *, certificate: Path) -> Iterator[Server]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(stage, fault)
    server.url = f"smtp+tls://ada:secret@127.0.0.1:{listener.getsockname()[1]}"
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    threads: list[threading.Thread] = []

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=_talk, args=(peer, server, context), daemon=True)
            threads.append(thread)
            thread.start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in threads:
            thread.join(2)


def _talk(peer: socket.socket, server: Server, context: ssl.SSLContext) -> None:
    with suppress(OSError, Gone):
        peer.settimeout(5)
        try:
            _say(peer, server, "greeting")
            peer = _plain(peer, server, context)
            _letters(peer, server)
        finally:
            peer.close()


def _plain(peer: socket.socket, server: Server, context: ssl.SSLContext) -> socket.socket:
    """Until TLS begins."""
    for line in _lines(peer):
        if (verb := line[:8].upper()).startswith(b"EHLO"):
            _say(peer, server, "EHLO")
        elif verb.startswith(b"HELO"):
            peer.sendall(b"250 fine\r\n")
        elif verb == b"STARTTLS":
            if _say(peer, server, "STARTTLS"):
                return context.wrap_socket(peer, server_side=True)
        else:
            peer.sendall(b"530 5.7.0 encrypt first\r\n")
    raise Gone


def _letters(peer: socket.socket, server: Server) -> None:
    recipient = ""
    lines = _lines(peer)
    for line in lines:
        verb = line[:4].upper()
        if verb == b"EHLO":
            _say(peer, server, "EHLO over TLS")
        elif verb == b"AUTH":
            _say(peer, server, "AUTH")
        elif verb == b"MAIL":
            _say(peer, server, "MAIL")
        elif verb == b"RCPT":
            server.recipients += 1
            recipient = line.decode().split("<")[1].split(">")[0]
            _say(peer, server, "RCPT" if server.recipients == 1 else "RCPT of the next")
        elif verb == b"DATA":
            if _say(peer, server, "DATA"):
                _last_line(peer, server, recipient, _message_id(lines))
        elif verb == b"QUIT":
            _say(peer, server, "QUIT")
            return
        else:
            peer.sendall(b"250 fine\r\n" if verb in {b"RSET", b"HELO"} else b"503 not now\r\n")


def _last_line(peer: socket.socket, server: Server, recipient: str, message_id: str) -> None:
    letter = (recipient, message_id)
    if server.stage == "last line, taken" and not server.is_spent:
        server.taken.append(letter)
        _say(peer, server, "last line, taken")
    elif _say(peer, server, "last line"):
        server.taken.append(letter)


def _message_id(lines: Iterator[bytes]) -> str:
    found = ""
    for line in lines:
        if line == b".\r\n":
            return found
        if line.lower().startswith(b"message-id:"):
            found = line.split(b"<")[1].split(b">")[0].decode()
    raise Gone


def _lines(peer: socket.socket) -> Iterator[bytes]:
    yield from peer.makefile("rb")


def _say(peer: socket.socket, server: Server, stage: str) -> bool:
    """Whether the answer was the usual one."""
    usual = USUAL.get(stage, "250 fine")
    if not server.is_at_fault(stage):
        peer.sendall(usual.encode() + b"\r\n")
        return True
    match server.fault:
        case "hangs up":
            raise Gone
        case "silent":
            time.sleep(SILENCE_SECONDS)
            raise Gone
        case "garbage":
            peer.sendall(b"\x00\xff\xfe what\r\n")
        case "half a line":
            peer.sendall(usual[:2].encode())
            raise Gone
        case "many lines":
            code = usual[:3]
            peer.sendall(f"{code}-one\r\n{code}-two\r\n{usual}\r\n".encode())
            return True
        case "421":
            peer.sendall(SAYS["421"].encode() + b"\r\n")
            raise Gone
        case fault:
            peer.sendall(SAYS[fault].encode() + b"\r\n")
    return False

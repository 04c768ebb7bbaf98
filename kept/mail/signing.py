"""DKIM (RFC 6376, RFC 8463): our mark on a letter, so that others can tell it is from our domain.

Signed as it leaves, over headers and body in their relaxed form. The same letter is always signed
alike, so one that is repeated stays the same letter.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from dataclasses import dataclass
from email.utils import getaddresses, parsedate_to_datetime

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

logger = logging.getLogger(__name__)

SIGNED = (
    "from", "to", "cc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references",
    "auto-submitted", "mime-version", "content-type", "content-transfer-encoding",
)  # fmt: skip
ONCE_MORE = ("from", "to", "cc", "subject", "date")
"""Signed once more than they are there, so that nobody adds another to a letter that is ours. Lists
may add an address for answers."""
SHORTEST_RSA_BITS = 1024
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,250}[A-Za-z0-9])?")


class BadKey(Exception):
    """Letters cannot be signed; the message says why."""


@dataclass(frozen=True, slots=True)
class Signer:
    domain: str
    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey

    @property
    def algorithm(self) -> str:
        return "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"

    @property
    def record(self) -> tuple[str, str]:
        """Name and value of the TXT record that others read the public key from."""
        public = self.key.public_key()
        if isinstance(self.key, RSAPrivateKey):
            kind = "rsa"
            raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        else:
            kind = "ed25519"
            raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        name = f"{self.selector}._domainkey.{self.domain}"
        return name, f"v=DKIM1; k={kind}; p={base64.b64encode(raw).decode()}"

    def signature(self, content: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(content, PKCS1v15(), SHA256())
        # RFC 8463: what is signed is the digest.
        return self.key.sign(hashlib.sha256(content).digest())


def signer() -> Signer | None:
    """By whom letters are signed; None where nothing is set. Raises `BadKey`."""
    domain, selector = settings.DKIM_DOMAIN.lower(), settings.DKIM_SELECTOR
    given = [bool(domain), bool(selector), bool(settings.DKIM_KEY)]
    if not any(given):
        return None
    if not all(given):
        raise BadKey("KEPT_DKIM_DOMAIN, KEPT_DKIM_SELECTOR and KEPT_DKIM_KEY_FILE belong together.")
    if not _NAME.fullmatch(domain) or not _NAME.fullmatch(selector):
        raise BadKey("KEPT_DKIM_DOMAIN and KEPT_DKIM_SELECTOR must be names as DNS has them.")
    try:
        key = load_pem_private_key(settings.DKIM_KEY.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("The DKIM key is no private key in PEM without a password.") from error
    if isinstance(key, RSAPrivateKey) and key.key_size < SHORTEST_RSA_BITS:
        raise BadKey("The DKIM key is too short: make one of 2048 bits.")
    if not isinstance(key, (RSAPrivateKey, Ed25519PrivateKey)):
        raise BadKey("The DKIM key must be RSA or Ed25519.")
    return Signer(domain, selector, key)


def signed(raw: bytes) -> bytes:
    """The letter with its signature before it; as it is where it is not from our signing domain.

    A key that does not load costs no letter: it leaves unsigned, and `kept doctor` says so.
    """
    try:
        ours = signer()
    except BadKey as error:
        logger.warning("a letter leaves unsigned: %s", error)
        return raw
    if ours is None:
        return raw
    head, _, body = raw.partition(b"\r\n\r\n")
    headers = _headers(head)
    sender = next((value for name, value in headers if name == "from"), "")
    if not _is_of(sender, ours.domain):
        return raw
    present = [name for name in SIGNED if any(name == other for other, _ in headers)]
    names = [*ONCE_MORE, *present]
    digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    value = (
        f"v=1; a={ours.algorithm}; c=relaxed/relaxed; d={ours.domain}; s={ours.selector};\r\n"
        f"\tt={_moment(headers)}; h={':'.join(names)};\r\n\tbh={digest};\r\n\tb="
    )
    content = b"".join(_named(names, headers)) + relaxed_header("dkim-signature", value)
    seal = base64.b64encode(ours.signature(content)).decode()
    folded = "\r\n\t ".join(seal[at : at + 70] for at in range(0, len(seal), 70))
    return f"DKIM-Signature: {value}{folded}\r\n".encode("ascii") + raw


def relaxed_header(name: str, value: str) -> bytes:
    """A header as it is signed (RFC 6376, 3.4.2), without the end of its line."""
    unfolded = re.sub(r"\r\n(?=[ \t])", "", value)
    squeezed = re.sub(r"[ \t]+", " ", unfolded).strip()
    return f"{name}:{squeezed}".encode("utf-8", "surrogateescape")


def relaxed_body(body: bytes) -> bytes:
    """A body as it is signed (RFC 6376, 3.4.4)."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _headers(head: bytes) -> list[tuple[str, str]]:
    """Names in lower case and values as they stand, folded, in their order."""
    text = head.decode("utf-8", "surrogateescape")
    fields = re.split(r"\r\n(?![ \t])", text)
    pairs = (field.partition(":") for field in fields)
    return [(name.strip().lower(), value) for name, _, value in pairs]


def _named(names: list[str], headers: list[tuple[str, str]]) -> list[bytes]:
    """The headers of these names, each name taking the lowest that is left."""
    left = list(headers)
    found = []
    for name in names:
        for at in range(len(left) - 1, -1, -1):
            if left[at][0] == name:
                found.append(relaxed_header(*left.pop(at)) + b"\r\n")
                break
    return found


def _is_of(sender: str, domain: str) -> bool:
    addresses = getaddresses([re.sub(r"\r\n(?=[ \t])", "", sender)])
    host = addresses[0][1].rpartition("@")[2].lower() if addresses else ""
    return host == domain or host.endswith(f".{domain}")


def _moment(headers: list[tuple[str, str]]) -> int:
    date = next((value for name, value in headers if name == "date"), "")
    try:
        return int(parsedate_to_datetime(date.strip()).timestamp())
    except ValueError:
        return 0

"""DKIM: whoever has only the letter and our DNS record can tell that it is ours.

The verifier here is written from RFC 6376 by itself and shares nothing with what signs.
"""

import base64
import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
)

from kept.mail import posts
from kept.mail.outbox import queue
from kept.mail.sender import send_due
from kept.mail.signing import BadKey, signed, signer
from kept.mail.tests.make import Script, smtp_server
from kept.serving.doctor import _dkim
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
KEYS = {
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
}
LETTER = (
    b"From: Ada <orders@northmoor.example>\r\nTo: cy@valdorra.example\r\n"
    b"Subject: A   folded\r\n\tsubject \r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n"
    b"\r\nDear  Cy, \t \r\n\r\nit is on its way.\r\n\r\n\r\n"
)


def set_up(settings, kind: str) -> None:
    settings.DKIM_DOMAIN, settings.DKIM_SELECTOR = "northmoor.example", "kept1"
    settings.DKIM_KEY = (
        KEYS[kind].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    )


def tags(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip(): "".join(value.split()) for name, _, value in parts}


def squeeze(value: bytes) -> bytes:
    return b" ".join(value.replace(b"\r\n", b"").replace(b"\t", b" ").split())


def verify(raw: bytes, record: str) -> None:
    """Raises `InvalidSignature` where the letter is not as it was signed."""
    head, body = raw.split(b"\r\n\r\n", 1)
    fields: list[bytes] = []
    for line in head.split(b"\r\n"):
        if line[:1] in b" \t":
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    seal = next(field for field in fields if field.lower().startswith(b"dkim-signature:"))
    said = tags(seal.split(b":", 1)[1].decode())
    assert (said["v"], said["c"]) == ("1", "relaxed/relaxed")

    lines = [line.replace(b"\t", b" ") for line in body.split(b"\r\n")]
    lines = [b" ".join(filter(None, line.split(b" "))) if line.strip() else b"" for line in lines]
    canonical = b"\r\n".join(lines).rstrip(b"\r\n") + b"\r\n"
    if base64.b64decode(said["bh"]) != hashlib.sha256(canonical).digest():
        raise InvalidSignature

    content = b""
    left = [field for field in fields if field is not seal]
    for name in said["h"].split(":"):
        same = [f for f in left if f.split(b":", 1)[0].strip().lower() == name.encode()]
        if same:
            left.remove(same[-1])
            content += name.encode() + b":" + squeeze(same[-1].split(b":", 1)[1]) + b"\r\n"
    value = seal.split(b":", 1)[1]
    unsigned = value[: value.index(b"\tb=") + 3]
    content += b"dkim-signature:" + squeeze(unsigned)

    key, signature = base64.b64decode(tags(record)["p"]), base64.b64decode(said["b"])
    if said["a"] == "rsa-sha256":
        public = load_der_public_key(key)
        assert isinstance(public, rsa.RSAPublicKey)
        public.verify(signature, content, padding.PKCS1v15(), SHA256())
    else:
        assert said["a"] == "ed25519-sha256"
        digest = hashlib.sha256(content).digest()
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, digest)


def record_of_dns() -> str:
    name, value = signer().record
    assert name == "kept1._domainkey.northmoor.example"
    return value


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_signed_letter_proves_itself_by_the_record_alone(settings, kind):
    set_up(settings, kind)

    raw = signed(LETTER)

    assert raw.endswith(LETTER)
    assert max(map(len, raw.split(b"\r\n"))) < 998
    verify(raw, record_of_dns())
    assert signed(LETTER) == raw


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"on its way", b"lost for good"),
        (b"orders@", b"thief@"),
        (b"A   folded", b"Another"),
        (b"From: Ada", b"From: Eve <eve@x.example>\r\nFrom: Ada"),
        (b"From: Ada", b"Subject: You have won\r\nFrom: Ada"),
        (b"From: Ada", b"To: everybody@x.example\r\nFrom: Ada"),
        (b"From: Ada", b"Cc: everybody@x.example\r\nFrom: Ada"),
        (b"From: Ada", b"Date: Fri, 1 Jan 2027 00:00:00 +0000\r\nFrom: Ada"),
    ],
)
def test_a_letter_that_was_changed_does_not(settings, old, new):
    set_up(settings, "rsa")
    raw = signed(LETTER)

    with pytest.raises(InvalidSignature):
        verify(raw.replace(old, new), record_of_dns())


def test_blanks_that_servers_add_break_nothing(settings):
    set_up(settings, "ed25519")
    raw = signed(LETTER)

    changed = raw.replace(b"Dear  Cy, \t ", b"Dear Cy,").replace(b"A   folded\r\n\t", b"A folded ")
    assert (b"Dear Cy," in changed, b"A folded " in changed) == (True, True)
    assert changed != raw
    verify(changed + b"\r\n", record_of_dns())


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_what_a_server_gets_from_us_is_signed(settings, monkeypatch, kind):
    monkeypatch.setattr(posts, "TIMEOUT_SECONDS", 3.0)
    set_up(settings, kind)
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada), subject="Grüße aus Łódź " * 6)
    queue(make_reply(conversation, ".\nZwei Töpfe.\n" + "x" * 300, by=ada), now=NOON)
    script = Script()

    with smtp_server(script) as url:
        settings.SMTP_URL = url
        assert send_due(now=NOON) == 1

    verify(script.taken[0][2], record_of_dns())


def test_letters_of_another_domain_and_without_a_key_stay_as_they_are(settings):
    assert signed(LETTER) == LETTER
    set_up(settings, "rsa")
    other = LETTER.replace(b"orders@northmoor.example", b"orders@southmoor.example")

    assert signed(other) == other


def test_a_key_that_does_not_load_costs_no_letter_and_the_doctor_says_so(settings):
    set_up(settings, "rsa")
    assert _dkim().is_well
    assert 'kept1._domainkey.northmoor.example TXT "v=DKIM1; k=rsa; p=' in _dkim().words

    settings.DKIM_KEY = "no key"
    assert signed(LETTER) == LETTER
    assert not _dkim().is_well
    assert "letters leave unsigned" in _dkim().words

    settings.DKIM_SELECTOR = ""
    with pytest.raises(BadKey, match="belong together"):
        signer()
    settings.DKIM_KEY = settings.DKIM_DOMAIN = ""
    assert _dkim().is_well

"""What leaves for a browser is read by that browser alone, and known as ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kept.kit import webpush
from kept.kit.webpush import BadKey, from_64, to_64

# The example of RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
THEIR_PUBLIC = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
OUR_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6T"
    "lzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def key_of(private: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_64(private), "big"), ec.SECP256R1())


def test_the_example_of_the_standard_comes_out_as_it_stands_there():
    sealed = webpush.seal_for(
        PLAIN,
        public_key=THEIR_PUBLIC,
        auth=AUTH,
        own=key_of(OUR_PRIVATE),
        salt=from_64(SALT),
    )

    assert to_64(sealed) == BODY


def opened(body: bytes, *, own: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser does with a body, by the standard."""
    salt, length, rest = body[:16], body[20], body[21:]
    point, sealed = rest[:length], rest[length:]
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    info = b"WebPush: info\0" + webpush._point(own.public_key()) + point
    secret = webpush._derived(own.exchange(ec.ECDH(), theirs), salt=auth, info=info, length=32)
    key = webpush._derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = webpush._derived(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    plain = AESGCM(key).decrypt(nonce, sealed, None)
    assert plain.endswith(b"\x02")
    return plain[:-1]


def test_each_message_is_sealed_anew_and_opens_with_the_browsers_key_alone():
    browser, auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
    public = to_64(webpush._point(browser.public_key()))

    one, two = (webpush.seal_for(b"hello", public_key=public, auth=to_64(auth)) for _ in range(2))

    assert one[:16] != two[:16]
    assert one[21:86] != two[21:86]
    assert opened(one, own=browser, auth=auth) == opened(two, own=browser, auth=auth) == b"hello"


def test_a_service_can_prove_who_asks():
    private, public = webpush.new_key()
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    header = webpush.proof(
        "https://push.example:8443/send/abc?d=1",
        private=private,
        public=public,
        contact="https://kept.northmoor.example",
        now=now,
    )

    token, known = header.removeprefix("vapid t=").split(", k=")
    assert known == public
    head, claims, signature = token.split(".")
    assert json.loads(from_64(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(from_64(claims)) == {
        "aud": "https://push.example:8443",
        "exp": int(now.timestamp()) + 12 * 3600,
        "sub": "https://kept.northmoor.example",
    }
    raw = from_64(signature)
    assert len(raw) == 64
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_64(public))
    dss = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(dss, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("public", "auth"),
    [
        ("", ""),
        (THEIR_PUBLIC, "short"),
        (THEIR_PUBLIC[:-4] + "AAAA", AUTH),
        (THEIR_PUBLIC, AUTH + "="),
        ("not base64 at all!", AUTH),
        (THEIR_PUBLIC + "ä", AUTH),
    ],
)
def test_what_is_no_key_is_refused(public: str, auth: str):
    with pytest.raises(BadKey):
        webpush.seal_for(b"x", public_key=public, auth=auth)


def test_what_is_too_long_for_a_service_is_never_sealed():
    with pytest.raises(ValueError, match="too long"):
        webpush.seal_for(b"x" * 3_001, public_key=THEIR_PUBLIC, auth=AUTH)

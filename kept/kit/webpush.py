"""A message to a browser through its push service, which can read none of it.

The content is sealed for the browser alone (RFC 8291, by the coding of RFC 8188); the key that the
browser was told of proves to the service that it comes from us (RFC 8292). Nothing is sent here.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST_BYTES = 3_000
"""A service must take 4096 with all that goes around it (RFC 8030, 7.2)."""
_RECORD_BYTES = 4_096
_GOOD_FOR = timedelta(hours=12)
"""A service takes at most a day (RFC 8292, 2)."""


class BadKey(Exception):
    """What a browser gave as its keys is none."""


def new_key() -> tuple[str, str]:
    """A fresh key for this house: private and public, both as text."""
    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value.to_bytes(32, "big")
    return to_64(number), to_64(_point(key.public_key()))


def seal_for(
    content: bytes,
    *,
    public_key: str,
    auth: str,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """`content` as a body that only the browser with these keys can read. Raises `BadKey`.

    `own` and `salt` are fresh for each message; a test gives those of the standard's example.
    """
    if len(content) > LONGEST_BYTES:
        raise ValueError("too long for a push")
    point, shared_auth = check_keys(public_key, auth)
    own = own or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    own_point = _point(own.public_key())
    secret = _derived(
        own.exchange(ec.ECDH(), theirs),
        salt=shared_auth,
        info=b"WebPush: info\0" + point + own_point,
        length=32,
    )
    key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + _RECORD_BYTES.to_bytes(4, "big") + bytes([len(own_point)]) + own_point
    # The 2 says that this record is the last one.
    return header + AESGCM(key).encrypt(nonce, content + b"\x02", None)


def check_keys(public_key: str, auth: str) -> tuple[bytes, bytes]:
    """The keys of a browser as bytes. Raises `BadKey`."""
    try:
        point, shared_auth = from_64(public_key), from_64(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadKey("These are no keys of a browser.") from error
    if len(point) != 65 or len(shared_auth) != 16:
        raise BadKey("These are no keys of a browser.")
    return point, shared_auth


def proof(endpoint: str, *, private: str, public: str, contact: str, now: datetime) -> str:
    """The `Authorization` header with which the service at `endpoint` knows us again."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _GOOD_FOR).timestamp()),
        "sub": contact,
    }
    signed = ".".join(to_64(_compact(part)) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    number = int.from_bytes(from_64(private), "big")
    key = ec.derive_private_key(number, ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public}"


def to_64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def from_64(words: str) -> bytes:
    """Raises `ValueError` for what is not URL-safe base64."""
    if not words.isascii() or set(words) & set("+/= \n"):
        raise ValueError("not URL-safe base64")
    return base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _compact(part: Mapping[str, object]) -> bytes:
    return json.dumps(part, separators=(",", ":")).encode()

"""Finding secrets in what somebody was handed, however it was written down."""

from __future__ import annotations

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header
from urllib.parse import unquote_plus

from tests.security.planting import FORM

_TAGS = re.compile(r"<(?!!--)[^>]{0,2000}>|&shy;|&#173;|\u00ad|\u200b")
_FOLDS = re.compile(r"\r?\n[ \t]|=\r?\n")
_64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")


def names_in(content: bytes | str) -> set[str]:
    """Names of the secrets in it: as they are, between tags, over folded lines, in base64."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    found = _plain(text)
    for part in _packed(text):
        found |= _plain(part)
    return found


def names_in_mail(content: bytes) -> set[str]:
    """Of a letter: its headers and every part, decoded."""
    found = names_in(content)
    letter = message_from_bytes(content, policy=policy.compat32)
    for part in letter.walk():
        for name, value in part.items():
            found |= names_in(f"{name}: {_decoded(str(value))}")
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            found |= names_in(body)
    return found


def _decoded(header: str) -> str:
    pieces = decode_header(header)
    return "".join(
        piece.decode(charset or "latin-1", "replace") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )


def _plain(text: str) -> set[str]:
    ways = (text, _TAGS.sub("", text), _FOLDS.sub("", text), unquote_plus(html.unescape(text)))
    return {match[1].lower() for way in ways for match in FORM.finditer(way)}


def _packed(text: str) -> Iterator[str]:
    for match in _64.finditer(text):
        packed = match[0].rstrip("=")
        packed += "=" * (-len(packed) % 4)
        try:
            raw = base64.b64decode(packed.replace("-", "+").replace("_", "/"))
        except (binascii.Error, ValueError):
            continue
        yield raw.decode("utf-8", "replace")
        try:
            yield zlib.decompressobj().decompress(raw, 1_000_000).decode("utf-8", "replace")
        except zlib.error:
            continue

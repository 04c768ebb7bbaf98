"""Header text: RFC 2047 words, bare eight-bit letters, folded lines. Total and linear."""

from __future__ import annotations

import base64
import binascii
import re

from kept.mail.letter.charsets import ONE_BYTE_LATIN, decode, guessed, known, strict

MOST_PADDINGS = 1000
LONGEST_HEADER = 65_536  # what stands beyond is left aside
# White space inside is the work of mailers that fold too late.
WORD = re.compile(r"=\?([^?\s]{1,60})\?\s*([bBqQ])\s*\?([^?]*(?:\?(?!=)[^?\s=]*){0,8})\?=")
GLUE = re.compile(r"\s*")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def header_text(raw: bytes, charset: str | None = None) -> str:
    """The bytes of one header, unfolded, with words decoded; `charset` helps bare letters."""
    return decode_words(unfold(bare(raw, charset)))


def bare(raw: bytes, charset: str | None = None) -> str:
    """As text, but with encoded words still in it."""
    raw = raw[:LONGEST_HEADER]
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii").replace("\0", "")
    if charset is None or known(charset) in ONE_BYTE_LATIN:
        # Nothing declares a header's charset; that of the body is only a hint.
        charset = hinted(raw) or charset
    return decode(raw, charset)[0]


def hinted(raw: bytes) -> str | None:
    """The charset that bare letters seem to be in, where it is not a Western one."""
    if b"\x1b" in raw or strict(raw, "utf-8") is not None:
        return None
    found = guessed(b" ".join(word for word in raw.split() if not word.isascii()))
    return None if found in ONE_BYTE_LATIN else found


def unfold(text: str) -> str:
    """One line: a fold is the white space it begins with."""
    if "\n" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "")
    return text.replace("\t", " ").strip()


def decode_words(text: str) -> str:
    """Encoded words decoded; white space between two of them is dropped (RFC 2047, 6.2)."""
    if "=?" not in text:
        return text
    out: list[str] = []
    pending: tuple[str, bytes] | None = None
    at = 0
    for found in WORD.finditer(text):
        between = text[at : found.start()]
        data = word_bytes(found[2], found[3])
        charset = found[1].split("*")[0]
        if data is None or (known(charset) is None and not data.isascii() and len(charset) > 40):
            continue
        if between.strip() or at == 0 or pending is None:
            out.append(flushed(pending))
            out.append(between)
            pending = (charset, data)
        elif pending[0].lower() == charset.lower():
            # A letter of several bytes may be cut between two words.
            pending = (charset, pending[1] + data)
        else:
            out.append(flushed(pending))
            pending = (charset, data)
        at = found.end()
    out.append(flushed(pending))
    out.append(text[at:])
    return "".join(out).replace("\n", " ").strip()


def flushed(pending: tuple[str, bytes] | None) -> str:
    return decode(pending[1], pending[0])[0] if pending else ""


def word_bytes(encoding: str, payload: str) -> bytes | None:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b"_", b" ").replace(b"\n", b""), header=False)
    return loose_base64(data)


def loose_base64(data: bytes) -> bytes:
    """Whatever base64 there is: junk is skipped, missing padding added, padding within obeyed."""
    padding = data.find(b"=")
    if padding < 0 or not data[padding : padding + 8].strip(b"=\r\n\t "):
        try:
            if padding < 0 or not data[padding:].strip(b"=\r\n\t "):
                return binascii.a2b_base64(data)
        except (binascii.Error, ValueError):
            pass
    if 0 < data.count(b"=") < MOST_PADDINGS:
        pieces = [piece for piece in data.split(b"=") if piece.strip()]
        if len(pieces) > 1:
            return b"".join(loose_base64(piece) for piece in pieces)
    clean = NOT_BASE64.sub(b"", data)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))

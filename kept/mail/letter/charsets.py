"""Bytes to text, whatever the mail says they are. Total: every input has an answer."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

import charset_normalizer

# What senders write, and the wider set that in truth stands behind it.
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
SPELLINGS = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-windows-949": "cp949",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "ansi_x3.4-1968": "ascii",
    "x-unknown": "ascii",
    "unknown-8bit": "ascii",
    "us-ascii": "ascii",
    "default": "ascii",
}
# These decode no text of people, or take more than linear time.
REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
ONE_BYTE_LATIN = {"ascii", "cp1252", "iso8859-1", "iso8859-15", "cp1254"}
CONTROLS = re.compile("[\x00\ud800-\udfff]")
GUESS_BYTES = 8192
HIGH_BYTES = bytes(range(128, 256))


@lru_cache(maxsize=256)
def known(charset: str) -> str | None:
    """Python's name of the codec for `charset`, widened, or None where there is none."""
    name = charset.strip().strip("'\"").lower()
    if not 0 < len(name) <= 40 or not name.isascii() or "\0" in name:
        return None
    name = SPELLINGS.get(name, name)
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        digits = re.fullmatch(r"(?:iso|iso_|iso-)?(8859)-?(\d{1,2})", name)
        cp = re.fullmatch(r"(?:x-)?(?:cp|win|windows)-?(\d{3,4})", name)
        guess = f"iso8859-{digits[2]}" if digits else f"cp{cp[1]}" if cp else ""
        try:
            codec = codecs.lookup(guess)
        except (LookupError, ValueError):
            return None
    if codec.name in REFUSED or not getattr(codec, "_is_text_encoding", True):
        return None
    return WIDER.get(codec.name, codec.name)


def decode(data: bytes, charset: str | None) -> tuple[str, str | None]:
    """(text, what was wrong or None). The declared charset is tried first, then UTF-8."""
    if not data:
        return "", None
    codec = known(charset) if charset else None
    if data.isascii():
        if b"\x1b$" in data or b"\x1b(" in data:
            text = strict(data, codec if codec and "2022" in codec else "iso2022_jp_ext")
            if text is not None:
                return scrub(text), None
        if codec is None or codec in ONE_BYTE_LATIN or codec == "utf-8":
            return scrub(data.decode("ascii")), None
    elif codec is None or codec in ONE_BYTE_LATIN:
        # Eight-bit text that happens to be sound UTF-8 is UTF-8, whatever the header claims.
        text = strict(data, "utf-8")
        if text is not None:
            wrong = None if codec is None else f"The text says {charset} but is UTF-8."
            return scrub(text), wrong
    if codec is not None and (charset or "").strip().lower() not in {"x-unknown", "default"}:
        text = strict(data, codec)
        if text is not None:
            return scrub(text), None
    return repaired(data, charset, codec)


def repaired(data: bytes, charset: str | None, codec: str | None) -> tuple[str, str]:
    said = f"The text does not fit its charset {charset[:40]!r}" if charset else "No charset fits"
    text = strict(data, "utf-8")
    if text is not None:
        return scrub(text), f"{said}; it was read as UTF-8."
    if codec is not None:
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return scrub(text), f"{said}; broken characters were replaced."
    if codec is None or codec in ONE_BYTE_LATIN or codec == "utf-8":
        found = guessed(data[:GUESS_BYTES])
        if found is not None:
            return scrub(data.decode(found, "replace")), f"{said}; it was read as {found}."
    text = strict(data, "cp1252") or data.decode("latin-1")
    return scrub(text), f"{said}; it was read as Western European."


def guessed(data: bytes) -> str | None:
    """A charset for eight-bit text that declares none, or None where nothing is likely."""
    high = len(data) - len(data.translate(None, HIGH_BYTES))
    if high * 4 < len(data):
        # A few accents in Latin letters: a statistical guess is worse than the common answer.
        return "cp1252" if strict(data, "cp1252") is not None else None
    if high >= 4 and (found := by_letters(data, high)) is not None:
        return found
    if high < 8:
        return "cp1252" if strict(data, "cp1252") is not None else None
    best = charset_normalizer.from_bytes(data).best()
    return known(best.encoding) if best is not None else None


def by_letters(data: bytes, high: int) -> str | None:
    """Short texts in East Asian and Cyrillic letters, by the bytes these use most."""
    if sum(byte >= 0xC0 for byte in data) >= 0.9 * high:
        small_koi = sum(0xC0 <= byte <= 0xDF for byte in data)
        return "koi8-r" if small_koi * 2 > high else "cp1251"
    if strict(data, "gb2312") is not None or strict(data, "euc_kr") is not None:
        leads = [byte for byte in lead_bytes(data) if byte >= 0xA4]
        total = len(leads) or 1
        if sum(byte in {0xA4, 0xA5} for byte in leads) * 3 >= total:
            return "euc_jp"
        if total >= 3 and all(0xB0 <= byte <= 0xC8 for byte in leads):
            return "cp949"
        if sum(0xB0 <= byte <= 0xD7 for byte in leads) * 10 >= total * 6:
            return "gb18030"
    for codec in ("cp932", "big5"):
        text = strict(data, codec)
        if text is not None and sum(letter > "\u3000" for letter in text) * 4 >= high:
            return codec
    return None


def lead_bytes(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        if data[at] > 127:
            found.append(data[at])
            at += 1
        at += 1
    return found


def strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def scrub(text: str) -> str:
    """LF ends, composed, without NUL and lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    text = CONTROLS.sub(lambda m: "" if m[0] == "\0" else "\ufffd", text).removeprefix("\ufeff")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)

"""Bytes to text, whatever the mail says they are. Total: every input has an answer."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import charset_normalizer

from kept.kit.languages import language_of
from kept.kit.marks import normalized
from kept.kit.sentences import sentence

IS_UTF8 = sentence("The text says {charset} but is UTF-8.")
MISFIT = sentence("The text does not fit its charset {charset}; broken characters were replaced.")
MISFIT_READ = sentence("The text does not fit its charset {charset}; it was read as {read_as}.")
NONE = sentence("No charset fits; broken characters were replaced.")
NONE_READ = sentence("No charset fits; it was read as {read_as}.")
UNKNOWN = sentence("The charset {charset} is not known; the text was read as {read_as}.")

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
    # Of RFC 1642, which was taken back. Mail programs show it as it stands.
    "unicode-1-1-utf-7": "ascii",
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
# What each charset's letters are mostly, and how much of a text they must make: a wrong charset turns
# common letters into rare ones.
COMMON = (
    ("cp1251", "оеаинтсрвлкмд", 0.5),
    ("koi8-r", "оеаинтсрвлкмд", 0.5),
    ("iso8859-5", "оеаинтсрвлкмд", 0.5),
    ("cp1253", "αοιετσνηυρπκμλςόίέάήώ", 0.5),
    ("cp1255", "יוהלארתבמשנקח", 0.5),
    ("cp1256", "اليمونرتبةعدسف", 0.5),
    ("cp874", "านรกงอมยลวเี่ะ", 0.5),
    ("cp932", "のにはをたがでとしれさいるてすまかなくりっん。、", 0.25),
    ("euc_jp", "のにはをたがでとしれさいるてすまかなくりっん。、", 0.25),
    (
        "gb18030",
        "的一是不了在有人我他这个们中来上大为和国地到以说时要就出会可也你请问谢好。，",
        0.15,
    ),
    (
        "big5hkscs",
        "的一是不了在有人我他這個們中來上大為和國地到以說時要就出會可也你請問謝好。，",
        0.15,
    ),
    ("cp949", "이다는의을가고에하지한를은도로서기나사대어리시것수자인정해부일그니습세요", 0.2),
)
CENTRAL = frozenset({"pl", "cs", "sk", "hu", "ro", "hr", "sl"})
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
            if codec is None:
                return scrub(text), unknown(charset, "UTF-8")
            return scrub(text), IS_UTF8.format(charset=charset)
    elif not codec.startswith("utf") and is_surely_utf8(data, codec):
        return scrub(data.decode("utf-8")), IS_UTF8.format(charset=charset)
    if codec is not None and (charset or "").strip().lower() not in {"x-unknown", "default"}:
        text = strict(data, codec)
        if text is not None:
            return scrub(text), None
    return repaired(data, charset, codec)


def unknown(charset: str | None, read_as: str) -> str | None:
    if not charset:
        return None
    return UNKNOWN.format(charset=repr(charset[:40]), read_as=read_as)


def is_surely_utf8(data: bytes, codec: str) -> bool:
    """No other charset's text of some length happens to be sound UTF-8."""
    high = len(data) - len(data.translate(None, HIGH_BYTES))
    # In ISO 8859 these bytes are controls, which no letter has.
    has_controls = codec.startswith("iso8859") and any(0x80 <= byte < 0xA0 for byte in data)
    return (high >= 6 or has_controls) and strict(data, "utf-8") is not None


def repaired(data: bytes, charset: str | None, codec: str | None) -> tuple[str, str]:
    text = strict(data, "utf-8")
    if text is not None:
        return scrub(text), _misread(charset, "UTF-8")
    if codec in {None, "utf-8"}:
        text = data.decode("utf-8", "replace")
        lost = text.count("\ufffd")
        if sum(letter > "\x7f" for letter in text) >= 2 * lost:
            return scrub(text), _misread(charset)
    if codec is not None:
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return scrub(text), _misread(charset)
    if codec is None or codec in ONE_BYTE_LATIN or codec == "utf-8":
        found = guessed(data[:GUESS_BYTES])
        if found is not None:
            return scrub(data.decode(found, "replace")), _misread(charset, found)
    text = strict(data, "cp1252") or data.decode("latin-1")
    return scrub(text), _misread(charset, "Western European")


def _misread(charset: str | None, read_as: str = "") -> str:
    said = (MISFIT_READ if read_as else MISFIT) if charset else (NONE_READ if read_as else NONE)
    return said.format(charset=repr((charset or "")[:40]), read_as=read_as)


def guessed(data: bytes) -> str | None:
    """A charset for eight-bit text that declares none, or None where nothing is likely."""
    high = len(data) - len(data.translate(None, HIGH_BYTES))
    if high * 4 < len(data):
        return by_language(data)
    if high >= 4 and (found := by_script(data) or by_letters(data, high)) is not None:
        return found
    if high < 8:
        return "cp1252" if strict(data, "cp1252") is not None else None
    best = charset_normalizer.from_bytes(data).best()
    return known(best.encoding) if best is not None else None


def by_language(data: bytes) -> str | None:
    """A few accents in Latin letters: the one whose words make a language."""
    western = language_of(data.decode("latin-1"))
    has_controls = any(0x80 <= byte < 0xA0 for byte in data)
    for codec, languages in (
        ("cp1250" if has_controls else "iso8859-2", CENTRAL),
        ("cp1254", {"tr"}),
    ):
        text = strict(data, codec)
        if text is None or (western is not None and western not in languages):
            continue
        if language_of(text) in languages:
            return codec
    return "cp1252" if strict(data, "cp1252") is not None else None


def by_script(data: bytes) -> str | None:
    best, most = None, 0.0
    for codec, common, least in COMMON:
        text = strict(data, codec)
        if text is None and len(data) == GUESS_BYTES:
            text = data.decode(codec, "ignore")  # its last letter may be cut
        if text is None:
            continue
        high = [letter for letter in text if letter > "\x7f"]
        share = sum(map(common.__contains__, high)) / (len(high) or 1)
        # Compared by how far above its own bar each is.
        if share >= least and share / least > most:
            best, most = codec, share / least
    return best


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
    return normalized("NFC", text)

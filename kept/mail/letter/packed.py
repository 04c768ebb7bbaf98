"""Files packed into a text or into Outlook's winmail.dat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kept.mail.letter.charsets import decode
from kept.mail.letter.parameters import file_name
from kept.mail.letter.tree import uudecoded

MOST_TNEF_BYTES = 32 * 1024 * 1024
MOST_PACKED_FILES = 200
MOST_OBJECTS = 10_000
MOST_BEGINS = 2000
BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
END = re.compile(rb"^end[ \t]*+(?:\r?\n|\Z)", re.MULTILINE)
UU_LINE = re.compile(rb"[ -`]{1,90}\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Packed:
    """What was inside: `text` and `html` for reading, `files` as (name, type, bytes)."""

    text: str
    html: str
    files: list[tuple[str | None, str, bytes]]


def unpack_uuencoded(data: bytes) -> tuple[bytes, list[tuple[str | None, str, bytes]]]:
    """(the text without the files, the files)."""
    if b"begin" not in data:
        return data, []
    files: list[tuple[str | None, str, bytes]] = []
    kept: list[bytes] = []
    at = 0
    ends = iter(END.finditer(data))
    end = next(ends, None)
    for begin in islice(BEGIN.finditer(data), MOST_BEGINS):
        while end is not None and end.start() < begin.end():
            end = next(ends, None)
        if end is None or len(files) >= MOST_PACKED_FILES:
            break
        if begin.start() < at or UU_LINE.match(data, begin.end()) is None:
            continue
        content = uudecoded(data[begin.start() : end.end()])
        if not content and end.start() - begin.end() > 4:
            continue
        files.append((file_name(decode(begin[1], None)[0]), "application/octet-stream", content))
        kept.append(data[at : begin.start()])
        at = end.end()
    kept.append(data[at:])
    return (b"".join(kept) if files else data), files


def unpack_tnef(data: bytes) -> Packed | None:
    """What winmail.dat holds, or None where it cannot be read."""
    if len(data) > MOST_TNEF_BYTES or data[:4] != b"\x78\x9f\x3e\x22":
        return None
    if is_crowded(data):
        return None
    try:
        from tnefparse.tnef import TNEF

        tnef: Any = TNEF(data, do_checksum=False)  # type: ignore[no-untyped-call]
        text = tnef.body
        html = tnef.htmlbody
        rtf = None if text or html else tnef.rtfbody
        files: list[tuple[str | None, str, bytes]] = []
        for found in tnef.attachments[:MOST_PACKED_FILES]:
            content = bytes(found.data or b"")
            name = file_name(words(found.long_filename()) or words(found.name))
            files.append((name, "application/octet-stream", content))
    except Exception:  # a foreign parser on foreign bytes: the file then stays packed
        return None
    if rtf:
        files.append(("message.rtf", "application/rtf", bytes(rtf)))
    return Packed(words(text), words(html), files)


def is_crowded(data: bytes) -> bool:
    """Whether it holds more objects than any message has: each costs its reader the same."""
    at, objects = 6, 0
    while at + 9 <= len(data):
        # Level, attribute, length, the data, a checksum.
        at += 9 + int.from_bytes(data[at + 5 : at + 9], "little") + 2
        objects += 1
        if objects > MOST_OBJECTS:
            return True
    return False


def words(value: Any) -> str:
    if isinstance(value, bytes):
        value = decode(value, None)[0]
    return str(value).rstrip("\0") if value else ""

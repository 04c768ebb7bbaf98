"""As much of a mail as can be made out by simply looking: for what the reader could not read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kept.conversations.actions import Arrival, File
from kept.kit import blobs
from kept.mail.letter.words import decode_words
from kept.mail.rules import bare_address, content_digest, one_line, storable

LONGEST_HEAD = 64 * 1024
LONGEST_TEXT = 100_000
NOBODY = "unknown@invalid"

_ADDRESS = re.compile(r"[^\s<>@,;:\"()]{1,64}@[^\s<>@,;:\"()]{1,255}")


@dataclass(frozen=True, slots=True)
class PlainReading:
    arrival: Arrival
    digest: str


def plain_reading(raw: bytes, *, envelope_from: str) -> PlainReading:
    """Sender, subject and text as they stand there; the whole mail goes along as a file."""
    head, body = split(raw)
    named = header(head, "from")
    found = _ADDRESS.search(named)
    address = bare_address(found[0] if found else envelope_from) or NOBODY
    subject = one_line(header(head, "subject"))
    sha256 = blobs.put(raw)
    letter = File(name="letter.eml", type="message/rfc822", size=len(raw), sha256=sha256)
    arrival = Arrival(
        subject=subject,
        from_name=one_line(named.partition("<")[0]).strip('" ')[:200],
        from_address=address,
        text=body[:LONGEST_TEXT].strip(),
        files=(letter,),
        is_verified=False,
    )
    digest = content_digest(
        message_id=header(head, "message-id"),
        sender=address,
        date=None,
        subject=subject,
        body="",
        files=(sha256,),
    )
    return PlainReading(arrival, digest)


def split(raw: bytes) -> tuple[str, str]:
    """Headers and body as text, whatever they are."""
    text = storable(raw[: LONGEST_HEAD + 4 * LONGEST_TEXT].decode("utf-8", "replace"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, _, body = text.partition("\n\n")
    return head[:LONGEST_HEAD], body


def header(head: str, name: str) -> str:
    """The first header of this name, unfolded and decoded; nothing where there is none."""
    lines: list[str] = []
    for line in head.split("\n"):
        if lines and line[:1] in {" ", "\t"}:
            lines.append(line.strip())
        elif lines:
            break
        elif line.lower().startswith(f"{name}:"):
            lines.append(line[len(name) + 1 :].strip())
    return decode_words(" ".join(lines)[:2_000])

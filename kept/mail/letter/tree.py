"""The parts of a mail (RFC 2046), found in one pass over its bytes, without recursion.

The standard library's parser takes a mail apart line by line, which is too slow for a flood and
grows with nesting; this one looks only at header blocks and at lines that begin with two dashes.
"""

from __future__ import annotations

import binascii
import quopri
import re
from dataclasses import dataclass, field

from kept.kit.sentences import sentence
from kept.mail.letter.parameters import file_name, parameters
from kept.mail.letter.words import bare, loose_base64

ENCODING = sentence("The encoding {name} is not known; the part was taken as it is.")

MOST_BYTES = 64 * 1024 * 1024
MOST_LEVELS = 200
MOST_PARTS = 10_000
MOST_HEADERS = 1000
MOST_HEADER_BYTES = 512 * 1024
MOST_DASH_LINES = 20_000  # that are no borders; from there on only known borders are looked for
LONGEST_BOUNDARY = 300

HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
BLANK = re.compile(rb"[ \t\r]*+(?:\n|\Z)")
LINE = re.compile(rb"[^\n]*+(?:\n|\Z)")
END_OF_HEADERS = re.compile(rb"\n\r?\n")


@dataclass(slots=True)
class Part:
    """One entity. Its body is `raw[start:end]`; `children` belong to a multipart or a mail."""

    headers: list[tuple[str, bytes]]
    start: int
    end: int = -1
    children: list[Part] = field(default_factory=list)
    type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)
    boundary: bytes = b""

    def get(self, name: str) -> bytes | None:
        for key, value in self.headers:
            if key == name:
                return value
        return None

    def all(self, name: str) -> list[bytes]:
        return [value for key, value in self.headers if key == name]

    @property
    def is_multipart(self) -> bool:
        return bool(self.boundary)

    @property
    def is_mail(self) -> bool:
        return self.type in MAIL_TYPES

    @property
    def name(self) -> str | None:
        return self.name_in(None)

    def name_in(self, charset: str | None) -> str | None:
        """The file name; `charset` helps where its letters stand bare in the header."""
        for header, known, key in (
            ("content-disposition", self.disposition_parameters, "filename"),
            ("content-type", self.parameters, "name"),
        ):
            raw = self.get(header) if charset is not None and key in known else None
            if raw is not None and not raw.isascii():
                known = parameters(bare(raw, charset))[1]
            found = file_name(known.get(key))
            if found is not None:
                return found
        return None

    @property
    def cid(self) -> str | None:
        value = self.get("content-id")
        return bare(value).strip().strip("<>").strip() or None if value else None

    @property
    def encoding(self) -> str:
        value = self.get("content-transfer-encoding")
        return bare(value).split("(")[0].split(";")[0].strip(" \t\r\n\"'").lower() if value else ""


MAIL_TYPES = frozenset(
    {"message/rfc822", "message/global", "message/news", "message/external-body"}
)
PLAIN_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "identity"})


@dataclass(slots=True)
class Tree:
    raw: bytes
    root: Part
    problems: list[str]

    def body(self, part: Part) -> bytes:
        return self.raw[part.start : part.end]

    def content(self, part: Part) -> bytes:
        """The decoded bytes of a leaf."""
        return decoded(self.raw[part.start : part.end], part.encoding, self.problems)


def take_apart(raw: bytes) -> Tree:
    problems: list[str] = []
    if len(raw) > MOST_BYTES:
        raw = raw[:MOST_BYTES]
        problems.append(sentence("The mail is larger than 64 MiB; the rest was left aside."))
    if b"\n" not in raw[:MOST_HEADER_BYTES] and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    reader = Reader(raw, problems)
    root = reader.open_part(opening(raw), "text/plain")
    reader.run()
    return Tree(raw, root, problems)


def opening(raw: bytes) -> int:
    """Where the headers begin: behind blank lines and the `From ` line of a mailbox."""
    at = 0
    while at < len(raw) and at < 4096 and raw[at] in b"\r\n":
        at += 1
    if at and HEADER.match(raw, at) is None:
        return 0
    if raw[at : at + 5] == b"From " or raw[at : at + 6] == b">From ":
        line = LINE.match(raw, at)
        return line.end() if line else at
    return at


class Reader:
    """The open parts as a chain from the mail itself down to the leaf being read."""

    def __init__(self, raw: bytes, problems: list[str]) -> None:
        self.raw = raw
        self.problems = problems
        self.chain: list[Part] = []
        self.boundaries: dict[bytes, list[int]] = {}
        self.count = 0
        self.at = 0
        self.searched: tuple[tuple[bytes, ...], re.Pattern[bytes]] | None = None

    def open_part(self, at: int, default_type: str) -> Part:
        """Read the headers at `at`; a mail within opens at once. Leaves `at` at the body."""
        first: Part | None = None
        while True:
            headers, body = read_headers(self.raw, at, self.problems)
            part = Part(headers, body)
            describe(part, default_type)
            self.count += 1
            if first is None:
                first = part
            elif self.chain:
                self.chain[-1].children.append(part)
            self.chain.append(part)
            self.at = at = body
            if part.is_multipart and len(self.chain) <= MOST_LEVELS:
                self.boundaries.setdefault(part.boundary, []).append(len(self.chain) - 1)
                return first
            if part.boundary:
                self.note(
                    sentence(
                        "The mail is nested more than 200 levels deep; the rest was left aside."
                    )
                )
                part.boundary = b""
            if not part.is_mail or part.encoding not in PLAIN_ENCODINGS:
                return first
            if len(self.chain) > MOST_LEVELS or self.count >= MOST_PARTS:
                self.note(
                    sentence(
                        "The mail is nested more than 200 levels deep; the rest was left aside."
                    )
                )
                return first
            default_type = "text/plain"

    def note(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)

    def run(self) -> None:
        raw, strangers = self.raw, 0
        while self.boundaries:
            at = self.at
            if strangers > MOST_DASH_LINES:
                at = self.next_known(at)
                if at < 0:
                    break
            elif not (raw.startswith(b"--", at) and (at == 0 or raw[at - 1] == 10)):
                at = raw.find(b"\n--", max(at - 1, 0)) + 1
                if at == 0:
                    break
            line = self.line_at(at + 2)
            level, is_last = self.matched(line)
            if level is None:
                self.at = at + 2
                strangers += 1
                continue
            self.close_down_to(level, content_end(raw, at))
            next_line = raw.find(b"\n", at)
            self.at = len(raw) if next_line < 0 else next_line + 1
            multipart = self.chain[level]
            if is_last:
                self.forget(level)
            elif self.count >= MOST_PARTS:
                self.note(sentence("The mail has more than 10,000 parts; the rest was left aside."))
                break
            elif self.at < len(raw):
                digest = multipart.type == "multipart/digest"
                part = self.open_part(self.at, "message/rfc822" if digest else "text/plain")
                multipart.children.append(part)
        if self.boundaries and any(self.boundaries.values()):
            self.note(sentence("The last border of the parts is missing."))
        for part in self.chain:
            if part.end < 0:
                part.end = len(raw)

    def line_at(self, at: int) -> bytes:
        limit = at + LONGEST_BOUNDARY + 4
        end = self.raw.find(b"\n", at, limit)
        return self.raw[at : end if end >= 0 else limit].rstrip()

    def next_known(self, at: int) -> int:
        """Where the next border of an open part may be. For bodies full of dashes."""
        borders = tuple(sorted(self.boundaries))
        if self.searched is None or self.searched[0] != borders:
            words = b"|".join(re.escape(border) for border in borders)
            ended = rb")[ \t\r\v\f]*+(?:--[ \t\r\v\f]*+)?(?=\n|\Z)"
            self.searched = borders, re.compile(b"\n--(?:" + words + ended)
        found = self.searched[1].search(self.raw, max(at - 1, 0))
        return found.start() + 1 if found else -1

    def matched(self, line: bytes) -> tuple[int | None, bool]:
        levels = self.boundaries.get(line)
        if levels:
            return levels[-1], False
        if line.endswith(b"--"):
            levels = self.boundaries.get(line[:-2].rstrip()) or self.boundaries.get(line[:-2])
            if levels:
                return levels[-1], True
        return None, False

    def close_down_to(self, level: int, end: int) -> None:
        while len(self.chain) - 1 > level:
            self.forget(len(self.chain) - 1)
            part = self.chain.pop()
            if part.end < 0:
                part.end = max(part.start, end)

    def forget(self, level: int) -> None:
        boundary = self.chain[level].boundary
        levels = self.boundaries.get(boundary)
        if levels and levels[-1] == level:
            levels.pop()
            if not levels:
                del self.boundaries[boundary]


def content_end(raw: bytes, at: int) -> int:
    """The line end before a border belongs to the border."""
    if at and raw[at - 1] == 10:
        at -= 1
        if at and raw[at - 1] == 13:
            at -= 1
    return at


def read_headers(raw: bytes, at: int, problems: list[str]) -> tuple[list[tuple[str, bytes]], int]:
    headers: list[tuple[str, bytes]] = []
    begin = at
    while True:
        found = HEADER.match(raw, at)
        if found is None:
            break
        headers.append((found[1].decode("ascii").lower(), found[2].strip()))
        at = found.end()
        if len(headers) >= MOST_HEADERS or at - begin > MOST_HEADER_BYTES:
            problems.append(
                sentence("The mail has too many headers; the rest of them was left aside.")
            )
            end = END_OF_HEADERS.search(raw, at - 1)
            return headers, end.end() if end else len(raw)
    blank = BLANK.match(raw, at)
    if blank is not None and blank.end() > at:
        return headers, blank.end()
    if at < len(raw) and headers and not raw.startswith(b"--", at):
        problems.append(sentence("There is no blank line between the headers and the text."))
    return headers, at


def describe(part: Part, default_type: str) -> None:
    part.type = default_type
    content_type = part.get("content-type")
    if content_type is not None:
        value, part.parameters = parameters(bare(content_type))
        part.type = value if is_type(value) else default_type
        if not value and "boundary" in part.parameters:
            part.type = "multipart/mixed"
    disposition = part.get("content-disposition")
    if disposition is not None:
        part.disposition, part.disposition_parameters = parameters(bare(disposition))
    if part.type.startswith("multipart/"):
        boundary = part.parameters.get("boundary", "").rstrip()
        part.boundary = boundary.encode("utf-8", "replace")[:LONGEST_BOUNDARY]


def is_type(value: str) -> bool:
    main, slash, sub = value.partition("/")
    return bool(main and slash and sub) and " " not in main and "/" not in sub and len(value) < 128


def decoded(data: bytes, encoding: str, problems: list[str]) -> bytes:
    if encoding in PLAIN_ENCODINGS:
        return data
    if encoding == "base64":
        return loose_base64(data)
    if encoding in {"quoted-printable", "quoted-printeable", "quotedprintable", "qp"}:
        return unquote_printable(data)
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return uudecoded(data)
    problems.append(ENCODING.format(name=repr(encoding[:40])))
    return data


def unquote_printable(data: bytes) -> bytes:
    try:
        return binascii.a2b_qp(data)
    except (binascii.Error, ValueError):
        return quopri.decodestring(data)


def uudecoded(data: bytes) -> bytes:
    begin = re.search(rb"(?m)^begin [0-7]{3,4}[^\n]*\n", data)
    lines = data[begin.end() if begin else 0 :].split(b"\n")
    out = []
    for line in lines:
        line = line.rstrip(b"\r")
        if line in {b"end", b"`"}:
            break
        if line:
            out.append(uudecoded_line(line))
    return b"".join(out)


def uudecoded_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders leave stray letters behind the counted ones.
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[: length + 1])
        except binascii.Error:
            return b""

"""Mails to threads: the REFERENCES algorithm of RFC 5256, and its base subjects."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from kept.mail.letter.charsets import scrub
from kept.mail.letter.reading import date_of, ids
from kept.mail.letter.tree import Part, opening, read_headers
from kept.mail.letter.words import header_text

BLOB = re.compile(r"\[[^\[\]]*+\]\s*+")
REPLY = re.compile(r"(?:re|fwd?)\s*+(?:\[[^\[\]]*+\]\s*+)?:\s*+", re.IGNORECASE)
TRAILER = re.compile(r"(?:\s|\(fwd\))+$", re.IGNORECASE)
WRAPPED = re.compile(r"\[fwd:(.*)\]$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Threads:
    """Numbers count from 1. `groups` by ids alone, `suggested` by subject too."""

    groups: list[list[int]]
    suggested: list[list[int]]
    subjects: list[str]
    order: list[int]


@dataclass(frozen=True, slots=True)
class Entry:
    message_id: str | None
    references: list[str]
    subject: str
    sent_at: datetime | None


def threads_of(mails: list[tuple[bytes, object]]) -> Threads:
    entries = [entry(raw, received) for raw, received in mails]
    roots = Links(entries).roots()
    groups: dict[int, list[int]] = {}
    for number, root in enumerate(roots, 1):
        groups.setdefault(root, []).append(number)
    ordered = sorted(
        range(len(entries)),
        key=lambda at: (entries[at].sent_at or datetime.min.replace(tzinfo=UTC), at),
    )
    return Threads(
        groups=list(groups.values()),
        suggested=joined_by_subject(list(groups.values()), entries, ordered),
        subjects=[one.subject for one in entries],
        order=[at + 1 for at in ordered],
    )


def entry(raw: bytes, received: object) -> Entry:
    headers, body = read_headers(raw, opening(raw), [])
    head = Part(headers, body)
    found = ids(head.get("message-id"))
    references = ids(head.get("references")) or ids(head.get("in-reply-to"))[:1]
    return Entry(
        message_id=found[0] if found else None,
        references=references,
        subject=base_subject(scrub(header_text(head.get("subject") or b""))),
        sent_at=date_of(head, []) or moment(received),
    )


def moment(received: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(received) if isinstance(received, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def base_subject(subject: str) -> str:
    """RFC 5256, 2.1: without reply and forward marks and without bracketed prefixes."""
    text = " ".join(subject.split())
    while True:
        text = TRAILER.sub("", text)
        text = without_prefixes(text)
        wrapped = WRAPPED.match(text)
        if wrapped is None:
            return text
        text = wrapped[1].strip()


def without_prefixes(text: str) -> str:
    while True:
        at = 0
        while blob := BLOB.match(text, at):
            at = blob.end()
        reply = REPLY.match(text, at)
        if reply is not None:
            text = text[reply.end() :]
            continue
        blob = BLOB.match(text)
        if blob is None or blob.end() == len(text):
            return text
        text = text[blob.end() :]


class Links:
    """Parents of messages and of ids that are only spoken of. Numbers are messages."""

    def __init__(self, entries: list[Entry]) -> None:
        self.parent: dict[object, object] = {}
        self.keys: list[object] = []
        taken: set[object] = set()
        for number, one in enumerate(entries):
            # Two mails with one Message-ID are two mails: the later gets a name of its own.
            key: object = one.message_id if one.message_id is not None else number
            if key in taken:
                key = number
            taken.add(key)
            self.keys.append(key)
        for key, one in zip(self.keys, entries, strict=True):
            self.link(key, one.references)

    def link(self, key: object, references: list[str]) -> None:
        chain = references[-200:]
        for above, below in itertools.pairwise(chain):
            if below not in self.parent and not self.is_above(below, above):
                self.parent[below] = above
        if chain and chain[-1] != key:
            self.parent.pop(key, None)
            if not self.is_above(key, chain[-1]):
                self.parent[key] = chain[-1]

    def is_above(self, upper: object, lower: object) -> bool:
        at: object | None = lower
        while at is not None:
            if at == upper:
                return True
            at = self.parent.get(at)
        return False

    def roots(self) -> list[int]:
        """For each message a number that its thread shares."""
        numbers: dict[object, int] = {}
        found = []
        for key in self.keys:
            path = [key]
            while path[-1] in self.parent:
                path.append(self.parent[path[-1]])
            found.append(numbers.setdefault(path[-1], len(numbers)))
        return found


def joined_by_subject(
    groups: list[list[int]], entries: list[Entry], ordered: list[int]
) -> list[list[int]]:
    place = {at + 1: rank for rank, at in enumerate(ordered)}
    by_subject: dict[str, list[int]] = {}
    out: list[list[int]] = []
    for group in groups:
        # The root's subject; where the root is not here, that of its earliest child.
        subject = entries[root_of(group, entries, place) - 1].subject.casefold()
        if subject and subject in by_subject:
            by_subject[subject].extend(group)
            continue
        made = list(group)
        out.append(made)
        if subject:
            by_subject[subject] = made
    return [sorted(group) for group in out]


def root_of(group: list[int], entries: list[Entry], place: dict[int, int]) -> int:
    here = {entries[number - 1].message_id for number in group}
    tops = [number for number in group if not here.intersection(entries[number - 1].references)]
    return min(tops or group, key=lambda number: place[number])

"""Plain text as it was written: into paragraphs, lines and links, before any HTML is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]{1,2000}", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Link:
    address: str


def paragraphs(text: str) -> list[str]:
    """Split at empty lines; what a line begins with stays, what it ends with does not."""
    found = re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text.replace("\r\n", "\n").strip("\n"))
    return [part.rstrip() for part in found if part.strip()]


def pieces(text: str) -> Iterator[str | Link]:
    """Words and web addresses in turn. Full stops and closing brackets are the sentence's own."""
    at = 0
    for match in _ADDRESS.finditer(text):
        address = _without_tail(match[0])
        if not address.partition("://")[2]:
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield Link(address)
        at = match.start() + len(address)
    if at < len(text):
        yield text[at:]


def _without_tail(address: str) -> str:
    left = Counter(address)
    end = len(address)
    while end:
        last = address[end - 1]
        is_unpaired = last in _CLOSERS and left[last] > left[_CLOSERS[last]]
        if not is_unpaired and last not in ".,;:!?'*_":
            break
        left[last] -= 1
        end -= 1
    return address[:end]

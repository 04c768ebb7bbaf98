"""What is known of a conversation when a rule is asked: enough for every condition, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from kept.kit.words import plain_words

LONGEST_READ = 100_000
"""Signs of a letter that are looked through for words."""


@dataclass(frozen=True)
class Sheet:
    """`letter` is the letter it is about, 0 where there is none. `at` is the moment of it all.

    `is_proven` where something speaks for its sender, which is more than that nothing speaks
    against them. Ids are 0 where there is nobody. What is about a letter is of the newest of theirs
    where the trigger is none. `fields` is what stands in those that are asked for, by their ids, as
    `fields.queries.Held` writes it; an empty one is not among them.
    """

    conversation: int
    desk: int
    at: datetime
    subject: str = ""
    text: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    language: str = ""
    priority: str = "NORMAL"
    status: str = "OPEN"
    assignee: int = 0
    team: int = 0
    tags: frozenset[int] = field(default_factory=frozenset)
    fields: Mapping[int, str] = field(default_factory=dict)
    is_open_now: bool = True
    is_verified: bool = True
    is_proven: bool = True
    is_suspicious: bool = False
    is_automatic: bool = False
    has_files: bool = False
    letter: int = 0

    @cached_property
    def subject_words(self) -> str:
        return in_a_row(plain_words(self.subject))

    @cached_property
    def all_words(self) -> str:
        return f"{self.subject_words} \n{in_a_row(plain_words(self.text[:LONGEST_READ]))}"


def in_a_row(words: Iterable[str]) -> str:
    """Words as they are looked through, each behind a space: none has one within."""
    return "".join(f" {word}" for word in words)

"""Secrets: words that stand in one place each, with those who may come to know them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

MARK = "kanari"
_LETTERS = "bcdfghjkmpqrtvwxz"  # no vowels and no ends that a stemmer would cut off
_NAMES, _REST = 5, 4
FORM = re.compile(rf"{MARK}([{_LETTERS}]{{{_NAMES}}})[{_LETTERS}]*", re.IGNORECASE)
"""A secret, or as much of its beginning as tells it from all others."""


@dataclass(frozen=True, slots=True)
class Secret:
    """`may` are names of actors. `is_sealed`: nobody is shown it, and no row has it in clear."""

    token: str
    place: str
    may: frozenset[str]
    is_sealed: bool = False
    is_quiet: bool = False


@dataclass
class Garden:
    """All that was planted. The same seed plants the same words."""

    seed: int
    now: datetime
    secrets: dict[str, Secret] = field(default_factory=dict)
    seen: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    """By the name of a secret: which actor met it, and where."""

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def fresh(self) -> str:
        """A word like a secret that stands nowhere."""
        while True:
            letters = "".join(self._dice.choices(_LETTERS, k=_NAMES + _REST))
            if letters[:_NAMES] not in self.secrets:
                return MARK + letters

    def plant(self, place: str, may: Iterable[str], **how: bool) -> str:
        token = self.fresh()
        self.secrets[name_of(token)] = Secret(token, place, frozenset(may), **how)
        return token

    def met(self, actor: str, where: str, names: Iterable[str]) -> None:
        """`actor` has read these. What nobody planted is somebody's own question."""
        for name in names:
            if name in self.secrets:
                self.seen[name].add((actor, where))

    def leaks(self) -> list[str]:
        """Who met what they may not, and where: a line each."""
        return sorted(
            {
                f"{secret.place}: seen by {actor} in {where}"
                for name, secret in self.secrets.items()
                for actor, where in self.seen[name]
                if actor not in secret.may
            }
        )

    def unseen(self) -> list[str]:
        """Places of which nobody entitled has met a single secret: there the crawl is blind."""
        shown = {
            secret.place
            for name, secret in self.secrets.items()
            if any(actor in secret.may for actor, _ in self.seen[name])
        }
        asked = {s.place for s in self.secrets.values() if not (s.is_sealed or s.is_quiet)}
        return sorted(asked - shown)


def name_of(token: str) -> str:
    return token[len(MARK) : len(MARK) + _NAMES]

"""Who gets a conversation: a pure decision, with its reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

USUAL_LIMIT = 12
"""Open conversations at once, of whoever has not said how many."""
MOST_LIMIT = 200
MOST_SKILLS = 20
LONGEST_SKILL = 40
ASKS = 32
"""Letters of what one asks for."""

TURN, LEAST = "TURN", "LEAST"
LAST_SERVED = "LAST_SERVED"
NO_SKILL, NOBODY_HERE, NO_ROOM = "NO_SKILL", "NOBODY_HERE", "NO_ROOM"

_LANGUAGE = re.compile("[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who serves there. `turn` rises with the moment they last got something by turn."""

    member: int
    open: int
    limit: int
    is_here: bool = True
    takes: bool = True
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    turn: float = 0.0

    @property
    def has_room(self) -> bool:
        return self.open < self.limit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a conversation asks of whoever gets it.

    `language` is "" where none is asked for; `without` is not to get it, since they gave it away;
    `last_served` is who served this customer last, 0 where nobody did or it does not matter.
    """

    skills: frozenset[str] = frozenset()
    language: str = ""
    without: int = 0
    last_served: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """`open` counts it in already."""

    member: int
    why: str
    open: int
    limit: int


@dataclass(frozen=True, slots=True)
class Wait:
    why: str


def decide(way: str, wanted: Wanted, candidates: Sequence[Candidate]) -> Choice | Wait:
    """Who gets it: whoever served the customer last, else by `way`; among those who are able, here
    and have room.

    By turn it is whoever got something the longest ago; by load whoever has the smallest share of
    their limit open. Of two alike it is the one who waited longer, then the lower id.
    """
    able = [one for one in candidates if _is_able(one, wanted)]
    if not able:
        return Wait(NO_SKILL)
    here = [one for one in able if one.is_here and one.takes]
    if not here:
        return Wait(NOBODY_HERE)
    free = [one for one in here if one.has_room and one.member != wanted.without]
    if not free:
        return Wait(NO_ROOM)
    for one in free:
        if one.member == wanted.last_served:
            return _given(one, LAST_SERVED)
    if way == LEAST:
        return _given(min(free, key=lambda one: (one.open / one.limit, one.turn, one.member)), way)
    return _given(min(free, key=lambda one: (one.turn, one.member)), TURN)


def asks_of(wanted: Wanted, *, team: int) -> str:
    """What it asks for, in a word: of two that ask alike neither finds whom the other does not."""
    skills = ",".join(sorted(wanted.skills))
    asked = f"{team}:{wanted.without}:{wanted.language}:{skills}"
    return sha256(asked.encode()).hexdigest()[:ASKS]


def _is_able(one: Candidate, wanted: Wanted) -> bool:
    speaks = not wanted.language or wanted.language in one.languages
    return speaks and wanted.skills <= one.skills


def _given(one: Candidate, why: str) -> Choice:
    return Choice(one.member, why, one.open + 1, one.limit)


def skills_asked(
    always: Iterable[str], if_tagged: Iterable[str], tags: Collection[str]
) -> frozenset[str]:
    """What a conversation needs: what the desk always asks, and what its tags ask.

    A tag asks for the skill of its own name, where the desk says that it does.
    """
    keys = {skill_key(tag) for tag in tags}
    return frozenset(always) | frozenset(one for one in if_tagged if skill_key(one) in keys)


def skill_key(typed: str) -> str:
    """A skill as it is kept and compared: one line, in small letters."""
    plain = unicodedata.normalize("NFC", typed.replace("\0", "").casefold())
    return " ".join(plain.split())[:LONGEST_SKILL].strip()


def skills_in(typed: str) -> list[str]:
    """What was typed, several by comma; each once, in the order they were written."""
    keys = dict.fromkeys(skill_key(part) for part in typed.split(","))
    return [key for key in keys if key][:MOST_SKILLS]


def languages_in(typed: str) -> list[str]:
    """Codes such as `de` and `en`; what is none is left out."""
    found = dict.fromkeys(part.strip().lower()[:2] for part in re.split(r"[,\s]+", typed))
    return [code for code in found if _LANGUAGE.fullmatch(code)][:MOST_SKILLS]


def limit_of(own: int | None, most: int | None, at_desk: int | None = None) -> int:
    """What holds of what a member chose, the most that a manager allows them, and a desk's most."""
    limit = (own or USUAL_LIMIT) if most is None else min(own or most, most)
    return limit if at_desk is None else min(limit, at_desk)


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has open, and how much they can hold at once."""

    open: int = 0
    limit: int = USUAL_LIMIT
    takes: bool = True
    skills: tuple[str, ...] = field(default=())
    languages: tuple[str, ...] = field(default=())

    @property
    def is_full(self) -> bool:
        return self.open >= self.limit

    @property
    def share(self) -> int:
        """Percent of the limit, at most 100."""
        return min(100, round(100 * self.open / self.limit))

"""Deeds in a row: which of them are one promise, and which are two."""

from __future__ import annotations

import re

from kept.promises.rules.spotting.clauses import Clause
from kept.promises.rules.spotting.language import Language


def joint_of(
    clause: Clause, text: str, start: int, end: int, words: Language
) -> re.Match[str] | None:
    """What parts two deeds, or two things that are done: `the brakes today and the tyres on Monday`."""
    patterns = [words.and_verb, words.and_thing]
    if words.doing.match(text, clause.verb):
        patterns.append(words.and_doing)
    joints = [joint for one in patterns if (joint := one.search(text, start, end))]
    return min(joints, key=lambda joint: joint.start(), default=None)


def merged(found: list[Clause], text: str, words: Language) -> list[Clause]:
    """Deeds in a row with one time between them are one promise."""
    result: list[Clause] = []
    for clause in found:
        last = result[-1] if result else None
        if last and _are_one(last, clause, text, words):
            result[-1] = last.but(end=clause.end, times=clause.times or last.times)
        else:
            result.append(clause)
    return result


def _are_one(first: Clause, second: Clause, text: str, words: Language) -> bool:
    if first.cue.opens or _is_seen_to(first, second, text, words):
        return True
    if not second.times and words.assures.match(text, second.cue_start):
        return True
    if any(mark in text[first.end : second.start] for mark in ";:"):
        return False
    if first.times and second.times:
        return False
    if first.times and words.follow_up.match(text, second.verb):
        return True
    if not first.times and second.times:
        is_bounded = words.bounded.search(text, first.start, first.end)
        return not is_bounded and _is_said_of_one(first, second, words)
    if first.times and first.cue.denies != second.cue.denies:
        return False
    return first.who.lower() == second.who.lower()


def _is_seen_to(first: Clause, second: Clause, text: str, words: Language) -> bool:
    """`I make sure that he calls`, but not `I make sure of it, and he will call`."""
    if not words.ensures.search(text, first.verb, second.start):
        return False
    is_apart = words.far_joint.search(text, first.verb, second.cue_start)
    return not (is_apart and not _is_said_of_one(first, second, words))


def _is_said_of_one(first: Clause, second: Clause, words: Language) -> bool:
    """Whether both are of the speakers, or of whom the first speaks: not `I do, and they call`."""
    who = second.who.lower()
    if not who or who == first.who.lower():
        return True
    return bool(words.ourselves.match(who)) or not words.ourselves.match(first.who or "we")

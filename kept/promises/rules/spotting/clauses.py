"""Where in a sentence a promise begins and ends, and whether something takes it back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kept.promises.rules.dates import Found
from kept.promises.rules.spotting.language import Cue, Language

A_WORD_OR_TWO = 25  # characters: `As a rule we answer ...`
MOST = 12
"""Promises in one sentence; whoever writes more of them writes no sentence."""
TRAIL = " \t\n,;:.!-–—…)"


@dataclass(frozen=True, slots=True)
class Clause:
    """`sentence[start:end]`; its cue begins at `cue_start`, its deed at `verb`; `who` may be unsaid."""

    cue: Cue
    who: str
    start: int
    cue_start: int
    verb: int
    end: int
    times: tuple[Found, ...] = ()

    def but(self, **changes: object) -> Clause:
        return replace(self, **changes)  # type: ignore[arg-type]


Begin = tuple[Cue, re.Match[str]]


def nearby(text: str, near: Iterable[str]) -> set[str]:
    """Which of the small words stand in it that tell where looking for a cue is worth it."""
    small = f" {text.lower()}".replace("\n", " ")
    return {word for word in near if word in small}


def begins(sentence: str, near: Iterable[str], language: Language) -> list[Begin]:
    """The cues in their order; of two that meet the one that begins first, then the longer."""
    there = nearby(sentence, near)
    found = [
        (cue, match)
        for cue in language.cues
        if not cue.near or not there.isdisjoint(cue.near)
        for match in cue.pattern.finditer(sentence)
    ]
    found.sort(key=lambda one: (one[1].start(), -one[1].end(), one[0].needs_time))
    apart: list[Begin] = []
    for cue, match in found:
        if len(apart) == MOST:
            break
        if not apart or match.start() >= apart[-1][1].end():
            apart.append((cue, match))
    return apart


def clauses(
    sentence: str, starts: list[Begin], times: list[Found], language: Language
) -> list[Clause]:
    """The clauses that begin at these cues, without those that are taken back."""
    found: list[Clause] = []
    floors = [0, *(match.end() for _, match in starts)]
    fronts = [
        _front(sentence, floor, match.start(), times, language)
        for floor, (_, match) in zip(floors, starts, strict=False)
    ]
    for (cue, match), start, limit in zip(
        starts, fronts, [*fronts[1:], len(sentence)], strict=True
    ):
        end = min(_end(sentence, match.end(), len(sentence), times, language), limit)
        groups = match.groupdict()
        clause = Clause(
            cue=cue,
            who=groups.get("who") or cue.who,
            start=start,
            cue_start=match.start(),
            verb=match.start("verb") if groups.get("verb") else match.start(),
            end=max(end, match.end()),
        )
        if not is_taken_back(sentence, clause, language):
            found.append(clause)
    return found


def _end(sentence: str, start: int, stop: int, times: list[Found], language: Language) -> int:
    """The first joint behind the cue that the clause does not reach over."""
    at = start
    while joint := language.joint.search(sentence, at, stop):
        begin, end = joint.span()
        inside = next((time for time in times if time.start <= begin < time.end), None)
        if inside:
            at = max(inside.end, begin + 1)
            continue
        ahead = sentence[end:].lstrip()
        position = len(sentence) - len(ahead)
        goes_on = language.goes_on.match(sentence, position) if joint[0].strip() == "," else None
        if goes_on or (joint[0].strip() in {",", "("} and any(t.start == position for t in times)):
            at = end
            continue
        if joint[0] == ")" and any(t.end == begin for t in times):
            at = end  # tomorrow (Friday) before noon
            continue
        if behind := _behind_aside(sentence, begin, times, language):
            at = behind
            continue
        return begin
    return stop


def _behind_aside(sentence: str, begin: int, times: list[Found], language: Language) -> int:
    """Where a time stands behind `, by e-mail, on Friday`; 0 where none does."""
    aside = language.aside.match(sentence, begin)
    if aside is None or not is_no_clause(aside[0], language):
        return 0
    for time in (time for time in times if time.start >= aside.end()):
        lead = language.lead_in.match(sentence, aside.end(), time.start)
        return time.end if lead or time.start == aside.end() else 0
    return 0


def _front(sentence: str, floor: int, start: int, times: list[Found], language: Language) -> int:
    """Where the words begin: a time or a time clause in front belongs to them."""
    begin = start
    while True:
        before = sentence[floor:begin]
        plain = (before, language.their_clock.sub("", before), _without_aside(before, language))
        stops = {floor + len(words.rstrip(" ,")) for words in plain}
        time = next((t for t in times if t.end in stops and t.start >= floor), None)
        if time:
            first = _first_of(time, sentence, floor, times, language)
            lead = language.lead_in.search(sentence, floor, first)
            front = lead.start() if lead and lead.end() == first else first
            if front == 0 or language.opening.search(sentence[floor:front]):
                begin = front
                continue
        clause = language.fronted.search(before)
        if clause and clause.end() == len(before):
            begin = floor + clause.start("clause")
            continue
        return begin


def _without_aside(before: str, language: Language) -> str:
    """`On Friday, superstition or not,` without what stands between the day and the deed."""
    for aside in language.aside.finditer(before):
        if aside.end() == len(before) and is_no_clause(aside[0], language):
            return before[: aside.start()]
    return before


def is_no_clause(words: str, language: Language) -> bool:
    """Whether nobody does anything in these words: an aside, or a time alone."""
    return not language.verbal.search(language.courtesy.sub(" ", words))


def _first_of(
    time: Found, sentence: str, floor: int, times: list[Found], language: Language
) -> int:
    """Where a day begins, or the one it is offered beside: `either Tuesday or Wednesday`."""
    for other in times:
        between = sentence[other.end : time.start]
        is_beside = floor <= other.start and other.end < time.start and other.grain == time.grain
        if is_beside and language.either.match(between):
            return other.start
    return time.start


def is_taken_back(sentence: str, clause: Clause, language: Language) -> bool:
    """Whether a hedge, a habit, a condition, a report or somebody else's deed leaves no promise."""
    before = sentence[: clause.cue_start]
    return (
        _is_unsure(sentence, clause, language)
        or _is_conditional(sentence, clause, language)
        or bool(language.said.search(before) or language.relative.search(before))
        or _is_anothers(sentence, clause, language)
    )


def _is_unsure(sentence: str, clause: Clause, language: Language) -> bool:
    before, inside = sentence[: clause.cue_start], sentence[clause.start : clause.end]
    at_first = before if len(before) < A_WORD_OR_TWO else ""
    return bool(
        language.hedge.search(inside)
        or language.hedge_before.search(before)
        or language.habit.search(at_first + inside)
        or language.doubt.search(sentence, clause.cue_start)
    )


def _is_conditional(sentence: str, clause: Clause, language: Language) -> bool:
    """Behind it a condition counts up to the next clause, in front of it from anywhere."""
    if language.condition_before.search(sentence, 0, clause.cue_start):
        return True
    behind = sentence[clause.cue_start :]
    joint = language.far_joint.search(behind)
    return bool(language.condition_behind.search(behind[: joint.start()] if joint else behind))


def _subject_from(sentence: str, clause: Clause, language: Language) -> int:
    """Where whoever does it may be named: for `it` and `she` anywhere before, for `will do` where nobody speaks."""
    at = clause.cue_start
    if language.pronoun.match(sentence, at):
        return 0
    is_unsaid = language.unsaid.match(sentence, at)
    return 0 if is_unsaid and not language.speaker.search(sentence, 0, at) else at


def _is_anothers(sentence: str, clause: Clause, language: Language) -> bool:
    """Carriers and banks promise nothing by us, nor does what is said to come from them."""
    begin = _subject_from(sentence, clause, language)
    if language.third_party.search(sentence, begin, clause.verb):
        return True
    if language.ourselves.match(sentence, clause.cue_start):
        return False
    return bool(language.by_another.search(sentence, clause.verb, clause.end))

"""Which lines of a letter are quoted. A scanner over lines; every rule looks at few of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kept.mail.letter.intros import (
    DECORATION,
    inline_labels,
    intro_strength,
    is_evidence,
    label,
    may_begin_intro,
    may_end_intro,
    opens_address,
)
from kept.mail.letter.phrases import ABOVE_THIS_LINE, DATE, FORWARDED, ORIGINAL, verb_in

OWN, QUOTED = "r", "q"
QUOTE_MARK = re.compile(r"[ \t\xa0]{0,4}>")
RULE = re.compile(r"[\s\xa0]*[-_=*]{4,}[\s\xa0]*$")
LONGEST_INTRO = 400
MOST_LOOKS = 8_000  # lines of one's own; longer texts are data, and are not searched further
LINES_OF_INTRO = 5
MID_LINE = re.compile(
    r"(?:-{2,}\s{0,3}|(?<=\s))(On\s(?:\w{2,9},?\s{1,2})?(?:\w{3,9}\.?\s\d|\d).{6,200})$"
)

# Marks that HTML gives to lines: `block` any quotation, `soft` one that programs also use to indent,
# `cite` surely one of an older letter, `start` the begin of an older letter that goes on to the end.
BLOCK, SOFT, CITE, START = "block", "soft", "cite", "start"


def zones_of(
    lines: list[str],
    marks: Sequence[str] = (),
    *,
    is_forward: bool = False,
    ours: frozenset[str] = frozenset(),
) -> Scan:
    """One zone a line, own or quoted. May split a line of `lines` in two where both share it."""
    scan = Scan(lines, list(marks), is_forward=is_forward)
    scan.run()
    if ours:
        scan.match_ours(ours)
    return scan


class Scan:
    def __init__(self, lines: list[str], marks: list[str], *, is_forward: bool) -> None:
        self.lines = lines
        self.marks = marks or [""] * len(lines)
        self.is_rich = bool(marks)
        self.is_forward = is_forward
        self.quoted = [QUOTE_MARK.match(line) is not None for line in lines]
        for at, mark in enumerate(marks):
            self.quoted[at] = self.quoted[at] or mark in {BLOCK, SOFT, CITE}
        self.zones = [OWN] * len(lines)
        self.forward_at: int | None = None
        self.has_intro = False
        self.looks = 0
        self.may_have_line = may_have_line(lines)
        self.ends: dict[int, bool] = {}
        self.labels: dict[int, tuple[str, str] | None] = {}

    def run(self) -> None:
        if not self.is_rich:
            self.forgive_lone_marks()
        at = 0
        while at < len(self.lines):
            if self.looks > MOST_LOOKS and not self.is_rich:
                self.mark_from(at)
                break
            at = self.step(at)
        if self.is_rich:
            self.keep_plain_blocks()
        else:
            self.heal_wrapped_quotes()
        self.close_gaps()

    def mark_from(self, at: int) -> None:
        """What `step` would find from here on, now that only marks count."""
        rest = zip(self.lines[at:], self.quoted[at:], self.zones[at:], strict=True)
        self.zones[at:] = [
            QUOTED if is_quoted and line.strip(DECORATION) else zone
            for line, is_quoted, zone in rest
        ]

    def close_gaps(self) -> None:
        """An empty line between quoted lines is quoted."""
        last = None
        for at, line in enumerate(self.lines):
            if line.strip():
                if (
                    last is not None
                    and at - last > 1
                    and self.zones[at] == QUOTED == self.zones[last]
                ):
                    self.zones[last + 1 : at] = [QUOTED] * (at - last - 1)
                last = at

    def step(self, at: int) -> int:
        line = self.lines[at]
        if self.marks[at] == START and not self.is_forward and self.has_own_before(at):
            return self.rest(at)
        stripped = line.strip(DECORATION)
        if not stripped:
            return at + 1
        if self.quoted[at]:
            self.zones[at] = QUOTED
            return at + 1
        self.looks += 1
        if self.looks > MOST_LOOKS:
            return at + 1
        if len(stripped) < 100:
            line = line[-400:] if len(line) > 400 else line  # a short text in much white space
            if FORWARDED.match(line):
                return self.forwarded(at)
            if ORIGINAL.match(line):
                return self.forwarded(at) if self.is_forward else self.rest(at)
            if self.may_have_line and ABOVE_THIS_LINE.search(line) and self.has_own_before(at):
                return self.rest(at)
        if (":" in stripped[:30] or "：" in stripped[:30]) and self.is_header_block(at):
            return self.forwarded(at) if self.is_forward else self.rest(at)
        if "On " in stripped and self.next_is_quoted(at + 1):
            found = MID_LINE.search(line)
            if (
                found is not None
                and line[: found.start()].strip(" -")
                and verb_in(found[1].rstrip(":* _"))[1]
            ):
                self.split(at, found.start())
                return at + 1
        length = self.intro_length(at)
        return self.after_intro(at, length) if length else at + 1

    def intro_length(self, at: int) -> int:
        """How many lines from `at` are the intro of a quote; 0 where none are."""
        first = self.lines[at].strip(DECORATION)
        if len(first) > LONGEST_INTRO:
            return 0
        if not may_begin_intro(first) and not opens_address(self.lines, at + 1):
            return 0
        joined = ""
        for length in range(1, LINES_OF_INTRO + 2):
            place = at + length - 1
            if place >= len(self.lines):
                return 0
            piece = self.lines[place].strip(DECORATION)
            if not piece:
                if length == 2 and opens_address(self.lines, place + 1) and DATE.search(joined):
                    continue
                return 0
            joined = f"{joined} {piece}" if joined else piece
            if len(joined) > LONGEST_INTRO:
                return 0
            is_before_quote = self.next_is_quoted(at + length)
            if not is_before_quote and not self.may_end(place, piece):
                continue
            strength = intro_strength(joined)
            is_open = joined.count("<") > joined.count(">")
            if strength == 2 or (strength == 1 and not is_open and is_before_quote):
                return length
            if strength == 1 and length == 1 and joined.endswith(":"):
                return 0
        return 0

    def may_end(self, place: int, piece: str) -> bool:
        if place not in self.ends:
            self.ends[place] = may_end_intro(piece)
        return self.ends[place]

    def is_header_block(self, at: int) -> bool:
        """Whether copied headers of an older letter begin here: From, Sent, To, Subject."""
        first = self.label(at)
        if first is None or first[0] in {"cc", "other"}:
            return False
        kinds: dict[str, str] = {}
        strangers = 0
        for place in range(at, min(at + 14, len(self.lines))):
            found = self.label(place)
            if found is None:
                strangers += 1
                if strangers > 3 or (strangers > 2 and not self.lines[place].strip()):
                    break
                continue
            if len(kinds) < 2 and place > at + 5:
                break
            strangers = 0
            kinds.setdefault(*found)
            for kind, value in inline_labels(found[1]):
                kinds.setdefault(kind, value)
        return is_evidence(kinds)

    def label(self, place: int) -> tuple[str, str] | None:
        if place not in self.labels:
            self.labels[place] = label(self.lines[place])
        return self.labels[place]

    def next_is_quoted(self, at: int) -> bool:
        for place in range(at, min(at + 8, len(self.lines))):
            if self.lines[place].strip():
                return self.quoted[place]
        return False

    def has_own_before(self, at: int) -> bool:
        return any(
            zone == OWN and line.strip()
            for zone, line in zip(self.zones[:at], self.lines[:at], strict=True)
        )

    def after_intro(self, at: int, length: int) -> int:
        self.has_intro = True
        end = at + length
        if self.next_is_quoted(end):
            self.zones[at:end] = [QUOTED] * length
            return end
        return self.rest(at)

    def rest(self, at: int) -> int:
        """From here on all is an older letter, with the rule drawn above it."""
        self.has_intro = True
        start = at
        above = at - 1
        while above >= 0 and not self.lines[above].strip():
            above -= 1
        if above >= 0 and self.zones[above] == OWN and RULE.match(self.lines[above]):
            start = above
        self.zones[start:] = [QUOTED] * (len(self.lines) - start)
        return len(self.lines)

    def forwarded(self, at: int) -> int:
        self.forward_at = at
        return len(self.lines)

    def split(self, at: int, column: int) -> None:
        line = self.lines[at]
        self.lines[at : at + 1] = [line[:column].rstrip(), line[column:]]
        self.zones[at : at + 1] = [OWN, QUOTED]
        self.quoted[at : at + 1] = [False, True]
        self.marks[at : at + 1] = [self.marks[at]] * 2
        self.has_intro = True
        self.ends.clear()
        self.labels.clear()

    def forgive_lone_marks(self) -> None:
        """One `>` line in the whole text, decorative or made by the transport, is no quote."""
        places = [at for at, is_quoted in enumerate(self.quoted) if is_quoted]
        if len(places) == 1:
            line = self.lines[places[0]].strip()
            if line.startswith(">From ") or (line.startswith(">>>") and "<<" in line):
                self.quoted[places[0]] = False

    def keep_plain_blocks(self) -> None:
        """Indented blocks are the writer's own, but for the last where nothing else is quoted."""
        runs = block_runs(self.marks)
        if self.has_intro or any(mark == CITE for mark in self.marks):
            for first, last in runs:
                if not self.follows_quote(first):
                    self.zones[first:last] = [OWN] * (last - first)
            return
        last_block = max((run for run in runs if self.marks[run[0]] == BLOCK), default=None)
        for first, last in runs:
            if (first, last) != last_block:
                self.zones[first:last] = [OWN] * (last - first)

    def follows_quote(self, first: int) -> bool:
        for place in range(first - 1, -1, -1):
            if self.lines[place].strip():
                return self.zones[place] == QUOTED
        return False

    def heal_wrapped_quotes(self) -> None:
        """A quoted line that was wrapped on its way leaves its tail without a mark."""
        at = 1
        while at < len(self.lines) - 1:
            if self.zones[at] == OWN and self.zones[at - 1] == QUOTED and self.lines[at].strip():
                end = at
                while end < len(self.lines) and self.zones[end] == OWN and self.lines[end].strip():
                    end += 1
                closes = end < len(self.lines) and self.zones[end] == QUOTED
                if closes and end - at <= 2 and is_tail(self.lines[at - 1], self.lines[at]):
                    self.zones[at:end] = [QUOTED] * (end - at)
                at = end
            at += 1

    def match_ours(self, ours: frozenset[str]) -> None:
        """Lines that we ourselves sent, from the first long run of them to the end."""
        limit = len(self.lines) if self.forward_at is None else self.forward_at
        known = [
            bool(self.lines[at].strip()) and normal(self.lines[at]) in ours for at in range(limit)
        ]
        hits = total = 0
        best: int | None = None
        for at in range(limit - 1, -1, -1):
            if not self.lines[at].strip():
                continue
            total += 1
            if known[at]:
                hits += 1
                if hits >= 2 and hits * 10 >= total * 7:
                    best = at
        if best is not None:
            for at in range(best, limit):
                self.zones[at] = QUOTED


LINE_WORDS = (
    "above",
    "oberhalb",
    "über dies",
    "au-dessus",
    "encima",
    "sopra",
    "boven",
    "acima",
    "powyżej",
    "より上",
    "在此",
)


def may_have_line(lines: list[str]) -> bool:
    """Whether a help desk's line may stand anywhere: most letters need not be looked through."""
    text = "\n".join(lines[:MOST_LOOKS])
    return any(word in text for word in LINE_WORDS)


def normal(line: str) -> str:
    return " ".join(line.replace(">", " ").split()).casefold()


def block_runs(marks: list[str]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(marks):
        if marks[at] in {BLOCK, SOFT}:
            end = at
            while end < len(marks) and marks[end] in {BLOCK, SOFT}:
                end += 1
            runs.append((at, end))
            at = end
        at += 1
    return runs


def is_tail(above: str, line: str) -> bool:
    words = line.strip()
    if len(above) >= 60 and (words[0].islower() or not words[0].isalnum()):
        return True
    return above.count("(") > above.count(")") or words.endswith(">")

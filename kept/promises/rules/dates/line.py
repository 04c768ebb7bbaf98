"""A text as the reader sees it: tokens with their meanings, and the moment of writing beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kept.promises.rules.dates.lexicon import PIECE, Lexicon, Meaning, bare, folded

if TYPE_CHECKING:
    from kept.promises.rules.dates.said import Said

NOTHING: Meaning = {}
FAR = 99
# Only near one of these can a time begin.
ANCHORS = frozenset(
    [
        "digits",
        "num",
        "ord",
        "month",
        "weekday",
        "weekdays",
        "unit",
        "short_unit",
        "part",
        "parts",
        "meal",
        "dayrel",
        "tonight",
        "today_part",
        "holiday",
        "clockword",
        "season",
        "edgeword",
        "now",
        "recurring",
        "half",
        "quarter",
        "fraction",
        "daytime",
    ]
)
GLUE = frozenset("-/.:–—~+_#$€£¥&@\\=*")


@dataclass(slots=True)
class Token:
    """`gap` is the number of characters before it that belong to no token."""

    start: int
    end: int
    word: str
    gap: int
    m: Meaning


@dataclass(slots=True)
class Line:
    """`tokens` ends with four empty ones, so looking ahead needs no care."""

    text: str
    tokens: list[Token]
    at: datetime
    zone: ZoneInfo
    week_start: int
    month_first: bool
    options: dict[str, Any]
    near: list[int] = field(default_factory=list)
    memo: dict[tuple[str, int], Any] = field(default_factory=dict)
    depth: int = 0
    dates: Callable[[Line, int], Said | None] | None = None

    def date_at(self, i: int) -> Said | None:
        """The date at token `i`, for the readers of dates that hold another."""
        return self.dates(self, i) if self.dates else None

    def has(self, i: int, name: str) -> bool:
        return name in self.tokens[i].m

    def get(self, i: int, name: str) -> Any:
        return self.tokens[i].m.get(name)

    def word(self, i: int) -> str:
        return self.tokens[i].word if i >= 0 else ""

    def attached(self, i: int) -> bool:
        """Does token `i` follow the one before it without a space?"""
        return i > 0 and self.tokens[i].gap == 0 and self.tokens[i].start < self.tokens[i].end

    def skip(self, i: int, *names: str) -> int:
        """Past the token at `i` when it has one of the classes."""
        m = self.tokens[i].m
        for name in names:
            if name in m:
                return i + 1
        return i

    def plural(self, i: int) -> bool:
        plurals = self.options.get("plurals")
        word = self.tokens[i].word
        return (
            word in plurals if plurals else word[-1:] == "s" and len(word) > 3 and "'" not in word
        )

    def dash(self, i: int) -> bool:
        return self.tokens[i].word in {"-", "–", "—", "~"}

    def opens_freely(self, i: int) -> bool:
        """May a figure at `i` begin a time, or is it the tail of a code, a price, a longer figure?"""
        if i == 0 or self.tokens[i].gap:
            before = self.tokens[i - 1].word if i else ""
            return before not in {"#", "$", "€", "£", "¥"}
        before = self.tokens[i - 1].word
        if before.isalnum():
            return "month" in self.tokens[i - 1].m
        if before in {"-", "/", "."} and "month" in self.tokens[i - 2].m:
            return True
        if before in GLUE and before not in {"~", "@", "=", ":", "*", "—"}:
            # A dash of its own is a mark; one stuck to a word is part of it.
            return before in {"-", "–"} and not (i > 1 and self.tokens[i - 1].gap == 0)
        if before == "=" and i > 1 and not self.tokens[i - 1].gap:
            return not self.tokens[i - 2].word[-1:].isalnum() and self.tokens[i - 2].word != "&"
        if before in {".", ":", ","} and i > 1 and self.tokens[i - 1].gap == 0:
            return not self.tokens[i - 2].word.isdigit()
        return True

    def closes_freely(self, j: int) -> bool:
        """May a time of figures end before token `j`?"""
        after = self.tokens[j]
        if after.start == after.end or after.gap:
            return after.word != "%"
        if after.word[:1].isalnum() or after.word in {"%", "_", "€", "$", "£", "@"}:
            return False
        beyond = self.tokens[j + 1]
        if (
            after.word in {"-", "/", ".", ":", ",", "+"}
            and not beyond.gap
            and beyond.start < beyond.end
        ):
            return not beyond.word[:1].isalnum()
        return True


def line_of(
    text: str, *, at: datetime, zone: ZoneInfo, lexicon: Lexicon, week_start: int, month_first: bool
) -> Line:
    tokens = tokens_of(text, lexicon)
    line = Line(text, tokens, at, zone, week_start, month_first, lexicon.options)
    near, far = [FAR] * len(tokens), FAR
    for i in range(len(tokens) - 1, -1, -1):
        far = 0 if not ANCHORS.isdisjoint(tokens[i].m) else far + 1
        near[i] = far
    line.near = near
    return line


def loosen(tokens: list[Token]) -> None:
    """Set the dash of `3-4pm`, `9:30-11` and `1/5-7/5` free; that of a code or a number stays stuck."""
    loosen_iso(tokens)
    count = len(tokens)
    for i in range(1, count - 1):
        dash, after = tokens[i], tokens[i + 1]
        if dash.word not in {"-", "–"} or dash.gap or after.gap or "digits" not in after.m:
            continue
        low, high = i, i + 1
        while low > 0 and not tokens[low].gap and i - low < 8:
            low -= 1
        while high + 1 < count and not tokens[high + 1].gap and high - i < 8:
            high += 1
        while high > i + 1 and tokens[high].word in {"?", "!", ",", ";", ")", "."}:
            high -= 1
        left, right = tokens[low:i], tokens[i + 1 : high + 1]
        if not (_timely(left, tokens[low - 1] if low else None) and _timely(right, None)):
            continue
        shape = {one.word for one in left} | {one.word for one in right}
        marked = any("ampm" in one.m or "hourmark" in one.m for one in (*left, *right))
        spaced = high + 1 < count and "ampm" in tokens[high + 1].m and tokens[high + 1].gap == 1
        four = all(len(side) == 1 and len(side[0].word) == 4 for side in (left, right))
        led = low > 0 and "from" in tokens[low - 1].m
        if ":" in shape or "/" in shape or marked or spaced or (four and led):
            dash.gap = after.gap = 1


def loosen_iso(tokens: list[Token]) -> None:
    """Part the date, the time and the zone of `2026-03-06T14:30:00+01:00`."""
    for i in range(5, len(tokens) - 3):
        mark = tokens[i]
        if mark.word != "t" or mark.gap or tokens[i + 1].gap or "digits" not in tokens[i + 1].m:
            continue
        if tokens[i - 2].word != "-" or tokens[i - 4].word != "-" or tokens[i + 2].word != ":":
            continue
        mark.m, mark.gap, tokens[i + 1].gap = {"on": 1, "at": 1}, 1, 1
        k = i + 4
        while (
            k + 1 < len(tokens)
            and tokens[k].word in {":", "."}
            and not tokens[k].gap
            and "digits" in tokens[k + 1].m
        ):
            k += 2
        if k >= len(tokens) or tokens[k].gap:
            continue
        zone = tokens[k]
        if zone.word == "z":
            zone.m, zone.gap = {"tz": 0}, 1
        elif (
            zone.word in {"+", "-"}
            and k + 3 < len(tokens)
            and tokens[k + 2].word == ":"
            and "digits" in tokens[k + 3].m
        ):
            hours, minutes = tokens[k + 1].m.get("digits", 0), tokens[k + 3].m["digits"]
            offset = (hours * 60 + minutes) * (1 if zone.word == "+" else -1)
            if abs(offset) < 24 * 60:
                zone.m, zone.gap, zone.word, zone.end = (
                    {"tz": offset},
                    1,
                    "offset",
                    tokens[k + 3].end,
                )
                del tokens[k + 1 : k + 4]
        return


def _timely(side: list[Token], before: Token | None) -> bool:
    """Only what a clock time or a date in figures is made of, and no dash."""
    if not side or (before is not None and before.word in {"#", "$", "€", "+"}):
        return False
    digits = [len(one.word) for one in side if "digits" in one.m]
    if not digits or (max(digits) > 2 and digits != [4] and "/" not in {one.word for one in side}):
        return False
    return all(
        "digits" in one.m
        or one.m.keys() & {"ampm", "hourmark", "ampm_short"}
        or one.word in {":", ".", "/", "("}
        for one in side
    )


def tokens_of(text: str, lexicon: Lexicon) -> list[Token]:
    lower = folded(text)
    if len(lower) != len(text):  # a letter whose small form is longer would move every offset
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    pieces = [(m.start(), m.end(), m.group()) for m in PIECE.finditer(lower)]
    single, phrases, compounds = lexicon.single, lexicon.phrases, lexicon.compounds
    tokens: list[Token] = []
    last, k, count = 0, 0, len(pieces)
    while k < count:
        start, end, word = pieces[k]
        if start - last > 1 and lower.count("\n", last, start) > 1:
            tokens.append(Token(last, last, "", 1, NOTHING))  # nothing reaches over an empty line
        gap = start - last
        taken, meaning = 1, NOTHING
        if word.isascii() and word.isdigit():
            if len(word) < 9:
                meaning = {"digits": int(word)}
        else:
            meaning = single.get(word, NOTHING)
            if not meaning and not word.isascii():
                meaning = single.get(bare(word), NOTHING)
            branch, j = phrases.get(word), k + 1
            while branch is not None and j < count:
                branch = branch.get(pieces[j][2])
                j += 1
                if branch is not None and "" in branch:
                    taken, meaning, end = j - k, branch[""], pieces[j - 1][1]
        if not meaning and compounds and len(word) > 8 and (split := compounds.fullmatch(word)):
            middle = start + len(split[1])
            tokens.append(Token(start, middle, split[1], gap, single[split[1]]))
            tokens.append(Token(middle, end, split[2], 1, single[split[2]]))
        else:
            tokens.append(Token(start, end, lower[start:end], gap, meaning))
        last = end
        k += taken
    loosen(tokens)
    tokens.extend(Token(len(text), len(text), "", 1, NOTHING) for _ in range(8))
    return tokens

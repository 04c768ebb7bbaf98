"""Numbers as people write them: figures, words, ordinals, halves and a couple."""

from __future__ import annotations

from typing import NamedTuple

from kept.promises.rules.dates.line import Line


class Number(NamedTuple):
    value: float
    stop: int
    figures: bool


class Ordinal(NamedTuple):
    value: int
    stop: int
    figures: bool
    marked: bool


def spelled(line: Line, i: int) -> Number | None:
    """A whole number in words, below a million."""
    if "num" not in line.tokens[i].m:
        return None
    total, current, j, last = 0, -1, i, i
    for _ in range(12):
        value = line.get(j, "num")
        if value is None:
            break
        if value == 1000:
            total, current = (max(current, 1) if current >= 0 else 1) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif current < 0 or (value < 100 and current % 100 == 0):
            current = max(current, 0) + value
        elif value < 10 and current % 10 == 0 and current % 100 >= 20:
            current += value
        else:
            break
        j = last = j + 1
        if line.word(j) == "-" and line.has(j + 1, "num"):
            j += 1
        elif line.has(j, "and") and line.has(j + 1, "num") and line.get(j - 1, "num") >= 20:
            after = line.get(j + 1, "num")
            if line.get(j - 1, "num") >= 100 or after < 10:
                j += 1
    if last == i:
        return None
    return Number(total + max(current, 0), last, figures=False)


def figures(line: Line, i: int) -> Number | None:
    """`12`, `2.5`, `3,5`, `1/2`, `2 ½`."""
    value = line.get(i, "digits")
    if value is None or not line.opens_freely(i):
        return None
    j, result = i + 1, float(value)
    mark = line.word(j)
    if (
        mark in {".", ","}
        and line.attached(j)
        and line.has(j + 1, "digits")
        and line.attached(j + 1)
    ):
        tail = line.tokens[j + 1]
        if mark == "," and tail.end - tail.start == 3:
            result, j = value * 1000 + tail.m["digits"], j + 2
        elif tail.end - tail.start < 5:
            result, j = value + tail.m["digits"] / 10 ** (tail.end - tail.start), j + 2
    elif mark == "/" and line.attached(j) and line.attached(j + 1):
        below = line.get(j + 1, "digits")
        if below in {2, 3, 4} and value < below:
            result, j = value / below, j + 2
    elif line.has(j, "fraction"):
        result, j = value + line.get(j, "fraction"), j + 1
    return Number(result, j, figures=True)


def number(line: Line, i: int) -> Number | None:
    """Any count: `3`, `two`, `a couple of`, `half an`, `one and a half`, `a`."""
    m = line.tokens[i].m
    found = figures(line, i) if "digits" in m else spelled(line, i)
    if found is None:
        if line.has(i, "few"):
            return Number(line.get(i, "few"), i + 1, figures=False)
        if line.has(i, "fraction"):
            return Number(line.get(i, "fraction"), i + 1, figures=False)
        if line.has(i, "half"):
            return Number(0.5, line.skip(i + 1, "a"), figures=False)
        if line.has(i, "a") and line.has(i + 1, "few"):
            return Number(line.get(i + 1, "few"), i + 2, figures=False)
        if line.has(i, "a") and line.has(i + 1, "half"):
            return Number(0.5, i + 2, figures=False)
        if line.has(i, "a"):
            return Number(1, i + 1, figures=False)
        return None
    if line.has(found.stop, "andhalf"):
        return Number(found.value + line.get(found.stop, "andhalf"), found.stop + 1, found.figures)
    return found


def ordinal(line: Line, i: int) -> Ordinal | None:
    """`3rd`, `third`, `twenty-second`, in German `3.`; `marked` when it is no bare figure."""
    m = line.tokens[i].m
    value = m.get("digits")
    if value is None and "ord" not in m and "num" not in m:
        return None
    if value is not None:
        if not line.opens_freely(i):
            return None
        if line.has(i + 1, "ordsuffix") and line.tokens[i + 1].gap <= 1:
            after = i + 2
            if line.attached(i + 1) or line.tokens[i + 1].word in {"st", "nd", "rd", "th"}:
                return Ordinal(value, after, figures=True, marked=True)
        if line.options.get("dot_ordinals") and line.word(i + 1) == "." and line.attached(i + 1):
            return Ordinal(value, i + 2, figures=True, marked=True)
        return Ordinal(value, i + 1, figures=True, marked=False)
    if line.has(i, "ord"):
        return Ordinal(line.get(i, "ord"), i + 1, figures=False, marked=True)
    tens = line.get(i, "num")
    if tens in {20, 30}:
        j = i + 2 if line.word(i + 1) == "-" else i + 1
        ones = line.get(j, "ord")
        if ones is not None and ones < 10:
            return Ordinal(tens + ones, j + 1, figures=False, marked=True)
    words = spelled(line, i)
    return Ordinal(int(words.value), words.stop, figures=False, marked=False) if words else None


def spelled_year(line: Line, i: int) -> Number | None:
    """`nineteen ninety three`, `nineteen hundred ninety three`, `two thousand and fifteen`."""
    whole = spelled(line, i)
    if whole is None:
        return None
    if 1500 <= whole.value < 2200:
        return whole
    if whole.value in {17, 18, 19, 20}:
        rest = spelled(line, whole.stop)
        if rest and 10 <= rest.value < 100:
            return Number(whole.value * 100 + rest.value, rest.stop, figures=False)
    return None

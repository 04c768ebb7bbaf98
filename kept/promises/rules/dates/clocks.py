"""Clock times: `5pm`, `17:30`, `half past seven`, `15h30`, `noon`, `9 CET`."""

from __future__ import annotations

from dataclasses import replace

from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.hours import clock_word, hour_in_figures, hour_in_words, size_of
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.spoken import spoken_clock

CLOCK_LEADS = frozenset(
    ["at", "by", "until", "before", "hard_after", "from", "to", "since", "starting", "this", "part"]
)


def clock(line: Line, i: int) -> Clock | None:
    key = ("clock", i)
    if key not in line.memo:
        line.memo[key] = _clock(line, i)
    found: Clock | None = line.memo[key]
    return found


def _clock(line: Line, i: int) -> Clock | None:
    if line.near[i] > 2:
        return None
    found = (
        clock_word(line, i)
        or spoken_clock(line, i)
        or hour_in_figures(line, i)
        or hour_in_words(line, i)
    )
    if found is None or _is_length(line, i, found):
        return None
    return _with_zone(line, found)


def _is_length(line: Line, i: int, found: Clock) -> bool:
    """In French and Dutch `3 heures`, `3 uur` are three hours unless something says they are a time."""
    words = line.options.get("length_words", ())
    if found.half or line.word(found.stop - 1) not in words:
        return False
    before = line.tokens[i - 1].m.keys() if i else set()
    led = before & CLOCK_LEADS and line.word(i - 1) not in line.options.get("length_leads", ())
    behind = line.tokens[found.stop].m
    return not led and "part_of_clock" not in behind and "tonight" not in behind


def _is_offset(line: Line, i: int) -> bool:
    """`-0500` behind the seconds, as mail headers write a zone."""
    return line.has(i, "digits") and line.attached(i) and size_of(line, i) == 4


def _with_zone(line: Line, found: Clock) -> Clock:
    j = found.stop
    inside = line.word(j) == "("
    k = j + 1 if inside else j
    if found.grain == "second" and line.word(j) in {"+", "-"} and _is_offset(line, j + 1):
        away = line.get(j + 1, "digits")
        minutes = (away // 100 * 60 + away % 100) * (1 if line.word(j) == "+" else -1)
        return replace(found, offset=minutes, stop=j + 2) if abs(minutes) < 1440 else found
    if not line.has(k, "tz") or (found.weak and not found.grain and not inside):
        return found
    if inside and line.word(k + 1) != ")":
        return found
    offset = line.get(k, "tz")
    stop = k + 2 if inside else k + 1
    if (
        not inside
        and line.word(stop) in {"+", "-"}
        and line.attached(stop)
        and line.has(stop + 1, "digits")
    ):
        sign = 1 if line.word(stop) == "+" else -1
        offset, stop = offset + sign * 60 * min(line.get(stop + 1, "digits"), 14), stop + 2
    if line.tokens[k].word in {
        "west",
        "met",
        "art",
        "cat",
        "ast",
        "et",
        "eat",
        "adt",
        "pt",
        "ct",
        "mt",
        "eastern",
        "pacific",
        "wat",
    }:
        ahead = line.text[line.tokens[k].start : line.tokens[k].end]
        if not ahead.isupper() and ahead not in {"eastern", "pacific", "Eastern", "Pacific"}:
            return found
    return replace(found, offset=offset, stop=stop, weak=False)

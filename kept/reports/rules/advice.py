"""What should be done about the figures: from them alone, and only where they say it clearly. Pure.

A rule is silent where too little is known. What it answers names a sentence of `wording` and the
values that stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from kept.kit.shares import Share, difference
from kept.reports.rules.lengths import Lengths, counts_differ, differ, summed

WINDOW = 2
"""Hours of a day that are looked at together."""
LEAST_LETTERS = 30
"""Fewer letters than this do not say when they come."""
OLD_DAYS = 14
MUCH_MORE = 1.5
"""So many times its even share stands out."""
MUCH_COMES_BACK = 0.1

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Advice:
    """`is_calm` where nothing has to be done. `look` names where to look, `part` whose it is."""

    code: str
    values: Values = field(default_factory=dict)
    look: str = ""
    part: int | None = None
    is_calm: bool = False


class Came(Protocol):
    @property
    def received(self) -> int: ...
    @property
    def waited(self) -> Lengths: ...


class Piece(Protocol):
    """A desk, tag or organisation beside others."""

    @property
    def key(self) -> int: ...
    @property
    def now(self) -> Mapping[str, int]: ...
    @property
    def before(self) -> Mapping[str, int]: ...
    @property
    def took(self) -> Mapping[str, Lengths]: ...


@dataclass(frozen=True, slots=True)
class Window:
    """From `hour` on, `WINDOW` hours of a weekday; `rest` is all other time."""

    weekday: int
    hour: int
    received: int
    of: int
    waited: Lengths
    rest: Lengths

    @property
    def values(self) -> dict[str, Any]:
        return {
            "weekday": self.weekday,
            "hour": self.hour,
            "until": self.hour + WINDOW,
            "share": round(100 * self.received / self.of),
            "median": self.waited.median,
            "rest": self.rest.median,
        }


def windows(hours: Mapping[tuple[int, int], Came]) -> list[Window]:
    """Every window of the week that begins within a day, the fullest first."""
    of = sum(one.received for one in hours.values())
    everything = summed(one.waited for one in hours.values())
    found = []
    for weekday in range(7):
        for hour in range(25 - WINDOW):
            within = [hours[key] for n in range(WINDOW) if (key := (weekday, hour + n)) in hours]
            received = sum(one.received for one in within)
            if received:
                waited = summed(one.waited for one in within)
                rest = _less(everything, waited)
                found.append(Window(weekday, hour, received, of, waited, rest))
    return sorted(found, key=lambda one: (-one.received, one.weekday, one.hour))


def busiest(hours: Mapping[tuple[int, int], Came]) -> list[Advice]:
    """When most letters come, and whether those wait longer than all others."""
    found = windows(hours)
    if not found or found[0].of < LEAST_LETTERS:
        return []
    top = found[0]
    even = WINDOW / sum(1 for one in hours.values() if one.received)
    if Share(top.received, top.of).low < MUCH_MORE * even:
        return [Advice("evenly", {"n": top.of}, is_calm=True)]
    told = differ(top.waited, top.rest, among_many=True)
    code = {"more": "busiest_waits", "unknown": "busiest"}.get(told, "busiest_is_served")
    return [Advice(code, top.values, look="hours", is_calm=code == "busiest_is_served")]


def slowest(hours: Mapping[tuple[int, int], Came]) -> list[Advice]:
    """The letters of which hours clearly wait longest."""
    slow = [
        one for one in windows(hours) if differ(one.waited, one.rest, among_many=True) == "more"
    ]
    if not slow:
        return []
    worst = max(slow, key=lambda one: (one.waited.median, one.received))
    return [Advice("slowest", worst.values, look="hours")]


def volume(
    now: Mapping[str, int], before: Mapping[str, int], parts: Sequence[Piece] = ()
) -> list[Advice]:
    """Whether clearly more or fewer letters came, and under which part most of what is new did."""
    told = counts_differ(now["received"], before["received"]) if before["received"] else "unknown"
    values = {"now": now["received"], "before": before["received"]}
    if told != "more":
        if told == "unknown":
            return []
        return [Advice("fewer" if told == "less" else "as_before", values, is_calm=True)]
    grown = [
        (part.now["received"] - part.before["received"], -part.key)
        for part in parts
        if counts_differ(part.now["received"], part.before["received"]) == "more"
    ]
    if len(parts) < 2 or not grown:
        return [Advice("more", values, look="open")]
    more, key = max(grown)
    return [Advice("more_of_part", values | {"more": more}, look="part", part=-key)]


def answers(
    now: Mapping[str, Lengths], before: Mapping[str, Lengths], parts: Sequence[Piece] = ()
) -> list[Advice]:
    """Whether they wait longer than before, at one place, or when they write again."""
    first, following = now["FIRST"], now["NEXT"]
    found = _slower("first_slower", first, before["FIRST"], look="unassigned")
    found += _slow_part("part_slower", parts, "FIRST", of=first)
    if differ(following, first) == "more":
        values = {"now": following.median, "rest": first.median}
        found.append(Advice("next_slower", values, look="mine"))
    if not found and first.is_worth_it:
        values = {"now": first.median, "long": first.at(0.9)}
        return [Advice("answers_steady", values, look="unassigned", is_calm=True)]
    return found


def resolution(
    now: Mapping[str, int],
    took: Mapping[str, Lengths],
    took_before: Mapping[str, Lengths],
    parts: Sequence[Piece] = (),
) -> list[Advice]:
    """Whether much comes back after it was closed, and whether the end takes longer than before."""
    found = []
    share = Share(min(now["reopened"], now["closed"]), now["closed"])
    for part in parts if len(parts) > 1 else ():
        own = Share(min(part.now["reopened"], part.now["closed"]), part.now["closed"])
        rest = Share(max(0, share.good - own.good), max(0, share.of - own.of))
        if difference(own, rest) == "more":
            values = {"share": own.percent, "rest": rest.percent}
            found.append(Advice("part_comes_back", values, look="part", part=part.key))
            break
    if not found and share.is_worth_it and share.low > MUCH_COMES_BACK:
        values = _told(share)
        found.append(Advice("comes_back", values, look="open"))
    found += _slower(
        "resolution_slower", took["RESOLUTION"], took_before["RESOLUTION"], look="waiting"
    )
    if not found and share.is_worth_it:
        return [Advice("stays_closed", _told(share), is_calm=True)]
    return found


def backlog(
    now: Mapping[str, int], still_open: Mapping[date, int], *, today: date, weeks: float
) -> list[Advice]:
    """Whether what is open grows, and how much of it is old."""
    found = []
    came, went = now["opened"] + now["reopened"], now["closed"]
    told = counts_differ(came, went)
    values = {"came": came, "went": went, "more": came - went}
    if told == "more":
        a_week = (came - went) / max(weeks, 1)
        found.append(Advice("grows", values | {"a_week": round(a_week)}, look="unassigned"))
    of = sum(still_open.values())
    old = sum(n for day, n in still_open.items() if (today - day).days > OLD_DAYS)
    if old:
        found.append(Advice("old", {"old": old, "of": of, "days": OLD_DAYS}, look="old"))
    if not found and of:
        return [Advice("none_old", {"of": of, "days": OLD_DAYS}, look="open", is_calm=True)]
    return found


def promises(now: Mapping[str, int], parts: Sequence[Piece] = ()) -> list[Advice]:
    """What most often keeps our word from being kept."""
    found = []
    kept = _kept(now)
    for part in parts if len(parts) > 1 else ():
        own = _kept(part.now)
        rest = Share(max(0, kept.good - own.good), max(0, kept.of - own.of))
        if difference(own, rest) == "less":
            values = {"share": own.percent, "rest": rest.percent}
            found.append(Advice("part_breaks", values, look="part", part=part.key))
            break
    missed = {name: now[name] for name in ("silent", "late", "told")}
    worst = max(missed, key=lambda name: missed[name])
    if kept.of and missed[worst]:
        values = {"n": missed[worst], "of": kept.of}
        found.append(Advice(f"mostly_{worst}", values, look="promised"))
    elif kept.of:
        found.append(Advice("all_kept", {"of": kept.of}, is_calm=True))
    return found


def kept_share(numbers: Mapping[str, int]) -> Share:
    """Kept as last agreed, of all that ended; as `promises.rules.endings` has it."""
    return _kept(numbers)


def _kept(numbers: Mapping[str, int]) -> Share:
    good = numbers["in_time"] + numbers["moved"]
    return Share(good, good + numbers["late"] + numbers["told"] + numbers["silent"])


def _told(share: Share) -> dict[str, Any]:
    return {
        "n": share.good,
        "of": share.of,
        "low": share.low_percent,
        "high": share.high_percent,
    }


def _slower(code: str, now: Lengths, before: Lengths, *, look: str) -> list[Advice]:
    if differ(now, before) != "more":
        return []
    return [Advice(code, {"now": now.median, "before": before.median}, look=look)]


def _slow_part(code: str, parts: Sequence[Piece], measure: str, *, of: Lengths) -> list[Advice]:
    if len(parts) < 2:
        return []
    slow = []
    for part in parts:
        own = part.took[measure]
        rest = _less(of, own)
        if differ(own, rest, among_many=True) == "more":
            slow.append((own.median, -part.key, rest.median))
    if not slow:
        return []
    median, key, rest_median = max(slow)
    return [Advice(code, {"now": median, "rest": rest_median}, look="part", part=-key)]


def _less(of: Lengths, part: Lengths) -> Lengths:
    return Lengths(tuple(max(0, a - b) for a, b in zip(of.counts, part.counts, strict=True)))

"""How long: `two hours`, `1h30`, `2-3 working days`, `half an hour`, `1 year and 2 months`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kept.promises.rules.dates.calendar import COARSENESS, HOURS, SECONDS, floor, step
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import Number, number

OFTEN = 6  # parts of one length
NUMBERS = frozenset({"digits", "num", "few", "fraction", "half", "quarter", "a"})
UNITS = {
    "fortnight": ("week", 2),
    "night": ("day", 1),
    "quarter hour": ("minute", 15),
    "half hour": ("minute", 30),
    "three quarter hour": ("minute", 45),
}


@dataclass(frozen=True, slots=True)
class Length:
    parts: tuple[tuple[float, str], ...]
    stop: int
    counted: bool = True

    @property
    def seconds(self) -> float:
        total = sum(count * SECONDS[unit] for count, unit in self.parts)
        return int(total) if total == int(total) else round(total, 3)

    @property
    def finest(self) -> str:
        return min((unit for _, unit in self.parts), key=_rank)

    @property
    def is_clock(self) -> bool:
        """Hours and less are meant by the clock; days and more by the date."""
        return any(unit in HOURS for _, unit in self.parts) or any(
            count != int(count) and unit in {"day", "workday"} for count, unit in self.parts
        )

    @property
    def working(self) -> bool:
        return any(unit == "workday" for _, unit in self.parts)

    def after(self, moment: datetime, times: int = 1) -> datetime:
        for count, unit in self.parts:
            grain, factor = {"weekend": ("week", 1), "workweek": ("week", 1)}.get(unit, (unit, 1))
            moment = step(moment, grain, count * factor * times)
        return moment


def _rank(unit: str) -> int:
    return COARSENESS.index(
        {"workday": "day", "weekend": "day", "workweek": "week"}.get(unit, unit)
    )


def unit_at(line: Line, i: int, *, figures: bool) -> tuple[str, int] | None:
    """The unit said at `i`; short ones (`h`, `d`) count only behind figures."""
    name = line.get(i, "unit")
    stop = i + 1
    if name is None and figures and line.has(i, "short_unit"):
        token = line.tokens[i]
        beyond = line.tokens[i + 1]
        stuck = (
            not beyond.gap
            and beyond.word[:1].isalnum()
            and not (token.word == "h" and beyond.end - beyond.start == 2 and "digits" in beyond.m)
        )
        before = line.tokens[i - 1]
        if token.gap == 0 or (
            token.gap == 1
            and token.word in {"h", "mn"}
            and before.end - before.start < 3
            and "digits" not in beyond.m
        ):
            name = None if stuck else token.m["short_unit"]
    if name is None:
        return None
    return name, stop


def _counted(line: Line, i: int) -> tuple[Number, int] | None:
    """A number; of `2-3` and `two or three` the higher one."""
    first = number(line, i)
    if first is None:
        return None
    j = first.stop
    if line.dash(j) and line.attached(j) and line.attached(j + 1) and line.has(j + 1, "digits"):
        higher = line.get(j + 1, "digits")
        k = j + 3 if line.dash(j + 2) and line.attached(j + 2) else j + 2
        if higher > first.value and unit_at(line, k, figures=True):
            return Number(higher, k, figures=True), k  # 5-10 minutes
    if line.dash(j) or line.has(j, "to") or line.has(j, "or"):
        second = number(line, j + 1) if not line.has(j + 1, "a") else None
        if (
            second
            and second.value > first.value
            and unit_at(line, second.stop, figures=second.figures)
        ):
            return second, second.stop
    return first, j


def length(line: Line, i: int) -> Length | None:
    key = ("length", i)
    if key not in line.memo:
        line.memo[key] = _length(line, i)
    found: Length | None = line.memo[key]
    return found


def _length(line: Line, i: int) -> Length | None:
    if line.near[i] > 4 or NUMBERS.isdisjoint(line.tokens[i].m):
        return None
    parts: list[tuple[float, str]] = []
    j, stop = i, i
    for _ in range(OFTEN):
        counted = _counted(line, j)
        if counted is None:
            break
        count, k = counted
        if line.dash(k) and line.attached(k) and line.has(k + 1, "unit"):
            k += 1  # a 15-minute call
        if count.value == 0.5 or (line.has(j, "a") and line.has(j + 1, "quarter")):
            k = line.skip(k, "genitive", "a")
            k = line.skip(k, "a")
        said = unit_at(line, k, figures=count.figures)
        if said is None or count.value > 100_000:
            break
        unit, k = said
        if parts and _rank(UNITS.get(unit, (unit, 1))[0]) >= _rank(parts[-1][1]):
            break
        base, factor = UNITS.get(unit, (unit, 1))
        value = count.value * factor
        if line.has(k, "andhalf"):
            value += line.get(k, "andhalf") * factor
            k += 1
        if line.has(k, "or") and not line.has(k + 1, "a") and count.value <= 2:
            other = number(line, k + 1)  # an hour or two
            if other and value < other.value < 4 and not unit_at(line, other.stop, figures=False):
                value, k = other.value * factor, other.stop
        parts.append((int(value) if value == int(value) else value, base))
        stop = k
        if base == "hour" and count.figures and line.has(k, "digits") and line.attached(k):
            minutes = line.get(k, "digits")
            if minutes < 60:
                parts.append((minutes, "minute"))
                stop = k + 1
            break
        j = k + 1 if line.has(k, "and") or line.word(k) == "," else k
        if line.has(j, "a") and not line.has(j + 1, "unit"):
            break
    if not parts:
        return _quarter_hour(line, i)
    if line.has(stop, "age"):
        return None
    return Length(tuple(parts), stop)


def _quarter_hour(line: Line, i: int) -> Length | None:
    """`a quarter of an hour`, `three quarters of an hour`."""
    j = line.skip(i, "a")
    share = line.get(j, "quarter") or (
        0.75 if line.get(i, "num") == 3 and line.get(i + 1, "unit") == "quarter" else None
    )
    if share == 0.75:
        j = i + 1
    if share is None or line.tokens[j + 1].gap > 2:
        return None
    k = line.skip(line.skip(j + 1, "genitive"), "a")
    if k > j + 1 and line.get(k, "unit") in {"hour", "year", "day"}:
        return Length(((share, line.get(k, "unit")),), k + 1)
    return None


def passed(line: Line, said: Length, times: int = 1) -> datetime:
    """So long from the writing: an hour lasts an hour on the night the clocks change, too."""
    if not said.is_clock:
        return said.after(line.at, times)
    instant = line.at.replace(tzinfo=line.zone).astimezone(UTC).replace(tzinfo=None)
    there = said.after(instant, times).replace(tzinfo=UTC)
    return there.astimezone(line.zone).replace(tzinfo=None)


def reached(
    line: Line, said: Length, origin: datetime, times: int = 1
) -> tuple[datetime, datetime | None, str]:
    """Where one stands that long from `origin`: an instant for hours, a day for days and more."""
    there = passed(line, said, times) if origin is line.at else said.after(origin, times)
    if said.is_clock:
        return there, None, "minute" if said.finest != "second" else "second"
    day = floor(there, "day")
    return day, step(day, "day", 1), "day"

"""Holidays by name: on which day of a year each falls.

Counted, not looked up: fixed days, the nth weekday of a month, days around Easter, and the Hebrew
and (tabular) Islamic calendars. What hangs on a moon sighting may differ by a day from place to place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from kept.promises.rules.dates.calendar import (
    DAY,
    Span,
    day_span,
    easter,
    local,
    nth_weekday,
    orthodox_easter,
    period,
)

Rule = Callable[[int], Iterator[Span]]
HEBREW_EPOCH = -1373427  # days, as counted by date.toordinal
ISLAMIC_EPOCH = 227014


def fixed(month: int, day: int) -> Rule:
    def rule(year: int) -> Iterator[Span]:
        yield day_span(local(year, month, day))

    return rule


def nth(month: int, weekday: int, which: int, plus: int = 0) -> Rule:
    def rule(year: int) -> Iterator[Span]:
        found = nth_weekday(period(local(year, month, 1), "month"), weekday, which)
        if found:
            yield day_span(found + plus * DAY)

    return rule


def from_easter(days: int) -> Rule:
    def rule(year: int) -> Iterator[Span]:
        yield day_span(easter(year) + days * DAY)

    return rule


def from_orthodox(days: int) -> Rule:
    def rule(year: int) -> Iterator[Span]:
        yield day_span(orthodox_easter(year) + days * DAY)

    return rule


def on_or_before(month: int, day: int, weekday: int) -> Rule:
    """The last such weekday up to that day."""

    def rule(year: int) -> Iterator[Span]:
        last = local(year, month, day)
        yield day_span(last - (last.weekday() - weekday) % 7 * DAY)

    return rule


def kings_day(year: int) -> Iterator[Span]:
    """27 April since 2014, before that the Queen's on the 30th; a day earlier where that is a Sunday."""
    day = local(year, 4, 27 if year > 2013 else 30)
    yield day_span(day - DAY if day.weekday() == 6 else day)


# ---- Hebrew -----------------------------------------------------------------------------------


def hebrew_new_year(year: int) -> int:
    """The ordinal of 1 Tishri of a Hebrew year (Reingold and Dershowitz)."""

    def elapsed(of: int) -> int:
        months = (235 * of - 234) // 19
        parts = 12084 + 13753 * months
        days = 29 * months + parts // 25920
        return days + (3 * (days + 1) % 7 < 3)

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    shift = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return HEBREW_EPOCH + this + shift


def tishri(days: int, length: int = 1) -> Rule:
    """So many days after the Hebrew new year, which falls in the autumn of `year`."""

    def rule(year: int) -> Iterator[Span]:
        start = datetime.fromordinal(hebrew_new_year(year + 3761) + days)
        yield Span(start, start + length * DAY, "day")

    return rule


def before_tishri(days: int, length: int = 1) -> Rule:
    """From Nisan to Elul every month has its fixed length: the days are counted back."""

    def rule(year: int) -> Iterator[Span]:
        start = datetime.fromordinal(hebrew_new_year(year + 3761) - days)
        yield Span(start, start + length * DAY, "day")

    return rule


def hanukkah(year: int) -> Iterator[Span]:
    """25 Kislev: Heshvan has 30 days only in a full year."""
    first = hebrew_new_year(year + 3761)
    length = hebrew_new_year(year + 3762) - first
    start = datetime.fromordinal(first + 83 + (length % 10 == 5))
    yield Span(start, start + 8 * DAY, "day")


# ---- Islamic, tabular -------------------------------------------------------------------------


def islamic(month: int, day: int, length: int = 1) -> Rule:
    def rule(year: int) -> Iterator[Span]:
        first = int((year - 622) * 33 / 32)
        for hijri in range(first - 1, first + 4):
            months = 29 * (month - 1) + month // 2
            ordinal = ISLAMIC_EPOCH + (hijri - 1) * 354 + (3 + 11 * hijri) // 30 + months + day - 1
            start = datetime.fromordinal(ordinal)
            if start.year == year:
                yield Span(start, start + length * DAY, "day")

    return rule


def last_friday_of_ramadan(year: int) -> Iterator[Span]:
    for span in islamic(9, 1, 30)(year):
        last = span.end - DAY
        yield day_span(last - (last.weekday() - 4) % 7 * DAY)


# ---- Chinese new year -------------------------------------------------------------------------

# Month and day from 2010 on, as published by the Hong Kong Observatory.
_CHINESE = (
    "214 203 123 210 131 219 208 128 216 205 125 212 201 122 210 129 217 206 126 213 203 123 211 131"
    " 219 208 128 215 204 124 212 201 122 210 130 217 206 126 214 202 123"
)
CHINESE = {2010 + n: divmod(int(one), 100) for n, one in enumerate(_CHINESE.split())}


def chinese_new_year(year: int) -> Iterator[Span]:
    if year in CHINESE:
        yield day_span(local(year, *CHINESE[year]))


def earth_hour(year: int) -> Iterator[Span]:
    """The last Saturday of March, or the one before when that is the eve of Easter."""
    saturday = nth_weekday(period(local(year, 3, 1), "month"), 5, -1)
    if saturday:
        if saturday + DAY == easter(year):
            saturday -= 7 * DAY
        start = saturday + timedelta(hours=20, minutes=30)
        yield Span(start, start + timedelta(hours=1), "hour")


RULES: dict[str, Rule] = {
    "christmas": fixed(12, 25), "christmas eve": fixed(12, 24), "boxing day": fixed(12, 26),
    "new year": fixed(1, 1), "new year eve": fixed(12, 31), "epiphany": fixed(1, 6), "valentine": fixed(2, 14),
    "saint patrick": fixed(3, 17), "april fools": fixed(4, 1), "earth day": fixed(4, 22), "may day": fixed(5, 1),
    "women": fixed(3, 8), "juneteenth": fixed(6, 19), "independence us": fixed(7, 4), "bastille": fixed(7, 14),
    "assumption": fixed(8, 15), "halloween": fixed(10, 31), "all saints": fixed(11, 1), "all souls": fixed(11, 2),
    "veterans": fixed(11, 11), "guy fawkes": fixed(11, 5), "saint nicholas": fixed(12, 6), "saint stephen": fixed(12, 26),
    "german unity": fixed(10, 3), "reformation": fixed(10, 31), "groundhog": fixed(2, 2), "pi day": fixed(3, 14),
    "star wars": fixed(5, 4), "cinco de mayo": fixed(5, 5), "saint andrew": fixed(11, 30), "saint george": fixed(4, 23),
    "canada": fixed(7, 1), "australia": fixed(1, 26), "anzac": fixed(4, 25), "saint john": fixed(6, 24), "tax day": fixed(4, 15),
    "republic india": fixed(1, 26), "independence india": fixed(8, 15), "gandhi": fixed(10, 2), "kwanzaa": fixed(12, 26),
    "ve day": fixed(5, 8), "saint martin": fixed(11, 11), "children de": fixed(9, 20), "immaculate": fixed(12, 8),
    "hispanic day": fixed(10, 12), "liberation nl": fixed(5, 5), "remembrance nl": fixed(5, 4), "saint sylvester": fixed(12, 31),
    "world children": fixed(6, 1), "augsburg": fixed(8, 8), "swiss": fixed(8, 1), "austria": fixed(10, 26),
    "mlk": nth(1, 0, 3), "presidents": nth(2, 0, 3), "memorial": nth(5, 0, -1), "labor": nth(9, 0, 1),
    "columbus": nth(10, 0, 2), "thanksgiving": nth(11, 3, 4), "black friday": nth(11, 3, 4, 1),
    "cyber monday": nth(11, 3, 4, 4), "giving tuesday": nth(11, 3, 4, 5), "mother": nth(5, 6, 2), "father": nth(6, 6, 3),
    "super bowl": nth(2, 6, 2), "canada thanksgiving": nth(10, 0, 2), "early may": nth(5, 0, 1), "summer bank": nth(8, 0, -1),
    "victoria": on_or_before(5, 24, 0), "erntedank": nth(10, 6, 1), "admin day": nth(4, 2, 4), "grandparents": nth(9, 0, 1, 6),
    "buss und bet": on_or_before(11, 22, 2), "first advent": on_or_before(12, 3, 6), "kings day": kings_day,
    "easter": from_easter(0), "good friday": from_easter(-2), "easter monday": from_easter(1), "maundy": from_easter(-3),
    "holy saturday": from_easter(-1), "palm sunday": from_easter(-7), "ash wednesday": from_easter(-46), "shrove": from_easter(-47),
    "rose monday": from_easter(-48), "carnival sunday": from_easter(-49), "ascension": from_easter(39), "pentecost": from_easter(49),
    "whit monday": from_easter(50), "trinity": from_easter(56), "corpus christi": from_easter(60), "weiberfastnacht": from_easter(-52),
    "orthodox easter": from_orthodox(0), "orthodox good friday": from_orthodox(-2), "orthodox pentecost": from_orthodox(49),
    "rosh hashanah": tishri(0, 2), "yom kippur": tishri(9), "sukkot": tishri(14, 7), "shemini atzeret": tishri(21),
    "simchat torah": tishri(22), "hanukkah": hanukkah, "passover": before_tishri(163, 8), "shavuot": before_tishri(113, 2),
    "purim": before_tishri(193), "shushan purim": before_tishri(192), "lag baomer": before_tishri(130), "tisha beav": before_tishri(51),
    "eid al-fitr": islamic(10, 1), "eid al-adha": islamic(12, 10), "islamic new year": islamic(1, 1), "ashura": islamic(1, 10),
    "mawlid": islamic(3, 12), "laylat al-qadr": islamic(9, 27), "isra": islamic(7, 27), "ramadan": islamic(9, 1, 29),
    "jumuatul": last_friday_of_ramadan, "chinese new year": chinese_new_year, "earth hour": earth_hour,
}  # fmt: skip


def in_year(name: str, year: int) -> Span | None:
    if not 1 < year < 9990:
        return None
    return next(RULES[name](year), None)


def around(name: str, year: int) -> list[Span]:
    """Every time it falls from two years before `year` to three after."""
    if not 4 < year < 9980:
        return []
    return [span for one in range(year - 2, year + 4) for span in RULES[name](one)]

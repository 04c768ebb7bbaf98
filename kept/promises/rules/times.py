"""Times in a sentence, as a promise means them: until when, and from when if it is a window.

A day alone ends when we close on it; a part of the day is a window; "by", "before" and "within"
set the end. Days are those of the customer, since the customer reads the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAY_INDEX = {name: n for n, name in enumerate(_DAYS)} | {
    short: n
    for n, shorts in enumerate(
        [["mon"], ["tue", "tues"], ["wed"], ["thu", "thur", "thurs"], ["fri"], ["sat"], ["sun"]]
    )
    for short in shorts
}
_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH_INDEX = {m: n for n, m in enumerate(_MONTHS, 1)} | {
    m[:3]: n for n, m in enumerate(_MONTHS, 1)
}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "a",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a": 1, "an": 1, "half an": 0.5, "half a": 0.5, "a couple of": 2, "a few": 3}
_PARTS = {
    "early morning": (time(6), time(8)),
    "morning": (time(8), time(12)),
    "lunchtime": (time(11), time(13)),
    "lunch": (time(11), time(13)),
    "afternoon": (time(12), time(16)),
    "evening": (time(16), time(20)),
    "night": (time(20), time(23, 59)),
}

_DAY = "|".join(sorted(_DAY_INDEX, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTH_INDEX, key=len, reverse=True))
_NUMBER = r"half\ an?|a\ couple\ of|a\ few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}"
_PART = "early morning|morning|lunchtime|lunch|afternoon|evening|night".replace(" ", r"\ ")
_CLOCK = r"(?:\d{1,2}[:.]\d{2}\s?(?:am|pm|a\.m\.|p\.m\.)?|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock|h\b)|noon|midday|midnight)"
_DATE = rf"""(?:
    (?P<relative>today|tonight|tomorrow|the\ day\ after\ tomorrow)
  | (?:(?P<which>this|next|coming|on)\s+)?(?P<weekday>{_DAY})\b\.?
  | (?:the\s+)?(?P<dom>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b
  | (?P<month2>{_MONTH})\s+(?:the\s+)?(?P<dom2>\d{{1,2}})(?:st|nd|rd|th)?\b
  | the\s+(?P<dom3>\d{{1,2}})(?:st|nd|rd|th)\b
  | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
)"""
_LEAD = r"(?P<lead@>by|before|until|till|no\ later\ than|not\ later\ than|at\ the\ latest\ by|latest\ by|on|for|from|at|around|about|during|in\ the\ course\ of)"


def _lead(number: int) -> str:
    """The leading word, under a group name of its own: a pattern may use a name once."""
    return _LEAD.replace("@", str(number))


_TIME = re.compile(
    rf"""(?ix)(?<![\w/.@-])(?:
      (?P<span_lead>within\ the\ next|within|in\ the\ next|over\ the\ next|in|after)\s+(?P<n>{_NUMBER})\s+
        (?P<kind>working|business)?\s*(?P<unit>minute|min|hour|hr|day|week|month)s?\b(?:['’]s?\ time\b)?
    | (?:{_lead(1)}\s+)?(?P<edge>close\ of\ business|close\ of\ play|cob|the\ end\ of|end\ of|eod|eow|the\ beginning\ of|beginning\ of|early)
        (?:\s+(?P<of>(?:the\ |this\ |next\ )?(?:business\ |working\ )?(?:day|week|month)|today|tomorrow|{_DAY}))?
        (?:\s+(?:on\s+)?(?P<cob_day>today|tomorrow|{_DAY})\b)?
    | (?:{_lead(2)}\s+)?(?P<period>this\ week|next\ week|this\ month|next\ month|this\ weekend|the\ weekend)\b
    | (?:{_lead(3)}\s+(?:the\s+)?)?{_DATE}(?:\s*,?\s*(?:in\ the\s+)?(?P<part>{_PART})\b)?
        (?:\s*,?\s*(?:between|from)\s+(?P<clock7>\d{{1,2}}(?:[:.]\d{{2}})?)\s*(?:-|–|to|and|until)\s*(?P<clock8>{_CLOCK})
         | \s*,?\s*(?P<between>between|from|at|by|before|around|about|until)?\s*(?P<clock>{_CLOCK})(?:\s*(?:-|–|to|and|until)\s*(?P<clock2>{_CLOCK}))?)?
    | (?:{_lead(4)}\s+)?(?:this|later\ this|in\ the)\s+(?P<part2>{_PART})\b(?:\s*,?\s*(?:at|by|around)?\s*(?P<clock5>{_CLOCK}))?
    | (?P<between2>between|from)\s+(?P<clock3>\d{{1,2}}(?:[:.]\d{{2}})?\s?(?:am|pm)?)\s*(?:-|–|to|and|until)\s*(?P<clock4>{_CLOCK})(?:\s+(?:on\s+)?(?P<day_after>today|tomorrow|{_DAY})\b)?
    | (?:{_lead(5)}\s+)(?P<clock6>{_CLOCK})(?:\s+(?:on\s+)?(?P<day_after2>today|tomorrow|{_DAY})\b)?
    )"""
)


@dataclass(frozen=True, slots=True)
class When:
    """A time found in `text[start:end]`: due until `due_at`, from `due_from` if it is a window."""

    start: int
    end: int
    due_from: datetime | None
    due_at: datetime


def find_times(text: str, *, at: datetime, zone: str, hours: Hours) -> Iterator[When]:
    """Times still to come, in UTC and the order of the text. `at` is now; `zone` is the reader's."""
    here = at.astimezone(ZoneInfo(zone))
    for match in _TIME.finditer(text):
        span = _resolve(match, here, hours)
        if span and span[1] > at:
            yield When(match.start(), match.end(), *span)


Span = tuple[datetime | None, datetime]


def _resolve(match: re.Match[str], here: datetime, hours: Hours) -> Span | None:
    got = {
        "lead" if name.startswith("lead") else name: value.lower()
        for name, value in match.groupdict().items()
        if value
    }
    try:
        if "unit" in got:
            span = _after_a_while(got, here, hours)
        elif "edge" in got:
            span = _edge(got, here, hours)
        elif "period" in got:
            span = _period(got, here, hours)
        else:
            span = _moment(got, here, hours)
        # An hour that comes twice equals no other moment until it is told in UTC.
        return span and (span[0] and span[0].astimezone(UTC), span[1].astimezone(UTC))
    except (ValueError, OverflowError):
        return None  # the 31st of February, and other days that never come


def _after_a_while(got: dict[str, str], here: datetime, hours: Hours) -> Span | None:
    words = re.sub(r"\s+", " ", got["n"])
    number = _NUMBERS.get(words) or (int(words) if words.isdigit() else 0)
    if not number or got["span_lead"] == "after":
        return None
    unit, exact = got["unit"], got["span_lead"] != "in"
    if unit in {"minute", "min"}:
        return None, _later(here, timedelta(minutes=number))
    if unit in {"hour", "hr"}:
        return None, _later(here, timedelta(hours=number))
    if "kind" in got and unit == "day":
        return None, _working_days(here, int(number), hours)
    days = number * {"day": 1, "week": 7, "month": 30}[unit]
    if exact:
        return None, here + timedelta(days=days)
    return None, _closing((here + timedelta(days=days)).date(), here, hours)


def _later(here: datetime, span: timedelta) -> datetime:
    """After so many minutes or hours as they pass; days are counted on the wall clock instead."""
    return (here.astimezone(UTC) + span).astimezone(here.tzinfo)


def _edge(got: dict[str, str], here: datetime, hours: Hours) -> Span | None:
    edge = re.sub(r"\s+", " ", got["edge"])
    of = re.sub(r"^(the |this )|business |working ", "", got.get("of", ""))
    day_word = got.get("cob_day") or (of if of in _DAY_INDEX or of in {"today", "tomorrow"} else "")
    if edge in {"close of business", "close of play", "cob", "eod"} or (day_word and "end" in edge):
        day = _day_of(day_word, here) if day_word else here.date()
        due = _closing(day, here, hours)
        return None, due if day_word or due > here else hours.closes(here)
    if edge in {"early", "the beginning of", "beginning of"}:
        if of not in {"next week"}:
            return None
        monday = here.date() + timedelta(days=7 - here.weekday())
        return None, _closing(monday + timedelta(days=1), here, hours)
    if edge == "eow" or of in {"week", "next week"}:
        friday = here.date() + timedelta(days=4 - here.weekday())
        if of == "next week":
            friday += timedelta(days=7)
        return None, _closing(friday, here, hours)
    if of == "day":
        return None, hours.closes(here)
    if of in {"month", "next month"}:
        first = (here.date().replace(day=1) + timedelta(days=32)).replace(day=1)
        if of == "next month":
            first = (first + timedelta(days=32)).replace(day=1)
        return None, _closing(first - timedelta(days=1), here, hours)
    return None


def _period(got: dict[str, str], here: datetime, hours: Hours) -> Span | None:
    period = re.sub(r"\s+", " ", got["period"])
    monday = here.date() - timedelta(days=here.weekday())
    if "weekend" in period:
        return None, _closing(monday + timedelta(days=4), here, hours)
    if "week" in period:
        friday = monday + timedelta(days=4 if period == "this week" else 11)
        if got.get("lead") == "before":
            friday = monday + timedelta(days=4)
        return None, _closing(friday, here, hours)
    first = (here.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    if period == "next month" and got.get("lead") != "before":
        first = (first + timedelta(days=32)).replace(day=1)
    return None, _closing(first - timedelta(days=1), here, hours)


def _moment(got: dict[str, str], here: datetime, hours: Hours) -> Span | None:
    lead = got.get("lead", "")
    day = _named_day(got, here)
    part = re.sub(r"\s+", " ", got.get("part") or got.get("part2") or "")
    if got.get("relative") == "tonight":
        part = part or "night"
    first = _first(got, "clock", "clock3", "clock5", "clock6", "clock7")
    second = _first(got, "clock2", "clock4", "clock8")
    if first and second:
        late = _clock(second, "", here)
        early = _clock(first, second, here)
        begin, end = _on(day or here.date(), early, here), _on(day or here.date(), late, here)
        if day is None and end <= here:
            begin, end = begin + timedelta(days=1), end + timedelta(days=1)
        return (begin, end) if begin < end else None
    if first:
        due = _on(day or here.date(), _clock(first, part, here), here)
        if day is None and due <= here:
            due += timedelta(days=1)
        is_end = {lead, got.get("between", "")} & {"by", "before", "until", "till"}
        start = None if is_end or lead.endswith(("than", "by")) else due
        return start, due
    if part:
        return _window(day or here.date(), part, here, hours, is_end=lead in {"by", "before"})
    if day is None:
        return None
    if lead == "before":
        return None, _closing_before(day, here, hours)
    return None, _closing(day, here, hours)


def _first(got: dict[str, str], *names: str) -> str:
    return next((got[name] for name in names if name in got), "")


def _named_day(got: dict[str, str], here: datetime) -> date | None:
    today = here.date()
    word = got.get("relative") or got.get("day_after") or got.get("day_after2")
    if word:
        return _day_of(re.sub(r"\s+", " ", word), here)
    if "weekday" in got:
        ahead = (_DAY_INDEX[got["weekday"].rstrip(".")] - today.weekday()) % 7
        if got.get("which") == "next":
            # "next Friday" is the one of next week.
            return today + timedelta(days=7 - today.weekday() + _DAY_INDEX[got["weekday"]])
        if ahead == 0 and got.get("which") != "this":
            ahead = 7
        return today + timedelta(days=ahead)
    if "iso" in got:
        return date.fromisoformat(got["iso"])
    dom = got.get("dom") or got.get("dom2") or got.get("dom3")
    if dom is None:
        return None
    month = _MONTH_INDEX.get(got.get("month") or got.get("month2") or "", 0)
    if month:
        day = date(today.year, month, int(dom))
        return day if day >= today else date(today.year + 1, month, int(dom))
    day = today.replace(day=int(dom))
    return (
        day if day >= today else (today.replace(day=1) + timedelta(days=32)).replace(day=int(dom))
    )


def _day_of(word: str, here: datetime) -> date:
    today = here.date()
    fixed = {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2}
    if word in fixed:
        return today + timedelta(days=fixed[word])
    return today + timedelta(days=(_DAY_INDEX[word] - today.weekday()) % 7 or 7)


def _clock(text: str, near: str, here: datetime) -> time:
    """A time of day; an hour without am or pm is read in working hours: 3 is 15:00."""
    words = text.replace(".", "").replace(" ", "") if "m" in text[-2:] else text.strip()
    if words in {"noon", "midday"}:
        return time(12)
    if words == "midnight":
        return time(23, 59)
    match = re.match(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?", words)
    if not match:
        raise ValueError(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    half = match[3] or ("pm" if "pm" in near and hour < 12 and not match[3] else "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif not half and not match[2] and 1 <= hour <= 6:
        hour += 12
    return time(hour, minute)


def _window(day: date, part: str, here: datetime, hours: Hours, *, is_end: bool) -> Span:
    """A part of the day, cut to our hours where they meet."""
    start, end = (_on(day, at, here) for at in _PARTS[part])
    if end <= here:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    opens = hours.next_open(start)
    if opens < end:
        start = max(start, opens)
        end = min(end, hours.closes(start))
    return (None if is_end else max(start, here)), end


def _closing(day: date, here: datetime, hours: Hours) -> datetime:
    """When we close for good on that day; where we do not open, the last closing before it."""
    end = _on(day + timedelta(days=1), time(0), here)
    start = max(_on(day, time(0), here), here)
    closing: datetime | None = None
    at = start
    while (opens := hours.next_open(at)) < end:
        at = hours.closes(opens)
        closing = at
    if closing:
        return closing
    # Closed that day, or already closed: the day's own end, since that is what was said.
    return _on(day, time(17), here) if _on(day, time(17), here) > here else end


def _closing_before(day: date, here: datetime, hours: Hours) -> datetime:
    for back in range(1, 8):
        earlier = day - timedelta(days=back)
        if earlier < here.date():
            break
        due = _closing(earlier, here, hours)
        if hours.is_open(due - timedelta(minutes=1)):
            return due
    return _on(day, time(9), here)


def _working_days(here: datetime, number: int, hours: Hours) -> datetime:
    """The closing of the `number`th working day after this one."""
    closing = _closing(here.date(), here, hours)
    for _ in range(min(number, 250)):
        closing = hours.closes(hours.next_open(_next_day(closing, here)))
    day = closing.astimezone(here.tzinfo).date()
    return _closing(day, closing - timedelta(seconds=1), hours)


def _next_day(moment: datetime, here: datetime) -> datetime:
    return _on(moment.astimezone(here.tzinfo).date() + timedelta(days=1), time(0), here)


def _on(day: date, at: time, here: datetime) -> datetime:
    return datetime.combine(day, at, here.tzinfo)

"""`kept hours due|between|periods|holidays`, and the JSON Lines loop that all such commands share.

A line that cannot be served is answered in plain words, and the run goes on. No database, no
network, nothing is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from kept.kit.hours import BadHours, Hours, NeverOpen
from kept.kit.hours.calendar import read_date

WELL, WRONG_CALL = 0, 2
LONGEST_LINE = 4 * 1024 * 1024
MOST_PERIODS = 100_000
# More is no answer a person waits for, and no number a line needs.
MOST_MINUTES = 10_000 * 366 * 24 * 60
MOST_DAYS = 10_000 * 366
NEAR_YEARS = range(2, 9999)

Line = dict[str, Any]
Answer = dict[str, Any]


class BadLine(Exception):
    """What is wrong with a line, in words for a person."""


def main(argv: list[str]) -> int:
    verb, *rest = argv or [""]
    answer = VERBS.get(verb)
    if answer is None or rest not in ([], ["--jsonl"]):
        print("kept hours due|between|periods|holidays reads JSON Lines.", file=sys.stderr)
        return WRONG_CALL
    return answer_lines(sys.stdin.buffer, answer)


def answer_lines(lines: Iterable[bytes], answer: Callable[[Line], Answer]) -> int:
    write = sys.stdout.write
    for line in lines:
        if not line.isspace():
            write(json.dumps(one_answer(line, answer)) + "\n")
    sys.stdout.flush()
    return WELL


def one_answer(line: bytes, answer: Callable[[Line], Answer]) -> Answer:
    if len(line) > LONGEST_LINE:
        return {"id": None, "error": "The line is longer than 4 MiB."}
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "The line is no JSON."}
    if not isinstance(fields, dict):
        return {"id": None, "error": "A line is a JSON object."}
    try:
        return {"id": fields.get("id"), **answer(fields)}
    except (BadLine, BadHours, NeverOpen) as bad:
        return {"id": fields.get("id"), "error": str(bad)}
    except RecursionError:
        return {"id": fields.get("id"), "error": "The line is nested too deep."}


def due(fields: Line) -> Answer:
    hours, start = hours_of(fields), instant(fields, "from")
    if fields.get("minutes") is not None:
        seconds = round(number(fields, "minutes", most=MOST_MINUTES) * 60)
        return {"due": words_of(hours.add(start, seconds))}
    if fields.get("days") is None:
        raise BadLine("Either `minutes` or `days` is needed.")
    days = number(fields, "days", most=MOST_DAYS)
    if not days or days != int(days):
        raise BadLine("`days` is a whole number other than 0.")
    return {"due": words_of(hours.add_days(start, int(days)))}


def between(fields: Line) -> Answer:
    start, end = instant(fields, "from"), instant(fields, "to")
    minutes = max(hours_of(fields).between(start, end), 0) / 60
    return {"minutes": int(minutes) if minutes.is_integer() else minutes}


def periods(fields: Line) -> Answer:
    hours, at, direction = hours_of(fields), instant(fields, "at"), fields.get("direction")
    if direction not in {"after", "before"}:
        raise BadLine("`direction` is after or before.")
    count = number(fields, "count", most=MOST_PERIODS)
    if count < 0 or count != int(count):
        raise BadLine("`count` is a whole number, 0 or more.")
    found = hours.after(at) if direction == "after" else hours.before(at)
    return {"periods": [[words_of(a), words_of(b)] for a, b in islice(found, int(count))]}


def holidays(fields: Line) -> Answer:
    from kept.kit.hours.holidays import holidays_in

    text = fields.get("ics")
    if not isinstance(text, str):
        raise BadLine("`ics` is missing or no string.")
    start, end = day_of(fields, "from"), day_of(fields, "to")
    found = holidays_in(text, start=start, end=end)
    return {"holidays": {day.isoformat(): name for day, name in found.items()}}


def hours_of(fields: Line) -> Hours:
    return _hours(json.dumps(fields.get("calendar")))


@lru_cache(maxsize=256)
def _hours(calendar: str) -> Hours:
    return Hours.from_calendar(json.loads(calendar))


def instant(fields: Line, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(fields[name])
        if at.tzinfo is not None and at.year in NEAR_YEARS:
            return at
    except (KeyError, ValueError, TypeError):
        pass
    raise BadLine(f"`{name}` is no instant. Write it like 2026-03-02T15:00:00Z.")


def day_of(fields: Line, name: str) -> date:
    if name not in fields:
        raise BadLine(f"`{name}` is missing.")
    return read_date(fields[name])


def number(fields: Line, name: str, *, most: int) -> float:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise BadLine(f"`{name}` is missing or no number.")
    if abs(value) > most:
        raise BadLine(f"`{name}` is too large.")
    return value


def words_of(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


VERBS: dict[str, Callable[[Line], Answer]] = {
    "due": due,
    "between": between,
    "periods": periods,
    "holidays": holidays,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

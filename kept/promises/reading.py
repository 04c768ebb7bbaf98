"""The reading commands: `kept dates read` and `kept promises spot`, JSON Lines in and out.

They use the product's own rules, need no database and no network, and write nothing. A line that
cannot be served is answered with a plain `error`, and the run goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from kept.kit.reading import WRONG_CALL, Answer, BadLine, Line, answer_lines, hours_of
from kept.promises.rules import spot
from kept.promises.rules.dates import read


def main(argv: list[str]) -> int:
    verb, *rest = argv or [""]
    answer = VERBS.get(verb)
    if answer is None:
        print(f"Say {' or '.join(VERBS)}.", file=sys.stderr)
        return WRONG_CALL
    if rest not in ([], ["--jsonl"]):
        print(f"kept {verb} takes JSON Lines on standard input.", file=sys.stderr)
        return WRONG_CALL
    return answer_lines(sys.stdin.buffer, answer)


def dates_read(fields: Line) -> Answer:
    text, at, zone, language = said(fields)
    return {"found": [one.answer() for one in read(text, at=at, zone=zone, language=language)]}


def promises_spot(fields: Line) -> Answer:
    text, at, zone, language = said(fields)
    hours = hours_of(fields) if fields.get("calendar") is not None else None
    found = spot(text, at=at, zone=zone, hours=hours, language=language)
    return {"promises": [one.answer() for one in found]}


def said(fields: Line) -> tuple[str, datetime, str, str]:
    """What both commands are asked with: text, time of writing, zone and language."""
    text, zone = text_field(fields, "text"), text_field(fields, "zone")
    language = fields.get("language") or "en"
    if not isinstance(language, str):
        raise BadLine("`language` is no string.")
    at = local_time(fields, "at")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # a name nobody knows; a path
        raise BadLine(f"There is no time zone {zone!r}.") from None
    return text, at, zone, language


def text_field(fields: Line, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadLine(f"`{name}` is missing or no string.")
    return value


def local_time(fields: Line, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text_field(fields, name))
    except ValueError:
        raise BadLine(f"`{name}` is no local time like 2026-03-04T10:00:00.") from None
    if moment.tzinfo is not None:
        raise BadLine(f"`{name}` is a local time and carries no offset.")
    return moment


VERBS: dict[str, Callable[[Line], Answer]] = {
    "dates read": dates_read,
    "promises spot": promises_spot,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

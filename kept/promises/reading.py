"""The reading commands: `kept dates read`, JSON Lines in and out, one answer for each line.

They use the product's own rules, need no database and no network, and write nothing. A line that
cannot be served is answered with a plain `error`, and the run goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

from kept.kit.reading import WRONG_CALL, Answer, BadLine, Line, answer_lines
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
    text, zone = text_field(fields, "text"), text_field(fields, "zone")
    language = fields.get("language") or "en"
    if not isinstance(language, str):
        raise BadLine("`language` is no string.")
    at = local_time(fields, "at")
    try:
        found = read(text, at=at, zone=zone, language=language)
    except (
        KeyError,
        ValueError,
        OSError,
    ):  # ZoneInfoNotFoundError is a KeyError; paths are refused
        raise BadLine(f"There is no time zone {zone!r}.") from None
    return {"found": [one.answer() for one in found]}


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
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

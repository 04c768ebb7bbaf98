"""What the reader answers with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """A time said in `text[start:end]`.

    `value_start` and `value_end` carry the offset of the reader's zone; the end is the first instant
    after. `kind` is moment, range, duration or recurring; `seconds` is given for durations alone.
    `grain` is the finest thing that was said. `confidence` lies in 0..1.

    The rest is for those who read on: `lead` is the word of direction (by, before, after, until,
    since, from, within), `bare_hour` says that neither half of the day was named (`at 3`),
    `has_date` that a day was, `working_days` that only those count, `counted` that the day lies so
    many days off (`in 3 days`), and `edge` is begin, mid, end or later where only that was meant: of a day, a week, whatever
    `edge_of` says.
    """

    start: int
    end: int
    words: str
    value_start: datetime | None
    value_end: datetime | None
    grain: str
    kind: str
    seconds: float | None = None
    confidence: float = 0.9
    lead: str = ""
    bare_hour: bool = False
    working_days: bool = False
    counted: bool = False
    has_date: bool = False
    edge: str = ""
    edge_of: str = ""

    def moved(self, by: timedelta, **changes: Any) -> Found:
        """The same so much later, by the clock on the wall."""
        start, end = self.value_start, self.value_end
        return replace(
            self, value_start=start and start + by, value_end=end and end + by, **changes
        )

    def answer(self) -> dict[str, Any]:
        """As the command prints it."""
        said: dict[str, Any] = {
            "start": self.start,
            "end": self.end,
            "words": self.words,
            "value_start": self.value_start.isoformat() if self.value_start else None,
            "value_end": self.value_end.isoformat() if self.value_end else None,
            "grain": self.grain,
            "kind": self.kind,
        }
        if self.kind == "duration":
            said["seconds"] = self.seconds
        return {**said, "confidence": self.confidence}

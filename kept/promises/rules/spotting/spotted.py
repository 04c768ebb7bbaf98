"""What the spotter answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.promises.rules.due import CLOCKS


@dataclass(frozen=True, slots=True)
class Spotted:
    """A promise in `text[start:end]`, which is `words`: the clause with its date.

    `action` is what will be done, `who` the words for the promisor. Due from `due_start` until
    `due_end`, in the reader's zone; all of them, and `grain`, are None where no date is said. A
    deadline binds by its end alone (`is_deadline`), a slot by both. `reading` says the window in
    words, `why` what made it one; `confidence` lies in 0..1.
    """

    start: int
    end: int
    words: str
    action: str
    who: str
    due_start: datetime | None
    due_end: datetime | None
    grain: str | None
    is_deadline: bool
    reading: str
    confidence: float
    why: str

    @property
    def is_window(self) -> bool:
        """Whether it is due within hours: `on Friday` is kept on Thursday too."""
        return not self.is_deadline and self.grain in CLOCKS

    def answer(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "start": self.start,
            "end": self.end,
            "words": self.words,
            "action": self.action,
            "who": self.who,
            "due_start": self.due_start.isoformat() if self.due_start else None,
            "due_end": self.due_end.isoformat() if self.due_end else None,
            "grain": self.grain,
            "confidence": self.confidence,
            "why": self.why,
        }

"""The steps and their order, and which of them comes next. Pure."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = ("house", "desk", "mail", "hours", "people", "letter", "answer")
MAY_WAIT = frozenset({"hours", "people"})
"""What is good enough as it is: nobody is held up by these."""
DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """What of the house is there. The field of a step has its name."""

    house: bool = False
    desk: bool = False
    mail: bool = False
    hours: bool = False
    people: bool = False
    letter: bool = False
    answer: bool = False

    def has(self, step: str) -> bool:
        return bool(getattr(self, step))

    @property
    def is_over(self) -> bool:
        """A real letter was answered: that is what it was all for."""
        return self.answer

    @property
    def count(self) -> int:
        return sum(self.has(step) for step in STEPS)


def current(progress: Progress) -> str:
    """The first step that is still to be taken; `DONE` when a letter was answered."""
    if progress.is_over:
        return DONE
    return next((step for step in STEPS if not progress.has(step) and step not in MAY_WAIT), DONE)


def after(step: str) -> str:
    """The step behind this one, whatever its state."""
    at = STEPS.index(step) + 1
    return STEPS[at] if at < len(STEPS) else DONE

"""How well promises are spotted in sentences that were labelled before any rule ran on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from kept.kit.hours import Hours
from kept.promises.rules import Spotted, spot

FOLDER = Path(__file__).parent / "sentences"
LOOKED_AT = ("seen", "own", "unseen_a", "opened")
"""Files of sentences that were read while the rules were written."""
UNREAD = "bcd"
"""Parts of the unseen that nobody who writes rules has read."""
CONTEXTS = json.loads((FOLDER / "contexts.json").read_text())
HOURS = {
    name: Hours.from_calendar(context["calendar"]) if context["calendar"] else None
    for name, context in CONTEXTS.items()
}


@dataclass(slots=True)
class Score:
    right: int = 0
    false_alarms: int = 0
    missed: int = 0
    windows: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false_alarms)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    @property
    def window(self) -> float:
        """How many of those found are due exactly when the readers said."""
        return self.windows / self.right


@pytest.mark.parametrize(
    ("name", "precision", "recall", "window"),
    [
        ("seen", 0.99, 0.99, 0.98),
        ("own", 0.99, 0.96, 0.97),
        ("unseen_a", 0.96, 0.97, 0.92),
        ("opened", 0.97, 0.93, 0.97),
        ("unseen_b", 0.95, 0.89, 0.89),
        ("unseen_c", 0.99, 0.98, 0.97),
        ("unseen_d", 0.96, 0.92, 0.98),
    ],
)
def test_promises_are_found_and_due_when_people_say_they_are(name, precision, recall, window):
    """What was looked at says that nothing is lost, what is unseen what is reached elsewhere."""
    score = judged(FOLDER / f"{name}.jsonl")

    assert score.precision >= precision, score
    assert score.recall >= recall, score
    assert score.window >= window, score


def test_what_nobody_has_read_is_found_as_well_as_was_asked():
    unread = [judged(FOLDER / f"unseen_{part}.jsonl") for part in UNREAD]
    score = Score(*(sum(getattr(one, name) for one in unread) for name in Score.__slots__))

    assert score.right + score.missed >= 300
    assert score.precision >= 0.95, score
    assert score.recall >= 0.90, score
    assert score.window >= 0.95, score


@lru_cache
def judged(path: Path) -> Score:
    score = Score()
    for line in path.read_text().splitlines():
        row = json.loads(line)
        left = spotted(row)
        for wanted in row["promises"]:
            start = row["text"].index(wanted["words"])
            end = start + len(wanted["words"])
            found = next((one for one in left if one.start < end and start < one.end), None)
            if found is None:
                score.missed += 1
                continue
            left.remove(found)
            score.right += 1
            score.windows += window(found) == wanted["due"]
        score.false_alarms += len(left)
    return score


def spotted(row: dict[str, Any]) -> list[Spotted]:
    context = CONTEXTS[row["context"]]
    at = datetime.fromisoformat(context["at"])
    return spot(row["text"], at=at, zone=context["zone"], hours=HOURS[row["context"]])


def window(found: Spotted) -> list[str] | None:
    if found.due_start is None or found.due_end is None:
        return None
    return [f"{at:%Y-%m-%dT%H:%M}" for at in (found.due_start, found.due_end)]

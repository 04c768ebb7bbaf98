"""How bad it is, which step may come next, how far it has come, and what is at risk. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

ACKNOWLEDGE, APOLOGISE, ASK_FAIR = "ACKNOWLEDGE", "APOLOGISE", "ASK_FAIR"
AGREE, FIX, CONFIRM = "AGREE", "FIX", "CONFIRM"
GESTURE, FOLLOW_UP, CAUSE = "GESTURE", "FOLLOW_UP", "CAUSE"
STEPS = (ACKNOWLEDGE, APOLOGISE, ASK_FAIR, AGREE, FIX, CONFIRM, GESTURE, FOLLOW_UP, CAUSE)
"""In the order in which they are drawn."""

NEEDS: dict[str, tuple[str, ...]] = {
    ACKNOWLEDGE: (),
    APOLOGISE: (ACKNOWLEDGE,),
    ASK_FAIR: (),
    AGREE: (APOLOGISE, ASK_FAIR),
    FIX: (AGREE,),
    CONFIRM: (FIX,),
    GESTURE: (ACKNOWLEDGE,),
    FOLLOW_UP: (FIX,),
    CAUSE: (),
}
"""What must be done, or skipped with a reason, before. Nobody agrees who has not said sorry."""

OPENED, ACKNOWLEDGED, AGREED, FIXED = "OPENED", "ACKNOWLEDGED", "AGREED", "FIXED"
CONFIRMED, FOLLOWED_UP, LEARNED = "CONFIRMED", "FOLLOWED_UP", "LEARNED"
_STAGES = (
    (ACKNOWLEDGE, ACKNOWLEDGED),
    (AGREE, AGREED),
    (FIX, FIXED),
    (CONFIRM, CONFIRMED),
    (FOLLOW_UP, FOLLOWED_UP),
)

MINOR, SERIOUS, SEVERE = "MINOR", "SERIOUS", "SEVERE"
SEVERITIES = (MINOR, SERIOUS, SEVERE)

HOUR = 3_600.0
A_DAY = 8 * HOUR
"""Working seconds."""
ACKNOWLEDGED_WITHIN = {MINOR: A_DAY, SERIOUS: 4 * HOUR, SEVERE: HOUR}
"""Working seconds until nobody having said a word is a risk of its own."""
STILL_AFTER = 3 * A_DAY
REVIEWED_WITHIN_DAYS = 2
"""Working days in which a manager looks at a contact that was ended."""
ANSWERED_WITHIN_DAYS = 5
"""Working days in which an appeal is answered."""
FOLLOW_UP_AFTER_DAYS = 5

LONGEST = 2_000
LONGEST_LETTER = 8_000
MOST_DECISIONS = 50
BREAKS = (15, 30, 60)
"""Minutes that are offered."""


def may_settle(step: str, settled: Collection[str]) -> bool:
    """Whether it is its turn, to be done or to be skipped."""
    return step not in settled and all(before in settled for before in NEEDS[step])


def next_steps(settled: Collection[str]) -> list[str]:
    return [step for step in STEPS if may_settle(step, settled)]


def is_finished(settled: Collection[str]) -> bool:
    return all(step in settled for step in STEPS)


def stage_of(settled: Collection[str]) -> str:
    """How far it has come: the last of its stages that was reached with all before it."""
    if is_finished(settled):
        return LEARNED
    stage = OPENED
    for step, reached in _STAGES:
        if step not in settled:
            break
        stage = reached
    return stage


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise to a customer whose date has passed. `late` is in working seconds.

    `is_by_rule`: a clock that we set for everybody; `came_back`: they asked, or wrote again.
    """

    is_by_rule: bool
    was_told: bool
    came_back: bool
    late: float
    changes: int = 0
    disputes: int = 0


def severity_of(broken: Broken) -> str | None:
    """How bad it is; None where nothing needs to be put right but the promise itself.

    Somebody's own word weighs two, and one more where it had been moved or denied before. Who had
    to come back adds two, half a day late one, a day or more two. Who was told in time is owed one
    less. From two on it is minor, from four on serious, from six on severe.
    """
    points = 0 if broken.is_by_rule else 2
    points += bool(broken.changes or broken.disputes)
    points += 2 * broken.came_back
    points += 2 if broken.late >= A_DAY else 1 if broken.late >= A_DAY / 2 else 0
    points -= broken.was_told
    if points >= 6:
        return SEVERE
    if points >= 4:
        return SERIOUS
    return MINOR if points >= 2 else None


def worse_of(one: str, other: str) -> str:
    return max(one, other, key=SEVERITIES.index)


INSIDE, BEYOND, UNSAID = "INSIDE", "BEYOND", "UNSAID"


@dataclass(frozen=True, slots=True)
class Room:
    """What one may decide by a grant: `left` in minor units, None where it has no amount."""

    grant: int
    currency: str
    left: int | None
    is_spent: bool = False


def compare(amount: int | None, currency: str, rooms: Iterable[Room]) -> tuple[str, int]:
    """Whether a remedy lies within what one may decide, and by which grant; 0 for none.

    In words alone it is UNSAID: whether it fits is for a person to judge.
    """
    if not amount:
        return UNSAID, 0
    for room in rooms:
        fits = room.left is not None and room.currency == currency and amount <= room.left
        if fits and not room.is_spent:
            return INSIDE, room.grant
    return BEYOND, 0


DENIED, LATE, NOBODY, SILENT = "DENIED", "LATE", "NOBODY", "SILENT"
AFRESH, STILL = "AFRESH", "STILL"


@dataclass(frozen=True, slots=True)
class Watched:
    """An open recovery as it stands now. `age` and `still` are working seconds, since it was
    opened and since anything was done.

    `is_late`: a promise of it is overdue. `waits`: for the customer's word, or a date to come.
    """

    severity: str
    settled: Collection[str]
    age: float
    still: float
    is_late: bool = False
    was_denied: bool = False
    wants_fresh_start: bool = False
    waits: bool = False
    has_owner: bool = True


def risk_of(one: Watched) -> str:
    """Why it is at risk, the gravest reason first; empty where it is not."""
    if one.was_denied and FIX not in one.settled:
        return DENIED
    if one.is_late:
        return LATE
    if not one.has_owner:
        return NOBODY
    if ACKNOWLEDGE not in one.settled and one.age >= ACKNOWLEDGED_WITHIN[one.severity]:
        return SILENT
    if one.wants_fresh_start:
        return AFRESH
    if not one.waits and one.still >= STILL_AFTER:
        return STILL
    return ""


NOTED, WARNED, ENDED, LIFTED = "NOTED", "WARNED", "ENDED", "LIFTED"
LEVELS = (NOTED, WARNED, ENDED)
"""Of a boundary that holds, the lightest first."""


def may_end(level: str, *, was_warned: bool, is_checked: bool) -> bool:
    """Never without a warning that was sent, nor before somebody has looked at who this is."""
    return level == WARNED and was_warned and is_checked

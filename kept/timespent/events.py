"""Facts of time spent. The words are in none of them."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("time.switched")
@dataclass(frozen=True, slots=True)
class TimeSwitched:
    """Whether a desk writes time down from now on."""

    desk: int
    is_on: bool


@event("time.written")
@dataclass(frozen=True, slots=True)
class TimeWritten:
    entry: int
    conversation: int
    minutes: int


@event("time.corrected")
@dataclass(frozen=True, slots=True)
class TimeCorrected:
    """`before` is how many minutes it was."""

    entry: int
    conversation: int
    minutes: int
    before: int


@event("time.taken_back")
@dataclass(frozen=True, slots=True)
class TimeTakenBack:
    entry: int
    conversation: int
    minutes: int

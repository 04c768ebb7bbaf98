"""The pieces of a time while it is gathered."""

from __future__ import annotations

from dataclasses import dataclass

from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.lengths import Length
from kept.promises.rules.dates.said import Said


@dataclass(slots=True)
class Pieces:
    """What was gathered so far, and where it ends."""

    stop: int
    day: Said | None = None
    clock: Clock | None = None
    pair: tuple[Clock, Clock] | None = None
    part: str = ""
    lead: str = ""
    for_length: Length | None = None
    count: int = 0
    early: str = ""

"""Facts of the playbook. Its words stand in its tables alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("play.written")
@dataclass(frozen=True, slots=True)
class PlayWritten:
    """Or changed. `number` is 1, and more with each change."""

    play: int
    number: int
    situation: str
    feeling: str
    language: str


@event("play.retired")
@dataclass(frozen=True, slots=True)
class PlayRetired:
    play: int


@event("play.brought_back")
@dataclass(frozen=True, slots=True)
class PlayBroughtBack:
    play: int


@event("play.used")
@dataclass(frozen=True, slots=True)
class PlayUsed:
    """A letter has left with a phrasing of it, edited. `counts` is false for who wrote the play."""

    use: int
    play: int
    conversation: int
    counts: bool


@event("play.settled")
@dataclass(frozen=True, slots=True)
class PlaySettled:
    """The conversation stayed closed for seven days, or it came back."""

    use: int
    play: int
    resolved: bool


@event("hint.raised")
@dataclass(frozen=True, slots=True)
class HintRaised:
    """Words of a customer make one look twice. `kinds`: ANGER, REPEATED, URGENT, LEAVING."""

    hint: int
    message: int
    conversation: int
    kinds: list[str]


@event("hint.dismissed")
@dataclass(frozen=True, slots=True)
class HintDismissed:
    hint: int
    conversation: int


@event("complaint.confirmed")
@dataclass(frozen=True, slots=True)
class ComplaintConfirmed:
    """A member says that the letter is a complaint."""

    hint: int
    message: int
    conversation: int
    kinds: list[str]


@event("thought.noted")
@dataclass(frozen=True, slots=True)
class ThoughtNoted:
    """What somebody wishes they had said. It is theirs alone: the fact names no conversation."""

    thought: int


@event("thought.taken_up")
@dataclass(frozen=True, slots=True)
class ThoughtTakenUp:
    """`how` is DRAFT or PLAYBOOK; `play` 0 where it became none."""

    thought: int
    how: str
    play: int


@event("thought.dropped")
@dataclass(frozen=True, slots=True)
class ThoughtDropped:
    thought: int

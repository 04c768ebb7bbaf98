"""Facts of rules."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("rule.made")
@dataclass(frozen=True, slots=True)
class RuleMade:
    """`desk` is 0 where it is for all that its member sees."""

    rule: int
    desk: int


@event("rule.changed")
@dataclass(frozen=True, slots=True)
class RuleChanged:
    rule: int
    desk: int


@event("rule.switched")
@dataclass(frozen=True, slots=True)
class RuleSwitched:
    rule: int
    is_on: bool


@event("rule.retired")
@dataclass(frozen=True, slots=True)
class RuleRetired:
    """It runs no more; what it did stays in its log."""

    rule: int


@event("rule.paused")
@dataclass(frozen=True, slots=True)
class RulePaused:
    """It stopped itself; `why` as in `Rule.Why`. `conversation` is 0 where it was none's fault."""

    rule: int
    conversation: int
    why: str


@event("rule.ran")
@dataclass(frozen=True, slots=True)
class RuleRan:
    """Its conditions held. `did` are the actions that changed something, as codes."""

    rule: int
    run: int
    conversation: int
    did: list[str]

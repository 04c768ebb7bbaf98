"""Facts of checklists."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("checklist.made")
@dataclass(frozen=True, slots=True)
class ChecklistMade:
    """`desk` is 0 where it is for all."""

    checklist: int
    desk: int


@event("checklist.changed")
@dataclass(frozen=True, slots=True)
class ChecklistChanged:
    checklist: int


@event("checklist.retired")
@dataclass(frozen=True, slots=True)
class ChecklistRetired:
    checklist: int


@event("checklist.brought_back")
@dataclass(frozen=True, slots=True)
class ChecklistBroughtBack:
    checklist: int


@event("step.added")
@dataclass(frozen=True, slots=True)
class StepAdded:
    """`checklist` is the saved one it came from, 0 for none."""

    step: int
    conversation: int
    checklist: int


@event("step.done")
@dataclass(frozen=True, slots=True)
class StepDone:
    step: int
    conversation: int


@event("step.reopened")
@dataclass(frozen=True, slots=True)
class StepReopened:
    step: int
    conversation: int


@event("step.removed")
@dataclass(frozen=True, slots=True)
class StepRemoved:
    step: int
    conversation: int

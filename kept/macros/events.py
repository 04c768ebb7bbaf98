"""Facts of macros."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("macro.made")
@dataclass(frozen=True, slots=True)
class MacroMade:
    """`desk` is 0 where it is for all."""

    macro: int
    desk: int


@event("macro.changed")
@dataclass(frozen=True, slots=True)
class MacroChanged:
    macro: int
    desk: int


@event("macro.retired")
@dataclass(frozen=True, slots=True)
class MacroRetired:
    macro: int


@event("macro.brought_back")
@dataclass(frozen=True, slots=True)
class MacroBroughtBack:
    macro: int


@event("macro.paused")
@dataclass(frozen=True, slots=True)
class MacroPaused:
    """Nobody can use it for now."""

    macro: int


@event("macro.resumed")
@dataclass(frozen=True, slots=True)
class MacroResumed:
    macro: int


@event("macro.undone")
@dataclass(frozen=True, slots=True)
class MacroUndone:
    """What it changed is as it was; facts of their own say so."""

    macro: int
    conversation: int


@event("macro.used")
@dataclass(frozen=True, slots=True)
class MacroUsed:
    """What it changed stands in facts of its own, with this one as the moment before them."""

    macro: int
    conversation: int

"""Macros are made, changed, retired, and used."""

from kept.macros.actions.errors import (
    MacroFieldAtFault,
    MacroNotHere,
    MacroOfNothing,
    MacroTaken,
    NoMacroToUndo,
    TooManyMacros,
    UnknownVariable,
)
from kept.macros.actions.keep import (
    MacroSettings,
    bring_back_macro,
    change_macro,
    make_macro,
    pause_macro,
    resume_macro,
    retire_macro,
)
from kept.macros.actions.undo import forget_last_uses, undo_macro
from kept.macros.actions.use import begin_use, use_macro

__all__ = [
    "MacroFieldAtFault",
    "MacroNotHere",
    "MacroOfNothing",
    "MacroSettings",
    "MacroTaken",
    "NoMacroToUndo",
    "TooManyMacros",
    "UnknownVariable",
    "begin_use",
    "bring_back_macro",
    "change_macro",
    "forget_last_uses",
    "make_macro",
    "pause_macro",
    "resume_macro",
    "retire_macro",
    "undo_macro",
    "use_macro",
]

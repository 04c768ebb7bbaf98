"""Why a macro is not saved, or not used."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal


class UnknownVariable(Refusal):
    code = "macro_unknown_variable"
    message = gettext_lazy("There is no such variable.")


class MacroTaken(Refusal):
    code = "macro_taken"
    message = gettext_lazy(
        "There is a macro of that name here already. Give this one another name."
    )


class MacroOfNothing(Refusal):
    code = "macro_of_nothing"
    message = gettext_lazy(
        "It neither says nor changes anything. Write its words, or choose what it changes."
    )


class MacroNotHere(Refusal):
    code = "macro_not_here"
    message = gettext_lazy("This macro is not for this desk, or is retired. Choose another one.")


class TooManyMacros(Refusal):
    code = "macros_too_many"
    message = gettext_lazy("There are three hundred macros already. Change one that nobody uses.")


class NoMacroToUndo(Refusal):
    code = "macro_none_to_undo"
    message = gettext_lazy("There is no macro of yours here any more that can be undone.")


class MacroFieldAtFault(Refusal):
    code = "macro_field_at_fault"
    message = gettext_lazy("One of the fields cannot be set by this macro. Look at them again.")

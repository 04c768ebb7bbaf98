"""How a rule says no: the one exception that reaches a person as words instead of as a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refusal(Exception):
    """Something that may not be done, said in plain words. `code` is stable, for programs.

    The words are in the language of whoever is refused, which is the one at hand as it is raised.
    """

    code = "refused"
    message: StrOrPromise = gettext_lazy("That is not possible.")

    def __init__(self, message: StrOrPromise = "") -> None:
        self.message = str(message or self.message)
        super().__init__(self.message)


class NotAllowed(Refusal):
    code = "not_allowed"
    message = gettext_lazy("You may not do that here.")

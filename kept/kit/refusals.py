"""How a rule says no: the one exception that reaches a person as words instead of as a fault."""

from __future__ import annotations


class Refusal(Exception):
    """Something that may not be done, said in plain words. `code` is stable, for programs."""

    code = "refused"
    message = "That is not possible."

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class NotAllowed(Refusal):
    code = "not_allowed"
    message = "You may not do that here."

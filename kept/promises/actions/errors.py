"""Why a promise may refuse."""

from __future__ import annotations

from kept.kit.refusals import Refusal


class AlreadySettled(Refusal):
    code = "promise_already_settled"
    message = "This promise is already settled."


class MadeElsewhere(Refusal):
    code = "promise_made_elsewhere"
    message = (
        "Nothing is promised here: this very form was sent before, somewhere else. "
        "Open it anew if it belongs here too."
    )


class NotAgreed(AlreadySettled):
    code = "promise_not_agreed"
    message = "They have not chosen a time yet, so nothing is owed."


class SettledByRule(Refusal):
    code = "promise_settled_by_rule"
    message = (
        "A rule made this promise: what happens in the conversation settles it, nobody by hand."
    )


class NotDeclared(Refusal):
    code = "promise_not_declared"
    message = "Nobody says that this is done, so there is nothing to deny."


class BadWindow(Refusal):
    code = "promise_window_past"
    message = "That time has already passed. Choose one that is still to come."


class NotOffered(Refusal):
    code = "promise_time_not_offered"
    message = "That time is not on offer. Choose one of those shown here."


class NotLaidAside(Refusal):
    code = "promise_not_laid_aside"
    message = "Nothing was laid aside with this promise, so nothing can be brought back."

"""Why a promise may refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal


class AlreadySettled(Refusal):
    code = "promise_already_settled"
    message = gettext_lazy("This promise is already settled.")


class MadeElsewhere(Refusal):
    code = "promise_made_elsewhere"
    message = gettext_lazy(
        "Nothing is promised here: this very form was sent before, somewhere else. "
        "Open it anew if it belongs here too."
    )


class NotAgreed(AlreadySettled):
    code = "promise_not_agreed"
    message = gettext_lazy("They have not chosen a time yet, so nothing is owed.")


class SettledByRule(Refusal):
    code = "promise_settled_by_rule"
    message = gettext_lazy(
        "A rule made this promise: what happens in the conversation settles it, nobody by hand."
    )


class NotDeclared(Refusal):
    code = "promise_not_declared"
    message = gettext_lazy("Nobody says that this is done, so there is nothing to deny.")


class BadWindow(Refusal):
    code = "promise_window_past"
    message = gettext_lazy("That time has already passed. Choose one that is still to come.")


class NotOffered(Refusal):
    code = "promise_time_not_offered"
    message = gettext_lazy("That time is not on offer. Choose one of those shown here.")


class NotLaidAside(Refusal):
    code = "promise_not_laid_aside"
    message = gettext_lazy(
        "Nothing was laid aside with this promise, so nothing can be brought back."
    )

"""Why putting right may refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal


class NeedsWords(Refusal):
    code = "recovery_without_words"
    message = gettext_lazy("Write it down in a sentence first. Nothing has changed yet.")


class NeedsReason(Refusal):
    code = "recovery_without_reason"
    message = gettext_lazy("A step is only skipped with a reason. Write why, and it is skipped.")


class NotItsTurn(Refusal):
    code = "recovery_step_not_its_turn"
    message = gettext_lazy("Another step comes before this one. Do that first, or skip it.")


class AlreadyClosed(Refusal):
    code = "recovery_closed"
    message = gettext_lazy("It is closed already. If something is wrong again, open a new one.")


class NotWithin(Refusal):
    code = "recovery_remedy_beyond"
    message = gettext_lazy("That is not within what you may decide. Nothing has been promised.")


class SaidAnew(Refusal):
    code = "recovery_remedy_said_anew"
    message = gettext_lazy(
        "They have said anew what would be fair. Read it first. Nothing has been promised."
    )


class NobodyJudges(Refusal):
    code = "recovery_nobody_judges"
    message = gettext_lazy("No other manager is there to look at this. Tell an owner first.")


class AlreadyAppealed(Refusal):
    code = "recovery_appealed"
    message = gettext_lazy("Somebody looks at this again already. You will have their answer.")


class AlreadyAnswered(Refusal):
    code = "recovery_answered"
    message = gettext_lazy("This was answered meanwhile.")


class NotWarned(Refusal):
    code = "boundary_not_warned"
    message = gettext_lazy("No contact ends without a warning that was sent. Send that first.")


class NotChecked(Refusal):
    code = "boundary_not_checked"
    message = gettext_lazy(
        "Say first whether they may be ill, in need or in danger. Nothing has been sent."
    )


class HasEnded(Refusal):
    code = "boundary_ended"
    message = gettext_lazy("This was warned of, ended or lifted meanwhile.")


class BothEnded(Refusal):
    code = "boundary_ended_in_both"
    message = gettext_lazy(
        "Contact has ended in both, and only one end can hold where the two are one. Nothing was "
        "merged."
    )


class NoBreak(Refusal):
    code = "break_over"
    message = gettext_lazy("This break was taken or declined already.")

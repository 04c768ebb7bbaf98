"""How the playbook says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal


class NotEdited(Refusal):
    code = "phrasing_not_edited"
    message = gettext_lazy(
        "This is the phrasing as it stands. Make it yours first: say it as you would to them."
    )


class BlankLeft(Refusal):
    code = "phrasing_blank_left"
    message = gettext_lazy("Fill in what stands in square brackets, or take it out.")


class PlayIsRetired(Refusal):
    code = "play_retired"
    message = gettext_lazy("This play was retired meanwhile. Choose another one.")


class EmptyPlay(Refusal):
    code = "play_empty"
    message = gettext_lazy("Give it a name, and write at least one phrasing.")


class AlreadyAnswered(Refusal):
    code = "hint_answered"
    message = gettext_lazy("Somebody has answered this meanwhile.")


class EmptyThought(Refusal):
    code = "second_thought_empty"
    message = gettext_lazy("Write what you wish you had said.")


class TooLate(Refusal):
    code = "second_thought_too_late"
    message = gettext_lazy(
        "More than two days have passed since this answer. Write it to them, or propose a play."
    )


class TooMany(Refusal):
    code = "second_thought_too_many"
    message = gettext_lazy(
        "There are many second thoughts to this answer already. Use one of them."
    )


class AlreadyOffered(Refusal):
    code = "second_thought_offered"
    message = gettext_lazy("It stands in the playbook already.")

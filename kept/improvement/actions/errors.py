"""What may not be done, and what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal

SYSTEM = "system:improvement"


class NeedsWords(Refusal):
    code = "improvement_without_words"
    message = gettext_lazy("Write what it is about. Nothing has been noted yet.")


class NeedsReason(Refusal):
    code = "improvement_without_reason"
    message = gettext_lazy("Write why. Whoever raised it reads it, and nothing was decided yet.")


class SentElsewhere(Refusal):
    code = "improvement_sent_elsewhere"
    message = gettext_lazy("This form was sent already. Open it anew.")


class PolicyStopped(Refusal):
    code = "policy_stopped"
    message = gettext_lazy(
        "This policy was stopped, so nobody is refused by it now. Read why, and decide with the "
        "person who answers for it."
    )


class OnceStopped(Refusal):
    code = "line_stopped_already"
    message = gettext_lazy("It was stopped already. What is written there still helps: add to it.")


class AlreadyDecided(Refusal):
    code = "improvement_decided"
    message = gettext_lazy("This was decided meanwhile. Open it again to read how.")


class NotNow(Refusal):
    code = "improvement_not_now"
    message = gettext_lazy("It has not come that far, or is past it. Open it again.")


class NotWritten(Refusal):
    code = "change_without_words"
    message = gettext_lazy("Write how it shall be from now on. Nothing has been adopted yet.")


class MovedMeanwhile(Refusal):
    code = "change_of_another_text"
    message = gettext_lazy(
        "What it shall replace was rewritten meanwhile. Read what it says now, save your text "
        "again, and adopt it then."
    )


class ContactEnded(Refusal):
    code = "change_tells_nobody_whose_contact_ended"
    message = gettext_lazy("Contact with them has ended, so no such letter goes to them.")


class TellFirst(Refusal):
    code = "change_tell_first"
    message = gettext_lazy("Not everybody has been told yet. Finish telling them first.")


class ReadSomeFirst(Refusal):
    code = "change_read_some_first"
    message = gettext_lazy("Read and approve the first letters one by one, then the rest may go.")


class TooSoon(Refusal):
    code = "effect_check_too_soon"
    message = gettext_lazy("The days to compare have not passed yet.")


class TooManyIdeas(Refusal):
    code = "huddle_too_many_ideas"
    message = gettext_lazy("Fifty ideas are enough for one issue. Choose one of them.")


class NobodyLeads(Refusal):
    code = "obstacle_to_nobody"
    message = gettext_lazy("Choose a manager, leader or owner who is not yourself.")

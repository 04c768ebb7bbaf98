"""Why an agreement may refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal


class NoPartners(Refusal):
    code = "agreement_without_partners"
    message = gettext_lazy("Choose who it is between.")


class HasOneAlready(Refusal):
    code = "desk_has_agreement"
    message = gettext_lazy("This desk has its promises to everybody already. Change those.")


class NoPurpose(Refusal):
    code = "agreement_without_purpose"
    message = gettext_lazy("Write what it is for: one sentence that both sides would say.")


class NotInHand(Refusal):
    code = "terms_stand_still"
    message = gettext_lazy("These terms stand still. Begin a new version to change them.")


class InHandAlready(Refusal):
    code = "terms_in_hand"
    message = gettext_lazy("A new version is being written already. Carry on with that one.")


class NotAskedBack(Refusal):
    code = "nothing_to_say_back"
    message = gettext_lazy("There is nothing to say back at present.")


class NotWrittenYet(Refusal):
    code = "agreement_customer_unknown"
    message = gettext_lazy(
        "They have not written to a desk of yours, so there is no conversation to write in."
    )


class OneSided(Refusal):
    code = "agreement_one_sided"
    message = gettext_lazy(
        "An agreement goes both ways: write at least one promise of each side first."
    )


class PromisesNothing(Refusal):
    code = "agreement_promises_nothing"
    message = gettext_lazy("Write at least one promise first.")


class ClauseNotWhole(Refusal):
    code = "clause_not_whole"
    message = gettext_lazy("Write what is promised, in the words the other side will read.")


class NotOurClock(Refusal):
    code = "clock_not_ours"
    message = gettext_lazy("Only a desk's own promise can have a clock.")


class MeasureNotWhole(Refusal):
    code = "measure_not_whole"
    message = gettext_lazy("A measure needs a name, what it asks or counts, and an aim.")


class SaidAlready(Refusal):
    code = "said_back_already"
    message = gettext_lazy("This side has said it back already.")


class SameVoice(Refusal):
    code = "said_back_by_the_same"
    message = gettext_lazy(
        "You have spoken for the other side. Somebody else has to say it back for this one."
    )


class SaysNothing(Refusal):
    code = "said_back_without_words"
    message = gettext_lazy("Say in your own words what you understand it to mean.")


class NotLiving(Refusal):
    code = "agreement_not_living"
    message = gettext_lazy("It is not in force, so there is nothing to look back on.")


class HasEnded(Refusal):
    code = "agreement_ended"
    message = gettext_lazy("This agreement has ended. What was promised under it stands as it was.")


class TalkNotWhole(Refusal):
    code = "talk_not_whole"
    message = gettext_lazy("Write what you talked about, so that whoever was away can read it.")


class TalkAhead(Refusal):
    code = "talk_ahead"
    message = gettext_lazy("A talk that is still to come cannot be written down yet.")


class NextTalkPast(Refusal):
    code = "next_talk_past"
    message = gettext_lazy("Choose a day for the next talk that is still to come.")

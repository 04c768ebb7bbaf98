"""Why a rule cannot be saved, or one of its actions cannot be done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal


class RuleTaken(Refusal):
    code = "rule_taken"
    message = gettext_lazy("There is a rule of that name already. Give this one another name.")


class RuleOfNothing(Refusal):
    code = "rule_of_nothing"
    message = gettext_lazy("It does nothing yet. Add what it does.")


class TooManyRules(Refusal):
    code = "rules_too_many"
    message = gettext_lazy("There are two hundred rules already. Retire one that nobody needs.")


class RuleRetiredAlready(Refusal):
    code = "rule_retired"
    message = gettext_lazy("This rule is retired. Make a new one of it.")


class NoAnswerToMachines(Refusal):
    code = "rule_answers_machine"
    message = gettext_lazy("A machine wrote, and machines get no answer by themselves.")


class NoAnswerToSuspects(Refusal):
    code = "rule_answers_suspect"
    message = gettext_lazy("The sender is suspicious, so nobody is written to.")


class AnsweredAlready(Refusal):
    code = "rule_answered_already"
    message = gettext_lazy("One of us has answered since.")


class HadTheirsToday(Refusal):
    code = "rule_had_theirs"
    message = gettext_lazy("They have had an automatic letter within a day.")


class SomebodyElseWrote(Refusal):
    code = "rule_somebody_else"
    message = gettext_lazy("Somebody else than the customer wrote, so the customer gets no answer.")


class TooManyStrangers(Refusal):
    code = "rule_strangers"
    message = gettext_lazy("Rules have written to as many unproven senders as they may in an hour.")


class TagIsGone(Refusal):
    code = "rule_tag_gone"
    message = gettext_lazy("That tag is gone. Choose another one in the rule.")


class MemberIsGone(Refusal):
    code = "rule_member_gone"
    message = gettext_lazy("The member it names is gone. Choose another one in the rule.")


class TeamIsGone(Refusal):
    code = "rule_team_gone"
    message = gettext_lazy("The team it names is gone. Choose another one in the rule.")


class MacroIsGone(Refusal):
    code = "rule_macro_gone"
    message = gettext_lazy("The macro it names is retired, or not for this desk.")


class NobodyToTell(Refusal):
    code = "rule_tells_nobody"
    message = gettext_lazy("There is nobody to tell who may see this conversation.")

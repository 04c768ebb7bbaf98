"""Every change to rules, and every change by them."""

from kept.automation.actions.errors import (
    RuleOfNothing,
    RuleRetiredAlready,
    RuleTaken,
    TooManyRules,
)
from kept.automation.actions.hear import FOLLOWED, hear
from kept.automation.actions.keep import (
    change_rule,
    make_rule,
    move_rule,
    retire_rule,
    switch_rule,
)
from kept.automation.actions.run import MOST_AN_HOUR, ask
from kept.automation.actions.tidy import tidy
from kept.automation.actions.wait import look_at_due
from kept.automation.terms import RuleTerms

__all__ = [
    "FOLLOWED",
    "MOST_AN_HOUR",
    "RuleOfNothing",
    "RuleRetiredAlready",
    "RuleTaken",
    "RuleTerms",
    "TooManyRules",
    "ask",
    "change_rule",
    "hear",
    "look_at_due",
    "make_rule",
    "move_rule",
    "retire_rule",
    "switch_rule",
    "tidy",
]

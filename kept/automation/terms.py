"""What is chosen of a rule, before it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.automation.models import Rule
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition
from kept.conversations.models import Desk


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """All that is chosen of a rule. `amount`, `unit` and `counted` are for triggers by time."""

    name: str
    trigger: str
    desk: Desk | None = None
    amount: int = 0
    unit: str = ""
    counted: str = ""
    match: str = Rule.Match.ALL
    conditions: Sequence[Condition] = ()
    acts: Sequence[Act] = ()

"""Pages of agreements for members, by what they are for."""

from kept.agreements.views.beginning import (
    begin_between_teams,
    begin_with_customer,
    begin_with_everybody,
)
from kept.agreements.views.drafting import (
    add_clause,
    add_measure,
    change,
    change_clause,
    edit,
    meet,
    remove_clause,
    remove_measure,
)
from kept.agreements.views.living import end, review, sign
from kept.agreements.views.sending import send
from kept.agreements.views.showing import agreement, agreements, version

__all__ = [
    "add_clause",
    "add_measure",
    "agreement",
    "agreements",
    "begin_between_teams",
    "begin_with_customer",
    "begin_with_everybody",
    "change",
    "change_clause",
    "edit",
    "end",
    "meet",
    "remove_clause",
    "remove_measure",
    "review",
    "send",
    "sign",
    "version",
]

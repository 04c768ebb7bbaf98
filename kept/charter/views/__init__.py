"""What one may decide: read, used in a conversation, asked for, given."""

from kept.charter.views.authority import authority, review, rulings, values
from kept.charter.views.deciding import decide, rule_between, wanted
from kept.charter.views.grants import asked, grants, propose, settle_grant
from kept.charter.views.policies import (
    change_policy,
    policy,
    question,
    withdraw_version,
    write_policy,
)

__all__ = [
    "asked",
    "authority",
    "change_policy",
    "decide",
    "grants",
    "policy",
    "propose",
    "question",
    "review",
    "rule_between",
    "rulings",
    "settle_grant",
    "values",
    "wanted",
    "withdraw_version",
    "write_policy",
]

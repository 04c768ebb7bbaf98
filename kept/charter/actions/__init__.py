"""Every change to the charter, one verb a function."""

from kept.charter.actions.grants import (
    GrantTerms,
    NoLimit,
    NotProposed,
    NotYourPeople,
    agree,
    decline,
    end,
    propose,
)
from kept.charter.actions.policies import EmptyPolicy, PolicyTerms, settle_values, write_policy
from kept.charter.actions.requests import (
    AlreadyAnswered,
    NeedsReason,
    NobodyHears,
    answer_request,
    ask_for_authority,
)
from kept.charter.actions.use import BeyondLimit, NotGranted, Use, use_grant

__all__ = [
    "AlreadyAnswered",
    "BeyondLimit",
    "EmptyPolicy",
    "GrantTerms",
    "NeedsReason",
    "NoLimit",
    "NobodyHears",
    "NotGranted",
    "NotProposed",
    "NotYourPeople",
    "PolicyTerms",
    "Use",
    "agree",
    "answer_request",
    "ask_for_authority",
    "decline",
    "end",
    "propose",
    "settle_values",
    "use_grant",
    "write_policy",
]

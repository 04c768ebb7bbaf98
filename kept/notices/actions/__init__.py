"""Every change to notices, one verb a function."""

from kept.notices.actions.choose import HalfQuiet, choose
from kept.notices.actions.see import mark_all_seen, mark_seen, settle_notices
from kept.notices.actions.tell import preference_of, tell

__all__ = [
    "HalfQuiet",
    "choose",
    "mark_all_seen",
    "mark_seen",
    "preference_of",
    "settle_notices",
    "tell",
]

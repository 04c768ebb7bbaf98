"""Pure decisions of the playbook: what a letter hints at, and how far a play has come."""

from kept.playbook.rules.hints import ANGER, KINDS, LEAVING, REPEATED, URGENT, Reason, hints_in
from kept.playbook.rules.phrasing import blanks_left, is_edited, lines_of
from kept.playbook.rules.proof import (
    LATE_AFTER,
    PROVEN_LOW,
    SETTLES_AFTER,
    counts,
    may_still_add,
    settles,
    share_of,
    state_of,
)
from kept.playbook.rules.suggesting import SITUATIONS, suggested

__all__ = [
    "ANGER",
    "KINDS",
    "LATE_AFTER",
    "LEAVING",
    "PROVEN_LOW",
    "REPEATED",
    "SETTLES_AFTER",
    "SITUATIONS",
    "URGENT",
    "Reason",
    "blanks_left",
    "counts",
    "hints_in",
    "is_edited",
    "lines_of",
    "may_still_add",
    "settles",
    "share_of",
    "state_of",
    "suggested",
]

"""Who may do what with a promise."""

from __future__ import annotations

from kept.conversations.access import may_look_after, may_write
from kept.people.models import Member
from kept.promises.models import Promise


def may_settle(member: Member, promise: Promise) -> bool:
    """Whoever may work on the conversation may say what became of a promise in it."""
    return may_write(member, promise.conversation)


def may_keep_for(member: Member, promise: Promise) -> bool:
    """Whether `member` could be its keeper."""
    return may_look_after(member, promise.conversation)

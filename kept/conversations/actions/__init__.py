"""Every change to a conversation, one verb a function."""

from kept.conversations.actions.assign import CannotLookAfter, assign
from kept.conversations.actions.depart import (
    LeavesInThePast,
    LeftAlready,
    Writing,
    hold_back,
    hold_departure,
    lay,
    leave_at,
    take_back,
)
from kept.conversations.actions.draft import (
    FileTooLarge,
    LetterTooLarge,
    attach,
    detach,
    discard_draft,
    save_draft,
)
from kept.conversations.actions.note import note
from kept.conversations.actions.read import mark_read, mark_unread
from kept.conversations.actions.receive import Arrival, File, receive
from kept.conversations.actions.reply import (
    EmptyReply,
    ForwardToCustomer,
    NoRecipient,
    NotOurAddress,
    forward,
    reply,
)
from kept.conversations.actions.status import set_status, wake

__all__ = [
    "Arrival",
    "CannotLookAfter",
    "EmptyReply",
    "File",
    "FileTooLarge",
    "ForwardToCustomer",
    "LeavesInThePast",
    "LeftAlready",
    "LetterTooLarge",
    "NoRecipient",
    "NotOurAddress",
    "Writing",
    "assign",
    "attach",
    "detach",
    "discard_draft",
    "forward",
    "hold_back",
    "hold_departure",
    "lay",
    "leave_at",
    "mark_read",
    "mark_unread",
    "note",
    "receive",
    "reply",
    "save_draft",
    "set_status",
    "take_back",
    "wake",
]

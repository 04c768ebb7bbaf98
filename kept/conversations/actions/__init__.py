"""Every change to a conversation, one verb a function."""

from kept.conversations.actions.assign import CannotLookAfter, assign
from kept.conversations.actions.draft import discard_draft, save_draft
from kept.conversations.actions.note import note
from kept.conversations.actions.people import CustomerIsOnIt, TooManyPeople, bring_in, take_out
from kept.conversations.actions.read import mark_read, mark_unread
from kept.conversations.actions.receive import Arrival, File, receive
from kept.conversations.actions.reply import EmptyReply, NoRecipient, reply
from kept.conversations.actions.status import set_status, wake

__all__ = [
    "Arrival",
    "CannotLookAfter",
    "CustomerIsOnIt",
    "EmptyReply",
    "File",
    "NoRecipient",
    "TooManyPeople",
    "assign",
    "bring_in",
    "discard_draft",
    "mark_read",
    "mark_unread",
    "note",
    "receive",
    "reply",
    "save_draft",
    "set_status",
    "take_out",
    "wake",
]

"""Every change to a conversation, one verb a function."""

from kept.conversations.actions.arrival import Arrival, File, Incoming
from kept.conversations.actions.assign import (
    CannotLookAfter,
    CannotServe,
    assign,
    assign_team,
)
from kept.conversations.actions.automatic import write_automatically
from kept.conversations.actions.bulk import begin_bulk, carry_on, undo_bulk
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
from kept.conversations.actions.merge import (
    CannotMerge,
    NotMerged,
    also_moved,
    hold_both,
    leave_apart,
    merge,
    part,
)
from kept.conversations.actions.note import EmptyNote, note, note_from_mail
from kept.conversations.actions.people import (
    CustomerIsOnIt,
    TooManyPeople,
    bring_in,
    mark_seats,
    take_out,
)
from kept.conversations.actions.presence import be_present
from kept.conversations.actions.priority import set_priority
from kept.conversations.actions.read import mark_read, mark_unread
from kept.conversations.actions.receive import receive, receive_all
from kept.conversations.actions.relate import CannotRelate, relate, unrelate
from kept.conversations.actions.reply import (
    EmptyReply,
    ForwardToCustomer,
    NoRecipient,
    NotOurAddress,
    forward,
    reply,
)
from kept.conversations.actions.split import CannotSplit, split
from kept.conversations.actions.status import kept_open, set_status, wake
from kept.conversations.actions.submitted import SubmittedElsewhere, letter_of_form
from kept.conversations.actions.tag import RetiredTag, tag, tag_by_names, untag
from kept.conversations.actions.tie import suggest, tie_same_mail

__all__ = [
    "Arrival",
    "CannotLookAfter",
    "CannotMerge",
    "CannotRelate",
    "CannotServe",
    "CannotSplit",
    "CustomerIsOnIt",
    "EmptyNote",
    "EmptyReply",
    "File",
    "FileTooLarge",
    "ForwardToCustomer",
    "Incoming",
    "LeavesInThePast",
    "LeftAlready",
    "LetterTooLarge",
    "NoRecipient",
    "NotMerged",
    "NotOurAddress",
    "RetiredTag",
    "SubmittedElsewhere",
    "TooManyPeople",
    "Writing",
    "also_moved",
    "assign",
    "assign_team",
    "attach",
    "be_present",
    "begin_bulk",
    "bring_in",
    "carry_on",
    "detach",
    "discard_draft",
    "forward",
    "hold_back",
    "hold_both",
    "hold_departure",
    "kept_open",
    "lay",
    "leave_apart",
    "leave_at",
    "letter_of_form",
    "mark_read",
    "mark_seats",
    "mark_unread",
    "merge",
    "note",
    "note_from_mail",
    "part",
    "receive",
    "receive_all",
    "relate",
    "reply",
    "save_draft",
    "set_priority",
    "set_status",
    "split",
    "suggest",
    "tag",
    "tag_by_names",
    "take_back",
    "take_out",
    "tie_same_mail",
    "undo_bulk",
    "unrelate",
    "untag",
    "wake",
    "write_automatically",
]

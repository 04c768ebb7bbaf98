"""Every change to a handoff, one verb a function."""

from kept.handoffs.actions.answer import EmptyQuestion, accept, ask_back
from kept.handoffs.actions.end import hear_told, leave_untold, overtake, remind_due, withdraw
from kept.handoffs.actions.locking import Answered, NotYoursToAnswer
from kept.handoffs.actions.offer import (
    AlreadyHandedOff,
    CannotReceive,
    EmptyPack,
    NotOpen,
    NotYours,
    Pack,
    offer,
    offer_again,
)
from kept.handoffs.actions.tell import prepare_letter

__all__ = [
    "AlreadyHandedOff",
    "Answered",
    "CannotReceive",
    "EmptyPack",
    "EmptyQuestion",
    "NotOpen",
    "NotYours",
    "NotYoursToAnswer",
    "Pack",
    "accept",
    "ask_back",
    "hear_told",
    "leave_untold",
    "offer",
    "offer_again",
    "overtake",
    "prepare_letter",
    "remind_due",
    "withdraw",
]

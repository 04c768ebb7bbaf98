"""Every change to the playbook, one verb a function."""

from kept.playbook.actions.errors import (
    AlreadyAnswered,
    AlreadyOffered,
    BlankLeft,
    EmptyPlay,
    EmptyThought,
    NotEdited,
    PlayIsRetired,
    TooLate,
    TooMany,
)
from kept.playbook.actions.hints import confirm_complaint, dismiss_hint, raise_hint
from kept.playbook.actions.plays import PlayTerms, bring_back_play, retire_play, write_play
from kept.playbook.actions.thoughts import drop_thought, note_thought, offer_thought, send_thought
from kept.playbook.actions.use import (
    closed,
    letter_left,
    merged,
    opened_again,
    put_in,
    settle_due,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyOffered",
    "BlankLeft",
    "EmptyPlay",
    "EmptyThought",
    "NotEdited",
    "PlayIsRetired",
    "PlayTerms",
    "TooLate",
    "TooMany",
    "bring_back_play",
    "closed",
    "confirm_complaint",
    "dismiss_hint",
    "drop_thought",
    "letter_left",
    "merged",
    "note_thought",
    "offer_thought",
    "opened_again",
    "put_in",
    "raise_hint",
    "retire_play",
    "send_thought",
    "settle_due",
    "write_play",
]

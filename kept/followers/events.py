"""Facts of following, mentioning and reacting."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("conversation.followed")
@dataclass(frozen=True, slots=True)
class ConversationFollowed:
    """`members` follow it from now on; `why` is HAND, NOTE, MENTION or MERGE."""

    conversation: int
    members: list[int]
    why: str


@event("conversation.unfollowed")
@dataclass(frozen=True, slots=True)
class ConversationUnfollowed:
    """`why` is HAND, or SIGHT where they may not see it any more."""

    conversation: int
    member: int
    why: str


@event("note.mentioned")
@dataclass(frozen=True, slots=True)
class NoteMentioned:
    """A note calls `members`, all of whom see the conversation."""

    note: int
    conversation: int
    members: list[int]


@event("note.reacted")
@dataclass(frozen=True, slots=True)
class NoteReacted:
    """How is one of `NoteReaction.Kind`."""

    note: int
    conversation: int
    reaction: str


@event("note.reaction_taken_back")
@dataclass(frozen=True, slots=True)
class NoteReactionTakenBack:
    note: int
    conversation: int
    reaction: str

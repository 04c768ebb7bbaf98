"""Facts of conversations."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("conversation.opened")
@dataclass(frozen=True, slots=True)
class ConversationOpened:
    conversation: int
    desk: int


@event("message.received")
@dataclass(frozen=True, slots=True)
class MessageReceived:
    """`automatic` is the kind of robot that wrote it, empty for a person."""

    message: int
    conversation: int
    automatic: str


@event("message.sent")
@dataclass(frozen=True, slots=True)
class MessageSent:
    """A member has answered. Whether it reached the other side is the mail room's to say."""

    message: int
    conversation: int


@event("message.sent_by_rule")
@dataclass(frozen=True, slots=True)
class MessageSentByRule:
    """A rule wrote to the customer. Nobody of us has answered: whatever is owed stays owed."""

    message: int
    conversation: int


@event("message.forwarded")
@dataclass(frozen=True, slots=True)
class MessageForwarded:
    """A letter of ours to somebody outside. To the customer nothing was said."""

    message: int
    conversation: int


@event("message.came_aside")
@dataclass(frozen=True, slots=True)
class MessageCameAside:
    """Somebody outside has answered what was forwarded. The customer has said nothing."""

    message: int
    conversation: int
    automatic: str


@event("departure.laid")
@dataclass(frozen=True, slots=True)
class DepartureLaid:
    """A letter is written and leaves later; `leaves_at` is ISO 8601."""

    departure: int
    conversation: int
    leaves_at: str
    scheduled: bool


@event("departure.taken_back")
@dataclass(frozen=True, slots=True)
class DepartureTakenBack:
    """It did not leave: it is a draft of its writer again."""

    departure: int
    conversation: int


@event("departure.held")
@dataclass(frozen=True, slots=True)
class DepartureHeld:
    """It did not leave at its time, or will not; `why` is REPLIED, TIME_MOVED or REFUSED."""

    departure: int
    conversation: int
    why: str


@event("note.written")
@dataclass(frozen=True, slots=True)
class NoteWritten:
    note: int
    conversation: int


@event("conversation.assigned")
@dataclass(frozen=True, slots=True)
class ConversationAssigned:
    """`to` and `before` are member ids; 0 is nobody."""

    conversation: int
    to: int
    before: int


@event("conversation.kept_open")
@dataclass(frozen=True, slots=True)
class ConversationKeptOpen:
    """A letter left that was to close it, and something had to be filled in before."""

    conversation: int


@event("conversation.team_assigned")
@dataclass(frozen=True, slots=True)
class ConversationTeamAssigned:
    """Which team it is for; `to` and `before` are team ids, 0 is none."""

    conversation: int
    to: int
    before: int


@event("conversation.status_changed")
@dataclass(frozen=True, slots=True)
class StatusChanged:
    conversation: int
    to: str
    before: str


@event("conversation.priority_changed")
@dataclass(frozen=True, slots=True)
class PriorityChanged:
    conversation: int
    to: str
    before: str


@event("conversation.merged")
@dataclass(frozen=True, slots=True)
class ConversationMerged:
    """All that stood in `conversation` stands in `into` from now on."""

    conversation: int
    into: int


@event("conversation.parted")
@dataclass(frozen=True, slots=True)
class ConversationParted:
    """A merging was undone."""

    conversation: int
    into: int


@event("conversation.split")
@dataclass(frozen=True, slots=True)
class ConversationSplit:
    """So many letters of `source` are `conversation` from now on, which is new."""

    conversation: int
    source: int
    messages: int


@event("conversation.related")
@dataclass(frozen=True, slots=True)
class ConversationsRelated:
    """A member linked them. `kind` is RELATED, or CHILD: `conversation` is part of `other`."""

    conversation: int
    other: int
    kind: str


@event("conversation.unrelated")
@dataclass(frozen=True, slots=True)
class ConversationsUnrelated:
    conversation: int
    other: int
    kind: str


@event("conversation.maybe_same")
@dataclass(frozen=True, slots=True)
class ConversationsAlike:
    """A letter began `conversation` and looks as if it belonged to `other`; a member decides."""

    conversation: int
    other: int


@event("conversation.left_apart")
@dataclass(frozen=True, slots=True)
class ConversationsApart:
    conversation: int
    other: int


@event("participant.joined")
@dataclass(frozen=True, slots=True)
class ParticipantJoined:
    """They get our answers from now on."""

    participant: int
    conversation: int


@event("participant.offered")
@dataclass(frozen=True, slots=True)
class ParticipantOffered:
    """A letter that proves nothing has named them; a member decides."""

    participant: int
    conversation: int


@event("participant.left")
@dataclass(frozen=True, slots=True)
class ParticipantLeft:
    participant: int
    conversation: int


@event("conversation.tagged")
@dataclass(frozen=True, slots=True)
class ConversationTagged:
    conversation: int
    tag: int


@event("conversation.untagged")
@dataclass(frozen=True, slots=True)
class ConversationUntagged:
    conversation: int
    tag: int


@event("bulk.begun")
@dataclass(frozen=True, slots=True)
class BulkBegun:
    """An act on `count` conversations at once; what it does to each stands in facts of its own."""

    bulk: int
    act: str
    count: int


@event("bulk.ended")
@dataclass(frozen=True, slots=True)
class BulkEnded:
    bulk: int
    done: int
    refused: int


@event("bulk.undone")
@dataclass(frozen=True, slots=True)
class BulkUndone:
    """`left` were changed by somebody since, and stay as they are."""

    bulk: int
    restored: int
    left: int


@event("tag.made")
@dataclass(frozen=True, slots=True)
class TagMade:
    tag: int


@event("tag.changed")
@dataclass(frozen=True, slots=True)
class TagChanged:
    """Its name or its colour."""

    tag: int


@event("tag.merged")
@dataclass(frozen=True, slots=True)
class TagMerged:
    """`tag` shows as `into` from now on, wherever it is."""

    tag: int
    into: int


@event("tag.parted")
@dataclass(frozen=True, slots=True)
class TagParted:
    """A merging of tags was undone."""

    tag: int
    into: int


@event("tag.retired")
@dataclass(frozen=True, slots=True)
class TagRetired:
    """It stays where it is and is offered no more."""

    tag: int


@event("tag.brought_back")
@dataclass(frozen=True, slots=True)
class TagBroughtBack:
    tag: int


@event("desk.made")
@dataclass(frozen=True, slots=True)
class DeskMade:
    desk: int


@event("desk.changed")
@dataclass(frozen=True, slots=True)
class DeskChanged:
    desk: int


@event("status.renamed")
@dataclass(frozen=True, slots=True)
class StatusRenamed:
    """The words themselves are settings, not history."""

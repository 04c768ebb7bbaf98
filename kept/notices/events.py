"""Facts of notices."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("notice.told")
@dataclass(frozen=True, slots=True)
class NoticeTold:
    """`members` heard in the app what the cause says of the promise. How `kind` names it, see
    `Notice.Kind`."""

    promise: int
    kind: str
    members: list[int]


@event("notice.of_conversation")
@dataclass(frozen=True, slots=True)
class NoticeOfConversation:
    """The same of what the cause says of the conversation."""

    conversation: int
    kind: str
    members: list[int]


@event("notice.of_change")
@dataclass(frozen=True, slots=True)
class NoticeOfChange:
    """`members` heard what became of what they had raised."""

    change: int
    members: list[int]


@event("notice.of_friction")
@dataclass(frozen=True, slots=True)
class NoticeOfFriction:
    """`members` heard that what they had raised stays as it is."""

    friction: int
    members: list[int]


@event("notice.of_huddle")
@dataclass(frozen=True, slots=True)
class NoticeOfHuddle:
    """`members` heard what came of a huddle."""

    huddle: int
    members: list[int]


@event("alarm.told")
@dataclass(frozen=True, slots=True)
class AlarmTold:
    """`members` heard that something is the matter with a mailbox."""

    alarm: int
    members: list[int]


@event("notice.of_grant")
@dataclass(frozen=True, slots=True)
class NoticeOfGrant:
    """The same of a grant that was proposed."""

    grant: int
    kind: str
    members: list[int]


@event("notice.of_agreement")
@dataclass(frozen=True, slots=True)
class NoticeOfAgreement:
    """The same of what the cause says of the agreement."""

    agreement: int
    kind: str
    members: list[int]

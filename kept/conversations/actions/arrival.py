"""What comes to a desk, whatever way it came by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kept.conversations.models import Conversation, Desk, Message
from kept.customers.models import Customer

PROOFS = {"VOUCHED", "SEALED"}
"""Reasons that speak for a sender: a server we trust, or a seal that only they were sent."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a letter; its content already lies in the blob store."""

    name: str
    type: str
    size: int
    sha256: str
    is_inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, whatever channel it came by. `automatic` names the kind of robot, if one wrote.

    `language` is the tag of its language, "" where it was not clear; None where nobody looked.
    `reasons` say why it stands as it does, as `Message.reasons` has them. A conversation that
    begins with what `is_spam` is spam. `people` are all it names beside us, by name and address.
    """

    subject: str
    from_name: str
    from_address: str
    text: str
    quoted: str = ""
    signature: str = ""
    html: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    automatic: str = ""
    is_verified: bool = True
    language: str | None = None
    beside: dict[str, Any] = field(default_factory=dict)
    is_vouched: bool = False
    reply_to: str = ""
    is_suspicious: bool = False
    is_spam: bool = False
    people: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether something speaks for the sender, which is more than nothing against them."""
        said = any(code in PROOFS for code, _about in self.reasons)
        return said and self.standing == Message.Standing.KNOWN

    @property
    def standing(self) -> str:
        if self.is_suspicious:
            return Message.Standing.SUSPICIOUS
        return Message.Standing.KNOWN if self.is_verified else Message.Standing.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came, for whom: the conversation it belongs to, or None where it begins one."""

    arrival: Arrival
    desk: Desk
    customer: Customer
    conversation: Conversation | None
    now: datetime

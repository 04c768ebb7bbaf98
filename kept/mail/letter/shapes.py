"""What a letter holds once it is read. Plain values only: they cross from the jail as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


class Unreadable(Exception):
    """A letter that could not be read within its limits. The reason is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a From, To or Cc. The address stands as written; `name` is None where none is."""

    name: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A leaf of the letter that is not shown as its body.

    `type` is lower case, `size` and `sha256` speak of the decoded bytes in `data`. `mail` is the
    letter within, where the attachment is one, three levels deep.
    """

    name: str | None
    type: str
    size: int
    inline: bool
    cid: str | None
    sha256: str
    data: bytes = field(repr=False)
    mail: Letter | None = None


@dataclass(frozen=True, slots=True)
class Automatic:
    """Whether a machine wrote this: a letter that opens nothing, stops no clock, gets no answer.

    `kind` is auto_reply, out_of_office, bounce, complaint, receipt, own, list, bulk or None.
    `list` and `bulk` may still come from a person.
    """

    is_automatic: bool
    kind: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """One recipient that a letter did not reach.

    `kind` is hard (writing there is pointless for good) or soft. `reason` is address_dead, full,
    policy, temporary or other. `status` is the enhanced code of RFC 3463.
    """

    address: str | None
    status: str | None
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bounce:
    recipients: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Invite:
    """The first event of a calendar part; times as ISO 8601, a day alone for a whole day.

    `answer` is what the attendee says in a REPLY: accepted, declined, tentative, or None.
    """

    method: str | None
    uid: str | None
    summary: str | None
    start: str | None
    end: str | None
    organizer: str | None
    place: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, read. `text` is `reply`, `quoted` and `signature` together; ends are LF.

    `html` is as it came and must never be shown; `html_safe` may be. `remote` are the addresses
    of pictures held back from it. `problems` are sentences: what was wrong and how it was read.
    """

    sender: Person | None
    reply_to: tuple[Person, ...]
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    date: datetime | None
    text: str
    reply: str
    quoted: str
    signature: str
    html: str | None
    html_safe: str | None
    remote: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    automatic: Automatic
    bounce: Bounce | None
    invite: Invite | None
    language: str | None
    problems: tuple[str, ...]
    envelope_from: str | None
    delivered_to: tuple[str, ...]
    authentication: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The Message-IDs this letter replies to, nearest first."""
        first = (self.in_reply_to,) if self.in_reply_to else ()
        return tuple(dict.fromkeys((*first, *reversed(self.references))))

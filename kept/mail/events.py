"""Facts of mail."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("mail.sent")
@dataclass(frozen=True, slots=True)
class MailSent:
    """The other server took responsibility for one recipient's copy."""

    outgoing: int
    message: int


@event("mail.refused")
@dataclass(frozen=True, slots=True)
class MailRefused:
    """Given up for one recipient. `code` is the SMTP code, 0 where there was none."""

    outgoing: int
    message: int
    code: int


@event("mail.in_doubt")
@dataclass(frozen=True, slots=True)
class MailInDoubt:
    outgoing: int
    message: int


@event("mail.tray")
@dataclass(frozen=True, slots=True)
class MailInTray:
    """A mail could not be filed and waits for a person."""

    delivery: int


@event("mail.sent_again")
@dataclass(frozen=True, slots=True)
class MailSentAgain:
    """A member had a doubtful copy sent once more."""

    outgoing: int
    message: int


@event("mail.tried_again")
@dataclass(frozen=True, slots=True)
class MailTriedAgain:
    """A mail left the tray to be read anew."""

    delivery: int


@event("mail.set_aside")
@dataclass(frozen=True, slots=True)
class MailSetAside:
    delivery: int


@event("mail.filed_by_hand")
@dataclass(frozen=True, slots=True)
class MailFiledByHand:
    delivery: int
    message: int
    desk: int


@event("sender.blocked")
@dataclass(frozen=True, slots=True)
class SenderBlocked:
    """`desk` is 0 for the whole house."""

    block: int
    desk: int


@event("sender.unblocked")
@dataclass(frozen=True, slots=True)
class SenderUnblocked:
    block: int
    desk: int


@event("mailbox.changed")
@dataclass(frozen=True, slots=True)
class MailboxChanged:
    """Added or altered, switched on or off."""

    mailbox: int
    is_on: bool

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


@event("mail.held")
@dataclass(frozen=True, slots=True)
class MailHeld:
    """An automatic letter did not leave; `why` as in `HeldMail.Why`."""

    held: int
    why: str


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


@event("mailbox.connected")
@dataclass(frozen=True, slots=True)
class MailboxConnected:
    """Its provider lets us in by a consent that an owner gave."""

    mailbox: int


@event("mailbox.tried")
@dataclass(frozen=True, slots=True)
class MailboxTried:
    """A test letter was sent out to come back through it."""

    mailbox: int
    trip: int


@event("mailbox.alarmed")
@dataclass(frozen=True, slots=True)
class MailboxAlarmed:
    """Something is the matter with it; `kind` as in `Alarm.Kind`."""

    mailbox: int
    alarm: int
    kind: str


@event("mailbox.recovered")
@dataclass(frozen=True, slots=True)
class MailboxRecovered:
    """What an alarm was raised for is well again, or it was switched off."""

    mailbox: int
    alarm: int
    kind: str


@event("pictures.chosen")
@dataclass(frozen=True, slots=True)
class PicturesChosen:
    """A member will always see the pictures of whoever wrote this message, or not any more."""

    message: int
    is_on: bool


@event("file.taken")
@dataclass(frozen=True, slots=True)
class FileTaken:
    """An owner took a file out in which a virus was found."""

    attachment: int
    message: int

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

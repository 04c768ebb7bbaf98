"""Mails that have been read, on their way to our desks."""

from __future__ import annotations

from dataclasses import dataclass

from kept.conversations.actions import File
from kept.conversations.models import Desk
from kept.mail.letter import Letter
from kept.mail.models import Delivery
from kept.mail.rules import content_digest
from kept.mail.spamcheck import UNASKED, Verdict


@dataclass(frozen=True, slots=True)
class Read:
    """A letter with its files already in the store, so that filing is rows alone."""

    letter: Letter
    files: tuple[File, ...]
    sender: str
    digest: str
    spam: Verdict = UNASKED


@dataclass(frozen=True, slots=True)
class Paper:
    """A claimed mail that has been read."""

    delivery: Delivery
    mail: Read


@dataclass(frozen=True, slots=True)
class Errand:
    """A paper that is to be filed at a desk."""

    paper: Paper
    desk: Desk

    @property
    def delivery(self) -> Delivery:
        return self.paper.delivery

    @property
    def mail(self) -> Read:
        return self.paper.mail


def digest_of(letter: Letter) -> str:
    """What makes this letter the same as another one."""
    return content_digest(
        message_id=letter.message_id,
        sender=letter.sender.address if letter.sender else "",
        date=letter.date,
        subject=letter.subject,
        body=letter.text or letter.html or "",
        files=tuple(file.sha256 for file in letter.attachments),
    )

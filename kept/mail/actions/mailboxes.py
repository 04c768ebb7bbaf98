"""An owner says where mail is fetched from, with a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.sealing import seal
from kept.ledger import record
from kept.mail.access import may_set_up
from kept.mail.events import MailboxChanged
from kept.mail.models import Mailbox
from kept.people.models import Member


class SameMailbox(Refusal):
    code = "mailbox_twice"
    message = gettext_lazy("Mail is fetched from this folder already.")


class OpenedByConsent(Refusal):
    code = "mailbox_by_consent"
    message = gettext_lazy(
        "This mailbox is opened by its provider's consent. Connect it on its page."
    )


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """All an owner says of a mailbox. An empty `secret` keeps the one there is."""

    desk: Desk
    host: str
    port: int
    security: str
    user: str
    secret: str
    folder: str
    since: date | None


def add_mailbox(settings: MailboxSettings, *, by: Member, now: datetime) -> Mailbox:
    """Raises `NotAllowed`, `SameMailbox`."""
    return _written(Mailbox(), settings, by=by, now=now)


def change_mailbox(
    mailbox: Mailbox, settings: MailboxSettings, *, by: Member, now: datetime
) -> Mailbox:
    """Raises `NotAllowed`, `SameMailbox`, `OpenedByConsent`."""
    return _written(mailbox, settings, by=by, now=now)


@transaction.atomic
def switch_mailbox(mailbox: Mailbox, *, is_on: bool, by: Member, now: datetime) -> Mailbox:
    """Fetch from it, or leave it alone. Raises `NotAllowed`."""
    if not may_set_up(by):
        raise NotAllowed
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if mailbox.is_on != is_on:
        mailbox.is_on = is_on
        begin_anew(mailbox)
        mailbox.save()
        record(MailboxChanged(mailbox=mailbox.pk, is_on=is_on), about=[mailbox], by=by, at=now)
    return mailbox


def applied(mailbox: Mailbox, settings: MailboxSettings) -> Mailbox:
    """The mailbox as it would be, unsaved: to be tried out first."""
    place = (mailbox.host, mailbox.user, mailbox.folder)
    before = mailbox.since
    mailbox.desk = settings.desk
    mailbox.host, mailbox.port = settings.host, settings.port
    mailbox.security, mailbox.auth = settings.security, Mailbox.Auth.PASSWORD
    mailbox.user, mailbox.folder, mailbox.since = settings.user, settings.folder, settings.since
    if settings.secret:
        mailbox.sealed_secret = seal(settings.secret)
    # What we have already is not fetched twice into a conversation: a mail is known again.
    reaches_back = before is not None and (mailbox.since is None or mailbox.since < before)
    if reaches_back or place != (mailbox.host, mailbox.user, mailbox.folder):
        mailbox.uid_validity = mailbox.last_uid = 0
    return mailbox


def _written(mailbox: Mailbox, settings: MailboxSettings, *, by: Member, now: datetime) -> Mailbox:
    if not may_set_up(by):
        raise NotAllowed
    if mailbox.provider:
        raise OpenedByConsent
    try:
        with transaction.atomic():
            if mailbox.pk:
                mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
            applied(mailbox, settings)
            begin_anew(mailbox)
            mailbox.save()
            changed = MailboxChanged(mailbox=mailbox.pk, is_on=mailbox.is_on)
            record(changed, about=[mailbox], by=by, at=now)
    except IntegrityError as error:
        raise SameMailbox from error
    return mailbox


def begin_anew(mailbox: Mailbox) -> None:
    mailbox.failures, mailbox.failing_since = 0, None
    mailbox.not_before, mailbox.problem = None, ""

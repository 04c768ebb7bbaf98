"""A person decides what becomes of a mail that could not be filed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.actions import receive
from kept.conversations.models import Desk, Message
from kept.customers.actions import meet
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.mail import spool
from kept.mail.access import may_file_at, may_settle
from kept.mail.by_hand import plain_reading
from kept.mail.events import MailFiledByHand, MailSetAside, MailTriedAgain
from kept.mail.models import Delivery, Filing
from kept.people.models import Member


class NotInTray(Refusal):
    code = "mail_not_in_tray"
    message = gettext_lazy("Somebody else has just taken care of this letter.")


class FileGone(Refusal):
    code = "mail_file_gone"
    message = gettext_lazy("The file of this letter is missing, so it cannot be filed.")


class SameThere(Refusal):
    code = "mail_same_there"
    message = gettext_lazy("This very letter is at that desk already.")


def try_again(delivery: Delivery, *, by: Member, now: datetime) -> Delivery:
    """Read it anew, with three tries. Raises `NotAllowed`, `NotInTray`."""
    with transaction.atomic():
        delivery = _take(delivery, by=by)
        delivery.state = Delivery.State.SPOOLED
        delivery.tries = 0
        delivery.not_before = None
        delivery.save(update_fields=["state", "tries", "not_before"])
        record(MailTriedAgain(delivery=delivery.pk), about=[delivery], by=by, at=now)
    spool.put_back(delivery.spool_name)
    return delivery


def set_aside(delivery: Delivery, *, by: Member, now: datetime) -> Delivery:
    """Nothing comes of it; the file stays for a month. Raises `NotAllowed`, `NotInTray`."""
    with transaction.atomic():
        delivery = _take(delivery, by=by)
        delivery.state = Delivery.State.SET_ASIDE
        delivery.save(update_fields=["state"])
        record(MailSetAside(delivery=delivery.pk), about=[delivery], by=by, at=now)
    spool.settle(delivery.spool_name)
    return delivery


def file_by_hand(delivery: Delivery, *, desk: Desk, by: Member, now: datetime) -> Message:
    """Begin a conversation at `desk` with as much as can be made out, and the mail as a file.

    Raises `NotAllowed`, `NotInTray`, `FileGone`, `SameThere`.
    """
    if not may_file_at(by, desk):
        raise NotAllowed
    try:
        _, raw = spool.read(delivery.spool_name)
    except (FileNotFoundError, spool.Torn) as error:
        raise FileGone from error
    reading = plain_reading(raw, envelope_from=delivery.envelope_from)
    with transaction.atomic():
        delivery = _take(delivery, by=by)
        if Filing.objects.filter(desk=desk, content_digest=reading.digest).exists():
            raise SameThere
        arrival = reading.arrival
        message = receive(
            arrival,
            desk=desk,
            customer=meet(address=arrival.from_address, name=arrival.from_name, now=now, by=by),
            conversation=None,
            now=delivery.received_at,
            by=by,
        )
        Filing.objects.create(
            delivery=delivery,
            desk=desk,
            content_digest=reading.digest,
            message=message,
            problems=[delivery.problem] if delivery.problem else [],
        )
        delivery.state = Delivery.State.FILED
        delivery.desk = desk
        delivery.save(update_fields=["state", "desk"])
        record(
            MailFiledByHand(delivery=delivery.pk, message=message.pk, desk=desk.pk),
            about=[delivery, message.conversation],
            by=by,
            at=now,
        )
    spool.settle(delivery.spool_name)
    return message


def _take(delivery: Delivery, *, by: Member) -> Delivery:
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not may_settle(by, locked):
        raise NotAllowed
    if locked.state != Delivery.State.TRAY:
        raise NotInTray
    return locked

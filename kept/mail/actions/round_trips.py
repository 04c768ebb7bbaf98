"""An owner has a test letter sent out and fetched back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.mail.access import may_set_up
from kept.mail.events import MailboxTried
from kept.mail.models import Mailbox, RoundTrip
from kept.mail.round_trips import address_of, progress_of
from kept.people.models import Member


class StillUnderWay(Refusal):
    code = "round_trip_under_way"
    message = gettext_lazy("A test is still under way. Wait for what becomes of it.")


class SwitchedOff(Refusal):
    code = "mailbox_off"
    message = gettext_lazy(
        "This mailbox is switched off, so nothing would be fetched back. Switch it on first."
    )


class NoAddress(Refusal):
    code = "mailbox_without_address"
    message = gettext_lazy(
        "Neither this mailbox nor its desk has a mail address a test could go to."
    )


@transaction.atomic
def begin_round_trip(mailbox: Mailbox, *, by: Member, now: datetime) -> RoundTrip:
    """Raises `NotAllowed`, `SwitchedOff`, `StillUnderWay`, `NoAddress`."""
    if not may_set_up(by):
        raise NotAllowed
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if not mailbox.is_on:
        raise SwitchedOff
    before = progress_of(mailbox, now=now)
    if before is not None and not before.is_over:
        raise StillUnderWay
    recipient = address_of(mailbox)
    if not recipient:
        raise NoAddress
    trip = RoundTrip.objects.create(mailbox=mailbox, asked_by=by, recipient=recipient, begun_at=now)
    record(MailboxTried(mailbox=mailbox.pk, trip=trip.pk), about=[mailbox], by=by, at=now)
    return trip

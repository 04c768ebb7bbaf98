"""Alarms are raised once, and cleared when a mailbox is well again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.ledger import record
from kept.mail.alarms import troubles
from kept.mail.events import MailboxAlarmed, MailboxRecovered
from kept.mail.models import Alarm, Mailbox

SYSTEM = "system:mail"


def watch_mailboxes(*, now: datetime) -> int:
    """Look at every mailbox. Answers how many alarms were raised or cleared."""
    ringing: dict[int, set[str]] = {}
    for mailbox, kind in Alarm.objects.ringing().values_list("mailbox", "kind"):
        ringing.setdefault(mailbox, set()).add(kind)
    return sum(
        settle_alarms(mailbox, by=SYSTEM, now=now)
        for mailbox in list(Mailbox.objects.all())
        if troubles(mailbox, now=now) != ringing.get(mailbox.pk, set())
    )


@transaction.atomic
def settle_alarms(mailbox: Mailbox, *, by: str, now: datetime) -> int:
    """Raise what is the matter and does not ring yet, clear what rings and is well."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    due = troubles(mailbox, now=now)
    ringing = {alarm.kind: alarm for alarm in mailbox.alarms.ringing()}
    about = [mailbox, f"desk:{mailbox.desk_id}"]
    for kind in sorted(due - ringing.keys()):
        alarm = Alarm.objects.create(mailbox=mailbox, kind=kind, raised_at=now)
        raised = MailboxAlarmed(mailbox=mailbox.pk, alarm=alarm.pk, kind=kind)
        record(raised, about=about, by=by, at=now)
    well = [ringing[kind] for kind in sorted(ringing.keys() - due)]
    for alarm in well:
        alarm.cleared_at = now
        alarm.save(update_fields=["cleared_at"])
        cleared = MailboxRecovered(mailbox=mailbox.pk, alarm=alarm.pk, kind=alarm.kind)
        record(cleared, about=about, by=by, at=now)
    return len(due - ringing.keys()) + len(well)

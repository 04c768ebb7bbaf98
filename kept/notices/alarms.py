"""Alarms by mail to owners: to their own addresses, by another road than the mailbox in trouble.

A letter here may leave twice where we are stopped in between: an alarm missed is worse than one
read twice, and both bear one Message-ID.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from kept.brand.queries import house_name
from kept.focus.queries import held_for
from kept.kit import tokens
from kept.mail.alarms import ringing
from kept.mail.rendering import OutgoingLetter, render
from kept.mail.rules import is_deliverable, one_line, pause_after
from kept.mail.sender import REST_SECONDS, How, Outcome, Unreachable, open_post
from kept.notices.addresses import link_to
from kept.notices.models import AlarmNotice
from kept.notices.rules import URGENT_ALARMS

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
AT_ONCE = 20
_resting_until = 0.0


@dataclass(frozen=True, slots=True)
class Parcel:
    recipient: str
    envelope_from: str
    label: str


def mail_alarms(*, now: datetime) -> int:
    """Mail what rings and was not mailed yet. Answers how many were tried."""
    global _resting_until
    url = settings.ALARM_SMTP_URL or settings.SMTP_URL
    if not url or time.monotonic() < _resting_until:
        return 0
    due = AlarmNotice.objects.to_mail(now=now)
    waiting = due.select_related("alarm__mailbox", "member").order_by("pk")[:AT_ONCE]
    found = [notice for notice in waiting if not _held(notice, now=now)]
    if not found:
        return 0
    post = open_post(url, now=now)
    done = 0
    try:
        for notice in found:
            mine = AlarmNotice.objects.filter(
                pk=notice.pk, mailed_at=None, mail_not_before=notice.mail_not_before
            )
            if not mine.update(mail_not_before=now + LEASE, mail_tries=F("mail_tries") + 1):
                continue
            done += 1
            parcel = Parcel(notice.member.email, settings.NOTICE_ADDRESS, f"alarm-{notice.pk:06d}")
            if is_deliverable(parcel.recipient):
                letter = render(letter_of(notice, now=now))
                outcome = post.send(parcel, letter, lambda: True)
            else:
                outcome = Outcome(How.NEVER, said="This is no mail address a server takes.")
            _settle(notice, outcome, now=now)
    except Unreachable as error:
        logger.warning("an alarm cannot leave: %s", error)
        _resting_until = time.monotonic() + REST_SECONDS
        AlarmNotice.objects.filter(pk=notice.pk, mailed_at=None).update(
            mail_not_before=now + timedelta(minutes=1), mail_answer=one_line(str(error))[:500]
        )
    finally:
        post.close()
    return done


def _held(notice: AlarmNotice, *, now: datetime) -> bool:
    """Whether it waits for an owner in focus, to be looked at again in a minute."""
    if notice.alarm.kind in URGENT_ALARMS:
        return False
    later = held_for(notice.member, now=now)
    if later is None:
        return False
    same = AlarmNotice.objects.filter(
        pk=notice.pk, mailed_at=None, mail_not_before=notice.mail_not_before
    )
    same.update(mail_not_before=later)
    return True


def letter_of(notice: AlarmNotice, *, now: datetime) -> OutgoingLetter:
    member, alarm = notice.member, notice.alarm
    with translation.override(member.language):
        told = ringing(alarm, alarm.mailbox, now=now)
        parts = [
            told.words,
            f"{told.advice}\n{link_to('mail:mailbox', alarm.mailbox_id)}",
            _("You hear of this once. It stands on Today until it is well again."),
        ]
        return OutgoingLetter(
            message_id=f"a{notice.pk}.{tokens.mac('notices.alarm', notice.pk)}"
            f"@{settings.MAIL_DOMAIN}",
            sender_name=_("Kept at %(house)s") % {"house": house_name()},
            sender=settings.NOTICE_ADDRESS,
            reply_to="",
            to=(member.email,),
            cc=(),
            subject=_("Mailbox in trouble: %(name)s") % {"name": alarm.mailbox.user},
            at=now,
            text="\n\n".join(parts),
            is_automatic=True,
        )


def _settle(notice: AlarmNotice, outcome: Outcome, *, now: datetime) -> None:
    row = AlarmNotice.objects.filter(pk=notice.pk)
    match outcome.how:
        case How.SENT | How.UNKNOWN:
            row.update(mailed_at=now, mail_not_before=None, mail_answer="")
        case How.HELD:
            # Tomorrow it has its turn, if it rings still.
            row.update(mail_not_before=now + timedelta(days=1), mail_answer=outcome.said)
        case How.LATER:
            later = now + pause_after(notice.mail_tries + 1)
            row.update(mail_not_before=later, mail_answer=one_line(outcome.said)[:500])
        case _:
            row.update(mail_not_before=None, mail_answer=one_line(outcome.said)[:500])

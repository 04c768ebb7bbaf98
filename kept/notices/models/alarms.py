"""Who was told that something is the matter with a mailbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from kept.mail.models import Alarm
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class AlarmNoticeQuerySet(models.QuerySet["AlarmNotice"]):
    def visible_to(self, member: Member) -> Self:
        """Their own, about mailboxes they may still hear of."""
        return self.filter(member=member, alarm__in=Alarm.objects.visible_to(member))

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)

    def to_mail(self, *, now: datetime) -> Self:
        """Not mailed yet, rested, and still ringing."""
        return self.filter(
            mailed_at__isnull=True, mail_not_before__lte=now, alarm__cleared_at__isnull=True
        )


AlarmNoticeManager = models.Manager.from_queryset(AlarmNoticeQuerySet)


class AlarmNotice(models.Model):
    """One alarm told to one member: in the app, and to owners by mail.

    `mail_not_before` is when the next attempt may be, and a lease while one is under way; none
    where nothing is to be mailed any more. `mail_answer` is what came of the last attempt.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_not_before = models.DateTimeField(null=True, blank=True)
    mail_answer = models.TextField(blank=True, default="")

    objects = AlarmNoticeManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "alarm"], name="alarm_notice_once"),
        ]
        indexes = [
            models.Index(
                fields=["member"], name="alarm_notice_unseen", condition=Q(seen_at__isnull=True)
            ),
            models.Index(
                fields=["mail_not_before"],
                name="alarm_notice_to_mail",
                condition=Q(mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.alarm_id} to member {self.member_id}"

"""Mail that came, and mail that goes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk, Message
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, member: Member) -> Self:
        """Mail for the member's desks; what is for no desk we know, managers look through.

        Whoever sees only what is assigned sees none: a mail in the tray is assigned to nobody.
        """
        if not member.is_active or (member.sees_only_assigned and not member.is_owner):
            return self.none()
        theirs = Q(desk__in=Desk.objects.visible_to(member))
        return self.filter(theirs | Q(desk=None) if member.is_manager else theirs)

    def waiting(self) -> Self:
        return self.filter(state=Delivery.State.SPOOLED)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=now))

    def in_tray(self) -> Self:
        return self.filter(state=Delivery.State.TRAY)


DeliveryManager = models.Manager.from_queryset(DeliveryQuerySet)


class Delivery(models.Model):
    """One mail as it was handed to us: durable in the spool before this row was written.

    `source` is the way it came: `door`, `pipe` or `imap:3`. `source_key` names the handing over
    (`imap:3:uidvalidity:uid`, or the spool name), so a mail fetched again is the same delivery.
    `tries` is counted before each attempt to read, in its own commit: a crash counts. After three
    the mail waits in the tray. `desk` is set where a person has to look, so that the right people
    do. `not_before` is when the next attempt may be, and a lease while one is under way.
    """

    class State(models.TextChoices):
        SPOOLED = "SPOOLED", _("waiting to be read")
        FILED = "FILED", _("filed")
        DUPLICATE = "DUPLICATE", _("the same mail again")
        TRAY = "TRAY", _("waits for a person")
        TEST = "TEST", _("a test of ours")
        SET_ASIDE = "SET_ASIDE", _("set aside by a person")

    source = models.CharField(max_length=40, default="door")
    source_key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    spool_name = models.CharField(max_length=120, db_index=True)
    size = models.BigIntegerField()
    recipients = models.JSONField(default=list)
    envelope_from = models.CharField(max_length=320, blank=True, default="")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.SPOOLED)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, default="")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeliveryManager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["id"], name="delivery_waiting", condition=Q(state="SPOOLED")),
            models.Index(
                fields=["-received_at"], name="delivery_in_tray", condition=Q(state="TRAY")
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Filing(models.Model):
    """That a delivery became a message at a desk. The same content at a desk is one filing.

    Without a message it became words among us, which nothing in this room may name.

    `content_digest` covers Message-ID, From, Date and the decoded body: a Message-ID alone proves
    nothing, since anybody may send one first.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="filings")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    content_digest = models.CharField(max_length=64)
    message = models.OneToOneField(
        Message, models.PROTECT, null=True, blank=True, related_name="filing"
    )
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "content_digest"], name="filing_once_a_desk"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.delivery_id} as message {self.message_id}"


class MessageId(models.Model):
    """The Message-ID a message bears, so that answers find their way. Not unique: ids lie.

    An id too long for an index stands as its digest (`rules.id_key`).
    """

    value = models.CharField(max_length=250)
    message = models.ForeignKey(Message, models.CASCADE, related_name="message_ids", db_index=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "Message-ID"
        indexes = [
            models.Index(Lower("value"), "desk", name="message_id_by_value"),
            models.Index(fields=["message"], name="message_id_of_message"),
        ]

    def __str__(self) -> str:
        return self.value


class BlockedSenderQuerySet(models.QuerySet["BlockedSender"]):
    def visible_to(self, member: Member) -> Self:
        """What holds for the whole house, and for the desks the member serves."""
        if not member.is_active:
            return self.none()
        return self.filter(Q(desk=None) | Q(desk__in=Desk.objects.visible_to(member)))

    def stopping(self, sender: str, desk: Desk) -> Self:
        """The blocks that a letter of this sender to this desk meets."""
        domain = sender.rpartition("@")[2].lower()
        labels = domain.split(".")[-20:]
        wider = [".".join(labels[at:]) for at in range(len(labels))]
        values = [sender.lower(), *wider]
        return self.filter(Q(desk=None) | Q(desk=desk), value__in=values)


BlockedSenderManager = models.Manager.from_queryset(BlockedSenderQuerySet)


class BlockedSender(models.Model):
    """An address, or a whole domain, whose letters go to Spam at one desk or in the whole house."""

    value = models.CharField(_("address or domain"), max_length=320)
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BlockedSenderManager()

    class Meta:
        ordering = ["value", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["value", "desk"], name="blocked_once_a_desk"),
            models.UniqueConstraint(
                fields=["value"], name="blocked_once_a_house", condition=Q(desk=None)
            ),
        ]

    def __str__(self) -> str:
        return self.value


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(message__conversation__in=Conversation.objects.visible_to(member))

    def due(self, *, now: datetime) -> Self:
        """Ready to be claimed: never tried, or tried in vain and rested."""
        return self.filter(
            state__in=[Outgoing.State.READY, Outgoing.State.RETRY], not_before__lte=now
        )


OutgoingManager = models.Manager.from_queryset(OutgoingQuerySet)


class Outgoing(models.Model):
    """One message on its way to one recipient.

    ready → claimed (a lease) → handed (committed before the final dot) → sent, retry or failed.
    A row found in `handed` whose lease has run out is in doubt: the other side may have it. Its
    bytes are rendered once and lie in the blob store, so a repeat is identical to the letter.
    `lease_until` stays on a row in doubt: when the doubt began. `repeats` counts how often a
    member has had it sent again. `answer` is what came of it, in words for people.
    """

    class State(models.TextChoices):
        READY = "READY", _("on its way")
        CLAIMED = "CLAIMED", _("being sent")
        HANDED = "HANDED", _("being handed over")
        SENT = "SENT", _("delivered to their server")
        RETRY = "RETRY", _("will be tried again")
        FAILED = "FAILED", _("refused")
        IN_DOUBT = "IN_DOUBT", _("may or may not have arrived")

    message = models.ForeignKey(Message, models.PROTECT, related_name="outgoing")
    recipient = models.CharField(max_length=320)
    domain = models.CharField(max_length=255, blank=True, default="")
    envelope_from = models.CharField(max_length=320)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    tries = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.CharField(max_length=40, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "message", Lower("recipient"), name="outgoing_once_a_recipient"
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="outgoing_due",
                condition=Q(state__in=["READY", "RETRY"]),
            ),
            models.Index(
                fields=["lease_until"],
                name="outgoing_leased",
                condition=Q(state__in=["CLAIMED", "HANDED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} to {self.recipient}"

    @property
    def label(self) -> str:
        """What the letter is called where it is laid down as a file."""
        return f"message-{self.message_id:06d}"


class DomainPace(models.Model):
    """How fast we send to one mail domain: `taken` letters since `began_at`.

    Until `rests_until` it gets none: its server has asked for a pause.
    """

    domain = models.CharField(max_length=255, primary_key=True)
    began_at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.domain

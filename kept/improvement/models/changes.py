"""A change, who is told of it, who wants to hear nothing, and whether it helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.charter.models import Policy
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.models import Customer
from kept.improvement.models.processes import Process
from kept.people.models import Member
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, member: Member) -> Self:
        """Those of the house, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()


ChangeManager = models.Manager.from_queryset(ChangeQuerySet)


class Change(models.Model):
    """How we do something differently: before and after in words, and how far it has come.

    `after` (and of a policy `after_instead`) is written while it is tried. `number` is the version
    of the policy that came of it. `letter` is what customers are told who were refused before,
    `letter_at` when it was rewritten after adoption: what was read before then was another one;
    `gathered_to` is the last refusal that was looked at for that, and `gathered_at` when all were.
    """

    class Kind(models.TextChoices):
        POLICY = "POLICY", _("policy")
        PROCESS = "PROCESS", _("process")
        STANDARD = "STANDARD", _("standard of a good answer")
        WAY = "WAY", _("way of working")

    class State(models.TextChoices):
        TRYING = "TRYING", _("being tried")
        ADOPTED = "ADOPTED", _("adopted")
        NOT_ADOPTED = "NOT_ADOPTED", _("not adopted")
        TOLD = "TOLD", _("told to everybody")
        CHECKED = "CHECKED", _("effect checked")
        KEPT = "KEPT", _("kept")
        REVERTED = "REVERTED", _("taken back")

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=120)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    process = models.ForeignKey(Process, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.TextField(blank=True, default="")
    before_instead = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    after_instead = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+")
    state = models.CharField(max_length=11, choices=State, default=State.TRYING)
    reason = models.TextField(blank=True, default="")
    thanks = models.TextField(blank=True, default="")
    letter = models.TextField(blank=True, default="")
    letter_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    begun_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    gathered_to = models.BigIntegerField(default=0)
    gathered_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(unique=True)

    objects = ChangeManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="change_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="change_of_one_thing",
                condition=Q(kind="POLICY", policy__isnull=False, process=None)
                | Q(kind="PROCESS", process__isnull=False, policy=None)
                | Q(kind__in=["STANDARD", "WAY"], policy=None, process=None),
            ),
            models.CheckConstraint(
                name="change_decided_has_reason",
                condition=Q(state="TRYING", decided_at=None)
                | ~Q(state="TRYING") & Q(decided_at__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="change_told_after_adoption",
                condition=Q(told_at=None) | ~Q(state__in=["TRYING", "NOT_ADOPTED"]),
            ),
            # Of one policy or process one change is tried at a time.
            models.UniqueConstraint(
                fields=["policy"], name="change_one_tried_a_policy", condition=Q(state="TRYING")
            ),
            models.UniqueConstraint(
                fields=["process"], name="change_one_tried_a_process", condition=Q(state="TRYING")
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="change_to_gather",
                condition=Q(state="ADOPTED", gathered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def letter_mark(self) -> str:
        """Changes whenever the letter is rewritten."""
        return self.letter_at.isoformat() if self.letter_at else ""

    @property
    def is_written(self) -> bool:
        return bool(self.after.strip())

    @property
    def before_alternatives(self) -> list[str]:
        return self.before_instead.splitlines()

    @property
    def after_alternatives(self) -> list[str]:
        return self.after_instead.splitlines()


class TellBackQuerySet(models.QuerySet["TellBack"]):
    def visible_to(self, member: Member) -> Self:
        """For managers, of conversations they see."""
        if not member.is_active or not member.is_manager:
            return self.none()
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))


TellBackManager = models.Manager.from_queryset(TellBackQuerySet)


class TellBack(models.Model):
    """One customer who was refused under the old rule, and the letter that tells them.

    An empty `text` is the change's own letter with their name. Nothing goes that nobody reviewed,
    and nobody is told twice: one row a change and customer, which becomes one message.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("to be read first")
        READY = "READY", _("leaves next")
        SENT = "SENT", _("sent")
        LEFT_OUT = "LEFT_OUT", _("left out")

    class Why(models.TextChoices):
        """Why somebody was left out, or is to be read once more."""

        OPTED_OUT = "OPTED_OUT", _("wants no such letters")
        ENDED = "ENDED", _("contact with them has ended")
        NO_ADDRESS = "NO_ADDRESS", _("has no mail address that works")
        BY_HAND = "BY_HAND", _("by somebody's choice")
        OUT_OF_SIGHT = "OUT_OF_SIGHT", _("out of sight of whoever reviewed it")
        REVERTED = "REVERTED", _("the change was taken back")
        RESTORED = "RESTORED", _("may have left before a backup was brought back")

    change = models.ForeignKey(Change, models.PROTECT, related_name="tell_backs", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+", db_index=False)
    then = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    why = models.CharField(max_length=12, choices=Why, blank=True, default="")
    reviewed_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    message = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = TellBackManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "customer"], name="change_told_once"),
            models.CheckConstraint(
                name="change_told_only_reviewed",
                condition=~Q(state__in=["READY", "SENT"]) | Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="change_told_by_a_message",
                condition=Q(state="SENT", message__isnull=False, sent_at__isnull=False)
                | ~Q(state="SENT") & Q(message=None, sent_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["change", "state", "id"], name="change_tell_backs"),
            models.Index(fields=["id"], name="change_tell_backs_ready", condition=Q(state="READY")),
        ]

    def __str__(self) -> str:
        return f"change {self.change_id} told to customer {self.customer_id}"

    @property
    def rule(self) -> Policy | None:
        """What holds today by the policy that changed; None where there is no such rule any more.

        The text of the change itself may have been replaced since.
        """
        policy = self.change.policy
        return policy if policy and policy.retired_at is None else None


class NoNews(models.Model):
    """A customer who wants no letters about changes. What they ask themselves is answered."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no news for customer {self.customer_id}"


class EffectCheck(models.Model):
    """Dated work: whether a change helped, so many days after its adoption.

    `before` and `after` count refusals and frictions in as many days before and since.
    """

    class Decision(models.TextChoices):
        GO_ON = "GO_ON", _("look again")
        KEEP = "KEEP", _("keep it for good")
        REVERT = "REVERT", _("take it back")

    change = models.ForeignKey(Change, models.CASCADE, related_name="checks", db_index=False)
    days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.PositiveIntegerField(null=True, blank=True)
    after = models.PositiveIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=6, choices=Decision, blank=True, default="")
    words = models.TextField(blank=True, default="")
    done_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["days"]
        constraints = [
            models.UniqueConstraint(fields=["change", "days"], name="effect_check_once"),
            models.CheckConstraint(
                name="effect_check_done_says_what",
                condition=Q(done_at=None, decision="", before=None, after=None)
                | Q(done_at__isnull=False, before__isnull=False, after__isnull=False)
                & ~Q(decision=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="effect_check_open", condition=Q(done_at=None))
        ]

    def __str__(self) -> str:
        return f"check of change {self.change_id} after {self.days} days"

"""Rules, their runs, and what waits for its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class RuleQuerySet(models.QuerySet["Rule"]):
    def visible_to(self, member: Member) -> Self:
        """Managers see what runs at desks they see; what is for all desks may run there too."""
        if not member.is_active or not member.is_manager:
            return self.none()
        if member.is_owner:
            return self
        return self.filter(Q(desk=None) | Q(desk__in=Desk.objects.visible_to(member)))

    def standing(self) -> Self:
        """Those that were not retired, in the order in which they run."""
        return self.filter(retired_at=None).order_by("position", "pk")

    def running(self) -> Self:
        return self.standing().filter(is_on=True, paused=Rule.Why.NOT)


RuleManager = models.Manager.from_queryset(RuleQuerySet)


class Rule(models.Model):
    """What happens by itself, when, and where. `desk` is None for all that its `keeper` sees.

    `keeper` is the member who answers for it: whoever saved it last. It acts only where they may.
    `conditions` and `acts` are lists as `rules.conditions` and `rules.acts` have them. `amount`,
    `unit` and `counted` are of triggers by time alone. `paused` says why it stopped itself.
    """

    class Match(models.TextChoices):
        ALL = "ALL", _("All of these hold")
        ANY = "ANY", _("One of these holds")

    class Unit(models.TextChoices):
        HOURS = "HOURS", _("hours")
        DAYS = "DAYS", _("days")

    class Counted(models.TextChoices):
        WORKING = "WORKING", _("of the desk's working time")
        CLOCK = "CLOCK", _("by the clock")

    class Why(models.TextChoices):
        NOT = "", _("not paused")
        MANY = "MANY", _("It ran too often on one conversation.")
        KEEPER = "KEEPER", _("Whoever answered for it may not any more.")

    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(max_length=160)
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="rules")
    keeper = models.ForeignKey(Member, models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=False)
    paused = models.CharField(max_length=6, choices=Why, blank=True, default=Why.NOT)
    paused_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    trigger = models.CharField(max_length=12)
    amount = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=5, choices=Unit, blank=True, default="")
    counted = models.CharField(max_length=7, choices=Counted, blank=True, default="")
    match = models.CharField(max_length=3, choices=Match, default=Match.ALL)
    conditions = models.JSONField(default=list, blank=True)
    acts = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RuleManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="rule_name_once", condition=Q(retired_at=None)
            ),
            models.CheckConstraint(name="rule_has_name", condition=~Q(name="") & ~Q(key="")),
            models.CheckConstraint(
                name="rule_paused_since",
                condition=Q(paused="", paused_at=None)
                | (~Q(paused="") & Q(paused_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="rule_by_time_says_how_long",
                condition=Q(amount=0, unit="", counted="")
                | (Q(amount__gt=0) & ~Q(unit="") & ~Q(counted="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def handle(self) -> str:
        """By which it stands in the ledger: `rule:7`."""
        return f"rule:{self.pk}"

    @property
    def is_by_time(self) -> bool:
        return self.amount > 0

    @property
    def is_running(self) -> bool:
        return self.is_on and not self.paused and self.retired_at is None


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, member: Member) -> Self:
        """Of rules and conversations that they see.

        Each is looked up by its id: a list of all that somebody sees is as long as the archive.
        """
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen), rule__in=Rule.objects.visible_to(member))


RunManager = models.Manager.from_queryset(RunQuerySet)


class Run(models.Model):
    """A rule's conditions held, and this is what came of it.

    `occasion` is what set it going, `event:9` or the moment that something was due: once for each.
    `verdicts` and `effects` are what was seen and what was done. LOOP: it was cut off, since it
    followed from too many others.
    """

    class Came(models.TextChoices):
        DONE = "DONE", _("done")
        SAME = "SAME", _("nothing to change")
        PARTLY = "PARTLY", _("done in part")
        REFUSED = "REFUSED", _("refused")
        LOOP = "LOOP", _("cut off")

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="runs", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    occasion = models.CharField(max_length=80)
    event_id = models.BigIntegerField(default=0)
    came = models.CharField(max_length=7, choices=Came)
    verdicts = models.JSONField(default=list)
    effects = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = RunManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "conversation", "occasion"], name="run_once_an_occasion"
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "-id"], name="run_of_rule"),
            models.Index(fields=["conversation", "-id"], name="run_of_conversation"),
            models.Index(fields=["at"], name="run_by_age"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of rule {self.rule_id}"


class Wait(models.Model):
    """What a rule by time waits for: one row a conversation, and a promise where it is about one.

    `since` is when it began, or when the promise is due; `due_at` is when the clock looks at it,
    at the latest. A row of kind WAKE opens a conversation again that a rule has laid aside.
    """

    class Kind(models.TextChoices):
        RUN = "RUN", _("a rule is to be asked")
        WAKE = "WAKE", _("a conversation is to be opened again")

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="waits", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.RUN)
    promise_id = models.BigIntegerField(default=0)
    since = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "rule", "kind", "promise_id"], name="wait_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="wait_due"),
            models.Index(fields=["rule"], name="wait_of_rule"),
        ]

    def __str__(self) -> str:
        return f"wait {self.pk} of rule {self.rule_id}"


class Written(models.Model):
    """When a rule last wrote to an address, in small letters; kept for a day.

    `is_stranger`: nothing proved that they had written to us.
    """

    address = models.CharField(max_length=320, unique=True)
    at = models.DateTimeField()
    is_stranger = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "written"
        indexes = [
            models.Index(fields=["at"], name="written_by_age"),
            models.Index(fields=["at"], name="written_to_strangers", condition=Q(is_stranger=True)),
        ]

    def __str__(self) -> str:
        return f"written to {self.address}"

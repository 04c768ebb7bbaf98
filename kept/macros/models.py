"""Macros, their words in several languages, and how often a desk uses each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk, Tag
from kept.fields.models import Field
from kept.people.models import Member, Team

if TYPE_CHECKING:
    from typing import Self


class MacroQuerySet(models.QuerySet["Macro"]):
    def visible_to(self, member: Member) -> Self:
        """Those for all desks, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()

    def at(self, desk: Desk) -> Self:
        """What may be used there."""
        return self.filter(Q(desk=None) | Q(desk=desk), retired_at=None, paused_at=None)


MacroManager = models.Manager.from_queryset(MacroQuerySet)


class Macro(models.Model):
    """A saved reply with changes. `desk` is None where it is for all.

    `text` is what everybody gets for whose language there are no words of their own; it may be
    empty, and then the changes are all. `status` is what the conversation gets when the letter is
    sent, or at once where there are no words. `key` is the name as it is compared. While it is
    paused nobody can use it.
    """

    class Assign(models.TextChoices):
        LEAVE = "LEAVE", _("Whoever it is")
        ME = "ME", _("Whoever uses it")
        MEMBER = "MEMBER", _("A member")
        NOBODY = "NOBODY", _("Nobody, for anybody to take")
        TEAM = "TEAM", _("A team")

    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(max_length=160)
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, blank=True, related_name="macros")
    text = models.TextField(_("words"), blank=True, default="")
    status = models.CharField(max_length=8, choices=Conversation.Status, blank=True, default="")
    priority = models.CharField(max_length=6, choices=Conversation.Priority, blank=True, default="")
    assign = models.CharField(max_length=6, choices=Assign, default=Assign.LEAVE)
    assignee = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    tags = models.ManyToManyField(Tag, related_name="+", blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    objects = MacroManager()

    class Meta:
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "key"], name="macro_once_a_desk"),
            models.UniqueConstraint(
                fields=["key"], name="macro_once_for_all", condition=Q(desk=None)
            ),
            models.CheckConstraint(
                name="macro_names_whom",
                condition=Q(assign="MEMBER", assignee__isnull=False, team=None)
                | Q(assign="TEAM", team__isnull=False, assignee=None)
                | (~Q(assign__in=["MEMBER", "TEAM"]) & Q(assignee=None, team=None)),
            ),
            models.CheckConstraint(name="macro_has_name", condition=~Q(name="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_words(self) -> bool:
        """Whether it writes to anybody, in whatever language."""
        return bool(self.text.strip()) or bool(self.texts.all())

    @property
    def changes_many(self) -> bool:
        """Whether anything is left of it where its words go nowhere, nor the status with them."""
        status = self.status if not self.has_words else ""
        rows = [*self.tags.all(), *self.fields.all()]
        return bool(rows or status or self.priority) or self.assign != self.Assign.LEAVE


class MacroField(models.Model):
    """What a macro sets of a field. `given` is the value as `fields.queries.Held` writes it."""

    macro = models.ForeignKey(Macro, models.CASCADE, related_name="fields", db_index=False)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", db_index=False)
    given = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["macro", "field"], name="macro_field_once"),
            models.CheckConstraint(name="macro_field_given", condition=~Q(given="")),
        ]

    def __str__(self) -> str:
        return f"field {self.field_id} by {self.macro_id}"


class MacroText(models.Model):
    """The words of a macro for customers of one language."""

    macro = models.ForeignKey(Macro, models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["macro", "language"], name="macro_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.macro_id} in {self.language}"


class MacroUse(models.Model):
    """How often a desk has used a macro: what is used most is offered first."""

    macro = models.ForeignKey(Macro, models.CASCADE, related_name="uses", db_index=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["macro", "desk"], name="macro_use_once_a_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.macro_id} at {self.desk_id}: {self.count}"


class LastUse(models.Model):
    """What the last macro changed that a member put in, one row a member, for its undo.

    `parts` are those of `actions.change`. `text` and `after` are what stood in their draft before,
    and `stands` is the SHA-256 of its text since; "" where the macro wrote none.
    """

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    macro = models.ForeignKey(Macro, models.CASCADE, related_name="+", db_index=False)
    parts = models.JSONField(default=list)
    text = models.TextField(blank=True, default="")
    after = models.CharField(max_length=8, blank=True, default="")
    stands = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.macro_id} by {self.member_id}"

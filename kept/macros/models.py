"""Macros, their words in several languages, and how often a desk uses each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk, Tag
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class MacroQuerySet(models.QuerySet["Macro"]):
    def visible_to(self, member: Member) -> Self:
        """Those for all desks, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()

    def at(self, desk: Desk) -> Self:
        """What may be used there."""
        return self.filter(Q(desk=None) | Q(desk=desk), retired_at=None)


MacroManager = models.Manager.from_queryset(MacroQuerySet)


class Macro(models.Model):
    """A saved reply with changes. `desk` is None where it is for all.

    `text` is what everybody gets for whose language there are no words of their own; it may be
    empty, and then the changes are all. `status` is what the conversation gets when the letter is
    sent, or at once where there are no words. `key` is the name as it is compared.
    """

    class Assign(models.TextChoices):
        LEAVE = "LEAVE", _("Whoever it is")
        ME = "ME", _("Whoever uses it")
        MEMBER = "MEMBER", _("A member")
        NOBODY = "NOBODY", _("Nobody, for anybody to take")

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
    tags = models.ManyToManyField(Tag, related_name="+", blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

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
                condition=Q(assign="MEMBER", assignee__isnull=False)
                | (~Q(assign="MEMBER") & Q(assignee=None)),
            ),
            models.CheckConstraint(name="macro_has_name", condition=~Q(name="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name


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

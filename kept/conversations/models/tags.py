"""Tags: the words by which a house sorts its conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, member: Member) -> Self:
        """The words of a house are everybody's who serves in it."""
        return self if member.is_active else self.none()

    def offered(self) -> Self:
        """Those that may be put on something: neither retired nor merged into another."""
        return self.filter(merged_into=None, retired_at=None)


TagManager = models.Manager.from_queryset(TagQuerySet)


class Tag(models.Model):
    """A word that is put on conversations, the same for all desks.

    `key` is the name as it is compared: one tag in whatever case. One that was merged stays on
    conversations by its own id and shows as `merged_into` everywhere, so that nothing has to move
    and its name still leads there. One that is retired stays where it is and is offered no more.
    """

    class Colour(models.TextChoices):
        GREY = "GREY", _("Grey")
        RED = "RED", _("Red")
        AMBER = "AMBER", _("Amber")
        GREEN = "GREEN", _("Green")
        TEAL = "TEAL", _("Teal")
        BLUE = "BLUE", _("Blue")
        VIOLET = "VIOLET", _("Violet")

    name = models.CharField(_("name"), max_length=40)
    key = models.CharField(max_length=120, unique=True)
    colour = models.CharField(_("colour"), max_length=6, choices=Colour, default=Colour.GREY)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TagManager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(name="tag_has_name", condition=~Q(name="") & ~Q(key="")),
            models.CheckConstraint(
                name="tag_merged_is_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a conversation. `last_at` is the conversation's, so that the index has its order."""

    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="taggings", db_index=False
    )
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings", db_index=False)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "tag"], name="tagging_once"),
        ]
        indexes = [
            models.Index(fields=["tag", "-last_at", "-conversation"], name="tagging_newest"),
        ]

    def __str__(self) -> str:
        return f"tag {self.tag_id} on {self.conversation_id}"

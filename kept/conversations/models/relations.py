"""Conversations that members have linked with each other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from kept.people.models import Member


class Relation(models.Model):
    """A link between two conversations, one a pair.

    CHILD: `conversation` is a part of what `other` is about. What is a child has no children, so
    nothing goes round in circles. RELATED says nothing of an order.
    """

    class Kind(models.TextChoices):
        RELATED = "RELATED", _("related")
        CHILD = "CHILD", _("part of it")

    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="relations", db_index=False
    )
    other = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="relations_back"
    )
    kind = models.CharField(max_length=7, choices=Kind)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("conversation", "other"),
                Greatest("conversation", "other"),
                name="relation_once_a_pair",
            ),
            models.UniqueConstraint(
                fields=["conversation"], name="relation_one_parent", condition=Q(kind="CHILD")
            ),
            models.CheckConstraint(name="relation_of_two", condition=~Q(conversation=F("other"))),
        ]
        indexes = [models.Index(fields=["conversation"], name="relation_of_conversation")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.kind} {self.other_id}"

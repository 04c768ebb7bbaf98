"""A promise that a clause made."""

from __future__ import annotations

from django.db import models

from kept.agreements.models.agreement import Agreement
from kept.agreements.models.terms import CLOCKS, Clause
from kept.conversations.models import Conversation, Message
from kept.promises.models import Promise


class Target(models.Model):
    """Which clause a promise follows from, and which letter set its clock going.

    The clause belongs to a version, so what was promised stays as it was when the terms change.
    `heard` is the last event of the conversation that it has followed. `begun_in` is the id of the
    conversation its letter came to, which merging leaves as it was.
    """

    promise = models.OneToOneField(Promise, models.CASCADE, related_name="target")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="targets", db_index=False)
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="targets")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="targets", db_index=False
    )
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Clause.Kind)
    heard = models.BigIntegerField()
    begun_in = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "kind"], name="target_once_a_letter"),
            models.UniqueConstraint(
                fields=["conversation", "kind", "begun_in"],
                name="target_once_a_conversation",
                condition=models.Q(kind__in=["FIRST_ANSWER", "RESOLUTION"]),
            ),
            models.CheckConstraint(
                name="target_is_of_a_clock", condition=models.Q(kind__in=list(CLOCKS))
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="target_of_conversation"),
            # The latest of an agreement, so that how it is kept costs the same at any size.
            models.Index(fields=["agreement", "-id"], name="target_newest"),
        ]

    def __str__(self) -> str:
        return f"target {self.pk}"

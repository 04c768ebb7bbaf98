"""Whose remote pictures a member wants to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from kept.conversations.models import Message
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class PicturesFromQuerySet(models.QuerySet["PicturesFrom"]):
    def of_writer(self, message: Message) -> Self:
        """Choices that cover this letter; none for a writer whom nobody proves."""
        if not message.is_vouched or not message.from_address:
            return self.none()
        return self.filter(address=message.from_address.lower())


PicturesFromManager = models.Manager.from_queryset(PicturesFromQuerySet)


class PicturesFrom(models.Model):
    """A member always wants to see the remote pictures of this address, in lower case."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(max_length=320)
    since = models.DateTimeField()

    objects = PicturesFromManager()

    class Meta:
        verbose_name_plural = "pictures from"
        constraints = [
            models.UniqueConstraint(fields=["member", "address"], name="pictures_from_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} sees pictures from {self.address}"

"""Who has put the guide away. Everything else about it is read from the house itself."""

from __future__ import annotations

from django.db import models

from kept.people.models import Member


class PutAway(models.Model):
    """This owner does not want to see the card on Today any more."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "put away"

    def __str__(self) -> str:
        return f"first steps put away by member {self.member_id}"

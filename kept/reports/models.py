"""Rows that follow the ledger and can be made anew: where each conversation counts, and sums.

Numbers may be subtracted from before they are added to, so their columns have no floor; `kept
check` compares them with what they are sums of.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from kept.conversations.models import Desk
from kept.reports.rules.cells import CLOCK, DAY_COLUMNS, HOUR_COLUMNS, WORKING
from kept.reports.rules.life import MEASURES


class Facet(models.TextChoices):
    """By what a sum is told. `key` is the id, 0 for none of them; a channel has a number.

    Of keys that may be many there are sums of whole months beside those of days: their `day` is
    the first of the month.
    """

    ALL = "ALL"
    CHANNEL = "CHANNEL"
    TAG = "TAG"
    ORGANISATION = "ORG"
    TAG_MONTH = "TAG_M"
    ORGANISATION_MONTH = "ORG_M"


BY_MONTH: dict[str, str] = {
    Facet.TAG.value: Facet.TAG_MONTH.value,
    Facet.ORGANISATION.value: Facet.ORGANISATION_MONTH.value,
}
"""The same by whole months."""


class Pending(models.Model):
    """A conversation of which something has changed since it was counted last."""

    conversation = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name_plural = "pending"

    def __str__(self) -> str:
        return f"conversation {self.conversation}"


class Counted(models.Model):
    """Where a conversation counts at present, so that counting it again changes nothing.

    Without a foreign key, since it must outlive what it counted until that is taken off the sums.
    `facets` are pairs of a facet and its key; `cells` are named as `rules.cells` says.
    """

    conversation = models.BigIntegerField(primary_key=True)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    calendar = models.BigIntegerField()
    organisation = models.BigIntegerField(default=0)
    last_day = models.DateField()
    facets = models.JSONField(default=list)
    cells = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["desk", "last_day"], name="counted_of_desk")]

    def __str__(self) -> str:
        return f"conversation {self.conversation} until {self.last_day}"


class _OfDay(models.Model):
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.desk_id} {self.day}"


class DaySum(_OfDay):
    """What happened on a desk's day. `still_open` tells of those opened on that day."""

    facet = models.CharField(max_length=7, choices=Facet)
    key = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "desk", "day", "key"], name="day_sum_once"),
        ]
        indexes = [
            models.Index(fields=["facet", "key", "desk", "day"], name="day_sum_of_key"),
            # With the number behind, so that the fullest of many keys are found in it alone.
            models.Index(
                fields=["facet", "desk", "day", "key", "received"], name="day_sum_fullest"
            ),
            # What is open is few among many days, and asked for on its own.
            models.Index(
                fields=["facet", "desk", "day", "key", "still_open"],
                name="day_sum_still_open",
                condition=Q(still_open__gt=0),
            ),
        ]


class LengthSum(_OfDay):
    """How long it took until what ended on that day, in working time and by the clock."""

    facet = models.CharField(max_length=7, choices=Facet)
    key = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=10, choices=[(one, one) for one in MEASURES])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "measure", "desk", "day", "key"], name="length_sum_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["facet", "key", "measure", "desk", "day"], name="length_sum_of_key"
            ),
        ]


class HourSum(_OfDay):
    """What came in an hour, and how long it waited in working time. Monday is 0."""

    hour = models.SmallIntegerField()
    weekday = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "day", "hour"], name="hour_sum_once"),
        ]


def _add_columns(table: type[models.Model], names: tuple[str, ...]) -> None:
    for name in names:
        column: Any = models.IntegerField(default=0)
        column.contribute_to_class(table, name)


_add_columns(DaySum, DAY_COLUMNS)
_add_columns(LengthSum, (*WORKING, *CLOCK))
_add_columns(HourSum, HOUR_COLUMNS)

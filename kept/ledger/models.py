"""Tables of the ledger. Events and mentions refuse UPDATE and DELETE in the database itself."""

from __future__ import annotations

from typing import Any

from django.db import models

from kept.ledger.facts import Fact, from_row


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, *things: models.Model | str) -> EventQuerySet:
        """Events that mention any of `things`, oldest first."""
        names = [name_of(thing) for thing in things]
        return self.filter(mentions__name__in=names).order_by("pk").distinct()


EventManager = models.Manager.from_queryset(EventQuerySet)


class Event(models.Model):
    """One fact. `by` is a name such as `member:7`, `customer:3` or `system:mail`.

    `transaction` is PostgreSQL's id of the writing transaction, 0 on SQLite: readers order by it,
    since ids are handed out before commit and a reader that followed them alone would miss some.
    """

    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    cause = models.ForeignKey("self", models.PROTECT, null=True, blank=True, db_index=False)
    depth = models.PositiveSmallIntegerField(default=0)
    transaction = models.BigIntegerField(default=0)

    objects = EventManager()

    class Meta:
        indexes = [models.Index(fields=["transaction", "id"], name="event_in_reading_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def fact(self) -> Fact:
        return from_row(self.kind, self.facts)


class Mention(models.Model):
    """That an event is about something: one row a thing, for one indexed read a timeline."""

    # Without a constraint in the database: `record` writes both at once and events never go, and
    # checking three mentions would cost a fifth of what an event costs.
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="mentions", db_index=False, db_constraint=False
    )
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "event"], name="mention_once"),
        ]
        indexes = [models.Index(fields=["event"], name="mention_by_event")]

    def __str__(self) -> str:
        return f"{self.name} in {self.event_id}"


class Cursor(models.Model):
    """How far a reader has come, and what it stumbles over at present."""

    reader = models.CharField(max_length=80, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.reader} at {self.event_id}"


class Stumble(models.Model):
    """An event a reader gave up on. `kept doctor` shows it, `kept retry` tries it again."""

    reader = models.CharField(max_length=80)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    error = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "event"], name="stumble_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} over {self.event_id}"


class Shift(models.Model):
    """What is added to PostgreSQL's transaction ids. The greatest counts; none is 0.

    The ids belong to the server: a database brought to a younger one would write events in front
    of those it has, and readers would pass them by. See `recording.continue_order`.
    """

    value = models.BigIntegerField()

    def __str__(self) -> str:
        return f"shift by {self.value}"


def name_of(thing: Any) -> str:
    """`promise:42` for a row; a word such as `system:mail` stands for itself."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.model_name}:{thing.pk}"

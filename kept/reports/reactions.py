"""Which conversations have to be counted again, by what the ledger says."""

from __future__ import annotations

from datetime import date

from kept.conversations.models import Desk
from kept.ledger import reaction
from kept.ledger.facts import kinds
from kept.ledger.models import Event
from kept.promises.models import Promise
from kept.reports.actions.count import READER
from kept.reports.actions.mark import mark, mark_calendar, mark_customer, mark_desk, mark_tags

_ROOMS = ("conversation", "message", "promise")
_QUIET = {
    *("message.forwarded", "message.came_aside", "conversation.assigned"),
    *("conversation.priority_changed", "conversation.maybe_same", "conversation.left_apart"),
    *("promise.warned", "promise.confirmed", "promise.chased", "promise.eased"),
    "promise.handed_on",
}
"""Of which no figure tells."""

FOLLOWED = sorted(
    kind
    for kind, names in kinds().items()
    if kind.split(".")[0] in _ROOMS and "conversation" in names and kind not in _QUIET
)


@reaction(*FOLLOWED, reader=READER)
def hear(event: Event) -> None:
    """What happened in a conversation, or to what was promised there."""
    pks = {event.facts.get("conversation") or 0, event.facts.get("into") or 0}
    if promise := event.facts.get("promise"):
        # A merging moves promises along; an older fact may name where it stood.
        pks.add(
            Promise.objects.filter(pk=promise).values_list("conversation", flat=True).first() or 0
        )
    mark(pks)


@reaction("customer.changed", reader=READER)
def hear_of_customer(event: Event) -> None:
    mark_customer(event.facts["customer"])


@reaction("tag.merged", "tag.parted", reader=READER)
def hear_of_tags(event: Event) -> None:
    mark_tags(event.facts["tag"], into=event.facts["into"])


@reaction("calendar.changed", reader=READER)
def hear_of_hours(event: Event) -> None:
    mark_calendar(event.facts["calendar"], since=date.fromisoformat(event.facts["since"]))


@reaction("desk.changed", reader=READER)
def hear_of_desk(event: Event) -> None:
    mark_desk(event.facts["desk"])


@reaction("calendar.settled", reader=READER)
def hear_of_workers(event: Event) -> None:
    """Who works by a calendar has changed: its desks may have been counted by another."""
    for desk in Desk.objects.filter(calendar=event.facts["calendar"]).values_list("pk", flat=True):
        mark_desk(desk)

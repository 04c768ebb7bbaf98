"""What opens a recovery by itself, and what carries it on."""

from __future__ import annotations

from kept.ledger import reaction
from kept.ledger.models import Event
from kept.playbook.complaints import on_complaint
from kept.promises.models import Promise
from kept.recovery.actions import follow_gesture, follow_promise, open_for_promise
from kept.recovery.actions.leaving import hand_over
from kept.recovery.complaints import open_for_complaint

on_complaint(open_for_complaint)


@reaction("promise.broken", "promise.chased", reader="recovery")
def broken(event: Event) -> None:
    """A date has passed; or they asked for what was due before."""
    open_for_promise(event.facts["promise"], now=event.at, cause=event)


@reaction("message.received", reader="recovery")
def came_back(event: Event) -> None:
    """They wrote again while something that was due is still owed."""
    late = Promise.objects.open().filter(
        conversation=event.facts["conversation"], broken_at__isnull=False, broken_at__lt=event.at
    )
    for pk in late.order_by("due_at", "pk").values_list("pk", flat=True)[:5]:
        open_for_promise(pk, now=event.at, cause=event)


@reaction("promise.kept", reader="recovery")
def kept(event: Event) -> None:
    follow_promise(event.facts["promise"], "kept", by=event.by, now=event.at, cause=event)


@reaction("promise.confirmed", reader="recovery")
def confirmed(event: Event) -> None:
    """Their own yes; silence confirms no recovery."""
    if not event.facts["presumed"]:
        follow_promise(event.facts["promise"], "confirmed", by=event.by, now=event.at, cause=event)


@reaction("promise.disputed", reader="recovery")
def disputed(event: Event) -> None:
    follow_promise(event.facts["promise"], "disputed", by=event.by, now=event.at, cause=event)


@reaction("gesture.made", reader="recovery")
def gave(event: Event) -> None:
    follow_gesture(event.facts["gesture"], now=event.at, cause=event)


@reaction("member.changed", reader="recovery")
def gone(event: Event) -> None:
    hand_over(event.facts["member"], now=event.at, cause=event)

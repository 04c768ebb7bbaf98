"""Promises go along when the conversation they were made in is merged into another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kept.conversations.models import Conversation
from kept.promises.models import Offer, Promise


def carry_promises(source: Conversation, *, into: Conversation) -> dict[str, list[int]]:
    """Whatever was promised in `source` stands in `into`, as it stood. Answers what moved, by id.

    The conversations are the caller's to lock, in the same transaction.
    """
    promises = _held(source)
    Promise.objects.filter(pk__in=promises).update(conversation=into)
    there = set(Offer.objects.filter(conversation=into).values_list("member", "words"))
    offers = [
        offer.pk
        for offer in Offer.objects.filter(conversation=source)
        if (offer.member_id, offer.words) not in there
    ]
    Offer.objects.filter(pk__in=offers).update(conversation=into)
    return {"promises": promises, "offers": offers}


def carry_promises_of(
    messages: Collection[int], *, source: Conversation, into: Conversation
) -> None:
    """What was said in these letters stands where they stand. Locked as `carry_promises` says."""
    rows = Promise.objects.filter(conversation=source, made_in__in=list(messages))
    ids = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    Promise.objects.filter(pk__in=ids).update(conversation=into)


def carry_promises_by_id(
    promises: Collection[int], *, source: Conversation, into: Conversation
) -> None:
    """These stand in `into`. Locked as `carry_promises` says."""
    rows = Promise.objects.filter(conversation=source, pk__in=list(promises))
    ids = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    Promise.objects.filter(pk__in=ids).update(conversation=into)


def give_back_promises(
    moved: Mapping[str, Sequence[int]], *, source: Conversation, target: Conversation
) -> None:
    """What `carry_promises` moved goes back to `source`."""
    promises = set(moved.get("promises", ()))
    held = [pk for pk in _held(target) if pk in promises]
    Promise.objects.filter(pk__in=held).update(conversation=source)
    offers = Offer.objects.filter(pk__in=list(moved.get("offers", ())), conversation=target)
    offers.update(conversation=source)


def _held(conversation: Conversation) -> list[int]:
    """Ids of its promises, locked in the order everybody locks them in."""
    rows = Promise.objects.filter(conversation=conversation).select_for_update()
    return list(rows.order_by("pk").values_list("pk", flat=True))

"""What was refused and what stood in the way go along when conversations are merged or split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kept.conversations.models import Conversation
from kept.improvement.models import Denial, Friction


def carry_frictions(source: Conversation, *, into: Conversation) -> dict[str, list[int]]:
    """Refusals and frictions of `source` stand in `into`. Answers what moved, by id.

    Of one policy one refusal stands in a conversation: another stays where it was noted. The
    conversations are the caller's to lock, in the same transaction.
    """
    there = Denial.objects.filter(conversation=into).values("policy")
    refused = Denial.objects.filter(conversation=source).exclude(policy__in=there)
    denials = list(refused.select_for_update(of=("self",)).order_by("pk"))
    raised = Friction.objects.filter(conversation=source).select_for_update(of=("self",))
    frictions = [row.pk for row in raised.order_by("pk")]
    ids = [row.pk for row in denials]
    Denial.objects.filter(pk__in=ids).update(conversation=into)
    Friction.objects.filter(pk__in=frictions).update(conversation=into)
    return {"denials": ids, "frictions": frictions}


def give_back_frictions(
    moved: Mapping[str, Sequence[int]], *, source: Conversation, target: Conversation
) -> None:
    """What `carry_frictions` moved goes back to `source`."""
    for model, name in ((Denial, "denials"), (Friction, "frictions")):
        rows = model._default_manager.filter(pk__in=list(moved.get(name, ())), conversation=target)
        rows.update(conversation=source)

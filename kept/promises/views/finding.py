"""What the views of promises share: the promise in sight, and how it stands now."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from kept.kit import clock
from kept.people.doors import MemberRequest
from kept.promises.models import Promise
from kept.promises.queries import Card
from kept.promises.states import state_of


def find(request: MemberRequest, pk: int) -> Promise:
    seen = Promise.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related(
            "conversation__desk",
            "customer",
            "keeper",
            "desk",
            "made_by",
            "to_member",
            "to_team",
            "keeper_team",
        ),
        pk=pk,
    )


def card_of(promise: Promise) -> dict[str, Any]:
    now = clock.now()
    return {
        "card": Card(promise, state_of(promise, now=now)),
        "promise": promise,
        "is_early": promise.is_early(now),
        "now": now,
    }

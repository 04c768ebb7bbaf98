"""How an action takes hold of an agreement, and what it writes about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.agreements.access import may_change
from kept.agreements.actions.errors import HasEnded, NotInHand
from kept.agreements.models import Agreement, Version
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member


def hold(agreement_id: int) -> Agreement:
    """The agreement of this number, locked for this transaction."""
    return (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("organisation", "desk", "team", "other_team")
        .get(pk=agreement_id)
    )


def take(agreement: Agreement, *, by: Member) -> Agreement:
    """The same for somebody who shapes it. Raises `NotAllowed`, `HasEnded`."""
    held = hold(agreement.pk)
    if not may_change(by, held):
        raise NotAllowed
    if held.state == Agreement.State.ENDED:
        raise HasEnded
    return held


def take_draft(agreement: Agreement, *, by: Member) -> tuple[Agreement, Version]:
    """The same with the version that is being written. Raises `NotInHand` where none is."""
    held = take(agreement, by=by)
    version = held.open_version()
    if version is None or not version.is_draft:
        raise NotInHand
    return held, version


def write(
    fact: type[Any], agreement: Agreement, *, by: Any, at: datetime, cause: Any = None, **more: Any
) -> None:
    """Record a fact about the agreement on everybody's timeline whom it concerns."""
    about: list[object] = [agreement]
    about += [f"organisation:{agreement.organisation_id}"] if agreement.organisation_id else []
    about += [f"desk:{agreement.desk_id}"] if agreement.desk_id else []
    about += [f"team:{pk}" for pk in (agreement.team_id, agreement.other_team_id) if pk]
    record(fact(agreement=agreement.pk, **more), about=about, by=by, at=at, cause=cause)

"""What becomes of it when somebody goes."""

from __future__ import annotations

from kept.charter.actions.leaving import hand_over
from kept.ledger import reaction
from kept.ledger.models import Event


@reaction("member.changed", reader="charter")
def gone(event: Event) -> None:
    hand_over(event.facts["member"], now=event.at, cause=event)

"""What becomes of it when somebody goes."""

from __future__ import annotations

from kept.improvement.actions.leaving import hand_over
from kept.ledger import reaction
from kept.ledger.models import Event


@reaction("member.changed", reader="improvement")
def gone(event: Event) -> None:
    hand_over(event.facts["member"], now=event.at, cause=event)

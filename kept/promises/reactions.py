"""What becomes of promises when people come, go, or change teams."""

from __future__ import annotations

from kept.ledger import reaction
from kept.ledger.models import Event
from kept.promises.actions.hand_back import hand_back_unseen


@reaction("member.changed", "team.changed", "desk.changed", reader="promises")
def hand_back(event: Event) -> None:
    hand_back_unseen(now=event.at, cause=event)

"""What a desk does when people come, go, or change teams."""

from __future__ import annotations

from kept.conversations.actions.lay_back import lay_back_unseen
from kept.ledger import reaction
from kept.ledger.models import Event


@reaction("member.changed", "team.changed", "desk.changed", reader="conversations")
def lay_back(event: Event) -> None:
    lay_back_unseen(now=event.at, cause=event)

"""Which letters are to be filed, by what the ledger says."""

from __future__ import annotations

from kept.ledger import reaction
from kept.ledger.models import Event
from kept.themes.actions import wait

READER = "themes"


@reaction("message.received", reader=READER)
def came(event: Event) -> None:
    if not event.facts["automatic"]:
        wait([event.facts["message"]])

"""What rules do when something happens: those on it are asked, those by time begin to wait."""

from __future__ import annotations

from kept.automation.actions.run import ask
from kept.automation.actions.wait import BEGINS_OR_ENDS, forget_rest, keep_waits
from kept.automation.queries import conditions_of, conversation_of, running, sheet_of
from kept.automation.rules.triggers import BY_KIND
from kept.ledger.models import Event

FOLLOWED = tuple(dict.fromkeys([*BY_KIND, *BEGINS_OR_ENDS]))


def hear(event: Event) -> None:
    """Runs in the transaction of the reader that follows the ledger."""
    pk = event.facts["conversation"]
    if event.kind == "conversation.status_changed":
        forget_rest(event)
    triggers = [*filter(None, [BY_KIND.get(event.kind)]), *BEGINS_OR_ENDS.get(event.kind, ())]
    rules = running(*triggers)
    conversation = conversation_of(pk) if rules and pk else None
    if conversation is None:
        return
    here = [rule for rule in rules if rule.desk_id in {None, conversation.desk_id}]
    keep_waits([rule for rule in here if rule.is_by_time], conversation, event)
    letter = int(event.facts["message"]) if event.kind == "message.received" else 0
    has_changed = False
    for rule in here:
        # What it did itself sets no rule going again.
        if rule.is_by_time or event.by == rule.handle:
            continue
        if has_changed:
            # The one before may have changed what this one asks for.
            conversation = conversation_of(pk)
            if conversation is None:
                return
        sheet = sheet_of(conversation, conditions_of(rule), letter=letter, at=event.at)
        run = ask(
            rule, conversation, sheet, occasion=f"event:{event.pk}", now=event.at, cause=event
        )
        has_changed = run is not None

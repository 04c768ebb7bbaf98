"""What rooms do as a member says that a letter is a complaint, in the same transaction.

A room below or beside cannot be called from here; whoever stands above both says in its `ready()`:
`on_complaint(function)`. The function is given the conversation, and `hint`, `by`, `now`, `cause`.
"""

from __future__ import annotations

from collections.abc import Callable

Hook = Callable[..., object]

HOOKS: list[Hook] = []


def on_complaint(hook: Hook) -> Hook:
    """Call it for each complaint that is confirmed. What it raises undoes the confirmation."""
    if hook not in HOOKS:
        HOOKS.append(hook)
    return hook

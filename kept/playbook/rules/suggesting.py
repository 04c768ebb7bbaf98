"""Which situations what somebody wrote may be. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kept.playbook.rules.hints import ANGER, LEAVING, REPEATED, URGENT

FAIR, SORRY, ROUTE, EXPLAIN = "FAIR", "SORRY", "ROUTE", "EXPLAIN"
CALLBACK, PERSONAL, THANKS, FEEDBACK = "CALLBACK", "PERSONAL", "THANKS", "FEEDBACK"
COLLEAGUE, INSTEAD, DIFFER, BOUNDARY = "COLLEAGUE", "INSTEAD", "DIFFER", "BOUNDARY"
SITUATIONS = (
    *(FAIR, SORRY, ROUTE, EXPLAIN, CALLBACK, PERSONAL),
    *(THANKS, FEEDBACK, COLLEAGUE, INSTEAD, DIFFER, BOUNDARY),
)
_FOR = {
    ANGER: (SORRY, FAIR, PERSONAL),
    REPEATED: (COLLEAGUE, SORRY, THANKS),
    URGENT: (CALLBACK, THANKS),
    LEAVING: (FAIR, ROUTE),
}
MOST = 4
OTHERWISE = (THANKS, FAIR, CALLBACK, INSTEAD)
"""Where nothing was hinted at."""


def suggested(kinds: Iterable[str]) -> list[str]:
    """What fits what was seen, the first of each kind before the second of any."""
    rows = [_FOR[kind] for kind in kinds if kind in _FOR]
    if not rows:
        return list(OTHERWISE)
    deepest = max(len(row) for row in rows)
    taken = [row[at] for at in range(deepest) for row in rows if at < len(row)]
    return list(dict.fromkeys(taken))[:MOST]

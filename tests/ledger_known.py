"""For tests that count a page's queries: where the ledger stands is known, as on a busy desk.

A page asks for it once a second and process, so whether the question falls into a count would
depend on which test ran before. So it is with names and labels, which are read anew every ten or
thirty seconds: here they stay known once a page has read them.
"""

from __future__ import annotations

import pytest

from kept.automation import queries as rules
from kept.brand import queries as brands
from kept.conversations.queries import labels
from kept.ledger.reading import tip
from kept.live.middleware import last_look
from kept.people import names


@pytest.fixture
def ledger_end_known(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    known = tip()
    monkeypatch.setattr(last_look, "position", lambda: known)
    for module in (rules, brands, labels, names):
        monkeypatch.setattr(module, "FRESH_SECONDS", 3600)

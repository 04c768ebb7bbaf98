"""For tests that count a page's queries: where the ledger stands is known, as on a busy desk.

A page asks for it once a second and process, so whether the question falls into a count would
depend on which test ran before.
"""

from __future__ import annotations

import pytest

from kept.ledger.reading import tip
from kept.live.middleware import last_look


@pytest.fixture
def ledger_end_known(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    known = tip()
    monkeypatch.setattr(last_look, "position", lambda: known)

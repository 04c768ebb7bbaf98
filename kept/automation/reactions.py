"""Rules hear of what happens to conversations."""

from __future__ import annotations

from kept.automation.actions import FOLLOWED, hear
from kept.ledger import reaction

reaction(*FOLLOWED, reader="automation")(hear)

"""Clocks hear of letters and of what becomes of conversations."""

from __future__ import annotations

from kept.agreements.actions import targets
from kept.ledger import reaction
from kept.promises.actions.witness import witness

reaction(*targets.FOLLOWED, reader="agreements")(targets.answer)
witness(targets.look_first)

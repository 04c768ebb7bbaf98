"""The demo: eight weeks in the life of Northmoor Lamps, a small maker of lamps that does not exist.

Everything happens through the same actions a real house uses, each at its own moment, so that
timelines, statuses and the ledger are true. `house` and `customers` say who plays, `plots` holds
what people write to each other, `calendar` gives it a rhythm, `scenes` is what lies on the desk
today, and `seed` lets it all happen in order.
"""

from __future__ import annotations

DEMO_PASSWORD = "kept-demo-2026"
TRY_ADDRESS = "orders@northmoor.example"

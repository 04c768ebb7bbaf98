"""Facts of brands."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("brand.changed")
@dataclass(frozen=True, slots=True)
class BrandChanged:
    """`desk` is 0 where it is the house's."""

    desk: int

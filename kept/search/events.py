"""Facts of saved views. In which order somebody has theirs is nobody's history."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("view.saved")
@dataclass(frozen=True, slots=True)
class ViewSaved:
    """`reach` is OWN, TEAM, DESK or ALL; `of` is the id of the team or desk, 0 for none."""

    view: int
    reach: str
    of: int


@event("view.changed")
@dataclass(frozen=True, slots=True)
class ViewChanged:
    """As in `view.saved`, after the change."""

    view: int
    reach: str
    of: int


@event("view.deleted")
@dataclass(frozen=True, slots=True)
class ViewDeleted:
    view: int


@event("view.restored")
@dataclass(frozen=True, slots=True)
class ViewRestored:
    """It was deleted, and is not."""

    view: int

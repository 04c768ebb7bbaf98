"""What counted conversations add up to, cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kept.reports.models import BY_MONTH, Counted, Facet
from kept.reports.rules.cells import cell_of_month
from kept.reports.standing import Standing

Cell = tuple[str, int, int, str]
"""Facet, its key, desk, and the cell as `rules.cells` names it."""


def tell(sums: Any, one: Counted | Standing, step: int) -> None:
    """Add it so many times: days and lengths by every facet, hours of the desk alone."""
    for cell, number in one.cells.items():
        if cell[0] == "H":
            sums[(Facet.ALL.value, 0, one.desk_id, cell)] += step * number
            continue
        month = cell_of_month(cell)
        for facet, key in one.facets:
            sums[(facet, key, one.desk_id, cell)] += step * number
            if facet in BY_MONTH:
                sums[(BY_MONTH[facet], key, one.desk_id, month)] += step * number


def sums_of(counted: Iterable[Counted]) -> dict[Cell, int]:
    """What these rows add up to."""
    sums: defaultdict[Cell, int] = defaultdict(int)
    for one in counted:
        tell(sums, one, +1)
    return sums

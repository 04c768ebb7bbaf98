"""Every change of routing, one verb a function."""

from kept.routing.actions.route import fill, fill_all, leave_line, route
from kept.routing.actions.settle import (
    LimitAboveMost,
    NoSuchLimit,
    settle_capacity,
    settle_own,
    settle_routing,
)

__all__ = [
    "LimitAboveMost",
    "NoSuchLimit",
    "fill",
    "fill_all",
    "leave_line",
    "route",
    "settle_capacity",
    "settle_own",
    "settle_routing",
]

from kept.reports.actions.count import READER, count, count_pending
from kept.reports.actions.mark import mark, mark_calendar, mark_customer, mark_desk, mark_tags
from kept.reports.actions.rebuild import rebuild

__all__ = [
    "READER",
    "count",
    "count_pending",
    "mark",
    "mark_calendar",
    "mark_customer",
    "mark_desk",
    "mark_tags",
    "rebuild",
]

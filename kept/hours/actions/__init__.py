"""Every change to calendars, who works by them, and absences, one verb a function."""

from kept.hours.actions.absence import (
    AbsentAlready,
    EndsBeforeItBegins,
    TooLong,
    change_absence,
    note_absence,
    withdraw_absence,
)
from kept.hours.actions.change import (
    ChangedMeanwhile,
    HasBegun,
    PastDate,
    change_hours,
    drop_day,
    set_day,
    withdraw_version,
)
from kept.hours.actions.make import (
    NameTaken,
    NeverOpenWeek,
    UnknownRegion,
    make_calendar,
    open_house_calendar,
)
from kept.hours.actions.settle import settle_calendar

__all__ = [
    "AbsentAlready",
    "ChangedMeanwhile",
    "EndsBeforeItBegins",
    "HasBegun",
    "NameTaken",
    "NeverOpenWeek",
    "PastDate",
    "TooLong",
    "UnknownRegion",
    "change_absence",
    "change_hours",
    "drop_day",
    "make_calendar",
    "note_absence",
    "open_house_calendar",
    "set_day",
    "settle_calendar",
    "withdraw_absence",
    "withdraw_version",
]

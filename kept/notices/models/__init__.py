"""What was told to whom, how it travels, and what each member has chosen."""

from kept.notices.models.alarms import AlarmNotice
from kept.notices.models.promises import (
    Browser,
    CalendarLink,
    DeskPreference,
    Notice,
    Preference,
    PushKey,
    Telling,
    mailed_by_default,
)

__all__ = [
    "AlarmNotice",
    "Browser",
    "CalendarLink",
    "DeskPreference",
    "Notice",
    "Preference",
    "PushKey",
    "Telling",
    "mailed_by_default",
]

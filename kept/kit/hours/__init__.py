"""When we work, and sums over it: windows of a week in a zone, breaks, shifts and holidays.

Open is what the clock on the wall says. When the clocks go back the doubled hour counts twice, when
they go forward the skipped one does not exist; what is counted is elapsed time. Pure: no clock, no
Django. `kept hours` answers from here, and every promise is due by it.
"""

from kept.kit.hours.calendar import DAYS, NINE_TO_FIVE, Hours
from kept.kit.hours.openings import NeverOpen, Week
from kept.kit.hours.public import Region
from kept.kit.hours.renegotiation import renegotiate_by
from kept.kit.hours.windows import BadHours, Windows

__all__ = [
    "DAYS",
    "NINE_TO_FIVE",
    "BadHours",
    "Hours",
    "NeverOpen",
    "Region",
    "Week",
    "Windows",
    "renegotiate_by",
]

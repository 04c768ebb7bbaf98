"""When a letter leaves that is sent later: words such as "tomorrow 9:00" as a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours, NeverOpen
from kept.promises.rules.dates import read


def moment_of(
    words: str, *, now: datetime, zone: str, hours: Hours, language: str
) -> datetime | None:
    """The moment these words name, by the clock in `zone`; None where they name none to come.

    A day without a time is the hour at which we open then.
    """
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    found = None
    for tongue in dict.fromkeys([language, "en"]):
        times = read(words, at=local, zone=zone, language=tongue)
        found = next((one for one in times if one.kind in {"moment", "range"}), None)
        if found:
            break
    if found is None or found.value_start is None:
        return None
    start = found.value_start.astimezone(UTC)
    if found.grain == "day":
        if found.value_end is not None and found.value_end <= now:
            return None
        try:
            start = hours.next_open(max(start, now)).astimezone(UTC)
        except NeverOpen:
            return None
    return start if start > now else None

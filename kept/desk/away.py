"""When somebody whose mail program answered for them is there again, by its own words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.conversations.models import Message
from kept.promises.rules import spoken_in
from kept.promises.rules.dates import read

LONGEST_AWAY = timedelta(days=183)
LONGEST_TEXT = 2_000
_MOMENT = timedelta(seconds=1)


def away_in_words(letter: Message, *, zone: str) -> str:
    """“Away until 4 December”, “Back on 7 December”; where no day is named, only that they are."""
    text = f"{letter.text or letter.quoted}"[:LONGEST_TEXT]
    found = back_on(text, at=letter.at, zone=zone)
    if found is None:
        return _("Out of office")
    day, is_last = found
    words = _("Out of office until %(day)s") if is_last else _("Out of office, back on %(day)s")
    return words % {"day": date_format(day, "j F" if day.year == letter.at.year else "j F Y")}


def back_on(text: str, *, at: datetime, zone: str) -> tuple[date, bool] | None:
    """The latest day named that is still to come, and whether it is the last one away."""
    there = ZoneInfo(zone)
    days: list[tuple[date, bool]] = []
    for said in read(text, at=at.astimezone(there), zone=zone, language=spoken_in(text)):
        is_range = said.kind == "range"
        moment = said.value_end if is_range else said.value_start
        # "We answer in two days" counts days, and names none.
        if (
            not said.has_date
            or said.counted
            or moment is None
            or not at < moment <= at + LONGEST_AWAY
        ):
            continue
        local = (moment - _MOMENT if is_range else moment).astimezone(there)
        days.append((local.date(), is_range))
    return max(days, default=None)

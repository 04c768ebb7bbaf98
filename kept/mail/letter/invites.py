"""The first event of a calendar part, for the card that is shown above a letter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from kept.mail.letter.charsets import decode, scrub
from kept.mail.letter.shapes import Invite

MOST_BYTES = 256 * 1024


def read_invite(data: bytes, charset: str | None, method: str | None) -> Invite | None:
    if len(data) > MOST_BYTES or b"BEGIN:VCALENDAR" not in data[:2048].upper():
        return None
    try:
        calendar: Any = Calendar.from_ical(decode(data, charset or "utf-8")[0])
        event = next((part for part in calendar.walk() if part.name in {"VEVENT", "VTODO"}), None)
        if event is None:
            return None
        return Invite(
            method=words(calendar.get("METHOD")) or (method.upper() if method else None),
            uid=words(event.get("UID")),
            summary=words(event.get("SUMMARY")),
            start=moment(event.get("DTSTART")),
            end=moment(event.get("DTEND") or event.get("DUE")),
            organizer=words(event.get("ORGANIZER")),
            place=words(event.get("LOCATION")),
            answer=answer(event.get("ATTENDEE")),
        )
    except Exception:  # foreign text in a foreign library: whatever it raises, there is no card
        return None


def words(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    text = scrub(str(value)).strip() if value is not None else ""
    if text.lower().startswith("mailto:"):
        text = text[7:]
    return text[:1000] or None


def answer(attendees: Any) -> str | None:
    """What the only attendee says; a list of them is who is asked, not who answers."""
    if isinstance(attendees, list):
        attendees = attendees[0] if len(attendees) == 1 else None
    said = str(getattr(attendees, "params", {}).get("PARTSTAT", "")).lower()
    return said if said in {"accepted", "declined", "tentative"} else None


def moment(value: Any) -> str | None:
    found = getattr(value, "dt", None)
    return found.isoformat() if isinstance(found, (datetime, date)) else None

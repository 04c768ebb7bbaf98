"""The Date header: RFC 5322 and what is sent instead of it. Total; no zone is read as UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january janv ene enero", "feb februar february fev fevr febrero",
            "mar march mrz maerz mars mrt maart", "apr april avr abr abril",
            "may mai maj mei mayo", "jun june juni juin junio", "jul july juli juil julio",
            "aug august aout ago agosto", "sep sept september set", "oct october okt oktober oto",
            "nov november", "dec december dez dezember dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "met": 60,
    "mest": 120, "mesz": 120, "mez": 60, "bst": 60, "wet": 0, "west": 60, "eet": 120,
    "eest": 180, "msk": 180, "jst": 540, "ist": 330, "ast": -240, "adt": -180,
}  # fmt: skip
NUMERIC_ZONE = re.compile(r"(?<![\d.:-])(?:GMT|UTC|UT)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)", re.I)
CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?(?:\s?([ap])\.?m\.?\b)?", re.I
)
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[\s/-]{0,3}([A-Za-z]{3,9})\.?,?[\s/-]{0,3}(\d{2,4})(?![\d:])"
)
MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
LETTERS = re.compile(r"[A-Za-z]{1,5}")
SPACED_COLON = re.compile(r"(?<=\d)\s{0,3}:\s{0,3}(?=\d\d)")
COMMENT = re.compile(r"\([^()]{0,80}\)")


def read_date(text: str) -> datetime | None:
    """The moment with the offset the sender wrote, or None."""
    plain = " ".join(text[:200].split())
    plain = COMMENT.sub(" ", COMMENT.sub(" ", plain))
    plain = SPACED_COLON.sub(":", plain)
    day = calendar_day(plain)
    if day is None:
        return None
    year, month, date, rest = day
    clock = CLOCK.search(rest)
    hour = minute = second = 0
    if clock is not None:
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        if clock[4]:
            hour = hour % 12 + (12 if clock[4] in "pP" else 0)
        rest = rest[clock.end() :]
    second = min(second, 59)  # a leap second
    try:
        return datetime(year, month, date, hour, minute, second, tzinfo=zone(rest))
    except (ValueError, OverflowError):
        return None


def calendar_day(text: str) -> tuple[int, int, int, str] | None:
    """(year, month, day, what is left of the text)."""
    if found := ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3]), text[found.end() :].lstrip("Tt ")
    for found in DAY_FIRST.finditer(text):
        month = MONTHS.get(found[2].lower())
        if month:
            rest = text[: found.start()] + " " + text[found.end() :]
            return full_year(found[3]), month, int(found[1]), rest
    for found in MONTH_FIRST.finditer(text):
        month = MONTHS.get(found[1].lower())
        if month:
            rest = text[found.end() :]
            year = YEAR.search(rest)
            if year is None:
                return None
            rest = rest[: year.start()] + " " + rest[year.end() :]
            return int(year[1]), month, int(found[2]), rest
    return None


def full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    if len(digits) == 3:
        return year + 1900
    return year + (2000 if year < 50 else 1900)


def zone(text: str) -> timezone:
    if found := NUMERIC_ZONE.search(text):
        digits = found[2] + (found[3] or "")
        if len(digits) == 3:
            digits = "0" + digits
        hours, minutes = int(digits[:2]), int(digits[2:] or 0)
        offset = hours * 60 + minutes
        if offset < 24 * 60 and minutes < 60:
            return timezone(timedelta(minutes=-offset if found[1] == "-" else offset))
        return UTC
    for name in LETTERS.findall(text):
        if name.lower() in ZONES:
            return timezone(timedelta(minutes=ZONES[name.lower()]))
    return UTC

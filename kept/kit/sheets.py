"""Tables as CSV that a spreadsheet may open without running what somebody typed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# What spreadsheets take for the begin of a formula, in both widths; and what they skip before it.
_STARTS = "=+-@＝＋－＠"
_SKIPPED = "\t\r\n"

Value = str | int


def sheet(rows: Iterable[Sequence[Value]]) -> bytes:
    """RFC 4180: UTF-8 behind its mark, so that spreadsheets see it; lines end with CRLF."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(v) for v in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(value: Value) -> Value:
    """Words that would be read as a formula, behind an apostrophe. Numbers stay numbers."""
    if isinstance(value, int):
        return value
    begins = value[:1] in _SKIPPED if value else False
    return f"'{value}" if begins or value.lstrip()[:1] in tuple(_STARTS) else value

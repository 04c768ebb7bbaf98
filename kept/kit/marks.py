"""Accents and other marks above and below a letter: no text needs very many of them in a row.

To put marks into their canonical order takes time with the square of their number, so whoever
normalizes foreign text counts them first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

MOST = 30
"""In a row; the same as Unicode's own format for streams."""


def _class_of_marks() -> str:
    """All that is ordered, as a class of a pattern; they lie on the first two planes."""
    ranges: list[list[int]] = []
    for number in range(0x300, 0x20000):
        if unicodedata.combining(chr(number)):
            if ranges and ranges[-1][1] == number - 1:
                ranges[-1][1] = number
            else:
                ranges.append([number, number])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


@cache
def _many() -> re.Pattern[str]:
    marks = _class_of_marks()
    return re.compile(f"([{marks}]{{{MOST}}})[{marks}]+")


def normalized(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """As `unicodedata.normalize`, at a cost that grows with the length alone."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _many().sub(r"\1", text))

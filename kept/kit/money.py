"""Money as whole minor units and an ISO 4217 code. No amount is ever a float."""

from __future__ import annotations

import re

DIGITS = {
    **dict.fromkeys(("AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS"), 2),
    **dict.fromkeys(("INR", "MXN", "NOK", "NZD", "PLN", "SEK", "SGD", "TRY", "USD", "ZAR"), 2),
    **dict.fromkeys(("JPY", "KRW", "CLP"), 0),
    **dict.fromkeys(("BHD", "KWD", "TND"), 3),
}
"""Digits behind the point, of each currency we know."""
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
MOST = 10**12
_TYPED = re.compile(r"(\d{1,12})(?:[.,](\d{1,3}))?")


class NotMoney(ValueError):
    """What was typed is no amount of this currency."""


def minor_of(typed: str, currency: str) -> int:
    """`12`, `12.50` or `12,50` in minor units. Raises `NotMoney`."""
    digits = DIGITS.get(currency)
    found = _TYPED.fullmatch(typed.strip())
    if digits is None or not found or len(found[2] or "") > digits:
        raise NotMoney(typed)
    minor = int(found[1] + (found[2] or "").ljust(digits, "0"))
    if minor > MOST:
        raise NotMoney(typed)
    return minor


def plain(minor: int, currency: str, *, point: str = ".") -> str:
    """The number alone; whole amounts without their noughts: `50`, `38.50`."""
    digits = DIGITS[currency]
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}{point}{rest:0{digits}d}" if rest else str(whole)

"""Grants and gestures in words."""

from __future__ import annotations

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.charter.models import Kind, Period
from kept.kit.money import SIGNS, plain


def in_money(minor: int, currency: str) -> str:
    """`€50`, `€38.50`, `PLN 20`; in German `38,50 €`."""
    number = plain(minor, currency, point=str(get_format("DECIMAL_SEPARATOR")))
    sign = SIGNS.get(currency)
    if sign is None:
        return f"{currency}\u00a0{number}"
    return pgettext("money", "%(sign)s%(number)s") % {"sign": sign, "number": number}


def gesture_words(kind: str, amount: int | None, currency: str, what: str) -> str:
    """What the customer is promised, in the language at hand."""
    money = in_money(amount, currency) if amount else ""
    match kind:
        case Kind.CREDIT if money:
            words = _("You get %(money)s of store credit") % {"money": money}
        case Kind.REFUND if money:
            words = _("We pay %(money)s back to you") % {"money": money}
        case Kind.REPLACEMENT:
            words = _("You get a replacement")
        case Kind.UPGRADE:
            words = _("You get an upgrade")
        case Kind.WAIVER:
            words = _("We make an exception for you")
        case Kind.GIFT:
            words = _("You get something from us to say sorry")
        case Kind.CREDIT:
            words = _("You get store credit")
        case _other:
            words = _("We pay you back")
    return f"{words}: {what}" if what else f"{words}."


def may_words(kind: str, amount: int | None, currency: str, times: int | None, period: str) -> str:
    """`up to €50 of store credit a month`."""
    told: dict[str, object] = {
        "kind": Kind(kind).label,
        "period": Period(period).label,
        "times": times,
    }
    if amount is not None:
        told["money"] = in_money(amount, currency)
        if times is not None:
            return _("up to %(money)s of %(kind)s, at most %(times)s times %(period)s") % told
        return _("up to %(money)s of %(kind)s %(period)s") % told
    return _("%(kind)s, at most %(times)s times %(period)s") % told


def given_words(kind: str, amount: int | None, currency: str, what: str) -> str:
    """`€12 of store credit`, for us."""
    words = str(Kind(kind).label)
    if amount:
        words = _("%(money)s of %(kind)s") % {"money": in_money(amount, currency), "kind": words}
    return f"{words} ({what})" if what else words


def decided_words(kind: str, amount: int | None, currency: str, what: str, reason: str) -> str:
    """`€12 of store credit. Why: …`, for us."""
    words = given_words(kind, amount, currency, what)
    return _("%(words)s. Why: %(reason)s") % {"words": words, "reason": " ".join(reason.split())}


def rest_words(left: int | None, times_left: int | None, currency: str) -> str:
    """What is left of a grant."""
    if left == 0 or times_left == 0:
        return _("used up")
    if left is not None:
        return _("%(money)s left") % {"money": in_money(left, currency)}
    return ngettext("once more", "%(n)s times more", times_left or 0) % {"n": times_left}

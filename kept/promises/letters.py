"""What we write to a customer about a promise. A start for the writer, who may change it all."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.promises.models import Promise


def renegotiation(promise: Promise, *, page: str, writer: str, now: datetime) -> str:
    """The letter that asks for another time, before the promised one has come."""
    customer = promise.customer
    zone = customer.zone or promise.desk.zone
    values = {
        "name": first_name(customer.name),
        "words": promise.words,
        "due": moment_in_words(promise.due_at, zone),
        "page": page,
        "writer": writer,
    }
    if now > promise.due_at:
        return (
            _(
                "Dear %(name)s,\n\n"
                "I wrote “%(words)s” and it should have been done by %(due)s. It was not, and I "
                "did not tell you in time. I am sorry.\n\n"
                "Please choose the time that suits you best, and I will hold to it:\n%(page)s\n\n"
                "%(writer)s"
            )
            % values
        )
    return (
        _(
            "Dear %(name)s,\n\n"
            "I wrote “%(words)s”, by %(due)s. I will not manage that, and I would rather tell "
            "you now than then.\n\n"
            "Which other time suits you? Choose one here, and I will hold to it:\n%(page)s\n\n"
            "%(writer)s"
        )
        % values
    )


def first_name(name: str) -> str:
    """How we greet: the first word of a name, or all of a name that has an `&` or a digit."""
    words = name.split()
    if not words or any(mark in name for mark in "&@0123456789"):
        return name
    return words[0]


def moment_in_words(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'l j F')}, {local:%H:%M}"

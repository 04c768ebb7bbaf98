"""Whether the holder of a session is signed in, and still is.

Read only: Django's own `get_user` would renew a session sealed with a former key, and its new name
could not reach the browser from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from kept.people.models import Member

T = TypeVar("T")

MOST_AT_ONCE = 500
"""Names in one question to the database."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in member, and what their session was sealed with when we looked."""

    member: int
    session: str
    seal: tuple[int, str]


def seat_of(session_key: str) -> Seat | None:
    """Who holds this session, if they are signed in and active."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(session_key).load()
    pk, seal = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY)
    if not pk or not seal:
        return None
    member = Member.objects.active().filter(pk=pk).first()
    if member is None:
        return None
    seals = [member.get_session_auth_hash(), *member.get_session_auth_fallback_hash()]
    if not any(constant_time_compare(seal, good) for good in seals):
        return None
    return Seat(member.pk, session_key, (member.epoch, member.password))


def still_good(seats: Iterable[Seat], *, now: datetime) -> set[Seat]:
    """Those of the seats whose session and rights still stand."""
    asked = set(seats)
    seals = {
        pk: (epoch, password)
        for some in _parts({seat.member for seat in asked})
        for pk, epoch, password in Member.objects.active()
        .filter(pk__in=some)
        .values_list("pk", "epoch", "password")
    }
    alive = {
        key
        for some in _parts({seat.session for seat in asked})
        for key in Session.objects.filter(pk__in=some, expire_date__gt=now).values_list(
            "pk", flat=True
        )
    }
    return {seat for seat in asked if seat.session in alive and seals.get(seat.member) == seat.seal}


def _parts(values: Iterable[T]) -> Iterator[list[T]]:
    everything = list(values)
    for start in range(0, len(everything), MOST_AT_ONCE):
        yield everything[start : start + MOST_AT_ONCE]

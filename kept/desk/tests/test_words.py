"""Promises beside a conversation, in words."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from kept.desk.templatetags.desk import dial, tally
from tests.cast import NOON

ENDED = {"kept", "kept-late", "broken", "released"}


def cards(*states):
    return [
        SimpleNamespace(state=state, promise=SimpleNamespace(is_settled=state in ENDED))
        for state in states
    ]


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([], ""),
        (["open"], "1 open"),
        (["overdue", "soon", "kept"], "2 open · 1 of 1 kept"),
        (["kept", "kept-late", "broken"], "2 of 3 kept"),
    ],
)
def test_what_there_is_none_of_is_not_said(states, words):
    assert tally(cards(*states)) == words


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("", ""),
        ("ask at the door", ""),
        ("+", ""),
        ("0117 496 0123", "01174960123"),
        (" +351 (21) 555-01.23", "+351215550123"),
        ("+49 (0)30 5550123", "+49305550123"),
        ("030/5550123+4", "03055501234"),
    ],
)
def test_a_telephone_dials_digits_and_a_plus_before_them(phone, dialled):
    assert dial(phone) == dialled


@pytest.mark.parametrize(
    ("hours", "theirs", "words"),
    [
        ((20, 23), "Europe/Lisbon", "08:00 to 11:00 in Lisbon"),
        ((None, 23), "Europe/Lisbon", "by 11:00 in Lisbon"),
        ((20, 20), "Europe/Lisbon", "08:00 in Lisbon"),
        ((20, 23), "Asia/Tokyo", "17:00 to 20:00 in Tokyo"),
        ((20, 23), "Pacific/Auckland", "Wed 21:00 to Thu 00:00 in Auckland"),
        ((None, 13), "America/Los_Angeles", "by Tue 17:00 in Los Angeles"),
        ((10, 11), "Asia/Tokyo", "Wed 07:00 to 08:00 in Tokyo"),
        ((20, 23), "America/Los_Angeles", "00:00 to 03:00 in Los Angeles"),
        ((20, 23), "Europe/Paris", ""),
    ],
)
def test_a_window_is_told_there_too_and_the_day_only_where_it_differs(hours, theirs, words):
    start, end = (None if n is None else NOON + timedelta(hours=n) for n in hours)
    offer = SimpleNamespace(due_from=start, due_at=end)

    said = Template("{% load desk %}{% and_there offer theirs %}").render(
        Context({"offer": offer, "theirs": theirs, "zone": "Europe/Berlin", "now": NOON})
    )

    assert said == words

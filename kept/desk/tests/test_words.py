"""Promises beside a conversation, in words."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from kept.desk.templatetags.desk import tally
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
    ("hours", "theirs", "words"),
    [
        ((20, 23), "Europe/Lisbon", "in Lisbon. Here 09:00 to 12:00"),
        ((None, 23), "Europe/Lisbon", "in Lisbon. Here by 12:00"),
        ((20, 20), "Europe/Lisbon", "in Lisbon. Here 09:00"),
        ((20, 23), "Asia/Tokyo", "in Tokyo. Here 09:00 to 12:00"),
        ((20, 23), "Pacific/Auckland", "in Auckland. Here Tomorrow, 09:00 to 12:00"),
        ((20, 23), "America/Los_Angeles", "in Los Angeles. Here 09:00 to 12:00"),
    ],
)
def test_a_window_is_told_here_too_and_the_day_only_where_it_differs(hours, theirs, words):
    start, end = (None if n is None else NOON + timedelta(hours=n) for n in hours)
    offer = SimpleNamespace(due_from=start, due_at=end)

    said = Template("{% load desk %}{% and_here offer theirs %}").render(
        Context({"offer": offer, "theirs": theirs, "zone": "Europe/Berlin", "now": NOON})
    )

    assert said == words

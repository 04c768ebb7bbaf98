"""Into focus and out of it, and what nobody learns of that."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from kept.focus import actions, queries
from kept.focus.models import Focus, FocusChoice, Parked
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def standing(member, now=NOON):
    return queries.standing_of(member, now=now)


@pytest.fixture
def ada():
    return make_member("ada", zone="Europe/Berlin")


def test_one_click_is_as_they_like_it(ada):
    actions.settle_choice(minutes=25, takes=True, by=ada)
    row = actions.begin(by=ada, now=NOON)

    assert (row.until, row.takes) == (NOON + 25 * MINUTE, True)
    told = standing(ada)
    assert (told.end, told.is_timed, told.minutes) == (NOON + 25 * MINUTE, True, 25)
    assert standing(ada, NOON + 25 * MINUTE).was == (NOON, NOON + 25 * MINUTE)


def test_a_time_goes_before_a_length(ada):
    row = actions.begin(minutes=90, at=time(14, 0), by=ada, now=NOON)
    assert row.until == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"minutes": 26}, actions.NoSuchLength),
        ({"at": time(12, 30)}, actions.TooLong),
    ],
)
def test_a_length_nobody_offered_begins_nothing(ada, given, refusal):
    with pytest.raises(refusal):
        actions.begin(**given, by=ada, now=NOON)
    assert not Focus.objects.exists()


def test_another_end_keeps_what_was_parked_and_a_new_begin_does_not(ada):
    talk = make_conversation(desk=make_desk("Orders", ada))
    actions.begin(minutes=25, by=ada, now=NOON)
    assert actions.park(talk, by=ada, now=NOON)
    actions.begin(minutes=0, by=ada, now=NOON + MINUTE)

    told = standing(ada)
    assert (told.parked, told.is_timed) == ((talk.pk,), False)
    actions.end(by=ada, now=NOON + 2 * MINUTE)
    assert standing(ada, NOON + 3 * MINUTE).was == (NOON, NOON + 2 * MINUTE)
    actions.begin(by=ada, now=NOON + 4 * MINUTE)
    assert standing(ada, NOON + 4 * MINUTE).parked == ()


def test_an_end_counts_once_and_what_is_put_away_leaves_nothing(ada):
    talk = make_conversation(desk=make_desk("Orders", ada))
    actions.begin(minutes=25, by=ada, now=NOON)
    actions.park(talk, by=ada, now=NOON)
    actions.put_away(by=ada, now=NOON)
    assert Focus.objects.exists()

    assert actions.end(by=ada, now=NOON + MINUTE)
    assert not actions.end(by=ada, now=NOON + 2 * MINUTE)
    assert not actions.park(talk, by=ada, now=NOON + 2 * MINUTE)
    actions.put_away(by=ada, now=NOON + 2 * MINUTE)

    assert not Focus.objects.exists()
    assert not Parked.objects.exists()


def test_what_is_out_of_sight_cannot_be_parked(ada):
    make_desk("Orders", ada)
    theirs = make_conversation(desk=make_desk("Billing", make_member("bea")))
    actions.begin(by=ada, now=NOON)

    with pytest.raises(NotAllowed):
        actions.park(theirs, by=ada, now=NOON)
    assert not Parked.objects.exists()


def test_whoever_has_left_begins_nothing(ada):
    ada.is_active = False
    for act in (
        lambda: actions.begin(by=ada, now=NOON),
        lambda: actions.settle_choice(minutes=25, takes=False, by=ada),
        lambda: actions.write_best_note("Hm", by=ada),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Focus.objects.exists()
    assert not FocusChoice.objects.exists()


def test_the_ledger_hears_nothing_of_it(ada):
    talk = make_conversation(desk=make_desk("Orders", ada))
    before = Event.objects.count()

    actions.settle_choice(minutes=90, takes=True, by=ada)
    actions.begin(by=ada, now=NOON)
    actions.park(talk, by=ada, now=NOON)
    actions.unpark_all(by=ada)
    actions.write_best_note("Early, and with tea.", by=ada)
    actions.want_aid(wants=False, by=ada)
    actions.end(by=ada, now=NOON + MINUTE)
    actions.put_away(by=ada, now=NOON + MINUTE)

    assert Event.objects.count() == before


def test_only_those_in_focus_now_are_told_of(ada):
    bea, cem = make_member("bea"), make_member("cem")
    actions.begin(minutes=25, by=ada, now=NOON)
    actions.begin(minutes=90, by=bea, now=NOON)

    later = NOON + 30 * MINUTE
    assert set(queries.in_focus([ada, bea, cem], now=later)) == {bea.pk}
    assert queries.held_for(ada, now=later) is None
    assert queries.held_for(bea, now=later) == later + MINUTE

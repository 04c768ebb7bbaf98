"""Promises as a calendar that other programs read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from kept.promises import actions
from kept.promises.calendars import calendar_of
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)


def entries(*promises: Promise, **more: object) -> list:
    found = Promise.objects.filter(pk__in=[promise.pk for promise in promises]).order_by("pk")
    calendar = Calendar.from_ical(calendar_of(found, **more))  # type: ignore[arg-type]
    return list(calendar.walk("VEVENT"))


def test_a_deadline_is_a_moment_that_keeps_nobody_from_other_things():
    (entry,) = entries(make_promise(due_at=TOMORROW))

    assert str(entry["summary"]) == "I'll call you tomorrow."
    assert entry.decoded("dtstart") == TOMORROW
    assert "dtend" not in entry
    assert (str(entry["transp"]), str(entry["status"])) == ("TRANSPARENT", "CONFIRMED")
    assert str(entry["uid"]).startswith("promise-")
    assert str(entry["uid"]).endswith("@localhost")
    assert (int(entry["sequence"]), entry.decoded("dtstamp")) == (0, NOON)


def test_a_window_takes_its_time():
    (entry,) = entries(make_promise(due_from=TOMORROW - HOUR, due_at=TOMORROW))

    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (TOMORROW - HOUR, TOMORROW)
    assert str(entry["transp"]) == "OPAQUE"


def test_a_change_raises_the_sequence_and_keeps_the_name():
    promise = make_promise(due_at=TOMORROW)
    (before,) = entries(promise)

    actions.renegotiate(promise, due_at=TOMORROW + HOUR, by=promise.keeper, now=NOON + HOUR)
    (after,) = entries(promise)

    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after.decoded("dtstart") == TOMORROW + HOUR
    assert after.decoded("dtstamp") == NOON + HOUR


def test_whatever_happens_the_sequence_only_rises():
    promise = make_promise(due_at=TOMORROW)
    by = promise.keeper
    steps = [
        lambda: actions.pause(promise, reason="CUSTOMER", now=NOON + HOUR),
        lambda: actions.resume(promise, now=NOON + 2 * HOUR),
        lambda: actions.keep(promise, by=by, now=NOON + 3 * HOUR),
        lambda: actions.dispute(promise, by=None, now=NOON + 4 * HOUR),
        lambda: actions.keep(promise, by=by, now=NOON + 5 * HOUR),
    ]
    told = [(0, NOON)]
    for hours, step in enumerate(steps, 1):
        step()
        (entry,) = entries(promise)
        told.append((int(entry["sequence"]), entry.decoded("dtstamp")))
        assert told[-1] == (told[-1][0], NOON + hours * HOUR)

    assert [number for number, _ in told] == [0, 1, 2, 3, 4, 5]


def test_a_call_they_agreed_to_is_sure_from_then_on():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    offer = actions.offer_callback(
        conversation,
        words="I'll call you.",
        windows=[(TOMORROW, TOMORROW + HOUR), (TOMORROW + HOUR, TOMORROW + 2 * HOUR)],
        keeper=ada,
        by=ada,
        now=NOON,
    )
    (offered,) = entries(offer)
    actions.choose(offer, due_at=TOMORROW + HOUR, now=NOON + HOUR)
    (agreed,) = entries(offer)

    assert (str(offered["status"]), int(offered["sequence"])) == ("TENTATIVE", 0)
    assert (str(agreed["status"]), int(agreed["sequence"])) == ("CONFIRMED", 1)
    assert (agreed.decoded("dtstart"), agreed.decoded("dtend")) == (TOMORROW, TOMORROW + HOUR)


def test_what_they_let_go_is_called_off():
    promise = make_promise(due_at=TOMORROW)
    actions.release(promise, why="", by=None, now=NOON + HOUR)

    (entry,) = entries(promise)

    assert str(entry["status"]) == "CANCELLED"


NASTY = 'Semi; comma, back\\slash "quote"\nand a line; BEGIN:VEVENT ' + "ü🚀" * 60


def test_words_come_back_as_they_went_in_and_no_line_is_too_long():
    promise = make_promise(words=NASTY)

    raw = calendar_of([promise], details=lambda _: NASTY, name=NASTY)

    calendar = Calendar.from_ical(raw)
    (entry,) = calendar.walk("VEVENT")
    assert str(entry["summary"]) == promise.words
    assert str(entry["description"]) == NASTY
    assert len(calendar.subcomponents) == 1
    assert "BEGIN:VEVENT" in str(calendar["x-wr-calname"])
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in lines:
        line.decode()  # no letter is cut in two


def test_no_character_is_written_that_may_not_be():
    raw = calendar_of([make_promise(words="I'll write\x01 to\x7f you.")], name="A\x00\r\nB")

    assert b"SUMMARY:I'll write to you.\r\n" in raw
    assert b"X-WR-CALNAME:A\\nB\r\n" in raw


def test_the_same_promises_are_the_same_bytes():
    promise = make_promise()

    assert calendar_of([promise]) == calendar_of([Promise.objects.get(pk=promise.pk)])


def test_nothing_to_show_is_a_calendar_too():
    calendar = Calendar.from_ical(calendar_of([], name="Kept"))

    assert calendar.walk("VEVENT") == []
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert str(calendar["prodid"]) == "-//Kept//Promises//EN"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in calendar_of([])


def test_times_are_instants_so_no_change_of_the_clocks_moves_them():
    """The evening before Berlin's clocks go back, and the morning after."""
    due_from = datetime(2027, 10, 30, 22, 30, tzinfo=UTC)
    promise = make_promise(due_from=due_from, due_at=due_from + 4 * HOUR)

    raw = calendar_of([promise])

    assert b"DTSTART:20271030T223000Z\r\n" in raw
    assert b"DTEND:20271031T023000Z\r\n" in raw
    assert b"VTIMEZONE" not in raw

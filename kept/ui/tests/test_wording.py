from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.ui import wording

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday; 13:00 in Berlin."""
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-3, "0 min"), (46, "46 min"), (119, "119 min"), (120, "2 h"), (47 * 60, "47 h"),
     (48 * 60, "2 days"), (5 * 1440, "5 days")],
)  # fmt: skip
def test_a_length_is_said_in_its_largest_unit(minutes: int, words: str):
    assert wording.length(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON - timedelta(minutes=5), "12:55"),
        (NOON + timedelta(hours=5), "18:00"),
        (NOON - timedelta(days=3), "Sat"),
        (NOON - timedelta(days=12), "12 Nov"),
        (NOON + timedelta(days=12), "6 Dec"),
        (NOON - timedelta(days=400), "20 Oct 2025"),
    ],
)
def test_a_time_in_a_list_is_as_short_as_its_age_allows(at: datetime, words: str):
    assert wording.short(at, zone=BERLIN, today=NOON.date()) == words


def test_today_ends_at_midnight_where_the_reader_is():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    assert wording.day(late, zone="UTC", now=NOON) == "today"
    assert wording.day(late, zone=BERLIN, now=NOON) == "tomorrow"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON + timedelta(minutes=46), "Due in 46 min"),
        (NOON, "Due in 0 min"),
        (NOON + timedelta(hours=4), "Due today, 17:00"),
        (NOON + timedelta(days=1), "Due tomorrow, 13:00"),
        (NOON + timedelta(days=3, hours=4), "Due Friday, 17:00"),
        (NOON + timedelta(days=40), "Due 3 January 2027, 13:00"),
        (NOON - timedelta(minutes=20), "Overdue by 20 min"),
        (NOON - timedelta(days=2), "Overdue by 2 days"),
    ],
)
def test_a_due_moment_says_how_it_stands(at: datetime, words: str):
    assert wording.due(at, zone=BERLIN, now=NOON) == words


@pytest.mark.parametrize(
    ("early", "words"),
    [
        (timedelta(days=2), "Kept 2 days early"),
        (timedelta(minutes=19), "Kept 19 min early"),
        (timedelta(seconds=30), "Kept on time"),
        (timedelta(), "Kept on time"),
        (-timedelta(hours=3), "Kept 3 h late"),
    ],
)
def test_a_kept_promise_says_how_early_it_was(early: timedelta, words: str):
    assert wording.settled(NOON, NOON - early) == words


def test_an_exact_time_names_the_place_its_clock_stands_in():
    assert wording.exact(NOON, zone=BERLIN) == "Tuesday 24 November 2026, 13:00 in Berlin"
    assert wording.place("America/Argentina/Buenos_Aires") == "Buenos Aires"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (12_345, "12 kB"),
     (999_600, "1.0 MB"), (1_260_000, "1.3 MB"), (25_000_000_000, "25 GB")],
)  # fmt: skip
def test_a_size_is_said_in_the_unit_people_read(count: int, words: str):
    assert wording.file_size(count) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ines Valdorra", "IV"), ("Hollis & Daughter", "HD"), ("Orders", "OR"), ("émile", "ÉM"),
     ("ines.v@valdorra.example", "IN"), ("", "?"), ("  ", "?"), ("李 小龍", "李小")],
)  # fmt: skip
def test_a_face_shows_the_same_initials_every_time(name: str, letters: str):
    assert wording.initials(name) == letters

"""What is a promise and what is not, and until when. Written on Tuesday 24 November 2026, 14:14."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.kit.hours import Hours
from kept.promises.rules import spot

NOW = datetime(2026, 11, 24, 14, 14, tzinfo=UTC)
HOURS = Hours(zone="UTC")


def found(text: str) -> list[tuple[str, str]]:
    return [(s.words, s.reading) for s in spot(text, at=NOW, zone="UTC", hours=HOURS)]


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        (
            "I'll call you tomorrow morning.",
            "I'll call you tomorrow morning",
            "Wed 25 Nov, 08:00 to 12:00",
        ),
        ("We’ll replace it by Friday.", "We’ll replace it by Friday", "Fri 27 Nov, by 17:00"),
        (
            "You'll have it by Friday noon, promised.",
            "You'll have it by Friday noon",
            "Fri 27 Nov, by 12:00",
        ),
        ("I will write to you today.", "I will write to you today", "Tue 24 Nov, 14:14 to 17:00"),
        (
            "We will refund the amount within 24 hours.",
            "We will refund the amount within 24 hours",
            "Wed 25 Nov, by 14:14",
        ),
        (
            "I'll send it in two working days.",
            "I'll send it in two working days",
            "Thu 26 Nov, 09:00 to 17:00",
        ),
        ("I'll ring you at 3pm.", "I'll ring you at 3pm", "Tue 24 Nov, 15:00"),
        (
            "I'll ring you on Thursday between 3 and 4 pm.",
            "I'll ring you on Thursday between 3 and 4 pm",
            "Thu 26 Nov, 15:00 to 16:00",
        ),
        (
            "We'll let you know by close of business.",
            "We'll let you know by close of business",
            "Tue 24 Nov, by 17:00",
        ),
        (
            "We'll have an answer by the end of next week.",
            "We'll have an answer by the end of next week",
            "Fri 4 Dec, by 17:00",
        ),
        (
            "Your lamp will be sent on 3 December.",
            "Your lamp will be sent on 3 December",
            "Thu 3 Dec, 09:00 to 17:00",
        ),
        (
            "I am going to look into it this afternoon.",
            "I am going to look into it this afternoon",
            "Tue 24 Nov, 14:14 to 16:00",
        ),
        (
            "Tomorrow I'll ask the workshop.",
            "Tomorrow I'll ask the workshop",
            "Wed 25 Nov, 09:00 to 17:00",
        ),
    ],
)
def test_a_promise_is_found_with_its_words_and_window(text, words, reading):
    assert found(text) == [(words, reading)]


def test_two_promises_in_one_sentence_are_two():
    assert found("I'll call you tomorrow morning and we'll replace it by Friday.") == [
        ("I'll call you tomorrow morning", "Wed 25 Nov, 08:00 to 12:00"),
        ("we'll replace it by Friday", "Fri 27 Nov, by 17:00"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It should arrive by Friday.",
        "Hopefully I'll call you tomorrow.",
        "I'll try to call you tomorrow.",
        "Shall I call you tomorrow?",
        "If you send it back, we'll refund it by Friday.",
        "We'll refund it by Friday if you send it back.",
        "I called you yesterday.",
        "We won't manage that by Friday.",
        "You'll need to send it by Friday.",
        "> I'll call you tomorrow.",
        "You wrote “I'll call you tomorrow” and nobody did.",
        "Please send it by Friday.",
        "I will not be there tomorrow.",
        "You could call us tomorrow.",
    ],
)
def test_what_is_no_promise_is_left_alone(text):
    assert found(text) == []


def test_a_deed_without_a_time_is_found_and_says_so():
    (one,) = spot("I'll find out which packing they used.", at=NOW, zone="UTC", hours=HOURS)

    assert one.words == "I'll find out which packing they used"
    assert one.due_end is None
    (dated,) = spot("I'll find out by Friday.", at=NOW, zone="UTC", hours=HOURS)
    assert one.confidence < 0.7 < dated.confidence


def test_days_are_the_customers_and_hours_are_ours():
    hours = Hours(zone="Europe/Berlin")

    (one,) = spot("I'll call you tomorrow morning.", at=NOW, zone="Europe/Lisbon", hours=hours)

    assert one.reading == "Wed 25 Nov, 08:00 to 12:00"
    assert one.due_end == datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_another_language_is_left_alone():
    assert spot("I'll call you tomorrow.", at=NOW, zone="UTC", hours=HOURS, language="de") == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="I'll we call by Friday 12 noon at, .>“”\n", max_size=300))
def test_no_text_breaks_it_and_every_span_is_exact(text):
    end = 0
    for one in spot(text, at=NOW, zone="UTC", hours=HOURS):
        assert text[one.start : one.end] == one.words
        assert one.start >= end
        end = one.end


@pytest.mark.parametrize(
    "text",
    [
        *("I'll " * 20_000, "by the end of " * 8_000, "let me check " * 9_000, "1" * 100_000),
        "." * 19_999 + "x",
        "Mon 9am - Tue 10am - Wed 11am - " * 600,
        ("I will call you on " + "9am - - " * 70 + ". ") * 33,
        ("the our your both all a it go" + " " * 569 + ". ") * 33,
        ("We'll call &" * 50 + ". ") * 33,
        ("I'll send it, " + "tomorrow, x y, " * 60 + ". ") * 20,
    ],
)
def test_a_hostile_text_costs_little(text):
    begun = time.process_time()
    spot(text, at=NOW, zone="UTC", hours=HOURS)
    assert time.process_time() - begun < 1


def test_of_very_many_promises_the_first_are_enough():
    assert len(spot("I'll call at 9. " * 1_250, at=NOW, zone="UTC", hours=HOURS)) == 50


@pytest.mark.parametrize("count", ["5000000", "99999999999"])
def test_a_day_nobody_could_live_to_see_is_no_date(count):
    assert found(f"I'll call on Friday, {count} days later.") == [
        ("I'll call on Friday", "Fri 27 Nov, 09:00 to 17:00")
    ]


AUTUMN = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "text", "due_at"),
    [
        (AUTUMN, "within 4 hours", datetime(2026, 10, 25, 3, 0, tzinfo=UTC)),
        (AUTUMN, "in 150 minutes", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (AUTUMN, "within 24 hours", datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        (AUTUMN, "within 2 days", datetime(2026, 10, 27, 0, 0, tzinfo=UTC)),
        (SPRING, "within 2 hours", datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
        (SPRING, "within 45 minutes", datetime(2026, 3, 29, 1, 15, tzinfo=UTC)),
        (SPRING, "within 2 days", datetime(2026, 3, 30, 23, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_lasts_an_hour_on_the_night_the_clocks_change(at, text, due_at):
    (one,) = spot(f"I'll call you {text}.", at=at, zone="Europe/Berlin", hours=HOURS)

    assert one.due_end.astimezone(UTC) == due_at


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("I'll call you tomorrow week.", "Wed 2 Dec, 09:00 to 17:00"),
        ("I'll call you Thursday fortnight.", "Thu 10 Dec, 09:00 to 17:00"),
        ("We'll fit it in the first half of next week.", "Mon 30 Nov, 09:00 to Wed 2 Dec, 17:00"),
        (
            "Your visit is on Friday and we'll ring you the day before.",
            "Thu 26 Nov, 09:00 to 17:00",
        ),
        ("Your visit is on Friday. We'll ring you the day before.", "Thu 26 Nov, 09:00 to 17:00"),
        ("I'm seeing him on Friday. I'll write the same evening.", "Fri 27 Nov, 16:00 to 20:00"),
        ("I'll pop by tomorrow.", "Wed 25 Nov, 09:00 to 17:00"),
        ("Give me ten minutes and I'll have it.", "Tue 24 Nov, by 14:24"),
        ("We'll send it by 430.", "Tue 24 Nov, by 16:30"),
        ("In three days at the latest you'll have it.", "Fri 27 Nov, by 17:00"),
        ("I'll swap it when you pop in on Friday.", "Fri 27 Nov, 09:00 to 17:00"),
        ("I'll be at the desk on Easter Monday.", "Mon 29 Mar, 09:00 to 17:00"),
    ],
)
def test_days_are_read_as_people_say_them(text, reading):
    assert found(text)[-1][1] == reading


def test_a_long_weekend_ends_when_we_open_again():
    hours = Hours(zone="UTC", closed=(date(2026, 11, 30),))

    (one,) = spot("We'll do it over the long weekend.", at=NOW, zone="UTC", hours=hours)
    (next_one,) = spot(
        "We'll do it on the first working day after the long weekend.",
        at=NOW,
        zone="UTC",
        hours=hours,
    )

    assert one.reading == "Sat 28 Nov, 00:00 to Tue 1 Dec, 00:00"
    assert next_one.reading == "Tue 1 Dec, 09:00 to 17:00"


def test_whoever_is_asked_may_be_another_but_what_they_will_do_is_not_ours():
    assert found("Let me ask the bank what they saw and get back to you within the hour.") == [
        (
            "Let me ask the bank what they saw and get back to you within the hour",
            "Tue 24 Nov, by 15:14",
        )
    ]
    assert found("The bank will get back to you within the hour.") == []
    assert found("Your shares will be sold by the broker on Monday.") == []
    assert found("A courier of ours will bring it on Monday.") == [
        ("A courier of ours will bring it on Monday", "Mon 30 Nov, 09:00 to 17:00")
    ]


def test_two_things_done_at_two_times_are_two_promises():
    assert found("We'll do the brakes on Thursday and the tyres the week after.") == [
        ("We'll do the brakes on Thursday", "Thu 26 Nov, 09:00 to 17:00"),
        ("the tyres the week after", "Mon 30 Nov, 09:00 to Fri 4 Dec, 17:00"),
    ]


def test_what_waits_for_something_does_not_borrow_the_time_of_the_next():
    assert found(
        "Once it is here we will fit it, and you'll hear from me by Friday either way."
    ) == [
        ("Once it is here we will fit it", ""),
        ("you'll hear from me by Friday either way", "Fri 27 Nov, by 17:00"),
    ]

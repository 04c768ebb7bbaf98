"""What no cue knows is weighed by its words. Written on Tuesday 24 November 2026, 14:14."""

import pytest

from kept.promises.rules import spot
from kept.promises.rules.spotting.weighing import features, weights_of
from kept.promises.tests.test_spot import HOURS, NOW, found

LATEST = "Wed 5 May, by 17:00"


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        (
            "The other half gets to you on Thursday.",
            "The other half gets to you on Thursday",
            "Thu 26 Nov, 09:00 to 17:00",
        ),
        (
            "Thanks. Your broken lamp's replacement: mailed out to you tomorrow.",
            "Your broken lamp's replacement: mailed out to you tomorrow",
            "Wed 25 Nov, 09:00 to 17:00",
        ),
    ],
)
def test_a_statement_with_a_time_and_no_cue_is_weighed(text, words, reading):
    (one,) = spot(text, at=NOW, zone="UTC", hours=HOURS)

    assert (one.words, one.reading) == (words, reading)
    assert one.why.startswith("weighed by its words; ")
    assert one.confidence == 0.6


@pytest.mark.parametrize(
    "text",
    [
        "The bank will get back to you on Thursday.",
        "The other half should get to you on Thursday.",
        "If it rains, the other half gets to you on Thursday.",
        "The other half does not get to you on Thursday.",
        "Does the other half get to you on Thursday?",
        "Your flight leaves on Thursday at 9.",
        "The other half gets to you one day.",
    ],
)
def test_what_takes_a_promise_back_takes_a_weighed_one_back(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words", "reading"),
    [
        (
            "We'll call you. Not today, I'm afraid, but tomorrow at 11.",
            "We'll call you. Not today, I'm afraid, but tomorrow at 11",
            "Wed 25 Nov, 11:00",
        ),
        (
            "I'll send the invoice. When? Friday at the latest.",
            "I'll send the invoice. When? Friday at the latest",
            "Fri 27 Nov, by 17:00",
        ),
        ("I'll send it today. Tomorrow at 11.", "I'll send it today", "Tue 24 Nov, 14:14 to 17:00"),
        ("I'll send it. 5 May at the latest.", "I'll send it. 5 May at the latest", LATEST),
        ("I'll look into it. Happy Friday!", "I'll look into it", ""),
        ("I'll sort it out. Not on Friday.", "I'll sort it out", ""),
        ("I'll sort it out. No delivery on Friday.", "I'll sort it out", ""),
        ("I'll sort it out. Your order from Monday.", "I'll sort it out", ""),
        ("I'll get back to you.\n\nAda Lund\nOpen until 17:00", "I'll get back to you", ""),
        ("I'll get back to you.\n\nFriday", "I'll get back to you", ""),
    ],
)
def test_a_sentence_that_only_says_when_dates_the_promise_before_it(text, words, reading):
    assert found(text) == [(words, reading)]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "Ich werde Sie zurückrufen. Wir schließen um 18 Uhr.", "Ich werde Sie zurückrufen"),
        ("de", "Ich kümmere mich darum. Ihr Termin ist am Freitag.", "Ich kümmere mich darum"),
        ("fr", "Je vous rappellerai. Bon vendredi !", "Je vous rappellerai"),
        ("es", "Le llamaré. Cerramos el viernes.", "Le llamaré"),
    ],
)
def test_in_every_language_only_a_time_alone_dates_the_sentence_before(language, text, words):
    (one,) = spot(text, at=NOW, zone="UTC", hours=HOURS, language=language)

    assert (one.words, one.due_end) == (words, None)


def test_a_month_behind_an_hour_is_no_question_or_command():
    assert found("I'll send it by 4 p.m. May I ask for your address?") == [
        ("I'll send it by 4 p.m", "Tue 24 Nov, by 16:00")
    ]
    assert found("I'll send it by 4 p.m. Thursday.") == [
        ("I'll send it by 4 p.m. Thursday", "Thu 26 Nov, by 16:00")
    ]


def test_names_figures_and_times_weigh_by_their_kind():
    weights = weights_of("en")
    assert weights is not None
    one = "So Luis drops 2 boxes at your door on Monday for $40."
    other = "So Mei drops 7 boxes at your door on Friday for £9."

    (span,) = weights.statements(one)
    (other_span,) = weights.statements(other)

    assert features(one, *span, weights.time) == features(other, *other_span, weights.time)
    assert weights.score(one, *span) == weights.score(other, *other_span)


def test_a_language_nobody_has_weighed_has_its_cues_alone():
    assert weights_of("de") is None
    said = "Die andere Hälfte gibt es am Donnerstag."
    assert spot(said, at=NOW, zone="UTC", hours=HOURS, language="de") == []


@pytest.mark.parametrize("tag", ["en", "en-GB", "en_GB", "EN"])
def test_every_tag_of_a_language_is_weighed(tag):
    said = "The other half gets to you on Thursday."
    (one,) = spot(said, at=NOW, zone="UTC", hours=HOURS, language=tag)
    assert one.why.startswith("weighed")

from datetime import date, timedelta

import pytest

from kept.search.rules import Part, Problem, day_in, number_in, read, span_in


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("kettle", [Part("", "kettle")]),
        ('"blue invoice"', [Part("", "blue invoice", is_phrase=True)]),
        ("-refund", [Part("", "refund", is_not=True)]),
        (
            'desk:Orders is:waiting -"any more"',
            [
                Part("desk", "Orders"),
                Part("is", "waiting"),
                Part("", "any more", is_not=True, is_phrase=True),
            ],
        ),
        ('desk:"Lost and found"', [Part("desk", "Lost and found", is_phrase=True)]),
        ("promised:<2d", [Part("promised", "<2d")]),
        ("FROM:Mara@Shop.example", [Part("from", "Mara@Shop.example")]),
        ("at 10:30", [Part("", "at"), Part("", "10:30")]),
        ("https://shop.example/a", [Part("", "https://shop.example/a")]),
        ("Re: lamp", [Part("", "re"), Part("", "lamp")]),
        ("- -- …", []),
        ("", []),
    ],
)
def test_a_question_is_taken_apart(text, parts):
    question = read(text)

    assert list(question.parts) == parts
    assert question.problems == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('kettle "blue invoice', Problem("quote_open", "blue invoice")),
        ("desk: kettle", Problem("nothing_after", "desk:")),
        ("colour:blue", Problem("unknown_filter", "colour")),
        ("a " * 31, Problem("too_many", "30")),
        ("a" * 501, Problem("too_long", "500")),
    ],
)
def test_what_cannot_be_read_is_said(text, problem):
    assert read(text).problems == (problem,)


def test_numbers_spans_and_days():
    assert [number_in(text) for text in ("K-12", "k-12", "#12", " 12 ", "12a", "K-", "")] == [
        *[12] * 4,
        *[None] * 3,
    ]
    assert span_in("<2d") == timedelta(days=2)
    assert span_in("3W") == timedelta(weeks=3)
    assert span_in("2m") is None
    today = date(2031, 3, 4)
    assert day_in("tomorrow", today=today) == date(2031, 3, 5)
    assert day_in("2031-02-29", today=today) is None
    assert day_in("2031-03-01", today=today) == date(2031, 3, 1)
    assert day_in("0001-01-01", today=today) is None
    assert day_in("9999-12-31", today=today) is None

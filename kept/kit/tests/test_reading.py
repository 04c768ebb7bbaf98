from __future__ import annotations

import io
import json
import sys

import pytest

from kept.kit import reading
from kept.kit.reading import VERBS, main, one_answer

MONDAYS = {"zone": "Europe/Paris", "week": {"mon": [["09:00", "17:00"]]}}
MONDAY = "2026-03-02T15:00:00Z"


def ask(verb: str, **fields: object) -> dict:
    return one_answer(json.dumps({"id": "1", **fields}).encode(), VERBS[verb])


def test_due_after_minutes_of_work():
    assert ask("due", calendar=MONDAYS, minutes=90, **{"from": MONDAY}) == {
        "id": "1",
        "due": "2026-03-09T08:30:00Z",
    }
    assert ask("due", calendar=MONDAYS, minutes=-90.5, **{"from": MONDAY})["due"] == (
        "2026-03-02T13:29:30Z"
    )
    assert ask("due", calendar=MONDAYS, minutes=0, **{"from": "2026-03-02T18:00:00+01:00"}) == {
        "id": "1",
        "due": "2026-03-09T08:00:00Z",
    }


def test_due_after_working_days():
    assert ask("due", calendar=MONDAYS, days=2, **{"from": MONDAY})["due"] == "2026-03-16T15:00:00Z"
    assert ask("due", calendar=MONDAYS, days=4, **{"from": MONDAY})["due"] == (
        "2026-03-30T14:00:00Z"
    ), "four in the afternoon, in summer time"


def test_between_is_whole_where_it_can_be_and_nothing_backwards():
    later = {"from": MONDAY, "to": "2026-03-02T15:30:00Z"}
    assert repr(ask("between", calendar=MONDAYS, **later)["minutes"]) == "30"
    assert ask("between", calendar=MONDAYS, **later | {"to": "2026-03-02T15:00:30Z"}) == {
        "id": "1",
        "minutes": 0.5,
    }
    assert ask("between", calendar=MONDAYS, **later | {"to": "2026-03-02T14:00:00Z"}) == {
        "id": "1",
        "minutes": 0,
    }


def test_periods_are_as_many_as_there_are():
    asked = {"calendar": MONDAYS, "at": MONDAY}

    assert ask("periods", **asked, direction="after", count=2)["periods"] == [
        ["2026-03-02T15:00:00Z", "2026-03-02T16:00:00Z"],
        ["2026-03-09T08:00:00Z", "2026-03-09T16:00:00Z"],
    ]
    assert ask("periods", **asked, direction="before", count=1)["periods"] == [
        ["2026-03-02T08:00:00Z", "2026-03-02T15:00:00Z"]
    ]
    once = {"zone": "UTC", "shifts": {"2026-03-03": [["09:00", "10:00"]]}}
    assert ask("periods", calendar=once, at=MONDAY, direction="after", count=5)["periods"] == [
        ["2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z"]
    ]


def test_holidays_of_a_feed():
    ics = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20201003\nRRULE:FREQ=YEARLY\n"
        "SUMMARY:Tag der Deutschen Einheit\nEND:VEVENT\nEND:VCALENDAR\n"
    )

    answer = ask("holidays", ics=ics, to="2027-01-01", **{"from": "2026-01-01"})

    assert answer["holidays"] == {"2026-10-03": "Tag der Deutschen Einheit"}


@pytest.mark.parametrize(
    ("verb", "fields", "words"),
    [
        ("due", {"calendar": {"zone": "Mars"}}, "'Mars' is no time zone. Write it like"),
        ("due", {"calendar": {"zone": "UTC"}}, "It is never open again"),
        ("due", {"calendar": None}, "A calendar is an object"),
        ("due", {"from": "2026-03-02T15:00:00"}, "`from` is no instant. Write it like"),
        ("due", {"from": "yesterday"}, "`from` is no instant"),
        ("due", {"from": "0001-01-01T00:00:00Z"}, "`from` is no instant"),
        ("due", {"minutes": "90"}, "`minutes` is missing or no number"),
        ("due", {"minutes": float("nan")}, "`minutes` is missing or no number"),
        ("due", {"minutes": 10**400}, "`minutes` is too large"),
        ("due", {"minutes": None}, "Either `minutes` or `days`"),
        ("due", {"minutes": None, "days": 0}, "`days` is a whole number other than 0"),
        ("due", {"minutes": None, "days": 1.5}, "`days` is a whole number other than 0"),
        ("due", {"minutes": None, "days": True}, "`days` is missing or no number"),
        ("between", {}, "`to` is no instant"),
        ("periods", {"at": MONDAY, "direction": "up", "count": 1}, "`direction` is after"),
        ("periods", {"at": MONDAY, "direction": "after", "count": -1}, "`count` is a whole"),
        ("holidays", {}, "`ics` is missing"),
        ("holidays", {"ics": "", "from": "2026-01-01"}, "`to` is missing"),
    ],
)
def test_what_cannot_be_served_is_said_in_plain_words(verb, fields, words):
    answer = ask(verb, **{"calendar": MONDAYS, "from": MONDAY, "minutes": 1} | fields)

    assert set(answer) == {"id", "error"}
    assert answer["id"] == "1"
    assert answer["error"].startswith(words)


def test_the_run_goes_on_after_a_bad_line(monkeypatch, capsys):
    good = json.dumps({"id": "2", "calendar": MONDAYS, "from": MONDAY, "minutes": 1}).encode()
    lines = b"\n".join([b"{", b"[]", b"[" * 100_000, b'{"id": "\\ud800"}', b"", good])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))

    assert main(["due"]) == 0

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == [None, None, None, "\ud800", "2"]
    assert ["error" in answer for answer in answers] == [True, True, True, True, False]


@pytest.mark.parametrize("words", [[], ["open"], ["due", "FILE"]])
def test_a_wrong_call_is_one_sentence(words, capsys):
    assert main(words) == reading.WRONG_CALL

    assert len(capsys.readouterr().err.splitlines()) == 1

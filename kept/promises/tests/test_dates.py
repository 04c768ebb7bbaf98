"""Dates and times in text. If nothing else is said: Wednesday 4 March 2026, 10:00, in Paris."""

import importlib.util
import io
import json
import os
import subprocess
import sys
import time
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.kit.reading import answer_lines, one_answer
from kept.promises import reading
from kept.promises.rules.dates import Found, read
from kept.promises.rules.dates.lexicon import lexicon

LANGUAGES = ("en", "de", "fr", "es", "nl")
AT = datetime.fromisoformat("2026-03-04T10:00")
NOON = datetime.fromisoformat("2026-03-04T12:00")
SHARED = Path(os.environ.get("KEPT_CORPORA", Path(__file__).parents[4] / "shared" / "corpora"))


def times(text: str, *, at: datetime = AT, language: str = "en") -> list[Found]:
    return read(text, at=at, zone="Europe/Paris", language=language)


def local(moment: datetime | None) -> str:
    return "-" if moment is None else moment.replace(tzinfo=None).isoformat(" ", "minutes")


def values(text: str, *, at: datetime = AT, language: str = "en") -> list[str]:
    """Each time as `words: start, end`; an instant has no end, a day only its date."""
    said = []
    for found in times(text, at=at, language=language):
        start, end = local(found.value_start), local(found.value_end)
        said.append(f"{found.words}: {start.removesuffix(' 00:00')}, {end.removesuffix(' 00:00')}")
    return said


def value(text: str, *, at: datetime = AT, language: str = "en") -> str:
    """The one time in the text, without its words."""
    (found,) = values(text, at=at, language=language)
    return found.rpartition(": ")[2] if found.count(": ") == 1 else found.split(": ", 1)[1]


# ---- Stories ----------------------------------------------------------------------------------


def test_a_window_next_week_is_one_time():
    (found,) = times("Call me next Tuesday between 3 and 4 pm")

    assert (found.start, found.end) == (8, 39)
    assert found.words == "next Tuesday between 3 and 4 pm"
    assert found.answer() | {"confidence": None} == {
        "start": 8,
        "end": 39,
        "words": "next Tuesday between 3 and 4 pm",
        "value_start": "2026-03-10T15:00:00+01:00",
        "value_end": "2026-03-10T16:00:00+01:00",
        "grain": "hour",
        "kind": "range",
        "confidence": None,
    }


def test_an_answer_to_a_customer_is_read_from_end_to_end():
    text = (
        "Thank you for waiting. The parts left yesterday at 5pm and should arrive by Friday; I will"
        " send the invoice tomorrow morning, the refund takes 3-5 working days, and our technician"
        " can come on the 19th of March in the afternoon or next Tuesday at 9."
    )

    assert values(text) == [
        "yesterday at 5pm: 2026-03-03 17:00, -",
        "by Friday: -, 2026-03-07",
        "tomorrow morning: 2026-03-05 08:00, 2026-03-05 12:00",
        "3-5 working days: -, -",
        "the 19th of March in the afternoon: 2026-03-19 12:00, 2026-03-19 16:00",
        "next Tuesday at 9: 2026-03-10 09:00, -",
    ]


def test_one_time_is_one_answer_and_two_are_two():
    assert values("Friday at 5pm") == ["Friday at 5pm: 2026-03-06 17:00, -"]
    assert values("Friday or Monday") == [
        "Friday: 2026-03-06, 2026-03-07",
        "Monday: 2026-03-09, 2026-03-10",
    ]
    assert values("8 and 9 May") == [
        "8: 2026-05-08, 2026-05-09",
        "9 May: 2026-05-09, 2026-05-10",
    ]


# ---- The tables of the contract ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 March", "2027-03-03, 2027-03-04"),
        ("in March", "2026-03-01, 2026-04-01"),
        ("on Wednesday", "2026-03-11, 2026-03-12"),
        ("this Wednesday", "2026-03-04, 2026-03-05"),
        ("Friday", "2026-03-06, 2026-03-07"),
        ("this Friday", "2026-03-06, 2026-03-07"),
        ("next Friday", "2026-03-13, 2026-03-14"),
        ("this week", "2026-03-02, 2026-03-09"),
        ("next week", "2026-03-09, 2026-03-16"),
        ("this weekend", "2026-03-07, 2026-03-09"),
        ("13/5", "2026-05-13, 2026-05-14"),
        ("5/13", "2026-05-13, 2026-05-14"),
        ("2026-05-04", "2026-05-04, 2026-05-05"),
        ("5pm", "2026-03-04 17:00, -"),
        ("at 17:30", "2026-03-04 17:30, -"),
        ("9:00", "2026-03-05 09:00, -"),
        ("at 3", "2026-03-04 15:00, -"),
        ("half past seven", "2026-03-04 19:30, -"),
        ("in 2 hours", "2026-03-04 12:00, -"),
        ("in 3 days", "2026-03-07, 2026-03-08"),
        ("in a week", "2026-03-11, 2026-03-12"),
        ("next 3 days", "2026-03-05, 2026-03-08"),
        ("next two weeks", "2026-03-09, 2026-03-23"),
        ("last week", "2026-02-23, 2026-03-02"),
        ("two days ago", "2026-03-02, 2026-03-03"),
        ("yesterday", "2026-03-03, 2026-03-04"),
        ("since Monday", "2026-03-02, -"),
        ("from 4 to 6 March", "2026-03-04, 2026-03-07"),
        ("4-6 March", "2026-03-04, 2026-03-07"),
        ("from 3 to 5", "2026-03-04 15:00, 2026-03-04 17:00"),
        ("before Friday", "-, 2026-03-06"),
        ("after Friday", "2026-03-07, -"),
        ("before 5pm", "-, 2026-03-04 17:00"),
        ("after 5pm", "2026-03-04 17:00, -"),
        ("by Friday", "-, 2026-03-07"),
        ("until Friday", "-, 2026-03-07"),
        ("no later than Friday", "-, 2026-03-07"),
        ("by 5pm", "-, 2026-03-04 17:00"),
        ("within 24 hours", "2026-03-04 10:00, 2026-03-05 10:00"),
        ("within 3 days", "2026-03-04 10:00, 2026-03-07 10:00"),
        ("end of day", "2026-03-05, -"),
        ("by eod", "-, 2026-03-05"),
        ("end of the week", "2026-03-06, 2026-03-09"),
        ("eow", "2026-03-06, 2026-03-09"),
        ("end of month", "2026-03-21, 2026-04-01"),
        ("eom", "2026-03-21, 2026-04-01"),
        ("end of the year", "2026-09-01, 2027-01-01"),
        ("eoy", "2026-09-01, 2027-01-01"),
        ("beginning of next week", "2026-03-09, 2026-03-12"),
        ("early next month", "2026-04-01, 2026-04-11"),
        ("mid April", "2026-04-11, 2026-04-21"),
        ("beginning of 2027", "2027-01-01, 2027-05-01"),
        ("mid 2027", "2027-05-01, 2027-09-01"),
        ("now", "2026-03-04 10:00, -"),
        ("today", "2026-03-04, 2026-03-05"),
        ("tonight", "2026-03-04 20:00, 2026-03-05"),
        ("Christmas", "2026-12-25, 2026-12-26"),
        ("Easter", "2026-04-05, 2026-04-06"),
        ("Thanksgiving 2026", "2026-11-26, 2026-11-27"),
    ],
)
def test_how_words_are_read(text: str, expected: str):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("early morning", "06:00 08:00"),
        ("morning", "08:00 12:00"),
        ("late morning", "10:00 12:00"),
        ("lunchtime", "11:00 13:00"),
        ("afternoon", "12:00 16:00"),
        ("early afternoon", "12:00 14:00"),
        ("late afternoon", "14:00 16:00"),
        ("evening", "16:00 20:00"),
        ("late evening", "18:00 20:00"),
        ("night", "20:00 00:00"),
    ],
)
def test_the_parts_of_a_day(text: str, expected: str):
    (found,) = times(f"tomorrow {text}")

    start, end = expected.split()
    assert local(found.value_start) == f"2026-03-05 {start}"
    assert local(found.value_end) == f"2026-03-0{6 if end == '00:00' else 5} {end}"


def test_a_part_of_the_day_is_today_while_it_is_open_and_tomorrow_after():
    assert value("in the morning") == "2026-03-04 08:00, 2026-03-04 12:00"
    assert value("in the morning", at=NOON) == ("2026-03-05 08:00, 2026-03-05 12:00")
    assert value("noon", at=NOON) == "2026-03-05 12:00, -"


@pytest.mark.parametrize("text", ["asap", "soon", "shortly", "as soon as possible"])
def test_a_hurry_is_no_time(text: str):
    assert times(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Version 2.4.1 costs $12.50 or 3,50 €",
        "call 555-0142 or (212) 555-0142, order 456-78-9012, invoice INV-2026-03-04",
        "You may ask a second time; we may march on",
        "16:9 and 24/7, 10/12 people, 36.6 degrees, 50%",
        "Have a great week! Good morning, good night",
        "up to date, day after day, the end of the story",
        "We need three to five chairs in room 3 with 25 items",
        "He is 25 years old",
        "The sun sat on the mar",
        "",
    ],
)
def test_what_is_no_time_is_left_alone(text: str):
    assert values(text) == []


def test_kinds_and_grains():
    kinds = {
        text: (times(text)[0].kind, times(text)[0].grain)
        for text in (
            "Friday",
            "October 2026",
            "Q3 2026",
            "in 2027",
            "Friday 5pm",
            "5:30pm",
            "16:45:30",
            "this week",
            "two hours",
            "every Monday",
        )
    }

    assert kinds == {
        "Friday": ("moment", "day"),
        "October 2026": ("moment", "month"),
        "Q3 2026": ("moment", "quarter"),
        "in 2027": ("moment", "year"),
        "Friday 5pm": ("moment", "hour"),
        "5:30pm": ("moment", "minute"),
        "16:45:30": ("moment", "second"),
        "this week": ("range", "week"),
        "two hours": ("duration", "hour"),
        "every Monday": ("recurring", "day"),
    }


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("two hours", 7200),
        ("half an hour", 1800),
        ("an hour and a half", 5400),
        ("2 hours 30 minutes", 9000),
        ("1 year and 2 months", 365 * 86400 + 60 * 86400),
        ("3-5 working days", 5 * 86400),
        ("a couple of days", 2 * 86400),
        ("twenty-four hours", 86400),
        ("2.5 hours", 9000),
        ("a quarter of an hour", 900),
        ("a 15-minute call", 900),
    ],
)
def test_durations_carry_seconds(text: str, seconds: float):
    (found,) = times(text)

    assert (found.kind, found.seconds) == ("duration", seconds)
    assert (found.value_start, found.value_end) == (None, None)


def test_what_comes_back_starts_with_its_first():
    assert value("every Monday") == "2026-03-09, -"
    assert value("every day at 5pm") == "2026-03-04 17:00, -"
    assert value("on the 19th of every month") == "2026-03-19, -"
    assert value("weekly") == "-, -"
    assert value("Tuesday mornings") == "2026-03-10, -"


# ---- More of the language ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sunday, the 15th", "2026-03-15, 2026-03-16"),
        ("first Monday of next month", "2026-04-06, 2026-04-07"),
        ("last day of May", "2026-05-31, 2026-06-01"),
        ("Monday of next week", "2026-03-09, 2026-03-10"),
        ("Monday week", "2026-03-16, 2026-03-17"),
        ("a week on Tuesday", "2026-03-17, 2026-03-18"),
        ("two days after Easter", "2026-04-07, 2026-04-08"),
        ("the day after tomorrow", "2026-03-06, 2026-03-07"),
        ("three Fridays from now", "2026-03-20, 2026-03-21"),
        ("week 20", "2026-05-11, 2026-05-18"),
        ("the week of the 20th", "2026-03-16, 2026-03-23"),
        ("in two working days", "2026-03-06, 2026-03-07"),
        ("in 3 business days", "2026-03-09, 2026-03-10"),
        ("8 tomorrow evening", "2026-03-05 20:00, -"),
        ("25 minutes to 3pm", "2026-03-04 14:35, -"),
        ("six-fifteen tomorrow evening", "2026-03-05 18:15, -"),
        ("4-6pm", "2026-03-04 16:00, 2026-03-04 18:00"),
        ("11 to 1pm", "2026-03-04 11:00, 2026-03-04 13:00"),
        ("from Monday to Friday", "2026-03-09, 2026-03-14"),
        ("5pm on Monday to 9am on Tuesday", "2026-03-09 17:00, 2026-03-10 09:00"),
        ("two weeks starting tomorrow", "2026-03-05, 2026-03-19"),
        ("Friday before 4pm", "-, 2026-03-06 16:00"),
        ("3pm or later", "2026-03-04 15:00, -"),
        ("8:30 AM EST", "2026-03-04 14:30, -"),
        ("2026-03-06T14:30:00Z", "2026-03-06 15:30, -"),
        ("from 2027 to 2029", "2027-01-01, 2029-01-01"),
        ("29 February", "2028-02-29, 2028-03-01"),
        ("tomorrow first thing", "2026-03-05 08:00, 2026-03-05 10:00"),
        ("later this month", "2026-03-04, 2026-04-01"),
        ("May 3 through 9", "2026-05-03, 2026-05-10"),
        ("in an hour or two", "2026-03-04 12:00, -"),
        ("by next Monday EOD", "-, 2026-03-10"),
        ("March next year", "2027-03-01, 2027-04-01"),
        ("from today at 4pm to tomorrow at 5pm", "2026-03-04 16:00, 2026-03-05 17:00"),
        ("the next hour", "2026-03-04 10:00, 2026-03-04 11:00"),
    ],
)
def test_more_ways_to_say_it(text: str, expected: str):
    assert value(text) == expected


def test_a_day_that_never_comes_is_none():
    assert times("31 April") == []
    assert times("2026-02-29") == []
    assert times("2027-4-31") == []


def test_a_region_moves_the_week_and_the_order_of_figures():
    assert value("4/5", language="en") == value("4/5", language="en-US") == "2026-04-05, 2026-04-06"
    assert value("4/5", language="en-GB") == "2026-05-04, 2026-05-05"
    assert value("next week", language="en-US") == "2026-03-08, 2026-03-15"
    assert value("this weekend", language="en-US") == "2026-03-07, 2026-03-09"
    assert value("4/5", language="ar-EG") == "2026-05-04, 2026-05-05"


def test_a_bare_hour_and_working_days_are_marked_for_those_who_read_on():
    assert times("by 5")[0].bare_hour
    assert not times("by 5pm")[0].bare_hour
    assert times("within 2 business days")[0].working_days
    assert [times(text)[0].lead for text in ("by 5", "before Friday", "within 2 days")] == [
        "by",
        "before",
        "within",
    ]


def test_clear_words_are_trusted_more_than_unclear_ones():
    clear, unclear = times("12 May 2026")[0], times("at 3")[0]

    assert 0 < unclear.confidence < clear.confidence < 1


def test_the_hour_that_clocks_skip_is_the_one_after():
    (found,) = times("29 March 2026 at 2:30 am")

    assert found.value_start is not None
    assert found.value_start.isoformat() == "2026-03-29T03:30:00+02:00"


def test_an_empty_line_parts_times():
    assert values("by Friday\n\n5pm") == ["by Friday: -, 2026-03-07", "5pm: 2026-03-04 17:00, -"]
    assert values("by next\nFriday") == ["by next\nFriday: -, 2026-03-14"]


# ---- Other languages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "bis Freitag 17 Uhr", "-, 2026-03-06 17:00"),
        ("de", "um halb vier", "2026-03-04 15:30, -"),
        ("de", "morgen früh", "2026-03-05 08:00, 2026-03-05 12:00"),
        ("de", "am Montagnachmittag", "2026-03-09 12:00, 2026-03-09 16:00"),
        ("de", "vor 3 Tagen", "2026-03-01, 2026-03-02"),
        ("de", "Ende nächster Woche", "2026-03-13, 2026-03-16"),
        ("de", "vom 4. bis zum 6. März", "2026-03-04, 2026-03-07"),
        ("de", "innerhalb von 24 Stunden", "2026-03-04 10:00, 2026-03-05 10:00"),
        ("de", "am 22.04.", "2026-04-22, 2026-04-23"),
        ("fr", "lundi prochain", "2026-03-09, 2026-03-10"),
        ("fr", "demain à 15h30", "2026-03-05 15:30, -"),
        ("fr", "il y a 3 jours", "2026-03-01, 2026-03-02"),
        ("fr", "avant vendredi", "-, 2026-03-06"),
        ("fr", "du 4 au 6 mars", "2026-03-04, 2026-03-07"),
        ("fr", "dans deux semaines", "2026-03-18, 2026-03-19"),
        ("fr", "à sept heures et demie du soir", "2026-03-04 19:30, -"),
        ("es", "el próximo lunes", "2026-03-09, 2026-03-10"),
        ("es", "mañana a las 3 de la tarde", "2026-03-05 15:00, -"),
        ("es", "hace 3 días", "2026-03-01, 2026-03-02"),
        ("es", "antes del viernes", "-, 2026-03-06"),
        ("es", "la semana que viene", "2026-03-09, 2026-03-16"),
        ("es", "15 de marzo de 2027", "2027-03-15, 2027-03-16"),
        ("nl", "volgende week maandag", "2026-03-09, 2026-03-10"),
        ("nl", "morgen om 15.30 uur", "2026-03-05 15:30, -"),
        ("nl", "over 3 dagen", "2026-03-07, 2026-03-08"),
        ("nl", "vanavond om 8 uur", "2026-03-04 20:00, -"),
        ("nl", "morgenochtend voor 10 uur", "-, 2026-03-05 10:00"),
        ("fr", "d'ici la fin de la semaine", "-, 2026-03-09"),
        ("fr", "dans les 24 heures", "2026-03-04 10:00, 2026-03-05 10:00"),
        ("de", "Montagabend um 8", "2026-03-09 20:00, -"),
        ("nl", "uiterlijk vrijdag", "-, 2026-03-07"),
        ("nl", "half vier", "2026-03-04 15:30, -"),
        ("nl", "drie dagen geleden", "2026-03-01, 2026-03-02"),
    ],
)
def test_the_common_forms_in_other_languages(language: str, text: str, expected: str):
    assert value(text, language=language) == expected


def test_a_language_without_words_still_reads_figures():
    assert value("2026-03-06 14:30", language="ja") == "2026-03-06 14:30, -"
    assert value("06/03/2026", language="xx-XX") == "2026-03-06, 2026-03-07"


# ---- What anybody may send --------------------------------------------------------------------


PIECES = (
    "monday next last this the first end of in a week weeks to from between 3 4 5pm 2026-03-04"
    " 1/2 - , . : march may second every two half past by before after days ago and or morning"
    " tonight q1 31 0 eod on 99999999 easter % $ at noon until since later friday year quarter"
    " hours early rest now t z est montag halb uhr bis lundi prochain heures moins lunes volgende"
)


def known_words() -> list[str]:
    return sorted({word for language in LANGUAGES for word in lexicon(language).single})


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join),
        st.lists(st.sampled_from(PIECES.split() + known_words()), max_size=12).map(" ".join),
    ),
    st.datetimes(),
    st.sampled_from(["en", "en-US", "de", "fr", "es", "nl", "tlh"]),
)
def test_whatever_the_text_spans_are_true_and_apart(text: str, at: datetime, language: str):
    found = read(text, at=at, zone="America/New_York", language=language)

    for one in found:
        assert text[one.start : one.end] == one.words != ""
        assert 0 < one.confidence < 1
        assert one.kind in {"moment", "range", "duration", "recurring"}
        assert (one.kind == "duration") == (one.seconds is not None)
        if one.value_start and one.value_end:
            assert one.value_start <= one.value_end
        json.dumps(one.answer())
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "monday ",
        "2 days before ",
        "after ",
        "1-",
        "the ",
        "next ",
        "from 3 to ",
        "1 and ",
        "in a ",
        "9",
        "1:",
        "1/2",
        "q1 ",
        "end of ",
        "every ",
        "of ",
        "x",
        "İ",
        "hundred ",
        "week of the ",
        "monday to ",
        "3 to 4 ",
        "3pm est ",
        "\n\n",
        "the day after ",
    ],
)
def test_a_text_made_to_hurt_takes_no_more_than_its_length(piece: str):
    began = time.process_time()
    times(piece * (100_000 // len(piece)))

    assert time.process_time() - began < 3


def test_a_long_letter_is_read_in_a_blink():
    letter = (
        "Thank you for your letter about the order that we sent to you, it will arrive by Friday. "
        * 12
    )
    times(letter)
    spent = []
    for _ in range(5):
        began = time.process_time()
        times(letter)
        spent.append(time.process_time() - began)

    assert min(spent) < 0.02


# ---- The command ------------------------------------------------------------------------------


def ask(*lines: object) -> list[dict[str, Any]]:
    given_lines = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [one_answer(line.encode(), reading.dates_read) for line in given_lines]


LINE = {"id": "1", "text": "by Friday", "at": "2026-03-04T10:00:00", "zone": "Europe/Paris"}


def test_the_command_answers_line_by_line(capsys: pytest.CaptureFixture[str]):
    lines = f"{json.dumps(LINE)}\n\nno json\n{json.dumps({**LINE, 'id': 2, 'text': 'hello'})}\n"

    assert answer_lines(io.BytesIO(lines.encode()), reading.dates_read) == 0

    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["id"] == "1"
    assert first["found"][0]["value_end"] == "2026-03-07T00:00:00+01:00"
    assert second == {"id": None, "error": "The line is no JSON."}
    assert third == {"id": 2, "found": []}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"zone": "Mars/Olympus"}, "There is no time zone 'Mars/Olympus'."),
        ({"zone": "../../etc/passwd"}, "There is no time zone '../../etc/passwd'."),
        ({"zone": ""}, "There is no time zone ''."),
        ({"text": None}, "`text` is missing or no string."),
        ({"at": "yesterday"}, "`at` is no local time like 2026-03-04T10:00:00."),
        ({"at": "2026-03-04T10:00:00Z"}, "`at` is a local time and carries no offset."),
        ({"language": 5}, "`language` is no string."),
    ],
)
def test_a_line_that_cannot_be_served_says_why(changed: dict[str, object], says: str):
    assert ask({**LINE, **changed}) == [{"id": "1", "error": says}]


def test_what_is_no_object_is_refused():
    assert ask("[]", "3") == [{"id": None, "error": "A line is a JSON object."}] * 2


def test_the_command_starts_without_django():
    program = (
        "import sys; from kept.cli import main; status = main(['dates', 'read']);"
        " assert 'django' not in sys.modules; sys.exit(status)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(LINE),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert json.loads(run.stdout)["found"][0]["words"] == "by Friday"


def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str]):
    assert reading.main(["dates guess"]) == 2
    assert reading.main(["dates read", "--fast"]) == 2
    assert "dates read" in capsys.readouterr().err


# ---- The corpora ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("corpus", "right", "of", "false_alarms"),
    [("dates-recognizers", 388, 415, 3), ("dates-duckling", 305, 357, 0)],
)
def test_the_corpora(corpus: str, right: int, of: int, false_alarms: int):
    """They are no part of the project: their licences forbid it. The judge stands beside them."""
    cases, judge = (
        SHARED / corpus / "cases.jsonl",
        SHARED.parent / "tools" / "score" / "scoredates.py",
    )
    if not cases.is_file() or not judge.is_file():
        pytest.skip(f"no corpus at {cases}; KEPT_CORPORA names the folder that holds it")
    spec = importlib.util.spec_from_file_location("scoredates", judge)
    assert spec is not None
    assert spec.loader is not None
    scoredates = importlib.util.module_from_spec(spec)
    sys.modules["scoredates"] = scoredates
    spec.loader.exec_module(scoredates)
    report = SimpleNamespace(fields={}, detail={}, failures=[], broken=[])
    rows = [json.loads(line) for line in cases.read_text().splitlines()]

    def kept(_verb: str, asked: list[dict[str, Any]], _report: object) -> list[dict[str, Any]]:
        return [{"id": "", **reading.dates_read(one)} for one in asked]

    scoredates.score(corpus.split("-")[1], rows, cases.parent, kept, report)

    assert not report.broken
    assert report.fields["right"][1] == of
    assert report.fields["right"][0] >= right, report.failures
    assert report.fields["false_alarms"][0] <= false_alarms

"""Pure decisions of the playbook."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.playbook.rules import (
    blanks_left,
    hints_in,
    is_edited,
    lines_of,
    state_of,
    suggested,
)
from tests.cast import NOON


def kinds(text: str, language: str = "en") -> list[str]:
    return [one.kind for one in hints_in(text, language=language)]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("I am furious.", "en", ["ANGER"]),
        ("I am not angry, only curious.", "en", []),
        ("This is not urgent, but please call today.", "en", []),
        ("We need it today, please hurry.", "en", ["URGENT"]),
        ("Still no answer to my second letter.", "en", ["REPEATED"]),
        ("I will take my business elsewhere.", "en", ["LEAVING"]),
        ("Mir reicht es, ich kündige.", "de", ["ANGER", "LEAVING"]),
        ("Es eilt nicht, melden Sie sich bei Gelegenheit.", "de", []),
        ("Je suis furieux.", "fr", []),
        ("", "en", []),
    ],
)
def test_words_are_the_reason(text, language, said):
    assert kinds(text, language) == said


def test_the_words_are_those_of_the_letter_and_no_longer_than_a_line():
    (reason,) = hints_in("Honestly.\nYou should be ashamed!", language="en-GB")
    assert reason.words == "should be ashamed"
    assert all(len(one.words) <= 60 for one in hints_in("fool " * 5_000, language="en"))


@pytest.mark.parametrize(
    "text",
    ["a " * 3_000, "very " * 1_200, "very,very," * 600, "I am " + "so " * 2_000, "told " * 1_200,
     "on Monday, " * 550, "need " * 1_200, "!" * 6_000, "ich bin " * 750, "schon " * 1_000],
    ids=lambda text: text[:10],
)  # fmt: skip
def test_no_letter_makes_a_pattern_run_wild(text):
    # With a blow-up this would never end.
    for language in ("en", "de"):
        found = hints_in(text, language=language)
        assert len(found) <= 4
        assert all(0 < len(one.words) <= 60 and one.words in text for one in found)


def stands(**more: object) -> str:
    values = {"uses": 0, "resolved": 0, "came_back": 0, "used_at": None} | more
    return state_of(since=NOON, now=NOON + timedelta(days=1), **values)  # type: ignore[arg-type]


def test_a_play_is_proposed_tried_proven_and_ages():
    assert stands() == "PROPOSED"
    assert stands(uses=1) == "TRIED"
    assert stands(uses=9, resolved=9) == "TRIED"  # too few to say
    assert stands(uses=10, resolved=10) == "PROVEN"
    assert stands(uses=10, resolved=9, came_back=1) == "TRIED"  # 59.6 % at the lower end
    assert stands(uses=12, resolved=11, came_back=1) == "PROVEN"
    late = {"since": NOON, "now": NOON + timedelta(days=181)}
    proven = {"uses": 10, "resolved": 10, "came_back": 0}
    assert state_of(used_at=NOON, **proven, **late) == "AGED"
    assert state_of(used_at=NOON + timedelta(days=2), **proven, **late) == "PROVEN"


def test_an_edit_is_more_than_capitals_and_marks():
    assert not is_edited(" what would BE fair ", "What would be fair?")
    assert not is_edited("  !", "What would be fair?")
    assert is_edited("What would be fair, Cy?", "What would be fair?")
    assert blanks_left("Dear [Name], [sic]", "[Name], I am sorry for [what].") == ["[Name]"]


def test_phrasings_are_parted_by_an_empty_line():
    assert lines_of("One\r\ntwo\r\n \r\n\r\nThree\n\nThree", most=8, longest=20) == [
        "One\ntwo",
        "Three",
    ]
    assert lines_of("a\n\nb\n\nc", most=2, longest=20) == ["a", "b"]


def test_situations_fit_what_was_seen():
    assert suggested(["ANGER"]) == ["SORRY", "FAIR", "PERSONAL"]
    assert suggested(["REPEATED", "URGENT"]) == ["COLLEAGUE", "CALLBACK", "SORRY", "THANKS"]
    assert suggested([]) == ["THANKS", "FAIR", "CALLBACK", "INSTEAD"]

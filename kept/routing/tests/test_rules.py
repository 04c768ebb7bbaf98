"""Who gets a conversation, by the pure rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kept.routing.rules import (
    LEAST,
    TURN,
    Candidate,
    Choice,
    Wait,
    Wanted,
    decide,
    languages_in,
    limit_of,
    skills_asked,
    skills_in,
)

ADA = Candidate(1, open=3, limit=12, turn=300.0)
BEA = Candidate(2, open=6, limit=12, turn=100.0)
CY = Candidate(3, open=2, limit=4, turn=200.0)


@pytest.mark.parametrize(
    ("way", "people", "expected"),
    [
        (TURN, [ADA, BEA, CY], Choice(2, "TURN", 7, 12)),
        (TURN, [ADA, replace(BEA, is_here=False), CY], Choice(3, "TURN", 3, 4)),
        (TURN, [ADA, replace(BEA, takes=False), CY], Choice(3, "TURN", 3, 4)),
        (TURN, [ADA, replace(BEA, open=12), CY], Choice(3, "TURN", 3, 4)),
        (TURN, [replace(ADA, turn=0.0), BEA, CY], Choice(1, "TURN", 4, 12)),
        (TURN, [replace(ADA, turn=100.0), BEA], Choice(1, "TURN", 4, 12)),
        (LEAST, [ADA, BEA, CY], Choice(1, "LEAST", 4, 12)),
        # A quarter of four is as much as a quarter of twelve; then it is whose turn it is.
        (LEAST, [ADA, BEA, replace(CY, open=1)], Choice(3, "LEAST", 2, 4)),
        (TURN, [], Wait("NO_SKILL")),
        (TURN, [replace(ADA, is_here=False)], Wait("NOBODY_HERE")),
        (TURN, [replace(ADA, open=12), replace(CY, open=9)], Wait("NO_ROOM")),
    ],
)
def test_it_goes_by_turn_or_by_load_to_whoever_is_here_and_has_room(way, people, expected):
    assert decide(way, Wanted(), people) == expected


def test_whoever_served_the_customer_last_comes_first_while_here_and_with_room():
    again = Wanted(last_served=1)

    assert decide(TURN, again, [ADA, BEA]) == Choice(1, "LAST_SERVED", 4, 12)
    assert decide(TURN, again, [replace(ADA, open=12), BEA]) == Choice(2, "TURN", 7, 12)
    assert decide(TURN, again, [replace(ADA, is_here=False), BEA]) == Choice(2, "TURN", 7, 12)


def test_skills_and_a_language_are_asked_of_whoever_gets_it():
    asked = Wanted(skills=frozenset({"refunds"}), language="de")
    able = replace(CY, skills=frozenset({"refunds", "glass"}), languages=frozenset({"en", "de"}))
    mute = replace(BEA, skills=frozenset({"refunds"}), languages=frozenset({"en"}))

    assert decide(TURN, asked, [ADA, mute, able]) == Choice(3, "TURN", 3, 4)
    assert decide(TURN, asked, [ADA, mute]) == Wait("NO_SKILL")
    assert decide(TURN, asked, [mute, replace(able, open=4)]) == Wait("NO_ROOM")


def test_what_somebody_gave_away_does_not_come_back_to_them():
    assert decide(TURN, Wanted(without=2), [ADA, BEA]) == Choice(1, "TURN", 4, 12)
    assert decide(TURN, Wanted(without=2), [BEA]) == Wait("NO_ROOM")


def test_a_tag_asks_for_the_skill_of_its_name_where_the_desk_says_so():
    assert skills_asked(["lamps"], ["refunds", "glass"], ["Refunds", "VIP"]) == {"lamps", "refunds"}
    assert skills_asked([], [], ["Refunds"]) == frozenset()


def test_what_is_typed_becomes_keys_and_codes():
    assert skills_in(" Refunds,  dimmers & more ,refunds,, ") == ["refunds", "dimmers & more"]
    assert languages_in("de, EN  pt-BR, 7") == ["de", "en", "pt"]


@pytest.mark.parametrize(
    ("own", "most", "limit"), [(None, None, 12), (5, None, 5), (None, 8, 8), (5, 8, 5), (9, 8, 8)]
)
def test_the_lower_limit_holds(own, most, limit):
    assert limit_of(own, most) == limit

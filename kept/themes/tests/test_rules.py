"""Pieces, likeness, chance: the pure part."""

from __future__ import annotations

import math

import pytest

from kept.themes.rules import groups, near, rising
from kept.themes.rules.chance import limit, tail, together
from kept.themes.rules.packing import pack, unpack
from kept.themes.rules.pieces import piece_of, pieces
from kept.themes.rules.rising import Day, rise_of, spread_of
from kept.themes.rules.telling import example, label


def test_pieces_are_stems_each_once_and_no_numbers():
    told = pieces("The lamps and the lamp 4711", "Re: AW: Lamps")

    assert told == tuple(piece_of("en", word) for word in ("lamp", "the", "and"))


def test_a_script_without_spaces_is_cut_into_pairs():
    assert len(pieces("ランプが割れています")) == 10
    assert len({*pieces("ランプ")} & {*pieces("ランプが割れています")}) == 2


def test_a_letter_has_no_more_pieces_than_bounds_say():
    assert len(pieces(" ".join(f"word{chr(97 + n % 26)}{n}x" for n in range(500)))) == 80


# Poisson: exact sums; negative-binomial: mean 4, size 2, by its closed form.
@pytest.mark.parametrize(
    ("number", "mean", "spread", "chance"),
    [
        (1, 1.0, 0.0, 1 - math.exp(-1)),
        (13, 4.0, 0.0, 2.7373e-4),
        (3, 4.0, 0.0, 1 - math.exp(-4) * (1 + 4 + 8)),
        (1, 4.0, 0.5, 1 - (2 / 6) ** 2),
        (10, 4.0, 0.5, 1 - sum((n + 1) * (1 / 9) * (2 / 3) ** n for n in range(10))),
        (0, 4.0, 0.0, 1.0),
        (2, 0.0, 0.0, 1e-12),
    ],
)
def test_how_likely_so_many_are(number: int, mean: float, spread: float, chance: float):
    assert tail(number, mean, spread) == pytest.approx(chance, rel=1e-3)


def test_the_limit_is_the_least_number_that_is_rare_enough():
    most = limit(4.0, 0.0, 1e-4)

    assert most == 14
    assert tail(most, 4.0) < 1e-4 <= tail(most - 1, 4.0)


def test_spreads_together():
    assert together(0.1, 0.2) == pytest.approx(0.32)


def past(number: int, days: int = 28, of: int = 400) -> list[Day]:
    return [Day(number, of, n % 7) for n in range(days)]


def test_four_times_as_many_rise_on_the_first_day():
    found = rise_of([*past(4), Day(18, 400, 0)], themes=80)

    assert found is not None
    assert (found.days, found.number, round(found.usual, 1)) == (1, 18, 4.0)
    assert found.number >= found.limit


def test_what_is_weaker_needs_two_days():
    one = [*past(4), Day(13, 400, 0)]

    assert rise_of(one, themes=80) is None
    assert rise_of([*one, Day(14, 400, 1)], themes=80) is not None


def test_a_busy_day_of_all_raises_nothing():
    assert rise_of([*past(4), Day(18, 1_800, 0)], themes=80) is None


def test_a_theme_with_a_weekday_of_its_own_does_not_rise_on_it():
    weeks = [Day(20 if n % 7 == 0 else 1, 400, n % 7) for n in range(35)]

    assert rise_of([*weeks, Day(22, 400, 0)], themes=80) is None
    assert rise_of([*past(4, 35), Day(22, 400, 0)], themes=80) is not None


@pytest.mark.parametrize("days", [past(4, 10), past(0, 28)])
def test_too_little_past_or_too_few_letters_rise_never(days: list[Day]):
    assert rise_of([*days, Day(5, 400, 0)], themes=80) is None


def test_days_that_vary_more_than_chance_widen_the_limit():
    wild = {1: [Day(40 if n % 2 else 2, 400, n % 7) for n in range(28)]}

    assert spread_of({1: past(20)}) == 0.0
    assert spread_of(wild) > 0.3


def test_the_budget_is_shared_by_all_tests_of_a_month():
    whole = rising.chance_for(100) * 100 * rising.DAYS_A_MONTH * len(rising.WINDOWS)

    assert whole == pytest.approx(rising.FALSE_A_MONTH)


SAMPLE = [
    *(pieces(f"the glass shade of my lamp is cracked {word}") for word in ("now", "again", "too")),
    *(pieces(f"please send the invoice with our tax number {word}") for word in ("now", "soon")),
] * 20


def test_what_is_alike_is_one_theme_and_keeps_its_key():
    model, found = groups.learn(SAMPLE, groups.Model(), new_keys=range(1, 99))
    later, again = groups.learn(SAMPLE, model, new_keys=range(100, 199))

    assert not {*found[:3]} & {*found[3:5]}
    assert again == found
    assert set(later.centres) == set(model.centres)
    lookup = groups.Lookup(model)
    assert lookup.nearest(pieces("a cracked lamp shade"))[0] in found[:3]
    assert lookup.nearest(pieces("completely other words"))[0] is None


def test_learning_the_same_sample_gives_the_same():
    assert groups.learn(SAMPLE, groups.Model(), new_keys=range(9)) == groups.learn(
        SAMPLE, groups.Model(), new_keys=range(9)
    )


def test_weights_come_back_as_they_were_packed():
    weights = {7: 0.5, 4_000_000_000: 0.25}

    assert unpack(pack(weights)) == weights
    assert unpack(b"cut") == {}


def test_a_theme_is_called_by_its_own_words_and_shows_its_best_sentence():
    text = "Good morning. The lamp shade is cracked! I wait for you."
    centre = {piece_of("en", word): 1.0 for word in ("lamp", "shade", "cracked")}

    assert label([text], centre) == "lamp · shade · cracked"
    assert example(text, centre) == "The lamp shade is cracked!"
    assert label([], centre) == example("", centre) == ""


def test_what_stands_in_every_letter_says_of_none_whom_it_is_like(monkeypatch):
    monkeypatch.setattr(near, "CANDIDATES", 1)
    form = [{0: 0.5, 100 + at // 2: 0.5} for at in range(20)]
    rarity = {0: 0.1} | {100 + at: 2.0 for at in range(10)}

    nearest = near.Near(form, rarity)

    assert [nearest.to(at, 5) for at in range(20)] == [[(0.5, at ^ 1)] for at in range(20)]


def test_the_nearest_are_those_that_share_most_and_none_that_share_nothing():
    letters = [{1: 0.6, 2: 0.8}, {1: 0.6, 2: 0.8}, {2: 1.0}, {1: 1.0}, {3: 1.0}, {3: 1.0}]
    nearest = near.Near(letters, {1: 1.0, 2: 2.0, 3: 2.0})

    assert nearest.to(0, 9) == [(1.0, 1), (0.8, 2), (0.6, 3)]
    assert nearest.to(0, 2) == [(1.0, 1), (0.8, 2)]
    assert nearest.to(4, 9) == [(1.0, 5)]
    assert near.Near([{1: 1.0}], {}).to(0, 9) == []


def test_of_more_that_share_as_much_there_are_no_more_than_have_room(monkeypatch):
    monkeypatch.setattr(near, "CANDIDATES", 3)
    letters = [{1: 0.6, 2: 0.8}, *[{1: 1.0}] * 8, {2: 1.0}]

    found = near.Near(letters, {1: 1.0, 2: 2.0}).to(0, 9)

    assert found == [(0.8, 9), (0.6, 2), (0.6, 1)]


def test_a_word_that_tells_themes_apart_weighs_more_than_one_as_rare_that_does_not():
    sample = [(1, 9), (1, 8), (2, 9), (2, 8)] * 10
    rarity = dict.fromkeys((1, 2, 8, 9), 1.0)

    weighs, usual = groups.weighed(sample, [1, 1, 2, 2] * 10, rarity, 3.0)

    assert weighs[1] == weighs[2] > 0.4 > weighs[8] == weighs[9]
    assert weighs[8] == pytest.approx(groups.LEAST_APART**groups.APART)
    assert usual == pytest.approx(3.0 * weighs[1])
    assert groups.weighed(sample, [1] * 40, rarity, 3.0) == (rarity, 3.0)


def test_a_rise_at_a_desk_must_show_in_the_house_too():
    found = rise_of([*past(4), Day(18, 400, 0)], themes=80, part=0.5)

    assert found is not None
    assert rising.is_more_of_all([*past(40, of=4_000), Day(54, 4_000, 0)], found)
    assert not rising.is_more_of_all([*past(40, of=4_000), Day(44, 4_000, 0)], found)

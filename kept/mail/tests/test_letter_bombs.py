"""Mails made to cost time or memory. The bound is generous: what grows squared takes minutes."""

import time

import pytest

from kept.mail.letter.reading import read_letter
from kept.mail.letter.tree import take_apart
from kept.mail.tests.bombs import HEAD, MIXED, bombs

NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)
)
# A fifth of each: `bench/bombs` reads them whole.
BOMBS = bombs(0.2)


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little_and_stays_a_letter(raw):
    before = time.process_time()
    letter = read_letter(raw)

    assert time.process_time() - before < 4
    assert len(letter.attachments) <= 10_000


def test_there_are_at_least_sixty_and_the_same_seed_makes_the_same():
    assert len(BOMBS) >= 60
    assert bombs(0.01, seed=7) == bombs(0.01, seed=7)


def test_levels_and_parts_are_bounded_and_the_rest_is_named():
    deep = take_apart(HEAD + NESTED + b"\nhi")
    many = take_apart(MIXED + b"--b\n\nx\n" * 20_000)

    assert deep.problems[0].startswith("The mail is nested more than 200 levels deep")
    assert len(many.root.children) < 10_001
    assert many.problems[0].startswith("The mail has more than 10,000 parts")

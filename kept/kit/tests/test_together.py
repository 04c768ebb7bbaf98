"""Who comes in the same moment is served together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from kept.kit.together import Together


def test_one_alone_is_served_alone():
    served: list[list[int]] = []

    def double(numbers: Sequence[int]) -> list[int]:
        served.append(list(numbers))
        return [2 * number for number in numbers]

    together = Together(double)

    assert (together.do(1), together.do(2)) == (2, 4)
    assert served == [[1], [2]]


def test_those_who_come_while_one_is_served_are_served_at_once():
    served: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def double(numbers: Sequence[int]) -> list[int]:
        served.append(sorted(numbers))
        begun.set()
        assert go_on.wait(10)
        return [2 * number for number in numbers]

    together = Together(double)
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(together.do, 1)
        assert begun.wait(10)
        others = [threads.submit(together.do, number) for number in (2, 3, 4)]
        while len(together._waiting) < 3:
            pass
        go_on.set()
        answers = [one.result() for one in (first, *others)]

    assert answers == [2, 4, 6, 8]
    assert served == [[1], [2, 3, 4]]


def test_what_fails_fails_for_all_and_the_next_is_served():
    def invert(numbers: Sequence[int]) -> list[float]:
        return [1 / number for number in numbers]

    together = Together(invert)
    with pytest.raises(ZeroDivisionError):
        together.do(0)

    assert together.do(2) == 0.5

"""What several threads want done in the same moment is done once for all of them.

Who comes first does it; whoever comes meanwhile waits, and the next of them does it for all of
those. Nobody waits where nobody else is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _Wish(Generic[T, R]):
    value: T
    answer: R | None = None
    error: BaseException | None = None
    is_done: bool = False


class Together(Generic[T, R]):
    """`act` is given what is wanted by now, and answers as many things in the same order.

    What it raises, all of them hear.
    """

    def __init__(self, act: Callable[[Sequence[T]], Sequence[R]]) -> None:
        self._act = act
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._waiting: list[_Wish[T, R]] = []

    def do(self, value: T) -> R:
        wish: _Wish[T, R] = _Wish(value)
        with self._lock:
            self._waiting.append(wish)
        with self._turn:
            if not wish.is_done:
                with self._lock:
                    wishes, self._waiting = self._waiting, []
                self._fulfil(wishes)
        if wish.error:
            raise wish.error
        return wish.answer  # type: ignore[return-value]  # it is done, so this is an answer

    def _fulfil(self, wishes: Sequence[_Wish[T, R]]) -> None:
        try:
            answers = self._act([wish.value for wish in wishes])
            for wish, answer in zip(wishes, answers, strict=True):
                wish.answer = answer
        except BaseException as error:
            for wish in wishes:
                wish.error = error
        finally:
            for wish in wishes:
                wish.is_done = True

"""The backend: a transaction begins when it is its turn."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from kept.kit.sqlite.turns import Line, line_of


class DatabaseWrapper(base.DatabaseWrapper):
    """`patience` is how many seconds a transaction waits in line before it asks all the same."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.patience = float((self.settings_dict.get("OPTIONS") or {}).get("timeout", 5))
        self._line: Line | None = None

    def _start_transaction_under_autocommit(self) -> None:
        line = line_of(str(self.settings_dict["NAME"]))
        if self._line is None and line.enter(self.patience):
            self._line = line
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # unknown to the stubs
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # unknown to the stubs
        finally:
            self._leave_if_over()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # unknown to the stubs
        finally:
            self._leave_if_over()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # unknown to the stubs
        finally:
            self._leave()

    def _leave_if_over(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._leave()

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.leave()

"""Recoveries and boundaries live at random, and after each step the tables tell what was foretold.

The model is written from the words of the guide, not from the actions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kept.kit.refusals import Refusal
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.recovery import actions
from kept.recovery.audit import findings
from kept.recovery.models import Boundary, Recovery, Step
from kept.recovery.tests.make import hear, lamp
from tests.cast import NOON, make_manager, make_member

ORDER = [
    *("ACKNOWLEDGE", "APOLOGISE", "ASK_FAIR", "AGREE", "FIX", "CONFIRM"),
    *("GESTURE", "FOLLOW_UP", "CAUSE"),
]
BEFORE = {
    "APOLOGISE": {"ACKNOWLEDGE"},
    "AGREE": {"APOLOGISE", "ASK_FAIR"},
    "FIX": {"AGREE"},
    "CONFIRM": {"FIX"},
    "GESTURE": {"ACKNOWLEDGE"},
    "FOLLOW_UP": {"FIX"},
}
people = st.sampled_from(["ada", "ada", "ada", "lou", "bea"])
"""Bea serves another desk."""
words = st.sampled_from(["It is so.", "It is so.", "It is so.", " "])
checks = st.sampled_from(["NO_SIGN", "NO_SIGN", "CARED", ""])


@dataclass
class Told:
    """A recovery as the guide tells it."""

    settled: set[str] = field(default_factory=set)
    listens: bool = False
    denials: int = 0
    outcome: str = "OPEN"
    wants_fresh: bool = False

    def may(self, step: str) -> bool:
        return step not in self.settled and BEFORE.get(step, set()) <= self.settled

    def settle(self, step: str) -> None:
        self.settled.add(step)
        if len(self.settled) == len(ORDER):
            self.outcome = "RIGHTED"


class World:
    def __init__(self) -> None:
        self.people = {"ada": make_member(), "bea": make_member("bea"), "lou": make_manager()}
        self.there = lamp()


class Lives(RuleBasedStateMachine):
    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.now = NOON
        self.told = Told()
        self.level, self.ended_by, self.reviewed = "", "", False
        self.row = actions.open_recovery(
            self.world.there, why="Broken", by=self.world.people["ada"], now=NOON
        )

    @rule(minutes=st.sampled_from([1, 50, 600, 3_000]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(step=st.sampled_from(ORDER), by=people, said=words)
    def do(self, step: str, by: str, said: str) -> None:
        told, row = self.told, self.row
        doing: dict[str, Any] = {"by": self.world.people[by], "now": self.now}
        act = {
            "ACKNOWLEDGE": lambda: actions.do_step(row, step, words=said, **doing),
            "APOLOGISE": lambda: actions.do_step(row, step, words=said, **doing),
            "ASK_FAIR": lambda: actions.say_remedy(row, words=said, **doing),
            "AGREE": lambda: actions.agree(
                row, words=said, due_at=self.now + timedelta(days=1), **doing
            ),
            "FIX": lambda: actions.fix(row, words=said, **doing),
            "CONFIRM": lambda: actions.confirm_fixed(row, words=said, **doing),
            "GESTURE": lambda: actions.skip(row, step, why=said, **doing),
            "FOLLOW_UP": lambda: actions.follow_up(row, words=said, **doing),
            "CAUSE": lambda: actions.log_cause(row, cause="MISTAKE", words=said, **doing),
        }[step]
        turn = "AGREE" not in told.settled if step == "ASK_FAIR" else told.may(step)
        may = by != "bea" and told.outcome == "OPEN" and turn and said.strip()
        if self.attempt(act, may=bool(may)):
            if step == "ASK_FAIR":
                told.listens = False
            told.settle(step)

    @rule(step=st.sampled_from(ORDER), by=people, why=words)
    def skip(self, step: str, by: str, why: str) -> None:
        may = by != "bea" and self.told.outcome == "OPEN" and self.told.may(step) and why.strip()
        who = self.world.people[by]
        if self.attempt(
            lambda: actions.skip(self.row, step, why=why, by=who, now=self.now), may=bool(may)
        ):
            self.told.settle(step)

    @rule(yes=st.booleans())
    def the_customer_says_whether_it_is_fixed(self, yes: bool) -> None:  # noqa: FBT001
        told = self.told
        if yes:
            may = told.outcome == "OPEN" and told.may("CONFIRM")
            act = lambda: actions.confirm_fixed(self.row, by=None, now=self.now)  # noqa: E731
            if self.attempt(act, may=may):
                told.settle("CONFIRM")
        else:
            may = told.outcome == "OPEN" and "FIX" in told.settled
            act = lambda: actions.deny_fixed(self.row, by=None, now=self.now)  # noqa: E731
            if self.attempt(act, may=may):
                told.settled -= {"FIX", "CONFIRM"}
                told.denials += 1

    @rule(what=st.sampled_from(["listen", "stop", "heard"]))
    def only_heard(self, what: str) -> None:
        told, ada = self.told, self.world.people["ada"]
        is_open = told.outcome == "OPEN"
        if what == "listen":
            may = is_open and not told.listens and "AGREE" not in told.settled
            done = self.attempt(lambda: actions.listen(self.row, by=ada, now=self.now), may=may)
            told.listens = told.listens or done
            return
        may = is_open and told.listens
        act = actions.stop_listening if what == "stop" else actions.close_as_heard
        if self.attempt(lambda: act(self.row, by=None, now=self.now), may=may):
            told.listens = told.listens and what == "heard"
            told.outcome = "HEARD" if what == "heard" else told.outcome

    @rule()
    def what_was_agreed_is_kept_on_today(self) -> None:
        self.row.refresh_from_db()
        promise = self.row.fix
        if promise is None or promise.outcome != "OPEN":
            return
        promises.keep(promise, by=self.world.people["ada"], now=self.now)
        hear(self.now)
        if self.told.outcome == "OPEN" and self.told.may("FIX"):
            self.told.settle("FIX")

    # A boundary in the same conversation.

    @rule(by=people, said=words)
    def note(self, by: str, said: str) -> None:
        who = self.world.people[by]
        may = by != "bea" and bool(said.strip())
        done = self.attempt(
            lambda: actions.note_boundary(self.world.there, words=said, by=who, now=self.now),
            may=may,
        )
        if done and self.level in {"", "LIFTED"}:
            self.level, self.reviewed = "NOTED", False

    @rule(by=people, check=checks)
    def warn(self, by: str, check: str) -> None:
        if not self.level:
            return
        may = by != "bea" and self.level == "NOTED" and check == "NO_SIGN"
        if self.attempt(
            lambda: actions.warn(
                self.bound(), check=check, text="Stop.", submit_id=uuid4(),
                by=self.world.people[by], now=self.now,
            ),
            may=may,
        ):  # fmt: skip
            self.level, self.warned_at = "WARNED", self.now

    @rule(check=checks)
    def end(self, check: str) -> None:
        """Ada ends it, and Lou is there to look at that. Nothing ends at the second it warns."""
        if not self.level or (self.level == "WARNED" and self.warned_at >= self.now):
            return
        may = self.level == "WARNED" and check == "NO_SIGN"
        if self.attempt(
            lambda: actions.end_contact(
                self.bound(), check=check, why="Again", text="It ends.", submit_id=uuid4(),
                by=self.world.people["ada"], now=self.now,
            ),
            may=may,
        ):  # fmt: skip
            self.level = "ENDED"

    @rule(by=people, state=st.sampled_from(["UPHELD", "CHANGED"]))
    def review(self, by: str, state: str) -> None:
        if not self.level:
            return
        may = by == "lou" and self.level == "ENDED" and not self.reviewed
        if self.attempt(
            lambda: actions.review_boundary(
                self.bound(), state=state, words="So.", by=self.world.people[by], now=self.now
            ),
            may=may,
        ):
            self.reviewed = True
            self.level = "LIFTED" if state == "CHANGED" else self.level

    @rule()
    def lift(self) -> None:
        if self.level:
            may = self.level in {"NOTED", "WARNED"}
            ada = self.world.people["ada"]
            if self.attempt(lambda: actions.lift(self.bound(), by=ada, now=self.now), may=may):
                self.level = "LIFTED"

    @invariant()
    def the_tables_say_so(self) -> None:
        row = Recovery.objects.get(pk=self.row.pk)
        told = self.told
        assert set(row.settled) == told.settled
        assert (row.outcome, row.is_listening, row.denials) == (
            told.outcome,
            told.listens,
            told.denials,
        )
        assert Step.objects.filter(recovery=row).count() == len(told.settled)
        if self.level:
            bound = self.bound()
            assert bound.level == self.level
            assert (bound.ended_at is None) or (bound.warned_at < bound.ended_at)
        assert list(findings()) == []
        owed = Promise.objects.filter(pk=row.fix_id, outcome="OPEN").exists()
        assert not (owed and "FIX" in told.settled and told.outcome == "RIGHTED") or told.denials

    def bound(self) -> Boundary:
        return Boundary.objects.order_by("-pk")[0]

    def attempt(self, act: Any, *, may: bool) -> bool:
        """Whether it was done; who may not is refused, and who may is not."""
        try:
            with transaction.atomic():
                act()
        except Refusal as refusal:
            done, code = False, refusal.code
        else:
            done, code = True, ""
        assert done == may, code
        return done

"""Recoveries and boundaries live at random, and after each step the tables tell what was foretold.

The model is written from the words of the guide, not from the actions.
"""

from __future__ import annotations

from collections import Counter
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
from kept.recovery.models import Appeal, Boundary, Decision, Recovery, Step
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
judges = st.sampled_from(["lou", "lou", "lou", "lou", "ada", "bea"])
words = st.sampled_from(["It is so.", "It is so.", "It is so.", " "])
verdicts = st.sampled_from(["UPHELD", "CHANGED"])
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


@dataclass
class Verdict:
    """A decision or an end of contact, and what became of it. `appeal` empty: there is none."""

    decider: str
    state: str = ""
    appeal: str = ""


class World:
    def __init__(self) -> None:
        self.people = {"ada": make_member(), "bea": make_member("bea"), "lou": make_manager()}
        self.there = lamp()


class Lives(RuleBasedStateMachine):
    world: ClassVar[World]
    reached: ClassVar[Counter[str]] = Counter()
    """How often what was done, so that a run can tell what it has walked through."""

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
        self.level, self.reviewed, self.has_ended = "", False, False
        self.decided: dict[int, Verdict] = {}
        self.end_of_contact = Verdict("ada")
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

    # Decisions, and who looks at them again.

    @rule(by=people, said=words, is_different=st.booleans())
    def decide(self, by: str, said: str, is_different: bool) -> None:  # noqa: FBT001
        doing: dict[str, Any] = {
            "words": said, "submit_id": uuid4(), "by": self.world.people[by], "now": self.now,
        }  # fmt: skip
        may = by != "bea" and self.told.outcome == "OPEN" and bool(said.strip())

        def act() -> None:
            if is_different:
                actions.see_it_differently(
                    self.row, immediate="At once", due_at=self.now + timedelta(days=2), **doing
                )
            else:
                actions.decide(self.row, **doing)

        if self.attempt(act, may=may, what="different" if is_different else "decided"):
            made = Decision.objects.order_by("-pk")[0]
            self.decided[made.pk] = Verdict(by, state="WAITING" if is_different else "")

    @rule(which=st.integers(0, 5), by=judges, state=verdicts, said=words)
    def reconsider(self, which: int, by: str, state: str, said: str) -> None:
        pk, told = self.one_of(which)
        if told is None:
            return
        is_theirs = by in {"lou", told.decider} and by != "bea"
        may = is_theirs and told.state == "WAITING" and bool(said.strip())
        if self.attempt(
            lambda: actions.reconsider(
                Decision.objects.get(pk=pk), state=state, words=said, submit_id=uuid4(),
                by=self.world.people[by], now=self.now,
            ),
            may=may, what="reconsidered",
        ):  # fmt: skip
            told.state = state

    @rule(which=st.integers(0, 5), said=words)
    def the_customer_appeals(self, which: int, said: str) -> None:
        """Lou leads alone: of what she decided nobody else can judge."""
        pk, told = self.one_of(which)
        if told is None:
            return
        may = told.decider != "lou" and not told.appeal and bool(said.strip())
        act = lambda: actions.appeal_decision(  # noqa: E731
            Decision.objects.get(pk=pk), words=said, now=self.now
        )
        if self.attempt(act, may=may, what="appealed"):
            told.appeal = "WAITING"

    @rule(which=st.integers(0, 5), by=judges, state=verdicts, said=words)
    def answer(self, which: int, by: str, state: str, said: str) -> None:
        pk, told = self.one_of(which)
        if told is None or not told.appeal:
            return
        may = by == "lou" and told.appeal == "WAITING" and bool(said.strip())
        if self.attempt(
            lambda: actions.answer_appeal(
                Appeal.objects.get(decision=pk), state=state, words=said, submit_id=uuid4(),
                by=self.world.people[by], now=self.now,
            ),
            may=may, what=f"appeal {state}",
        ):  # fmt: skip
            told.appeal = state

    @rule(said=words)
    def the_customer_appeals_against_the_end(self, said: str) -> None:
        if not self.level:
            return
        may = self.level == "ENDED" and not self.end_of_contact.appeal and bool(said.strip())
        act = lambda: actions.appeal_boundary(self.bound(), words=said, now=self.now)  # noqa: E731
        if self.attempt(act, may=may, what="end appealed"):
            self.end_of_contact.appeal = "WAITING"

    @rule(by=judges, state=verdicts)
    def answer_about_the_end(self, by: str, state: str) -> None:
        """Where it is lifted, that was the look that a manager owed."""
        told = self.end_of_contact
        if not told.appeal:
            return
        may = by == "lou" and told.appeal == "WAITING"
        if self.attempt(
            lambda: actions.answer_appeal(
                Appeal.objects.get(boundary=self.bound()), state=state, words="So.",
                submit_id=uuid4(), by=self.world.people[by], now=self.now,
            ),
            may=may, what=f"end {state}",
        ):  # fmt: skip
            told.appeal = state
            if state == "CHANGED":
                self.level, self.reviewed = "LIFTED", True

    def one_of(self, which: int) -> tuple[int, Verdict | None]:
        rows = sorted(self.decided.items())
        return rows[which % len(rows)] if rows else (0, None)

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
            self.level, self.reviewed, self.has_ended = "NOTED", False, False
            self.end_of_contact = Verdict("ada")

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
            self.level, self.has_ended = "ENDED", True

    @rule(by=people, state=st.sampled_from(["UPHELD", "CHANGED"]))
    def review(self, by: str, state: str) -> None:
        if not self.level:
            return
        may = by == "lou" and self.has_ended and not self.reviewed
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
        for pk, one in self.decided.items():
            decision = Decision.objects.select_related("promise").get(pk=pk)
            assert decision.state == one.state
            if decision.promise:
                assert (decision.promise.outcome == "OPEN") == (one.state == "WAITING")
            appeals = list(Appeal.objects.filter(decision=pk).select_related("promise"))
            self.one_appeal(appeals, one)
        assert Decision.objects.count() == len(self.decided)
        if self.level:
            against = Appeal.objects.filter(boundary=self.bound()).select_related("promise")
            self.one_appeal(list(against), self.end_of_contact)
            review = self.bound().review
            assert (review is not None and review.outcome == "OPEN") == (
                self.has_ended and not self.reviewed
            )
        owed = Promise.objects.filter(pk=row.fix_id, outcome="OPEN").exists()
        assert not (owed and "FIX" in told.settled and told.outcome == "RIGHTED") or told.denials

    def bound(self) -> Boundary:
        return Boundary.objects.order_by("-pk")[0]

    def one_appeal(self, appeals: list[Appeal], told: Verdict) -> None:
        """As it was told: one or none, and its promise is open while it waits."""
        assert [one.state for one in appeals] == ([told.appeal] if told.appeal else [])
        assert [one.promise.outcome == "OPEN" for one in appeals] == [
            state == "WAITING" for state in ([told.appeal] if told.appeal else [])
        ]

    def attempt(self, act: Any, *, may: bool, what: str = "") -> bool:
        """Whether it was done; who may not is refused, and who may is not."""
        try:
            with transaction.atomic():
                act()
        except Refusal as refusal:
            done, code = False, refusal.code
        else:
            done, code = True, ""
        assert done == may, code
        if done and what:
            self.reached[what] += 1
        return done


class SecondLooks(Lives):
    """The same without the ladder: what was decided and ended, and who looks at it again."""

    do = skip = the_customer_says_whether_it_is_fixed = None  # type: ignore[assignment]
    only_heard = what_was_agreed_is_kept_on_today = lift = None  # type: ignore[assignment]

    @initialize()
    def begin(self) -> None:
        """Contact has ended already: that is where looking again begins."""
        super().begin()
        ada, there = self.world.people["ada"], self.world.there
        noted = actions.note_boundary(there, words="Rude.", by=ada, now=self.now)
        sent: dict[str, Any] = {"check": "NO_SIGN", "text": "Stop.", "by": ada}
        warned = actions.warn(noted, **sent, submit_id=uuid4(), now=self.now)
        self.warned_at = self.now
        self.now += timedelta(minutes=1)
        actions.end_contact(warned, **sent, why="Again", submit_id=uuid4(), now=self.now)
        self.level, self.has_ended = "ENDED", True

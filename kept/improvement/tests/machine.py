"""Frictions and changes live at random under Hypothesis; after each step all is as foretold.

Lou leads Orders, Ada serves it, Eve serves another desk. Everybody tries everything: who may not
is refused, and then nothing has changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from kept.charter.models import Policy
from kept.improvement import actions, audit
from kept.improvement.models import Change, Friction, TellBack
from kept.improvement.tests.make import make_denial, make_house, make_talk
from kept.kit.refusals import Refusal
from tests.cast import NOON, make_desk, make_manager, make_member

DAY = timedelta(days=1)
who = st.sampled_from([*["lou"] * 6, "ada", "eve"])
which = st.integers(0, 30)


@dataclass
class Trial:
    """A friction as the documents foretell it."""

    state: str = "RAISED"
    voices: set[str] = field(default_factory=set)
    change: int = 0


@dataclass
class Turn:
    """A change as the documents foretell it. `before` is the policy's text when it was written."""

    is_policy: bool
    before: str = ""
    after: str = ""
    state: str = "TRYING"
    decided_at: datetime | None = None
    open_checks: set[int] = field(default_factory=set)


class World:
    def __init__(self) -> None:
        self.policy = make_house()
        self.members = {
            "ada": make_member("ada"),
            "lou": make_manager("lou"),
            "eve": make_member("eve"),
        }
        make_desk("Billing", self.members["eve"])
        self.talks = [make_talk(f"cy{number}") for number in range(4)]


class Turns(RuleBasedStateMachine):
    world: ClassVar[World]
    seen: ClassVar[Counter[str]] = Counter()
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOON
        self.frictions: dict[int, Trial] = {}
        self.changes: dict[int, Turn] = {}
        self.text = self.world.policy.cannot

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(is_policy=st.sampled_from([True, True, False]))
    def a_change_is_tried(self, is_policy) -> None:
        """So that each life has one that can be adopted."""
        self.begin("lou", is_policy, set())
        self.write(0, "lou", "One way.")

    @rule(days=st.sampled_from([0, 1, 31, 31, 95]))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY + timedelta(seconds=1)

    # Frictions.

    @rule(by=who)
    def raise_it(self, by: str) -> None:
        terms = actions.FrictionTerms(words="In the way.", desk=make_desk("Orders"))
        made = self.attempt(
            "NotAllowed" if by == "eve" else "",
            lambda: actions.raise_friction(terms, submit_id=uuid4(), **self.by(by)),
        )
        if made is not None:
            self.frictions[made.pk] = Trial(voices={by})

    @precondition(lambda self: self.frictions)
    @rule(number=which, by=who)
    def me_too(self, number: int, by: str) -> None:
        pk, told = self.pick(self.frictions, number)
        stage = self.changes[told.change].state if told.change else told.state
        refusal = ""
        if by == "eve":
            refusal = "NotAllowed"
        elif by not in told.voices and stage not in {"RAISED", "LISTED", "DISCUSSED", "TRYING"}:
            refusal = "AlreadyDecided"
        self.attempt(refusal, lambda: actions.me_too(Friction(pk=pk), **self.by(by)))
        if not refusal:
            told.voices.add(by)

    @precondition(lambda self: self.frictions)
    @rule(number=which, by=who, verb=st.sampled_from(["list", "discuss", "discuss", "decline"]))
    def go_on(self, number: int, by: str, verb: str) -> None:
        pk, told = self.pick(self.frictions, number)
        to, fit, real = {
            "list": ("LISTED", {"RAISED"}, actions.list_for_huddle),
            "discuss": ("DISCUSSED", {"LISTED", "DISCUSSED"}, actions.discuss),
            "decline": ("NOT_ADOPTED", {"RAISED", "LISTED", "DISCUSSED"}, actions.decline),
        }[verb]
        words = {
            "list": {},
            "discuss": {"cause": "x", "impact": "y"},
            "decline": {"reason": "z"},
        }[verb]
        refusal = ""
        if by == "eve" or (by == "ada" and verb != "discuss"):
            refusal = "NotAllowed"
        elif told.state not in fit:
            refusal = "NotNow"
        self.attempt(refusal, lambda: real(Friction(pk=pk), **words, **self.by(by)))
        if not refusal:
            told.state = to

    # Changes.

    @rule(by=who, is_policy=st.booleans(), picked=st.sets(which, max_size=2))
    def begin(self, by, is_policy, picked) -> None:
        chosen = {self.pick(self.frictions, one)[0] for one in picked if self.frictions}
        refusal = ""
        if by != "lou":
            refusal = "NotAllowed"
        elif (
            is_policy
            and any(one.is_policy and one.state == "TRYING" for one in self.changes.values())
        ) or any(self.frictions[pk].state != "DISCUSSED" for pk in chosen):
            refusal = "NotNow"
        terms = actions.ChangeTerms(
            "Another way",
            "POLICY" if is_policy else "WAY",
            self.world.members["lou"],
            desk=make_desk("Orders"),
            policy=Policy.objects.get() if is_policy else None,
        )
        made = self.attempt(
            refusal,
            lambda: actions.begin_change(
                terms,
                frictions=[Friction(pk=pk) for pk in chosen],
                submit_id=uuid4(),
                **self.by(by),
            ),
        )
        if made is not None:
            text = self.text if is_policy else ""
            self.changes[made.pk] = Turn(is_policy, before=text, after=text)
            for pk in chosen:
                self.frictions[pk].state, self.frictions[pk].change = "TAKEN_UP", made.pk

    @precondition(lambda self: self.changes)
    @rule(number=which, by=who, text=st.sampled_from(["", "One way.", "One way.", "Another way."]))
    def write(self, number: int, by: str, text: str) -> None:
        pk, told = self.pick(self.changes, number)
        refusal = "NotAllowed" if by != "lou" else "NotNow" if told.state != "TRYING" else ""
        words = {"after": text, "after_instead": "", "letter": "Dear {{name}}, {{then}}"}
        self.attempt(refusal, lambda: actions.write_change(Change(pk=pk), **words, **self.by(by)))
        if not refusal:
            told.after = text
            if told.is_policy:
                told.before = self.text

    @precondition(lambda self: self.changes)
    @rule(number=which, by=who)
    def adopt(self, number: int, by: str) -> None:
        pk, told = self.pick(self.changes, number)
        refusal = ""
        if by != "lou":
            refusal = "NotAllowed"
        elif told.state != "TRYING":
            refusal = "NotNow"
        elif not told.after or (told.is_policy and told.after == self.text):
            refusal = "NotWritten"
        elif told.is_policy and told.before != self.text:
            refusal = "MovedMeanwhile"
        words = {"reason": "Fair", "thanks": "", "today": self.now.date()}
        self.attempt(refusal, lambda: actions.adopt(Change(pk=pk), **words, **self.by(by)))
        if not refusal:
            told.state = "ADOPTED" if told.is_policy else "TOLD"
            told.decided_at, told.open_checks = self.now, {30, 90, 180}
            if told.is_policy:
                self.text = told.after

    @precondition(lambda self: self.changes)
    @rule(number=which, by=who)
    def drop(self, number: int, by: str) -> None:
        pk, told = self.pick(self.changes, number)
        refusal = "NotAllowed" if by != "lou" else "NotNow" if told.state != "TRYING" else ""
        self.attempt(
            refusal, lambda: actions.do_not_adopt(Change(pk=pk), reason="No", **self.by(by))
        )
        if not refusal:
            told.state = "NOT_ADOPTED"

    @rule(number=st.integers(0, 3))
    def refuse_a_customer(self, number: int) -> None:
        make_denial(self.world.policy, self.world.talks[number], now=self.now)

    @rule(leaves=st.booleans())
    def tell_everybody(self, leaves) -> None:
        while actions.gather_some(now=self.now):
            pass
        for row in TellBack.objects.filter(state="DRAFT"):
            if leaves:
                actions.leave_out(row, **self.by("lou"))
            else:
                actions.approve(row, text="Dear you", **self.by("lou"))
        while actions.send_some(now=self.now):
            pass
        for told in self.changes.values():
            if told.state == "ADOPTED":
                told.state = "TOLD"

    @precondition(lambda self: self.changes)
    @rule(
        number=which,
        by=who,
        days=st.sampled_from([30, 90, 180]),
        decision=st.sampled_from(["GO_ON", "KEEP", "REVERT"]),
    )
    def look(self, number: int, by: str, days: int, decision: str) -> None:
        pk, told = self.pick(self.changes, number)
        refusal = ""
        if by != "lou":
            refusal = "NotAllowed"
        elif days not in told.open_checks or told.decided_at is None:
            refusal = "AlreadyDecided"
        elif self.now < told.decided_at + days * DAY:
            refusal = "TooSoon"
        elif told.state == "ADOPTED" and decision != "REVERT":
            refusal = "TellFirst"
        elif decision == "GO_ON" and days == 180:
            refusal = "NotNow"
        elif decision == "REVERT" and told.is_policy and told.after != self.text:
            refusal = "MovedMeanwhile"
        words = {"days": days, "decision": decision, "words": "Seen", "today": self.now.date()}
        self.attempt(refusal, lambda: actions.check_effect(Change(pk=pk), **words, **self.by(by)))
        if refusal:
            return
        told.open_checks.discard(days)
        if decision == "GO_ON":
            told.state = "CHECKED"
            return
        told.state = "KEPT" if decision == "KEEP" else "REVERTED"
        told.open_checks = set()
        if decision == "REVERT" and told.is_policy:
            self.text = told.before

    @invariant()
    def all_is_as_foretold(self) -> None:
        rows = {row.pk: row for row in Friction.objects.prefetch_related("voices")}
        found = {pk: (row.state, row.change_id or 0) for pk, row in rows.items()}
        assert found == {pk: (one.state, one.change) for pk, one in self.frictions.items()}
        for pk, one in self.frictions.items():
            names = {self.world.members[name].pk for name in one.voices}
            assert {voice.member_id for voice in rows[pk].voices.all()} == names
        states = dict(Change.objects.values_list("pk", "state"))
        assert states == {pk: one.state for pk, one in self.changes.items()}
        for pk, one in self.changes.items():
            if one.decided_at is not None:
                left = Change(pk=pk).checks.filter(done_at=None)
                assert set(left.values_list("days", flat=True)) == one.open_checks
        self.reached.update(states.values())
        assert Policy.objects.get().cannot == self.text
        assert [str(finding) for finding in audit.findings()] == []

    def pick(self, things: dict[int, Any], number: int) -> tuple[int, Any]:
        pks = sorted(things)
        pk = pks[number % len(pks)]
        return pk, things[pk]

    def by(self, name: str) -> dict[str, Any]:
        return {"by": self.world.members[name], "now": self.now}

    def attempt(self, refusal: str, real: Any) -> Any:
        try:
            with transaction.atomic():
                done = real()
        except Refusal as refused:
            assert type(refused).__name__ == refusal, refused  # noqa: PT017
            self.seen[refusal] += 1
            return None
        assert refusal == ""
        return done

"""Grants and requests live at random under Hypothesis; after each step the tables tell the same.

Ada and Bea are in contact, Lou leads, Eve serves another desk. Everybody tries everything: who may
not is refused by name, and then nothing has changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kept.charter import actions, audit
from kept.charter.actions import GrantTerms, Use
from kept.charter.models import AuthorityRequest, Gesture, Grant, GrantPeriod
from kept.charter.rules import period_begins
from kept.kit.refusals import Refusal
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

DAY = timedelta(days=1)
NAMES = ["ada", "bea", "lou", "eve"]
people = st.sampled_from(NAMES)
which = st.integers(0, 20)
sums = st.sampled_from([0, 40, 60, 60, 100, 101, 101])
givers = st.sampled_from(["ada", "ada", "ada", "ada", "bea", "lou", "eve"])


class World:
    """Who is there, made once."""

    def __init__(self) -> None:
        ada, bea, lou, eve = (
            make_member("ada"), make_member("bea"), make_manager(), make_member("eve"),
        )  # fmt: skip
        self.members = {"ada": ada, "bea": bea, "lou": lou, "eve": eve}
        self.lamp = make_conversation(desk=make_desk("Orders", ada, bea, lou), assignee=ada)
        make_desk("Elsewhere", eve)


@dataclass
class Told:
    """A grant as it ought to be. `used` is amount and times by the first day of its period."""

    member: str
    times: int | None
    period: str
    state: str = "PROPOSED"
    used: dict[Any, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Wish:
    member: str
    state: str = "ASKED"


class Authorities(RuleBasedStateMachine):
    world: ClassVar[World]
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now: datetime = NOON
        self.grants: dict[int, Told] = {}
        self.wishes: dict[int, Wish] = {}
        self.submits: dict[UUID, str] = {}
        self.last: UUID = uuid4()
        self.gestures = self.steps = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(days=st.sampled_from([1, 6, 24]))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY

    @rule(
        by=st.sampled_from(["lou", "lou", *NAMES]),
        to=givers,
        times=st.sampled_from([None, 2]),
        period=st.sampled_from(["DAY", "MONTH", "EVER"]),
        agrees=st.booleans(),
    )
    def propose(self, by: str, to: str, times: int | None, period: str, agrees: bool) -> None:  # noqa: FBT001
        refusal = ""
        if by != "lou":
            refusal = "NotAllowed"
        elif to in {"eve", "lou"}:
            refusal = "NotYourPeople"
        made = self.attempt(refusal, lambda: actions.propose(
            self.terms(to, times, period), by=self.who(by), now=self.now))  # fmt: skip
        if made:
            self.grants[made.pk] = Told(to, times, period)
            if agrees:
                actions.agree(made, by=self.who(to), now=self.now)
                self.grants[made.pk].state = "AGREED"

    @precondition(lambda self: self.grants)
    @rule(
        number=which,
        by=st.sampled_from(["may"] * 6 + NAMES),
        verb=st.sampled_from(["agree"] * 4 + ["decline", "end"]),
    )
    def settle(self, number: int, by: str, verb: str) -> None:
        pk, told = self.one(number)
        by = told.member if by == "may" else by
        refusal = ""
        if verb == "end":
            if by not in {told.member, "lou"}:
                refusal = "NotAllowed"
            elif told.state not in {"PROPOSED", "AGREED"}:
                refusal = "NotProposed"
        elif by != told.member:
            refusal = "NotAllowed"
        elif told.state != "PROPOSED":
            refusal = "NotProposed"
        more = {"words": "Not so"} if verb == "decline" else {}
        act = getattr(actions, verb)
        row = Grant.objects.get(pk=pk)
        if self.attempt(refusal, lambda: act(row, by=self.who(by), now=self.now, **more)):
            told.state = {"agree": "AGREED", "decline": "DECLINED", "end": "ENDED"}[verb]

    @precondition(lambda self: self.grants)
    @rule(number=which, by=st.sampled_from(["may"] * 6 + NAMES), amount=sums, again=st.booleans())
    def use(self, number: int, by: str, amount: int, again: bool) -> None:  # noqa: FBT001
        pk, told = self.one(number)
        by = told.member if by == "may" else by
        begins = period_begins(told.period, self.now.date())
        used, times = told.used.get(begins, (0, 0))
        submit = self.last if again else uuid4()
        refusal = ""
        if by == "eve":
            refusal = "NotAllowed"
        elif submit in self.submits:
            refusal = "" if self.submits[submit] == by else "UsedElsewhere"
        elif by != told.member or told.state != "AGREED":
            refusal = "NotGranted"
        elif not amount:
            refusal = "NoAmount"
        elif used + amount > 100 or (told.times is not None and times >= told.times):
            refusal = "BeyondLimit"
        was_sent = submit in self.submits
        given = Use(reason="Fair", due_at=self.now + DAY, amount=amount)
        done = self.attempt(refusal, lambda: actions.use_grant(
            Grant.objects.get(pk=pk), self.world.lamp, given,
            submit_id=submit, by=self.who(by), now=self.now))  # fmt: skip
        if done and not was_sent:
            self.last, self.submits[submit] = submit, by
            told.used[begins] = (used + amount, times + 1)
            self.gestures += 1

    @rule(by=people)
    def ask(self, by: str) -> None:
        # Lou alone leads there, and nobody hears their own.
        refusal = {"eve": "NotAllowed", "lou": "NobodyHears"}.get(by, "")
        made = self.attempt(refusal, lambda: actions.ask_for_authority(
            self.world.lamp, kind="CREDIT", wanted="More", submit_id=uuid4(),
            by=self.who(by), now=self.now))  # fmt: skip
        if made:
            self.wishes[made.pk] = Wish(by)

    @precondition(lambda self: self.wishes)
    @rule(
        number=which,
        by=st.sampled_from(["lou", "lou", *NAMES]),
        state=st.sampled_from(["GRANTED", "NARROWED", "REFUSED"]),
        reason=st.sampled_from(["So", "So", " "]),
    )
    def answer(self, number: int, by: str, state: str, reason: str) -> None:
        pk = sorted(self.wishes)[number % len(self.wishes)]
        wish = self.wishes[pk]
        refusal = ""
        if by != "lou":
            refusal = "NotAllowed"
        elif wish.state != "ASKED":
            refusal = "AlreadyAnswered"
        elif not reason.strip():
            refusal = "NeedsReason"
        terms = None if state == "REFUSED" else self.terms(wish.member, None, "MONTH")
        done = self.attempt(refusal, lambda: actions.answer_request(
            AuthorityRequest.objects.get(pk=pk), state=state, reason=reason, terms=terms,
            by=self.who(by), now=self.now))  # fmt: skip
        if done:
            wish.state = state
            if done.grant_id:
                self.grants[done.grant_id] = Told(wish.member, None, "MONTH")

    @invariant()
    def all_is_as_foretold(self) -> None:
        states = dict(Grant.objects.values_list("pk", "state"))
        assert states == {pk: told.state for pk, told in self.grants.items()}
        used = {
            (grant, begins): (amount, times)
            for grant, begins, amount, times in GrantPeriod.objects.values_list(
                "grant", "begins_on", "used_amount", "used_times"
            )
        }
        assert used == {
            (pk, begins): sums for pk, told in self.grants.items() for begins, sums in
            told.used.items()
        }  # fmt: skip
        requests = AuthorityRequest.objects.values_list("pk", "state", "promise__outcome")
        for pk, state, outcome in requests:
            assert state == self.wishes[pk].state
            assert outcome == ("OPEN" if state == "ASKED" else "KEPT")
        assert len(requests) == len(self.wishes)
        assert Gesture.objects.count() == self.gestures
        assert Promise.objects.count() == self.gestures + len(self.wishes)
        self.steps += 1
        if self.steps % 6 == 0:
            assert [str(one) for one in audit.findings()] == []

    def one(self, number: int) -> tuple[int, Told]:
        pk = sorted(self.grants)[number % len(self.grants)]
        return pk, self.grants[pk]

    def who(self, name: str) -> Any:
        return self.world.members[name]

    def terms(self, to: str, times: int | None, period: str) -> GrantTerms:
        return GrantTerms("CREDIT", "No receipt", self.who(to), amount=100, currency="EUR",
                          times=times, period=period)  # fmt: skip

    def attempt(self, refusal: str, real: Any) -> Any:
        try:
            done = real()
        except Refusal as refused:
            assert type(refused).__name__ == refusal  # noqa: PT017
            self.seen[refusal] += 1
            return None
        assert refusal == ""
        return done

"""Promises live at random under Hypothesis, and after each step the tables tell what was foretold.

Two desks, one in Berlin and one in New York, over the changes of both clocks. Everybody tries
everything: who may not is refused, and then nothing has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kept.hours.tests.make import make_calendar
from kept.kit.refusals import Refusal
from kept.ledger.models import Event
from kept.promises import actions, audit, queries
from kept.promises.actions import sweep
from kept.promises.models import Promise, PromiseVersion, Window
from kept.promises.tests import life
from kept.promises.tests.life import HOUR, Life, Person, foretold, in_order
from kept.promises.tests.working_days import WorkingDays
from tests.cast import make_customer, make_desk, make_member, make_message, make_owner, make_team

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
STARTS = [
    datetime(2026, 3, 6, 15, tzinfo=UTC),  # two days before New York's clock goes forward
    datetime(2026, 3, 27, 8, tzinfo=UTC),  # two days before Berlin's does
    datetime(2026, 10, 23, 7, 30, tzinfo=UTC),  # two days before Berlin's goes back
    datetime(2026, 10, 30, 16, tzinfo=UTC),  # two days before New York's does
]
JUMPS = [SECOND, 59 * SECOND, 20 * 60 * SECOND, HOUR, 3 * HOUR, 9 * HOUR, DAY, 3 * DAY, 22 * DAY]
AHEAD = [SECOND, 30 * 60 * SECOND, 2 * HOUR, 5 * HOUR, DAY, 2 * DAY, 4 * DAY, 15 * DAY]
LETTERS = {"Thank you so much!": None, "Any news?": "CHASED", "There is no hurry.": "EASED"}
NAMES = ["ada", "bea", "nia", "eve", "odo"]

which = st.integers(0, 99)
makers = st.sampled_from(["ada", "bea", "bea", "nia", *NAMES])
keepers = st.sampled_from(["bea", "bea", None, *NAMES])
people = st.sampled_from([*["may"] * 12, *NAMES])
promisees = st.sampled_from([*["may"] * 14, *NAMES, None])
"""None is the customer behind their link, "may" is somebody who may."""
ahead = st.sampled_from([*AHEAD * 2, -HOUR])
lengths = st.sampled_from([None, None, HOUR, 30 * HOUR])
desks = st.sampled_from(["Berlin", "New York"])
submits = st.integers(0, 2)


class World:
    """Who is there. Made once; each life begins and ends in a transaction that is undone."""

    def __init__(self) -> None:
        zones = {"bea": "America/New_York", "nia": "America/New_York"}
        self.members = {
            name: make_member(name, zone=zones.get(name, "Europe/Berlin")) for name in NAMES[:4]
        }
        self.members["odo"] = make_owner("odo")
        ada, bea, nia, eve, _ = self.members.values()
        served = {"Berlin": [ada, bea], "New York": [bea, nia], "Elsewhere": [eve]}
        self.desks = {name: make_desk(name, *serving) for name, serving in served.items()}
        self.teams = {
            "Menders": make_team("Menders", ada, nia),
            "Callers": make_team("Callers", bea),
        }
        self.conversations = {}
        for name, zone in (("Berlin", "Europe/Berlin"), ("New York", "America/New_York")):
            desk = self.desks[name]
            desk.calendar = make_calendar(name, zone=zone)
            desk.save()
            customer = make_customer(name.replace(" ", "").lower())
            letter = make_message(desk=desk, customer=customer, now=STARTS[0] - DAY)
            self.conversations[name] = letter.conversation
        self.people = {
            name: Person(
                name=f"member:{member.pk}",
                desks=frozenset(desk for desk in served if name == "odo" or member in served[desk]),
                teams=frozenset(
                    team for team, row in self.teams.items() if member in row.members.all()
                ),
                zone=member.zone,
            )
            for name, member in self.members.items()
        }
        life.SILENCE = timedelta(days=settings.PRESUMED_AFTER_DAYS)


class Lives(RuleBasedStateMachine):
    world: ClassVar[World]
    steps: ClassVar[int] = 0
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.lives: dict[int, Life] = {}
        self.submits: dict[int, tuple[int, UUID, str]] = {}
        self.uuids = [uuid4() for _ in range(3)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: datetime) -> None:
        self.now = start

    # Time.

    @rule(jump=st.sampled_from(JUMPS))
    def time_passes(self, jump: timedelta) -> None:
        self.now += jump

    @precondition(lambda self: self.lives)
    @rule(
        number=which,
        until=st.sampled_from(["due_at", "renegotiate_by", "warn_at", "confirm_by", "due_from"]),
        more=st.sampled_from([-SECOND, 0 * SECOND, SECOND]),
    )
    def a_moment_comes(self, number: int, until: str, more: timedelta) -> None:
        moment = getattr(self.one(number)[1], until)
        if moment and moment + more > self.now:
            self.now = (moment + more).replace(microsecond=0)

    @rule(step=st.sampled_from(["break", "warn", "presume", "lapse"]))
    def the_clock_comes_by(self, step: str) -> None:
        sweeps = {
            "break": (sweep.break_due, lambda promise: promise.break_if_past(self.now)),
            "warn": (sweep.warn_due, lambda promise: promise.warn(self.now)),
            "presume": (sweep.presume_due, self.presume),
            "lapse": (sweep.lapse_due, self.lapse),
        }
        real, told = sweeps[step]
        while real(now=self.now):
            pass
        for promise in self.lives.values():
            told(promise)

    def presume(self, promise: Life) -> None:
        if promise.outcome == "KEPT":
            promise.clock(self.now)

    def lapse(self, promise: Life) -> None:
        if promise.outcome == "OFFERED":
            promise.clock(self.now)

    # Promises are made.

    @rule(
        desk=desks,
        by=makers,
        keeper=keepers,
        due=ahead,
        length=lengths,
        kind=st.sampled_from(["PROMISE", "FOLLOW_UP"]),
        ends_on_reply=st.booleans(),
        submit=submits,
    )
    def promise_a_customer(
        self, desk, by, keeper, due, length, kind, ends_on_reply, submit
    ) -> None:
        who, whom = self.world.people[by], self.world.people.get(keeper)
        span = self.span(due, length)
        refusal = ""
        if desk not in who.desks:
            refusal = "NotAllowed"
        elif self.was_sent(submit, by):
            refusal = self.sent_elsewhere(submit, desk)
        elif whom and desk not in whom.desks:
            refusal = "CannotKeep"
        elif due < 0 * SECOND:
            refusal = "BadWindow"
        ends = ends_on_reply and kind == "FOLLOW_UP"
        real = self.attempt(
            refusal,
            lambda: actions.make(
                self.world.conversations[desk],
                words="I'll see to it.",
                due_from=span[0],
                due_at=span[1],
                keeper=self.world.members.get(keeper),
                kind=kind,
                ends_on_reply=ends,
                **self.sent(submit, by),
            ),
        )
        made = self.life(kind, span, desk=desk, keeper=whom, ends_on_reply=ends)
        self.is_made(real, made, submit, by)

    @rule(
        by=makers,
        to=st.sampled_from([*NAMES, "Menders", "Callers", "nobody"]),
        keeper_team=st.sampled_from([None, None, "Menders", "Callers"]),
        is_private=st.booleans(),
        desk=st.sampled_from([None, "Berlin", "New York"]),
        due=ahead,
        length=lengths,
        submit=submits,
    )
    def promise_one_of_us(self, by, to, keeper_team, is_private, desk, due, length, submit) -> None:
        who = self.world.people[by]
        span = self.span(due, length)
        refusal = ""
        if self.was_sent(submit, by):
            refusal = self.sent_elsewhere(submit, desk)
        elif to == "nobody":
            refusal = "NobodyThere"
        elif (
            (is_private and (to != by or keeper_team))
            or (keeper_team and keeper_team not in who.teams)
            or (desk and desk not in who.desks)
        ):
            refusal = "NotAllowed"
        elif due < 0 * SECOND:
            refusal = "BadWindow"
        real = self.attempt(
            refusal,
            lambda: actions.promise_among_us(
                words="I'll show you how.",
                due_from=span[0],
                due_at=span[1],
                to_member=self.world.members.get(to),
                to_team=self.world.teams.get(to),
                keeper_team=self.world.teams.get(keeper_team),
                is_private=is_private,
                conversation=self.world.conversations.get(desk),
                **self.sent(submit, by),
            ),
        )
        made = self.life(
            "COLLEAGUE",
            span,
            hours=WorkingDays(settings.HOME_ZONE if keeper_team else who.zone),
            keeper=None if keeper_team else who,
            keeper_team=keeper_team,
            to_member=self.world.people.get(to),
            to_team=to if to in self.world.teams else None,
            stands_in=desk,
        )
        self.is_made(real, made, submit, by)

    @rule(desk=desks, by=makers, until=ahead, even=st.booleans(), submit=submits)
    def snooze(self, desk, by, until, even, submit) -> None:
        who = self.world.people[by]
        hours = WorkingDays(who.zone)
        start = self.now + until
        refusal = ""
        if self.was_sent(submit, by):
            refusal = self.sent_elsewhere(submit, desk)
        elif until < 0 * SECOND:
            refusal = "BadWindow"
        elif desk not in who.desks:
            refusal = "NotAllowed"
        real = self.attempt(
            refusal,
            lambda: actions.snooze(
                self.world.conversations[desk],
                until=start,
                even_if_they_reply=even,
                **self.sent(submit, by),
            ),
        )
        made = self.life(
            "REMINDER",
            (start, hours.closes(start)),
            hours=hours,
            keeper=who,
            to_member=who,
            stands_in=desk,
            ends_on_reply=not even,
        )
        self.is_made(real, made, submit, by)

    @rule(
        desk=desks,
        by=makers,
        keeper=keepers,
        starts=st.lists(st.sampled_from([2 * HOUR, 7 * HOUR, 2 * DAY, -3 * HOUR]), max_size=3),
        submit=submits,
    )
    def offer_a_call(self, desk, by, keeper, starts, submit) -> None:
        who, whom = self.world.people[by], self.world.people.get(keeper)
        windows = [(self.now + start, self.now + start + HOUR) for start in starts]
        refusal = ""
        if desk not in who.desks:
            refusal = "NotAllowed"
        elif self.was_sent(submit, by):
            refusal = self.sent_elsewhere(submit, desk)
        elif whom and desk not in whom.desks:
            refusal = "CannotKeep"
        elif not starts or min(starts) < 0 * SECOND:
            refusal = "BadWindow"
        real = self.attempt(
            refusal,
            lambda: actions.offer_callback(
                self.world.conversations[desk],
                words="We call you.",
                windows=windows,
                keeper=self.world.members.get(keeper),
                **self.sent(submit, by),
            ),
        )
        if not starts:
            return
        made = self.life("CALLBACK", (None, max(end for _, end in windows)), desk=desk, keeper=whom)
        made.outcome, made.windows = "OFFERED", in_order(windows)
        self.is_made(real, made, submit, by)

    @rule(desk=desks, due=ahead)
    def promise_by_rule(self, desk, due) -> None:
        conversation = self.world.conversations[desk]
        due_at = self.now + due
        real = self.attempt(
            "",
            lambda: actions.make_by_rule(
                kind="FIRST_ANSWER",
                words="An answer in time",
                due_at=due_at,
                desk=conversation.desk,
                conversation=conversation,
                made_in=None,
                now=self.now,
            ),
        )
        made = self.life("FIRST_ANSWER", (None, due_at), desk=desk, is_by_rule=True)
        made.made_at = min(self.now, due_at)
        made.begin(by=life.SYSTEM)
        self.lives[real.pk] = made

    # What becomes of them.

    @precondition(lambda self: self.lives)
    @rule(number=which, by=people)
    def keep(self, number, by) -> None:
        self.settle(number, by, actions.keep, Life.keep)

    @precondition(lambda self: self.lives)
    @rule(number=which, by=people)
    def give_up(self, number, by) -> None:
        self.settle(number, by, lambda *a, **kw: actions.give_up(*a, why="Ill", **kw), Life.give_up)

    @precondition(lambda self: self.lives)
    @rule(number=which, by=promisees)
    def confirm(self, number, by) -> None:
        self.settle(self.declared(number), by, actions.confirm, Life.confirm, Life.may_answer)

    @precondition(lambda self: self.lives)
    @rule(number=which, by=promisees)
    def dispute(self, number, by) -> None:
        self.settle(self.declared(number), by, actions.dispute, Life.dispute, Life.may_answer)

    @precondition(lambda self: self.lives)
    @rule(number=which, by=promisees, why=st.sampled_from(["", "They said so on the phone"]))
    def release(self, number, by, why) -> None:
        self.settle(
            number,
            by,
            lambda *a, **kw: actions.release(*a, why=why, **kw),
            lambda promise, who, now: promise.release(who, now, why),
            Life.may_answer,
        )

    @precondition(lambda self: self.lives)
    @rule(number=which, by=people, due=ahead, length=lengths, submit=submits)
    def renegotiate(self, number, by, due, length, submit) -> None:
        start, due_at = self.span(due, length)
        uuid = self.uuids[submit]
        self.settle(
            number,
            by,
            lambda *a, **kw: actions.renegotiate(
                *a, due_from=start, due_at=due_at, submit_id=uuid, **kw
            ),
            lambda promise, who, now: promise.renegotiate(who, now, start, due_at, uuid),
        )

    @precondition(lambda self: self.lives)
    @rule(number=which, by=people)
    def renegotiate_to_the_same(self, number, by) -> None:
        _, promise = self.one(number)
        start, due_at = promise.due_from, promise.due_at
        self.settle(
            number,
            by,
            lambda *a, **kw: actions.renegotiate(*a, due_from=start, due_at=due_at, **kw),
            lambda promise, who, now: promise.renegotiate(who, now, start, due_at, uuid4()),
        )

    @precondition(lambda self: self.lives)
    @rule(number=which, by=people, to=keepers)
    def hand_on(self, number, by, to) -> None:
        self.settle(
            number,
            by,
            lambda *a, **kw: actions.hand_on(*a, to=self.world.members.get(to), **kw),
            lambda promise, who, now: promise.hand_on(who, now, self.world.people.get(to)),
        )

    @precondition(lambda self: self.lives)
    @rule(
        number=which,
        by=people,
        starts=st.lists(st.sampled_from([3 * HOUR, 8 * HOUR, 2 * DAY, -2 * HOUR]), min_size=1),
    )
    def offer_other_times(self, number, by, starts) -> None:
        windows = [(self.now + start, self.now + start + HOUR) for start in starts]
        self.settle(
            number,
            by,
            lambda *a, **kw: actions.offer_windows(*a, windows=windows, **kw),
            lambda promise, who, now: promise.offer_windows(who, now, windows),
        )

    @precondition(lambda self: self.lives)
    @rule(number=which, pick=st.integers(0, 3))
    def choose(self, number, pick) -> None:
        pk, promise = self.one(number)
        row = Promise.objects.get(pk=pk)
        standing = [span for span in promise.windows if span[1] > self.now]
        shown = [] if standing else queries.choices(row, now=self.now)
        on_offer = [*standing, *shown]
        due_at = on_offer[pick][1] if pick < len(on_offer) else self.now + 7 * HOUR + 7 * SECOND
        self.act(
            pk,
            lambda: actions.choose(row, due_at=due_at, now=self.now),
            lambda promise: promise.choose(self.now, due_at, shown),
        )

    @precondition(lambda self: self.lives)
    @rule(number=which)
    def pause(self, number) -> None:
        pk, _ = self.one(number)
        self.act(
            pk,
            lambda: actions.pause(Promise(pk=pk), reason="CUSTOMER", now=self.now),
            lambda promise: promise.pause(self.now),
        )

    @precondition(lambda self: self.lives)
    @rule(number=which)
    def resume(self, number) -> None:
        pk, _ = self.one(number)
        self.act(
            pk,
            lambda: actions.resume(Promise(pk=pk), now=self.now),
            lambda promise: promise.resume(self.now),
        )

    @rule(desk=desks, text=st.sampled_from(list(LETTERS)), times=st.integers(1, 2))
    def a_letter_comes(self, desk, text, times) -> None:
        conversation = self.world.conversations[desk]
        message = make_message(text, conversation=conversation, now=self.now)
        for _ in range(times):
            actions.hear(message)
        for promise in self.lives.values():
            if promise.stands_in == desk:
                promise.hear(self.now, LETTERS[text])

    # After each step.

    @invariant()
    def all_is_as_foretold(self) -> None:
        type(self).steps += 1
        rows = {row.pk: row for row in Promise.objects.all()}
        assert rows.keys() == self.lives.keys()
        versions, windows = defaultdict(list), defaultdict(list)
        for version in PromiseVersion.objects.order_by("pk"):
            versions[version.promise_id].append(version)
        for window in Window.objects.order_by("due_at"):
            windows[window.promise_id].append((window.due_from, window.due_at))
        told = defaultdict(list)
        for event in Event.objects.filter(kind__startswith="promise.").order_by("pk"):
            told[event.facts["promise"]].append(event)
        for pk, promise in self.lives.items():
            self.compare_row(rows[pk], promise)
            assert windows[pk] == promise.windows
            expected = [tuple(version.values()) for version in promise.versions]
            fields = list(promise.versions[0]) if promise.versions else []
            found = [tuple(getattr(row, name) for name in fields) for row in versions[pk]]
            assert found == expected
            self.compare_events(told[pk], promise)
        found = [str(finding) for finding in audit.findings()]
        assert found == []

    def compare_row(self, row: Promise, promise: Life) -> None:
        names = [
            *("kind", "made_at", "due_from", "due_at", "first_due_at", "renegotiate_by", "warn_at"),
            *("outcome", "changes", "disputes", "was_told", "chased_at", "eased_at", "paused_at"),
            *("broken_at", "settled_at", "confirmation", "confirm_by"),
        ]
        found = {name: getattr(row, name) for name in names}
        assert found == {name: getattr(promise, name) for name in names}
        keeper = f"member:{row.keeper_id}" if row.keeper_id else None
        assert keeper == (promise.keeper.name if promise.keeper else None)

    def compare_events(self, events: list[Event], promise: Life) -> None:
        found = []
        for event, (_, _, _, fact) in zip(events, promise.told, strict=False):
            word = event.kind.removeprefix("promise.")
            known = {name: event.facts.get(name) for name in fact}
            found.append((word, event.at, event.by, known))
        assert found == promise.told
        assert len(events) == len(promise.told)

    # How a step is taken.

    def one(self, number: int) -> tuple[int, Life]:
        """Four times in five one of those that are not at their end."""
        pks = sorted(self.lives)
        if number < 80:
            pks = [pk for pk in pks if self.lives[pk].settled_at is None] or pks
        pk = pks[number % len(pks)]
        return pk, self.lives[pk]

    def declared(self, number: int) -> int:
        """The number, as `one` reads it, of one that was declared done, four times in five."""
        pks = sorted(self.lives)
        found = [place for place, pk in enumerate(pks) if self.lives[pk].outcome == "KEPT"]
        if number >= 80 or not found:
            return number
        place = found[number % len(found)]
        return place + len(pks) * -(-80 // len(pks))

    def settle(
        self, number: int, by: str | None, real: Any, told: Any, may: Any = Life.may_settle
    ) -> None:
        pk, promise = self.one(number)
        if by == "may":
            everybody = [None, *NAMES] if may is Life.may_answer else NAMES
            able = [name for name in everybody if may(promise, self.world.people.get(name))]
            by = able[0] if able else "odo"
        member = self.world.members.get(by or "")
        person = self.world.people.get(by or "")
        row = Promise.objects.get(pk=pk)
        self.act(
            pk,
            lambda: real(row, by=member, now=self.now),
            lambda promise: told(promise, person, self.now),
        )

    def act(self, pk: int, real: Any, told: Any) -> None:
        self.lives[pk], refusal = foretold(self.lives[pk], told)
        self.attempt(refusal, real)

    def attempt(self, refusal: str, real: Any) -> Any:
        try:
            done = real()
        except Refusal as refused:
            assert type(refused).__name__ == refusal  # noqa: PT017
            self.seen[refusal] += 1
            return None
        assert refusal == ""
        return done

    def sent(self, submit: int, by: str) -> dict[str, Any]:
        self.fresh = self.submits[submit][1] if self.was_sent(submit, by) else uuid4()
        return {"submit_id": self.fresh, "by": self.world.members[by], "now": self.now}

    def was_sent(self, submit: int, by: str) -> bool:
        return submit in self.submits and self.submits[submit][2] == by

    def sent_elsewhere(self, submit: int, desk: str | None) -> str:
        """The same form in another place is refused; in its own it was only sent twice."""
        made = self.lives[self.submits[submit][0]]
        return "" if made.stands_in == desk else "MadeElsewhere"

    def is_made(self, real: Promise | None, made: Life, submit: int, by: str) -> None:
        if real is None:
            return
        if self.was_sent(submit, by):
            assert real.pk == self.submits[submit][0]
            return
        made.begin(by=self.world.people[by].name)
        self.lives[real.pk] = made
        self.submits[submit] = (real.pk, self.fresh, by)

    def span(self, due: timedelta, length: timedelta | None) -> tuple[datetime | None, datetime]:
        due_at = self.now + due
        return (due_at - length if length else None), due_at

    def life(self, kind: str, span: Any, *, desk: str | None = None, **more: Any) -> Life:
        if desk:
            row = self.world.conversations[desk]
            more["hours"] = WorkingDays(row.desk.zone)
            more["customer"] = f"customer:{row.customer_id}"
            more["stands_in"] = desk
        return Life(kind, self.now, *span, desk=desk, **more)

"""What stood in the way at Northmoor Lamps, what became of it, and what is being tried."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kept.charter import actions as charter
from kept.charter.models import Policy
from kept.conversations.models import Conversation
from kept.demo import calendar
from kept.demo.hours import ZONE
from kept.demo.house import House
from kept.demo.telling import Plan
from kept.improvement import actions
from kept.improvement.models import Change, Friction, Huddle, HuddleItem, TellBack
from kept.kit.hours import Hours
from kept.ledger.models import Event
from kept.mail import sender
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.notices.actions import tell_of_change, tell_of_huddle

DAY = timedelta(days=1)
_THEN = (
    "In autumn you asked us to take back a glass shade that you had unpacked, and we said no.",
    "You had unpacked the shade before you saw that it was too large, and we kept you to it.",
    "You wanted to send back an unpacked shade, and we told you that this was not possible.",
    "We refused to take your shade back, since its box had been opened.",
)
_CANNOT = "We cannot take back glass that was unpacked, since nobody can tell whether it was used."
_AFTER = (
    "We cannot take back glass that has hung. What was only unpacked comes back like anything else."
)
_LETTER = """Dear {{name}},

{{then}}

You were right to ask. We have changed that rule, also because of you: what was only unpacked may \
come back. If yours still bothers you, just answer this letter.

Should you rather not hear of such changes, you can say so on your page: {{page}}

Mara Quill
Northmoor Lamps"""


def tell(plan: Plan, house: House, *, now: datetime) -> None:
    """Eight weeks: a rule that drove customers away, and changed; and another that is tried."""
    story = Story(house, now)
    for days, deed in (
        (54, story.write_the_rule),
        (50, lambda at: story.refuse(0, at=at)),
        (48, lambda at: story.refuse(1, at=at)),
        (47, story.raise_it),
        (46, lambda at: story.join("Tobias", "Twice this month.", at=at)),
        (45, lambda at: story.refuse(2, at=at)),
        (44, lambda at: story.join("Ada", "", at=at)),
        (42, lambda at: story.refuse(3, at=at)),
        (41, story.huddle_about_it),
        (35, story.adopt_it),
        (34, story.tell_them),
        (21, story.raise_receipts),
        (18, story.join_receipts),
        (13, story.huddle_about_receipts),
        (9, story.walk_returns),
        (5, story.raise_more),
        (13, story.ask_vesna),
        (2, story.look_after_thirty_days),
    ):
        plan.at(now - days * DAY, deed)


class Story:
    def __init__(self, house: House, now: datetime) -> None:
        self.house, self.now = house, now
        self.mara, self.vesna = house.member("Mara"), house.member("Vesna")
        self.orders = house.desks["Orders"]
        self.number = 34_000

    def submit(self) -> UUID:
        self.number += 1
        return UUID(int=self.number)

    def write_the_rule(self, at: datetime) -> None:
        terms = charter.PolicyTerms(
            "Unpacked glass",
            _CANNOT,
            "An exchange for another size, while it is unused.\nStore credit of half the price.",
            owner=self.vesna,
            effective_on=at.date(),
            desk=self.orders,
        )
        self.rule = charter.write_policy(None, terms, by=self.vesna, now=at)

    def refuse(self, number: int, *, at: datetime) -> None:
        told = Conversation.objects.filter(denials__isnull=False).values("customer")
        talks = Conversation.objects.filter(
            desk=self.orders, last_at__lt=at, customer__language__in=["", "en"]
        )
        talks = talks.exclude(status__in=["MERGED", "SPAM"]).exclude(customer__in=told)
        talk = talks.order_by("-last_at", "-pk").first()
        if talk is not None:
            actions.refuse_customer(
                talk,
                self.rule,
                then=_THEN[number],
                submit_id=self.submit(),
                by=self.mara,
                now=at,
            )

    def raise_it(self, at: datetime) -> None:
        terms = actions.FrictionTerms(
            "We refuse glass that was only unpacked. They cannot see the size before they do.",
            cost="They pay for a lamp they cannot hang, and do not come back.",
            today="Offered half the price as credit. Nobody took it.",
            desk=self.orders,
            policy=self.rule,
        )
        self.glass = self._raise(terms, "Mara", at=at)

    def join(self, name: str, words: str, *, at: datetime) -> None:
        actions.me_too(self.glass, words=words, by=self.house.member(name), now=at)

    def huddle_about_it(self, at: datetime) -> None:
        self.huddle = self._huddle(at)
        item = HuddleItem.objects.get(huddle=self.huddle, friction=self.glass)
        actions.connect(self.glass, by=self.vesna, now=at)
        actions.discuss(
            self.glass,
            cause="The rule is from when lamps came without a paper around the socket.",
            impact="Four customers in two weeks, and half an hour of letters for each.",
            by=self.vesna,
            now=at,
        )
        for name, words in (
            ("Tobias", "Print the size on the box"),
            ("Mara", "Take back what has not hung"),
        ):
            actions.add_idea(item, words=words, by=self.house.member(name), now=at)
        actions.choose(
            item,
            words="Take back what has not hung",
            owner=self.vesna,
            due_at=at + 7 * DAY,
            as_change=True,
            by=self.vesna,
            now=at,
        )
        actions.speak(self.huddle, pride="The Hotel Tidewater lamps hung in time.", by=self.mara)
        self._close(at, moved=False)

    def adopt_it(self, at: datetime) -> None:
        change = Change.objects.get(policy=self.rule)
        actions.write_change(
            change,
            after=_AFTER,
            after_instead="An exchange for another size.\nStore credit of half the price.",
            letter=_LETTER,
            by=self.vesna,
            now=at,
        )
        self.change = actions.adopt(
            change,
            reason="Of eleven that came back in the trial, ten could be sold as new.",
            thanks="Mara, Tobias, Ada: thank you. You said it, and it changed.",
            today=at.date(),
            by=self.vesna,
            now=at,
        )
        event = Event.objects.filter(kind="change.moved").order_by("-pk").first()
        if event is not None:
            tell_of_change(self.change, occasion=event.pk, by=event.by, now=at)
        while actions.gather_some(now=at):
            pass

    def tell_them(self, at: datetime) -> None:
        shown = TellBack.objects.filter(change=self.change).values_list("pk", flat=True)
        actions.approve_shown(self.change, list(shown), by=self.vesna, now=at)
        while actions.send_some(now=at):
            pass
        for row in TellBack.objects.filter(change=self.change, state="SENT"):
            if row.message is None:
                continue
            for copy in queue(row.message, now=at):
                copy.state, copy.tries = Outgoing.State.CLAIMED, 1
                copy.save(update_fields=["state", "tries"])
                sender.settle(copy, sender.Outcome(sender.How.SENT, 250), now=at)

    def raise_receipts(self, at: datetime) -> None:
        terms = actions.FrictionTerms(
            "No refund without a receipt, though the card statement shows the sale.",
            cost="They look for a paper for a week, or give up.",
            today="Store credit, within what I may decide.",
            desk=self.orders,
            policy=Policy.objects.filter(name="Receipts").first(),
        )
        self.receipts = self._raise(terms, "Mara", at=at)

    def join_receipts(self, at: datetime) -> None:
        for name in ("Saskia", "Tobias"):
            actions.me_too(self.receipts, by=self.house.member(name), now=at)

    def huddle_about_receipts(self, at: datetime) -> None:
        self.huddle = self._huddle(at)
        item = HuddleItem.objects.get(huddle=self.huddle, friction=self.receipts)
        actions.discuss(
            self.receipts,
            cause="We took paper for the only proof, since the till could print nothing else.",
            impact="Three of us met it in a month; who gives up buys elsewhere.",
            by=self.vesna,
            now=at,
        )
        actions.choose(
            item,
            words="Take a card statement as proof of the sale",
            owner=self.vesna,
            due_at=at + 21 * DAY,
            as_change=True,
            by=self.vesna,
            now=at,
        )
        change = Change.objects.get(name__startswith="Take a card statement")
        actions.write_change(
            change,
            after="We cannot pay money back without proof of the sale: a receipt, or a statement "
            "of the card it was paid with.",
            after_instead=change.after_instead,
            letter=_LETTER,
            by=self.vesna,
            now=at,
        )
        self._close(at)

    def walk_returns(self, at: datetime) -> None:
        terms = actions.ProcessTerms(
            "A return",
            "1. They write. 2. We send a label. 3. The parcel comes to Bay 4. 4. Somebody looks at "
            "it. 5. The money goes back.",
            owner=self.house.member("Tobias"),
            every_days=60,
            desk=self.orders,
        )
        process = actions.write_process(None, terms, today=at.date(), by=self.vesna, now=at)
        actions.walk_process(
            process,
            actions.Walk(3, 2, "STRAINED", "Four letters until the label came."),
            submit_id=self.submit(),
            today=at.date(),
            by=self.house.member("Tobias"),
            now=at,
        )
        other = actions.ProcessTerms(
            "An invoice asked for again",
            "1. They write. 2. We look it up. 3. We send it as a file.",
            owner=self.house.member("Levi"),
            desk=self.house.desks["Billing"],
        )
        actions.write_process(None, other, today=at.date(), by=self.vesna, now=at)

    def raise_more(self, at: datetime) -> None:
        label = actions.FrictionTerms(
            "Labels for returns come from another desk, so a return needs four letters.",
            cost="They wait three days for a label.",
            desk=self.orders,
        )
        self._raise(label, "Tobias", at=at)
        idea = actions.FrictionTerms(
            "A photograph of each lamp beside a door, so that one sees how large it is.",
            kind=Friction.Kind.IDEA,
            desk=self.orders,
        )
        self._raise(idea, "Ada", at=at)

    def ask_vesna(self, at: datetime) -> None:
        actions.ask_leader(
            "The printer for labels stands in the other hall. One of our own would do.",
            leader=self.vesna,
            submit_id=self.submit(),
            by=self.mara,
            now=at,
        )

    def look_after_thirty_days(self, at: datetime) -> None:
        actions.check_effect(
            self.change,
            days=30,
            decision="GO_ON",
            words="Nobody was refused since. Of what came back one lamp could not be sold.",
            today=at.date(),
            by=self.vesna,
            now=at,
        )

    def _raise(self, terms: actions.FrictionTerms, name: str, *, at: datetime) -> Friction:
        by = self.house.member(name)
        return actions.raise_friction(terms, submit_id=self.submit(), by=by, now=at)

    def _huddle(self, at: datetime) -> Huddle:
        """The one that is planned, or the first, begun now."""
        team = self.house.teams["Front"]
        row = Huddle.objects.filter(team=team).exclude(state="CLOSED").first()
        if row is None:
            plan = actions.HuddlePlan(team, at)
            row = actions.plan_huddle(plan, by=self.vesna, now=at)
        return actions.open_huddle(row, by=self.vesna, now=at)

    def _close(self, at: datetime, *, moved: bool = True) -> None:
        actions.close_huddle(self.huddle, by=self.vesna, now=at)
        event = Event.objects.filter(kind="huddle.closed").order_by("-pk").first()
        if event is not None:
            tell_of_huddle(self.huddle, occasion=event.pk, by=event.by, now=event.at)
        if not moved:
            return
        following = calendar.workday(self.now, Hours(zone=ZONE), 2)
        Huddle.objects.filter(team=self.huddle.team, state="PLANNED").update(
            at=datetime.combine(following, time(9), tzinfo=ZoneInfo(ZONE))
        )

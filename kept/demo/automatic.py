"""What Northmoor Lamps lets happen by itself, and that it did so for the last days."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.automation import actions as automation
from kept.automation.actions import RuleTerms
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition
from kept.conversations.models import Message, Tag
from kept.demo.house import House
from kept.demo.telling import Plan
from kept.ledger.models import Event
from kept.mail import sender
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.people.models import Member

RAN_FOR = timedelta(days=7)

AT_NIGHT = """\
Dear {{customer.first_name}},

Thank you for your letter. It has reached us outside our working hours; you hear from us on the \
next working day.

{{desk.name}}, {{house.name}}"""


class Hearing:
    """The reader of rules and their clock, as the worker would have had them come by."""

    def __init__(self, plan: Plan, house: House) -> None:
        self._plan, self._house = plan, house
        self._heard = 0

    def begin(self, now: datetime) -> None:
        _make(self._house, by=self._house.member("Vesna"), now=now)
        self._heard = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._plan.followers.append(self.follow)

    def follow(self, now: datetime) -> None:
        found = Event.objects.filter(kind__in=automation.FOLLOWED).order_by("pk")
        while event := found.filter(pk__gt=self._heard).first():
            automation.hear(event)
            self._heard = event.pk
        while automation.look_at_due(now=now):
            pass
        for letter in Message.objects.filter(automatic="RULE", outgoing=None):
            _carry(letter)


def let_rules_run(plan: Plan, house: House, *, now: datetime) -> None:
    plan.at(now - RAN_FOR, Hearing(plan, house).begin)


def _make(house: House, *, by: Member, now: datetime) -> None:
    orders, billing = house.desks["Orders"], house.desks["Billing"]
    breakage = Tag.objects.get(key="breakage")
    for terms, is_on in (
        (
            RuleTerms(
                "Broken glass",
                "OPENED",
                orders,
                conditions=[Condition("WORDS", "HAS", "cracked, broken, shattered, Sprung")],
                acts=[Act("TAG", str(breakage.pk))],
            ),
            True,
        ),
        (
            RuleTerms(
                "Out-of-hours answer",
                "OPENED",
                billing,
                conditions=[Condition("HOURS", "OUTSIDE"), Condition("MACHINE", "NO")],
                acts=[Act("REPLY", AT_NIGHT)],
            ),
            True,
        ),
        (
            RuleTerms(
                "Remind on no answer",
                "UNANSWERED",
                amount=2,
                unit="DAYS",
                counted="WORKING",
                acts=[Act("NOTIFY", "KEEPER")],
            ),
            True,
        ),
        (
            RuleTerms(
                "Close after silence",
                "SILENT",
                orders,
                amount=7,
                unit="DAYS",
                counted="CLOCK",
                conditions=[Condition("STATUS", "IS", "WAITING")],
                acts=[Act("CLOSE")],
            ),
            False,
        ),
    ):
        automation.make_rule(terms, is_on=is_on, by=by, now=now)


def _carry(letter: Message) -> None:
    """The post takes it, as it would have at that time; no server is asked."""
    for copy in queue(letter, now=letter.at):
        copy.state, copy.tries = Outgoing.State.CLAIMED, 1
        copy.save(update_fields=["state", "tries"])
        arrived = letter.at + timedelta(seconds=2)
        sender.settle(copy, sender.Outcome(sender.How.SENT, 250), now=arrived)

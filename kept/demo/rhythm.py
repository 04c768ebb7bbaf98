"""What Vesna's Rhythm asks of her, and what stands in her own mirror."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from kept.charter import actions as charter
from kept.charter.models import AuthorityRequest
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.demo.house import House
from kept.demo.telling import Plan
from kept.focus.actions import look_at_answer
from kept.focus.queries import own_answers
from kept.improvement import actions as improvement
from kept.mail import sender
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.promises import actions as promises
from kept.promises.letters import first_name

DAY = timedelta(days=1)
_FOUND = ((0, 1, 2, 3), (0, 2, 3), (0, 1, 2, 3, 4))
"""Which steps of the standard she found in her last answers."""
_WRITTEN = (
    "Dear %(name)s, I lead the desk that wrote to you. It took us too many letters, and that was "
    "no fault of yours. Thank you for your patience.",
    "Dear %(name)s, Tobias told me how you found out what was wrong with the switch. That was "
    "cleverer than our own sheet, which says it your way now.",
    "Dear %(name)s, you asked why the cord is so short. It is made for a table; the long one "
    "costs nothing more, and fits yours too.",
    "Dear %(name)s, I have read your letters again. You were right about the colour: the picture "
    "showed another one, and it is gone from the page.",
    "Dear %(name)s, thank you for the photograph. It hangs beside our kettle, and everybody who "
    "packed that lamp has seen it.",
    "Dear %(name)s, you wrote that nobody had said sorry. I am sorry. It broke because we packed "
    "it badly, and you had two evenings of work with it.",
)


def tell(plan: Plan, house: House, *, now: datetime) -> None:
    """Seven weeks: a rule nobody looked at again, refusals that were granted later, her word."""
    story = Story(house)
    for days, deed in (
        (48, story.write_of_lost_parcels),
        (26, lambda at: story.promise("A second pair of hands in the shop on Saturdays.", at=at)),
        (24, story.keep),
        (22, lambda at: story.promise("A talk with each of you about the late shift.", at=at)),
        (20, story.move),
        (16, story.keep),
        (13, lambda at: story.promise("A chair that does not rock.", at=at)),
        (12, story.give_up),
        (11, story.raise_the_box),
        (10, story.join_the_box),
    ):
        plan.at(now - days * DAY, deed)
    for days, text in zip((44, 37, 27, 18, 8, 4), _WRITTEN, strict=True):
        plan.at(now - days * DAY, partial(story.write, text))
    for days, hours, state in ((41, 52, "REFUSED"), (33, 75, "REFUSED"), (24, 49, "GRANTED")):
        plan.at(now - days * DAY, story.ask)
        heard_at = now - days * DAY + timedelta(hours=hours)
        plan.at(heard_at, partial(story.hear, state))


class Story:
    def __init__(self, house: House) -> None:
        self.house = house
        self.vesna, self.tobias = house.member("Vesna"), house.member("Tobias")
        self.orders = house.desks["Orders"]
        self.number = 36_000
        self.asked: AuthorityRequest | None = None

    def submit(self) -> UUID:
        self.number += 1
        return UUID(int=self.number)

    def write_of_lost_parcels(self, at: datetime) -> None:
        terms = charter.PolicyTerms(
            "Lost parcels",
            "We cannot send a second lamp before the carrier says that the first is lost.",
            "We ask the carrier ourselves, and tell you each day what they say.",
            owner=self.vesna,
            effective_on=at.date(),
            desk=self.orders,
            review_on=(at + 40 * DAY).date(),
        )
        charter.write_policy(None, terms, by=self.vesna, now=at)

    def write(self, text: str, at: datetime) -> None:
        """After it was settled she writes herself, to one customer each time."""
        wrote = Message.objects.filter(member=self.vesna).values("conversation")
        talks = Conversation.objects.filter(
            desk=self.orders, status="CLOSED", last_at__lt=at, customer__language__in=["", "en"]
        )
        talk = talks.exclude(pk__in=wrote).order_by("-last_at", "-pk").first()
        if talk is None:
            return
        sent = conversations.reply(
            talk,
            text=text % {"name": first_name(talk.customer.name)},
            to=[talk.customer.addresses.all()[0].value],
            submit_id=self.submit(),
            then=talk.status,
            by=self.vesna,
            now=at,
        )
        for copy in queue(sent, now=at):
            copy.state, copy.tries = Outgoing.State.CLAIMED, 1
            copy.save(update_fields=["state", "tries"])
            sender.settle(copy, sender.Outcome(sender.How.SENT, 250), now=at)

    def ask(self, at: datetime) -> None:
        talks = Conversation.objects.filter(desk=self.orders, last_at__lt=at)
        talk = talks.exclude(status__in=["MERGED", "SPAM"]).order_by("-last_at", "-pk").first()
        if talk is None:
            return
        self.asked = charter.ask_for_authority(
            talk,
            kind="REPLACEMENT",
            wanted="Send a second lamp before the carrier has answered. They wait in the dark.",
            submit_id=self.submit(),
            by=self.tobias,
            now=at,
        )

    def hear(self, state: str, at: datetime) -> None:
        if self.asked is None:
            return
        terms = None
        if state == "GRANTED":
            terms = charter.GrantTerms(
                "REPLACEMENT",
                "A parcel that the carrier cannot find for three days",
                member=self.tobias,
                times=4,
                desk=self.orders,
            )
        reason = "You have seen it before we did." if terms else "The carrier has a week to answer."
        charter.answer_request(
            self.asked, state=state, reason=reason, terms=terms, by=self.vesna, now=at
        )

    def promise(self, words: str, *, at: datetime) -> None:
        self.last = promises.promise_among_us(
            words=words,
            due_at=at + 7 * DAY,
            to_member=self.tobias,
            by=self.vesna,
            now=at,
        )

    def keep(self, at: datetime) -> None:
        promises.keep(self.last, by=self.vesna, now=at)

    def move(self, at: datetime) -> None:
        promises.renegotiate(self.last, due_at=at + 9 * DAY, by=self.vesna, now=at)

    def give_up(self, at: datetime) -> None:
        why = "There is no money for it this year. I should have asked before."
        promises.give_up(self.last, why=why, by=self.vesna, now=at)

    def raise_the_box(self, at: datetime) -> None:
        terms = improvement.FrictionTerms(
            "Shades leave in a box that is made for bases, and crack.",
            cost="They unpack a broken lamp, and wait two weeks for another.",
            today="Asked Bay 4 for a second sheet of paper.",
            desk=self.orders,
        )
        self.box = improvement.raise_friction(
            terms, submit_id=self.submit(), by=self.tobias, now=at
        )

    def join_the_box(self, at: datetime) -> None:
        for name, words in (("Mara", "Three this week."), ("Saskia", ""), ("Ada", "")):
            improvement.me_too(self.box, words=words, by=self.house.member(name), now=at)


def look(house: House, *, now: datetime) -> None:
    """Vesna has read her last answers again, all but the newest two."""
    vesna = house.member("Vesna")
    for message, shown in zip(own_answers(vesna)[2:], _FOUND, strict=False):
        look_at_answer(message, shown=shown, by=vesna, now=now - DAY)

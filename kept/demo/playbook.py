"""What Northmoor Lamps says when somebody is let down, and what has come of it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Draft, Message
from kept.demo.house import House
from kept.demo.telling import Plan
from kept.ledger.models import Event
from kept.ledger.reading import READERS
from kept.playbook import actions
from kept.playbook.actions import PlayTerms
from kept.playbook.models import Hint, Phrasing

SINCE = timedelta(weeks=6)
SEED = 35
_USED = (("SORRY", 0.16), ("THANKS", 0.07), ("CALLBACK", 0.04), ("INSTEAD", 0.02))
"""How often an answer is given with a play of that situation."""
SHADE = "The shade has cracked again"
THOUGHT = """\
I should have asked whether she needs the lamp tonight. We have one on the shelf that I could have \
lent her until the new shade is there."""


class Playing:
    """The reader of the playbook and its clock, as the worker would have had them come by."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._dice = plan, random.Random(SEED)
        self._heard = 0

    def begin(self, now: datetime) -> None:
        self._heard = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self._plan.followers.append(self.follow)

    def follow(self, now: datetime) -> None:
        reactions = READERS["playbook"].reactions
        found = Event.objects.filter(kind__in=list(reactions)).order_by("pk")
        for event in list(found.filter(pk__gt=self._heard)):
            if event.kind == "message.sent":
                self._maybe_with_a_play(event)
            reactions[event.kind](event)
            self._heard = event.pk
        actions.settle_due(now=now)

    def _maybe_with_a_play(self, event: Event) -> None:
        """Some of the answers began with a phrasing, which is theirs by now."""
        chance = self._dice.random()
        message = Message.objects.select_related("conversation__customer", "member").get(
            pk=event.facts["message"]
        )
        if message.member is None or message.is_aside:
            return
        for situation, share in _USED:
            chance -= share
            if chance < 0:
                self._put_in(message, situation)
                return

    def _put_in(self, message: Message, situation: str) -> None:
        by, talk = message.member, message.conversation
        language = "de" if talk.customer.language == "de" else "en"
        said = Phrasing.objects.filter(play__situation=situation, play__language=language)
        phrasing = said.filter(retired_at=None, play__writer=None).order_by("pk").first()
        begun = Draft.objects.filter(conversation=talk, member=by).exists()
        if phrasing is None or by is None or begun:
            return
        words = message.text[:400]
        actions.put_in(phrasing, talk, words=words, text="", by=by, now=message.at)
        conversations.discard_draft(talk, kind=Draft.Kind.REPLY, by=by)


def let_plays_be_used(plan: Plan, *, now: datetime) -> None:
    plan.at(now - SINCE, Playing(plan).begin)


def think_again(house: House, *, now: datetime) -> None:
    """What Mara wishes she had said, a play that Tobias proposes, and what Vesna says of a hint."""
    mara, tobias, vesna = house.member("Mara"), house.member("Tobias"), house.member("Vesna")
    shade = Conversation.objects.filter(subject=SHADE).order_by("-pk").first()
    said = shade and shade.messages.filter(member=mara).order_by("-pk").first()
    if said:
        actions.note_thought(said, text=THOUGHT, submit_id=UUID(int=35_001), by=mara, now=now)
    terms = PlayTerms(
        "SORRY",
        "LET_DOWN",
        "en",
        "Lend them one until theirs is whole",
        [
            "A new [what] takes until [when]. That is long to sit in the dark: may I send you one "
            "of ours until then? You give it back when yours is there."
        ],
        when="Something broke, and they need it before we can mend it.",
        steps=[("PROMISE", "Say when the borrowed one comes."), ("TAG", "Tag it as lent.")],
    )
    actions.write_play(None, terms, by=tobias, now=now)
    older = Hint.objects.visible_to(vesna).filter(state="RAISED", at__lt=now - timedelta(days=2))
    for hint in older.order_by("-pk")[:1]:
        actions.confirm_complaint(hint, by=vesna, now=now)

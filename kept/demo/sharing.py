"""How the house shares its work: limits, skills, routing, a team's own, a handoff, notes."""

from __future__ import annotations

from datetime import datetime

from kept.conversations.actions import assign_team
from kept.conversations.models import Conversation
from kept.demo.house import House
from kept.focus.actions import begin, write_best_note
from kept.followers.actions import follow, react
from kept.followers.models import Mention
from kept.handoffs.actions import Pack, offer
from kept.notices.actions import tell_of_conversation
from kept.routing.actions import settle_own, settle_routing

_LIMITS = (
    ("Mara", 14, ("lamps", "glass"), ("en", "de")),
    ("Tobias", 10, ("trade",), ("en",)),
    ("Ada", 12, ("refunds",), ("en", "de")),
    ("Levi", 8, ("refunds", "trade"), ("en", "nl")),
    ("Saskia", None, (), ("en", "nl")),
)
_SUMMARY = (
    "I am in the workshop until Friday, and this cannot wait for me. All they wrote and all I "
    "found out stands in the letters and notes. Beyond the promises below I have said nothing yet."
)


def share(house: House, *, now: datetime) -> None:
    """Said today, a moment ago; what was open stays with whoever had it."""
    for name, own, skills, languages in _LIMITS:
        member = house.member(name)
        settle_own(own=own, takes=True, skills=skills, languages=languages, by=member, now=now)
    settle_routing(
        house.desks["Internal"],
        way="LEAST",
        prefers_last=True,
        by_language=False,
        needs=[],
        needs_if_tagged=["trade"],
        by=house.member("Vesna"),
        now=now,
    )
    _hand_on(house, now=now)
    _to_a_team(house, now=now)
    _among_colleagues(house, now=now)
    _in_focus(house, now=now)


def _hand_on(house: House, *, now: datetime) -> None:
    tobias, mara = house.member("Tobias"), house.member("Mara")
    his = Conversation.objects.filter(
        desk=house.desks["Orders"], assignee=tobias, status=Conversation.Status.OPEN
    )
    free = Conversation.objects.filter(
        desk=house.desks["Orders"], assignee=None, status=Conversation.Status.OPEN
    )
    # In a short story nothing of his may be open: then it is what nobody has for longest.
    talk = his.order_by("-last_at", "-pk").first() or free.order_by("last_at", "pk").first()
    if talk is not None:
        own = talk.promises.open().filter(keeper=tobias, kind="PROMISE")
        pack = Pack(
            to=mara,
            summary=_SUMMARY,
            next_step="Answer their last letter.",
            promises=list(own.values_list("pk", flat=True)),
        )
        offer(talk, pack, by=tobias, now=now)


def _to_a_team(house: House, *, now: datetime) -> None:
    front, vesna = house.teams["Front"], house.member("Vesna")
    free = Conversation.objects.filter(
        desk=house.desks["Orders"], assignee=None, status=Conversation.Status.OPEN
    )
    for talk in list(free.order_by("-last_at", "-pk")[:2]):
        assign_team(talk, to=front, by=vesna, now=now)


def _among_colleagues(house: House, *, now: datetime) -> None:
    """What a note has brought: they thank for it, and whoever it mentions has heard of it."""
    mara, vesna = house.member("Mara"), house.member("Vesna")
    told = Mention.objects.filter(member=mara).select_related("note__conversation").order_by("-pk")
    for mention in told[:1]:
        note, there = mention.note, mention.note.conversation
        react(note, kind="THANKS", by=mara, now=now)
        react(note, kind="THANKS", by=vesna, now=now)
        react(note, kind="AGREED", by=vesna, now=now)
        follow(there, by=vesna, now=now)
        tell_of_conversation(
            there.pk,
            kind="MENTIONED",
            to=[mara.pk],
            occasion=note.pk,
            by=f"member:{note.member_id}",
            now=note.at,
        )


_AT_MY_BEST = (
    "When I read a letter twice before I write.\n\n"
    "Ines wrote back in one line today: “You are the first who asked what the lamp was for.”"
)


def _in_focus(house: House, *, now: datetime) -> None:
    """Tobias works one by one just now; Mara has written something down that she alone reads."""
    begin(minutes=0, by=house.member("Tobias"), now=now)
    write_best_note(_AT_MY_BEST, by=house.member("Mara"))

"""Who may be told of events about conversations and customers: whoever may see them.

`ConversationQuerySet.visible_to` asks for one member which conversations; a stream asks for some
conversations which members. Both must answer alike, which a test holds them to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kept.conversations.models import Conversation, Desk
from kept.live.audience import Reach, Told, audience
from kept.people.models import Member, Team

Place = tuple[int, int | None]
"""Desk and assignee of a conversation: all that decides who sees it."""


@dataclass(frozen=True, slots=True)
class Rights:
    owners: frozenset[int]
    limited: frozenset[int]
    """Members who see only what is assigned to them, at desks they serve."""
    of_desk: dict[int, frozenset[int]]
    """Everybody who serves a desk."""

    def seeing(self, place: Place) -> frozenset[int]:
        desk, assignee = place
        serving = self.of_desk.get(desk, frozenset())
        own = frozenset({assignee} if assignee else ())
        return self.owners | (serving - self.limited) | (serving & own)


@audience
def who_may_see(events: Sequence[Told]) -> Iterable[Reach]:
    named = {pk for event in events for pk in event.ids("conversation")}
    customers = {pk for event in events for pk in event.ids("customer")}
    if not named and not customers:
        return [{} for _ in events]
    place_of: dict[int, Place] = {
        pk: (desk, assignee)
        for pk, desk, assignee in Conversation.objects.filter(pk__in=named).values_list(
            "pk", "desk", "assignee"
        )
    }
    places_of_customer: dict[int, set[Place]] = defaultdict(set)
    for customer, desk, assignee in (
        Conversation.objects.filter(customer__in=customers)
        .order_by()
        .values_list("customer", "desk", "assignee")
        .distinct()
    ):
        places_of_customer[customer].add((desk, assignee))
    rights = _rights()
    return [_reach(event, place_of, places_of_customer, rights) for event in events]


def _reach(
    event: Told,
    place_of: dict[int, Place],
    places_of_customer: dict[int, set[Place]],
    rights: Rights,
) -> Reach:
    reach: Reach = {}
    conversations = event.ids("conversation")
    insiders = frozenset[int]()
    for pk in conversations:
        if place := place_of.get(pk):
            seeing = rights.seeing(place)
            insiders |= seeing
            reach[f"conversation:{pk}"] = seeing
            desk = f"desk:{place[0]}"
            reach[desk] = reach.get(desk, frozenset()) | seeing
    for pk in event.ids("customer"):
        seeing = frozenset[int]().union(*map(rights.seeing, places_of_customer[pk]))
        # That a customer spoke with another desk is that desk's to know.
        reach[f"customer:{pk}"] = seeing & insiders if conversations else seeing
    if event.kind == "conversation.assigned" and (before := event.facts.get("before")):
        # It leaves their list, and they may no longer see where it went.
        reach[f"member:{before}"] = frozenset({before})
    return reach


def _rights() -> Rights:
    owners, limited, active = set(), set(), set()
    for pk, role, sees_only_assigned in Member.objects.active().values_list(
        "pk", "role", "sees_only_assigned"
    ):
        active.add(pk)
        if role == Member.Role.OWNER:
            owners.add(pk)
        elif sees_only_assigned:
            limited.add(pk)
    teams: dict[int, set[int]] = defaultdict(set)
    for team, member in Team.members.through.objects.values_list("team", "member"):
        if member in active:
            teams[team].add(member)
    of_desk: dict[int, frozenset[int]] = defaultdict(frozenset)
    for desk, team in Desk.teams.through.objects.values_list("desk", "team"):
        of_desk[desk] |= teams[team]
    return Rights(frozenset(owners), frozenset(limited), dict(of_desk))

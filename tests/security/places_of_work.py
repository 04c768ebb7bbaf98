"""Handing on, and routing."""

from __future__ import annotations

from uuid import uuid4

from kept.conversations.actions import assign, note
from kept.focus.actions import write_best_note
from kept.followers.actions import hear_note
from kept.handoffs import actions as handoffs
from kept.handoffs.models import Handoff
from kept.ledger.models import Event
from kept.notices.actions import tell_of_conversation
from tests.security.people import Scene
from tests.security.places import place
from tests.security.places_of_conversations import another, sees
from tests.security.places_of_house import worker


def handed_on(
    scene: Scene, summary: str = "It stands so", step: str = "", question: str = ""
) -> None:
    there = another(scene)
    there = assign(there, to=scene.worker, by=scene.chief, now=scene.now)
    pack = handoffs.Pack(to=scene.chief, summary=summary, next_step=step)
    row = handoffs.offer(there, pack, by=scene.worker, now=scene.now)
    if question:
        Handoff.objects.filter(pk=row.pk).update(
            state="ASKED_BACK", question=question, answered_by=scene.chief, answered_at=scene.now
        )


def whole(scene: Scene) -> set[str]:
    """It is assigned to the one who hands it on."""
    return set(scene.agrees)


def calling(scene: Scene, token: str) -> None:
    """A note that calls everybody by name; whoever does not see it is not told of it either."""
    everybody = scene.house.members.values()
    text = f"{token} {' '.join('@' + member.name for member in everybody)}"
    row = note(scene.conversation, text=text, submit_id=uuid4(), by=scene.worker, now=scene.now)
    hear_note(row, now=scene.now)
    called = Event.objects.filter(kind="note.mentioned").latest("pk")
    tell_of_conversation(
        scene.conversation.pk, kind="MENTIONED", to=[member.pk for member in everybody],
        occasion=called.pk, by=f"member:{scene.worker.pk}", now=scene.now,
    )  # fmt: skip


# fmt: off
# One line a place.
place("pack of a handoff", whole, lambda s, x: handed_on(s, summary=x))
place("next step of a handoff", whole, lambda s, x: handed_on(s, step=x))
place("question about a handoff", whole, lambda s, x: handed_on(s, question=x))
place("note that calls everybody", sees, calling)
place("note to oneself", worker, lambda s, x: write_best_note(x, by=s.worker), once=True)

"""What stands in the playbook."""

from __future__ import annotations

from uuid import uuid4

from kept.conversations import actions as conversations
from kept.conversations.models import Message
from kept.playbook import actions as playbook
from kept.playbook.models import Phrasing, SecondThought
from tests.cast import make_message
from tests.security.people import MEMBERS, Scene
from tests.security.places import place


def terms(**more: object) -> playbook.PlayTerms:
    values = {"name": "Ask them", "phrasings": ["What would be fair?"]} | more
    return playbook.PlayTerms("FAIR", "ANGRY", "en", **values)  # type: ignore[arg-type]


def writer(scene: Scene) -> str:
    return scene.names["loner" if scene.is_assigned else "worker"]


def answered(scene: Scene) -> Message:
    return conversations.reply(
        scene.conversation,
        text="We look into it.",
        to=[scene.address],
        cc=[],
        submit_id=uuid4(),
        by=scene.house.members[writer(scene)],
        now=scene.now,
    )


def thought(scene: Scene, token: str) -> SecondThought:
    return playbook.note_thought(
        answered(scene),
        text=token,
        submit_id=uuid4(),
        by=scene.house.members[writer(scene)],
        now=scene.now,
    )


def drafted(scene: Scene, token: str) -> None:
    playbook.send_thought(
        thought(scene, token), by=scene.house.members[writer(scene)], now=scene.now
    )


def offered(scene: Scene, token: str) -> None:
    by = scene.house.members[writer(scene)]
    mine = thought(scene, "Other words")
    playbook.offer_thought(mine, terms(phrasings=[token]), by=by, now=scene.now)


def put_in(scene: Scene, token: str) -> None:
    by = scene.house.members[writer(scene)]
    # One that everybody knows already: who used it nobody else learns.
    phrasing = Phrasing.objects.filter(play__writer=None).order_by("pk")[0]
    playbook.put_in(phrasing, scene.conversation, words=token, text="", by=by, now=scene.now)


def seen(scene: Scene, token: str) -> None:
    letter = make_message(
        f"I am furious about {token}", conversation=scene.conversation, now=scene.now
    )
    playbook.raise_hint(letter)


def write(scene: Scene, **more: object) -> None:
    playbook.write_play(None, terms(**more), by=scene.chief, now=scene.now)


# fmt: off
# One line a place.
place("name of a play", lambda _: MEMBERS, lambda s, x: write(s, name=x))
place("when a play fits", lambda _: MEMBERS, lambda s, x: write(s, when=x))
place("phrasing of a play", lambda _: MEMBERS, lambda s, x: write(s, phrasings=[x]))
place("step of a play", lambda _: MEMBERS, lambda s, x: write(s, steps=[("SAY", x)]))
place("second thought", lambda s: {writer(s)}, thought)
place("second thought in a draft", lambda s: {writer(s)}, drafted)
place("second thought in the playbook", lambda _: MEMBERS, offered)
place("phrasing in a draft", lambda s: {writer(s)}, put_in)
place("words that raised a hint", lambda s: s.sees, seen)

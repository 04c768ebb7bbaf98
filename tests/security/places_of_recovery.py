"""What is written while something is put right, and where contact ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kept.recovery import actions
from kept.recovery.models import Boundary, Recovery
from tests.security.people import Scene
from tests.security.places import place
from tests.security.places_of_conversations import and_client, another


def sees(scene: Scene) -> set[str]:
    return set(scene.sees)


def doing(scene: Scene) -> dict[str, Any]:
    by = scene.loner if scene.is_assigned else scene.worker
    return {"by": by, "now": scene.now}


def opened(scene: Scene, why: str = "It broke") -> Recovery:
    """In a conversation of its own, since one is open at a time."""
    return actions.open_recovery(another(scene), why=why, **doing(scene))


def step(scene: Scene, token: str) -> None:
    actions.do_step(opened(scene), "ACKNOWLEDGE", words=token, **doing(scene))


def fair(scene: Scene, token: str) -> None:
    actions.say_remedy(opened(scene), words=token, by=None, now=scene.now)


def agreed(scene: Scene, token: str) -> None:
    recovery = opened(scene)
    for one in ("ACKNOWLEDGE", "APOLOGISE", "ASK_FAIR"):
        actions.skip(recovery, one, why="Said before", **doing(scene))
    due = scene.now + timedelta(days=1)
    actions.agree(recovery, words=token, due_at=due, **doing(scene))


def afresh(scene: Scene, token: str) -> None:
    actions.ask_fresh_start(opened(scene), words=token, now=scene.now)


def decided(scene: Scene, token: str) -> Any:
    return actions.decide(opened(scene), words=token, submit_id=uuid4(), **doing(scene))


def appealed(scene: Scene, token: str) -> None:
    actions.appeal_decision(decided(scene, "No"), words=token, now=scene.now)


def noted(scene: Scene, token: str) -> Boundary:
    return actions.note_boundary(another(scene), words=token, **doing(scene))


def warned(scene: Scene, token: str, check_words: str = "") -> None:
    check = "CARED" if check_words else "NO_SIGN"
    actions.warn(
        noted(scene, "Rude"), check=check, check_words=check_words, text=token,
        submit_id=uuid4(), **doing(scene),
    )  # fmt: skip


# fmt: off
# One line a place.
place("what went wrong", sees, lambda s, x: opened(s, x))
place("words of a step", sees, step)
place("what would be fair", and_client, fair)
place("what was agreed", and_client, agreed)
place("why a fresh start", and_client, afresh)
place("decision", and_client, decided)
place("appeal", and_client, appealed)
place("note of a boundary", sees, noted)
place("warning", and_client, warned)
place("what we do for somebody in need", sees, lambda s, x: warned(s, "Stop", x))

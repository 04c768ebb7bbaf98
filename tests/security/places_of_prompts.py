"""What a manager wrote when they dismissed a prompt."""

from __future__ import annotations

from uuid import uuid4

from kept.improvement import actions as improvement
from kept.prompts import actions
from tests.security.people import CREW, Scene
from tests.security.places import place


def chief(scene: Scene) -> set[str]:
    return {scene.names["chief"]}


def dismissed(scene: Scene, token: str) -> None:
    terms = improvement.FrictionTerms("x", desk=scene.desk)
    felt = improvement.raise_friction(terms, submit_id=uuid4(), by=scene.worker, now=scene.now)
    others = [scene.house.members[name] for name in CREW[scene.at] if name != scene.names["worker"]]
    for one in others:
        improvement.me_too(felt, by=one, now=scene.now)
    actions.dismiss("FRICTION", str(felt.pk), reason=token, by=scene.chief, now=scene.now)


place("why a prompt was dismissed", chief, dismissed, once=True)

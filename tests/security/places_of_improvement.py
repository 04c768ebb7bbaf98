"""What stands in improvement."""

from __future__ import annotations

from uuid import uuid4

from kept.charter import actions as charter
from kept.improvement import actions
from kept.improvement.models import Change, Friction
from kept.people.models import Member
from tests.security.people import OWNERS, Scene
from tests.security.places import place


def at_the_desk(scene: Scene) -> set[str]:
    return set(scene.house.everybody_at(scene.at))


def both(scene: Scene) -> set[str]:
    return {scene.names["worker"], scene.names["chief"], *OWNERS}


def worker(scene: Scene) -> Member:
    return scene.loner if scene.is_assigned else scene.worker


def friction(scene: Scene, words: str = "x", **more: str) -> Friction:
    terms = actions.FrictionTerms(words=words, desk=scene.desk, **more)
    return actions.raise_friction(terms, submit_id=uuid4(), by=scene.worker, now=scene.now)


def discussed(scene: Scene, **words: str) -> Friction:
    found = actions.list_for_huddle(friction(scene), by=scene.chief, now=scene.now)
    told = {"cause": "x", "impact": "y"} | words
    return actions.discuss(found, **told, by=scene.chief, now=scene.now)


def change(scene: Scene, name: str = "x") -> Change:
    terms = actions.ChangeTerms(name, "WAY", scene.chief, desk=scene.desk)
    return actions.begin_change(terms, submit_id=uuid4(), by=scene.chief, now=scene.now)


def written(scene: Scene, token: str) -> None:
    actions.write_change(
        change(scene), after=token, after_instead="", letter="", by=scene.chief, now=scene.now
    )


def joined(scene: Scene, token: str) -> None:
    actions.me_too(friction(scene), words=token, by=scene.chief, now=scene.now)


def declined(scene: Scene, token: str) -> None:
    actions.decline(friction(scene), reason=token, by=scene.chief, now=scene.now)


def dropped(scene: Scene, token: str) -> None:
    actions.do_not_adopt(change(scene), reason=token, by=scene.chief, now=scene.now)


def refused(scene: Scene, token: str) -> None:
    day = scene.now.date()
    terms = charter.PolicyTerms("Of a no", "x", "y", scene.chief, day, scene.desk)
    policy = charter.write_policy(None, terms, by=scene.chief, now=scene.now)
    actions.refuse_customer(
        scene.conversation, policy, then=token, submit_id=uuid4(), by=worker(scene), now=scene.now
    )


def walked(scene: Scene, token: str) -> None:
    terms = actions.ProcessTerms("x", token, scene.chief, desk=scene.desk)
    actions.write_process(None, terms, today=scene.now.date(), by=scene.chief, now=scene.now)


def asked(scene: Scene, token: str) -> None:
    actions.ask_leader(token, leader=scene.chief, submit_id=uuid4(), by=scene.worker, now=scene.now)


# fmt: off
# One line a place.
place("words of a friction", at_the_desk, lambda s, x: friction(s, x), once=True)
place("cost of a friction", at_the_desk, lambda s, x: friction(s, cost=x), once=True)
place("cause of a friction", at_the_desk, lambda s, x: discussed(s, cause=x), once=True)
place("me too", at_the_desk, joined, once=True)
place("why it stays", at_the_desk, declined, once=True)
place("name of a change", at_the_desk, change, once=True)
place("text of a change", at_the_desk, written, once=True)
place("why not adopted", at_the_desk, dropped, once=True)
place("process", at_the_desk, walked, once=True)
place("obstacle", both, asked, once=True)

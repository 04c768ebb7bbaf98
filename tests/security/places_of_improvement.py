"""What stands in improvement."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from kept.charter import actions as charter
from kept.charter.models import Policy
from kept.improvement import actions
from kept.improvement.models import Change, Friction, Huddle, HuddleItem, TellBack
from kept.people.models import Member
from tests.security.people import OWNERS, Scene
from tests.security.places import place
from tests.security.places_of_conversations import and_client


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


def refused(scene: Scene, token: str) -> Policy:
    day = scene.now.date()
    terms = charter.PolicyTerms("Of a no", "x", "y", scene.chief, day, scene.desk)
    policy = charter.write_policy(None, terms, by=scene.chief, now=scene.now)
    actions.refuse_customer(
        scene.conversation, policy, then=token, submit_id=uuid4(), by=worker(scene), now=scene.now
    )
    return policy


def told_back(scene: Scene, text: str, then: str = "x") -> None:
    """Who was refused is told of the change, by a letter of its own or the one for all."""
    policy = refused(scene, then)
    by = {"by": scene.chief, "now": scene.now}
    terms = actions.ChangeTerms("Of a yes", "POLICY", scene.chief, desk=scene.desk, policy=policy)
    begun = actions.begin_change(terms, submit_id=uuid4(), **by)
    actions.write_change(begun, after="z", after_instead="", letter="{{then}}", **by)
    actions.adopt(begun, reason="x", thanks="", today=scene.now.date(), **by)
    actions.gather_some(now=scene.now)
    letter = TellBack.objects.get(change=begun)
    if text:
        actions.approve(letter, text=text, **by)
    else:
        actions.approve_shown(begun, [letter.pk], **by)
    actions.send_some(now=scene.now)


def huddle(scene: Scene) -> Huddle:
    """The one of the desk's team that is under way."""
    if found := Huddle.objects.filter(team=scene.team, state="OPEN").first():
        return found
    for words in ("x", "y", "z"):
        friction(scene, words)
    plan = actions.HuddlePlan(scene.team, scene.now + timedelta(days=1))
    planned = actions.plan_huddle(plan, by=scene.chief, now=scene.now)
    return actions.open_huddle(planned, by=scene.chief, now=scene.now)


def issue(scene: Scene, number: int) -> HuddleItem:
    return huddle(scene).items.order_by("pk")[number]


def chosen(scene: Scene, token: str, number: int = 0) -> HuddleItem:
    return actions.choose(
        issue(scene, number), words=token, owner=scene.worker, due_at=scene.now + timedelta(days=1),
        as_change=False, by=scene.chief, now=scene.now,
    )  # fmt: skip


def idea(scene: Scene, token: str) -> None:
    actions.add_idea(issue(scene, 0), words=token, by=scene.worker, now=scene.now)


def said_no(scene: Scene, token: str) -> None:
    actions.say_no(chosen(scene, "x", 1), words=token, by=scene.worker, now=scene.now)


def spoken(scene: Scene, **words: str) -> None:
    actions.speak(huddle(scene), by=scene.worker, **words)


def stopped(scene: Scene, token: str) -> None:
    policy = refused(scene, "x")
    actions.stop_the_line(policy, reason=token, submit_id=uuid4(), by=scene.chief, now=scene.now)


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
place("what happened as we refused", and_client, lambda s, x: told_back(s, "", x))
place("letter that tells of a change", and_client, told_back)
place("idea in a huddle", at_the_desk, idea, once=True)
place("what a huddle chose", at_the_desk, chosen, once=True)
place("why somebody cannot", at_the_desk, said_no, once=True)
place("pride in a huddle", at_the_desk, lambda s, x: spoken(s, pride=x), once=True)
place("taught in a huddle", at_the_desk, lambda s, x: spoken(s, taught=x), once=True)
place("why the line was stopped", at_the_desk, stopped, once=True)
place("process", at_the_desk, walked, once=True)
place("obstacle", both, asked, once=True)

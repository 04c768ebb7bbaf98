"""What stands in the charter."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from kept.charter import actions as charter
from kept.charter.models import Gesture, Grant, Policy, Value
from tests.security.people import OWNERS, Scene
from tests.security.places import place


def given(scene: Scene, **more: str) -> Grant:
    values = {"situation": "No receipt"} | more
    terms = charter.GrantTerms("CREDIT", member=scene.worker, amount=9, currency="EUR", **values)
    return charter.propose(terms, by=scene.chief, now=scene.now)


def both(scene: Scene) -> set[str]:
    """Whoever has it or asked for it, and who leads there."""
    return {scene.names["worker"], scene.names["chief"], *OWNERS}


def at_the_desk(scene: Scene) -> set[str]:
    return set(scene.house.everybody_at(scene.at))


def ruled(scene: Scene, token: str, *, instead: str = "Credit", note: str = "") -> Policy:
    ways = [charter.AlternativeTerms(instead, note=note)]
    terms = charter.PolicyTerms(
        "Receipts", token, "", scene.chief, scene.now.date(), scene.desk, alternatives=ways
    )
    return charter.write_policy(None, terms, by=scene.chief, now=scene.now)


def announced(scene: Scene, token: str) -> None:
    day = scene.now.date() + timedelta(days=9)
    terms = charter.PolicyTerms("Receipts", token, "", scene.chief, day, scene.desk)
    charter.write_policy(ruled(scene, "No."), terms, by=scene.chief, now=scene.now)


def asked(scene: Scene, token: str, *, answer: str = "") -> None:
    question = charter.ask_owner(
        ruled(scene, "No."), words=token, submit_id=uuid4(), by=scene.worker, now=scene.now
    )
    if answer:
        charter.answer_question(question, answer=answer, by=scene.chief, now=scene.now)


def value_of(words: str, rank: int, scene: Scene) -> Value:
    """Of the house, and retired: those that hold stand on everybody's page."""
    told = {"rank": rank, "retired_at": scene.now}
    return Value.objects.get_or_create(words=words, defaults=told)[0]


def ruling(scene: Scene, token: str) -> None:
    values = [value_of(words, n, scene) for n, words in
              enumerate(("Trust", "Truth"), 1)]  # fmt: skip
    charter.rule_between(
        scene.conversation, first=values[0], second=values[1], reason=token, submit_id=uuid4(),
        by=scene.loner if scene.is_assigned else scene.worker, now=scene.now,
    )  # fmt: skip


def reviewed_one(scene: Scene) -> set[str]:
    """Whoever decided reads it, and nobody else."""
    return {scene.names["loner" if scene.is_assigned else "worker"]}


def reviewed(scene: Scene, token: str) -> None:
    gesture = gave(scene, "Fair")
    charter.review_use(gesture, is_good=True, reason=token, by=scene.chief, now=scene.now)


def wanted(scene: Scene, token: str) -> None:
    charter.ask_for_authority(
        scene.conversation, kind="REFUND", wanted=token, submit_id=uuid4(),
        by=scene.loner if scene.is_assigned else scene.worker, now=scene.now,
    )  # fmt: skip


def gave(scene: Scene, token: str) -> Gesture:
    by = scene.loner if scene.is_assigned else scene.worker
    terms = charter.GrantTerms("CREDIT", "Any", member=by, amount=9, currency="EUR")
    grant = charter.agree(
        charter.propose(terms, by=scene.chief, now=scene.now), by=by, now=scene.now
    )
    use = charter.Use(reason=token, due_at=scene.now + timedelta(days=1), amount=1)
    return charter.use_grant(
        grant, scene.conversation, use, submit_id=uuid4(), by=by, now=scene.now
    )


def askers(scene: Scene) -> set[str]:
    name = scene.names["loner" if scene.is_assigned else "worker"]
    return {name, scene.names["chief"], *OWNERS}


# fmt: off
# One line a place.
place("situation of a grant", both, lambda s, x: given(s, situation=x))
place("conditions of a grant", both, lambda s, x: given(s, conditions=x))
place("policy", at_the_desk, ruled)
place("wanted to decide", askers, wanted)
place("reason of a gesture", lambda s: set(s.sees), gave)
place("reason of a ruling", lambda s: set(s.sees), ruling)
place("question about a policy", at_the_desk, asked)
place("answer about a policy", at_the_desk, lambda s, x: asked(s, "Why?", answer=x))
place("alternative of a policy", at_the_desk, lambda s, x: ruled(s, "No.", instead=x))
place("note of an alternative", at_the_desk, lambda s, x: ruled(s, "No.", note=x))
place("announced version", at_the_desk, announced)
place("review of a gesture", reviewed_one, lambda s, x: reviewed(s, x))

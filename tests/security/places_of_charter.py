"""What stands in the charter."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from kept.charter import actions as charter
from kept.charter.models import Grant
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


def ruled(scene: Scene, token: str) -> None:
    day = scene.now.date()
    terms = charter.PolicyTerms("Receipts", token, "Credit", scene.chief, day, scene.desk)
    charter.write_policy(None, terms, by=scene.chief, now=scene.now)


def wanted(scene: Scene, token: str) -> None:
    charter.ask_for_authority(
        scene.conversation, kind="REFUND", wanted=token, submit_id=uuid4(),
        by=scene.loner if scene.is_assigned else scene.worker, now=scene.now,
    )  # fmt: skip


def gave(scene: Scene, token: str) -> None:
    by = scene.loner if scene.is_assigned else scene.worker
    terms = charter.GrantTerms("CREDIT", "Any", member=by, amount=9, currency="EUR")
    grant = charter.agree(
        charter.propose(terms, by=scene.chief, now=scene.now), by=by, now=scene.now
    )
    use = charter.Use(reason=token, due_at=scene.now + timedelta(days=1), amount=1)
    charter.use_grant(grant, scene.conversation, use, submit_id=uuid4(), by=by, now=scene.now)


def askers(scene: Scene) -> set[str]:
    name = scene.names["loner" if scene.is_assigned else "worker"]
    return {name, scene.names["chief"], *OWNERS}


# fmt: off
# One line a place.
place("situation of a grant", both, lambda s, x: given(s, situation=x))
place("conditions of a grant", both, lambda s, x: given(s, conditions=x))
place("policy", at_the_desk, ruled)
place("wanted to decide", askers, wanted)
place("reason of a gesture", lambda _: set(), gave, quiet=True)

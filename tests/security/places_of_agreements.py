"""What a desk and a customer's house have agreed, and teams among each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kept.agreements import actions
from kept.agreements.models import Agreement
from kept.customers.models import Organisation
from kept.people.models import Team
from tests.cast import make_customer
from tests.security.people import CREW, OWNERS, Scene
from tests.security.places import place


def agrees(scene: Scene) -> set[str]:
    return set(scene.agrees)


def both(scene: Scene) -> set[str]:
    """The desk, and the partner at the customer's house."""
    return {*scene.agrees, f"pat{scene.number}"}


def begun(scene: Scene, purpose: str) -> Agreement:
    """With the house of Pat, who has written to this desk."""
    firm = Organisation.objects.create(name=f"Partner {scene.number}-{Agreement.objects.count()}")
    return actions.begin_with_customer(
        firm,
        desks=[scene.desk],
        terms=actions.Terms(purpose=purpose),
        by=scene.chief,
        now=scene.now,
    )


def living(scene: Scene, **words: str) -> Agreement:
    """One that both have said back: each of `words` stands where its name says."""
    by: dict[str, Any] = {"by": scene.chief, "now": scene.now}
    pat = make_customer(f"pat{scene.number}")
    if pat.organisation is None:
        pat.organisation = Organisation.objects.create(name=f"Pat's {scene.number}")
        pat.save(update_fields=["organisation"])
    agreement = actions.begin_with_customer(
        pat.organisation, desks=[scene.desk],
        terms=actions.Terms(purpose=words.get("purpose", "To trust"), way=words.get("way", "")), **by,
    )  # fmt: skip
    for side in ("OURS", "THEIRS"):
        terms = actions.ClauseTerms(side=side, words=words.get(side, "We listen"))
        actions.add_clause(agreement, terms=terms, **by)
    actions.add_measure(
        agreement, name=words.get("measure", "Trust"), asks=words.get("asks", "Do you?"),
        aim=words.get("aim", "Always"), is_experience=True, **by,
    )  # fmt: skip
    actions.meet(agreement, **by)
    said = {"version": 1, "agrees": True, "now": scene.now}
    actions.say_back(
        agreement, side="OURS", words=words.get("said", "You trust us"), by=scene.chief, **said
    )
    actions.say_back(
        agreement, side="THEIRS", words=words.get("they said", "We trust you"), by=pat, **said
    )
    return Agreement.objects.get(pk=agreement.pk)


def reviewed(scene: Scene, **words: str) -> None:
    talk = actions.Talk(
        talked_on=scene.now.date(), talk=words.get("talk", "We talked"),
        changes=words.get("changes", ""), ours="WELL", theirs="WELL",
        next_on=scene.now.date() + timedelta(days=60),
    )  # fmt: skip
    actions.review(living(scene), talk=talk, by=scene.chief, now=scene.now)


def rewritten(scene: Scene, token: str) -> None:
    agreement = living(scene)
    by: dict[str, Any] = {"by": scene.chief, "now": scene.now}
    actions.begin_version(agreement, **by)
    actions.change_terms(agreement, terms=actions.Terms(purpose=token), **by)


def between_teams(scene: Scene, token: str) -> None:
    other = Team.objects.get(name=f"{_other(scene)} team")
    actions.begin_between_teams(
        scene.team, other, terms=actions.Terms(purpose=token), by=scene.chief, now=scene.now
    )


def _other(scene: Scene) -> str:
    return next(name for name in CREW if name != scene.at)


def both_teams(scene: Scene) -> set[str]:
    return {*CREW[scene.at], *CREW[_other(scene)], *OWNERS}


def with_everybody(scene: Scene, token: str) -> None:
    actions.begin_with_everybody(
        scene.desk, terms=actions.Terms(purpose=token), by=scene.chief, now=scene.now
    )


# fmt: off
# One line a place.
place("draft of an agreement", agrees, begun)
place("agreement's purpose", both, lambda s, x: living(s, purpose=x))
place("agreement's way", both, lambda s, x: living(s, way=x))
place("our clause", both, lambda s, x: living(s, OURS=x))
place("their clause", both, lambda s, x: living(s, THEIRS=x))
place("measure", both, lambda s, x: living(s, measure=x))
place("what a measure asks", both, lambda s, x: living(s, asks=x))
place("what a measure aims at", both, lambda s, x: living(s, aim=x))
place("what we said back", both, lambda s, x: living(s, said=x))
place("what they said back", both, lambda s, x: living(s, **{"they said": x}))
place("talk about an agreement", both, lambda s, x: reviewed(s, talk=x))
place("what a talk changed", both, lambda s, x: reviewed(s, changes=x))
place("agreement being rewritten", agrees, rewritten)
place("agreement between teams", both_teams, between_teams, once=True)
place("agreement with everybody", lambda s: s.serves, with_everybody, once=True)

"""Rules, what they are made of, and the log of what they did."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from kept.automation.actions import RuleTerms, make_rule
from kept.automation.models import Rule, Run
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import Condition
from kept.macros.actions import MacroSettings, make_macro
from kept.notices.actions import tell_of_conversation
from tests.security.people import MANAGERS, OWNERS, Scene
from tests.security.places import place
from tests.security.places_of_conversations import sees


def chiefs(scene: Scene) -> set[str]:
    """Who keeps what runs at the desk."""
    return {scene.names["chief"], *OWNERS}


def rule(scene: Scene, *, is_for_all: bool = False, **more: Any) -> Any:
    values = {"name": uuid4().hex, "acts": [Act("NOTE", "Look")]} | more
    terms = RuleTerms(trigger="OPENED", desk=None if is_for_all else scene.desk, **values)
    return make_rule(terms, by=scene.owner if is_for_all else scene.chief, now=scene.now)


def ran(scene: Scene, row: Any, *, saw: str = "x", why: str = "") -> None:
    Run.objects.create(
        rule=row, conversation=scene.conversation, occasion=uuid4().hex, came="DONE", at=scene.now,
        verdicts=[{"about": "WORDS", "how": "HAS", "value": "lamp", "met": True, "saw": saw}],
        effects=[{"do": "NOTE", "value": "Look", "unit": "", "came": "REFUSED", "why": why}],
    )  # fmt: skip


def shared(scene: Scene) -> Rule:
    """The one that runs everywhere: what it did is told where it did it."""
    known = Rule.objects.filter(desk=None, name="Everywhere").first()
    return known or rule(scene, name="Everywhere", is_for_all=True)


def asked(words: str) -> list[Condition]:
    return [Condition("WORDS", "HAS", words)]


def with_macro(scene: Scene, token: str, *, is_for_all: bool) -> None:
    macro = make_macro(
        MacroSettings(name=token, desk=scene.desk, text="Hi"), by=scene.chief, now=scene.now
    )
    rule(scene, is_for_all=is_for_all, acts=[Act("MACRO", str(macro.pk))])


def told(scene: Scene, token: str) -> None:
    tell_of_conversation(
        scene.conversation.pk, kind="RULE", to=[m.pk for m in scene.house.members.values()],
        occasion=scene.conversation.pk, by="system:automation", now=scene.now, words=token,
    )  # fmt: skip


# fmt: off
# One line a place.
place("rule's name", chiefs, lambda s, x: rule(s, name=x))
place("rule's note", chiefs, lambda s, x: rule(s, acts=[Act("NOTE", x)]))
place("rule's letter", chiefs, lambda s, x: rule(s, acts=[Act("REPLY", x)]))
place("rule's condition", chiefs, lambda s, x: rule(s, conditions=asked(x)))
place("rule for all desks", lambda _: MANAGERS, lambda s, x: rule(s, name=x, is_for_all=True))
place("what a run saw", chiefs, lambda s, x: ran(s, rule(s), saw=x))
place("what a run of a rule for all saw", chiefs, lambda s, x: ran(s, shared(s), saw=x))
place("why a run was refused", chiefs, lambda s, x: ran(s, shared(s), why=x))
place("macro in a rule", lambda s: s.serves, lambda s, x: with_macro(s, x, is_for_all=False))
place("macro in a rule for all", lambda s: s.serves, lambda s, x: with_macro(s, x, is_for_all=True))
place("rule that tells of a conversation", sees, told)

"""Fields, checklists, and links from one conversation to another."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from kept.automation.rules.acts import Act
from kept.checklists.actions import ChecklistSettings, add_steps, make_checklist
from kept.conversations.actions import relate, split
from kept.fields.actions import Change, FieldSettings, fill, make_field
from kept.fields.models import Field
from kept.fields.rules import Value
from kept.macros.actions import MacroSettings, make_macro
from kept.timespent.actions import switch, write
from tests.cast import make_conversation, make_customer
from tests.security.people import MANAGERS, MEMBERS, Scene
from tests.security.places import place
from tests.security.places_of_conversations import another, elsewhere, letter, sees
from tests.security.places_of_rules import chiefs, rule


def field(scene: Scene, *, label: str = "", is_for_all: bool = False, **more: Any) -> Field:
    desk = None if is_for_all else scene.desk
    values = {"label": label or f"F{uuid4().hex[:12]}", "desk": desk} | more
    by = scene.owner if is_for_all else scene.chief
    return make_field(FieldSettings(**values), by=by, now=scene.now)


def filled(scene: Scene, row: Field, token: str) -> None:
    change = Change(row.pk, Value(text=token), 0)
    fill(scene.conversation, [change], by=scene.worker, now=scene.now)


def one_for(scene: Scene, kind: str, *, is_for_all: bool = False) -> Field:
    """A field in which every scene of its desk fills in its own."""
    known = Field.objects.filter(kind=kind, desk=None if is_for_all else scene.desk, help="ours")
    return known.first() or field(scene, kind=kind, is_for_all=is_for_all, help="ours")


def spent(scene: Scene, token: str) -> None:
    switch(scene.desk, is_on=True, by=scene.chief, now=scene.now)
    day = scene.now.date()
    write(
        scene.conversation,
        minutes=25,
        words=token,
        day=day,
        today=day,
        by=scene.worker,
        now=scene.now,
    )


def set_by_macro(scene: Scene, token: str, *, is_for_all: bool) -> None:
    row = one_for(scene, "TEXT", is_for_all=is_for_all)
    by = scene.owner if is_for_all else scene.chief
    name, fields = uuid4().hex, {row.pk: Value(text=token)}
    chosen = MacroSettings(name=name, desk=None if is_for_all else scene.desk, fields=fields)
    make_macro(chosen, by=by, now=scene.now)


def set_by_rule(scene: Scene, token: str) -> None:
    row = one_for(scene, "TEXT")
    rule(scene, is_for_all=False, acts=[Act("FIELD", token, field=str(row.pk))])


def listed(scene: Scene, **more: Any) -> None:
    values = {"name": uuid4().hex, "steps": "Look", "desk": scene.desk} | more
    make_checklist(ChecklistSettings(**values), by=scene.chief, now=scene.now)


def linked(scene: Scene, token: str) -> None:
    """A part at a desk that most of those here do not serve; only the owner sees both."""
    there = next(name for name in ("Returns", "Orders") if name != scene.at)
    desk, customer = scene.house.desks[there], make_customer(f"cy-part{scene.number}")
    other = make_conversation(desk=desk, customer=customer, subject=token)
    relate(other, scene.conversation, kind="CHILD", by=scene.owner, now=scene.now)


def split_off(scene: Scene, token: str) -> None:
    there = another(scene)
    scene_of = Scene.__new__(Scene)
    scene_of.__dict__ = scene.__dict__ | {"conversation": there}
    message = letter(scene_of, text="Another thing")
    split(there, [message.pk], subject=token, by=scene.chief, now=scene.now)


# fmt: off
# One line a place.
place("field's name", lambda s: s.serves, lambda s, x: field(s, label=x, key=x))
place("field's help", lambda s: s.serves, lambda s, x: field(s, help=x))
place("field's choice", lambda s: s.serves, lambda s, x: field(s, kind="CHOICE", more=[x]))
place("field for all desks", lambda _: MEMBERS, lambda s, x: field(s, label=x, is_for_all=True), once=True)
place("text in a field", sees, lambda s, x: filled(s, one_for(s, "TEXT"), x))
place("long text in a field", sees, lambda s, x: filled(s, one_for(s, "LONG"), x))
place("text in a field for all", sees, lambda s, x: filled(s, one_for(s, "TEXT", is_for_all=True), x))
place("words beside time spent", sees, spent)
place("field's value in a macro", chiefs, lambda s, x: set_by_macro(s, x, is_for_all=False))
place("field's value in a macro for all", lambda _: MANAGERS, lambda s, x: set_by_macro(s, x, is_for_all=True))
place("field's value in a rule", chiefs, set_by_rule)
place("step", sees, lambda s, x: add_steps(s.conversation, [x], by=s.worker, now=s.now))
place("checklist's name", lambda s: s.serves, lambda s, x: listed(s, name=x))
place("checklist's steps", lambda s: s.serves, lambda s, x: listed(s, steps=x))
place("linked from another desk", elsewhere, linked)
place("split off", sees, split_off)

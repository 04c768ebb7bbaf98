"""What we write: drafts, letters that rest, letters that left, macros, saved views."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kept.conversations.actions import Writing, attach, forward, reply, save_draft
from kept.conversations.models import Departure, Desk
from kept.desk.actions import send
from kept.macros.actions import MacroSettings, make_macro
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.search.access import Audience
from kept.search.actions import ViewTerms, save_view
from tests.security.people import MEMBERS, Scene
from tests.security.places import place
from tests.security.places_of_conversations import another, file, letter, sees


def reads(scene: Scene) -> set[str]:
    """Whoever sees it, and all whom the answer goes to."""
    return {*scene.sees, scene.client, "copied", "hidden"}


def answer(scene: Scene, text: str = "Thank you.", **more: Any) -> Any:
    """A letter of ours to the customer, somebody in copy, and somebody whom nobody else learns of."""
    values: dict[str, Any] = {"cc": ["copied@x.example"], "bcc": ["hidden@x.example"]} | more
    message = reply(
        scene.conversation, text=text, to=[scene.address], submit_id=uuid4(),
        by=scene.worker, now=scene.now, **values,
    )  # fmt: skip
    queue(message, now=scene.now)
    return message


def passed_on(scene: Scene, token: str) -> None:
    message = forward(
        scene.conversation, text=token, to=["third@x.example"], submit_id=uuid4(),
        by=scene.worker, now=scene.now,
    )  # fmt: skip
    queue(message, now=scene.now)


def laid(scene: Scene, **more: Any) -> Any:
    """A letter that waits for tomorrow, in a conversation of its own."""
    there = another(scene)
    writing = Writing(**({"text": "Soon.", "to": [scene.address]} | more))
    at = scene.now + timedelta(days=1)
    return send(there, writing, submit_id=uuid4(), leaves_at=at, by=scene.worker, now=scene.now)


def held(scene: Scene, token: str) -> None:
    row = laid(scene)
    Departure.objects.filter(pk=row.pk).update(leaves_at=None, held="REFUSED", held_words=token)


def refused(scene: Scene, token: str) -> None:
    message = answer(scene)
    Outgoing.objects.filter(message=message).update(state="FAILED", answer=f"550 {token}")


def draft(scene: Scene, **more: Any) -> Any:
    values = {"kind": "REPLY", "text": "I begin", "head": {}} | more
    return save_draft(another(scene), by=scene.worker, now=scene.now, **values)


def draft_file(scene: Scene, token: str) -> None:
    there = another(scene)
    attach(there, kind="REPLY", files=file(f"{token}.txt"), by=scene.worker, now=scene.now)


def writer(scene: Scene) -> set[str]:
    return {scene.names["worker"]}


def signed(scene: Scene, token: str) -> None:
    Desk.objects.filter(pk=scene.desk.pk).update(signature=f"Yours, {token}")
    scene.conversation.desk.refresh_from_db()
    answer(scene)


def named(scene: Scene, token: str) -> None:
    Desk.objects.filter(pk=scene.desk.pk).update(sender_name=token)
    scene.conversation.desk.refresh_from_db()
    answer(scene)


def macro(scene: Scene, **more: Any) -> Any:
    values = {"name": f"Macro {uuid4().hex}", "desk": scene.desk, "text": "Hello"} | more
    return make_macro(MacroSettings(**values), by=scene.chief, now=scene.now)


def view(scene: Scene, name: str, asks: str, reach: str = "OWN", **of: Any) -> None:
    terms = ViewTerms(name, asks, audience=Audience(reach, **of))
    save_view(terms, by=scene.owner if reach == "ALL" else scene.chief, now=scene.now)


# fmt: off
# One line a place.
# Whoever a member puts on an answer, in sight or hidden, reads the letter that it answers.
place("letter that is answered", lambda s: {*reads(s), "outsider"}, lambda s, x: (letter(s, text=x), answer(s)))
place("answer", reads, lambda s, x: answer(s, f"{x} is on its way."))
place("answer with a file", reads, lambda s, x: answer(s, files=file(f"{x}.txt")))
place("hidden copy", sees, lambda s, x: answer(s, bcc=[f"{x}@x.example"]))
place("passed on", lambda s: {*s.sees, "third"}, passed_on)
place("departure", sees, lambda s, x: laid(s, text=x))
place("departure's hidden copy", sees, lambda s, x: laid(s, bcc=[f"{x}@x.example"]))
place("departure's file", sees, lambda s, x: laid(s, files=file(f"{x}.txt")))
place("why a departure is held", sees, held)
place("what a server answered", sees, refused)
place("draft", writer, lambda s, x: draft(s, text=x))
place("draft of a note", writer, lambda s, x: draft(s, kind="NOTE", text=x))
place("draft's hidden copy", writer, lambda s, x: draft(s, head={"bcc": f"{x}@x.example"}))
place("draft's file", writer, draft_file)
place("signature of a desk", lambda s: {*MEMBERS} & {*s.serves} | {*reads(s)} | clients(s), signed, once=True)
place("sender's name of a desk", lambda s: {*s.serves, *reads(s)} | clients(s), named, once=True)
place("macro's name", lambda s: s.serves, lambda s, x: macro(s, name=x))
place("macro's words", lambda s: s.serves, lambda s, x: macro(s, text=x))
place("macro's words in German", lambda s: s.serves, lambda s, x: macro(s, texts={"de": x}))
place("macro for all desks", lambda _: MEMBERS, lambda s, x: make_macro(MacroSettings(name=x, text="Hi"), by=s.owner, now=s.now))
place("own view's name", lambda s: {s.names["chief"]}, lambda s, x: view(s, x, "lamp"))
place("own view's question", lambda s: {s.names["chief"]}, lambda s, x: view(s, "Mine", x))
place("desk's view", lambda s: s.serves, lambda s, x: view(s, x, "lamp", "DESK", desk=s.desk))
place("desk's view's question", lambda s: s.serves, lambda s, x: view(s, "Ours", x, "DESK", desk=s.desk))
place("team's view", lambda s: s.serves, lambda s, x: view(s, x, "lamp", "TEAM", team=s.team))
place("everybody's view", lambda _: MEMBERS, lambda s, x: view(s, x, "lamp", "ALL"))


def clients(scene: Scene) -> set[str]:
    """All who may write to any desk: they read how it signs."""
    return {f"cy{number}" for number in range(1, 200)}

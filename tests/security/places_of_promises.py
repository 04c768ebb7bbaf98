"""What we said we would do, what is told of it, and who is away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kept.hours.actions import note_absence
from kept.notices.actions import tell
from kept.promises import actions
from kept.promises.actions import make, promise_among_us, snooze
from kept.promises.models import Dispute, Promise
from tests.security.people import OWNERS, Scene
from tests.security.places import place
from tests.security.places_of_conversations import and_client, another

DAY = timedelta(days=1)


def promised(scene: Scene, words: str = "We call you", **more: Any) -> Promise:
    values = {"due_at": scene.now + DAY, "keeper": scene.worker, "by": scene.worker} | more
    return make(scene.conversation, words=words, now=scene.now, **values)


def told(scene: Scene, token: str) -> None:
    for kind in ("SOON", "BROKEN"):
        tell(promised(scene, token), kind=kind, by="system:promises", now=scene.now)


def among_us(scene: Scene, words: str, **more: Any) -> Promise:
    values = {"to_member": scene.loner, "by": scene.worker} | more
    return promise_among_us(words=words, due_at=scene.now + DAY, now=scene.now, **values)


def private(scene: Scene, token: str) -> None:
    promise = among_us(scene, token, to_member=scene.worker, kind="SELF_CARE", is_private=True)
    tell(promise, kind="BROKEN", by="system:promises", now=scene.now)


def parties(scene: Scene) -> set[str]:
    """Who gave it and who got it, and who leads them."""
    return {scene.names["worker"], scene.names["loner"], scene.names["chief"], *OWNERS}


def worker(scene: Scene) -> set[str]:
    return {scene.names["worker"]}


def led(scene: Scene) -> set[str]:
    return {scene.names["worker"], scene.names["chief"], *OWNERS}


def given_up(scene: Scene, token: str) -> None:
    actions.give_up(promised(scene), why=token, by=scene.worker, now=scene.now)


def let_off(scene: Scene, token: str) -> None:
    actions.release(promised(scene), why=token, by=scene.worker, now=scene.now)


def moved(scene: Scene, token: str) -> None:
    later = scene.now + 2 * DAY
    actions.renegotiate(promised(scene), due_at=later, reason=token, by=scene.worker, now=scene.now)


def disputed(scene: Scene, token: str) -> None:
    promise = promised(scene)
    Dispute.objects.create(promise=promise, said_at=scene.now, declared_at=scene.now, words=token)


def offered(scene: Scene, token: str) -> None:
    windows = [(scene.now + DAY, scene.now + DAY + timedelta(hours=n)) for n in (1, 2)]
    actions.offer_callback(
        scene.conversation, words=token, windows=windows, keeper=scene.worker,
        by=scene.worker, now=scene.now,
    )  # fmt: skip


def away(scene: Scene, token: str, **more: Any) -> None:
    begins = scene.now + scene.number * DAY
    values = {"by": scene.worker} | more
    note_absence(
        scene.worker, begins_at=begins, ends_at=begins + DAY / 2, kind="OTHER", note=token,
        now=scene.now, **values,
    )  # fmt: skip


def away_by_chief(scene: Scene, token: str) -> None:
    begins = scene.now + (scene.number + 40) * DAY
    note_absence(
        scene.worker, begins_at=begins, ends_at=begins + DAY / 2, kind="SICK", note=token,
        by=scene.chief, now=scene.now,
    )  # fmt: skip


# fmt: off
# One line a place.
place("promise", and_client, lambda s, x: promised(s, x))
place("promise of the desk", and_client, lambda s, x: promised(s, x, keeper=None))
place("promise's condition", and_client, lambda s, x: promised(s, condition=x))
place("promise that is told of", and_client, told)
place("promise offered", and_client, offered)
place("why a promise was given up", and_client, given_up)
place("how a customer let us off", and_client, let_off)
place("why a promise was moved", and_client, moved, quiet=True)
place("what a customer disputes", and_client, disputed)
place("promise among us", parties, lambda s, x: among_us(s, x))
place("promise among us, of a conversation", parties, lambda s, x: among_us(s, x, conversation=s.conversation))
place("promise to a team", lambda s: s.serves, lambda s, x: among_us(s, x, to_member=None, to_team=s.team))
place("promise to oneself", led, lambda s, x: among_us(s, x, to_member=s.worker))
place("private promise", worker, private)
place("reminder", led, lambda s, x: snooze(another(s), until=s.now + DAY, even_if_they_reply=True, words=x, by=s.worker, now=s.now))
place("note of an absence", worker, away)
place("note of an absence, by who leads", lambda s: {s.names["worker"], s.names["chief"]}, away_by_chief)

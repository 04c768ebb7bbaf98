"""Letters that came, and what stands around them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from kept.conversations.actions import (
    bring_in,
    merge,
    note,
    note_from_mail,
    receive,
    tag,
)
from kept.conversations.actions.arrival import Arrival, File
from kept.conversations.actions.tags import make_tag
from kept.conversations.index import enter_file
from kept.conversations.models import AttachmentText, Conversation, Tie
from kept.customers.actions import remember
from kept.kit import blobs
from kept.mail.actions import block
from tests.cast import make_conversation, make_customer
from tests.security.people import MEMBERS, Scene
from tests.security.places import place


def sees(scene: Scene) -> set[str]:
    return set(scene.sees)


def and_client(scene: Scene) -> set[str]:
    return {*scene.sees, scene.client}


def letter(scene: Scene, **more: Any) -> Any:
    """One more letter of the customer."""
    values = {"subject": "A lamp", "from_name": "Cy", "from_address": scene.address, "text": "Hm."}
    return receive(
        Arrival(**(values | more)),
        desk=scene.desk, customer=scene.customer, conversation=scene.conversation, now=scene.now,
    )  # fmt: skip


def file(name: str, content: bytes = b"nothing", kind: str = "text/plain") -> tuple[File, ...]:
    return (File(name, kind, len(content), blobs.put(content)),)


def read(scene: Scene, token: str) -> None:
    """A file in which the words stand, as the index knows them."""
    message = letter(scene, files=file("list.txt", f"list {token}".encode()))
    attachment = message.attachments.get()
    AttachmentText.objects.create(attachment=attachment, text=f"list {token}")
    enter_file(attachment, f"list {token}")


def another(scene: Scene, **more: Any) -> Conversation:
    """One more conversation of the same customer, seen by the same people."""
    return scene.begin(**more)


def merged(scene: Scene, token: str) -> None:
    merge(another(scene, subject=token), into=scene.conversation, by=scene.worker, now=scene.now)


def tied(scene: Scene, token: str) -> None:
    """A conversation at the desk of others, that looks as if it belonged to this one."""
    there = next(name for name in ("Returns", "Orders") if name != scene.at)
    house, customer = scene.house, make_customer(f"cy-tied{scene.number}")
    other = make_conversation(desk=house.desks[there], customer=customer, subject=token)
    Tie.objects.create(conversation=other, other=scene.conversation, kind="MAYBE", at=scene.now)


def elsewhere(scene: Scene) -> set[str]:
    there = next(name for name in ("Returns", "Orders") if name != scene.at)
    return set(scene.house.everybody_at(there)) - {"mia", "ned", "tia"}


def spam(scene: Scene, token: str) -> None:
    other = another(scene, text=token)
    Conversation.objects.filter(pk=other.pk).update(status="SPAM")


def about(scene: Scene, **values: str) -> None:
    type(scene.customer).objects.filter(pk=scene.customer.pk).update(**values)


def tagged(scene: Scene, token: str) -> None:
    made = make_tag(name=token, by=scene.chief, now=scene.now)
    tag(scene.conversation, [made], by=scene.worker, now=scene.now)


# fmt: off
# One line a place.
place("subject", sees, lambda s, x: another(s, subject=f"{x} lamp"))
place("subject of a later letter", sees, lambda s, x: letter(s, subject=x), quiet=True)
place("letter", and_client, lambda s, x: another(s, text=f"{x} is broken."))
place("quoted part", sees, lambda s, x: another(s, quoted=x))
place("signature of a letter", sees, lambda s, x: another(s, signature=x))
place("HTML part", sees, lambda s, x: another(s, html=f"<p>One <b>{x}</b> more</p>"))
place("comment in HTML", sees, lambda s, x: letter(s, html=f"<p>One</p><!-- {x} -->"), quiet=True)
place("sender's name", sees, lambda s, x: another(s, from_name=x))
place("sender's address", sees, lambda s, x: another(s, from_address=f"{x}@valdorra.example"))
place("reply-to", sees, lambda s, x: another(s, reply_to=f"{x}@valdorra.example"), quiet=True)
place("copied address", sees, lambda s, x: another(s, cc=(f"{x}@valdorra.example",)))
place("invitation in a letter", sees, lambda s, x: letter(s, beside={"invite": {"summary": x}}), quiet=True)
place("file's name", sees, lambda s, x: letter(s, files=file(f"{x}.txt")))
place("file", sees, lambda s, x: letter(s, files=file("a.txt", f"in {x}".encode())))
place("text of a file", sees, read)
place("picture's name", sees, lambda s, x: letter(s, files=file(f"{x}.png", b"\x89PNG", "image/png")))
place("spam", sees, spam)
place("merged away", sees, merged)
place("tied from another desk", elsewhere, tied)
place("note", sees, lambda s, x: note(s.conversation, text=x, submit_id=uuid4(), by=s.worker, now=s.now))
place(
    "note from a mail", sees,
    lambda s, x: note_from_mail(
        s.conversation, text=x, address="ada@x.example", why="unproven", submit_id=uuid4(), now=s.now
    ),
)  # fmt: skip
place("sender of a note from a mail", sees, lambda s, x: note_from_mail(s.conversation, text="Hm", address=f"{x}@x.example", why="unproven", submit_id=uuid4(), now=s.now))
place("participant's name", sees, lambda s, x: bring_in(s.conversation, address=f"p{uuid4().hex}@x.example", name=x, by=s.worker, now=s.now))
place("participant's address", sees, lambda s, x: bring_in(s.conversation, address=f"{x}@x.example", by=s.worker, now=s.now))
place("customer's name", and_client, lambda s, x: about(s, name=x))
place("customer's telephone", sees, lambda s, x: about(s, phone=x))
place("customer's place", sees, lambda s, x: about(s, place=x))
place("customer's other address", sees, lambda s, x: s.customer.addresses.create(value=f"{x}@y.example"))
place("organisation", and_client, lambda s, x: type(s.firm).objects.filter(pk=s.firm.pk).update(name=x))
# What we remember of somebody they may read themselves.
place("fact", and_client, lambda s, x: remember(s.customer, words=x, source="Told us", by=s.worker, now=s.now))
place("source of a fact", and_client, lambda s, x: remember(s.customer, words="Likes tea", source=x, by=s.worker, now=s.now))
# The words by which a house sorts are everybody's who serves in it.
place("tag", lambda _: MEMBERS, tagged)
place("blocked sender", lambda s: s.serves, lambda s, x: block(f"{x}@z.example", desk=s.desk, by=s.worker, now=s.now))

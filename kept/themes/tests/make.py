"""Letters for themes: three things that customers write about, in many words."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from kept.conversations.models import Conversation, Desk, Message
from kept.themes.actions import file_waiting, judge, learn_anew, refile_some, wait
from kept.themes.learnt import learnt
from tests.cast import NOON, make_customer

TOPICS = {
    "cracked": (
        "The glass shade of my lamp arrived cracked",
        "One glass shade was broken when the parcel with the lamp came",
        "My new lamp has a crack in its glass shade",
        "The lamp shade came out of the parcel cracked and broken",
    ),
    "invoice": (
        "Please send the invoice again with our tax number",
        "The invoice shows the wrong tax number of our company",
        "Could our company get a corrected invoice with the tax number",
        "We need the tax number of the company on the invoice",
    ),
    "password": (
        "I cannot sign in since my password is refused",
        "The link to reset my password does not work to sign in",
        "How can I reset the password of my account and sign in",
        "My account says that the password is wrong when I sign in",
    ),
}
_numbers = count(1)


def write(desk: Desk, topic: str, many: int, *, at: datetime = NOON) -> list[Message]:
    """So many conversations with a letter each, written as rows."""
    customer = make_customer()
    talks = Conversation.objects.bulk_create(
        Conversation(desk=desk, customer=customer, subject="A question", opened_at=at, last_at=at)
        for _ in range(many)
    )
    texts = TOPICS[topic]
    return Message.objects.bulk_create(
        Message(
            conversation=talk,
            way="IN",
            subject="",
            text=f"Hello,\n{texts[next(_numbers) % len(texts)]}.\nMany thanks",
            at=at,
        )
        for talk in talks
    )


def weeks(desk: Desk, *, until: datetime = NOON, days: int = 28) -> None:
    """One of the first and three of each other a day, for some weeks up to the day before."""
    for ago in range(days, 0, -1):
        for topic in TOPICS:
            many = 1 if topic == "cracked" else 3
            write(desk, topic, many, at=until - timedelta(days=ago))


def found(*, now: datetime = NOON) -> None:
    """All letters filed, learnt from, filed anew, looked at."""
    wait(Message.objects.values_list("pk", flat=True))
    while file_waiting():
        pass
    learn_anew(now=now)
    while refile_some(now=now):
        pass
    assert learnt().refiling is None
    judge(now=now)

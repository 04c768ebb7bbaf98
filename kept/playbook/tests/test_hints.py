"""Words of a customer raise a hint once, and a person says what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations.models import Message
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.tests.test_at_once import at_once
from kept.playbook import actions
from kept.playbook.complaints import HOOKS, on_complaint
from kept.playbook.models import Hint
from kept.playbook.tests.make import hear
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_reply
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
ANGRY = "I am furious. This is the third time I write about it."
LATER = NOON + timedelta(hours=1)


def talk_of(text: str = ANGRY, **more: object):
    return make_conversation(desk=make_desk("Orders", make_member()), text=text, **more)


def test_a_letter_that_is_filed_raises_one_hint_with_the_words_that_were_seen():
    talk = talk_of()
    hear()
    letter = talk.messages.get()
    actions.raise_hint(letter)

    hint = Hint.objects.get()
    assert hint.message == letter
    assert hint.reasons == [
        ["ANGER", "I am furious"],
        ["REPEATED", "the third time"],
    ]
    fact = Event.objects.get(kind="hint.raised")
    assert fact.facts["kinds"] == ["ANGER", "REPEATED"]
    assert "furious" not in str(fact.facts)


@pytest.mark.parametrize(
    "told",
    [
        {"way": "OUT", "member": "ada"},
        {"automatic": "out_of_office"},
        {"is_aside": True},
        {"from_address": "ada@northmoor.example"},
        {"text": "Thank you.", "quoted": ANGRY},
        {"text": "Thank you.", "subject": f"Re: {ANGRY}"},
        {"text": "Je suis furieux", "beside": {"language": "fr"}},
    ],
    ids=str,
)
def test_what_is_not_a_customers_own_words_raises_none(told):
    talk = talk_of("Hello")
    letter = talk.messages.get()
    ada = make_member()
    values = {"text": ANGRY} | told
    if "member" in values:
        values["member"] = ada
    Message.objects.filter(pk=letter.pk).update(**values)

    assert actions.raise_hint(Message.objects.get(pk=letter.pk)) is None
    assert not Hint.objects.exists()


def test_a_complaint_is_confirmed_once_and_the_hook_is_called_in_the_same_transaction():
    ada, bea = make_member(), make_member("bea")
    talk = talk_of()
    hint = actions.raise_hint(talk.messages.get())
    called = []
    hook = on_complaint(lambda conversation, **more: called.append((conversation.pk, more["by"])))
    try:
        with pytest.raises(NotAllowed):
            actions.confirm_complaint(hint, by=bea, now=LATER)
        actions.confirm_complaint(hint, by=ada, now=LATER)
        with pytest.raises(actions.AlreadyAnswered):
            actions.dismiss_hint(hint, by=ada, now=LATER)
    finally:
        HOOKS.remove(hook)

    assert called == [(talk.pk, ada)]
    fact = Event.objects.get(kind="complaint.confirmed")
    assert (fact.by, fact.facts["conversation"]) == (f"member:{ada.pk}", talk.pk)
    assert not Event.objects.filter(kind="hint.dismissed").exists()


def test_the_thread_shows_it_quietly_and_takes_the_answer():
    ada = make_member()
    talk = talk_of()
    hint = actions.raise_hint(talk.messages.get())
    client = sign_in(ada)
    page = client.get(f"/desk/all/{talk.pk}/").content.decode()
    assert "Perhaps a complaint:" in page
    assert '<q dir="auto">I am furious</q>' in page

    answer = client.post(f"/c/{talk.pk}/hints/{hint.pk}/", {"do": "confirm", "place": "all"})
    assert answer.status_code == 302
    page = client.get(f"/desk/all/{talk.pk}/").content.decode()
    assert "A complaint, says Ada:" in page
    assert "says that this is a complaint" in page
    assert client.post(f"/c/{talk.pk}/hints/{hint.pk}/", {"do": "score"}).status_code == 422


def test_what_was_dismissed_is_not_shown_again_and_a_later_letter_may_be():
    ada = make_member()
    talk = talk_of()
    actions.dismiss_hint(actions.raise_hint(talk.messages.get()), by=ada, now=LATER)
    client = sign_in(ada)
    assert "Perhaps a complaint" not in client.get(f"/desk/all/{talk.pk}/").content.decode()

    make_reply(talk, by=ada, now=LATER)
    actions.raise_hint(make_message("Shame on you.", conversation=talk, now=LATER))
    assert "Shame on" in client.get(f"/desk/all/{talk.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_says_what_it_is():
    ada = make_member()
    hint = actions.raise_hint(talk_of().messages.get())

    ends = at_once(
        lambda: actions.confirm_complaint(hint, by=ada, now=LATER),
        lambda: actions.dismiss_hint(hint, by=ada, now=LATER),
    )

    assert sorted(ends) == ["done", "hint_answered"]
    kinds = ["complaint.confirmed", "hint.dismissed"]
    assert Event.objects.filter(kind__in=kinds).count() == 1

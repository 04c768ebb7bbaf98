"""What somebody wishes they had said is theirs alone, until they use it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kept.conversations import actions as conversations
from kept.conversations.models import Draft
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.playbook import actions
from kept.playbook.models import Play, SecondThought
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_reply,
)
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db


def answer(now=NOON):
    ada, lou = make_member(), make_manager()
    talk = make_conversation(desk=make_desk("Orders", ada, lou), assignee=ada, now=now)
    return make_reply(talk, "We look into it.", by=ada, now=now)


def test_a_member_reads_their_own_part_by_part(monkeypatch):
    monkeypatch.setattr("kept.playbook.queries.PAGE", 2)
    letter = answer()
    made = [note(letter, f"Thought {n}.").pk for n in range(3)]
    client = sign_in(make_member())

    first = client.get("/second-thoughts/").content.decode()
    rest = client.get(f"/second-thoughts/?before={made[1]}").content.decode()

    assert [f"Thought {n}." in first for n in range(3)] == [False, True, True]
    assert f'href="?before={made[1]}"' in first
    assert [f"Thought {n}." in rest for n in range(3)] == [True, False, False]
    assert "?before=" not in rest


def note(letter, text="I should have asked what hurt.", *, by=None, now=NOON, submit_id=None):
    return actions.note_thought(
        letter, text=text, submit_id=submit_id or uuid4(), by=by or make_member(), now=now
    )


def test_for_two_days_one_adds_to_ones_own_answer():
    letter = answer()
    submit = uuid4()
    assert note(letter, submit_id=submit) == note(letter, submit_id=submit)
    note(letter, now=NOON + timedelta(hours=48))
    with pytest.raises(actions.TooLate):
        note(letter, now=NOON + timedelta(hours=48, seconds=1))
    with pytest.raises(NotAllowed):
        note(letter, by=make_manager())
    with pytest.raises(actions.EmptyThought):
        note(letter, "  ")
    with pytest.raises(NotAllowed):
        note(letter.conversation.messages.first())

    assert SecondThought.objects.count() == 2
    facts = Event.objects.filter(kind="thought.noted")
    assert [set(fact.mentions.values_list("name", flat=True)) for fact in facts] == [
        {f"secondthought:{one.pk}", f"member:{make_member().pk}"}
        for one in SecondThought.objects.order_by("pk")
    ]


def test_nobody_else_sees_it_whatever_their_role():
    letter = answer(timezone.now())
    thought = note(letter, now=timezone.now())
    for other in (make_manager(), make_owner()):
        assert not SecondThought.objects.visible_to(other).exists()
        client = sign_in(other)
        assert client.post(f"/second-thoughts/{thought.pk}/", {"do": "send"}).status_code == 404
        there = f"/c/{letter.conversation_id}/letters/{letter.pk}/second-thoughts/"
        assert client.get(there).status_code == 404
        page = client.get(f"/desk/all/{letter.conversation_id}/").content.decode()
        assert "second thought of yours" not in page
        with pytest.raises(NotAllowed):
            actions.drop_thought(thought, by=other, now=NOON)
    assert SecondThought.objects.count() == 1


def test_sent_now_it_stands_behind_what_is_written_and_nothing_is_sent():
    letter = answer()
    talk, ada = letter.conversation, make_member()
    conversations.save_draft(
        talk, kind="REPLY", text="Dear Cy,", head={"cc": "bob@x.example"}, by=ada, now=NOON
    )
    messages = talk.messages.count()

    actions.send_thought(note(letter), by=ada, now=NOON)

    draft = Draft.objects.get()
    assert draft.text == "Dear Cy,\n\nI should have asked what hurt."
    assert draft.head == {"cc": "bob@x.example"}
    assert talk.messages.count() == messages
    assert Event.objects.get(kind="thought.taken_up").facts["how"] == "DRAFT"


def test_offered_it_is_a_play_once_and_dropped_it_is_gone():
    letter = answer()
    thought = note(letter)
    terms = actions.PlayTerms("PERSONAL", "HURT", "en", "Ask what hurt", [thought.text])
    play = actions.offer_thought(thought, terms, by=make_member(), now=NOON)
    assert (play.writer, play.state_at(NOON)) == (make_member(), "PROPOSED")
    with pytest.raises(actions.AlreadyOffered):
        actions.offer_thought(thought, terms, by=make_member(), now=NOON)

    actions.drop_thought(thought, by=make_member(), now=NOON)
    assert not SecondThought.objects.exists()
    assert Play.objects.filter(pk=play.pk).exists()


def test_on_the_page_it_is_kept_put_into_an_answer_and_offered():
    now = timezone.now()
    letter = answer(now)
    client = sign_in(make_member())
    thread = client.get(f"/desk/all/{letter.conversation_id}/").content.decode()
    there = f"/c/{letter.conversation_id}/letters/{letter.pk}/second-thoughts/"
    assert there in thread
    refused = client.post(there, {"text": "x" * 2_001, "submit_id": str(uuid4())})
    assert refused.status_code == 422
    assert "x" * 2_001 in refused.content.decode()
    client.post(there, {"text": "I should have asked.", "submit_id": str(uuid4())})
    thought = SecondThought.objects.get()

    thread = client.get(f"/desk/all/{letter.conversation_id}/").content.decode()
    assert "One second thought of yours" in thread
    sent = client.post(f"/second-thoughts/{thought.pk}/", {"do": "send"})
    assert sent["Location"].endswith("?write=reply#write")
    form = client.get(f"/second-thoughts/{thought.pk}/offer/").content.decode()
    assert "I should have asked." in form
    typed = {
        "situation": "SORRY",
        "feeling": "HURT",
        "language": "en",
        "name": "Ask",
        "phrasings": "I should have asked.",
    }
    client.post(f"/second-thoughts/{thought.pk}/offer/", typed)
    assert Play.objects.get(name="Ask").phrasings.get().text == "I should have asked."

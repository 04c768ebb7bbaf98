"""Mentions, followers and reactions as they stand on the page."""

from uuid import uuid4

import pytest
from django.test import Client

from kept.conversations.models import Draft, Note
from kept.desk.actions import note
from kept.followers.models import Follow, NoteReaction
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_desk, make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lamp(ada):
    return make_conversation(desk=make_desk("Orders", ada, make_member("bea")))


@pytest.fixture
def signed_in(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def write(signed_in, lamp, text) -> str:
    answer = signed_in.post(
        f"/c/{lamp.pk}/note/", {"text": text, "submit_id": uuid4(), "place": "all"}, follow=True
    )
    return answer.content.decode()


def test_the_writer_hears_who_is_told_and_whom_it_does_not_reach(signed_in, lamp):
    make_desk("Billing", make_member("cleo"))

    page = write(signed_in, lamp, "@Bea, and @Cleo <b>?")

    assert "Noted, for us alone. Told: Bea." in page
    assert "Nobody who can see this conversation is called “@Cleo”, so nobody is told." in page
    assert '<b class="mention">@Bea</b>, and @Cleo &lt;b&gt;?' in page
    assert "<bdi>Bea</bdi>" in page


def test_of_two_with_one_name_the_writer_is_asked_for_more(signed_in, lamp):
    twins = make_team("Twins", make_member("bea moss"), make_member("bea lind"))
    lamp.desk.teams.add(twins)
    lamp.desk.teams.get(name="Orders team").members.remove(make_member("bea"))

    page = write(signed_in, lamp, "@Bea?")

    assert "Several people are called “@Bea”: write the whole name, so that one is told." in page
    assert not Event.objects.filter(kind="note.mentioned").exists()


def test_one_follows_and_unfollows_by_a_button(signed_in, ada, lamp):
    page = signed_in.post(f"/c/{lamp.pk}/follow/", {"to": "on"}, follow=True).content.decode()
    assert "You follow this" in page
    assert 'value="off">Unfollow' in page

    page = signed_in.post(f"/c/{lamp.pk}/follow/", {"to": "off"}, follow=True).content.decode()

    assert "Nobody follows this yet." in page
    assert not Follow.objects.get(member=ada).is_on


def test_a_reaction_shows_who_and_goes_with_a_second_press(signed_in, ada, lamp):
    bea = make_member("bea")
    note(lamp, text="Blue.", submit_id=uuid4(), by=bea, now=NOON)
    there = Note.objects.get()
    address = f"/c/{lamp.pk}/notes/{there.pk}/react/"

    answer = signed_in.post(address, {"kind": "AGREED"})
    assert answer["Location"] == f"/desk/all/{lamp.pk}/#note-{there.pk}"
    page = signed_in.get(f"/desk/all/{lamp.pk}/").content.decode()
    assert 'aria-pressed="true" title="Agreed: You"' in page

    part = signed_in.post(address, {"kind": "AGREED"}, headers={"HX-Request": "true"})
    assert f'id="reacts-{there.pk}"' in part.content.decode()
    assert "aria-pressed" not in part.content.decode()
    assert not NoteReaction.objects.exists()


def test_there_are_no_other_reactions(signed_in, lamp):
    note(lamp, text="Blue.", submit_id=uuid4(), by=make_member("bea"), now=NOON)

    answer = signed_in.post(f"/c/{lamp.pk}/notes/{Note.objects.get().pk}/react/", {"kind": "ANGRY"})

    assert answer.status_code == 422
    assert not NoteReaction.objects.exists()


def test_a_note_of_another_conversation_is_not_found(signed_in, lamp):
    other = make_conversation(desk=make_desk("Billing", make_member("cleo")))
    note(other, text="Red.", submit_id=uuid4(), by=make_member("cleo"), now=NOON)
    there = Note.objects.get()

    for conversation in (lamp, other):
        address = f"/c/{conversation.pk}/notes/{there.pk}/react/"
        assert signed_in.post(address, {"kind": "DONE"}).status_code == 404
    assert not NoteReaction.objects.exists()


def test_the_menu_names_whom_one_may_call_and_keeps_what_is_written(signed_in, ada, lamp):
    answer = signed_in.post(
        f"/c/{lamp.pk}/mentions/", {"text": "Ask @", "place": "all"}, follow=True
    )

    assert Draft.objects.get(member=ada, kind="NOTE").text == "Ask @"
    page = answer.content.decode()
    assert "<b>@Bea</b>" in page
    assert "<b>@Ada</b>" not in page
    part = signed_in.get(f"/c/{lamp.pk}/mentions/", headers={"HX-Request": "true"})
    assert 'role="option"' in part.content.decode()
    assert "<html" not in part.content.decode()


def test_followers_and_reactions_cost_no_query_more(
    signed_in, ada, lamp, django_assert_max_num_queries
):
    for number in range(3):
        note(lamp, text=f"@Bea {number}", submit_id=uuid4(), by=ada, now=NOON)
    signed_in.get(f"/desk/all/{lamp.pk}/")

    with django_assert_max_num_queries(12):
        signed_in.get(f"/desk/all/{lamp.pk}/", {"pane": "thread"}, headers={"HX-Request": "true"})

"""Following ends with seeing, and goes along when conversations become one."""

from uuid import uuid4

import pytest
from django.db import connection

from kept.conversations import actions as conversations
from kept.conversations.actions import assign
from kept.conversations.models import Conversation
from kept.followers.actions import follow, react
from kept.followers.models import Follow, NoteReaction
from kept.followers.queries import hearers, note_with_reactions
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.actions import change_team
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_member, make_owner

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lamp(ada):
    return make_conversation(desk=make_desk("Orders", ada, make_member("bea")))


def hear() -> None:
    while catch_up(READERS["followers"], now=NOON):
        pass


def test_only_whoever_sees_it_may_follow(lamp):
    with pytest.raises(NotAllowed):
        follow(lamp, by=make_member("cleo"), now=NOON)

    assert not Follow.objects.exists()
    assert not Event.objects.filter(kind="conversation.followed").exists()


def test_out_of_sight_it_ends_at_once_and_for_good(ada, lamp):
    bea = make_member("bea")
    follow(lamp, by=bea, now=NOON)
    team = lamp.desk.teams.get()

    change_team(team, name=team.name, members=[ada], by=make_owner(), now=NOON)
    assert hearers(lamp.pk) == []
    hear()
    assert not Follow.objects.exists()
    fact = Event.objects.get(kind="conversation.unfollowed")
    assert fact.facts == {"conversation": lamp.pk, "member": bea.pk, "why": "SIGHT"}

    change_team(team, name=team.name, members=[ada, bea], by=make_owner(), now=NOON)
    hear()
    assert hearers(lamp.pk) == []


def test_whoever_sees_only_what_is_theirs_loses_what_another_takes(ada, lamp):
    mia = make_member("mia", sees_only_assigned=True)
    lamp.desk.teams.get().members.add(mia)
    follow(assign(lamp, to=mia, by=ada, now=NOON), by=mia, now=NOON)
    follow(lamp, by=ada, now=NOON)

    assign(lamp, to=ada, by=ada, now=NOON)
    hear()

    assert hearers(lamp.pk) == [ada.pk]


def test_those_who_stand_are_those_who_see(ada, lamp):
    mia = make_member("mia", sees_only_assigned=True)
    lamp.desk.teams.get().members.add(mia)
    make_owner(), make_member("cleo"), make_member("gus", is_active=False)
    for member in Member.objects.all():
        Follow.objects.create(conversation=lamp, member=member, at=NOON)

    for holder in (None, mia, ada):
        there = assign(lamp, to=holder, by=ada, now=NOON)
        sees = [
            member.pk
            for member in Member.objects.order_by("pk")
            if Conversation.objects.visible_to(member).filter(pk=there.pk).exists()
        ]
        assert hearers(lamp.pk) == sees


def test_followers_go_along_with_what_is_merged(ada, lamp):
    other = make_conversation(desk=lamp.desk, customer=make_customer("dee"), subject="Again")
    follow(other, by=ada, now=NOON)

    conversations.merge(other, into=lamp, by=ada, now=NOON)
    hear()

    assert hearers(lamp.pk) == [ada.pk]


def test_a_reaction_is_put_there_and_taken_back(ada, lamp):
    bea = make_member("bea")
    note = conversations.note(lamp, text="Blue.", submit_id=uuid4(), by=ada, now=NOON)

    assert react(note, kind="AGREED", by=bea, now=NOON)
    assert react(note, kind="THANKS", by=ada, now=NOON)
    assert react(note, kind="AGREED", by=ada, now=NOON)
    told = [(one.kind, [who.name for who in one.by]) for one in note_with_reactions(note)]
    assert told == [("THANKS", ["Ada"]), ("AGREED", ["Bea", "Ada"])]

    assert not react(note, kind="AGREED", by=bea, now=NOON)
    assert NoteReaction.objects.filter(kind="AGREED").count() == 1
    assert Event.objects.filter(kind="note.reaction_taken_back").count() == 1


def test_nobody_reacts_to_what_they_do_not_see(ada, lamp):
    note = conversations.note(lamp, text="Blue.", submit_id=uuid4(), by=ada, now=NOON)

    with pytest.raises(NotAllowed):
        react(note, kind="AGREED", by=make_member("cleo"), now=NOON)

    assert not NoteReaction.objects.exists()

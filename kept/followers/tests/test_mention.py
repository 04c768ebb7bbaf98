"""Whom a note calls, who follows then, and whom it must not reach."""

from uuid import uuid4

import pytest

from kept.conversations import actions as conversations
from kept.conversations.access import who_sees
from kept.conversations.actions import assign, assign_team, note_from_mail
from kept.conversations.models import Conversation, Note
from kept.followers.actions import follow, hear_note, unfollow
from kept.followers.models import Follow, Mention
from kept.followers.queries import hearers, offered, read_mentions
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_owner, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lamp(ada):
    bea, mia = make_member("bea"), make_member("mia", sees_only_assigned=True)
    make_desk("Billing", make_member("cleo"))
    return make_conversation(desk=make_desk("Orders", ada, bea, mia))


def noted(there: Conversation, text: str, *, by: Member) -> Note:
    return conversations.note(there, text=text, submit_id=uuid4(), by=by, now=NOON)


def names(pks) -> list[str]:
    return [Member.objects.get(pk=pk).name for pk in pks]


def test_a_mention_calls_whoever_sees_it_and_both_follow(ada, lamp):
    found = hear_note(noted(lamp, "@Bea, is it the blue one?", by=ada), now=NOON)

    assert names(found.members) == ["Bea"]
    assert names(hearers(lamp.pk)) == ["Ada", "Bea"]
    assert [(m.member.name, m.words) for m in Mention.objects.all()] == [("Bea", "@Bea")]
    facts = Event.objects.filter(kind="conversation.followed").order_by("pk")
    assert [fact.facts["why"] for fact in facts] == ["NOTE", "MENTION"]


def test_nobody_is_called_who_does_not_see_it(ada, lamp):
    make_member("gus", is_active=False)
    Member.objects.filter(pk=make_member("bob").pk).update(name="Bea")  # of no team

    found = hear_note(noted(lamp, "@Cleo @Mia @Gus @Nobody @Bea", by=ada), now=NOON)

    assert found.unknown == ["@Cleo", "@Mia", "@Gus", "@Nobody"]
    assert names(found.members) == ["Bea"]
    assert names(hearers(lamp.pk)) == ["Ada", "Bea"]


def test_of_two_with_one_name_neither_is_called_unless_in_full(ada, lamp):
    twin = make_member("bea2")
    Member.objects.filter(pk=twin.pk).update(name="Bea Moss")
    lamp.desk.teams.get().members.add(twin)

    assert names(read_mentions("@Bea", lamp).members) == ["Bea"]  # her whole name
    Member.objects.filter(name="Bea").update(name="Bea Lind")

    found = read_mentions("@Bea and @bea moss", lamp)

    assert found.unclear == ["@Bea"]
    assert names(found.members) == ["Bea Moss"]


def test_a_team_is_all_of_it_who_see_the_conversation(ada, lamp):
    lamps = make_team("Lamps", make_member("bea"), make_member("mia"), make_member("cleo"))
    lamp.desk.teams.add(lamps)

    assert names(read_mentions("@lamps", lamp).members) == ["Bea", "Cleo"]
    assert names(read_mentions("@team", lamp).members) == ["Ada", "Bea", "Cleo"]
    assign_team(lamp, to=lamps, by=ada, now=NOON)
    lamp.refresh_from_db()
    assert names(read_mentions("@team", lamp).members) == ["Bea", "Cleo"]


def test_the_same_note_is_heard_once(ada, lamp):
    note = noted(lamp, "@Bea", by=ada)
    hear_note(note, now=NOON)
    count = Event.objects.count()

    hear_note(note, now=NOON)

    assert Event.objects.count() == count


def test_whoever_has_said_no_follows_again_by_their_own_hand_alone(ada, lamp):
    bea = make_member("bea")
    unfollow(lamp, by=bea, now=NOON)

    hear_note(noted(lamp, "@Bea", by=ada), now=NOON)
    hear_note(noted(lamp, "Yes.", by=bea), now=NOON)
    assert names(hearers(lamp.pk)) == ["Ada"]

    assert follow(lamp, by=bea, now=NOON)
    assert not follow(lamp, by=bea, now=NOON)
    assert names(hearers(lamp.pk)) == ["Ada", "Bea"]


def test_what_nobody_is_proven_to_have_written_calls_nobody(lamp):
    note = note_from_mail(
        lamp, text="@Bea", address="x@y", why="NOT_VOUCHED", submit_id=uuid4(), now=NOON
    )

    assert hear_note(note, now=NOON).members == {}
    assert not Follow.objects.exists()


def test_whom_a_note_may_call_are_all_who_see_it_and_nobody_else(ada, lamp):
    make_owner()
    mia = make_member("mia")
    for holder in (None, mia):
        there = assign(lamp, to=holder, by=ada, now=NOON)
        for member in Member.objects.all():
            sees = Conversation.objects.visible_to(member).filter(pk=there.pk).exists()
            assert sees == who_sees(there).filter(pk=member.pk).exists(), member


def test_the_menu_offers_people_before_teams_and_not_oneself(ada, lamp):
    assert [(one.words, one.count) for one in offered(lamp, by=ada)] == [
        ("Bea", 1),
        ("Orders team", 2),
        ("team", 2),
    ]

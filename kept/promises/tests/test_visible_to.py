"""A promise is seen by whoever sees its conversation, and by nobody else."""

from datetime import timedelta

import pytest

from kept.conversations.actions import assign
from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.actions import promise_among_us
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_owner, make_promise

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_the_gate_of_promises_is_that_of_conversations():
    ada, bea, mia = make_member("ada"), make_member("bea"), make_member("mia")
    lou = make_member("lou", sees_only_assigned=True)
    gus = make_member("gus", is_active=False)
    orders = make_desk("Orders", ada, lou, gus)
    billing = make_desk("Billing", bea)
    for desk, keeper in ((orders, ada), (billing, bea), (orders, ada)):
        make_promise(make_conversation(desk=desk), keeper=keeper)
    theirs = Conversation.objects.filter(desk=orders).first()
    assign(theirs, to=lou, by=ada, now=NOON)

    for member in (ada, bea, mia, lou, gus, make_owner()):
        seen = Conversation.objects.visible_to(member)
        expected = set(Promise.objects.filter(conversation__in=seen))
        assert set(Promise.objects.visible_to(member)) == expected, member
    assert Promise.objects.visible_to(lou).count() == 1
    assert Promise.objects.visible_to(ada).count() == 2


def test_what_one_keeps_is_what_one_sees_of_what_one_keeps():
    ada, bea, lou, gus = (make_member(name) for name in ("ada", "bea", "lou", "gus"))
    odo = make_owner()
    keepers = (ada, bea, lou, gus, odo)
    desk = make_desk("Orders", ada, bea, lou, gus)
    for keeper in keepers:
        for assignee in (lou, ada):
            conversation = make_conversation(desk=desk)
            make_promise(conversation, keeper=keeper)
            assign(conversation, to=assignee, by=odo, now=NOON)
        promise_among_us(words="A", to_member=odo, due_at=LATER, by=keeper, now=NOON)
    desk.teams.first().members.remove(bea)
    Member.objects.filter(pk=lou.pk).update(sees_only_assigned=True)
    Member.objects.filter(pk=gus.pk).update(is_active=False)

    counts = {}
    for member in Member.objects.all():
        seen = Promise.objects.visible_to(member).filter(keeper=member)
        assert set(Promise.objects.of_keeper(member)) == set(seen), member
        counts[member.pk] = seen.count()

    assert counts == {ada.pk: 3, bea.pk: 1, lou.pk: 2, gus.pk: 0, odo.pk: 3}

"""A promise is seen by whoever sees its conversation, and by nobody else."""

import pytest

from kept.conversations.actions import assign
from kept.conversations.models import Conversation
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_owner, make_promise

pytestmark = pytest.mark.django_db


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

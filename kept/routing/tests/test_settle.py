"""Who says how much somebody holds, and how a desk routes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.routing import actions
from kept.routing.models import Capacity, DeskRouting
from kept.routing.queries import load_of
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db

OWN = {"takes": True, "skills": ["Refunds", "refunds "], "languages": ["de"]}
SAID = {"skills": [], "languages": []}


def test_a_member_chooses_within_what_their_manager_allows():
    ada, lou = make_member("ada"), make_manager()
    make_desk("Orders", ada, lou)

    kept = actions.settle_own(own=20, **OWN, by=ada, now=NOON)
    assert (kept.limit, kept.skills, kept.languages) == (20, ["refunds"], ["de"])

    lowered = actions.settle_capacity(ada, most=8, **SAID, by=lou, now=NOON)
    assert (lowered.own, lowered.most, lowered.limit) == (8, 8, 8)

    before = Event.objects.count()
    with pytest.raises(actions.LimitAboveMost):
        actions.settle_own(own=9, **OWN, by=ada, now=NOON)
    for wrong in (0, 201):
        with pytest.raises(actions.NoSuchLimit):
            actions.settle_own(own=wrong, **OWN, by=ada, now=NOON)
    assert Capacity.objects.get().limit == 8
    assert Event.objects.count() == before


def test_nobody_says_it_of_people_or_desks_they_do_not_lead():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    orders, billing = make_desk("Orders", ada, lou), make_desk("Billing", bea)
    told = {"way": "TURN", "prefers_last": True, "by_language": False}
    words = {"needs": [], "needs_if_tagged": []}

    for by, member in ((ada, bea), (ada, ada), (lou, bea)):
        with pytest.raises(NotAllowed):
            actions.settle_capacity(member, most=3, **SAID, by=by, now=NOON)
    for by, desk in ((ada, orders), (lou, billing)):
        with pytest.raises(NotAllowed):
            actions.settle_routing(desk, **told, **words, by=by, now=NOON)

    assert (Capacity.objects.count(), DeskRouting.objects.count()) == (0, 0)
    assert Event.objects.count() == 0


def test_the_database_itself_keeps_own_within_most():
    ada = make_member("ada")
    for wrong in ({"own": 9, "most": 8}, {"own": 0}, {"most": 201}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Capacity.objects.create(member=ada, **wrong)


def test_what_somebody_holds_is_what_is_open_and_theirs(django_assert_num_queries):
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    make_conversation(desk=desk, assignee=ada)
    make_conversation(desk=desk, subject="Nobody's")

    load_of(ada)
    with django_assert_num_queries(1):
        load = load_of(ada)
    assert (load.open, load.limit, load.is_full, load.share) == (1, 12, False, 8)

"""The promisor declares, the promisee has the last word."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Dispute
from kept.promises.states import state_of
from tests.cast import NOON, make_member, make_promise

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)
LATER = NOON + timedelta(hours=1)


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="promise.").values_list("kind", flat=True))


@pytest.fixture
def kept():
    promise = make_promise(due_at=TOMORROW)
    return actions.keep(promise, by=promise.keeper, now=NOON)


def test_the_customer_says_that_it_happened(kept):
    confirmed = actions.confirm(kept, by=None, now=LATER)

    assert (confirmed.outcome, confirmed.confirmation) == ("KEPT", "CONFIRMED")
    told = Event.objects.get(kind="promise.confirmed")
    assert (told.by, told.facts["presumed"]) == (f"customer:{kept.customer_id}", False)
    assert sweep.presume_due(now=NOON + timedelta(days=30)) == 0


def test_saying_so_twice_says_it_once(kept):
    actions.confirm(kept, by=None, now=LATER)
    actions.confirm(kept, by=None, now=LATER)

    assert kinds().count("promise.confirmed") == 1


def test_no_one_of_us_may_confirm_for_the_customer(kept):
    with pytest.raises(NotAllowed):
        actions.confirm(kept, by=kept.keeper, now=LATER)

    kept.refresh_from_db()
    assert kept.confirmation == "WAITING"
    assert kinds() == ["promise.made", "promise.kept"]


def test_what_the_customer_denies_is_open_again_by_its_date(kept):
    disputed = actions.dispute(kept, words="Nobody called.", by=None, now=LATER)

    assert (disputed.outcome, disputed.settled_at, disputed.disputes) == ("OPEN", None, 1)
    assert (disputed.confirmation, disputed.confirm_by) == ("NONE", None)
    assert state_of(disputed, now=LATER) == "disputed"
    assert list(Dispute.objects.values_list("words", "declared_at", "said_at")) == [
        ("Nobody called.", NOON, LATER)
    ]
    assert kinds() == ["promise.made", "promise.kept", "promise.disputed"]


def test_denied_after_its_date_it_has_been_broken_since_then(kept):
    disputed = actions.dispute(kept, by=None, now=TOMORROW + timedelta(days=2))

    assert disputed.broken_at == TOMORROW
    assert Event.objects.get(kind="promise.broken").at == TOMORROW


def test_a_yes_that_was_only_presumed_may_still_be_denied(kept):
    sweep.presume_due(now=NOON + timedelta(days=7))

    disputed = actions.dispute(kept, by=None, now=NOON + timedelta(days=9))

    assert (disputed.outcome, disputed.confirmation) == ("OPEN", "NONE")


def test_what_they_have_confirmed_or_nobody_declared_cannot_be_denied(kept):
    actions.confirm(kept, by=None, now=LATER)
    still_open = make_promise(keeper=kept.keeper)

    for promise in (kept, still_open):
        with pytest.raises(actions.NotDeclared):
            actions.dispute(promise, by=None, now=LATER)

    assert Dispute.objects.count() == 0
    assert "promise.disputed" not in kinds()


def test_the_customer_may_say_it_happened_before_we_do():
    promise = make_promise(due_at=TOMORROW)

    confirmed = actions.confirm(promise, by=None, now=LATER)

    assert (confirmed.outcome, confirmed.settled_at) == ("KEPT", LATER)
    assert confirmed.confirmation == "CONFIRMED"
    assert kinds() == ["promise.made", "promise.kept", "promise.confirmed"]


def test_what_was_let_go_cannot_be_confirmed():
    promise = make_promise()
    actions.release(promise, why="", by=None, now=NOON)

    with pytest.raises(actions.AlreadySettled):
        actions.confirm(promise, by=None, now=LATER)

    assert kinds() == ["promise.made", "promise.released"]


def test_a_colleague_confirms_what_was_promised_to_them_and_nobody_else_does():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_member("lou")
    promise = actions.promise_among_us(
        words="I'll look over the price list by Friday.",
        due_at=TOMORROW,
        to_member=bea,
        by=ada,
        now=NOON,
    )
    with pytest.raises(NotAllowed):
        actions.keep(promise, by=bea, now=LATER)
    actions.keep(promise, by=ada, now=LATER)
    for other in (ada, lou):
        with pytest.raises(NotAllowed):
            actions.confirm(promise, by=other, now=LATER)

    assert actions.confirm(promise, by=bea, now=LATER).confirmation == "CONFIRMED"
    with pytest.raises(NotAllowed):
        actions.confirm(promise, by=None, now=LATER)


def test_what_they_said_as_they_denied_it_stands_where_its_keeper_looks():
    promise = actions.keep(make_promise(), by=make_member("ada"), now=NOON)
    actions.dispute(promise, words="Nobody called. <b>Twice</b>.", by=None, now=NOON)
    client = Client()
    client.force_login(promise.keeper)

    with time_machine.travel(NOON, tick=False):
        pages = [
            client.get(address).content.decode()
            for address in ("/today/", f"/desk/all/{promise.conversation_id}/")
        ]

    for page in pages:
        assert "Nobody called. &lt;b&gt;Twice&lt;/b&gt;." in page


def test_what_they_denied_and_was_done_since_is_not_held_up_again():
    ada = make_member("ada")
    promise = actions.keep(make_promise(), by=ada, now=NOON)
    actions.dispute(promise, words="Nobody called.", by=None, now=NOON)
    actions.keep(promise, by=ada, now=NOON)
    client = Client()
    client.force_login(ada)

    with time_machine.travel(NOON, tick=False):
        page = client.get(f"/desk/all/{promise.conversation_id}/").content.decode()

    assert "Nobody called." not in page

"""The story of a handoff: offered, asked back, offered again, accepted, and the customer told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from kept.conversations import actions as conversations
from kept.conversations.actions import set_status
from kept.conversations.models import Conversation, Draft
from kept.handoffs import actions
from kept.handoffs.actions import Pack
from kept.handoffs.models import Handoff
from kept.handoffs.queries import before_along, read_before
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.people.names import forget_names
from kept.promises.actions import keep
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_promise,
    make_reply,
    make_team,
)

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
LATER = NOON + timedelta(hours=1)


def before_me(member: Member) -> list[Handoff]:
    """As Today asks it: along with another query."""
    asked = Member.objects.filter(pk=member.pk).annotate(told=before_along(member))
    return read_before(asked.values_list("told", flat=True)[0])


@pytest.fixture(autouse=True)
def names():
    forget_names()


@pytest.fixture
def ada() -> Member:
    return make_member("ada")


@pytest.fixture
def bea() -> Member:
    return make_member("bea")


@pytest.fixture
def lamp(ada: Member, bea: Member) -> Conversation:
    return make_conversation(desk=make_desk("Orders", ada, bea), assignee=ada)


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def offer(lamp: Conversation, to: Any, *, by: Member, **more: Any) -> Handoff:
    pack = Pack(to=to, summary=more.pop("summary", "The shade cracked twice."), **more)
    return actions.offer(lamp, pack, by=by, now=NOON)


def hear() -> None:
    catch_up(READERS["handoffs"], now=LATER)


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="handoff.").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_until_somebody_accepts_the_giver_stays_responsible(ada, bea, lamp):
    promise = make_promise(lamp, keeper=ada)

    handoff = offer(lamp, bea, by=ada, promises=[promise.pk])

    lamp.refresh_from_db()
    promise.refresh_from_db()
    assert (lamp.assignee, promise.keeper) == (ada, ada)
    assert (handoff.state, handoff.promises) == ("OFFERED", [promise.pk])
    # Four working hours of a desk that is open until five.
    assert handoff.remind_at == NOON + timedelta(hours=4)
    assert before_me(ada) == before_me(bea) == [handoff]


def test_with_the_yes_it_passes_on_with_what_was_chosen_of_the_promises(ada, bea, lamp):
    goes, stays, done = (make_promise(lamp, keeper=ada, words=f"I'll do {n}.") for n in "abc")
    beas = make_promise(lamp, keeper=bea, words="I'll look at it.")
    handoff = offer(lamp, bea, by=ada, promises=[goes.pk, done.pk, beas.pk])
    assert handoff.promises == [goes.pk, done.pk]
    keep(done, by=ada, now=NOON)

    actions.accept(handoff, by=bea, now=LATER)

    lamp.refresh_from_db()
    keepers = {}
    for one in (goes, stays, done, beas):
        one.refresh_from_db()
        keepers[one.words] = one.keeper
    assert lamp.assignee == bea
    assert list(keepers.values()) == [bea, ada, ada, bea]
    accepted = Event.objects.get(kind="handoff.accepted")
    assert accepted.facts["promises"] == [goes.pk]
    assert Event.objects.get(kind="promise.handed_on").by == f"member:{bea.pk}"


def test_asked_back_it_returns_with_its_words_and_goes_out_again(ada, bea, lamp):
    handoff = offer(lamp, bea, by=ada, next_step="Send a shade")

    with pytest.raises(actions.EmptyQuestion):
        actions.ask_back(handoff, question="  ", by=bea, now=LATER)
    asked = actions.ask_back(handoff, question="Which shade?", by=bea, now=LATER)

    assert (asked.state, asked.question) == ("ASKED_BACK", "Which shade?")
    assert (asked.summary, asked.next_step) == ("The shade cracked twice.", "Send a shade")
    lamp.refresh_from_db()
    assert lamp.assignee == ada
    with pytest.raises(actions.Answered):
        actions.accept(handoff, by=bea, now=LATER)

    again = Pack(to=bea, summary="The blue shade cracked twice.")
    actions.offer_again(handoff, again, by=ada, now=LATER)
    actions.accept(handoff, by=bea, now=LATER)

    handoff.refresh_from_db()
    assert (handoff.state, handoff.round) == ("ACCEPTED", 2)
    assert kinds() == [
        "handoff.offered", "handoff.asked_back", "handoff.offered", "handoff.accepted"
    ]  # fmt: skip


def test_one_of_a_team_accepts_and_the_rest_come_too_late(ada, bea, lamp):
    cleo = make_member("cleo")
    lamps = make_team("Lamps", bea, cleo)
    lamp.desk.teams.add(lamps)
    handoff = offer(lamp, lamps, by=ada)
    assert before_me(cleo) == [handoff]

    actions.accept(handoff, by=cleo, now=LATER)
    with pytest.raises(actions.Answered):
        actions.accept(handoff, by=bea, now=LATER)

    lamp.refresh_from_db()
    assert (lamp.assignee, lamp.team) == (cleo, lamps)


def test_what_may_not_be_is_refused_and_nothing_happens(ada, bea, lamp):
    eve, mia = make_member("eve"), make_member("mia", sees_only_assigned=True)
    make_desk("Orders", mia)
    for to in (eve, ada, mia, make_team("Elsewhere", eve)):
        with pytest.raises(actions.CannotReceive):
            offer(lamp, to, by=ada)
    with pytest.raises(actions.NotYours):
        offer(lamp, ada, by=bea)
    with pytest.raises(NotAllowed):
        offer(lamp, bea, by=eve)
    with pytest.raises(actions.EmptyPack):
        offer(lamp, bea, by=ada, summary=" \n ")
    assert (Handoff.objects.count(), kinds()) == (0, [])

    handoff = offer(lamp, bea, by=ada)
    with pytest.raises(actions.AlreadyHandedOff):
        offer(lamp, bea, by=ada)
    for by in (ada, eve):
        with pytest.raises(actions.NotYoursToAnswer):
            actions.accept(handoff, by=by, now=LATER)
        with pytest.raises(actions.NotYoursToAnswer):
            actions.ask_back(handoff, question="Why?", by=by, now=LATER)
    with pytest.raises(NotAllowed):
        actions.withdraw(handoff, by=bea, now=LATER)
    assert kinds() == ["handoff.offered"]

    set_status(lamp, to="CLOSED", by=ada, now=LATER)
    actions.withdraw(handoff, by=ada, now=LATER)
    with pytest.raises(actions.NotOpen):
        offer(lamp, bea, by=ada)


def test_the_database_itself_lets_one_be_on_its_way(ada, bea, lamp):
    offer(lamp, bea, by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handoff.objects.create(
            conversation=lamp, giver=ada, to_member=bea, summary="x", offered_at=NOON
        )


def test_taken_by_another_or_closed_it_ends(ada, bea, lamp):
    handoff = offer(lamp, bea, by=ada)
    hear()
    handoff.refresh_from_db()
    assert handoff.state == "OFFERED"

    conversations.assign(lamp, to=bea, by=bea, now=LATER)
    hear()
    handoff.refresh_from_db()
    assert (handoff.state, handoff.is_live) == ("WITHDRAWN", False)
    assert Event.objects.get(kind="handoff.withdrawn").by == "system:handoffs"

    second = offer(lamp, ada, by=bea)
    set_status(lamp, to="CLOSED", by=bea, now=LATER)
    hear()
    second.refresh_from_db()
    assert second.state == "WITHDRAWN"


def test_what_another_took_is_not_taken_from_them_by_a_late_yes(ada, bea, lamp):
    cleo = make_member("cleo")
    make_desk("Orders", cleo)
    promise = make_promise(lamp, keeper=ada)
    handoff = offer(lamp, bea, by=ada, promises=[promise.pk])
    conversations.assign(lamp, to=cleo, by=cleo, now=LATER)

    # Before anybody has heard of it.
    with pytest.raises(actions.Answered):
        actions.accept(handoff, by=bea, now=LATER)
    with pytest.raises(actions.Answered):
        actions.ask_back(handoff, question="Which?", by=bea, now=LATER)
    with pytest.raises(actions.Answered):
        actions.offer_again(handoff, Pack(to=bea, summary="The blue one."), by=ada, now=LATER)

    lamp.refresh_from_db()
    promise.refresh_from_db()
    assert (lamp.assignee, promise.keeper) == (cleo, ada)
    assert kinds() == ["handoff.offered"]


def test_what_was_closed_cannot_be_accepted_and_what_is_open_again_can(ada, bea, lamp):
    handoff = offer(lamp, bea, by=ada)
    set_status(lamp, to="CLOSED", by=ada, now=LATER)
    with pytest.raises(actions.Answered):
        actions.accept(handoff, by=bea, now=LATER)
    assert kinds() == ["handoff.offered"]

    set_status(lamp, to="OPEN", by=ada, now=LATER)
    hear()
    assert actions.accept(handoff, by=bea, now=LATER).state == "ACCEPTED"


def test_what_nobody_answers_is_told_of_once_a_round(ada, bea, lamp):
    handoff = offer(lamp, bea, by=ada)

    assert actions.remind_due(now=NOON + timedelta(hours=3)) == 0
    assert actions.remind_due(now=NOON + timedelta(hours=4)) == 1
    assert actions.remind_due(now=NOON + timedelta(hours=9)) == 0
    assert kinds() == ["handoff.offered", "handoff.reminded"]

    actions.ask_back(handoff, question="Which?", by=bea, now=NOON + timedelta(hours=4))
    assert actions.remind_due(now=NOON + timedelta(days=1)) == 1


def test_the_customer_is_told_by_a_letter_that_its_writer_sends(ada, bea, lamp):
    handoff = actions.accept(offer(lamp, bea, by=ada), by=bea, now=LATER)
    assert before_me(ada) == [handoff]
    conversations.save_draft(lamp, kind="REPLY", text="One more thing.", by=ada, now=LATER)

    for _twice in range(2):
        actions.prepare_letter(handoff, by=ada, now=LATER)

    draft = Draft.objects.get(member=ada)
    assert draft.text == (
        "One more thing.\n\nDear Cy,\n\nBea looks after this for you from now on. I have passed on "
        "all there is to know, and what was promised to you, so you need not explain anything "
        "again.\n\nAda"
    )
    assert lamp.messages.count() == 1
    with pytest.raises(NotAllowed):
        actions.prepare_letter(handoff, by=make_member("cleo"), now=LATER)

    make_reply(lamp, draft.text, by=ada, now=LATER + timedelta(minutes=1))
    hear()

    handoff.refresh_from_db()
    assert (handoff.is_live, handoff.told_at) == (False, LATER + timedelta(minutes=1))
    assert before_me(ada) == before_me(bea) == []
    assert kinds()[-1] == "handoff.told"


def test_a_letter_in_the_customers_language_and_none_where_none_is_needed(ada, bea, lamp):
    lamp.customer.language = "de"
    lamp.customer.save(update_fields=["language"])
    handoff = actions.accept(offer(lamp, bea, by=ada), by=bea, now=LATER)

    text = actions.prepare_letter(handoff, by=bea, now=LATER).text
    assert "Ada" in text
    assert "from now on" not in text

    actions.leave_untold(handoff, by=ada, now=LATER)
    assert before_me(ada) == []
    with pytest.raises(actions.Answered):
        actions.prepare_letter(handoff, by=ada, now=LATER)


def test_the_whole_story_in_the_browser_of_both(ada, bea, lamp):
    promise = make_promise(lamp, keeper=ada)
    giver, receiver = browser(ada), browser(bea)
    form = f"/c/{lamp.pk}/handoff/"
    assert "I&#x27;ll call you tomorrow." in giver.get(form).content.decode()

    refused = giver.post(form, {"to": f"member-{bea.pk}", "summary": "", "next_step": "Call her"})
    assert refused.status_code == 422
    assert "Call her" in refused.content.decode()
    typed = {"to": f"member-{bea.pk}", "summary": "Cracked twice.", "promises": [promise.pk]}
    assert giver.post(form, typed).status_code == 302

    handoff = Handoff.objects.get()
    there = f"/handoffs/{handoff.pk}/"
    page = receiver.get(f"/desk/all/{lamp.pk}/").content.decode()
    assert "Ada hands this to you:" in page
    assert "offered to hand this on to" in page
    assert (
        "Until somebody accepts it is yours."
        in giver.get(f"/desk/mine/{lamp.pk}/").content.decode()
    )
    assert "Cracked twice." in receiver.get(there).content.decode()
    assert receiver.post(there, {"do": "ask_back", "question": ""}).status_code == 422
    assert receiver.post(there, {"do": "dance"}).status_code == 422

    assert receiver.post(there, {"do": "ask_back", "question": "Which shade?"}).status_code == 302
    assert "Which shade?" in giver.get(f"/desk/mine/{lamp.pk}/").content.decode()
    back = giver.get(form).content.decode()
    assert "Cracked twice." in back
    assert "Which shade?" in back
    giver.post(form, typed | {"summary": "The blue one."})
    receiver.post(there, {"do": "accept"})

    lamp.refresh_from_db()
    promise.refresh_from_db()
    assert (lamp.assignee, promise.keeper) == (bea, bea)
    page = giver.get(f"/desk/all/{lamp.pk}/").content.decode()
    assert "Bea took this over from Ada." in page
    assert "Cy does not know yet." in page

    letter = giver.post(there, {"do": "letter"})
    assert letter["Location"] == f"/desk/mine/{lamp.pk}/?write=reply#write"
    assert (
        "Bea looks after this for you from now on."
        in giver.get(letter["Location"]).content.decode()
    )
    assert browser(make_member("eve")).get(there).status_code == 404

"""Terms go to the customer in one step, and what they say to them is told to whoever wrote it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.agreements import actions
from kept.agreements.tests.make import make_draft
from kept.conversations.actions import merge, set_status
from kept.conversations.models import Conversation, Message
from kept.kit.refusals import NotAllowed
from kept.ledger.reading import READERS, catch_up
from kept.notices.models import Notice
from kept.notices.tests.make import told_by_the_ledger
from tests.cast import make_conversation, make_customer, make_desk, make_manager, make_member

pytestmark = told_by_the_ledger


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def lou():
    return make_manager()


@pytest.fixture
def agreement(lou):
    """Laid before both sides; Cy, whose house it is with, has written to the desk."""
    cy = make_customer()
    drafted = make_draft(by=lou, customer=cy)
    make_conversation(desk=make_desk(), customer=cy)
    actions.meet(drafted, by=lou, now=timezone.now())
    return drafted


def test_one_step_sends_the_terms_with_the_link_to_them(lou, agreement):
    client, address = sign_in(lou), f"/agreements/{agreement.pk}/send/"
    assert f'href="{address}"' in client.get(f"/agreements/{agreement.pk}/").content.decode()
    page = client.get(address)
    assert "[link to your page]" in page.content.decode()
    written = page.context["form"].initial
    values = {"to": written["to"], "text": written["text"], "submit_id": str(uuid4())}
    values["text"] = values["text"].replace("{{page}}", "[link to your page]")

    answers = [client.post(address, values) for _ in range(2)]

    letter = Message.objects.get(way="OUT")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "{{page}}" in letter.text
    assert "[" not in letter.text
    assert letter.to == ["cy@valdorra.example"]


def test_the_letter_goes_where_they_write_now(lou, agreement):
    here = Conversation.objects.get()
    later = timezone.now() + timedelta(hours=1)
    merged, spam = (make_conversation(customer=here.customer, now=later) for _ in range(2))
    merge(merged, into=here, by=lou, now=later)
    set_status(spam, to="SPAM", by=lou, now=later)
    terms = {"to": here.customer, "text": "{{page}}", "by": lou, "now": later}

    letter = actions.send_terms(agreement, submit_id=uuid4(), **terms)

    assert letter.conversation == here
    set_status(here, to="SPAM", by=lou, now=later)
    with pytest.raises(actions.NotWrittenYet):
        actions.send_terms(agreement, submit_id=uuid4(), **terms)
    assert Message.objects.filter(way="OUT").count() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Please read [link to my page] and answer.", "would reach them just like that"),
        ("Please read it and answer.", "They choose on their page"),
    ],
)
def test_a_letter_that_leads_nowhere_is_not_sent_and_stays_typed(lou, agreement, text, says):
    address = f"/agreements/{agreement.pk}/send/"
    client = sign_in(lou)
    to = client.get(address).context["form"].initial["to"]

    answer = client.post(address, {"to": to, "text": text, "submit_id": str(uuid4())})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert text in answer.content.decode()
    assert Message.objects.filter(way="OUT").count() == 0


def test_only_terms_that_wait_are_sent_and_only_to_one_of_the_house(lou, agreement):
    dee = make_customer("dee")
    sent = {"text": "Read {{page}}", "submit_id": uuid4(), "now": timezone.now()}
    with pytest.raises(NotAllowed):
        actions.send_terms(agreement, to=dee, by=lou, **sent)
    with pytest.raises(NotAllowed):
        actions.send_terms(agreement, to=make_customer(), by=make_member("ada"), **sent)
    actions.begin_version(agreement, by=lou, now=timezone.now())
    with pytest.raises(actions.NotAskedBack):
        actions.send_terms(agreement, to=make_customer(), by=lou, **sent)

    assert Message.objects.filter(way="OUT").count() == 0


def say(agreement, side: str, by, *, agrees: bool = True) -> None:
    said = {"version": 1, "words": "Light.", "now": timezone.now()}
    actions.say_back(agreement, side=side, by=by, agrees=agrees, **said)
    catch_up(READERS["notices"], now=timezone.now())


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").select_related("member")
    return [(row.member.name, row.kind) for row in rows]


def test_whoever_wrote_it_is_told_what_the_other_side_says(lou, agreement):
    say(agreement, "THEIRS", make_customer())
    assert told() == [("Lou", "SAID_BACK")]

    say(agreement, "OURS", lou)

    assert told() == [("Lou", "SAID_BACK")]  # whose own yes it was knows that it holds
    page = sign_in(lou).get("/notices/").content.decode()
    assert "It was said back" in page
    assert f'href="/agreements/{agreement.pk}/"' in page
    assert "Hotel Tidewater" in page


def test_that_it_holds_is_all_that_is_told_of_the_last_yes(lou, agreement):
    say(agreement, "OURS", lou)
    say(agreement, "THEIRS", make_customer())

    assert told() == [("Lou", "HOLDS")]
    assert Notice.objects.get().tellings.count() == 0


def test_a_no_is_told_as_one(lou, agreement):
    say(agreement, "THEIRS", make_customer(), agrees=False)

    assert told() == [("Lou", "OTHERWISE")]


def test_what_is_out_of_sight_is_not_told(lou, agreement):
    for team in list(lou.teams.all()):
        team.members.remove(lou)
    say(agreement, "THEIRS", make_customer())

    assert told() == []

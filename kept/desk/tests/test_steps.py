"""Steps on a conversation, saved lists of them, and what closing asks about them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kept.checklists import actions
from kept.checklists.actions import (
    ChecklistSettings,
    add_steps,
    make_checklist,
    move_step,
    remove_step,
    tick,
    use_checklist,
)
from kept.checklists.models import Checklist, Step
from kept.checklists.queries import steps_of
from kept.conversations.models import Conversation
from kept.desk.actions import merge, part
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lou():
    return make_manager("lou")


@pytest.fixture
def desk(ada, lou):
    return make_desk("Orders", ada, lou)


@pytest.fixture
def conversation(desk):
    return make_conversation(desk=desk)


@pytest.fixture
def client(ada) -> Client:
    return sign_in(ada)


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def add(conversation, *texts: str, by) -> list[Step]:
    return add_steps(conversation, texts, by=by, now=NOON)


def told(conversation) -> list[tuple[str, str]]:
    return [(step.text, step.done_by) for step in steps_of(conversation)]


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="step.").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_steps_are_added_done_moved_and_removed(ada, lou, conversation):
    first, second = add(conversation, " Weigh  it ", "", "Ask the courier", by=ada)
    (third,) = add(conversation, "Refund", by=lou)

    tick(second, is_done=True, by=lou, now=NOON + timedelta(minutes=3))
    tick(second, is_done=True, by=ada, now=NOON + timedelta(minutes=4))
    move_step(third, up=True, by=ada)

    assert told(conversation) == [("Weigh it", ""), ("Refund", ""), ("Ask the courier", "Lou")]
    assert steps_of(conversation)[2].done_at == NOON + timedelta(minutes=3)
    tick(second, is_done=False, by=ada, now=NOON)
    remove_step(first, by=ada, now=NOON)
    assert told(conversation) == [("Refund", ""), ("Ask the courier", "")]
    assert kinds() == [*["step.added"] * 3, "step.done", "step.reopened", "step.removed"]
    with pytest.raises(actions.StepGone):
        tick(first, is_done=True, by=ada, now=NOON)


def test_there_are_no_more_than_somebody_reads(ada, conversation):
    add(conversation, *["x"] * 60, by=ada)

    with pytest.raises(actions.TooManySteps):
        add(conversation, "one more", by=ada)
    with pytest.raises(actions.NoSteps):
        add(conversation, "  ", by=ada)

    assert Step.objects.count() == 60


def test_a_saved_list_is_put_on_and_stays_as_it_was(ada, lou, desk, conversation):
    saved = make_checklist(
        ChecklistSettings("Return", "Weigh it\n\nRefund", desk), by=lou, now=NOON
    )

    use_checklist(saved, conversation, by=ada, now=NOON)
    actions.change_checklist(saved, ChecklistSettings("Return", "Nothing"), by=lou, now=NOON)

    assert told(conversation) == [("Weigh it", ""), ("Refund", "")]
    facts = Event.objects.filter(kind="step.added").values_list("facts__checklist", flat=True)
    assert list(facts) == [saved.pk, saved.pk]
    actions.retire_checklist(saved, by=lou, now=NOON)
    with pytest.raises(actions.ChecklistNotHere):
        use_checklist(saved, conversation, by=ada, now=NOON)


def test_only_who_keeps_the_desk_saves_lists(ada, lou, desk):
    make_checklist(ChecklistSettings("Return", "x", desk), by=lou, now=NOON)

    for by, at, refusal in (
        (ada, desk, NotAllowed),
        (make_manager("mel"), desk, NotAllowed),
        (lou, desk, actions.ChecklistTaken),
    ):
        with pytest.raises(refusal):
            make_checklist(ChecklistSettings("RETURN", "x", at), by=by, now=NOON)

    assert Checklist.objects.count() == 1
    assert Event.objects.filter(kind="checklist.made").count() == 1


def test_who_does_not_see_it_does_nothing_to_it(ada, conversation):
    (step,) = add(conversation, "Weigh it", by=ada)
    bea = make_member("bea")

    for act in (
        lambda: add(conversation, "x", by=bea),
        lambda: tick(step, is_done=True, by=bea, now=NOON),
        lambda: move_step(step, up=True, by=bea),
        lambda: remove_step(step, by=bea, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert sign_in(bea).post(f"/c/{conversation.pk}/checklist/{step.pk}/").status_code == 404
    assert kinds() == ["step.added"]


def test_a_step_of_another_conversation_is_not_to_be_found(ada, desk, conversation, client):
    other = make_conversation(desk=desk)
    (step,) = add(other, "Weigh it", by=ada)

    answer = client.post(f"/c/{conversation.pk}/checklist/{step.pk}/", {"do": "tick"})

    assert answer.status_code == 404
    assert told(other) == [("Weigh it", "")]


def test_they_go_along_where_two_become_one_and_back(ada, desk, conversation):
    other = make_conversation(desk=desk)
    add(conversation, "one", by=ada)
    add(other, "two", by=ada)

    tie = merge(conversation, into=other, by=ada, now=NOON)
    assert told(other) == [("two", ""), ("one", "")]

    part(tie, by=ada, now=NOON)
    assert (told(conversation), told(other)) == ([("one", "")], [("two", "")])


def test_the_database_knows_who_did_it(ada, conversation):
    row = {"conversation": conversation, "text": "x"}
    for wrong in (row | {"text": ""}, row | {"done_at": NOON}, row | {"done_by": ada}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(**wrong)


def test_they_are_ticked_beside_the_thread(ada, conversation, client):
    first, _second = add(conversation, "Weigh it", "Refund", by=ada)
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert page.count("<bdi>Weigh it</bdi>") == 2  # beside it, and in the fold of a phone
    tick_ = f"/c/{conversation.pk}/checklist/{first.pk}/"

    answer = client.post(tick_, {"do": "tick"})
    assert answer["Location"] == f"/desk/all/{conversation.pk}/#steps"
    assert told(conversation) == [("Weigh it", "Ada"), ("Refund", "")]

    page = client.post(tick_, {"do": "untick", "fold": "f-"}, **HTMX).content.decode()
    assert 'id="f-steps"' in page
    assert told(conversation) == [("Weigh it", ""), ("Refund", "")]


def test_the_page_adds_and_keeps_what_was_refused(lou, desk, conversation, client):
    saved = make_checklist(ChecklistSettings("Return", "Weigh it", desk), by=lou, now=NOON)
    address = f"/c/{conversation.pk}/checklist/"

    client.post(address, {"use": saved.pk})
    client.post(address, {"steps": "Refund\nWrite to them"})
    assert [text for text, _by in told(conversation)] == ["Weigh it", "Refund", "Write to them"]

    long = "\n".join(["x"] * 60)
    answer = client.post(address, {"steps": long})
    assert answer.status_code == 422
    assert f'dir="auto" aria-describedby="h-new-steps">{long}' in answer.content.decode()
    step = Step.objects.last()
    client.post(f"{address}{step.pk}/", {"do": "up", "on": "page"})
    assert [text for text, _by in told(conversation)][1] == "Write to them"


def test_open_steps_are_asked_about_and_forbid_nothing(ada, conversation, client):
    first, _second = add(conversation, "Weigh it", "Refund", by=ada)
    tick(first, is_done=True, by=ada, now=NOON)
    close = f"/c/{conversation.pk}/status/"

    page = client.post(close, {"to": "CLOSED"}).content.decode()
    assert "One step of its checklist is open:" in page
    assert "<bdi>Refund</bdi>" in page
    assert "<bdi>Weigh it</bdi>" not in page

    client.post(close, {"to": "CLOSED", "sure": "1"})
    assert Conversation.objects.get(pk=conversation.pk).status == "CLOSED"


def test_steps_cost_a_page_no_query(
    ada, conversation, client, django_assert_max_num_queries, ledger_end_known
):
    add(conversation, *["x"] * 20, by=ada)
    client.get(f"/desk/all/{conversation.pk}/")

    with django_assert_max_num_queries(12):
        assert client.get(f"/desk/all/{conversation.pk}/").status_code == 200


def test_a_manager_saves_a_list_on_a_page(lou, desk):
    client = sign_in(lou)

    answer = client.post("/settings/checklists/make/", {"name": "Return", "steps": "a\nb"})
    assert answer["Location"] == "/settings/checklists/"
    saved = Checklist.objects.get()
    assert (saved.steps, saved.desk) == ("a\nb", None)
    answer = client.post("/settings/checklists/make/", {"name": "return", "steps": "kept text"})
    assert answer.status_code == 422
    assert "kept text" in answer.content.decode()
    client.post(f"/settings/checklists/{saved.pk}/retire/")
    assert "Retired" in client.get("/settings/checklists/").content.decode()

"""The last macro somebody put in is undone exactly, or nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.actions import assign, save_draft, set_priority
from kept.conversations.actions.bulk_change import ChangedSince
from kept.conversations.models import Conversation, Draft, Tag
from kept.fields.actions import Change, FieldSettings, fill, make_field
from kept.fields.queries import held_by
from kept.fields.rules import Value
from kept.ledger.models import Event
from kept.macros.actions import (
    MacroSettings,
    NoMacroToUndo,
    forget_last_uses,
    make_macro,
    undo_macro,
    use_macro,
)
from kept.macros.models import LastUse, Macro, MacroUse
from kept.macros.rules import UNDO_FOR
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
BEGUN = "My own words.\n\n\nBye"


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
def order(lou):
    return make_field(FieldSettings(label="Order", kind="TEXT"), by=lou, now=NOON)


@pytest.fixture
def macro(lou, order) -> Macro:
    chosen = MacroSettings(
        name="Sorry",
        text="Dear {{customer.first_name}}, sorry.",
        status="CLOSED",
        priority="HIGH",
        assign="ME",
        tags=[Tag.objects.create(name="lamp", key="lamp")],
        fields={order.pk: Value(text="4711")},
    )
    return make_macro(chosen, by=lou, now=NOON)


def state(conversation: Conversation) -> dict[str, object]:
    conversation.refresh_from_db()
    draft = Draft.objects.filter(conversation=conversation).first()
    return {
        "priority": conversation.priority,
        "status": conversation.status,
        "assignee": conversation.assignee_id,
        "tags": sorted(conversation.taggings.values_list("tag__name", flat=True)),
        "fields": [(one.label, one.value) for one in held_by(conversation) if one.is_filled],
        "draft": (draft.text, draft.head) if draft else None,
    }


def use(macro: Macro, conversation: Conversation, *, by, text=BEGUN, head=None, now=NOON) -> None:
    use_macro(macro, conversation, text=text, place=16, head=head, by=by, now=now)


def test_all_of_it_is_as_it_was_to_the_letter(ada, conversation, macro, order):
    fill(conversation, [Change(order.pk, Value(text="12"), 0)], by=ada, now=NOON)
    head = {"cc": "dee@valdorra.example", "after": "WAITING"}
    save_draft(conversation, kind="REPLY", text=BEGUN, head=head, by=ada, now=NOON)
    before = state(conversation)
    use(macro, conversation, by=ada, head=head)
    assert state(conversation) != before
    assert MacroUse.objects.get().count == 1

    assert undo_macro(conversation, by=ada, now=LATER) is True

    assert state(conversation) == before
    assert MacroUse.objects.get().count == 0
    assert not LastUse.objects.exists()
    undone = Event.objects.get(kind="macro.undone")
    assert undone.facts == {"macro": macro.pk, "conversation": conversation.pk}
    assert undone.by == f"member:{ada.pk}"


def test_a_draft_that_was_none_is_none_again(ada, conversation, macro):
    before = state(conversation)
    use(macro, conversation, by=ada, text="")

    undo_macro(conversation, by=ada, now=LATER)

    assert state(conversation) == before
    assert not Draft.objects.exists()


def test_what_was_written_since_stays_and_the_rest_goes_back(ada, conversation, macro):
    use(macro, conversation, by=ada)
    draft = Draft.objects.get()
    mine = f"{draft.text} And a lamp."
    save_draft(conversation, kind="REPLY", text=mine, head=draft.head, by=ada, now=NOON)

    assert undo_macro(conversation, by=ada, now=LATER) is False

    now = state(conversation)
    assert now["draft"] == (mine, {"after": "CLOSED"})
    assert (now["priority"], now["assignee"], now["tags"], now["fields"]) == (
        "NORMAL",
        None,
        [],
        [],
    )


def test_nothing_is_undone_where_one_of_it_is_another_since(ada, lou, conversation, macro):
    use(macro, conversation, by=ada)
    set_priority(conversation, to="URGENT", by=lou, now=NOON)
    before, facts = state(conversation), Event.objects.count()

    with pytest.raises(ChangedSince):
        undo_macro(conversation, by=ada, now=LATER)

    assert state(conversation) == before
    assert Event.objects.count() == facts
    assert LastUse.objects.exists()


def test_it_is_undone_once_for_an_hour_and_by_whoever_put_it_in(ada, lou, conversation, macro):
    use(macro, conversation, by=ada)
    before, facts = state(conversation), Event.objects.count()

    with pytest.raises(NoMacroToUndo):
        undo_macro(conversation, by=lou, now=LATER)
    with pytest.raises(NoMacroToUndo):
        undo_macro(conversation, by=ada, now=NOON + UNDO_FOR)
    with pytest.raises(NoMacroToUndo):
        undo_macro(make_conversation(desk=conversation.desk), by=ada, now=LATER)
    assert (state(conversation), Event.objects.count()) == (before, facts + 2)

    undo_macro(conversation, by=ada, now=LATER)
    with pytest.raises(NoMacroToUndo):
        undo_macro(conversation, by=ada, now=LATER)


def test_what_can_be_undone_no_more_is_forgotten(ada, conversation, macro):
    use(macro, conversation, by=ada)

    assert forget_last_uses(now=NOON + UNDO_FOR - timedelta(seconds=1)) == 0
    assert LastUse.objects.get().text == BEGUN
    assert forget_last_uses(now=NOON + UNDO_FOR) == 1
    assert not LastUse.objects.exists()


def test_a_macro_without_words_is_undone_too_and_the_one_before_it_no_more(ada, lou, conversation):
    first = make_macro(MacroSettings(name="High", priority="HIGH"), by=lou, now=NOON)
    second = make_macro(MacroSettings(name="Mine", assign="ME", status="ON_HOLD"), by=lou, now=NOON)
    use(first, conversation, by=ada)
    before = state(conversation)
    use(second, conversation, by=ada)

    assert undo_macro(conversation, by=ada, now=LATER) is True

    assert state(conversation) == before
    assert before["priority"] == "HIGH"
    with pytest.raises(NoMacroToUndo):
        undo_macro(conversation, by=ada, now=LATER)


def test_it_is_a_button_in_the_composer_that_keeps_what_is_typed(ada, desk, macro):
    talk = make_conversation(desk=desk, now=timezone.now())
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    typed = {"text": "Hello.", "to": "cy@valdorra.example", "given_to": "", "place": "all"}
    here = f"/c/{talk.pk}/macros/undo/"
    button = f'formaction="{here}"'
    assert button not in client.get(f"/desk/all/{talk.pk}/").content.decode()

    shown = client.post(
        f"/c/{talk.pk}/macros/{macro.pk}/", typed, HTTP_HX_REQUEST="true"
    ).content.decode()
    assert (button in shown, "Put in: Sorry" in shown) == (True, True)
    assert button in client.get(f"/desk/all/{talk.pk}/").content.decode()
    assert (
        button not in client.get(f"/desk/all/{make_conversation(desk=desk).pk}/").content.decode()
    )

    mine = typed | {"text": "Hello.\r\n\r\nDear Cy, sorry.\r\n\r\nAnd more."}
    page = client.post(here, mine, HTTP_HX_REQUEST="true").content.decode()
    assert "Undone, but for the words" in page
    assert button not in page
    assert Draft.objects.get(conversation=talk).text == "Hello.\n\nDear Cy, sorry.\n\nAnd more."
    assert Conversation.objects.get(pk=talk.pk).priority == "NORMAL"

    client.post(f"/c/{talk.pk}/macros/{macro.pk}/", typed)
    assign(talk, to=make_manager("lou"), by=ada, now=timezone.now())
    kept = client.post(here, typed | {"text": "Still here."}, HTTP_HX_REQUEST="true")
    assert kept.status_code == 409
    assert Draft.objects.get(conversation=talk).text == "Still here."
    assert Conversation.objects.get(pk=talk.pk).priority == "HIGH"

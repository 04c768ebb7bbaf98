"""Lou makes macros for Orders; Ada uses them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kept.conversations import actions as conversations
from kept.conversations.actions import tags as house
from kept.conversations.actions.bulk_change import LetterWaits
from kept.conversations.models import Conversation, Departure, Draft
from kept.conversations.queries.tags import tags_on
from kept.customers.models import Customer
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.macros import actions
from kept.macros.actions import MacroSettings, make_macro, use_macro
from kept.macros.models import Macro, MacroUse
from kept.macros.queries import offered
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
WORDS = "Dear {{customer.first_name}}, this is {{member.name}} of {{desk.name}}."


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


def make(name: str, *, by, **chosen) -> Macro:
    return make_macro(MacroSettings(name=name, **({"text": WORDS} | chosen)), by=by, now=NOON)


def use(macro, conversation, *, by, text="", **more) -> Draft | None:
    return use_macro(macro, conversation, text=text, by=by, now=NOON, **more)


def kinds(beginning: str) -> list[str]:
    found = Event.objects.filter(kind__startswith=beginning).order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_its_words_stand_in_the_draft_behind_what_was_written(ada, lou, desk, conversation):
    macro = make("Hello", desk=desk, by=lou)

    draft = use(macro, conversation, by=ada, text="First my own words.")

    assert draft.text == "First my own words.\n\nDear Cy, this is Ada of Orders."
    assert (draft.kind, draft.head) == ("REPLY", {})
    assert kinds("macro") == ["macro.made", "macro.used"]
    used = Event.objects.get(kind="macro.used")
    assert used.facts == {"macro": macro.pk, "conversation": conversation.pk}
    assert MacroUse.objects.get().count == 1


def test_its_changes_are_made_and_the_status_waits_for_the_letter(ada, lou, desk, conversation):
    tag = house.make_tag(name="vip", by=lou, now=NOON)
    macro = make(
        "All", desk=desk, status="CLOSED", priority="HIGH", assign="ME", tags=[tag], by=lou
    )

    draft = use(macro, conversation, by=ada, head={"cc": "a@x.example"})

    conversation = Conversation.objects.get(pk=conversation.pk)
    assert (conversation.status, conversation.priority) == ("OPEN", "HIGH")
    assert conversation.assignee == ada
    assert [one.name for one in tags_on(conversation)] == ["vip"]
    assert draft.head == {"cc": "a@x.example", "after": "CLOSED"}


def test_one_without_words_changes_at_once_and_leaves_the_draft(ada, lou, desk, conversation):
    macro = make("Done", text="", status="ON_HOLD", assign="NOBODY", by=lou)
    conversations.assign(conversation, to=ada, by=ada, now=NOON)

    draft = use(macro, conversation, by=ada, text="Half a sentence")

    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("ON_HOLD", None)
    assert (draft.text, draft.head) == ("Half a sentence", {})


def test_whoever_sees_only_what_is_theirs_may_lay_it_back_by_one(ada, lou, desk):
    lim = make_member("lim", sees_only_assigned=True)
    desk.teams.first().members.add(lim)
    found = make_conversation(desk=desk)
    conversations.assign(found, to=lim, by=lou, now=NOON)
    macro = make("Back", text="", priority="HIGH", assign="NOBODY", by=lou)

    draft = use(macro, found, by=lim, text="Half a sentence")

    found.refresh_from_db()
    assert (found.assignee, found.priority, draft.text) == (None, "HIGH", "Half a sentence")


def test_one_that_closes_does_so_over_no_letter_that_waits(ada, lou, conversation):
    Departure.objects.create(
        conversation=conversation, member=ada, text="Soon.", to=["a@x.example"], written_at=NOON,
        leaves_at=NOON + timedelta(days=1), is_scheduled=True, submit_id=uuid4(),
    )  # fmt: skip
    macro = make("Done", text="", status="CLOSED", priority="HIGH", by=lou)

    with pytest.raises(LetterWaits):
        use(macro, conversation, by=ada)

    conversation.refresh_from_db()
    assert (conversation.status, conversation.priority) == ("OPEN", "NORMAL")
    assert not Event.objects.filter(kind="macro.used").exists()


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Guten Tag Cy"), ("de-AT", "Guten Tag Cy"), ("pl", "Dear Cy")]
)
def test_the_customer_reads_their_own_language(ada, lou, desk, conversation, language, words):
    macro = make(
        "Hi", text="Dear {{customer.name}}", texts={"de": "Guten Tag {{customer.name}}"}, by=lou
    )
    Customer.objects.update(language=language)

    draft = use(macro, Conversation.objects.get(pk=conversation.pk), by=ada)

    assert draft.text == words


def test_where_nobody_said_their_language_their_letter_does(ada, lou, desk):
    found = make_conversation(desk=desk, text="Guten Tag.", beside={"language": "de"})
    macro = make("Hi", text="Dear", texts={"de": "Guten Tag"}, by=lou)

    assert use(macro, found, by=ada).text == "Guten Tag"


@pytest.mark.parametrize("text", ["Dear {{customer.password}}", "Dear {{customer.name", "{{ }}"])
def test_an_unknown_variable_is_refused_by_its_name(lou, text):
    for chosen in ({"text": text}, {"text": "Hi", "texts": {"de": text}}):
        with pytest.raises(actions.UnknownVariable) as refused:
            make("Bad", by=lou, **chosen)
        assert "is no variable. There are: {{customer.first_name}}" in refused.value.message
    assert not Macro.objects.exists()
    assert kinds("macro") == []


def test_only_managers_keep_them_and_only_where_they_serve(ada, lou, desk):
    billing = make_desk("Billing")
    macro = make("Hi", desk=desk, by=lou)
    chosen = MacroSettings(name="Mine", text="Hi")

    for act in (
        lambda: make_macro(chosen, by=ada, now=NOON),
        lambda: actions.change_macro(macro, chosen, by=ada, now=NOON),
        lambda: actions.retire_macro(macro, by=ada, now=NOON),
        lambda: actions.bring_back_macro(macro, by=ada, now=NOON),
        lambda: make("Theirs", desk=billing, by=lou),
        lambda: actions.change_macro(
            macro, MacroSettings(name="Hi", desk=billing, text="Hi"), by=lou, now=NOON
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    macro.refresh_from_db()
    assert (macro.name, macro.desk, Macro.objects.count()) == ("Hi", desk, 1)
    assert kinds("macro") == ["macro.made"]


def test_a_name_stands_once_at_a_desk_and_the_database_holds_to_it(lou, desk):
    make("Hi", desk=desk, by=lou)
    make("Hi", by=lou)

    for where in (desk, None):
        with pytest.raises(actions.MacroTaken):
            make(" HI ", desk=where, by=lou)
        with pytest.raises(IntegrityError), transaction.atomic():
            Macro.objects.create(name="hi", key="hi", desk=where)
    with pytest.raises(actions.MacroOfNothing):
        make("Nothing", text=" ", by=lou)
    assert Macro.objects.count() == 2


def test_what_this_desk_uses_most_is_offered_first(ada, lou, desk, conversation):
    billing = make_desk("Billing", lou)
    a, b, c = (make(name, by=lou) for name in "abc")
    make("Theirs", desk=billing, by=lou)
    actions.retire_macro(make("Old", by=lou), by=lou, now=NOON)
    for _ in range(3):
        use(b, make_conversation(desk=billing), by=lou)
    use(c, conversation, by=ada)

    found = offered(ada, conversation)

    assert [one.macro for one in found] == [c, a, b]
    assert found[0].text == "Dear Cy, this is Ada of Orders."
    assert found[0].missing == []


def test_what_is_not_for_this_desk_changes_nothing(ada, lou, desk, conversation):
    billing = make_desk("Billing", lou)
    theirs, old = make("Theirs", desk=billing, priority="HIGH", by=lou), make("Old", by=lou)
    actions.retire_macro(old, by=lou, now=NOON)

    for macro in (theirs, old):
        with pytest.raises(actions.MacroNotHere):
            use(macro, conversation, by=lou)
    with pytest.raises(NotAllowed):
        use(make("Hi", by=lou), conversation, by=make_member("bea"))

    conversation.refresh_from_db()
    assert conversation.priority == "NORMAL"
    assert not Draft.objects.exists()
    assert kinds("macro.used") == []


def test_one_change_that_is_refused_leaves_all_as_it_was(ada, lou, desk, conversation):
    bea = make_member("bea")
    macro = make("To Bea", priority="HIGH", assign="MEMBER", assignee=bea, by=lou)

    with pytest.raises(conversations.CannotLookAfter):
        use(macro, conversation, by=ada)

    conversation.refresh_from_db()
    assert (conversation.priority, Draft.objects.count()) == ("NORMAL", 0)
    assert kinds("macro.used") == []


def test_a_tag_retired_since_is_left_out_and_the_rest_is_done(ada, lou, desk, conversation):
    tag = house.make_tag(name="fair", by=lou, now=NOON)
    macro = make("Fair", tags=[tag], by=lou)
    house.retire_tag(tag, by=lou, now=NOON + timedelta(hours=1))

    assert use(macro, conversation, by=ada) is not None
    assert tags_on(conversation) == ()


def test_a_change_replaces_its_words_and_is_told(lou, desk):
    macro = make("Hi", desk=desk, texts={"de": "Hallo"}, by=lou)

    changed = actions.change_macro(
        macro, MacroSettings(name="Hello", text="Dear", texts={"fr": "Bonjour"}), by=lou, now=NOON
    )

    assert (changed.name, changed.desk) == ("Hello", None)
    assert list(changed.texts.values_list("language", "text")) == [("fr", "Bonjour")]
    assert Event.objects.get(kind="macro.changed").facts == {"macro": macro.pk, "desk": 0}

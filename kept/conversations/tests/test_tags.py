"""Ada tags what she sees; Lou keeps the tags of the house in order."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from kept.conversations import actions, audit
from kept.conversations.actions import tags as house
from kept.conversations.models import Tag, Tagging
from kept.conversations.queries import Position, newest
from kept.conversations.queries.tags import tags_kept, tags_on, walk_of_tags
from kept.conversations.rules import tag_key, tag_name, tag_names
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_reply,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lou():
    return make_manager("lou")


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada))


def kinds() -> list[str]:
    found = Event.objects.filter(kind__contains="tag").order_by("pk")
    return list(found.values_list("kind", flat=True))


def names(conversation) -> list[str]:
    return [tag.name for tag in tags_on(conversation)]


def test_what_was_typed_is_put_on_and_what_there_is_no_tag_for_is_made(ada, conversation):
    actions.tag_by_names(conversation, ["VIP", "Returns"], by=ada, now=NOON)
    actions.tag_by_names(conversation, ["vip"], by=ada, now=NOON)

    assert names(conversation) == ["Returns", "VIP"]
    assert kinds() == ["tag.made", "tag.made", "conversation.tagged", "conversation.tagged"]
    tagged = Event.objects.filter(kind="conversation.tagged").order_by("pk").first()
    assert tagged.facts == {"conversation": conversation.pk, "tag": Tag.objects.get(key="vip").pk}
    assert tagged.by == f"member:{ada.pk}"


def test_a_tag_is_taken_off_once(ada, conversation):
    (row,) = actions.tag_by_names(conversation, ["vip"], by=ada, now=NOON)

    assert actions.untag(conversation, [row.tag], by=ada, now=NOON) == [row.tag_id]
    assert actions.untag(conversation, [row.tag], by=ada, now=NOON) == []

    assert names(conversation) == []
    assert kinds() == ["tag.made", "conversation.tagged", "conversation.untagged"]


def test_nobody_tags_what_they_do_not_see(conversation):
    bea = make_member("bea")
    make_desk("Billing", bea)
    tag = house.make_tag(name="vip", by=bea, now=NOON)

    for act in (
        lambda: actions.tag(conversation, [tag], by=bea, now=NOON),
        lambda: actions.tag_by_names(conversation, ["secret"], by=bea, now=NOON),
        lambda: actions.untag(conversation, [tag], by=bea, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert kinds() == ["tag.made"]
    assert not Tagging.objects.exists()
    assert Tag.objects.count() == 1


def test_a_name_is_one_tag_in_any_case_and_the_database_holds_to_it(lou):
    tag = house.make_tag(name="  Größe\u00a0 XL ", by=lou, now=NOON)

    assert (tag.name, tag.key) == ("Größe XL", "grösse xl")
    with pytest.raises(house.TagTaken):
        house.make_tag(name="GRÖSSE XL", by=lou, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="GRÖSSE XL", key=tag_key("GRÖSSE XL"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="", key="")
    assert kinds() == ["tag.made"]


def test_whoever_is_a_moment_later_puts_on_the_tag_that_is_there_by_then(
    ada, conversation, monkeypatch
):
    made = house.make_tag(name="vip", by=ada, now=NOON)
    looked = iter([None, made])
    # The name `tag` in that package is the action; its module is meant.
    module = import_module("kept.conversations.actions.tag")
    monkeypatch.setattr(module, "_called", lambda _name: next(looked))
    monkeypatch.setattr(house.Tag.objects, "filter", lambda **_: Tag.objects.none())

    actions.tag_by_names(conversation, ["vip"], by=ada, now=NOON)

    assert names(conversation) == ["vip"]
    assert kinds() == ["tag.made", "conversation.tagged"]


@pytest.mark.parametrize("name", ["", " , ", "#", "--", '""', "\0"])
def test_a_tag_needs_a_name(lou, name):
    with pytest.raises(house.TagNameless):
        house.make_tag(name=name, by=lou, now=NOON)
    assert kinds() == []


def test_names_are_read_as_they_are_typed():
    assert tag_name(' #a  "b", c ') == "a b c"
    assert tag_name("x" * 50) == "x" * 40
    assert tag_names("vip, Returns,,VIP , ") == ["vip", "Returns"]


def test_only_managers_keep_the_tags_of_the_house(ada, lou):
    tag, other = (house.make_tag(name=name, by=ada, now=NOON) for name in ("vip", "spam"))

    for act in (
        lambda: house.change_tag(tag, name="VIP", colour="RED", by=ada, now=NOON),
        lambda: house.merge_tag(tag, into=other, by=ada, now=NOON),
        lambda: house.part_tag(tag, by=ada, now=NOON),
        lambda: house.retire_tag(tag, by=ada, now=NOON),
        lambda: house.bring_back_tag(tag, by=ada, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert kinds() == ["tag.made", "tag.made"]

    changed = house.change_tag(tag, name="VIP", colour="RED", by=lou, now=NOON)
    assert (changed.name, changed.colour) == ("VIP", "RED")
    with pytest.raises(house.TagTaken):
        house.change_tag(tag, name="SPAM", colour="RED", by=lou, now=NOON)
    assert kinds()[2:] == ["tag.changed"]


def test_a_merged_tag_shows_as_the_other_and_can_be_taken_apart(ada, lou, conversation):
    (a,) = actions.tag_by_names(conversation, ["refunds"], by=ada, now=NOON)
    both = make_conversation(desk=conversation.desk)
    actions.tag_by_names(both, ["refunds", "refund"], by=ada, now=NOON)
    into = Tag.objects.get(key="refund")

    merged = house.merge_tag(a.tag, into=into, by=lou, now=NOON)

    assert names(conversation) == names(both) == ["refund"]
    assert [tag.name for tag in newest(ada, desk_ids=[conversation.desk_id]).rows[0].tags] == [
        "refund"
    ]
    # Its old name leads there, and no tag is put on by it any more.
    assert actions.tag_by_names(conversation, ["REFUNDS"], by=ada, now=NOON) == []
    (kept,) = tags_kept()
    assert (kept.tag, kept.merged, kept.count) == (into, [merged], 3)
    with pytest.raises(house.CannotMergeTags):
        house.merge_tag(into, into=merged, by=lou, now=NOON)

    house.part_tag(merged, by=lou, now=NOON)
    assert (names(conversation), names(both)) == (["refunds"], ["refund", "refunds"])
    assert kinds()[-2:] == ["tag.merged", "tag.parted"]


def test_to_take_off_a_tag_takes_off_what_was_merged_into_it(ada, lou, conversation):
    actions.tag_by_names(conversation, ["a", "b"], by=ada, now=NOON)
    a, b = Tag.objects.order_by("key")
    house.merge_tag(a, into=b, by=lou, now=NOON)

    actions.untag(conversation, [b], by=ada, now=NOON)

    assert names(conversation) == []
    assert not Tagging.objects.exists()


def test_where_a_tag_went_on_its_old_names_lead_on(ada, lou, conversation):
    actions.tag_by_names(conversation, ["a"], by=ada, now=NOON)
    a, b, c = (Tag.objects.get_or_create(name=name, key=name)[0] for name in "abc")
    house.merge_tag(a, into=b, by=lou, now=NOON)
    house.merge_tag(b, into=c, by=lou, now=NOON)

    assert names(conversation) == ["c"]


def test_a_retired_tag_stays_where_it_is_and_is_put_on_nothing(ada, lou, conversation):
    (row,) = actions.tag_by_names(conversation, ["fair"], by=ada, now=NOON)
    house.retire_tag(row.tag, by=lou, now=NOON)
    other = make_conversation(desk=conversation.desk)

    with pytest.raises(actions.RetiredTag):
        actions.tag_by_names(other, ["fair"], by=ada, now=NOON)

    assert (names(conversation), names(other)) == (["fair"], [])
    assert not Tag.objects.offered().exists()
    house.bring_back_tag(row.tag, by=lou, now=NOON)
    assert actions.tag_by_names(other, ["fair"], by=ada, now=NOON)


def test_tags_keep_the_order_of_what_was_touched_last(ada, conversation):
    later = make_conversation(desk=conversation.desk, now=NOON + timedelta(hours=1))
    for one in (conversation, later):
        actions.tag_by_names(one, ["vip"], by=ada, now=NOON)
    (tag,) = Tag.objects.all()

    def walked() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(*walk_of_tags([tag.pk], size=9))
            return [pk for pk, _at in cursor]

    assert walked() == [later.pk, conversation.pk]
    make_message("And the box.", conversation=conversation, now=NOON + timedelta(hours=2))
    assert walked() == [conversation.pk, later.pk]
    make_reply(later, by=ada, now=NOON + timedelta(hours=3))
    assert walked() == [later.pk, conversation.pk]
    assert [one for one in audit.findings() if one.about.startswith("tagging")] == []

    Tagging.objects.filter(conversation=later).update(last_at=NOON)
    assert [one.rule for one in audit.findings() if one.about.startswith("tagging")] == ["recount"]


def test_tags_go_along_with_a_merging_and_come_back(ada, conversation):
    other = make_conversation(desk=conversation.desk, customer=make_customer("dee"))
    actions.tag_by_names(conversation, ["vip", "lamp"], by=ada, now=NOON)
    actions.tag_by_names(other, ["lamp"], by=ada, now=NOON)

    tie = actions.merge(conversation, into=other, by=ada, now=NOON)
    assert names(other) == ["lamp", "vip"]

    actions.part(tie, by=ada, now=NOON)
    assert (names(conversation), names(other)) == (["lamp", "vip"], ["lamp"])


def test_one_conversation_bears_thirty_tags_at_most(ada, conversation):
    actions.tag_by_names(conversation, [f"t{n}" for n in range(30)], by=ada, now=NOON)

    with pytest.raises(house.TooManyTags):
        actions.tag_by_names(conversation, ["one more"], by=ada, now=NOON)

    assert Tagging.objects.count() == 30
    assert not Tag.objects.filter(key="one more").exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans a small table anew")
def test_what_bears_a_tag_is_walked_by_its_index(ada, conversation):
    actions.tag_by_names(conversation, ["vip"], by=ada, now=NOON)
    tag = Tag.objects.get()

    sql, params = walk_of_tags([tag.pk], after=Position(NOON, 5), size=10)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "tagging_newest" in plan

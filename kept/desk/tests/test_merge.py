"""Two conversations become one and come apart exactly as they were; letters that may belong."""

import json
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test import Client

from kept.agreements.tests.make import hear, make_desk_agreement
from kept.conversations import actions as conversations
from kept.conversations.actions import CannotMerge, File, NotMerged, Writing, bring_in, set_status
from kept.conversations.actions.lay_back import lay_back_unseen
from kept.conversations.actions.locking import WasMerged
from kept.conversations.models import (
    Conversation,
    Departure,
    Draft,
    Message,
    Note,
    Participant,
    Tie,
)
from kept.conversations.queries import bonds, navigation, newest, seats
from kept.desk import actions
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail import seals
from kept.mail.likely import plain_subject
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from kept.promises.models import Promise
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_member,
    make_message,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def desk(ada):
    return make_desk("Orders", ada)


@pytest.fixture
def target(ada, desk) -> Conversation:
    conversation = make_conversation(desk=desk, assignee=ada)
    queue(make_reply(conversation, by=ada), now=NOON)
    conversations.save_draft(conversation, kind="REPLY", text="Dear Cy,", by=ada, now=NOON)
    conversation.refresh_from_db()
    return conversation


@pytest.fixture
def source(ada, desk, target) -> Conversation:
    conversation = make_conversation(
        desk=desk, customer=make_customer("dee"), subject="It broke", text="The same lamp."
    )
    answer = conversations.reply(
        conversation,
        text="Which?",
        to=["dee@valdorra.example"],
        submit_id=uuid4(),
        by=ada,
        now=LATER,
    )
    queue(answer, now=LATER)
    make_message("The red one.", conversation=conversation, now=LATER)
    conversations.note(conversation, text="Odd.", submit_id=uuid4(), by=ada, now=LATER)
    conversations.save_draft(conversation, kind="REPLY", text="Dear Dee,", by=ada, now=LATER)
    conversations.save_draft(conversation, kind="NOTE", text="Hm.", by=ada, now=LATER)
    bring_in(conversation, address="bob@x.example", by=ada, now=LATER)
    make_promise(conversation, keeper=ada, due_at=LATER + timedelta(days=1), now=LATER)
    conversation.refresh_from_db()
    return conversation


def everything() -> dict[str, list[str]]:
    """All rows that a merging may touch."""
    models = (Conversation, Message, Note, Draft, Promise)
    rows = {
        model.__name__: json.loads(serializers.serialize("json", model.objects.order_by("pk")))
        for model in models
    }
    seated = Participant.objects.exclude(state="OUT").order_by("pk")
    rows["Participant"] = json.loads(serializers.serialize("json", seated))
    return rows


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def enclose(conversation, name, content, *, by):
    file = File(name=name, type="image/png", size=1, sha256=content * 64)
    conversations.attach(conversation, kind="REPLY", files=[file], by=by, now=NOON)


def test_the_files_of_two_drafts_stand_in_one_and_go_back(ada, source, target):
    conversations.save_draft(
        source, kind="REPLY", text="Dear Dee, [picture: a.png]", by=ada, now=LATER
    )
    for name, content in (("a.png", "1"), ("both.png", "2")):
        enclose(target, name, content, by=ada)
    for name, content in (("a.png", "3"), ("same.png", "2"), ("c.png", "4")):
        enclose(source, name, content, by=ada)
    before = everything()

    tie = actions.merge(source, into=target, by=ada, now=LATER)

    one = target.drafts.get(kind="REPLY")
    assert one.text == "Dear Cy,\n\nDear Dee, [picture: a-2.png]"
    assert [(file.name, file.sha256[0]) for file in one.files.all()] == [
        ("a.png", "1"), ("both.png", "2"), ("a-2.png", "3"), ("c.png", "4"),
    ]  # fmt: skip

    one.files.get(name="c.png").delete()
    actions.part(tie, by=ada, now=LATER)

    assert everything()["Draft"] == before["Draft"]
    assert [file.name for file in target.drafts.get(kind="REPLY").files.all()] == [
        "a.png", "both.png",
    ]  # fmt: skip
    assert [file.name for file in source.drafts.get(kind="REPLY").files.all()] == [
        "a.png", "same.png",
    ]  # fmt: skip


def test_all_that_stood_in_one_stands_in_the_other(ada, desk, source, target):
    promise = Promise.objects.get()
    actions.merge(source, into=target, by=ada, now=LATER)

    source.refresh_from_db()
    target.refresh_from_db()
    promise.refresh_from_db()
    assert (source.status, source.merged_into) == ("MERGED", target)
    assert list(source.messages.all()) == list(source.notes.all()) == []
    assert [m.text for m in target.messages.all()] == [
        "The lamp is cracked.", "I'll call you tomorrow.",
        "The same lamp.", "Which?", "The red one.",
    ]  # fmt: skip
    assert [note.text for note in target.notes.all()] == ["Odd."]
    assert {draft.text for draft in target.drafts.all()} == {"Dear Cy,\n\nDear Dee,", "Hm."}
    assert promise.conversation == target
    assert promise.made_at == LATER
    assert [seat.address for seat in seats(target).inside] == [
        "bob@x.example", "dee@valdorra.example",
    ]  # fmt: skip
    # Dee waits, so it is open; the copies for the list are those of the newest letter.
    newest_letter = target.messages.order_by("-pk")[0]
    assert (target.status, target.preview) == ("OPEN", "The red one.")
    assert (target.last_message, target.last_in_message) == (newest_letter.pk, newest_letter.pk)
    assert [row.pk for row in newest(ada, desk_ids=[desk.pk]).rows] == [target.pk]
    assert navigation(ada).open == 1


def test_taken_apart_everything_is_exactly_as_it_was(ada, source, target):
    before = everything()
    tie = actions.merge(source, into=target, by=ada, now=LATER)
    assert everything() != before

    actions.part(tie, by=ada, now=LATER + timedelta(hours=1))

    assert everything() == before
    with pytest.raises(NotMerged):
        actions.part(tie, by=ada, now=LATER)
    kinds = Event.objects.filter(kind__in=["conversation.merged", "conversation.parted"])
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "conversation.merged", "conversation.parted",
    ]  # fmt: skip
    actions.merge(source, into=target, by=ada, now=LATER)
    assert Tie.objects.get().kind == "MERGED"


def test_what_came_since_stays_when_they_are_taken_apart(ada, source, target):
    tie = actions.merge(source, into=target, by=ada, now=LATER)
    since = make_message("One thing more.", conversation=target, now=LATER + timedelta(hours=1))

    actions.part(tie, by=ada, now=LATER + timedelta(hours=2))

    since.refresh_from_db()
    target.refresh_from_db()
    source.refresh_from_db()
    assert since.conversation == target
    assert (target.preview, target.last_message) == ("One thing more.", since.pk)
    assert source.preview == "The red one."


def test_taken_apart_nothing_goes_back_to_somebody_who_has_left_the_desk(ada, desk, target):
    bea = make_member("bea")
    team = desk.teams.get()
    team.members.add(bea)
    one = make_conversation(desk=desk, assignee=bea, text="Of Bea.")
    tie = actions.merge(one, into=target, by=ada, now=LATER)
    team.members.remove(bea)
    assert lay_back_unseen(now=LATER) == 0

    actions.part(tie, by=ada, now=LATER)

    one.refresh_from_db()
    target.refresh_from_db()
    assert (one.status, one.assignee, target.assignee) == ("OPEN", None, ada)
    told = Event.objects.filter(kind="conversation.assigned").latest("pk")
    assert told.facts == {"conversation": one.pk, "to": 0, "before": bea.pk}


def test_whose_it_is_afterwards_is_said_and_undone_with_the_merging(ada, desk):
    bea = make_member("bea")
    desk.teams.get().members.add(bea)
    one = make_conversation(desk=desk, assignee=bea, text="Of Bea.")
    other = make_conversation(desk=desk, text="Of nobody.")
    assigned = Event.objects.filter(kind="conversation.assigned").order_by("pk")
    before = assigned.count()

    tie = actions.merge(one, into=other, by=ada, now=LATER)
    actions.part(tie, by=ada, now=LATER)

    assert [event.facts for event in assigned[before:]] == [
        {"conversation": other.pk, "to": bea.pk, "before": 0},
        {"conversation": other.pk, "to": 0, "before": bea.pk},
    ]


def test_opened_again_by_hand_it_is_nobody_s_who_has_left_the_desk(ada, desk):
    bea = make_member("bea")
    team = desk.teams.get()
    team.members.add(bea)
    one = make_conversation(desk=desk, assignee=bea)
    set_status(one, to="CLOSED", by=ada, now=LATER)
    team.members.remove(bea)
    assert lay_back_unseen(now=LATER) == 0

    one = set_status(one, to="OPEN", by=ada, now=LATER)

    one.refresh_from_db()
    assert (one.status, one.assignee) == ("OPEN", None)


def test_old_seals_and_the_old_number_find_it(ada, source, target, settings):
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    address = seals.reply_address(conversation=source.pk, customer=source.customer_id)
    answer = source.messages.get(way="OUT")
    old_id = seals.message_id(conversation=source.pk, message=answer.pk)
    actions.merge(source, into=target, by=ada, now=LATER)
    dee = "dee@valdorra.example"

    file_now(make_raw("By address.", sender=dee, to=address), recipients=(address,))
    file_now(make_raw("By id.", sender=dee, message_id="2@x", answers=old_id))
    file_now(make_raw("Not Dee.", sender="eve@e.example", message_id="3@x", answers=old_id))

    found = target.messages.order_by("-pk")[:3]
    assert [(m.text, m.standing) for m in found] == [
        ("Not Dee.", "UNVERIFIED"), ("By id.", "KNOWN"), ("By address.", "KNOWN"),
    ]  # fmt: skip
    client = sign_in(ada)
    there = client.get(f"/desk/all/{source.pk}/")
    assert there["Location"] == f"/desk/all/{target.pk}/"
    with pytest.raises(WasMerged):
        make_reply(source, by=ada)


def test_merging_asks_for_a_right_on_both_and_for_one_desk(ada, desk, source):
    billing = make_desk("Billing", make_member("bea"))
    foreign = make_conversation(desk=billing)
    for into, refusal in ((foreign, NotAllowed), (source, CannotMerge)):
        with pytest.raises(refusal):
            actions.merge(source, into=into, by=ada, now=NOON)
    billing.teams.first().members.add(ada)
    spam = make_conversation(desk=desk)
    set_status(spam, to="SPAM", by=ada, now=NOON)
    for into in (foreign, spam):
        with pytest.raises(CannotMerge):
            actions.merge(source, into=into, by=ada, now=NOON)

    assert not Tie.objects.exists()
    assert not Event.objects.filter(kind="conversation.merged").exists()


def test_a_page_costs_the_same_however_many_were_merged_into_it(
    ada, desk, target, django_assert_max_num_queries, ledger_end_known
):
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    for number in range(8):
        one = make_conversation(text=f"Letter {number}", desk=desk)
        set_status(one, to="ON_HOLD", by=ada, now=LATER)
        actions.merge(one, into=target, by=ada, now=LATER)
    client.get(f"/desk/all/{target.pk}/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/desk/all/{target.pk}/").content.decode()

    # What was done in each stands here, and the merging once though both conversations know it.
    assert page.count("set this to On hold") == 8
    assert page.count(f"into K-{target.pk}") == 8


def test_merged_twice_it_comes_apart_in_order(ada, desk, source, target):
    third = make_conversation(desk=desk)
    first = actions.merge(source, into=target, by=ada, now=LATER)
    second = actions.merge(target, into=third, by=ada, now=LATER)
    assert sign_in(ada).get(f"/desk/all/{source.pk}/")["Location"] == f"/desk/all/{third.pk}/"
    with pytest.raises(NotMerged):
        actions.part(first, by=ada, now=LATER)

    actions.part(second, by=ada, now=LATER)
    actions.part(first, by=ada, now=LATER)

    assert Promise.objects.get().conversation == source
    assert Conversation.objects.filter(status="MERGED").count() == 0


def test_others_of_the_customer_are_there_to_choose(ada, source, target):
    sister = make_conversation(desk=source.desk, customer=source.customer)
    spam = make_conversation(desk=source.desk, customer=source.customer)
    set_status(spam, to="SPAM", by=ada, now=LATER)

    page = sign_in(ada).get(f"/c/{source.pk}/merge/").content.decode()

    assert f'value="K-{sister.pk}"' in page
    assert f'value="K-{spam.pk}"' not in page
    assert f'value="K-{target.pk}"' not in page
    assert f'value="K-{source.pk}"' not in page


def test_by_hand_from_the_menu_and_undone_on_the_page(ada, source, target):
    client = sign_in(ada)
    wrong = client.post(f"/c/{source.pk}/merge/", {"into": "the other one"})
    assert wrong.status_code == 422
    assert "the other one" in wrong.content.decode()
    assert client.post(f"/c/{source.pk}/merge/", {"into": "K-999999"}).status_code == 422

    answer = client.post(f"/c/{source.pk}/merge/", {"into": f"k-{target.pk}"})
    assert answer["Location"] == f"/desk/all/{target.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert f"Ada merged K-{source.pk} into this." in page
    assert f"merged K-{source.pk} into K-{target.pk}" in page

    tie = Tie.objects.get()
    assert sign_in(make_member("bea")).post(f"/c/{target.pk}/ties/{tie.pk}/").status_code == 404
    client.post(f"/c/{target.pk}/ties/{tie.pk}/", {"do": "part"})
    source.refresh_from_db()
    assert source.status == "OPEN"


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Re: AW: A cracked  lamp", "a cracked lamp"),
        ("Fwd: [Orders] Re[2]: A cracked lamp (K-12)", "a cracked lamp ( )"),
        ("Récit: lampe", "récit: lampe"),
        ("", ""),
    ],
)
def test_subjects_are_compared_without_their_trimmings(subject, plain):
    assert plain_subject(subject) == plain


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sender": "eve@e.example", "subject": "Hello", "answers": "one@x"}, "REFERS"),
        ({"sender": "eve@e.example", "subject": "About k-{pk}"}, "NUMBER"),
        ({"subject": "AW: a cracked lamp!"}, "SUBJECT"),
        ({"subject": "Quite another thing"}, ""),
        ({"sender": "eve@e.example", "subject": "A cracked lamp"}, ""),
        ({"subject": "A cracked lamp", "more": "Auto-Submitted: auto-replied"}, ""),
    ],
)
def test_what_may_belong_is_apart_and_says_so(ada, desk, change, why):
    file_now(make_raw("One", message_id="one@x"))
    one = Conversation.objects.get()
    change = {name: value.format(pk=one.pk) for name, value in change.items()}

    file_now(make_raw("Two", message_id="two@x", **change), now=NOON + timedelta(days=29))

    two = Conversation.objects.order_by("-pk")[0]
    assert two != one
    assert [(tie.conversation, tie.other, tie.why) for tie in Tie.objects.all()] == (
        [(two, one, why)] if why else []
    )


def test_long_ago_is_another_thing(ada, desk):
    file_now(make_raw("One", message_id="one@x"))
    file_now(make_raw("Two", message_id="two@x"), now=NOON + timedelta(days=31))
    assert not Tie.objects.exists()


def test_a_member_merges_what_may_belong_or_leaves_it(ada, desk):
    file_now(make_raw("One", message_id="one@x"))
    for text in ("Two", "Three"):
        file_now(make_raw(text, message_id=f"{text}@x"))
    one, two, three = Conversation.objects.order_by("pk")
    client = sign_in(ada)
    assert f'may belong to <a href="/desk/all/{one.pk}/">' in (
        client.get(f"/desk/all/{two.pk}/").content.decode()
    )
    tie = Tie.objects.get(conversation=two)
    client.post(f"/c/{two.pk}/ties/{tie.pk}/", {"do": "apart"})
    assert "may belong to" not in client.get(f"/desk/all/{two.pk}/").content.decode()

    tie = Tie.objects.get(conversation=three)
    client.post(f"/c/{three.pk}/ties/{tie.pk}/", {"do": "merge"})
    three.refresh_from_db()
    assert three.merged_into == tie.other
    facts = Event.objects.filter(kind__startswith="conversation.").values_list("kind", flat=True)
    assert set(facts) >= {"conversation.maybe_same", "conversation.left_apart"}


def test_one_letter_to_two_desks_is_one_at_each_and_they_know_of_it(ada, desk):
    bea = make_member("bea")
    billing = make_desk("Billing", ada)
    make_desk("Returns", bea)
    to = f"{ORDERS}, billing@northmoor.example, returns@northmoor.example"
    # By one delivery to two, and by a mail of its own to the third.
    file_now(make_raw("For all.", to=to), recipients=(ORDERS, "billing@northmoor.example"))
    file_now(make_raw("For all.", to=to), recipients=("returns@northmoor.example",))
    file_now(make_raw("For all.", to=to), recipients=("returns@northmoor.example",))

    one, two, three = Conversation.objects.order_by("pk")
    assert {(tie.conversation, tie.other, tie.kind) for tie in Tie.objects.all()} == {
        (two, one, "SAME_MAIL"), (three, one, "SAME_MAIL"), (three, two, "SAME_MAIL"),
    }  # fmt: skip
    assert [bond.there for bond in bonds(ada, one)] == [two]
    assert bonds(bea, three) == []
    page = sign_in(ada).get(f"/desk/all/{one.pk}/").content.decode()
    assert "The same letter is at Billing too" in page
    assert "Returns" not in page
    assert one.desk != billing == two.desk


def test_the_same_customer_is_not_seated_twice(ada, desk):
    one, two = make_conversation(desk=desk), make_conversation(desk=desk)
    actions.merge(two, into=one, by=ada, now=NOON)
    assert seats(one).inside == []
    assert one.customer.addresses.get().value == CY


def test_the_clocks_of_both_run_on_and_an_answer_keeps_both(ada, desk):
    make_desk_agreement()
    one = make_conversation(desk=desk, now=NOON)
    two = make_conversation(desk=desk, now=NOON, subject="It broke")
    hear()
    clocks = list(Promise.objects.order_by("pk"))
    assert [promise.conversation for promise in clocks] == [one, two]

    tie = actions.merge(two, into=one, by=ada, now=NOON)
    make_reply(one, by=ada, now=NOON + timedelta(minutes=5))
    hear()

    for promise in clocks:
        promise.refresh_from_db()
        assert (promise.conversation, promise.outcome) == (one, "KEPT")
        assert promise.target.conversation == one
    actions.part(tie, by=ada, now=LATER)
    clocks[1].refresh_from_db()
    assert clocks[1].conversation == two == clocks[1].target.conversation


def test_an_answer_before_the_merging_counts_and_one_elsewhere_does_not(ada, desk):
    make_desk_agreement()
    one = make_conversation(desk=desk, now=NOON)
    two = make_conversation(desk=desk, now=NOON, subject="It broke")
    three = make_conversation(desk=desk, now=NOON, subject="It hums")
    hear()
    # Nobody has carried these to the clocks yet when two and three go into one.
    make_reply(one, by=ada, now=NOON + timedelta(minutes=1))
    make_reply(two, by=ada, now=NOON + timedelta(minutes=2))
    for other in (two, three):
        actions.merge(other, into=one, by=ada, now=NOON + timedelta(minutes=3))
    hear()

    outcomes = dict(Promise.objects.values_list("target__begun_in", "outcome"))
    assert outcomes == {one.pk: "KEPT", two.pk: "KEPT", three.pk: "OPEN"}


def waiting_letter(conversation, *, by):
    writing = Writing(text="It is on its way.", to=["dee@valdorra.example"])
    return actions.send(
        conversation, writing, submit_id=uuid4(), rest=timedelta(seconds=10), by=by, now=LATER
    )


def test_a_letter_that_has_not_left_leaves_from_where_all_stands_now(ada, source, target):
    laid = waiting_letter(source, by=ada)
    actions.merge(source, into=target, by=ada, now=LATER + timedelta(seconds=5))

    page = sign_in(ada).get(f"/desk/all/{target.pk}/").content.decode()
    assert f"/departures/{laid.pk}/undo/" in page
    assert actions.leave_due(now=LATER + timedelta(seconds=10)) == 1

    assert not Departure.objects.exists()
    assert target.messages.filter(text="It is on its way.").count() == 1


def test_a_letter_that_has_not_left_goes_back_where_they_are_taken_apart(ada, source, target):
    waiting_letter(source, by=ada)
    tie = actions.merge(source, into=target, by=ada, now=LATER + timedelta(seconds=5))
    actions.part(tie, by=ada, now=LATER + timedelta(seconds=6))
    actions.leave_due(now=LATER + timedelta(seconds=10))

    assert source.messages.filter(text="It is on its way.").count() == 1
    assert not target.messages.filter(text="It is on its way.").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_letter_is_taken_back_that_was_carried_along_a_moment_before(transactional_db):
    """Whoever undoes a sending waits for the merging, and finds the letter where it is then."""
    ada = make_member("ada", rest_seconds=10)
    desk = make_desk("Orders", ada)
    source, target = make_conversation(desk=desk), make_conversation(desk=desk, subject="Another")
    writing = Writing(text="Dear Cy,", to=[CY], then="WAITING")
    laid = actions.send(source, writing, submit_id=uuid4(), by=ada, now=NOON)
    drafts, wrong = [], []

    def undo() -> None:
        try:
            drafts.append(actions.take_back(laid, by=ada, now=NOON))
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        actions.merge(source, into=target, by=ada, now=NOON)
        undoing = threading.Thread(target=undo)
        undoing.start()
        while undoing.is_alive() and not somebody_waits():
            pass
    undoing.join()

    assert wrong == []
    assert [(draft.conversation, draft.text) for draft in drafts] == [(target, "Dear Cy,")]
    assert not Departure.objects.exists()


def somebody_waits() -> bool:
    """Asked of the locks themselves: what `pg_stat_activity` says stays the same within a
    transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])

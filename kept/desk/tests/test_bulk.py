"""Many at once through the pages of the desk."""

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.actions import bulk as bulks
from kept.conversations.actions import tag_by_names
from kept.conversations.models import Bulk, Conversation
from kept.ledger.models import Event
from tests.cast import make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ids(ada):
    desk = make_desk("Orders", ada)
    return [make_conversation(desk=desk, now=timezone.now()).pk for _ in range(3)]


def statuses(ids) -> list[str]:
    return [Conversation.objects.get(pk=pk).status for pk in ids]


def test_rows_have_boxes_and_all_shown_may_be_selected_without_scripts(client, ids):
    page = client.get("/desk/all/").content.decode()
    assert page.count('form="bulk" name="ids"') == 3
    assert "data-selecting" not in page

    page = client.get("/desk/all/?select=all").content.decode()
    assert page.count(" checked ") == 3
    assert "data-selecting" in page


def test_without_scripts_the_result_is_a_page_with_one_press_to_undo(client, ids):
    answer = client.post("/bulk/", {"ids": ids, "do": "status:CLOSED", "place": "all"})
    bulk = Bulk.objects.get()
    assert answer["Location"] == f"/bulk/{bulk.pk}/?place=all"
    assert statuses(ids) == ["CLOSED"] * 3

    page = client.get(answer["Location"]).content.decode()
    assert "3 changed." in page
    assert f'action="/bulk/{bulk.pk}/undo/"' in page

    answer = client.post(f"/bulk/{bulk.pk}/undo/", {"place": "all"})
    assert "3 are as they were." in client.get(answer["Location"]).content.decode()
    assert statuses(ids) == ["OPEN"] * 3


def test_with_scripts_the_list_comes_anew_and_the_result_beside_it(client, ids):
    answer = client.post("/bulk/", {"ids": ids[:2], "do": "status:SPAM", "place": "all"}, **HTMX)

    page = answer.content.decode()
    assert page.count("data-row=") == 1
    assert 'hx-swap-oob="innerHTML:#announce"' in page
    assert "2 changed." in page
    assert statuses(ids) == ["SPAM", "SPAM", "OPEN"]


@pytest.mark.parametrize(
    ("act", "offers"),
    [
        ("assign", 'value="assign:me"'),
        ("status", 'value="status:WAITING"'),
        ("priority", 'value="priority:URGENT"'),
        ("tag", "untag:"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_may_be_chosen_is_offered_for_the_selected(client, ada, ids, act, offers, headers):
    tag_by_names(Conversation.objects.get(pk=ids[0]), ["vip"], by=ada, now=timezone.now())

    answer = client.get("/bulk/", {"ids": ids, "act": act, "place": "all"}, **headers)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert offers in page
    assert page.count('type="hidden" name="ids"') == 3


def test_acts_take_what_was_chosen(client, ada, ids):
    tag_by_names(Conversation.objects.get(pk=ids[0]), ["vip"], by=ada, now=timezone.now())
    for do, values in (
        ("assign:me", {}),
        ("priority:HIGH", {}),
        ("tag:", {"names": "VIP"}),
        ("read:", {}),
    ):
        client.post("/bulk/", {"ids": ids, "do": do, "place": "all", **values})

    rows = Conversation.objects.filter(pk__in=ids)
    assert list(rows.values_list("assignee", "priority")) == [(ada.pk, "HIGH")] * 3
    assert rows.filter(taggings__tag__key="vip").count() == 3
    assert " data-unread" not in client.get("/desk/all/").content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"do": "status:CLOSED"}, "Nothing is selected."),
        ({"ids": ["1"], "do": "delete:"}, "That cannot be done to many at once."),
        ({"ids": ["1"], "do": "tag:", "names": "nope"}, "There is no such tag."),
        ({"ids": ["1"]}, "That cannot be done to many at once."),
    ],
)
def test_a_refusal_says_why_and_does_nothing(client, ids, values, words):
    before = Event.objects.count()

    answer = client.post("/bulk/", values, **HTMX)

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#announce")
    assert words in answer.content.decode()
    assert (Event.objects.count(), Bulk.objects.count()) == (before, 0)


def test_while_it_is_under_way_the_page_says_how_far_and_asks_again(client, ada, ids):
    now = timezone.now()
    bulk = bulks.begin_bulk(ids, act="STATUS", value="CLOSED", by=ada, now=now)
    bulks.carry_on(bulk, size=1, now=now)

    page = client.get(f"/bulk/{bulk.pk}/?place=all", **HTMX).content.decode()
    assert "1 of 3 so far." in page
    assert 'hx-trigger="every 1s"' in page
    assert "undo" not in page

    bulks.carry_on_all(now=now)
    page = client.get(f"/bulk/{bulk.pk}/?place=all", **HTMX).content.decode()
    assert "3 changed." in page
    assert "every 1s" not in page


def test_it_is_nobody_elses_to_look_at(client, ada, ids):
    client.post("/bulk/", {"ids": ids, "do": "read:"})
    bea = Client()
    make_desk("Orders", make_member("bea"))
    bea.force_login(
        make_member("bea"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert bea.get(f"/bulk/{Bulk.objects.get().pk}/").status_code == 404
    assert bea.post(f"/bulk/{Bulk.objects.get().pk}/undo/").status_code == 404


@pytest.mark.parametrize("place", ["", "a/b", "view-9", "at-nowhere"])
def test_a_place_that_never_was_leads_back_to_all(client, ids, place):
    client.post("/bulk/", {"ids": ids, "do": "read:"})

    answer = client.get(f"/bulk/{Bulk.objects.get().pk}/", {"place": place})

    assert answer.status_code == 200
    assert '<a class="link" href="/desk/all/">' in answer.content.decode()

"""Tags through the pages of the desk and the settings."""

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.actions import tag_by_names
from kept.conversations.models import Tag, Tagging
from kept.conversations.queries.tags import tags_on
from kept.ledger.models import Event
from tests.cast import make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada) -> Client:
    return signed_in(ada)


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada), now=timezone.now())


def names(conversation) -> list[str]:
    return [tag.name for tag in tags_on(conversation)]


def test_names_are_typed_and_stand_on_row_and_thread(client, conversation):
    address = f"/c/{conversation.pk}/tags/"

    answer = client.post(address, {"names": "vip, Old stock", "place": "all"}, **HTMX)

    page = answer.content.decode()
    assert "Tagged: vip, Old stock." in page
    assert '?q=tag:%22Old%20stock%22"><span>Old stock</span></a>' in page
    assert names(conversation) == ["Old stock", "vip"]
    row = client.get("/desk/all/").content.decode()
    assert '<span class="tag" data-colour="GREY"><span>vip</span></span>' in row


def test_one_press_puts_a_tag_on_and_another_takes_it_off(client, ada, conversation):
    other = make_conversation(desk=conversation.desk)
    tag_by_names(other, ["vip"], by=ada, now=timezone.now())
    tag = Tag.objects.get()
    address = f"/c/{conversation.pk}/tags/"
    assert f'name="on" value="{tag.pk}"' in client.get(address, **HTMX).content.decode()

    plain = client.post(address, {"on": tag.pk, "place": "all"})

    assert plain["Location"] == f"/desk/all/{conversation.pk}/"
    assert names(conversation) == ["vip"]
    menu = client.get(address).content.decode()
    assert f'name="off" value="{tag.pk}"' in menu
    assert 'name="on"' not in menu
    assert "Taken off: vip." in client.post(address, {"off": tag.pk}, **HTMX).content.decode()
    assert names(conversation) == []


@pytest.mark.parametrize(
    ("typed", "status"), [({"names": " , "}, 422), ({"on": "0"}, 404), ({"off": "x"}, 404)]
)
def test_what_names_no_tag_changes_nothing(client, conversation, typed, status):
    before = Event.objects.count()

    answer = client.post(f"/c/{conversation.pk}/tags/", typed)

    assert answer.status_code == status
    assert (Event.objects.count(), Tagging.objects.count()) == (before, 0)


def test_more_tags_than_a_row_has_room_for_are_counted(client, ada, conversation):
    tag_by_names(conversation, ["a", "b", "c", "d"], by=ada, now=timezone.now())

    row = client.get("/desk/all/").content.decode()

    assert '<span aria-hidden="true">+2</span>' in row


def test_tags_cost_a_page_no_query(client, ada, conversation, django_assert_max_num_queries):
    tag_by_names(conversation, ["a", "b"], by=ada, now=timezone.now())
    for address in ("/desk/all/", f"/desk/all/{conversation.pk}/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_a_manager_renames_merges_and_retires(ada, conversation):
    lou = signed_in(make_manager("lou"))
    tag_by_names(conversation, ["refunds", "refund"], by=ada, now=timezone.now())
    old, into = Tag.objects.get(key="refunds"), Tag.objects.get(key="refund")

    def post(tag: Tag, **values: object) -> int:
        return lou.post(f"/settings/tags/{tag.pk}/", values).status_code

    assert post(into, name="Refund!", colour="RED") == 302
    assert post(old, do="merge", into=into.pk) == 302
    page = lou.get("/settings/tags/").content.decode()
    assert "Merged into it: refunds" in " ".join(page.split())
    assert "On 2 conversations" in page
    assert "Take them apart again" in lou.get(f"/settings/tags/{old.pk}/").content.decode()
    assert post(into, do="merge", into=into.pk) == 422
    assert post(into, do="retire") == 302
    assert post(into, do="bring_back") == 302
    assert post(old, do="part") == 302
    assert names(conversation) == ["Refund!", "refunds"]


def test_a_name_that_is_taken_is_refused_where_it_was_typed(ada, conversation):
    lou = signed_in(make_manager("lou"))
    tag_by_names(conversation, ["vip", "lamp"], by=ada, now=timezone.now())
    tag = Tag.objects.get(key="lamp")

    for address in (f"/settings/tags/{tag.pk}/", "/settings/tags/make/"):
        answer = lou.post(address, {"name": "VIP", "colour": "BLUE"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "There is a tag of that name already." in page
        assert 'value="VIP"' in page
    assert lou.post("/settings/tags/make/", {"name": "New", "colour": "BLUE"}).status_code == 302
    assert list(Tag.objects.values_list("name", "colour")) == [
        ("lamp", "GREY"),
        ("New", "BLUE"),
        ("vip", "GREY"),
    ]


def test_members_find_no_settings_of_tags(client):
    assert client.get("/settings/tags/").status_code == 403
    assert "/settings/tags/" not in client.get("/settings/").content.decode()

"""Saved views through their pages, and in the column beside every other."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations import actions as conversations
from kept.conversations.models import Desk
from kept.ledger.models import Event
from kept.people.models import Member
from kept.search import actions
from kept.search.access import Audience
from kept.search.actions import ViewTerms
from kept.search.models import SavedView
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_owner,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada() -> Member:
    ada = make_member("ada")
    make_desk("Orders", ada)
    return ada


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def client(ada) -> Client:
    return signed_in(ada)


def saved(by: Member, name: str = "Cracked", asks: str = "is:open cracked", **more) -> SavedView:
    return actions.save_view(ViewTerms(name, asks, **more), by=by, now=timezone.now())


def in_column(page: str) -> list[str]:
    """The names and counts of the saved views in a page's column."""
    part = re.search(r'id="saved".*?</div>', page, re.DOTALL)
    if part is None:
        return []
    lines = re.findall(r'<a class="view".*?</a>', part[0])
    return [" ".join(re.sub(r"<[^>]*>", " ", line).replace(" , ", " ").split()) for line in lines]


def test_what_one_searched_for_is_saved_and_stands_in_the_column(client, ada):
    make_conversation(desk=make_desk("Orders"))
    page = client.get("/search/?q=is%3Aopen+cracked").content.decode()
    assert "/views/save/?q=is%3Aopen%20cracked" in page

    form = client.get("/views/save/?q=is%3Aopen%20cracked").content.decode()
    assert 'value="is:open cracked"' in form
    assert "Who sees it" not in form  # Ada shares with nobody
    answer = client.post(
        "/views/save/",
        {"name": "Cracked", "q": "is:open cracked", "icon": "box", "seen_by": "OWN"},
        follow=True,
    )

    view = SavedView.objects.get()
    assert answer.redirect_chain == [(f"/desk/view-{view.pk}/", 302)]
    page = answer.content.decode()
    assert "Saved as Cracked." in page
    assert "<span>with “cracked”</span>, <span>open</span>." in page
    assert "A cracked lamp" in page
    assert in_column(page) == ["Cracked 1"]


def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(client):
    answer = client.post(
        "/views/save/", {"name": "Odd", "q": "desk:billing", "icon": "box", "seen_by": "OWN"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You see no desk called “billing”. There are: orders." in page
    assert 'value="desk:billing"' in page
    assert 'value="Odd"' in page
    assert not SavedView.objects.exists()


def test_nobody_shares_by_a_form_of_their_own_making(client):
    answer = client.post(
        "/views/save/", {"name": "For all", "q": "is:open", "icon": "box", "seen_by": "ALL"}
    )

    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_a_view_opens_conversations_like_any_other(client, ada):
    view = saved(ada)
    one = make_conversation(desk=make_desk("Orders"), text="It is cracked.")
    make_conversation(desk=make_desk("Orders"), subject="A lamp", text="Thanks.")

    page = client.get(f"/desk/view-{view.pk}/").content.decode()
    assert re.findall(r'data-row="(\d+)"', page) == [str(one.pk)]
    assert f'href="/desk/view-{view.pk}/{one.pk}/"' in page
    thread = client.get(f"/desk/view-{view.pk}/{one.pk}/").content.decode()
    assert "It is cracked." in thread
    assert in_column(thread) == ["Cracked"]  # its count comes by itself, a moment later
    assert f'hx-get="/desk/all/?pane=saved&amp;here=view-{view.pk}"' in thread
    column = client.get(f"/desk/all/?pane=saved&here=view-{view.pk}", **HTMX).content.decode()
    assert in_column(column) == ["Cracked 1"]
    assert "hx-get" not in column

    done = client.post(
        f"/c/{one.pk}/status/", {"to": "CLOSED", "place": f"view-{view.pk}"}, follow=True
    )
    assert done.redirect_chain == [(f"/desk/view-{view.pk}/{one.pk}/", 302)]
    assert "Nothing here now" in client.get(f"/desk/view-{view.pk}/").content.decode()


def test_a_long_view_goes_on_where_its_page_ended(client, ada):
    for n in range(27):
        make_conversation(desk=make_desk("Orders"), customer=make_customer(f"c{n}"))
    for asks in ("is:open", "cracked"):
        view = saved(ada, asks, asks)
        page = client.get(f"/desk/view-{view.pk}/").content.decode()
        more = re.search(rf'href="(/desk/view-{view.pk}/\?after=[\d.]+)"', page)[1]
        rest = client.get(more).content.decode()

        rows = re.findall(r'data-row="(\d+)"', page + rest)
        assert (len(rows), len(set(rows))) == (27, 27)


@pytest.mark.parametrize("after", ["soon", "1.2.3.4", "9" * 40])
def test_a_page_of_a_view_that_never_was_begins_again(client, ada, after):
    view = saved(ada, asks="is:open")

    assert client.get(f"/desk/view-{view.pk}/?after={after}").status_code == 409


def test_a_view_whose_desk_has_gone_says_so_and_how_to_mend_it(client, ada):
    view = saved(ada, asks="desk:orders is:open")
    Desk.objects.filter(slug="orders").update(slug="sales", name="Sales")

    page = client.get(f"/desk/view-{view.pk}/").content.decode()

    assert "You see no desk called “orders”. There are: sales." in page
    assert f'href="/views/{view.pk}/"' in page
    assert in_column(page) == ["Cracked"]
    assert re.search(r'href="#i-s-overdue"/></svg><span class="view__name">Cracked<', page)
    assert "A word of it says nothing any more" in client.get("/views/").content.decode()


def test_what_is_shared_stands_in_the_column_of_others_who_may_not_change_it(client, ada):
    lou = make_manager("lou")
    orders = make_desk("Orders", lou)
    view = saved(lou, audience=Audience("DESK", desk=orders))

    assert in_column(client.get("/today/").content.decode()) == ["Cracked"]
    page = client.get(f"/views/{view.pk}/").content.decode()
    assert "Make one of my own from it" in page
    assert '<form class="narrow' not in page
    before = Event.objects.count()
    for way, values in (("", {"name": "X", "q": "x"}), ("delete/", {}), ("restore/", {})):
        assert client.post(f"/views/{view.pk}/{way}", values).status_code in {409, 403}
    assert Event.objects.count() == before
    assert signed_in(make_member("bea")).get(f"/desk/view-{view.pk}/").status_code == 404


def test_views_are_put_in_order_deleted_and_brought_back(client, ada):
    one, two = saved(ada, "One"), saved(ada, "Two")

    client.post(f"/views/{two.pk}/move/", {"to": "up"})
    assert in_column(client.get("/views/").content.decode()) == ["Two", "One"]
    answer = client.post(f"/views/{two.pk}/delete/", follow=True)
    assert "Two is deleted. You can bring it back below." in answer.content.decode()
    assert in_column(answer.content.decode()) == ["One"]
    assert client.get(f"/desk/view-{two.pk}/").status_code == 404
    assert client.get(f"/views/{two.pk}/").status_code == 404
    answer = client.post(f"/views/{two.pk}/restore/", follow=True)
    assert in_column(answer.content.decode()) == ["Two", "One"]
    assert one.name == "One"


def test_a_view_is_renamed_and_asks_something_else(client, ada):
    view = saved(ada)
    owner = signed_in(make_owner())

    values = {"name": "Late", "q": "is:overdue", "icon": "hour", "seen_by": "OWN"}
    assert owner.post(f"/views/{view.pk}/", values).status_code == 404
    answer = client.post(f"/views/{view.pk}/", values)

    assert answer["Location"] == f"/desk/view-{view.pk}/"
    view.refresh_from_db()
    assert (view.name, view.asks, view.icon) == ("Late", "is:overdue", "hour")


def test_a_column_of_views_costs_a_page_two_queries_at_most(
    client, ada, ledger_end_known, django_assert_max_num_queries, monkeypatch
):
    one = make_conversation(desk=make_desk("Orders"))
    conversations.assign(one, to=ada, by=ada, now=timezone.now())
    views = [saved(ada, f"View {n}", asks) for n, asks in enumerate(["is:open", "lamp", "is:mine"])]
    conversations.tag_by_names(one, ["a"], by=ada, now=timezone.now())
    for asks in ("from:acme", "to:acme", "assigned:ada", "promised:<2d", "-promised:<2d", "tag:a"):
        saved(ada, asks, asks)
    for address in (f"/desk/view-{views[0].pk}/", f"/desk/all/{one.pk}/", "/desk/mine/"):
        client.get(address)
        monkeypatch.setattr("kept.search.counting._texts", {})
        with django_assert_max_num_queries(12):
            client.get(address)

"""Ada saves what she asks often; Lou shares with Orders, Odo with everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Desk
from kept.customers.models import Customer, Organisation
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.live.audience import Told
from kept.people.models import Member, Team
from kept.search import actions, counting
from kept.search.access import Audience, may_change
from kept.search.actions import ViewTerms
from kept.search.audience import who_has_it
from kept.search.counting import Count, counts
from kept.search.finding import find
from kept.search.models import SavedView
from kept.search.queries import InColumn, column_of, read_column, views_beside
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_owner,
    make_promise,
)

pytestmark = pytest.mark.django_db
ALL = Audience("ALL")


def saved(by: Member, name: str = "Lamps", asks: str = "is:open", **more) -> SavedView:
    return actions.save_view(ViewTerms(name, asks, **more), by=by, now=NOON)


def column(member: Member) -> list[str]:
    """As the page asks for it; and as the page where they are put in order does."""
    desk = Desk.objects.annotate(text=column_of(member)).first()
    names = [view.name for view in read_column(desk.text if desk else "")]
    assert names == [view.name for view in views_beside(member)]
    return names


def counted(member: Member, *asked: str, now=NOON) -> list[Count | None]:
    views = [InColumn(n, f"View {n}", "search", asks) for n, asks in enumerate(asked, 1)]
    desks = list(Desk.objects.visible_to(member))
    told = counts(member, views, desks=desks, now=now)
    return [told.get(view.pk) for view in views]


@pytest.fixture
def ada() -> Member:
    ada = make_member("ada")
    make_desk("Orders", ada)
    return ada


@pytest.fixture
def lou(ada) -> Member:
    lou = make_manager("lou")
    make_desk("Orders", lou)
    return lou


def test_a_view_is_its_owners_until_it_is_shared(ada, lou):
    view = saved(ada, "  My   lamps ")

    assert view.name == "My lamps"
    assert column(ada) == ["My lamps"]
    assert column(lou) == column(make_owner()) == []
    assert not SavedView.objects.visible_to(make_owner()).exists()
    fact = Event.objects.get(kind="view.saved")
    assert (fact.facts, fact.by) == ({"view": view.pk, "reach": "OWN", "of": 0}, f"member:{ada.pk}")


def test_a_manager_shares_with_a_desk_or_team_of_theirs_and_an_owner_with_everybody(ada, lou):
    bea, orders = make_member("bea"), Desk.objects.get(name="Orders")
    make_desk("Billing", bea)
    team = Team.objects.get(name="Orders team")
    saved(lou, "For the desk", audience=Audience("DESK", desk=orders))
    saved(lou, "For the team", audience=Audience("TEAM", team=team))
    saved(make_owner(), "For all", audience=ALL)

    assert column(ada) == ["For the desk", "For the team", "For all"]
    assert column(bea) == ["For all"]
    team.members.remove(ada)
    assert [view.name for view in views_beside(ada)] == ["For all"]
    ada.is_active = False
    assert views_beside(ada) == []


def test_whoever_has_a_view_in_their_column_is_told_of_it_and_nobody_else(ada, lou):
    bea, gus = make_member("bea"), make_member("gus", is_active=False)
    orders, odo = make_desk("Orders", gus), make_owner()
    made = [
        saved(ada, "Own"),
        saved(lou, "Desk", audience=Audience("DESK", desk=orders)),
        saved(lou, "Team", audience=Audience("TEAM", team=Team.objects.get(name="Orders team"))),
        saved(odo, "All", audience=ALL),
    ]
    told = [Told((0, 1), "view.saved", {"view": one.pk}, (f"view:{one.pk}",)) for one in made]

    reached = list(who_has_it(told))

    for view, reach in zip(made, reached, strict=True):
        having = {m.pk for m in (ada, lou, bea, gus, odo) if view in views_beside(m)}
        assert reach == {f"view:{view.pk}": having}


@pytest.mark.parametrize("reach", ["ALL", "DESK", "TEAM"])
def test_nobody_shares_further_than_their_role_goes(ada, lou, reach):
    billing = make_desk("Billing", make_member("bea"))
    audience = {
        "ALL": ALL,
        "DESK": Audience("DESK", desk=billing),
        "TEAM": Audience("TEAM", team=Team.objects.get(name="Billing team")),
    }[reach]

    for member in (ada, lou):
        with pytest.raises(NotAllowed):
            saved(member, audience=audience)

    assert not SavedView.objects.exists()
    assert not Event.objects.filter(kind__startswith="view.").exists()


def test_a_shared_view_is_changed_by_whoever_may_share_there(ada, lou):
    orders = Desk.objects.get(name="Orders")
    view = saved(lou, audience=Audience("DESK", desk=orders))
    terms = ViewTerms("Lamps and shades", "is:open lamp", audience=Audience("DESK", desk=orders))

    assert not may_change(ada, view)
    with pytest.raises(NotAllowed):
        actions.change_view(view, terms, by=ada, now=NOON)
    with pytest.raises(NotAllowed):
        actions.delete_view(view, by=ada, now=NOON)
    odo = make_owner()
    with pytest.raises(NotAllowed):  # it would be Lou's alone, and Odo could not see it any more
        actions.change_view(view, ViewTerms("Mine now", "is:open"), by=odo, now=NOON)
    assert Event.objects.filter(kind__startswith="view.").count() == 1

    actions.change_view(view, terms, by=odo, now=NOON)
    assert column(ada) == ["Lamps and shades"]
    assert Event.objects.get(kind="view.changed").facts["of"] == orders.pk


def test_nobody_touches_the_view_of_another(ada, lou):
    view = saved(ada)

    for member in (lou, make_owner()):
        with pytest.raises(NotAllowed):
            actions.delete_view(view, by=member, now=NOON)
        with pytest.raises(NotAllowed):
            actions.move_view(view, up=True, by=member)
    assert column(ada) == ["Lamps"]


@pytest.mark.parametrize(
    ("name", "asks", "refusal"),
    [
        (" ", "is:open", actions.NamelessView),
        ("Lamps", " ", actions.AsksNothing),
        ("Lamps", "is:lost", actions.NotReadable),
        ("Lamps", "desk:billing", actions.NotReadable),
        ("Lamps", 'the "blue', actions.NotReadable),
    ],
)
def test_what_cannot_be_read_is_not_saved(ada, name, asks, refusal):
    with pytest.raises(refusal):
        saved(ada, name, asks)

    assert not SavedView.objects.exists()
    assert not Event.objects.filter(kind="view.saved").exists()


def test_so_many_views_and_no_more(ada, monkeypatch):
    monkeypatch.setattr(actions, "MOST_VIEWS", 2)
    saved(ada)
    gone = actions.delete_view(saved(ada), by=ada, now=NOON)
    saved(ada)

    with pytest.raises(actions.TooManyViews):
        saved(ada)
    with pytest.raises(actions.TooManyViews):
        actions.restore_view(gone, by=ada, now=NOON)
    gone.refresh_from_db()
    assert gone.deleted_at == NOON


def test_everybody_has_an_order_of_their_own(ada, lou):
    for name in ("One", "Two", "Three"):
        view = saved(make_owner(), name, audience=ALL)

    actions.move_view(view, up=True, by=ada)
    actions.move_view(view, up=True, by=ada)
    actions.move_view(view, up=True, by=ada)
    saved(ada, "Mine")

    assert column(ada) == ["Three", "One", "Two", "Mine"]
    assert column(lou) == ["One", "Two", "Three"]
    actions.move_view(view, up=False, by=ada)
    assert column(ada) == ["One", "Three", "Two", "Mine"]


def test_a_deletion_can_be_undone_for_a_while(ada):
    view = saved(ada)
    other = saved(ada, "Other")
    actions.move_view(other, up=True, by=ada)

    actions.delete_view(view, by=ada, now=NOON)
    actions.delete_view(view, by=ada, now=NOON)
    assert column(ada) == ["Other"]
    with pytest.raises(actions.GoneForGood):
        actions.restore_view(view, by=ada, now=NOON + timedelta(days=31))

    actions.restore_view(view, by=ada, now=NOON + timedelta(days=29))
    actions.restore_view(view, by=ada, now=NOON + timedelta(days=29))
    assert column(ada) == ["Other", "Lamps"]
    kinds = Event.objects.filter(kind__startswith="view.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True))[2:] == ["view.deleted", "view.restored"]


def test_tags_are_read_once_for_all_views_of_a_column(ada, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(counting, "_texts", {})
    desk = make_desk("Orders")
    conversations.tag_by_names(make_conversation(desk=desk), ["vip", "late"], by=ada, now=NOON)
    asked = [f"tag:{name} is:{state}" for name in ("vip", "late") for state in ("open", "closed")]
    desks = list(Desk.objects.visible_to(ada))
    views = [InColumn(pk, "", "", asks) for pk, asks in enumerate([*asked, "tag:nope -tag:vip"])]

    with django_assert_num_queries(2):
        told = counts(ada, views, desks=desks, now=NOON)

    assert {pk: count and count.number for pk, count in told.items()} == {0: 1, 1: 0, 2: 1, 3: 0}


def test_names_of_a_column_are_looked_up_in_a_query_for_each_kind(
    ada, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(counting, "_texts", {})
    cy, eli = make_customer(), make_customer("eli")
    acme = Organisation.objects.create(name="Acme Lamps")
    Customer.objects.filter(pk=cy.pk).update(organisation=acme)
    of_cy = make_conversation(desk=make_desk("Orders"), customer=cy)
    of_eli = make_conversation(
        desk=of_cy.desk, customer=eli, from_name="Eli", from_address="eli@valdorra.example"
    )
    conversations.assign(of_cy, to=ada, by=ada, now=NOON)
    make_promise(of_eli, keeper=ada, due_at=NOON + timedelta(hours=3))
    asked = {
        "from:acme": 1, "from:lamps": 1, "from:other": 0, "to:acme": 0, "assigned:ada": 1,
        "-assigned:ada": 1, "promised:<1d": 1, "promised:<1d from:acme": 0, "-promised:<1d": 1,
        "promised:<1h": 0, "is:overdue": 0, "promised:<1d promised:<1h": 0,
    }  # fmt: skip
    views = [InColumn(pk, "", "", asks) for pk, asks in enumerate(asked)]
    desks = list(Desk.objects.visible_to(ada))

    with django_assert_num_queries(3):  # colleagues, organisations, the counts
        told = counts(ada, views, desks=desks, now=NOON)

    assert [count and count.number for count in told.values()] == list(asked.values())
    for asks, number in asked.items():
        assert len(find(asks, ada, now=NOON).results) == number, asks


def test_counts_are_what_the_reader_would_find(ada):
    one = make_conversation(desk=make_desk("Orders"), text="A cracked kettle.")
    two = make_conversation(desk=make_desk("Orders"), customer=make_customer("dee"))
    make_conversation(desk=make_desk("Billing", make_member("bea")), text="A kettle.")
    conversations.set_status(two, to="WAITING", by=ada, now=NOON)
    conversations.assign(one, to=ada, by=ada, now=NOON)
    make_promise(one, keeper=ada, due_at=NOON + timedelta(hours=3))
    asked = [
        "is:open", "is:open is:waiting", "is:mine", "assigned:ada", "kettle", "has:note",
        "is:unassigned", "is:unread", "promised:<1d", "desk:orders has:promise", "after:today",
        "before:2020-01-01", "is:closed", "desk:orders -desk:orders", "is:open -is:open",
        "from:dee@valdorra.example", "is:spam",
    ]  # fmt: skip

    told = counted(ada, *asked)

    found = [1, 2, 1, 1, 1, 0, 1, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0]
    assert told == [Count(number) for number in found]
    odo = make_owner()
    assert counted(odo, "is:open", "kettle") == [Count(2), Count(2)]
    ada.sees_only_assigned = True
    assert counted(ada, "is:open", "is:waiting", "has:promise") == [Count(1), Count(0), Count(1)]


def test_counts_follow_what_happens(ada):
    one = make_conversation(desk=make_desk("Orders"))
    assert counted(ada, "is:open", "is:closed", "lamp") == [Count(1), Count(0), Count(1)]

    conversations.set_status(one, to="CLOSED", by=ada, now=NOON)
    make_message("Another lamp.", customer=make_customer("dee"))
    assert counted(ada, "is:open", "is:closed", "lamp") == [Count(1), Count(1), Count(2)]

    Team.objects.get(name="Orders team").members.remove(ada)
    desks = list(Desk.objects.all())  # as if they were still known
    view = InColumn(1, "Open", "search", "is:open")
    assert counts(ada, [view], desks=desks, now=NOON) == {1: Count(0)}


def test_counts_go_so_far_and_say_where_they_stopped(ada, monkeypatch):
    monkeypatch.setattr("kept.search.counting.MOST", 3)
    monkeypatch.setattr("kept.search.counting.MOST_LOOKED_AT", 4)
    for n in range(5):
        make_conversation(desk=make_desk("Orders"), customer=make_customer(f"c{n}"))
    first = make_message("A kettle.", customer=make_customer("dee"), now=NOON - timedelta(days=9))

    assert counted(ada, "is:open", "has:attachment", "lamp") == [
        Count(3), Count(0), Count(3)]  # fmt: skip
    assert counted(ada, "-has:attachment has:promise") == [Count(0, is_least=True)]
    assert counted(ada, "-lamp") == [None]
    for conversation in Conversation.objects.all():
        make_promise(conversation, keeper=ada, due_at=NOON + timedelta(hours=3))
    assert counted(ada, "promised:<1d", "promised:<1h") == [Count(3), Count(0)]
    monkeypatch.setattr("kept.search.counting.MOST_LOOKED_AT", 2)
    assert counted(ada, "promised:<1d") == [Count(2, is_least=True)]
    assert counted(ada, "promised:<1d kettle") == [Count(1)]
    assert counted(ada, "kettle") == [Count(1)]
    assert first.conversation.pk


def test_all_of_a_column_are_counted_in_one_query(ada, django_assert_num_queries):
    make_conversation(desk=make_desk("Orders"))
    asked = ["is:open", "lamp", "-kettle", "is:unread desk:orders", "has:note", "is:lost"]
    desks = list(Desk.objects.visible_to(ada))
    views = [InColumn(n, "View", "search", asks) for n, asks in enumerate(asked)]
    counts(ada, views, desks=desks, now=NOON)

    with django_assert_num_queries(1):
        told = counts(ada, views, desks=desks, now=NOON)

    assert told == dict(enumerate([Count(1), Count(1), None, Count(1), Count(0)]))

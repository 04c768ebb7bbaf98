"""The pages of rules: a sentence, a form in rows, a dry run, and the log."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.automation import wording
from kept.automation.actions.acts import ACTS
from kept.automation.models import Rule, Run
from kept.automation.rules.acts import DOES, Act
from kept.automation.rules.conditions import ABOUTS, Condition
from kept.automation.rules.triggers import BY_TIME, ON_EVENT
from kept.automation.starts import STARTS
from kept.automation.tests.make import follow, lou_at_orders, make, make_tag
from kept.conversations.models import Desk
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def lou(client: Client) -> Member:
    lou = lou_at_orders()
    client.force_login(lou, backend=BACKEND)
    return lou


def typed(**more: str) -> dict[str, str]:
    return {
        "name": "Refunds first",
        "desk": str(Desk.objects.get(name="Orders").pk),
        "trigger": "OPENED",
        "match": "ALL",
        "c0-about": "WORDS",
        "c0-how": "HAS",
        "c0-value": "refund, money back",
        "a0-do": "PRIORITY",
        "a0-value": "HIGH",
    } | more


def test_a_rule_is_made_changed_switched_and_retired(client: Client, lou: Member):
    answer = client.post("/settings/rules/make/", typed(save="on"))
    rule = Rule.objects.get()
    assert answer["Location"] == f"/settings/rules/{rule.pk}/"
    assert (rule.keeper, rule.is_running) == (lou, True)

    page = client.get("/settings/rules/").content.decode()
    assert (
        "When a new conversation begins at Orders and subject or words have “refund” or "
        "“money back”: set the priority to High."
    ) in page

    client.post(f"/settings/rules/{rule.pk}/change/", typed(name="Money first"))
    client.post(f"/settings/rules/{rule.pk}/switch/", {"off": "1"})
    rule.refresh_from_db()
    assert (rule.name, rule.is_on) == ("Money first", False)

    client.post(f"/settings/rules/{rule.pk}/retire/")
    kinds = list(Event.objects.filter(kind__startswith="rule.").values_list("kind", flat=True))
    assert kinds == ["rule.made", "rule.changed", "rule.switched", "rule.retired"]
    answer = client.post("/settings/rules/make/", typed(save="off", name="Money first"))
    assert answer.status_code == 302


def test_rows_are_added_and_taken_out_and_all_that_was_typed_stays(client: Client, lou: Member):
    added = client.post(
        "/settings/rules/make/", typed(add="condition", new_condition="HOURS", name="")
    ).content.decode()
    assert 'name="c1-about" value="HOURS"' in added
    assert 'value="refund, money back"' in added

    dropped = client.post(
        "/settings/rules/make/",
        typed(drop="c0", **{"c1-about": "HOURS", "c1-how": "OUTSIDE"}),
    ).content.decode()
    assert 'name="c0-about" value="HOURS"' in dropped
    assert "refund, money back" not in dropped
    assert Rule.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"a0-do": "NOTHING"}, "It does nothing yet. Add what it does."),
        ({"c0-value": " , "}, "Write at least one, by comma."),
        ({"a0-do": "REPLY", "a0-value": "{{pin}}"}, "There is no variable {{pin}}."),
        ({"a0-do": "TAG", "a0-value": "999"}, "That is gone. Choose another one."),
        ({"trigger": "WHENEVER"}, "Select a valid choice."),
        ({"trigger": "UNANSWERED", "unit": "DAYS", "counted": "CLOCK"}, "This field is required."),
        ({"a0-do": "SNOOZE", "a0-value": "5000", "a0-unit": "DAYS"}, "less than or equal to 1000"),
    ],
)
def test_a_fault_is_said_where_it_is_and_nothing_is_saved(
    client: Client, lou: Member, wrong: dict[str, str], said: str
):
    answer = client.post("/settings/rules/make/", typed(save="on") | wrong)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert wrong.get("c0-value", "refund, money back") in page
    assert (Rule.objects.count(), Event.objects.filter(kind="rule.made").count()) == (0, 0)


def test_a_name_is_taken_once(client: Client, lou: Member):
    make(name="refunds FIRST", by=lou)

    answer = client.post("/settings/rules/make/", typed(save="on"))

    assert answer.status_code == 422
    assert "There is a rule of that name already." in answer.content.decode()


def test_a_manager_makes_no_rule_for_a_desk_they_do_not_see(client: Client, lou: Member):
    other = make_desk("Billing", make_member("bea"))

    answer = client.post("/settings/rules/make/", typed(save="on", desk=str(other.pk)))

    assert answer.status_code == 422
    assert Rule.objects.count() == 0


def test_another_managers_rule_for_all_their_desks_can_be_read_and_not_changed(
    client: Client, lou: Member
):
    rule = make(by=make_manager("max"), desk=None)

    assert client.get(f"/settings/rules/{rule.pk}/").status_code == 200
    answer = client.post(f"/settings/rules/{rule.pk}/switch/", {"off": "1"})

    rule.refresh_from_db()
    assert answer.status_code in {302, 403}
    assert rule.is_on


def test_a_dry_run_says_where_it_would_have_run_and_saves_nothing(client: Client, lou: Member):
    make_conversation(text="My money back, please.", subject="The blue lamp")
    make_conversation(text="Thank you.")
    before = Event.objects.count()

    page = client.post("/settings/rules/make/", typed(dry="1")).content.decode()

    assert "It would have run in 1 of 2." in page
    assert "The blue lamp" in page
    assert "would be done" in page
    assert (Rule.objects.count(), Run.objects.count(), Event.objects.count()) == (0, 0, before)


def test_the_log_says_what_it_saw_and_did_and_only_of_what_is_seen(client: Client, lou: Member):
    bea = make_member("bea")
    rule = make(
        "RECEIVED",
        Act("ASSIGN", str(bea.pk)),
        Act("TAG", str(make_tag().pk)),
        conditions=(Condition("WORDS", "HAS", "refund"),),
        by=lou,
    )
    make_conversation(text="A refund!", subject="The red lamp")
    follow()

    page = client.get(f"/settings/rules/{rule.pk}/").content.decode()
    assert "The red lamp" in page
    assert "done in part" in page
    assert "put on the tag “refund”" in page
    assert "They do not serve this desk" in page

    Desk.objects.get(name="Orders").teams.clear()
    Rule.objects.filter(pk=rule.pk).update(desk=None)
    assert "The red lamp" not in client.get(f"/settings/rules/{rule.pk}/").content.decode()


def test_a_rule_says_why_it_does_not_run_in_one_conversation(client: Client, lou: Member):
    rule = make(conditions=(Condition("WORDS", "HAS", "refund"),), by=lou)
    talk = make_conversation(text="Thank you.")

    page = client.get(f"/settings/rules/{rule.pk}/", {"with": f"k-{talk.pk}"}).content.decode()
    assert "does not hold:" in page

    page = client.get(f"/settings/rules/{rule.pk}/", {"with": "K-99999"}).content.decode()
    assert "You see no conversation of that number." in page


def test_the_history_of_a_conversation_says_which_rule_did_what(client: Client, lou: Member):
    make(
        "OPENED",
        Act("REPLY", "We open at nine."),
        Act("NOTE", "Came at night."),
        Act("PRIORITY", "HIGH"),
        name="Night watch",
        by=lou,
    )
    talk = make_conversation()
    follow()

    page = client.get(reverse("desk:conversation", args=["all", talk.pk]))
    words = page.content.decode()
    assert "The rule “Night watch”" in words
    assert "wrote to the customer, wrote a note, set the priority" in words
    assert "Written by a rule" in words
    assert "Came at night." in words
    printed = client.get(f"/c/{talk.pk}/print/?notes=1").content.decode()
    assert "<b>A rule</b>" in printed


@pytest.mark.parametrize("start", [one.key for one in STARTS])
def test_every_start_opens_as_a_form(client: Client, lou: Member, start: str):
    page = client.get("/settings/rules/make/", {"start": start})
    assert page.status_code == 200
    assert 'id="rule"' in page.content.decode()


@pytest.mark.parametrize("start", ["hours", "remind", "warn", "close"])
def test_what_most_desks_want_is_saved_as_it_starts(client: Client, lou: Member, start: str):
    given = next(one for one in STARTS if one.key == start).typed()
    data = {key: value for key, value in given.items() if isinstance(value, str)}
    data |= {"desk": "", "match": "ALL", "save": "on"}
    for kind, letter in (("conditions", "c"), ("acts", "a")):
        for number, row in enumerate(given[kind]):
            data |= {f"{letter}{number}-{name}": value for name, value in row.items()}

    assert client.post("/settings/rules/make/", data).status_code == 302
    assert Rule.objects.get().is_running


def test_rules_are_put_in_order(client: Client, lou: Member):
    make(name="One", by=lou)
    two = make(name="Two", by=lou)

    client.post(f"/settings/rules/{two.pk}/move/", {"up": "1"})

    assert list(Rule.objects.standing().values_list("name", flat=True)) == ["Two", "One"]


def test_everything_that_can_be_chosen_has_its_words_and_its_deed():
    assert set(wording.TRIGGERS) == {*ON_EVENT, *BY_TIME}
    assert set(wording.ABOUTS) == set(ABOUTS)
    assert set(DOES) == set(ACTS) == set(wording.DOES) == set(wording.DONE)
    known = wording.names(make_manager())
    for about, told in ABOUTS.items():
        for how in told.hows:
            assert wording.clause(Condition(about, how, "1"), known)
    for code in DOES:
        assert wording.deed(Act(code, "1", "DAYS"), known)


def test_pages_stay_within_their_queries(
    client: Client, lou: Member, django_assert_max_num_queries
):
    rule = make(conditions=(Condition("WORDS", "HAS", "lamp"),), by=lou)
    for number in range(10):
        make(name=f"Rule {number}", by=lou)
    make_conversation(now=NOON)
    follow()
    for address in ("/settings/rules/", f"/settings/rules/{rule.pk}/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)

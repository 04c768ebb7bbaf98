"""Improvement in the browser, without a script."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.charter.models import Policy
from kept.customers.links import page_token
from kept.improvement import actions
from kept.improvement.models import (
    Change,
    Denial,
    Friction,
    Huddle,
    HuddleIdea,
    HuddleItem,
    NoNews,
    Obstacle,
    Process,
    TellBack,
)
from kept.improvement.tests.make import (
    adopted,
    begun,
    discussed,
    make_denial,
    make_friction,
    make_house,
    make_talk,
)
from kept.ledger.reading import READERS, catch_up
from kept.notices.models import Notice
from kept.notices.tests.make import told_by_the_ledger
from kept.playbook.actions import PlayTerms, write_play
from kept.promises.fields import typed
from kept.promises.models import Promise
from kept.recovery.tests.make import ended, warned
from tests.cast import NOON, make_desk, make_manager, make_member, make_team
from tests.test_every_url import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_end_known")]
ON = {"submit_id": str(uuid4())}


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    moment = {"now": NOON}
    monkeypatch.setattr("kept.kit.clock.now", lambda: moment["now"])
    return moment


def test_a_refusal_shows_what_instead_and_becomes_a_friction_by_one_tap():
    policy, talk = make_house(), make_talk()
    ada = sign_in(make_member())
    here = f"/c/{talk.pk}/no/"

    shown = text_of(ada.get(here))
    assert "Can instead" in shown
    assert "Store credit" in shown
    answer = ada.post(here, {"policy": policy.pk, "then": "", "submit_id": str(uuid4())})
    assert answer.status_code == 422
    assert not Denial.objects.exists()
    ada.post(here, {"policy": policy.pk, "then": "We paid nothing.", "submit_id": str(uuid4())})
    denial = Denial.objects.get()
    assert denial.then == "We paid nothing."

    for _twice in range(2):
        ada.post(f"/c/{talk.pk}/friction/", {"denial": denial.pk})
    friction = Friction.objects.get()
    assert (friction.policy, friction.cost) == (policy, "")
    shown = text_of(sign_in(make_member("bea")).get(f"/improvement/frictions/{friction.pk}/"))
    assert "Me too" in shown
    assert "We paid nothing." in shown
    assert shown.count('data-done="no"') == 5
    # What happened to a customer is read where their conversation is.
    dan = make_member("dan", sees_only_assigned=True)
    make_desk("Orders", dan)
    shown = text_of(sign_in(dan).get(f"/improvement/frictions/{friction.pk}/"))
    assert "We had to say no" in shown
    assert "We paid nothing." not in shown


def test_a_friction_goes_its_way_by_its_own_page():
    policy = make_house()
    friction = make_friction(policy)
    here = f"/improvement/frictions/{friction.pk}/"
    bea, lou = sign_in(make_member("bea")), sign_in(make_manager())
    bea.post(here, {"do": "me_too", "words": "Every week."})
    bea.post(here, {"do": "quiet"})
    for do in ("list", "connect"):
        lou.post(here, {"do": do})
    answer = lou.post(here, {"do": "discuss", "cause": "Paper", "impact": ""})
    assert answer.status_code == 422
    assert "Paper" in text_of(answer)
    lou.post(here, {"do": "discuss", "cause": "Paper", "impact": "They leave"})

    assert Friction.objects.get().state == "DISCUSSED"
    assert "Bea" not in text_of(lou.get(here)).split("h-voices")[1].split("h-steps")[0]
    begin = {
        "friction": friction.pk,
        "name": "A statement will do",
        "kind": "POLICY",
        "policy": policy.pk,
        "owner": make_manager().pk,
        "submit_id": str(uuid4()),
    }
    assert "A change of" in text_of(lou.get(f"/improvement/changes/begin/?friction={friction.pk}"))
    assert lou.post("/improvement/changes/begin/", begin | {"policy": ""}).status_code == 422
    lou.post("/improvement/changes/begin/", begin)
    change = Change.objects.get()
    there = f"/improvement/changes/{change.pk}/"
    lou.post(there, {"do": "write", "after": "Proof of the sale", "letter": "Hello {{name}}"})
    lou.post(there, {"do": "adopt", "reason": "Fair", "thanks": "Thank you"})
    change.refresh_from_db()
    assert change.state == "ADOPTED"
    shown = text_of(lou.get(there))
    assert "Thank you" in shown
    assert "They are being looked for" in shown
    make_friction(by=make_member("bea"))
    for client in (lou, bea):
        board = text_of(client.get("/improvement/"))
        assert "A statement will do" in board
        assert "They have no receipt any more." in board
    assert lou.get(here).status_code == 200


def test_whoever_reads_the_letters_sees_to_whom_none_goes_since_contact_has_ended(at_noon):
    policy = make_house()
    make_desk("Orders", make_manager("lea"))
    before, meanwhile = make_talk("dee"), make_talk("cy")
    for talk in (before, meanwhile):
        make_denial(policy, talk)
    ended(warned(before))
    change = adopted(begun(policy))
    actions.gather_some(now=NOON)
    ended(warned(meanwhile))
    lou, here = sign_in(make_manager()), f"/improvement/changes/{change.pk}/tell/"

    shown = text_of(lou.get(here))
    assert shown.count("contact with them has ended") == 1
    assert shown.count("Contact with them has ended, so no such letter goes to them.") == 1
    assert 'value="approve"' not in shown
    assert 'name="shown"' not in shown
    row = TellBack.objects.get(conversation=meanwhile)
    answer = lou.post(here, {"do": "approve", "telling": row.pk, "text": "My own words"})
    assert answer.status_code == 422
    assert "My own words" in text_of(answer)
    row.refresh_from_db()
    assert (row.state, row.reviewed_by) == ("DRAFT", None)
    lou.post(here, {"do": "leave", "telling": row.pk})
    assert Change.objects.get().state == "TOLD"


def test_letters_are_read_and_let_go_on_a_page(at_noon):
    policy = make_house()
    for name in ("cy", "dee"):
        make_denial(policy, make_talk(name))
    change = adopted(begun(policy, discussed(make_friction(policy))))
    actions.gather_some(now=NOON)
    lou = sign_in(make_manager())
    here = f"/improvement/changes/{change.pk}/tell/"

    shown = text_of(lou.get(here))
    assert "Dear Cy, In May we paid nothing back for your lamp." in shown
    first, second = TellBack.objects.order_by("pk")
    lou.post(here, {"do": "approve", "telling": first.pk, "text": "In my own words."})
    lou.post(here, {"do": "leave", "telling": second.pk})
    assert sign_in(make_member()).get(here).status_code == 403
    actions.send_some(now=NOON)
    assert TellBack.objects.get(pk=first.pk).message.text == "In my own words."
    assert "left out" in text_of(lou.get(here))

    token = page_token(first.customer, now=NOON)
    page = text_of(sign_in(make_member()).get(f"/for/{token}/"))
    assert "What changed because of you" in page
    assert "In May we paid nothing back for your lamp." in page
    assert '<p dir="auto">No refund without proof of the sale.</p>' in page
    assert '<li class="small" dir="auto">A card statement is proof</li>' in page
    Policy.objects.update(cannot="We refund whatever you bought here.", instead="")
    page = text_of(sign_in(make_member()).get(f"/for/{token}/"))
    assert "We refund whatever you bought here." in page
    assert "proof" not in page
    Policy.objects.update(retired_at=NOON)
    page = text_of(sign_in(make_member()).get(f"/for/{token}/"))
    assert "In May we paid nothing back for your lamp." in page
    assert "We refund whatever" not in page
    Policy.objects.update(retired_at=None)
    sign_in(make_member()).post(f"/for/{token}/news/", {"wants": "0"})
    assert NoNews.objects.get().customer == first.customer
    sign_in(make_member()).post(f"/for/{token}/news/", {"wants": "1"})
    assert not NoNews.objects.exists()

    at_noon["now"] = NOON + timedelta(days=91)
    change.refresh_from_db()
    assert change.state == "TOLD"
    check = f"/improvement/changes/{change.pk}/checks/90/"
    shown = text_of(lou.get(check))
    assert "Keep it for good" in shown
    assert lou.post(check, {"do": "KEEP", "words": ""}).status_code == 422
    lou.post(check, {"do": "KEEP", "words": "It is quiet."})
    change.refresh_from_db()
    assert change.state == "KEPT"
    assert "It is quiet." in text_of(lou.get(f"/improvement/changes/{change.pk}/"))


@told_by_the_ledger
def test_a_huddle_runs_on_one_screen_and_each_on_their_own():
    policy = make_house()
    friction = make_friction(policy)
    ada, lou = sign_in(make_member()), sign_in(make_manager())
    team = make_team("Orders team")
    plan = {
        "team": team.pk,
        "at": typed(NOON + timedelta(days=1), make_manager().zone),
        "minutes": 30,
        "format": "STAND",
        "every_days": 7,
    }
    assert ada.get("/huddles/plan/").status_code == 403
    lou.post("/huddles/plan/", plan)
    huddle = Huddle.objects.get()
    here = f"/huddles/{huddle.pk}/"
    assert "They have no receipt any more." in text_of(ada.get(here))
    assert "Next huddle" in text_of(ada.get("/today/"))
    ada.post(here, {"do": "out"})
    ada.post(here, {"do": "speak", "pride": "Cy laughed.", "taught": ""})
    lou.post(here, {"do": "open"})
    item = HuddleItem.objects.get()
    assert item.friction == friction
    there = f"/huddles/items/{item.pk}/"
    ada.post(there, {"do": "idea", "words": "Take the statement"})
    lou.post(there, {"do": "discuss", "cause": "Paper", "impact": "They leave"})
    due = typed(NOON + timedelta(days=7), make_manager().zone)
    chosen = {"do": "choose", "words": "Take the statement", "due_at": due, "as_change": "on"}
    assert ada.post(there, chosen | {"owner": make_member().pk}).status_code == 422
    lou.post(there, chosen | {"owner": make_member().pk})
    item.refresh_from_db()
    assert (item.owner, item.promise) == (make_member(), None)
    assert item.change.kind == "POLICY"
    assert "I take it on" in text_of(ada.get(there))
    ada.post(there, {"do": "yes"})
    item.refresh_from_db()
    assert (item.promise.keeper, item.promise.to_team) == (make_member(), team)
    assert "30 minutes left" in text_of(lou.get(here))

    lou.post(here, {"do": "close"})

    assert "Cy laughed." in text_of(ada.get(here))
    ada.post(here, {"do": "useful"})
    assert "1 of 1 say yes." in text_of(ada.get(here))
    assert Huddle.objects.get(state="PLANNED").at == huddle.at + timedelta(days=7)
    while catch_up(READERS["notices"], now=NOON):
        pass
    told = Notice.objects.filter(kind="HUDDLED").values_list("member__name", flat=True)
    assert sorted(told) == ["Ada", "Bea"]
    assert "What came of the huddle" in text_of(ada.get("/notices/"))
    assert "Huddles" in text_of(ada.get("/huddles/"))


def test_a_huddle_speaks_of_what_was_offered_to_the_playbook_since_the_last_one():
    make_house()
    ada, lou = make_member(), make_manager()
    huddle = actions.plan_huddle(
        actions.HuddlePlan(make_team("Orders team"), NOON + timedelta(days=1)), by=lou, now=NOON
    )
    terms = PlayTerms("FAIR", "ANGRY", "en", "Say first what went wrong", ["We were wrong."])
    older = write_play(None, terms, by=ada, now=huddle.since - timedelta(seconds=1))
    play = write_play(None, terms, by=ada, now=NOON)

    page = text_of(sign_in(lou).get(f"/huddles/{huddle.pk}/"))

    assert page.count("Said better afterwards") == 1
    assert page.count("Say first what went wrong") == 1
    assert page.count(f"/playbook/{play.pk}/") == 1
    assert f"/playbook/{older.pk}/" not in page


@told_by_the_ledger
def test_those_who_raised_it_hear_what_became_of_it():
    policy = make_house()
    friction = make_friction(policy)
    actions.me_too(friction, by=make_member("bea"), now=NOON)
    change = adopted(begun(policy, discussed(friction)))
    while catch_up(READERS["notices"], now=NOON):
        pass
    assert Notice.objects.filter(change=change).count() == 2
    bea = sign_in(make_member("bea"))
    assert "It changed, also because of you" in text_of(bea.get("/notices/"))
    assert "What changed because of me" in text_of(bea.get("/today/"))


def test_a_leader_owes_an_answer_and_a_process_is_walked_through():
    make_house()
    ada, lou = sign_in(make_member()), sign_in(make_manager())
    asked = {"leader": make_manager().pk, "words": "No printer.", "submit_id": str(uuid4())}
    assert ada.post("/improvement/obstacles/", asked | {"words": ""}).status_code == 422
    for _twice in range(2):
        ada.post("/improvement/obstacles/", asked)
    obstacle = Obstacle.objects.get()
    assert obstacle.promise.keeper == make_manager()
    here = f"/improvement/obstacles/{obstacle.pk}/"
    assert sign_in(make_member("bea")).get(here).status_code == 404
    assert ada.post(here, {"state": "REMOVED", "answer": "x"}).status_code == 422
    assert "No printer." in text_of(lou.get("/rhythm/"))
    lou.post(here, {"state": "REMOVED", "answer": "It comes on Friday."})
    assert Promise.objects.get(pk=obstacle.promise_id).outcome == "KEPT"
    assert "It comes on Friday." in text_of(ada.get(here))

    made = {"name": "Returns", "words": "1. A letter", "owner": make_member().pk, "every_days": 30}
    assert ada.post("/improvement/processes/make/", made).status_code == 403
    lou.post("/improvement/processes/make/", made)
    process = Process.objects.get()
    walk = {
        "customer_effort": 3,
        "staff_effort": 2,
        "health": "STRAINED",
        "submit_id": str(uuid4()),
    }
    ada.post(f"/improvement/processes/{process.pk}/", walk)
    process.refresh_from_db()
    assert (process.health, process.care_due_on) == ("STRAINED", NOON.date() + timedelta(days=30))
    assert "strained" in text_of(ada.get("/improvement/processes/"))
    assert lou.get(f"/improvement/processes/{process.pk}/change/").status_code == 200


def test_a_macro_that_was_stopped_is_offered_to_nobody():
    from kept.macros.actions import MacroSettings, make_macro
    from kept.macros.queries import offered

    make_house()
    talk, lou = make_talk(), make_manager()
    macro = make_macro(MacroSettings(name="Sorry", text="Sorry."), by=lou, now=NOON)
    here = f"/improvement/stop/macro/{macro.pk}/"
    assert sign_in(make_member()).get(here).status_code == 404
    client = sign_in(lou)
    client.post(here, {"do": "stop", "words": "It says what is not true."})
    assert offered(make_member(), talk) == []
    client.post(here, {"do": "start", "words": "Mended."})
    assert [one.macro for one in offered(make_member(), talk)] == [macro]


def test_no_page_asks_much():
    policy = make_house()
    for name in ("cy", "dee", "eve"):
        make_denial(policy, make_talk(name))
    friction = make_friction(policy)
    change = adopted(begun(policy, discussed(friction)))
    actions.gather_some(now=NOON)
    lou = make_manager()
    plan = actions.HuddlePlan(make_team("Orders team"), NOON + timedelta(days=1))
    make_friction(by=make_member("bea"))
    huddle = actions.open_huddle(actions.plan_huddle(plan, by=lou, now=NOON), by=lou, now=NOON)
    client = sign_in(lou)
    counted = {}
    for path in (
        "/improvement/",
        f"/improvement/frictions/{friction.pk}/",
        f"/improvement/changes/{change.pk}/",
        f"/improvement/changes/{change.pk}/tell/",
        f"/huddles/{huddle.pk}/",
        f"/huddles/items/{huddle.items.get().pk}/",
        f"/c/{Denial.objects.first().conversation_id}/no/",
        "/huddles/",
        "/rhythm/",
    ):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counted[path] = len(asked)
    assert [path for path, count in counted.items() if count > 12] == []


def test_whoever_wants_to_be_named_to_nobody_is_named_on_no_page():
    friction = make_friction(make_house(), by=make_member())
    actions.be_quiet(friction, is_quiet=True, by=make_member())
    lou, ada = sign_in(make_manager()), sign_in(make_member())
    plan = actions.HuddlePlan(make_team("Orders team"), NOON + timedelta(days=1))
    huddle = actions.plan_huddle(plan, by=make_manager(), now=NOON)
    actions.open_huddle(huddle, by=make_manager(), now=NOON)
    item = HuddleItem.objects.get()
    here = f"/improvement/frictions/{friction.pk}/"

    for page in (here, f"/huddles/items/{item.pk}/", "/improvement/", f"/huddles/{huddle.pk}/"):
        shown = text_of(lou.get(page))
        assert "They have no receipt any more." in shown
        assert "Ada raised it" not in shown
    assert "<span>Ada" not in text_of(lou.get(here))
    assert lou.post(here, {"do": "connect"}).status_code == 302
    assert "Ada" not in text_of(lou.get(here))
    assert "Ada raised it" in text_of(ada.get(here))


def test_a_huddle_shows_an_issue_to_nobody_who_does_not_see_it():
    make_friction(make_house())
    plan = actions.HuddlePlan(make_team("Orders team"), NOON + timedelta(days=1))
    huddle = actions.plan_huddle(plan, by=make_manager(), now=NOON)
    actions.open_huddle(huddle, by=make_manager(), now=NOON)
    item, bea = HuddleItem.objects.get(), sign_in(make_member("bea"))
    assert "no receipt" in text_of(bea.get(f"/huddles/{huddle.pk}/"))
    make_desk("Orders").teams.clear()

    assert "no receipt" not in text_of(bea.get(f"/huddles/{huddle.pk}/"))
    assert bea.get(f"/huddles/items/{item.pk}/").status_code == 404
    assert bea.post(f"/huddles/items/{item.pk}/", {"do": "idea", "words": "x"}).status_code == 404
    assert not HuddleIdea.objects.exists()


def test_what_was_typed_survives_where_somebody_was_quicker():
    policy = make_house()
    make_denial(policy, make_talk("cy"))
    make_denial(policy, make_talk("dee"))
    friction = make_friction(policy)
    change = adopted(begun(policy, discussed(friction)))
    actions.gather_some(now=NOON)
    lou, bea = sign_in(make_manager()), sign_in(make_member("bea"))
    joined = bea.post(
        f"/improvement/frictions/{friction.pk}/", {"do": "me_too", "words": "Me <too>"}
    )
    assert (joined.status_code, "Me &lt;too&gt;" in text_of(joined)) == (422, True)
    first = TellBack.objects.order_by("pk").first()
    actions.leave_out(first, by=make_manager(), now=NOON)

    typed = {"do": "approve", "telling": first.pk, "text": "My <own> words"}
    answer = lou.post(f"/improvement/changes/{change.pk}/tell/", typed)

    assert (answer.status_code, "My &lt;own&gt; words" in text_of(answer)) == (422, True)
    assert TellBack.objects.get(pk=first.pk).state == "LEFT_OUT"

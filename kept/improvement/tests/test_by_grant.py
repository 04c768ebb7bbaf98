"""Stopping the line by a grant, saying no in a huddle, and forms that are sent twice."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from kept.charter import actions as charter
from kept.charter import audit
from kept.charter.actions import BeyondLimit, GrantTerms, NoLimit, NotGranted
from kept.charter.models import Grant, GrantPeriod, Policy
from kept.charter.queries import may_decide
from kept.improvement import access, actions
from kept.improvement.actions import AlreadyDecided, NeedsReason
from kept.improvement.models import Change, Friction, Halt, HuddleItem, Process
from kept.improvement.tests.make import discussed, make_friction, make_house, make_talk
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.macros.actions import MacroSettings, make_macro
from kept.macros.models import Macro
from kept.people.models import Member
from kept.people.tests.test_at_once import at_once
from kept.playbook.models import Play
from tests.cast import NOON, make_desk, make_manager, make_member, make_owner, make_team
from tests.test_every_url import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_end_known")]
DAY = timedelta(days=1)


def may_stop_once(member: Member, **more: object) -> Grant:
    given = {"times": 1, "period": "MONTH", "member": member} | more
    terms = GrantTerms("STOP", "Somebody could be harmed", **given)  # type: ignore[arg-type]
    made = charter.propose(terms, by=make_manager(), now=NOON)
    return charter.agree(made, by=member, now=NOON)


def stop(thing: Policy | Macro, *, by: Member, now=NOON) -> Halt:
    return actions.stop_the_line(thing, reason="Wrong.", submit_id=uuid4(), by=by, now=now)


def untouched(act, refusal) -> None:
    def told():
        rows = (Halt, Friction, GrantPeriod, HuddleItem, Change, Grant)
        return Event.objects.count(), [
            list(model.objects.order_by("pk").values()) for model in rows
        ]

    before = told()
    with pytest.raises(refusal):
        act()
    assert told() == before


def test_a_grant_lets_a_member_stop_a_policy_as_often_as_was_agreed():
    policy, ada = make_house(), make_member()
    untouched(lambda: stop(policy, by=ada), NotGranted)
    grant = may_stop_once(ada)
    assert [one.words for one in may_decide(ada, now=NOON)] == [
        "stopping the line, at most 1 times a month"
    ]
    assert may_decide(ada, now=NOON, desk=policy.desk_id) == []

    halt = stop(policy, by=ada)

    assert (halt.grant, halt.by, GrantPeriod.objects.get().used_times) == (grant, ada, 1)
    assert Event.objects.get(kind="line.stopped").facts["grant"] == grant.pk
    actions.start_again(halt, words="Mended.", by=ada, now=NOON)
    untouched(lambda: stop(policy, by=ada), BeyondLimit)
    assert list(audit.findings()) == []
    stop(policy, by=ada, now=NOON + 31 * DAY)
    assert GrantPeriod.objects.count() == 2


def test_by_right_of_role_no_grant_is_used():
    policy, lou = make_house(), make_manager()
    may_stop_once(make_member())

    assert stop(policy, by=lou).grant is None
    assert GrantPeriod.objects.count() == 0


@pytest.mark.parametrize("how", ["expired", "another desk", "another policy", "ended", "eve"])
def test_a_grant_stops_nothing_beyond_what_it_says(how):
    policy, ada = make_house(), make_member()
    more: dict[str, object] = {}
    if how == "expired":
        more["expires_on"] = (NOON - DAY).date()
    if how == "another desk":
        more["desk"] = make_desk("Billing", ada, make_manager())
    if how == "another policy":
        terms = charter.PolicyTerms("Gifts", "None.", "", make_manager(), NOON.date())
        more["policy"] = charter.write_policy(None, terms, by=make_manager(), now=NOON)
    grant = may_stop_once(ada, **more)
    if how == "ended":
        charter.end(grant, by=ada, now=NOON)
    who, refusal = ada, NotGranted
    if how == "eve":
        who, refusal = make_member("eve"), NotAllowed

    untouched(lambda: stop(policy, by=who), refusal)


def test_a_grant_stops_a_macro_which_only_managers_and_who_stopped_it_start_again():
    make_house()
    ada, bea, lou = make_member(), make_member("bea"), make_manager()
    macro = make_macro(MacroSettings(name="Sorry", text="Sorry."), by=lou, now=NOON)
    may_stop_once(ada)

    halt = stop(macro, by=ada)

    macro.refresh_from_db()
    assert macro.paused_at == NOON
    untouched(lambda: actions.start_again(halt, words="So.", by=bea, now=NOON), NotAllowed)
    actions.start_again(halt, words="Mended.", by=ada, now=NOON)
    macro.refresh_from_db()
    assert macro.paused_at is None


def test_a_role_may_stop_by_grant_and_nothing_is_given_to_a_customer_by_it():
    policy, ada = make_house(), make_member()
    terms = GrantTerms("STOP", "Harm", role="MEMBER", times=2)
    grant = charter.propose(terms, by=make_owner(), now=NOON)
    assert stop(policy, by=ada).grant == grant
    use, there = charter.Use(reason="So.", due_at=NOON + DAY), make_talk()
    untouched(
        lambda: charter.use_grant(
            grant, there, use, submit_id=uuid4(), by=make_member("bea"), now=NOON
        ),
        NotGranted,
    )
    amount = GrantTerms("STOP", "Harm", member=ada, amount=500, currency="EUR", times=1)
    untouched(lambda: charter.propose(amount, by=make_manager(), now=NOON), NoLimit)
    endless = GrantTerms("STOP", "Harm", member=ada)
    untouched(lambda: charter.propose(endless, by=make_manager(), now=NOON), NoLimit)


def test_the_page_offers_it_to_whoever_has_the_grant(monkeypatch):
    monkeypatch.setattr("kept.kit.clock.now", lambda: NOON)
    policy, ada = make_house(), make_member()
    here, client = f"/improvement/stop/policy/{policy.pk}/", sign_in(ada)
    beside = f"/authority/policies/{policy.pk}/"
    assert here not in client.get(beside).content.decode()
    assert client.get(here).status_code == 404
    may_stop_once(ada)
    assert here in client.get(beside).content.decode()
    page = client.get("/authority/").content.decode()
    assert "Stopping the line, at most 1 times a month" in page

    client.post(here, {"do": "stop", "words": "It does harm."})
    assert Halt.objects.get().by == ada
    assert client.get(here).status_code == 200
    client.post(here, {"do": "start", "words": "Mended."})
    assert Halt.objects.get().ended_by == ada
    assert client.get(here).status_code == 404
    assert "Stopping the line" in sign_in(make_manager()).get("/authority/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_one_grant_used_by_many_hands_at_once_stops_as_often_as_it_says():
    make_house()
    ada, lou = make_member(), make_manager()
    may_stop_once(ada, times=2)
    macros = [
        make_macro(MacroSettings(name=f"Macro {n}", text="So."), by=lou, now=NOON) for n in range(5)
    ]

    ends = at_once(*[lambda macro=macro: stop(macro, by=ada) for macro in macros])

    assert ends == [*["beyond_limit"] * 3, "done", "done"]
    assert (Halt.objects.count(), GrantPeriod.objects.get().used_times) == (2, 2)


# A huddle's choice is declined.


def chosen(*, as_change: bool = False) -> HuddleItem:
    """Lou chose Ada for it."""
    policy, lou = make_house(), make_manager()
    discussed(make_friction(policy))
    team = make_team("Orders team")
    plan = actions.HuddlePlan(team, NOON + DAY)
    huddle = actions.open_huddle(actions.plan_huddle(plan, by=lou, now=NOON), by=lou, now=NOON)
    return actions.choose(
        huddle.items.get(), words="Take the statement", owner=make_member(), due_at=NOON + 7 * DAY,
        as_change=as_change, by=lou, now=NOON,
    )  # fmt: skip


def test_whom_a_huddle_chose_says_no_and_it_is_chosen_anew():
    item, ada, bea, lou = chosen(), make_member(), make_member("bea"), make_manager()
    untouched(lambda: actions.say_no(item, words=" ", by=ada, now=NOON), NeedsReason)
    untouched(lambda: actions.say_no(item, words="No.", by=bea, now=NOON), NotAllowed)

    actions.say_no(item, words="I am\naway.", by=ada, now=NOON)

    item.refresh_from_db()
    assert (item.chosen, item.owner, item.due_at, item.promise) == ("", None, None, None)
    assert (item.declined_by, item.declined_words) == (ada, "I am away.")
    fact = Event.objects.get(kind="huddle.declined")
    assert fact.facts == {
        "huddle": item.huddle_id, "friction": item.friction_id, "member": ada.pk,
    }  # fmt: skip
    untouched(lambda: actions.say_no(item, words="No.", by=ada, now=NOON), NotAllowed)
    item = actions.choose(
        item, words="Take it", owner=bea, due_at=NOON + DAY, as_change=False, by=lou, now=NOON
    )
    actions.take_on(item, by=bea, now=NOON)
    untouched(lambda: actions.say_no(item, words="No.", by=bea, now=NOON), AlreadyDecided)


def test_a_change_that_is_tried_goes_on_in_other_hands():
    item, ada, bea, lou = chosen(as_change=True), make_member(), make_member("bea"), make_manager()
    assert item.change.owner == ada

    actions.say_no(item, words="Not me.", by=ada, now=NOON)
    assert (Change.objects.get().owner, Change.objects.get().state) == (lou, "TRYING")

    item.refresh_from_db()
    actions.choose(
        item, words="Take it", owner=bea, due_at=NOON + DAY, as_change=False, by=lou, now=NOON
    )
    assert Change.objects.get().owner == bea


def test_said_after_the_huddle_it_comes_before_the_next_one():
    item, ada, lou = chosen(), make_member(), make_manager()
    actions.close_huddle(item.huddle, by=lou, now=NOON)

    actions.say_no(item, words="Not me.", by=ada, now=NOON)

    later = NOON + 8 * DAY
    following = actions.open_huddle(
        type(item.huddle).objects.get(state="PLANNED"), by=lou, now=later
    )
    assert following.items.get().friction == item.friction


def test_the_page_takes_a_no_with_a_word(monkeypatch):
    monkeypatch.setattr("kept.kit.clock.now", lambda: NOON)
    item = chosen()
    client, there = sign_in(make_member()), f"/huddles/items/{item.pk}/"
    assert "I cannot take it on" in client.get(there).content.decode()
    assert client.post(there, {"do": "no", "words": ""}).status_code == 422

    client.post(there, {"do": "no", "words": "I am away."})

    item.refresh_from_db()
    assert item.declined_words == "I am away."
    for page in (there, f"/huddles/{item.huddle_id}/"):
        assert "I am away." in sign_in(make_manager()).get(page).content.decode()


# The same form, twice.


def twice(client, url: str, values: dict) -> list[str]:
    return [client.post(url, values | {"submit_id": str(TOKEN)}).url for _again in range(2)]


TOKEN = uuid4()


def test_what_is_sent_twice_is_there_once():
    policy = make_house()
    ada, lou = sign_in(make_member()), sign_in(make_manager())
    play = {
        "situation": "FAIR", "feeling": "ANGRY", "language": "en", "name": "Ask them",
        "phrasings": "What would be fair?",
    }  # fmt: skip
    before = Play.objects.count()
    assert len(set(twice(ada, "/playbook/write/", play))) == 1
    assert Play.objects.count() == before + 1
    assert Event.objects.filter(kind="play.written").count() == 1

    process = {"name": "Returns", "words": "They write.", "owner": make_manager().pk,
               "every_days": 30}  # fmt: skip
    assert len(set(twice(lou, "/improvement/processes/make/", process))) == 1
    assert Process.objects.count() == 1

    grant = {"to": f"member-{make_member().pk}", "kind": "CREDIT", "situation": "Late",
             "amount": "5", "currency": "EUR", "period": "MONTH", "widen_after": 0}  # fmt: skip
    twice(lou, "/authority/grants/propose/", grant)
    assert Grant.objects.count() == 1

    rule = {"name": "Gifts", "cannot": "None.", "owner": make_manager().pk,
            "effective_on": "2026-11-30", "instead-TOTAL_FORMS": "0",
            "instead-INITIAL_FORMS": "0"}  # fmt: skip
    assert len(set(twice(lou, "/authority/policies/write/", rule))) == 1
    assert Policy.objects.exclude(pk=policy.pk).count() == 1


def test_each_form_carries_a_token_of_its_own():
    make_house()
    lou = sign_in(make_manager())
    for url in ("/playbook/write/", "/improvement/processes/make/", "/authority/grants/propose/",
                "/authority/policies/write/"):  # fmt: skip
        tokens = {
            page.split('name="submit_id" value="')[1].split('"')[0]
            for page in (lou.get(url).content.decode() for _again in range(2))
        }
        assert len(tokens) == 2, url


def test_a_play_in_other_words_with_another_token_is_another_one():
    from kept.playbook.actions import PlayTerms, write_play

    ada = make_member()
    for words in ("One", "Two"):
        terms = PlayTerms("FAIR", "ANGRY", "en", words, [f"{words}, please?"])
        write_play(None, terms, submit_id=uuid4(), by=ada, now=NOON)

    assert list(Play.objects.filter(writer=ada).order_by("pk").values_list("name", flat=True)) == [
        "One", "Two",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_sent_at_the_same_moment_it_is_there_once():
    from kept.playbook.actions import PlayTerms, write_play

    ada, token = make_member(), uuid4()
    terms = PlayTerms("FAIR", "ANGRY", "en", "Ask", ["Please?"])

    def send() -> object:
        return write_play(None, terms, submit_id=token, by=ada, now=NOON)

    assert at_once(*[send] * 4) == ["done"] * 4
    assert Play.objects.filter(writer=ada).count() == 1


def test_whoever_holds_only_a_grant_finds_there_what_it_stops(monkeypatch):
    monkeypatch.setattr("kept.kit.clock.now", lambda: NOON)
    policy, ada, lou = make_house(), make_member(), make_manager()
    bea = make_member("bea")
    macro = make_macro(MacroSettings(name="Return label", text="Use this."), by=lou, now=NOON)
    elsewhere = make_desk("Billing", lou)
    theirs = MacroSettings(name="Invoice", text="Here it is.", desk=elsewhere)
    make_macro(theirs, by=lou, now=NOON)
    may_stop_once(ada)

    def offered(member: Member) -> list[str]:
        page = sign_in(member).get("/improvement/stop/").content.decode()
        return re.findall(r'href="/improvement/stop/(\w+/\d+)/"', page)

    both = [f"policy/{policy.pk}", f"macro/{macro.pk}"]
    assert offered(ada) == both
    assert offered(bea) == []
    assert len(offered(lou)) == 3
    for member in (ada, bea, lou):
        named = [(one.what, one.thing.pk) for one in access.stoppable(member, now=NOON)]
        for thing in [policy, *Macro.objects.visible_to(member)]:
            what = "policy" if thing == policy else "macro"
            may = access.may_stop(member, thing, now=NOON)
            assert may is ((what, thing.pk) in named)
    page = sign_in(ada).get("/authority/").content.decode()
    assert 'href="/improvement/stop/"' in page
    assert 'href="/improvement/stop/"' not in sign_in(bea).get("/authority/").content.decode()

    there = f"/improvement/stop/macro/{macro.pk}/"
    assert sign_in(ada).post(there, {"do": "stop", "words": "It harms."}).status_code == 302
    macro.refresh_from_db()
    assert macro.paused_at is not None
    # It is used up, and what she has stopped she may start again.
    assert offered(ada) == [f"macro/{macro.pk}"]
    assert 'href="/improvement/stop/"' in sign_in(ada).get("/authority/").content.decode()

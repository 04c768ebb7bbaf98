"""The screens of agreements, for members and for their partner."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kept.agreements import actions, queries
from kept.agreements.models import Agreement, Target
from kept.agreements.templatetags.agreements import held_in_talks, held_in_words
from kept.agreements.tests.make import (
    clock,
    hear,
    make_agreement,
    make_desk_agreement,
    make_draft,
    make_organisation,
    words,
)
from kept.customers.links import page_token
from kept.customers.models import Customer
from kept.ledger.models import Event
from kept.people.models import Member
from kept.promises.actions import sweep
from kept.promises.models import Promise
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_reply,
    make_team,
)

pytestmark = pytest.mark.django_db


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def weeks_of_letters(agreement: Agreement, customer: Customer, *, kept: int, late: int) -> None:
    """So many letters answered in time and so many after it."""
    ada = make_member()
    begin = agreement.versions.get().holds_from
    for number in range(kept + late):
        at = begin + timedelta(minutes=number)
        conversation = make_conversation(customer=customer, now=at, subject=f"Lamp {number}")
        wait = timedelta(hours=1) if number < kept else timedelta(days=3)
        make_reply(conversation, by=ada, now=at + wait)
    now = begin + timedelta(days=6)
    hear()
    sweep.break_due(now=now)


def test_a_manager_writes_one_from_beginning_to_end_without_scripts():
    cy, lou = make_customer(), make_manager()
    make_desk("Orders", make_member(), lou)
    make_conversation(customer=cy)
    make_organisation(cy)
    client = sign_in(lou)
    begun = client.post(
        "/agreements/begin/customer/",
        {
            "organisation": "hotel tidewater",
            "desks": [make_desk("Orders").pk],
            "purpose": "Guests never sit in the dark.",
            "way": "We call before we send.",
            "review_every_months": "6",
            "submit_id": str(uuid4()),
        },
    )
    agreement = Agreement.objects.get()
    home = f"/agreements/{agreement.pk}/"
    assert (begun.status_code, begun["Location"]) == (302, home)

    add = f"{home}clauses/add/"
    clocked = {"side": "OURS", "kind": "FIRST_ANSWER", "amount": "4", "unit": "60"}
    assert client.post(add, clocked).status_code == 302
    theirs = {"side": "THEIRS", "kind": "WORDS", "words": "We send a floor plan."}
    assert client.post(add, theirs).status_code == 302
    measure = {"name": "Calm", "asks": "Do you trust us with a full house?", "aim": "Yes, always"}
    assert client.post(f"{home}measures/add/", measure | {"is_experience": "on"}).status_code == 302
    page = text(client.get(home))
    assert "You hear from us within 4 working hours." in page
    assert "First answer, 4 working hours" in page
    assert "We send a floor plan." in page
    assert "Do you trust us with a full house?" in page

    assert client.post(f"{home}meet/").status_code == 302
    said = {"words": "Four hours, and a plan.", "agrees": "yes", "version": "1"}
    assert client.post(f"{home}sign/", said).status_code == 302
    token = page_token(cy, now=timezone.now())
    page = text(Client().get(f"/for/{token}/agreements/{agreement.pk}/"))
    assert "Four hours, and a plan." in page
    assert "Yes, we agree to this" in page
    answer = Client().post(
        f"/for/{token}/agreements/{agreement.pk}/agree/",
        {"words": "You answer, we plan.", "agrees": "yes", "version": "1"},
    )
    assert answer.status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == "LIVING"
    assert "You answer, we plan." in text(client.get(home))


def test_what_was_typed_survives_every_refusal():
    lou = make_manager()
    agreement = make_draft(by=lou)
    client = sign_in(lou)
    home = f"/agreements/{agreement.pk}/"
    before = Event.objects.count()

    answer = client.post(
        "/agreements/begin/customer/",
        {"organisation": "Nobody", "purpose": "Typed with care", "review_every_months": "3"},
    )
    assert answer.status_code == 422
    assert "We know no organisation of this name." in text(answer)
    assert "Typed with care" in text(answer)
    answer = client.post(
        f"{home}clauses/add/", {"side": "OURS", "kind": "NEXT_ANSWER", "words": "Typed with care"}
    )
    assert answer.status_code == 422
    assert "Say within how much time." in text(answer)
    assert "Typed with care" in text(answer)
    answer = client.post(
        f"{home}clauses/add/",
        {"side": "THEIRS", "kind": "FIRST_ANSWER", "amount": "3", "words": "Typed with care"},
    )
    assert answer.status_code == 422
    assert "Only a desk's own promise can have a clock." in text(answer)
    assert client.post(f"{home}end/", {"why": ""}).status_code == 422
    assert Event.objects.count() == before


def test_a_partner_who_forgot_to_choose_finds_their_words_again():
    cy, lou = make_customer(), make_manager()
    agreement = make_draft(by=lou, customer=cy)
    actions.meet(agreement, by=lou, now=timezone.now())
    address = f"/for/{page_token(cy, now=timezone.now())}/agreements/{agreement.pk}/"

    answer = Client().post(f"{address}agree/", {"words": "Typed with care", "version": "1"})

    assert answer.status_code == 422
    assert "Typed with care" in text(answer)
    assert "Choose one of the two." in text(answer)
    stale = {"words": "Typed with care", "agrees": "yes", "version": "7"}
    answer = Client().post(f"{address}agree/", stale)
    assert answer.status_code == 409
    assert "Typed with care" in text(answer)
    assert agreement.versions.get().say_backs.count() == 0


def test_a_partner_says_that_something_must_change():
    cy, lou = make_customer(), make_manager()
    agreement = make_draft(by=lou, customer=cy)
    actions.meet(agreement, by=lou, now=timezone.now())
    address = f"/for/{page_token(cy, now=timezone.now())}/agreements/{agreement.pk}/"

    said = {"words": "One lamp is enough.", "agrees": "no", "version": "1"}
    assert Client().post(f"{address}agree/", said).status_code == 302

    # Once it has been laid before them they may read how it goes on, and no draft of ours.
    assert Client().get(address).status_code == 404
    client = sign_in(lou)
    assert "being written" in text(client.get(f"/agreements/{agreement.pk}/"))
    first = text(client.get(f"/agreements/{agreement.pk}/versions/1/"))
    assert "One lamp is enough." in first
    assert "wants it otherwise" in first


def test_a_link_opens_no_agreement_of_another_house():
    cy, dee, lou = make_customer("cy"), make_customer("dee"), make_manager()
    agreement = make_agreement(by=lou, customer=cy)
    make_organisation(dee, name="Kino Aurora")
    now = timezone.now()

    for token in (page_token(dee, now=now), "no.token"):
        address = f"/for/{token}/agreements/{agreement.pk}/"
        assert Client().get(address).status_code == 404
        assert Client().post(f"{address}agree/", {"words": "Yes", "agrees": "yes"}).status_code == (
            404
        )
    assert Client().get(f"/for/{page_token(cy, now=now)}/agreements/{agreement.pk}/").status_code


def test_how_both_sides_do_is_said_with_its_doubt():
    cy, lou = make_customer(), make_manager()
    agreement = make_agreement(by=lou, customer=cy)
    weeks_of_letters(agreement, cy, kept=7, late=2)
    client = sign_in(lou)
    home = f"/agreements/{agreement.pk}/"

    page = text(client.get(home))
    assert "Kept 7 of 9 so far" in page
    assert "likely" not in page
    assert page.count("Lamp 7") == 1
    assert "Kept 7 of 9 so far" in text(client.get("/agreements/"))

    weeks_of_letters_later(agreement, cy)
    page = text(client.get(home))
    assert "Kept 9 of 11, likely 52 to 95 %" in page
    assert "82 %, likely 52 to 95 %" in page
    theirs = text(Client().get(f"/for/{page_token(cy, now=timezone.now())}{home}"))
    assert "82 %, likely 52 to 95 %" in theirs
    # A colleague's letters are not theirs to read.
    assert "Lamp 7" not in theirs


def weeks_of_letters_later(agreement: Agreement, customer: Customer) -> None:
    at = agreement.versions.get().holds_from + timedelta(hours=1)
    for number in range(2):
        conversation = make_conversation(customer=customer, now=at, subject=f"More {number}")
        make_reply(conversation, by=make_member(), now=at)
    hear()


def test_members_of_the_desk_read_and_do_not_shape():
    ada, lou = make_member(), make_manager()
    agreement = make_draft(by=lou, desk=make_desk("Orders", ada, lou))
    client = sign_in(ada)
    home = f"/agreements/{agreement.pk}/"

    page = text(client.get(home))
    assert "Guests never sit in the dark." in page
    assert "Add a promise" not in page
    assert "End it" not in page
    for place in ("edit/", "clauses/add/", "measures/add/", "review/", "end/"):
        assert client.get(home + place).status_code == 403
    assert client.post(f"{home}meet/").status_code == 403
    assert sign_in(make_member("bea")).get(home).status_code == 404


def test_the_line_beneath_the_name_says_how_it_stands_what_it_is_and_since_when():
    cy, lou = make_customer(), make_manager()
    agreement = make_draft(by=lou, customer=cy, desk=make_desk("Billing", lou))
    agreement.desks.add(make_desk("Orders", lou))
    client = sign_in(lou)
    home = f"/agreements/{agreement.pk}/"

    def line() -> str:
        head = text(client.get(home)).partition('class="agreed__as">')[2].partition("</p>")[0]
        return " ".join(re.sub("<[^>]*>", "", head).split())

    assert line() == "Draft · Agreement with a customer · Version 1, being written"
    assert "Promised by Billing and Orders" in text(client.get(home))
    now = timezone.now()
    actions.meet(agreement, by=lou, now=now)
    assert line() == "Meeting of minds · Agreement with a customer · Version 1, being said back"
    said = {"version": 1, "words": "Light.", "agrees": True, "now": now}
    actions.say_back(agreement, side="THEIRS", by=cy, **said)
    actions.say_back(agreement, side="OURS", by=lou, **said)
    assert line().startswith("In force · Agreement with a customer · Version 1, since ")
    assert "In force" in text(client.get("/agreements/"))


def test_what_comes_next_stands_before_the_terms():
    lou = make_manager()
    agreement = make_agreement(by=lou)

    page = text(sign_in(lou).get(f"/agreements/{agreement.pk}/"))

    assert page.index("We have talked") < page.index("Promised by")


@pytest.mark.parametrize(
    ("kept", "due", "of_one", "of_all"),
    [
        (0, 0, "", None),
        (1, 1, "Held, in the one talk so far", "held the one time looked back on"),
        (0, 1, "Not held, in the one talk so far", "not held the one time looked back on"),
        (0, 3, "Not held in any of 3 talks", "held 0 of the 3 times looked back on"),
        (2, 3, "Held in 2 of 3 talks", "held 2 of the 3 times looked back on"),
    ],
)
def test_talks_are_told_with_what_was_counted(kept, due, of_one, of_all):
    standing = queries.Standing(kept, due)

    assert held_in_talks(standing) == of_one
    if of_all:
        assert held_in_words(standing) == f"Promises in words: {of_all}"


def test_a_talk_is_written_down_with_what_became_of_each_promise():
    lou = make_manager()
    agreement = make_agreement(by=lou)
    spare, notice = agreement.versions.get().clauses.filter(kind="WORDS")
    client = sign_in(lou)
    home = f"/agreements/{agreement.pk}/"
    form = text(client.get(f"{home}review/"))
    assert "We keep two spare lamps for you." in form
    today = timezone.now().date()

    answer = client.post(
        f"{home}review/",
        {
            "talked_on": today.isoformat(),
            "talk": "An hour over tea.",
            "changes": "",
            "ours": "WELL",
            "theirs": "HARD",
            f"held_{spare.pk}": "yes",
            f"held_{notice.pk}": "no",
            "next_on": (today + timedelta(days=90)).isoformat(),
            "submit_id": str(uuid4()),
        },
    )

    assert answer.status_code == 302
    page = text(client.get(home))
    assert "An hour over tea." in page
    assert "Hotel Tidewater: “It is hard”" in page
    assert "Held, in the one talk so far" in page
    assert "Not held, in the one talk so far" in page
    assert f"Last talk on {today.day} {today:%B}" in text(client.get("/agreements/"))


def test_between_teams_what_they_promised_each_other_counts():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    front, packing = make_team("Front", ada, lou), make_team("Packing", bea)
    client = sign_in(lou)
    begun = client.post(
        "/agreements/begin/teams/",
        {
            "team": front.pk,
            "other": packing.pk,
            "purpose": "Nothing waits between us.",
            "review_every_months": "3",
            "submit_id": str(uuid4()),
        },
    )
    assert begun.status_code == 302
    agreement = Agreement.objects.get()
    home = f"/agreements/{agreement.pk}/"
    page = text(client.get(f"{home}clauses/add/"))
    assert "First answer" not in page
    for side in ("OURS", "THEIRS"):
        client.post(f"{home}clauses/add/", {"side": side, "kind": "WORDS", "words": "We ask."})
    client.post(f"{home}meet/")
    said = {"words": "We ask first.", "agrees": "yes", "version": "1"}
    assert sign_in(bea).post(f"{home}sign/", said).status_code == 302
    assert sign_in(ada).post(f"{home}sign/", said).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == "LIVING"

    now = timezone.now()
    from kept.promises import actions as promises

    for _ in range(2):
        made = promises.promise_among_us(
            words="Counted by five.", due_at=now + timedelta(hours=3), to_team=front,
            keeper_team=packing, by=bea, now=now,
        )  # fmt: skip
    promises.keep(made, by=bea, now=now + timedelta(hours=1))
    assert "1 of 1" in text(client.get(home))


def test_the_customers_page_finds_what_holds_and_what_waits_for_them():
    cy, lou = make_customer(), make_manager()
    drafted = make_draft(by=lou, customer=cy)
    assert (queries.living_for(cy), queries.to_say_back(cy)) == ([], [])

    actions.meet(drafted, by=lou, now=timezone.now())
    assert (queries.living_for(cy), queries.to_say_back(cy)) == ([], [drafted])

    said = {"version": 1, "words": "Light.", "agrees": True, "now": timezone.now()}
    actions.say_back(drafted, side="THEIRS", by=cy, **said)
    assert (queries.living_for(cy), queries.to_say_back(cy)) == ([], [])
    actions.say_back(drafted, side="OURS", by=lou, **said)
    assert (queries.living_for(cy), queries.to_say_back(cy)) == ([drafted], [])
    assert queries.living_for(make_customer("dee")) == []


def test_pages_ask_little_whatever_lies_behind_them(
    django_assert_max_num_queries, ledger_end_known
):
    cy, lou = make_customer(), make_manager()
    agreement = make_agreement(
        clock(), clock("NEXT_ANSWER", 60), words("OURS", "a"), words("THEIRS", "b"),
        by=lou, customer=cy,
    )  # fmt: skip
    weeks_of_letters(agreement, cy, kept=12, late=6)
    for desk in ("Billing", "Internal", "Showroom"):
        make_desk_agreement(make_desk(desk, lou), by=lou)
    assert Target.objects.count() == Promise.objects.count() == 18
    client = sign_in(lou)
    pages = ("/agreements/", f"/agreements/{agreement.pk}/")
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
    token = page_token(cy, now=timezone.now())
    with django_assert_max_num_queries(12):
        assert Client().get(f"/for/{token}/agreements/{agreement.pk}/").status_code == 200


def test_the_list_goes_on_where_it_stopped():
    lou = make_manager()
    made = [make_desk_agreement(make_desk(name, lou), by=lou) for name in ("One", "Two", "Three")]

    rows, before = queries.page_of(lou, size=2)
    rest, end = queries.page_of(lou, before=before, size=2)

    assert [row.agreement for row in rows] == [made[2], made[1]]
    assert [row.agreement for row in rest] == [made[0]]
    assert end is None


def test_nobody_makes_themselves_one_of_a_house_to_read_what_was_agreed_with_it():
    agreement = make_agreement(customer=make_customer("cy"))
    (desk,) = agreement.desks.all()
    ada = make_member("ada")
    make_desk(desk.name, ada)
    own = make_customer("me")
    make_conversation(desk=desk, customer=own)
    link = reverse("desk:change_customer", args=[own.pk])
    given = {"name": "Me", "phone": "", "place": "", "zone": ""}

    answer = sign_in(ada).post(link, given | {"organisation": "hotel tidewater"})

    assert answer.status_code == 422
    assert "Ask a manager" in answer.content.decode()
    own.refresh_from_db()
    assert own.organisation is None
    assert sign_in(ada).post(link, given | {"organisation": "Somebody else"}).status_code == 302
    other = make_manager("mo")
    make_desk("Billing", other)
    make_conversation(desk=make_desk("Billing"), customer=own)
    answer = sign_in(other).post(link, given | {"organisation": "Hotel Tidewater"})
    assert answer.status_code == 422
    answer = sign_in(agreement.begun_by).post(link, given | {"organisation": "Hotel Tidewater"})
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.organisation == agreement.organisation


def begun(client, desk, **more):
    values = {
        "organisation": "Hotel Tidewater",
        "desks": [desk.pk],
        "purpose": "Guests never sit in the dark.",
        "review_every_months": "3",
        "submit_id": str(uuid4()),
    }
    return client.post("/agreements/begin/customer/", values | more)


def test_a_customer_without_a_house_gets_one_where_it_is_agreed_with():
    cy, lou = make_customer(), make_manager()
    desk = make_desk("Orders", lou)
    make_conversation(desk=desk, customer=cy)
    client = sign_in(lou)
    assert f'href="/agreements/begin/customer/?customer={cy.pk}"' in text(
        client.get(f"/customers/{cy.pk}/")
    )
    page = text(client.get(f"/agreements/begin/customer/?customer={cy.pk}"))
    assert 'value="cy@valdorra.example"' in page

    refused = begun(client, desk)
    assert refused.status_code == 422
    assert "Give below the mail address" in text(refused)
    assert Agreement.objects.count() == 0

    assert begun(client, desk, address="CY@valdorra.example").status_code == 302
    cy.refresh_from_db()
    assert cy.organisation.name == "Hotel Tidewater"
    assert Agreement.objects.get().organisation == cy.organisation


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("dee@valdorra.example", "Nobody with this address has written to a desk of yours."),
        ("cy@valdorra.example", "They are of Inn of Cy already."),
    ],
)
def test_nobody_unseen_or_of_another_house_is_taken_into_one(address, says):
    cy, dee, lou = make_customer(), make_customer("dee"), make_manager()
    desk = make_desk("Orders", lou)
    make_conversation(desk=desk, customer=cy)
    make_conversation(desk=make_desk("Billing"), customer=dee)
    make_organisation(cy, name="Inn of Cy")

    answer = begun(sign_in(lou), desk, address=address)

    assert answer.status_code == 422
    assert says in text(answer)
    dee.refresh_from_db()
    assert dee.organisation is None
    assert Agreement.objects.count() == 0

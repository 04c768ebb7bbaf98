"""The customer's page, through its link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kept.agreements import actions as agreements
from kept.agreements.tests.make import make_draft
from kept.customers.links import page_token
from kept.customers.models import Customer
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise
from kept.promises.queries import choices
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_promise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise():
    now = timezone.now()
    return make_promise(words="we'll replace it by Friday", due_at=now + timedelta(days=2), now=now)


def address(promise, *more) -> str:
    token = page_token(promise.customer, now=timezone.now())
    return "/".join(["/for", token, *map(str, more), ""])


def test_it_shows_what_we_promised_and_nothing_of_anybody_else(promise):
    other = make_promise(
        words="A secret of Dee",
        due_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
    )
    Promise.objects.filter(pk=other.pk).update(customer=make_customer("dee"))

    page = Client().get(address(promise)).content.decode()

    assert "we&#x27;ll replace it by Friday" in page
    assert "A secret of Dee" not in page
    assert re.search(r"This link is yours alone, and works until \d+ [A-Z][a-z]+ \d{4}\.", page)


def test_the_customer_picks_another_time(promise):
    _start, due_at = choices(promise, now=timezone.now())[1]

    answer = Client().post(
        address(promise, "promises", promise.pk, "choose"), {"due_at": due_at.isoformat()}
    )

    assert answer.status_code == 302
    promise.refresh_from_db()
    assert promise.due_at == due_at
    assert promise.versions.get().changed_by == "CUSTOMER"


@pytest.mark.parametrize("due_at", ["", "tomorrow", "2099-01-01T00:00:00+00:00", "2099-01-01"])
def test_a_time_nobody_offered_is_refused_and_the_page_stays(promise, due_at):
    before = Event.objects.count()

    answer = Client().post(address(promise, "promises", promise.pk, "choose"), {"due_at": due_at})

    assert answer.status_code == 409
    assert "That time is not on offer." in answer.content.decode()
    assert Event.objects.count() == before


def test_a_time_that_has_passed_is_said_to_have(promise):
    before = Event.objects.count()
    passed = (timezone.now() - timedelta(hours=1)).isoformat()

    answer = Client().post(address(promise, "promises", promise.pk, "choose"), {"due_at": passed})

    assert answer.status_code == 409
    assert "That time has already passed." in answer.content.decode()
    assert Event.objects.count() == before


def test_only_they_let_us_off(promise):
    Client().post(address(promise, "promises", promise.pk, "release"))

    promise.refresh_from_db()
    assert promise.outcome == Promise.Outcome.RELEASED


def test_a_link_opens_no_promise_of_another_customer(promise):
    dee = make_customer("dee")
    token = page_token(dee, now=timezone.now())

    answer = Client().post(f"/for/{token}/promises/{promise.pk}/release/")

    assert answer.status_code == 404
    promise.refresh_from_db()
    assert promise.outcome == Promise.Outcome.OPEN


@pytest.mark.parametrize("token", ["x", "x.y", "a.b.c", "%00", "W3siYyI6MX0sOTk5OV0.aaaa"])
def test_a_link_that_is_not_ours_opens_nothing(promise, token):
    assert Client().get(f"/for/{token}/").status_code == 404


def test_a_link_runs_out_and_can_be_withdrawn(promise):
    old = page_token(promise.customer, now=timezone.now() - timedelta(days=91))
    assert Client().get(f"/for/{old}/").status_code == 404

    link = address(promise)
    Customer.objects.filter(pk=promise.customer_id).update(link_epoch=1)
    assert Client().get(link).status_code == 404


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_member_looks_at_the_page_without_its_key_and_sees_only_their_desks(promise):
    ada, bea = promise.keeper, make_member("bea")
    billing = make_conversation(desk=make_desk("Billing", bea), customer=promise.customer)
    make_promise(
        billing,
        keeper=bea,
        words="A secret of Billing",
        due_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
    )

    page = sign_in(ada).get(f"/for/preview/{promise.customer_id}/").content.decode()
    customer = sign_in(ada).get(f"/customers/{promise.customer_id}/").content.decode()

    assert "we&#x27;ll replace it by Friday" in page
    assert "A secret of Billing" not in page
    assert "Preview of Cy's page, as far as you may see it. Buttons do nothing here." in page
    assert '<span class="small">A page for Cy. This link is yours alone.</span>' in page
    sheet = page[page.index("<main") : page.index("</main>")]
    assert sheet.index("<fieldset disabled>") < sheet.index("<button")
    assert sheet.rindex("</button>") < sheet.rindex("</fieldset>")
    assert "action=" not in sheet
    assert re.findall(r"/for/[^/\"]+", page + customer) == ["/for/preview"]


def test_who_sees_nothing_of_a_customer_gets_no_preview(promise):
    assert (
        sign_in(make_member("bea")).get(f"/for/preview/{promise.customer_id}/").status_code == 404
    )


def test_a_member_withdraws_the_links_that_went_out(promise):
    old = address(promise)

    answer = sign_in(promise.keeper).post(f"/customers/{promise.customer_id}/links/withdraw/")

    assert answer.status_code == 302
    assert Client().get(old).status_code == 404
    assert Event.objects.filter(kind="customer.links_withdrawn").count() == 1
    promise.customer.refresh_from_db()
    assert Client().get(address(promise)).status_code == 200


def test_the_page_tells_until_when_its_link_works(promise):
    end = timezone.localtime(timezone.now() + timedelta(days=90))

    page = Client().get(address(promise)).content.decode()

    assert f"This link is yours alone, and works until {end:%-d %B %Y}." in page


def test_nobody_is_let_off_by_one_slip_of_the_finger(promise):
    page = Client().get(address(promise)).content.decode()

    way = page.index("I no longer need this</summary>")
    assert way < page.index("Then we let it go for good") < page.index("Yes, let it go</button>")
    assert page.count('/release/"') == 1


def test_a_dead_link_says_how_to_get_another():
    page = Client().get("/for/x/").content.decode()

    assert "Reply to any of our letters and we will send you a new one." in page


def test_the_customer_says_that_it_happened_by_one_click(promise):
    actions.keep(promise, by=promise.keeper, now=timezone.now())
    assert "Did this happen?" in Client().get(address(promise)).content.decode()

    answer = Client().post(address(promise, "promises", promise.pk, "confirm"))

    assert answer.status_code == 302
    promise.refresh_from_db()
    assert promise.confirmation == "CONFIRMED"
    assert "You said so too." in Client().get(address(promise)).content.decode()


def test_looking_at_the_page_confirms_nothing(promise):
    actions.keep(promise, by=promise.keeper, now=timezone.now())

    Client().get(address(promise))
    assert Client().get(address(promise, "promises", promise.pk, "confirm")).status_code == 405

    promise.refresh_from_db()
    assert promise.confirmation == "WAITING"


def test_the_customer_says_that_it_did_not_happen(promise):
    actions.keep(promise, by=promise.keeper, now=timezone.now())

    Client().post(address(promise, "promises", promise.pk, "dispute"), {"words": "Nobody came."})

    promise.refresh_from_db()
    assert (promise.outcome, promise.told.get().words) == ("OPEN", "Nobody came.")


def test_what_was_not_declared_cannot_be_denied_and_the_page_says_why(promise):
    answer = Client().post(address(promise, "promises", promise.pk, "dispute"))

    assert answer.status_code == 409
    assert "nothing to deny" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.disputes == 0


def test_the_customer_chooses_when_to_be_called(promise):
    now = timezone.now()
    hour = timedelta(hours=1)
    call = actions.offer_callback(
        promise.conversation,
        words="I'll call you",
        windows=[(now + 2 * hour, now + 3 * hour), (now + 5 * hour, now + 6 * hour)],
        keeper=promise.keeper,
        by=promise.keeper,
        now=now,
    )
    assert "You choose the time" in Client().get(address(promise)).content.decode()

    due_at = (now + 6 * hour).isoformat()
    Client().post(address(promise, "promises", call.pk, "choose"), {"due_at": due_at})

    call.refresh_from_db()
    assert (call.outcome, call.due_from, call.due_at) == ("OPEN", now + 5 * hour, now + 6 * hour)


def test_one_customer_answers_for_no_other(promise):
    actions.keep(promise, by=promise.keeper, now=timezone.now())
    Promise.objects.filter(pk=promise.pk).update(customer=make_customer("dee"))
    cy = make_customer("cy")
    token = page_token(cy, now=timezone.now())

    for verb in ("confirm", "dispute"):
        answer = Client().post(f"/for/{token}/promises/{promise.pk}/{verb}/")
        assert answer.status_code == 404

    promise.refresh_from_db()
    assert promise.confirmation == "WAITING"


def test_what_is_to_come_goes_into_their_calendar(promise):
    other = make_promise(words="A secret of Dee", due_at=promise.due_at, now=promise.made_at)
    Promise.objects.filter(pk=other.pk).update(customer=make_customer("dee"))
    kept = make_promise(words="we'll send a spare", due_at=promise.due_at, now=promise.made_at)
    actions.keep(kept, by=kept.keeper, now=timezone.now())
    ours = make_promise(words="First answer", due_at=promise.due_at, now=promise.made_at)
    Promise.objects.filter(pk=ours.pk).update(origin=Promise.Origin.RULE)
    page = Client().get(address(promise)).content.decode()
    (link,) = re.findall(r'href="(/for/[^"]+/calendar\.ics)"', page)

    answer = Client().get(link)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="promises.ics"'
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["summary"] == "we'll replace it by Friday"
    assert entry["dtstart"].dt == promise.due_at.replace(microsecond=0)
    assert entry["status"] == "CONFIRMED"
    assert entry["description"] == "Ada keeps it"
    assert "/for/" not in answer.content.decode().replace("\r\n ", "")


def test_where_nothing_has_a_date_no_calendar_is_offered(promise):
    actions.keep(promise, by=promise.keeper, now=timezone.now())

    page = Client().get(address(promise)).content.decode()

    assert "calendar.ics" not in page
    withdrawn = address(promise, "calendar.ics").rstrip("/")
    Customer.objects.filter(pk=promise.customer_id).update(link_epoch=1)
    assert Client().get(withdrawn).status_code == 404


def test_their_page_leads_to_what_was_agreed_and_to_what_waits_to_be_said_back(promise):
    cy, lou, now = promise.customer, make_manager(), timezone.now()
    make_desk("Orders", lou)
    agreed = make_draft(desk=promise.desk, customer=cy, by=lou)
    token = page_token(cy, now=now)
    link = reverse("agreements:theirs", args=[token, agreed.pk])

    def page() -> str:
        return Client().get(reverse("portal:page", args=[token])).content.decode()

    assert link not in page()

    agreements.meet(agreed, by=lou, now=now)
    assert "To read, and to say back to us" in page()
    assert f'href="{link}#say-back"' in page()

    said = {"version": 1, "words": "You answer at once.", "agrees": True, "now": now}
    agreements.say_back(agreed, side="OURS", by=lou, **said)
    agreements.say_back(agreed, side="THEIRS", by=cy, **said)
    assert "To read, and to say back to us" not in page()
    assert "What holds between us" in page()
    assert f'href="{link}"' in page()
    preview = sign_in(lou).get(reverse("portal:preview", args=[cy.pk])).content.decode()
    assert f'href="{reverse("agreements:agreement", args=[agreed.pk])}"' in preview
    assert "calendar.ics" not in preview


@pytest.mark.parametrize("due_at", ["2026-13-40T00:00:00+00:00", "2026-02-30T10:00Z"])
def test_a_day_there_is_not_is_a_time_nobody_offered(promise, due_at):
    before = Event.objects.count()

    answer = Client().post(address(promise, "promises", promise.pk, "choose"), {"due_at": due_at})

    assert answer.status_code == 409
    assert Event.objects.count() == before


def test_a_customer_acts_sixty_times_an_hour_at_most(promise, monkeypatch):
    monkeypatch.setattr("kept.portal.views.MOST_ACTS", 1)
    link = address(promise, "promises", promise.pk, "choose")
    _start, due_at = choices(promise, now=timezone.now())[1]
    assert Client().post(link, {"due_at": due_at.isoformat()}).status_code == 302
    before = Event.objects.count()

    answer = Client().post(address(promise, "promises", promise.pk, "release"))

    assert answer.status_code == 409
    assert "Try again in an hour" in answer.content.decode()
    assert Event.objects.count() == before


@pytest.mark.parametrize("act", ["choose", "confirm", "release"])
def test_what_a_rule_promises_the_customer_does_not_settle_by_hand(promise, act):
    _start, due_at = choices(promise, now=timezone.now())[1]
    Promise.objects.filter(pk=promise.pk).update(origin=Promise.Origin.RULE)
    before = Event.objects.count()

    answer = Client().post(
        address(promise, "promises", promise.pk, act), {"due_at": due_at.isoformat()}
    )

    assert answer.status_code == 409
    promise.refresh_from_db()
    assert (promise.outcome, promise.changes, Event.objects.count()) == ("OPEN", 0, before)

"""What falls into an absence stands where whoever may act on it looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kept.hours.actions import note_absence
from kept.promises.models import Promise
from tests.cast import make_conversation, make_desk, make_manager, make_member, make_promise

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def promise() -> Promise:
    """Due in two days, when Ada is away."""
    ada, lou, now = make_member("ada"), make_manager("lou"), timezone.now()
    conversation = make_conversation(desk=make_desk("Orders", ada, lou))
    promise = make_promise(conversation, keeper=ada, due_at=now + 2 * DAY, now=now)
    note_absence(ada, begins_at=now + DAY, ends_at=now + 9 * DAY, kind="HOLIDAY", by=ada, now=now)
    return promise


def test_today_and_the_page_of_absences_lead_to_the_next_step(promise):
    client = signed_in(promise.keeper)

    today = client.get("/today/").content.decode()
    absences = client.get("/absences/").content.decode()
    count = client.get("/today/away/?pane", headers={"HX-Request": "true"}).content.decode()

    assert "Falls into your absence" in today
    assert f'href="/promises/{promise.pk}/hand-on/"' in today
    assert f'id="due-{promise.pk}"' not in today
    assert 'href="/today/away/"' in absences
    assert "One promise of yours falls into it." in count
    assert "<html" not in count


def test_who_plans_sees_it_in_the_rhythm_and_others_do_not(promise):
    rhythm = signed_in(make_manager("lou")).get("/rhythm/").content.decode()
    theirs = signed_in(make_manager("lou")).get("/today/away/").context
    others = signed_in(make_member("zoe")).get("/today/away/")

    assert "Ada is away until" in rhythm
    assert f'href="/promises/{promise.pk}/hand-on/"' in rhythm
    assert [fall.card.pk for fall in theirs["theirs"]] == [promise.pk]
    assert (others.context["mine"], others.context["theirs"]) == ([], [])
    assert "Nothing falls into an absence" in others.content.decode()

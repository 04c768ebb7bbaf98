"""Whoever is in focus hears what is urgent; all else comes as one when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kept.focus import actions as focus
from kept.mail.models import Alarm, Mailbox
from kept.mail.sender import How, Outcome
from kept.notices.actions import choose, tell_of_alarm, tell_of_conversation
from kept.notices.alarms import mail_alarms
from kept.notices.letters import letter_of
from kept.notices.models import AlarmNotice, Telling
from kept.notices.pushing import content_of
from kept.notices.queries import count_unseen, told_between
from kept.notices.sender import claim, claim_along, settle
from tests.cast import NOON, make_conversation, make_desk, make_member, make_owner
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MAIL, PUSH = Telling.Channel.MAIL, Telling.Channel.PUSH


@pytest.fixture
def ada():
    ada = make_member("ada")
    choose(
        mail=["GIVEN", "TAKEN", "MENTIONED"], push=[], quiet_from=None, quiet_until=None,
        digest_at=None, by=ada, now=NOON,
    )  # fmt: skip
    return ada


@pytest.fixture
def talk(ada):
    return make_conversation(desk=make_desk("Orders", ada, make_member("bea")))


def tell(talk, ada, kind, *, occasion=1, now=NOON):
    bea = make_member("bea")
    return tell_of_conversation(
        talk.pk, kind=kind, to=[ada.pk], occasion=occasion, by=f"member:{bea.pk}", now=now
    )


def test_what_is_urgent_comes_through_and_the_rest_waits(ada, talk):
    focus.begin(minutes=25, by=ada, now=NOON)
    tell(talk, ada, "GIVEN")
    tell(talk, ada, "MENTIONED", occasion=2)

    first = claim(MAIL, now=NOON)
    assert first.notice.kind == "MENTIONED"
    assert claim(MAIL, now=NOON) is None
    held = Telling.objects.get(notice__kind="GIVEN")
    assert (held.state, held.not_before) == (Telling.State.READY, NOON + MINUTE)


def test_afterwards_all_of_it_is_one_letter(ada, talk):
    focus.begin(minutes=25, by=ada, now=NOON)
    tell(talk, ada, "GIVEN")
    tell(talk, ada, "TAKEN", occasion=2, now=NOON + 5 * MINUTE)
    for n in range(25):
        assert claim(MAIL, now=NOON + n * MINUTE) is None

    after = NOON + 25 * MINUTE
    one = claim(MAIL, now=after)
    along = claim_along(one, now=after)
    letter = letter_of(one, along=along, now=after)

    assert len(along) == 1
    assert letter.subject == "2 things to know"
    settle(one, Outcome(How.SENT), now=after)
    assert set(Telling.objects.values_list("state", flat=True)) == {Telling.State.SENT}
    assert claim(MAIL, now=after) is None


def test_ended_by_hand_it_comes_within_a_minute(ada, talk):
    focus.begin(minutes=90, by=ada, now=NOON)
    tell(talk, ada, "GIVEN")
    assert claim(MAIL, now=NOON) is None
    focus.end(by=ada, now=NOON + timedelta(seconds=10))

    assert claim(MAIL, now=NOON + MINUTE).notice.kind == "GIVEN"


def test_what_was_seen_meanwhile_is_told_no_more(ada, talk):
    focus.begin(minutes=25, by=ada, now=NOON)
    (notice,) = tell(talk, ada, "GIVEN")
    assert claim(MAIL, now=NOON) is None
    type(notice).objects.update(seen_at=NOON + MINUTE)

    assert claim(MAIL, now=NOON + 25 * MINUTE) is None
    assert Telling.objects.get().state == Telling.State.DROPPED


def test_of_pushes_one_says_how_many(ada, talk):
    (notice,) = tell(talk, ada, "GIVEN")
    telling = Telling(notice=notice, channel=PUSH)

    told = content_of(telling, count=3, now=NOON)
    assert (told["title"], told["body"]) == (
        "3 things to know",
        "They came while you were in focus.",
    )
    assert told["url"] == "/notices/"
    assert content_of(telling, now=NOON)["title"] != told["title"]


def test_the_bell_counts_what_is_urgent_and_afterwards_all(ada, talk):
    tell(talk, ada, "GIVEN")
    tell(talk, ada, "MENTIONED", occasion=2)
    assert count_unseen(ada, now=NOON) == 2
    focus.begin(minutes=25, by=ada, now=NOON)
    assert count_unseen(ada, now=NOON) == 1
    assert count_unseen(ada, now=NOON + 25 * MINUTE) == 2


def test_an_alarm_is_held_unless_customers_are_not_heard():
    odo, desk = make_owner(), make_desk("Orders")
    box = Mailbox.objects.create(desk=desk, host="127.0.0.1", port=1, user="box", is_on=False)
    for kind in ("SILENT", "FAILING"):
        alarm = Alarm.objects.create(mailbox=box, kind=kind, raised_at=NOON)
        tell_of_alarm(alarm, by="system:notices", now=NOON)
    assert count_unseen(odo, now=NOON) == 2
    focus.begin(minutes=25, by=odo, now=NOON)
    assert count_unseen(odo, now=NOON) == 1


def test_a_held_alarm_is_looked_at_again_in_a_minute(settings, tmp_path):
    settings.SMTP_URL = f"file://{tmp_path}"
    odo, desk = make_owner(), make_desk("Orders")
    box = Mailbox.objects.create(desk=desk, host="127.0.0.1", port=1, user="box", is_on=False)
    alarm = Alarm.objects.create(mailbox=box, kind="SILENT", raised_at=NOON)
    tell_of_alarm(alarm, by="system:notices", now=NOON)
    focus.begin(minutes=25, by=odo, now=NOON)

    assert mail_alarms(now=NOON) == 0
    row = AlarmNotice.objects.get()
    assert (row.mailed_at, row.mail_not_before) == (None, NOON + MINUTE)
    assert mail_alarms(now=NOON + 25 * MINUTE) == 1
    assert AlarmNotice.objects.get().mailed_at == NOON + 25 * MINUTE


def test_the_summary_tells_what_came_meanwhile_and_is_not_known_yet(ada, talk):
    now = timezone.now()
    tell(talk, ada, "GIVEN", occasion=1, now=now - 60 * MINUTE)
    tell(talk, ada, "TAKEN", occasion=2, now=now - 10 * MINUTE)
    focus.begin(minutes=25, by=ada, now=now - 30 * MINUTE)

    found = told_between(ada, since=now - 30 * MINUTE, until=now - 5 * MINUTE)
    assert [one.kind for one in found] == ["TAKEN"]
    page = sign_in(ada).get("/today/focus/").content.decode()
    assert "One thing is to be known" in page
    assert page.count('class="item notice"') == 1
    # Nobody else has a summary there.
    assert sign_in(make_member("bea")).get("/today/focus/")["Location"] == "/focus/"

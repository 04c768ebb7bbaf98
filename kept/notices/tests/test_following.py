"""Who hears of mentions and of what they follow: under the bell, by mail and by push."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from kept.conversations import actions as conversations
from kept.conversations.actions import assign, set_status
from kept.desk.actions import note
from kept.followers.actions import follow, unfollow
from kept.notices import actions
from kept.notices.actions.choose import LEAVING
from kept.notices.forms import GROUPS
from kept.notices.models import Notice, Telling
from kept.notices.tests.make import HOUR, hear, mail, mails_in, told, told_by_the_ledger
from kept.people.actions import change_own_settings
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_promise

pytestmark = told_by_the_ledger


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def bea():
    return make_member("bea")


@pytest.fixture
def lamp(ada, bea):
    lamp = make_conversation(desk=make_desk("Orders", ada, bea, make_member("cleo")))
    hear()
    return lamp


def noted(there, text, *, by, now=NOON):
    note(there, text=text, submit_id=uuid4(), by=by, now=now)
    hear(now=now)


def choose(member: Member, *, mail=(), digest_at=None) -> None:
    actions.choose(
        mail=mail, push=[], quiet_from=None, quiet_until=None, digest_at=digest_at,
        by=member, now=NOON,
    )  # fmt: skip


def test_the_table_shows_each_kind_that_may_leave_once():
    assert [kind for _head, kinds in GROUPS for kind in kinds] == sorted(
        (kind.value for kind in LEAVING),
        key=[kind for _head, kinds in GROUPS for kind in kinds].index,
    )
    assert sum(len(kinds) for _head, kinds in GROUPS) == len(LEAVING)


def test_a_mention_is_told_and_mailed_and_its_words_stay_here(ada, bea, lamp, post: Path):
    noted(lamp, "@Bea: SECRET of the blue one.", by=ada)
    mail(now=NOON)

    assert told() == [("Bea", "MENTIONED")]
    (letter,) = mails_in(post)
    assert (letter["To"], letter["Subject"]) == (
        bea.email,
        "Ada mentions you in a note: A cracked lamp",
    )
    assert "SECRET" not in str(letter)
    assert f"/desk/all/{lamp.pk}/" in letter.get_content()


def test_nobody_hears_of_what_they_do_not_see(ada, lamp, post: Path):
    make_desk("Billing", make_member("dora"))

    noted(lamp, "@Dora, a word?", by=ada)
    mail(now=NOON)

    assert told() == []
    assert mails_in(post) == []


def test_who_follows_hears_of_letters_notes_and_the_status(ada, bea, lamp):
    follow(lamp, by=bea, now=NOON)
    noted(lamp, "It is the blue one.", by=ada)
    make_message("And?", conversation=lamp, now=NOON + HOUR)
    hear()
    set_status(lamp, to="CLOSED", by=ada, now=NOON + 2 * HOUR)
    hear()

    # Ada wrote a note, and so follows; of her own deeds she hears nothing.
    assert told(bea) == [("Bea", "NOTED"), ("Bea", "LETTER"), ("Bea", "STATUS")]
    assert told(ada) == [("Ada", "LETTER")]


def test_the_newest_stands_for_all_before_it(ada, bea, lamp):
    follow(lamp, by=bea, now=NOON)
    for number in range(3):
        noted(lamp, f"{number}", by=ada, now=NOON + number * HOUR)

    unseen = Notice.objects.visible_to(bea).unseen(now=NOON)
    assert [(one.kind, one.at) for one in unseen] == [("NOTED", NOON + 2 * HOUR)]


def test_who_has_unfollowed_hears_nothing_but_mentions(ada, bea, lamp):
    follow(lamp, by=bea, now=NOON)
    unfollow(lamp, by=bea, now=NOON)

    noted(lamp, "It is the blue one.", by=ada)
    noted(lamp, "@bea", by=ada)

    assert told(bea) == [("Bea", "MENTIONED")]


def test_what_a_letter_does_to_a_status_is_told_with_the_letter(ada, bea, lamp):
    set_status(lamp, to="CLOSED", by=ada, now=NOON)
    hear()
    follow(lamp, by=bea, now=NOON)

    make_message("And?", conversation=lamp, now=NOON + HOUR)
    hear()

    assert told(bea) == [("Bea", "LETTER")]


def test_looking_at_it_is_to_have_seen_it(ada, bea, lamp, client):
    noted(lamp, "@Bea", by=ada)
    client.force_login(bea)

    client.post(f"/c/{lamp.pk}/read/", {"shown": "0"})

    assert not Notice.objects.visible_to(bea).unseen(now=NOON).exists()


def test_only_who_wants_it_hears_of_new_ones_and_of_letters_to_their_own(ada, bea, lamp, post):
    make_message("Hello?", desk=lamp.desk, now=NOON, from_address="dee@valdorra.example")
    assign(lamp, to=bea, by=bea, now=NOON)
    make_message("And?", conversation=lamp, now=NOON)
    hear()
    assert told() == []

    choose(ada, mail=["ARRIVED"])
    choose(bea, mail=["ANSWERED"])
    make_message("Hello!", desk=lamp.desk, now=NOON, from_address="eve@valdorra.example")
    make_message("And?!", conversation=lamp, now=NOON)
    hear()
    mail(now=NOON)

    assert told() == [("Ada", "ARRIVED"), ("Bea", "ANSWERED")]
    assert ["> Hello!" in one.get_content() for one in mails_in(post)] == [True, False]
    assert "> And?!" in mails_in(post)[1].get_content()


def test_a_desk_may_be_otherwise_than_all_others(ada, bea, lamp, post):
    actions.choose_for_desk(lamp.desk, mail=["NOTED"], push=[], by=bea)
    follow(lamp, by=bea, now=NOON)

    noted(lamp, "The blue one.", by=ada)
    noted(lamp, "@Bea", by=ada)
    mail(now=NOON)
    assert [one["Subject"] for one in mails_in(post)] == ["Ada wrote a note: A cracked lamp"]

    actions.choose_for_desk(lamp.desk, mail=None, push=None, by=bea)
    noted(lamp, "@Bea again", by=ada)
    mail(now=NOON)
    assert mails_in(post)[-1]["Subject"] == "Ada mentions you in a note: A cracked lamp"


def test_a_digest_gathers_what_is_not_urgent(ada, bea, lamp, post):
    choose(bea, mail=["GIVEN", "NOTED", "MENTIONED"], digest_at=time(17))
    other = make_conversation(desk=lamp.desk, subject="A second lamp")
    assign(lamp, to=bea, by=ada, now=NOON)
    assign(other, to=bea, by=ada, now=NOON)
    hear()
    noted(lamp, "@Bea", by=ada)

    mail(now=NOON)
    assert [one["Subject"] for one in mails_in(post)] == [
        "Ada mentions you in a note: A cracked lamp"
    ]
    evening = NOON + timedelta(hours=4, minutes=59)
    mail(now=evening)
    assert len(mails_in(post)) == 1

    mail(now=NOON + 5 * HOUR)

    (digest,) = [one for one in mails_in(post) if one["Subject"] == "2 things to know"]
    text = digest.get_content()
    assert "It was given to you · Cy: A cracked lamp\n" in text
    assert "It was given to you · Cy: A second lamp\n" in text
    assert [row.state for row in Telling.objects.filter(in_digest=True)] == ["SENT", "SENT"]
    mail(now=NOON + 6 * HOUR)
    assert len(mails_in(post)) == 2


def test_what_was_seen_meanwhile_is_in_no_digest(ada, bea, lamp, post):
    choose(bea, mail=["GIVEN"], digest_at=time(17))
    assign(lamp, to=bea, by=ada, now=NOON)
    hear()
    actions.see_there(lamp, by=bea, now=NOON + HOUR)

    mail(now=NOON + 5 * HOUR)

    assert mails_in(post) == []
    assert Telling.objects.get().state == "DROPPED"


def test_without_a_digest_any_more_what_waits_leaves_at_once(ada, bea, lamp, post):
    choose(bea, mail=["GIVEN"], digest_at=time(17))
    assign(lamp, to=bea, by=ada, now=NOON)
    hear()

    choose(bea, mail=["GIVEN"])
    mail(now=NOON)

    assert mails_in(post)[0]["Subject"] == "It was given to you: A cracked lamp"


def test_what_left_their_sight_is_not_mailed(ada, bea, lamp, post):
    choose(bea, mail=["GIVEN"])
    assign(lamp, to=bea, by=ada, now=NOON)
    hear()
    bea.teams.clear()

    mail(now=NOON)

    assert mails_in(post) == []
    assert Telling.objects.get().answer == "They may not see it any more."


def test_an_answer_by_mail_to_a_note_is_a_note_and_to_a_letter_a_letter(
    ada, bea, lamp, post, settings
):
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    change_own_settings(bea, answers_by_mail=True, now=NOON)
    bea.refresh_from_db()
    choose(bea, mail=["MENTIONED", "LETTER"])

    noted(lamp, "@Bea", by=ada)
    make_message("And?", conversation=lamp, now=NOON)
    hear()
    mail(now=NOON)

    mention, letter = mails_in(post)
    assert f"<reply+n.{lamp.pk}.{bea.pk}." in mention["Reply-To"]
    assert "becomes a note there, for us alone." in mention.get_content()
    assert f"<reply+m.{lamp.pk}.{bea.pk}." in letter["Reply-To"]
    assert "What you answer to this mail goes to Cy, as our letter." in letter.get_content()


def test_promises_keep_to_what_is_chosen_for_their_desk(post):
    promise = make_promise(due_at=NOON + HOUR)
    actions.choose_for_desk(promise.desk, mail=[], push=[], by=promise.keeper)

    actions.tell(promise, kind="SOON", by="system:promises", now=NOON)

    assert not Telling.objects.exists()


def test_a_merged_note_is_told_where_it_stands(ada, bea, lamp):
    other = make_conversation(desk=lamp.desk, subject="A second lamp")
    follow(lamp, by=bea, now=NOON)

    conversations.merge(other, into=lamp, by=ada, now=NOON)
    hear()
    noted(lamp, "One lamp.", by=ada)

    assert told(bea) == [("Bea", "NOTED")]

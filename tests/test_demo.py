"""The demo's story is true, whole, and safe to tell twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.db.transaction import atomic, set_rollback
from django.test import override_settings

from kept.agreements.audit import findings
from kept.agreements.models import Agreement
from kept.charter.models import Policy
from kept.conversations.models import Conversation, DeskAddress, Draft, Message, Note
from kept.demo import DEMO_PASSWORD, TRY_ADDRESS, plots
from kept.demo.seed import seed
from kept.focus.queries import own_answers
from kept.improvement.actions import adopt
from kept.improvement.models import Change, TellBack
from kept.kit.hours import Hours
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.mail.models import Outgoing
from kept.people.models import Member
from kept.promises.models import Promise
from kept.promises.models.promise import SLIPPING
from kept.promises.rules import spoken_in, spot

pytestmark = pytest.mark.django_db

AT_NIGHT_ON_SUNDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
NAMES = ("orders", "billing", "internal", "german", "long")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The story, told once for all that look at it. Gives the folder of its files."""
    folder = tmp_path_factory.mktemp("story")
    with django_db_blocker.unblock(), atomic():
        with override_settings(BLOBS=folder / "blobs"):
            seed(AT_NIGHT_ON_SUNDAY, say=lambda words: None, conversations=24)
        yield folder
        set_rollback(True)


@pytest.fixture
def story(told, db, settings) -> datetime:
    """What a test does to it is undone behind the test."""
    settings.BLOBS = told / "blobs"
    return AT_NIGHT_ON_SUNDAY


def test_a_story_told_twice_is_told_once(story):
    before = Event.objects.count(), Message.objects.count()
    said: list[str] = []

    seed(story + timedelta(days=1), say=said.append)

    assert (Event.objects.count(), Message.objects.count()) == before
    assert said == ["There are members already; nothing was added."]


def test_today_is_on_the_desk_even_at_night(story):
    shade = Conversation.objects.get(subject="The shade has cracked again")
    mara = Member.objects.get(email="mara@northmoor.example")
    promise = shade.promises.get(kind="PROMISE")

    assert shade.assignee == mara
    assert [message.way for message in shade.messages.all()] == ["IN", "OUT", "IN"]
    assert promise.outcome == "OPEN"
    assert promise.due_at == story + timedelta(minutes=45)
    assert Note.objects.get(conversation=shade).member.name == "Tobias Fenn"
    assert Draft.objects.get(conversation=shade, member=mara).text.startswith("Dear Ines")


def test_nothing_happens_after_now_and_the_ledger_is_in_order(story):
    # What the clock says it says at its own second, however late it comes by; a notice at that of
    # what it tells of.
    by_itself = ["system:promises", "system:notices"]
    said = Event.objects.exclude(by__in=by_itself).order_by("pk")

    assert max(Event.objects.values_list("at", flat=True)) <= story
    # Only the post is a moment ahead: it takes a letter two seconds after it was written.
    back = [
        (earlier.kind, later.kind, earlier.at - later.at)
        for earlier, later in pairwise(said)
        if later.at < earlier.at - timedelta(seconds=2)
    ]
    assert back == []


def test_no_letter_of_the_past_leaves_again(story):
    copies = Outgoing.objects.count()

    for reader in READERS.values():
        catch_up(reader, now=story)

    assert Outgoing.objects.count() == copies
    assert not Outgoing.objects.filter(state__in=["READY", "RETRY", "CLAIMED", "HANDED"]).exists()


def test_nobody_writes_in_the_marks_of_the_plots(story):
    marks = re.compile(r"[{}\[\]|]|^[<>-]\(|\((?:done|pdf|photo)", re.MULTILINE)
    written = [
        *Message.objects.values_list("text", flat=True),
        *Note.objects.values_list("text", flat=True),
        *Conversation.objects.values_list("subject", flat=True),
        *Promise.objects.values_list("words", flat=True),
    ]

    assert [text for text in written if marks.search(text.replace("{{page}}", ""))] == []


def test_promises_stand_in_every_state(story):
    outcomes = set(Promise.objects.values_list("outcome", flat=True))

    assert {"OPEN", "KEPT", "BROKEN"} <= outcomes
    assert Promise.objects.overdue(now=story).exists()
    assert Promise.objects.filter(outcome="OPEN", changes__gt=0).exists()
    assert Promise.objects.filter(outcome="OPEN", windows__isnull=False).exists()
    slipping = Promise.objects.open().filter(changes__gte=SLIPPING)
    assert [(one.changes, one.broken_at) for one in slipping] == [(3, None)]


def test_promisees_have_answered_and_the_clock_has_said_what_it_had_to(story):
    confirmations = set(Promise.objects.values_list("confirmation", flat=True))

    assert confirmations == {"NONE", "WAITING", "CONFIRMED", "PRESUMED"}
    assert Promise.objects.filter(disputes=1, confirmation="CONFIRMED").exists()
    assert not Promise.objects.overdue(now=story).filter(broken_at=None).exists()
    assert Promise.objects.filter(kind="COLLEAGUE", to_team__isnull=False, outcome="OPEN").exists()
    assert Promise.objects.filter(is_private=True, outcome="OPEN").count() == 1


def test_everybody_can_sign_in_with_the_password_that_is_printed(story):
    assert Member.objects.active().count() == 9
    for member in Member.objects.active():
        assert member.check_password(DEMO_PASSWORD)
        validate_password(DEMO_PASSWORD, member)
    assert DeskAddress.objects.filter(value=TRY_ADDRESS).exists()


def test_there_are_plots_enough_and_every_promise_in_them_can_be_read():
    told = [plot for name in NAMES for plot in plots.read(name)]

    assert len(told) >= 60
    for plot in told:
        for turn in plot.turns:
            for words in turn.paragraphs:
                assert "[[" not in plots.without_brackets(words), words


def test_what_the_words_of_a_promise_say_is_when_it_is_due(story):
    told = 0
    # What a rule promises is due by its terms, and what we promise each other by the day's end.
    spoken = Promise.objects.filter(customer__isnull=False).exclude(origin="RULE")
    for promise in spoken.select_related("customer", "desk", "keeper"):
        zone = promise.customer.zone if promise.customer else ""
        where = promise.desk or promise.keeper
        hours = promise.desk.hours if promise.desk else Hours(zone=promise.keeper.zone)
        found = spot(
            promise.words,
            at=promise.made_at,
            zone=zone or where.zone,
            hours=hours,
            language=spoken_in(promise.words),
        )
        said = [one.due_end for one in found if one.due_end]
        if said:
            told += 1
            assert promise.first_due_at == said[0], promise.words

    assert told >= 20
    # "As soon as it leaves" names no time, and such promises are few.
    assert told > 0.6 * spoken.count()


def test_agreements_have_been_lived_with_for_weeks(story):
    with_all = Agreement.objects.filter(kind="DESK")
    hotel = Agreement.objects.get(kind="CUSTOMER")

    assert sorted(one.state for one in with_all) == ["LIVING", "LIVING", "OVERDUE"]
    assert (hotel.state, hotel.reviews.count()) == ("LIVING", 1)
    assert {one.side for one in hotel.versions.get().say_backs.all()} == {"OURS", "THEIRS"}
    clocks = Promise.objects.filter(origin="RULE")
    assert clocks.filter(outcome="KEPT", broken_at=None).count() > 20
    assert list(findings()) == []


def test_tags_are_on_what_they_are_meant_for(story):
    found = Conversation.objects.filter(taggings__tag__key="breakage")

    assert found.filter(subject="The shade has cracked again").exists()
    assert found.count() > 1
    assert Conversation.objects.filter(priority="URGENT").count() == 1
    assert Event.objects.filter(kind="bulk.ended").count() == 1


def test_what_is_tried_can_be_adopted_and_what_is_announced_can_be_seen(story):
    vesna = Member.objects.get(name__startswith="Vesna")
    change = Change.objects.get(state="TRYING", name__startswith="Take a card statement")
    announced = Policy.objects.get(versions__took_effect_at=None, versions__withdrawn_at=None)
    assert (change.policy.name, announced.name) == ("Receipts", "Broken in the parcel")

    adopt(
        change, reason="It proves as much.", thanks="Thank you.", today=story.date(), by=vesna,
        now=story,
    )  # fmt: skip

    change.policy.refresh_from_db()
    assert change.policy.cannot == change.after


def test_a_managers_own_mirror_shows_answers_and_no_letters_to_many(story):
    vesna = Member.objects.get(name__startswith="Vesna")
    told = set(TellBack.objects.filter(reviewed_by=vesna).values_list("message", flat=True))
    shown = own_answers(vesna)

    assert len(told) == 3
    assert not told & {message.pk for message in shown}
    assert [len(shown), sum(message.look is not None for message in shown)] == [5, 3]

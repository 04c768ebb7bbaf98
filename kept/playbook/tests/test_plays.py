"""A phrasing is put in once it is edited; what becomes of the conversation speaks of the play."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations import actions as conversations
from kept.conversations.models import Draft
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.playbook import actions
from kept.playbook.actions import PlayTerms
from kept.playbook.audit import findings
from kept.playbook.models import Play, PlayUse
from kept.playbook.queries import gaps, plays
from kept.playbook.tests.make import MINE, WORDS, hear, make_play
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member, make_reply
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
CLOSED = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_laid_in():
    """The plays that come with Kept have a test of their own."""
    Play.objects.all().delete()


def scene(**more: object):
    ada, lou = make_member(), make_manager()
    talk = make_conversation(desk=make_desk("Orders", ada, lou), assignee=ada)
    return talk, make_play(**more)


def put_in(play, talk, words=MINE, *, by=None, text="", now=LATER):
    phrasing = play.phrasings.first()
    by = by or make_member()
    return actions.put_in(phrasing, talk, words=words, text=text, by=by, now=now)


def sent_and_closed(talk, play, *, by=None):
    by = by or make_member()
    put_in(play, talk, by=by)
    make_reply(talk, MINE, by=by, now=LATER + timedelta(minutes=5))
    conversations.set_status(talk, to="CLOSED", by=by, now=CLOSED)
    hear()
    return PlayUse.objects.get(conversation=talk, play=play)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (WORDS, actions.NotEdited),
        (f"  {WORDS.upper()}!", actions.NotEdited),
        ("", actions.NotEdited),
        (f"Dear Cy, {WORDS}", actions.BlankLeft),
    ],
)
def test_a_phrasing_as_it_stands_is_refused_and_nothing_is_changed(words, refusal):
    talk, play = scene()
    conversations.save_draft(talk, kind="REPLY", text="Dear Cy,", by=make_member(), now=NOON)
    before = Event.objects.count()

    with pytest.raises(refusal):
        put_in(play, talk, words)

    assert Draft.objects.get().text == "Dear Cy,"
    assert not PlayUse.objects.exists()
    assert Event.objects.count() == before


def test_edited_it_goes_behind_what_is_written_and_counts_once_a_letter_left():
    talk, play = scene()
    draft = put_in(play, talk, text="Dear Cy,\n")
    assert draft.text == f"Dear Cy,\n\n{MINE}"
    hear()
    assert Play.objects.get().uses == 0

    make_reply(talk, MINE, by=make_member(), now=LATER)
    hear()

    play = Play.objects.get()
    assert (play.uses, play.used_at, play.state_at(LATER)) == (1, LATER, "TRIED")
    fact = Event.objects.get(kind="play.used")
    assert (fact.by, fact.facts["counts"]) == ("system:playbook", True)
    assert f"member:{make_member().pk}" not in fact.mentions.values_list("name", flat=True)


def test_closed_for_seven_days_is_resolved_and_not_a_day_before():
    talk, play = scene()
    sent_and_closed(talk, play)
    assert actions.settle_due(now=CLOSED + timedelta(days=6)) == 0
    assert actions.settle_due(now=CLOSED + timedelta(days=7)) == 1
    assert actions.settle_due(now=CLOSED + timedelta(days=7)) == 0

    play = Play.objects.get()
    assert (play.uses, play.resolved, play.came_back) == (1, 1, 0)
    assert Event.objects.get(kind="play.settled").facts["resolved"] is True
    assert list(findings()) == []


def test_opened_again_within_seven_days_it_came_back():
    talk, play = scene()
    use = sent_and_closed(talk, play)
    conversations.set_status(talk, to="OPEN", by=make_member(), now=CLOSED + timedelta(days=2))
    hear()

    use.refresh_from_db()
    assert (use.state, use.settles_at) == ("CAME_BACK", None)
    assert actions.settle_due(now=CLOSED + timedelta(days=30)) == 0
    assert (Play.objects.get().resolved, Play.objects.get().came_back) == (0, 1)
    assert list(findings()) == []


def test_nobody_proves_their_own():
    talk, _play = scene()
    mine = make_play("Mine", by=make_member())
    sent_and_closed(talk, mine)
    actions.settle_due(now=CLOSED + timedelta(days=8))

    mine.refresh_from_db()
    assert (mine.uses, mine.resolved) == (0, 0)
    assert mine.state_at(CLOSED) == "PROPOSED"
    assert list(findings()) == []


def test_changed_words_begin_to_prove_themselves_anew():
    talk, play = scene()
    sent_and_closed(talk, play)
    terms = PlayTerms("FAIR", "ANGRY", "en", "Ask them", ["What would be fair?"])
    with pytest.raises(NotAllowed):
        actions.write_play(play, terms, by=make_member(), now=CLOSED)
    changed = actions.write_play(play, terms, by=make_manager(), now=CLOSED)
    actions.settle_due(now=CLOSED + timedelta(days=8))

    changed.refresh_from_db()
    assert (changed.number, changed.uses, changed.resolved) == (2, 0, 0)
    assert [one.text for one in changed.phrasings.filter(retired_at=None)] == terms.phrasings
    with pytest.raises(actions.PlayIsRetired):
        actions.put_in(
            changed.phrasings.exclude(retired_at=None)[0],
            make_conversation(desk=talk.desk),
            words=MINE,
            text="",
            by=make_member(),
            now=CLOSED,
        )
    assert list(findings()) == []


def test_what_was_merged_is_judged_where_it_went():
    talk, play = scene()
    ada = make_member()
    other = make_conversation(desk=talk.desk)
    put_in(play, talk)
    make_reply(talk, MINE, by=ada, now=LATER)
    hear()
    conversations.merge(talk, into=other, by=ada, now=LATER)
    conversations.set_status(other, to="CLOSED", by=ada, now=CLOSED)
    hear()
    assert PlayUse.objects.get().conversation == other
    assert actions.settle_due(now=CLOSED + timedelta(days=7)) == 1


def test_gaps_are_situations_without_a_proven_play():
    assert len(gaps(now=NOON)) == 24
    play = make_play()
    Play.objects.update(uses=12, resolved=11, came_back=1, used_at=NOON)
    (fair,) = [one for one in gaps(now=NOON) if (one.situation, one.language) == ("FAIR", "en")]
    assert (fair.proven, fair.is_gap) == (1, False)
    (fair, *_rest) = gaps(now=NOON + timedelta(days=181))
    assert (fair.aged, fair.is_gap) == (1, True)
    assert [row.play for row in plays(make_member(), asked="call fair", now=NOON)] == [play]
    assert plays(make_member(), asked="no such words", now=NOON) == []


def test_the_desk_keeps_what_was_typed_and_asks_for_an_edit():
    talk, play = scene()
    client = sign_in(make_member())
    typed = {"text": "Dear Cy,", "kind": "REPLY", "place": "all", "situation": "FAIR"}
    asked = client.post(f"/c/{talk.pk}/plays/", typed)
    assert asked["Location"] == f"/c/{talk.pk}/plays/?place=all&situation=FAIR"
    assert Draft.objects.get().text == "Dear Cy,"
    offered = client.get(asked["Location"]).content.decode()
    phrasing = play.phrasings.first()
    there = f"/c/{talk.pk}/plays/{phrasing.pk}/"
    assert there in offered
    assert f"/c/{talk.pk}/decide/" in offered

    refused = client.post(there, {"words": WORDS, "place": "all"})
    assert refused.status_code == 422
    assert "Make it yours first" in refused.content.decode()
    blank = client.post(there, {"words": f"Dear Cy! {WORDS}", "place": "all"})
    assert f"Dear Cy! {WORDS}" in blank.content.decode()
    assert Draft.objects.get().text == "Dear Cy,"

    done = client.post(there, {"words": MINE, "place": "all"})
    assert done["Location"] == f"/desk/all/{talk.pk}/?write=reply#write"
    assert Draft.objects.get().text == f"Dear Cy,\n\n{MINE}"
    page = client.get(f"/playbook/{play.pk}/").content.decode()
    assert "Used 0 times" in page


def test_a_play_is_written_changed_and_retired_on_its_page():
    ada, lou = make_member(), make_manager()
    client = sign_in(ada)
    typed = {
        "situation": "THANKS",
        "feeling": "WORN_OUT",
        "language": "en",
        "name": "At once",
        "phrasings": "Thank you.\r\n\r\nI did it just now.",
        "step_kind_0": "PROMISE",
        "step_words_0": "With a day.",
    }
    refused = client.post("/playbook/write/", typed | {"name": ""})
    assert refused.status_code == 422
    assert "I did it just now." in refused.content.decode()
    client.post("/playbook/write/", typed)
    play = Play.objects.get()
    assert (play.writer, play.steps) == (ada, [["PROMISE", "With a day."]])
    assert play.phrasings.count() == 2

    client.post(f"/playbook/{play.pk}/change/", typed | {"when": "Always"})
    play.refresh_from_db()
    assert (play.when, play.number) == ("Always", 1)
    sign_in(lou).post(f"/playbook/{play.pk}/retire/", {"do": "retire"})
    assert "At once" not in client.get("/playbook/").content.decode()
    kinds = Event.objects.filter(kind__startswith="play.").values_list("kind", flat=True)
    assert list(kinds) == ["play.written", "play.written", "play.retired"]

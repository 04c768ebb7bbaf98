"""Letters become themes, one of them rises, people say what it is; nobody sees others' words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kept.conversations.models import Conversation, Message
from kept.improvement import actions as improvement
from kept.improvement.agenda import ALONG, agenda_of
from kept.kit.refusals import NotAllowed
from kept.ledger import kinds
from kept.ledger.models import Event
from kept.notices.models import Notice
from kept.themes import actions, queries
from kept.themes.actions import BadMerge, NoName
from kept.themes.audit import findings
from kept.themes.changes import WORDS
from kept.themes.models import Learnt, Rise, Theme, ThemeDay, ThemeLetter, Waiting
from kept.themes.tests.make import TOPICS, found, weeks, write
from tests.cast import NOON, make_desk, make_manager, make_member, make_team
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def house(*, burst: int = 0):
    """Four weeks of letters at Orders, today `burst` about cracked glass: desk and theme."""
    desk = make_desk("Orders", make_member(), make_member("bea"), make_manager())
    weeks(desk)
    for topic in ("invoice", "password"):
        write(desk, topic, 3)
    last = write(desk, "cracked", burst or 1)[-1]
    found()
    return desk, ThemeLetter.objects.select_related("theme").get(pk=last.pk).theme


def told_along(member) -> dict[str, str]:
    """What the column of views would bring along."""
    row = type(member).objects.filter(pk=member.pk)
    return {
        key: row.annotate(told=make(member)).values_list("told", flat=True).get() or ""
        for key, make in ALONG.items()
    }


def rising_told() -> int:
    return queries.read_rising(told_along(make_manager())["themes"], now=LATER)


def facts(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_a_letter_waits_and_is_filed_once():
    desk = make_desk("Orders", make_member())
    letter = write(desk, "cracked", 1)[0]
    actions.wait([letter.pk, letter.pk])
    actions.wait([letter.pk])

    assert actions.file_waiting() == 1
    actions.wait([letter.pk])
    assert actions.file_waiting() == 1

    assert ThemeLetter.objects.get().theme is None
    assert ThemeDay.objects.get().number == 1
    assert not Waiting.objects.exists()


def test_what_is_spam_ours_or_too_short_is_not_filed():
    desk = make_desk("Orders", make_member())
    spam, ours, short = (write(desk, "cracked", 1)[0] for _ in range(3))
    Conversation.objects.filter(pk=spam.conversation_id).update(status="SPAM")
    Message.objects.filter(pk=ours.pk).update(way="OUT", member=make_member())
    Message.objects.filter(pk=short.pk).update(text="Thanks!")

    assert [one.pk for one in actions.letters_of([spam.pk, ours.pk, short.pk, 999_999])] == []


def test_three_things_are_three_themes_and_the_burst_rises():
    _desk, theme = house(burst=16)

    told = queries.overview(make_manager(), now=NOON)

    assert told[0].theme == theme
    rise = Rise.objects.get(theme=theme)
    assert (rise.theme, rise.days, rise.began_on) == (theme, 1, NOON.date())
    assert rise.number >= rise.limit > rise.usual
    assert facts("theme.rising") == Rise.objects.count()
    assert list(findings()) == []
    by_topic = {
        topic: {
            row.theme_id
            for row in ThemeLetter.objects.filter(message__text__contains=words[0][:20])
        }
        for topic, words in TOPICS.items()
    }
    assert not by_topic["cracked"] & (by_topic["invoice"] | by_topic["password"])


def test_a_huddle_speaks_of_what_rises_at_desks_in_sight():
    house(burst=16)
    lou, eve = make_manager(), make_member("eve")
    plan = improvement.HuddlePlan(make_team("Orders team"), NOON + timedelta(days=1))
    huddle = improvement.plan_huddle(plan, by=lou, now=NOON)

    told, hidden = (
        agenda_of(huddle, one, voices=[], along=told_along(one), now=NOON) for one in (lou, eve)
    )

    lines = {one.key: one.lines for one in told}["themes"]
    rising = Rise.objects.count()
    assert [line.url for line in lines] == ["/themes/"]
    assert [line.words for line in lines] == [
        "One theme rises" if rising == 1 else f"{rising} themes rise"
    ]
    assert "themes" not in {one.key for one in hidden}


def test_who_leads_is_told_once_a_week_and_the_rise_goes_on():
    desk, _theme = house(burst=16)
    told = list(Notice.objects.values_list("member", "kind", "conversation__desk"))
    assert set(told) == {(make_manager().pk, "RISING", desk.pk)}
    assert len(told) == Rise.objects.count() == facts("theme.rising")

    write(desk, "cracked", 16, at=NOON + timedelta(days=1))
    found(now=NOON + timedelta(days=1))

    assert (NOON + timedelta(days=1)).date() in Rise.objects.values_list("last_on", flat=True)
    assert Notice.objects.count() == facts("theme.rising") == len(told)


def test_nobody_is_told_where_that_is_switched_off():
    make_desk("Orders", make_manager())
    actions.switch(is_on=False, by=make_manager(), now=NOON)
    with pytest.raises(NotAllowed):
        actions.switch(is_on=True, by=make_member(), now=NOON)

    house(burst=16)

    assert Rise.objects.exists()
    assert Notice.objects.count() == 0
    assert facts("themes.switched") == 1


def test_a_name_sticks_when_themes_are_learnt_anew():
    desk, theme = house()
    actions.name(theme, "  Cracked\0  glass ", by=make_manager(), now=NOON)
    Learnt.objects.update(learnt_at=NOON - timedelta(days=2))
    write(desk, "cracked", 4)
    found(now=LATER)

    theme.refresh_from_db()
    assert theme.name == "Cracked glass"
    assert (facts("theme.learnt"), facts("theme.named")) == (2, 1)
    assert ThemeLetter.objects.order_by("-pk").first().theme == theme


def test_merged_themes_count_as_one_and_part_again():
    _desk, theme = house()
    lou = make_manager()
    other = Theme.objects.exclude(pk=theme.pk).first()
    before = {one.pk: one.number for one in queries.overview(lou, now=NOON)}

    actions.merge(other, theme, by=lou, now=NOON)

    told = {one.pk: one.number for one in queries.overview(lou, now=NOON)}
    assert other.pk not in told
    assert told[theme.pk] == before[theme.pk] + before[other.pk]
    for wrong in ((theme, theme), (other, theme), (theme, other)):
        with pytest.raises(BadMerge):
            actions.merge(*wrong, by=lou, now=NOON)
    actions.part(other, by=lou, now=NOON)
    assert {one.pk: one.number for one in queries.overview(lou, now=NOON)} == before
    assert (facts("theme.merged"), facts("theme.parted")) == (1, 1)


def test_a_dismissed_theme_is_quiet_until_it_is_much_more():
    desk, theme = house()
    actions.dismiss(theme, by=make_manager(), now=NOON)
    write(desk, "cracked", 4)
    found(now=LATER)
    assert not Rise.objects.exists()

    write(desk, "cracked", 30)
    found(now=LATER + timedelta(hours=2))

    assert Rise.objects.get().theme == theme
    assert rising_told() == 0
    assert queries.overview(make_manager(), now=LATER)[-1].is_dismissed
    actions.bring_back(theme, by=make_manager(), now=LATER)
    assert rising_told() == 1


def test_members_and_strangers_settle_nothing():
    _desk, theme = house()
    far = make_manager("mia")
    make_desk("Billing", far, make_member("cid"))
    before = Event.objects.count()

    for who in (make_member(), far):
        for act in (
            lambda by: actions.name(theme, "Mine", by=by, now=NOON),
            lambda by: actions.dismiss(theme, by=by, now=NOON),
            lambda by: actions.merge(theme, theme, by=by, now=NOON),
        ):
            with pytest.raises(NotAllowed):
                act(who)
    with pytest.raises(NoName):
        actions.name(theme, " \0 ", by=make_manager(), now=NOON)

    assert Event.objects.count() == before
    assert queries.overview(far, now=NOON) == []
    assert not Theme.objects.visible_to(far).exists()


def test_words_come_only_from_conversations_in_sight():
    desk, theme = house(burst=16)
    mia = make_manager("mia")
    billing = make_desk("Billing", mia, make_member("cid"), make_member("dan"))
    one = write(billing, "cracked", 1)[0]
    found(now=LATER)
    theme = ThemeLetter.objects.get(pk=one.pk).theme

    shown = queries.shown(mia, theme, now=LATER)

    assert [found.conversation.pk for found in shown.examples] == [one.conversation_id]
    assert shown.told.number == 1
    Conversation.objects.filter(pk=one.conversation_id).update(desk=desk)
    mia = make_manager("mia")
    shown = queries.shown(mia, theme, now=LATER)
    assert (shown.examples, shown.told.name) == ([], "")


def test_what_is_erased_is_no_example_any_more():
    _desk, theme = house()
    lou = make_manager()
    first = queries.shown(lou, theme, now=NOON).examples[0]
    Message.objects.filter(conversation=first.conversation).delete()

    again = queries.shown(lou, theme, now=NOON)
    assert first.conversation.pk not in [one.conversation.pk for one in again.examples]
    assert list(findings()) == []


def test_the_pages_tell_it_and_take_it(django_assert_max_num_queries, ledger_end_known):
    _desk, theme = house(burst=16)
    client = sign_in(make_manager())
    # Whatever is first in a process asks SQLite three times whether it knows JSON.
    client.get(reverse("themes:themes"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("themes:themes")).content.decode()
    assert "Rising" in page
    assert f"/themes/{theme.pk}/" in page
    with django_assert_max_num_queries(12):
        page = client.get(reverse("themes:theme", args=[theme.pk])).content.decode()
    assert "Upper control limit" in page
    assert "lamp" in page

    settle = reverse("themes:settle", args=[theme.pk])
    assert client.post(settle, {"do": "name", "name": "Cracked glass"}).status_code == 302
    assert client.post(settle, {"do": "merge", "into": "9" * 30}).status_code in {302, 409}
    assert client.post(settle, {"do": "what"}).status_code == 422
    theme.refresh_from_db()
    assert (theme.name, theme.merged_into) == ("Cracked glass", None)
    assert "Cracked glass" in client.get(reverse("themes:themes")).content.decode()
    rhythm = client.get(reverse("homes:rhythm")).content.decode()
    assert rhythm.count("Customers write of") == 1
    assert sign_in(make_member()).post(settle, {"do": "dismiss"}).status_code == 403
    assert client.post(reverse("themes:switch"), {"to": "off"}).status_code == 302
    assert not Learnt.objects.get().tells


def test_more_like_this_names_its_theme_and_leaves_itself_out():
    desk, theme = house()
    letter = ThemeLetter.objects.filter(theme=theme).order_by("-pk").first()
    client = sign_in(make_member())

    page = client.get(reverse("themes:like", args=[letter.conversation_id])).content.decode()

    assert f"/themes/{theme.pk}/" in page
    assert page.count("<q ") >= 8
    fresh = write(desk, "cracked", 1)[0]
    page = client.get(reverse("themes:like", args=[fresh.conversation_id])).content.decode()
    assert "Nothing like it so far" in page


def test_each_change_that_is_told_has_its_page():
    for kind, (words, route, part) in WORDS.items():
        assert str(words), kind
        assert reverse(route, args=[1] if part else [])
        assert not part or part in kinds()[kind]


def test_what_is_lost_in_the_sum_rises_at_its_desk_and_is_told_there_alone():
    lou, mia = make_manager(), make_manager("mia")
    orders = make_desk("Orders", make_member(), make_member("bea"), lou)
    billing = make_desk("Billing", make_member("cid"), make_member("dan"), mia)
    weeks(orders)
    for ago in range(28, -1, -1):
        at = NOON - timedelta(days=ago)
        write(billing, "cracked", 24, at=at)
        write(orders, "invoice", 32, at=at)
    last = write(orders, "cracked", 32)[-1]
    found()

    assert set(Rise.objects.values_list("desk", flat=True)) == {orders.pk}
    assert ThemeLetter.objects.get(pk=last.pk).theme_id in Rise.objects.values_list(
        "theme", flat=True
    )
    assert set(Notice.objects.values_list("member", flat=True)) == {lou.pk}
    assert queries.read_rising(told_along(lou)["themes"], now=LATER) == Rise.objects.count()
    assert queries.read_rising(told_along(mia)["themes"], now=LATER) == 0


def test_a_rise_of_a_desk_is_hidden_from_who_does_not_see_it():
    desk, theme = house()
    mia = make_manager("mia")
    billing = make_desk("Billing", mia, make_member("cid"), make_member("dan"))
    one = write(billing, "cracked", 1)[0]
    found(now=LATER)
    theme = ThemeLetter.objects.get(pk=one.pk).theme
    day = NOON.date()
    Rise.objects.create(
        theme=theme, desk=desk, began_on=day, last_on=day, days=1, number=16, usual=1.0, limit=9,
        found_at=NOON,
    )  # fmt: skip

    assert queries.shown(make_manager(), theme, now=LATER).told.rise.desk == desk
    assert queries.shown(mia, theme, now=LATER).told.rise is None
    assert queries.read_rising(told_along(mia)["themes"], now=LATER) == 0
    assert rising_told() == 1

"""Our word on the page: to whom it is shown, in which words, as which marks and bytes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from kept.conversations.models import Desk
from kept.homes import drawing, wording
from kept.homes.forms import WordForm
from kept.hours.tests.make import make_calendar
from kept.kit.shares import Share
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.counting import Counts
from kept.promises.models import PromiseTally, VagueCount
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_promise,
    make_reply,
)

# Readers of the ledger see what is committed.
carried = pytest.mark.django_db(transaction=True)

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tally(desk: Desk, month: date = NOVEMBER, kind: str = "PROMISE", **counts: int) -> None:
    parts = {"unasked": counts.get("in_time", 0)} | counts
    PromiseTally.objects.create(desk=desk, kind=kind, month=month, **parts)


@pytest.fixture
def house(db):
    """Lou leads Orders, where Ada and Bea serve; nobody here serves Billing."""
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager("lou")
    zoe, yan = make_member("zoe"), make_member("yan")
    make_desk("Billing", zoe, yan)
    with time_machine.travel(NOON, tick=False):
        yield make_desk("Orders", ada, bea, lou)


def page_for(member: Member, address: str = "/word/") -> str:
    answer = sign_in(member).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index('id="page"') :]).split())


def test_a_manager_sees_the_desks_they_serve_and_no_other(house):
    tally(house, in_time=8, late=2, by_first=8)
    tally(Desk.objects.get(name="Billing"), silent=77)

    lou = page_for(make_manager("lou"))

    assert "8 of 10" in plain(lou)
    assert "80 %, likely 49 to 94 %" in plain(lou)
    assert "Orders" in plain(lou)
    assert "Billing" not in lou
    assert "77" not in plain(lou)


def test_another_desk_cannot_be_asked_for_by_name(house):
    tally(house, in_time=8, late=2)
    tally(Desk.objects.get(name="Billing"), silent=77)
    lou = make_manager("lou")

    assert plain(page_for(lou, "/word/?desk=billing")) == plain(page_for(lou, "/word/"))
    answer = sign_in(lou).get("/word/kept.csv?desk=billing")
    assert b"Billing" not in answer.content


def test_an_owner_sees_all_desks_by_name_and_in_no_other_order(house):
    tally(house, in_time=20)
    tally(Desk.objects.get(name="Billing"), silent=20)

    page = page_for(make_owner())

    rows = re.findall(r'<th scope="row">(Billing|Orders)</th>', page)
    assert rows == ["Billing", "Orders"]


@pytest.mark.parametrize("address", ["/word/", "/word/kept.csv"])
def test_a_member_has_no_business_with_the_desks_figures(house, address):
    tally(house, in_time=20)

    assert sign_in(make_member("ada")).get(address).status_code == 403


@carried
def test_everybody_sees_their_own_word_alone(house):
    ada, bea = make_member("ada"), make_member("bea")
    conversation = make_conversation(desk=house)
    promises = [make_promise(conversation, keeper=keeper) for keeper in (ada, ada, bea)]
    actions.keep(promises[0], by=ada, now=NOON + timedelta(hours=1))
    sweep.break_due(now=NOON + timedelta(days=2))
    catch_up(READERS["word"], now=NOON)

    assert "1 of 2 so far" in plain(page_for(ada, "/word/mine/"))
    assert "0 of 1 so far" in plain(page_for(bea, "/word/mine/"))
    assert "Nothing has been promised yet." in page_for(make_manager("lou"), "/word/mine/")
    assert sign_in(bea).get("/word/mine/kept.csv?months=3").content == (
        b"\xef\xbb\xbfmonth,kind,ended,in_time,moved,late,told,silent,released,open,"
        b"confirmed,presumed,waiting,unasked,by_first,slipping\r\n"
        b"2026-09,ALL,0,0,0,0,0,0,0,0,0,0,0,0,0,0\r\n"
        b"2026-10,ALL,0,0,0,0,0,0,0,0,0,0,0,0,0,0\r\n"
        b"2026-11,ALL,1,0,0,0,0,1,0,0,0,0,0,0,0,0\r\n"
    )


@carried
def test_nobody_is_named_on_the_desks_page(house):
    ada = make_member("ada")
    actions.keep(make_promise(make_conversation(desk=house), keeper=ada), by=ada, now=NOON)
    catch_up(READERS["word"], now=NOON)

    page = plain(page_for(make_manager("lou")))

    assert "1 of 1 so far" in page
    assert not {"Ada", "Bea"} & set(page.split())


def test_what_one_person_alone_serves_is_named_and_not_counted(house):
    solo = make_desk("Solo", make_member("cal"), make_manager("lou"))
    tally(house, in_time=12)
    tally(solo, silent=9)

    page = plain(page_for(make_manager("lou")))

    assert "One person alone serves Solo, so its word is theirs and is not shown here." in page
    assert "12 of 12" in page
    assert b"Solo" not in sign_in(make_manager("lou")).get("/word/kept.csv").content


@pytest.mark.parametrize(
    ("ended", "says"), [(9, "9 of 9 so far"), (10, "100 %, likely 72 to 100 %")]
)
def test_a_share_is_said_from_ten_on(house, ended, says):
    tally(house, in_time=ended, by_first=ended)

    page = plain(page_for(make_manager("lou")))

    assert says in page
    assert ("%, likely" in page) is (ended == 10)


def test_the_time_before_is_beside_it_and_no_difference_is_made_of_chance(house):
    tally(house, in_time=80, late=20)
    tally(house, date(2026, 4, 1), in_time=75, late=25)
    page = plain(page_for(make_manager("lou")))
    assert "No clear difference" in page

    PromiseTally.objects.filter(month=date(2026, 4, 1)).update(in_time=20, unasked=20, late=80)
    page = plain(page_for(make_manager("lou")))
    assert "Clearly more than before" in page


def test_vague_answers_stand_beside_the_rate(house):
    tally(house, in_time=12)
    VagueCount.objects.create(desk=house, month=NOVEMBER, replies=40, vague=6)

    page = plain(page_for(make_manager("lou")))

    assert "15 in a hundred replies" in page
    assert "Likely 7 to 29 %" in page


def test_it_can_be_narrowed_to_a_desk_a_kind_and_a_time(house):
    billing = Desk.objects.get(name="Billing")
    tally(house, in_time=11)
    tally(house, kind="CALLBACK", late=13)
    tally(house, date(2026, 1, 1), silent=17)
    tally(billing, in_time=40)
    odo = make_owner()

    def ended(query: str) -> str:
        return re.search(r"Of (\d+) promises that ended, (\d+)", page_for(odo, query)).group(1)  # type: ignore[union-attr]

    assert ended("/word/") == "64"
    assert ended("/word/?desk=orders") == "24"
    assert ended("/word/?desk=orders&kind=CALLBACK") == "13"
    assert ended("/word/?desk=orders&months=12") == "41"
    assert ended("/word/?desk=nowhere&kind=REMINDER&months=400") == "64"


def test_what_was_chosen_stays_chosen_and_goes_along_to_the_file(house):
    page = page_for(make_manager("lou"), "/word/?desk=orders&months=3")

    assert '<option value="orders" selected>Orders</option>' in page
    assert '<option value="3" selected>3 months</option>' in page
    assert 'href="/word/kept.csv?desk=orders&amp;months=3"' in page


def test_where_nothing_was_promised_the_page_teaches(house):
    lou = make_manager("lou")

    assert "Write in a reply by when somebody hears from you." in page_for(lou)
    narrowed = page_for(lou, "/word/?kind=CALLBACK")
    assert "Choose more months, or all desks and kinds." in narrowed
    assert '<a class="btn" href="/word/">Show everything</a>' in narrowed


def test_the_file_is_exactly_this(house):
    Desk.objects.filter(pk=house.pk).update(name="=Orders, “right away”")
    tally(house, OCTOBER, in_time=3, moved=1, by_first=3)
    tally(house, in_time=5, late=2, told=1, silent=1, released=1, open=4, by_first=5, slipping=1)
    tally(house, kind="CALLBACK", in_time=1, by_first=1)
    VagueCount.objects.create(desk=house, month=NOVEMBER, replies=40, vague=6)

    answer = sign_in(make_manager("lou")).get("/word/kept.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="our-word-2026-11.csv"'
    assert (
        answer.content
        == (
            "\ufeffmonth,desk,kind,ended,in_time,moved,late,told,silent,released,open,"
            "confirmed,presumed,waiting,unasked,by_first,slipping,replies,vague\r\n"
            '2026-10,"\'=Orders, “right away”",ALL,4,3,1,0,0,0,0,0,0,0,0,3,3,0,0,0\r\n'
            '2026-11,"\'=Orders, “right away”",ALL,10,6,0,2,1,1,1,4,0,0,0,6,6,1,40,6\r\n'
        ).encode()
    )


@carried
def test_a_letter_sent_late_at_night_is_counted_where_the_desk_is(house):
    tokyo = make_calendar("Tokyo", zone="Asia/Tokyo")
    Desk.objects.filter(pk=house.pk).update(calendar=tokyo)
    conversation = make_conversation(desk=house)
    at = datetime(2026, 10, 31, 16, tzinfo=UTC)
    make_reply(conversation, "We'll get back to you.", by=make_member("ada"), now=at)
    catch_up(READERS["word"], now=NOON)

    content = sign_in(make_manager("lou")).get("/word/kept.csv").content.decode()

    assert content.splitlines()[1] == "2026-11,Orders,ALL," + "0," * 14 + "1,1"


def test_the_drawings_say_in_words_what_they_show(house):
    tally(house, OCTOBER, in_time=8, late=2, by_first=7)
    tally(house, in_time=2, silent=1, by_first=2)

    page = page_for(make_manager("lou"))

    charts = re.findall(r'<svg class="chart.*?</svg>\s*<figcaption', page, re.DOTALL)
    assert len(charts) == 2
    for chart, name in zip(charts, ("bars", "trend"), strict=True):
        root = ElementTree.fromstring(chart[: chart.rindex("</svg>") + 6])  # noqa: S314  our own
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{name}-title {name}-desc"
        assert [child.tag for child in root][:2] == ["title", "desc"]
        assert root[0].get("id") == f"{name}-title"
        assert root[1].get("id") == f"{name}-desc"
    assert (
        "October 2026: 8 kept in time, 2 kept late. "
        "November 2026: 2 kept in time, 1 broken in silence." in charts[0]
    )
    assert (
        "October 2026: by the last date 80 %, likely 49 to 94 %; by the first date "
        "70 %, likely 40 to 89 %. November 2026: by the last date 2 of 3 so far" in charts[1]
    )
    # The same figures once more as a table, beneath.
    assert page.count("<caption") == 2


def test_no_ending_is_told_by_colour_alone(house):
    tally(house, in_time=9, moved=9, late=9, told=9, silent=9, released=9, open=9)

    page = page_for(make_manager("lou"))

    legend = page[page.index('class="legend"') :]
    for ending, words in wording.ENDED.items():
        assert f'data-ending="{ending}"' in legend
        assert f"<b>9</b> {words}</li>" in legend
    for pattern in ("p-moved", "p-late", "p-told", "p-released"):
        assert f'id="{pattern}"' in page
        assert f'fill="url(#{pattern})"' in legend


def test_months_before_anything_was_promised_are_not_drawn(house):
    tally(house, OCTOBER, in_time=2)

    page = page_for(make_manager("lou"), "/word/?months=12")

    assert "October 2026" in page
    assert "September 2026" not in page


def test_the_way_there_is_in_the_views(house):
    manager, member = (
        page_for(make_manager("lou"), "/today/"),
        page_for(make_member("ada"), "/today/"),
    )

    assert re.search(r'<a class="view" href="/word/"[^>]*data-go="o"', manager)
    assert re.search(r'<a class="view" href="/word/mine/"[^>]*data-go="o"', member)
    assert 'href="/word/"' not in member
    assert 'href="/word/mine/">Month by month</a>' in member


def test_looking_writes_nothing(house):
    tally(house, in_time=20)
    before = Event.objects.count(), list(PromiseTally.objects.values())

    for address in ("/word/", "/word/kept.csv", "/word/mine/", "/word/mine/kept.csv"):
        sign_in(make_manager("lou")).get(address)

    assert (Event.objects.count(), list(PromiseTally.objects.values())) == before


@pytest.mark.parametrize("address", ["/word/?months=12", "/word/mine/?months=12", "/word/kept.csv"])
def test_no_more_than_twelve_queries(
    house, address, django_assert_max_num_queries, ledger_end_known
):
    for n in range(1, 12):
        tally(house, date(2026, n, 1), in_time=20)
    client = sign_in(make_manager("lou"))

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


# Drawing


def test_a_bar_stands_on_its_line_and_is_as_high_as_its_number():
    drawn = drawing.bars({OCTOBER: Counts(in_time=10, open=10), NOVEMBER: Counts()})

    october, november = drawn.bars
    assert [(p.ending, p.count, p.top, p.height) for p in october.pieces] == [
        ("IN_TIME", 10, "110.0", "88.0"),
        ("OPEN", 10, "22.0", "88.0"),
    ]
    assert (november.pieces, november.total) == ([], 0)
    assert [(line.says, line.at) for line in drawn.scale] == [(10, "110.0"), (20, "22.0")]


@pytest.mark.parametrize(
    ("number", "end"), [(0, 4), (4, 4), (5, 10), (11, 20), (21, 40), (167, 200), (201, 400)]
)
def test_the_scale_ends_at_an_even_number(number, end):
    assert drawing.bars({OCTOBER: Counts(in_time=number)}).scale[-1].says == end


def test_a_line_stops_where_too_little_is_known():
    months = [date(2026, n, 1) for n in (8, 9, 10, 11)]
    shares = [Share(8, 10), Share(5, 10), Share(3, 9), Share(10, 10)]

    drawn = drawing.trend(list(zip(months, shares, strict=True)))

    assert [dot.month for dot in drawn.dots] == [months[0], months[1], months[3]]
    assert [len(line.split()) for line in drawn.lines] == [2, 1]
    assert drawn.lines[0] == "18.62,20.00 41.88,50.00"
    # From 0.4902 to 0.9433, and from 0.2366 to 0.7634: up there, down here, and back.
    assert drawn.bands[0] == "18.62,5.67 41.88,23.66 41.88,76.34 18.62,50.98"
    assert len(drawn.bands[1].split()) == 4


def test_a_choice_that_is_not_on_offer_is_none():
    form = WordForm({"months": "5", "kind": "x"}, desks=None, kinds=["PROMISE"])

    assert (form.span, form.kind_chosen, form.desk_slug, form.query) == (6, "", "", "months=6")

"""Where links lead and whether their words say so; which pictures only count readers."""

import time

import pytest

from kept.kit.html import clean
from kept.kit.html_links import host_of, named_elsewhere
from kept.kit.html_styles import safe_declarations
from kept.kit.html_trackers import is_tracker


@pytest.mark.parametrize(
    ("words", "host", "named"),
    [
        ("www.paypal.com", "evil.example", "paypal.com"),
        ("https://paypal.com/login", "paypal.com.evil.example", "paypal.com"),
        ("paypal.com", "paypal.com", ""),
        ("paypal.com", "www.paypal.com", ""),
        ("www.shop.co.uk", "mail.shop.co.uk", ""),
        ("shop.co.uk", "other.co.uk", "shop.co.uk"),
        ("pay\u200bpal.com", "evil.example", "paypal.com"),
        ("ｐａｙｐａｌ.com", "evil.example", "paypal.com"),
        ("paypal\u3002com", "evil.example", "paypal.com"),
        ("müller.de", "xn--mller-kva.de", ""),
        ("p\u0430ypal.com", "paypal.com", "xn--pypal-4ve.com"),
        ("billing@paypal.com", "evil.example", "paypal.com"),
        ("Look here", "evil.example", ""),
        ("Made with Node.js and setup.py", "evil.example", ""),
        ("e.g. version 1.2.3", "evil.example", ""),
        ("Our stick WS-335.at last", "evil.example", ""),
        ("ws-335.at", "evil.example", "ws-335.at"),
        ("www.a-shop.example by way of click.example", "click.example", ""),
    ],
)
def test_a_link_misleads_where_its_words_name_another_house(words, host, named):
    assert named_elsewhere(words, host) == named


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://paypal.com@evil.example/x", "evil.example"),
        ("HTTPS://EVIL.example:8443/x", "evil.example"),
        ("mailto:help@shop.example?subject=x", "shop.example"),
        ("https://b\u00fccher.example/", "xn--bcher-kva.example"),
        ("tel:+49123", ""),
        ("https://[::1", ""),
    ],
)
def test_the_house_an_address_leads_to(address, host):
    assert host_of(address) == host


def test_a_link_that_misleads_is_told_and_marked():
    found = clean(
        '<p><a href="https://evil.example/x">www.pay<b>pal</b>.com</a> or '
        '<a href="https://shop.example/">our shop</a></p>',
        mark=lambda link: f"leads to {link.host} <script>",
    )

    assert [(link.host, link.words, link.named) for link in found.links] == [
        ("evil.example", "www.paypal.com", "paypal.com"),
        ("shop.example", "our shop", ""),
    ]
    assert found.html.count("<mark>") == 1
    assert "</a><mark>leads to evil.example &lt;script&gt;</mark>" in found.html


def test_a_look_alike_is_told_in_the_letters_of_the_network():
    found = clean('<a href="https://p\u0430ypal.com/in?\u00e4=1">in</a>')

    assert 'href="https://xn--pypal-4ve.com/in?\u00e4=1"' in found.html


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("https://a.example/x.gif", {"width": "1", "height": "1"}),
        ("https://a.example/x.gif", {"height": "1"}),
        ("https://a.example/x.gif", {"width": "0"}),
        ("https://a.example/x.gif", {"style": "width:1px; height:1px"}),
        ("https://a.example/x.gif", {"style": "display: none"}),
        ("https://a.example/x.gif", {"style": "max-height:0"}),
        ("https://u1.ct.sendgrid.net/wf/open?upn=x", {}),
        ("https://shop.us1.list-manage.com/track/open.php?u=1", {"width": "600"}),
        ("https://x.awstrack.me/I0/1", {}),
    ],
)
def test_a_picture_nobody_is_meant_to_see_is_a_tracker(address, given):
    assert is_tracker(address, given)


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("https://a.example/lamp.png", {}),
        ("https://a.example/lamp.png", {"width": "600", "height": "auto"}),
        ("https://a.example/lamp.png", {"style": "border-width:1px; max-width:100%"}),
        ("https://a.example/opening-hours.png", {"width": "100%"}),
    ],
)
def test_a_picture_to_be_seen_is_none(address, given):
    assert not is_tracker(address, given)


def test_trackers_never_come_through_us():
    asked = []

    def picture(address):
        asked.append(address)
        return "/pictures/1"

    found = clean(
        '<img src="https://a.example/lamp.png">'
        '<img src=" https://a.example/d.gif" width=1 height=1>'
        '<img src="https://a.example/open.aspx?x=1"><table background="https://a.example/bg.png">',
        picture=picture,
    )

    assert asked == ["https://a.example/lamp.png"]
    assert found.pictures == ("https://a.example/lamp.png",)
    assert found.trackers == ("https://a.example/d.gif", "https://a.example/open.aspx?x=1")
    assert found.html.count("src=") == 1


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("background: #1a1a2e; color: #fff", "background-color: #1a1a2e; color: #fff"),
        ("background: url(https://x/y.png) no-repeat navy", "background-color: navy"),
        ("background:rgb(1, 2, 3)", "background-color: rgb(1, 2, 3)"),
        ("background: url(red.png)", None),
    ],
)
def test_the_colour_of_a_short_background_stays(style, expected):
    assert safe_declarations(style) == expected


@pytest.mark.parametrize(
    ("html", "has_colours"),
    [
        ("<p>plain</p>", False),
        ('<p style="font-size: 12px; border: 1px solid red">plain</p>', False),
        ('<p style="color: #333">x</p>', True),
        ('<p style="background:#fff">x</p>', True),
        ('<table bgcolor="#ffffff"><tr><td>x</table>', True),
        ('<font color="red">x</font>', True),
    ],
)
def test_a_letter_with_colours_of_its_own_is_known(html, has_colours):
    assert clean(html).has_colours is has_colours


def test_links_made_to_cost_time_cost_little():
    hostile = "<a href=https://x.example>" + "a-a." * 250 + "</a>"
    began = time.process_time()

    clean(hostile * 400, mark=lambda link: link.host)

    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="https://a.example/a" width="1' + " " * 50_000 + 'x">',
        '<img src="https://a.example/a" style="width:1' + " " * 50_000 + 'x">',
        '<img src="https://a.example/' + "/lt.php?" * 12_000 + '">',
    ],
    ids=["size", "style", "address"],
)
def test_no_picture_holds_its_reader_up(picture):
    begun = time.process_time()

    clean(picture, picture=lambda url: url)

    assert time.process_time() - begun < 0.5

"""Foreign HTML made safe: nothing runs, nothing is fetched, no harmless word is lost."""

import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.kit.html import clean, text_of


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"),
        ("<script>x()</script>a<style>b{}</style>", "a"),
        ('<p onclick="x()" id="a" class="b">a</p>', "<p>a</p>"),
        ("<svg><script>x()</script></svg>a<math><mi>b</mi></math>", "a"),
        ("<form action=x>a <button>b</button></form>", "a b"),
        ("<unknown>a</unknown> <mtext>b</mtext>", "a b"),
        ("a<!-- b -->c", "ac"),
        ("<iframe src=//x.example></iframe><object data=x></object>a", "a"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ('<p hx-get="/x" data-hx-post="/y">a</p>', "<p>a</p>"),
    ],
)
def test_only_plain_markup_stays(html, expected):
    assert clean(html).html == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x()",
        "java\tscript:x()",
        "&#106;avascript:x()",
        " \x01javascript:x()",
        "JaVaScRiPt:x()",
        "vbscript:x()",
        "data:text/html,x",
        "view-source:http://x.example",
        "/relative",
    ],
)
def test_links_to_anything_that_runs_lose_their_address(address):
    assert "href" not in clean(f'<a href="{address}">a</a>').html


def test_ordinary_links_stay_and_tell_nothing():
    assert clean('<a href="https://x.example/a?b=1">a</a>').html == (
        '<a href="https://x.example/a?b=1" target="_blank" rel="noopener noreferrer nofollow">a</a>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://pics.example/a.gif">',
        '<img src="//pics.example/a.gif">',
        '<img src="\\\\pics.example/a.gif">',
        '<img srcset="https://pics.example/a.gif 2x">',
        '<table background="https://pics.example/a.gif"><tr><td>',
        '<p style="background: url(https://pics.example/a.gif)">',
    ],
)
def test_nothing_is_fetched_and_what_was_held_back_is_told(html):
    found = clean(html)

    assert "pics.example" not in found.html
    assert len(found.remote) == 1
    assert found.remote[0].endswith("pics.example/a.gif")


def test_what_is_held_back_is_listed_once_in_order():
    pictures = [f'<img src="https://x.example/{name}">' for name in "bab"]

    assert clean("".join(pictures)).remote == ("https://x.example/b", "https://x.example/a")


def test_pictures_of_the_mail_itself_stay_or_are_resolved():
    html = '<img src="cid:a@x"><img src="cid:b@x"><img src="data:image/png;base64,AA==">'

    assert clean(html).html.count("<img src=") == 3
    found = clean(html, cid=lambda cid: "/files/1" if cid == "a@x" else None).html
    assert found == '<img src="/files/1"><img><img src="data:image/png;base64,AA==">'


def test_remote_pictures_come_through_our_own_address_once_asked_for():
    found = clean('<img src="https://x.example/a">', picture=lambda address: "/pictures/1")

    assert found.html == '<img src="/pictures/1">'


def test_a_picture_that_is_svg_is_no_picture():
    assert clean('<img src="data:image/svg+xml,x">').html == "<img>"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("color: red; position: fixed", "color: red"),
        ("display:none", None),
        ("font-size:0", None),
        ("font-size: 0.001px; color: red", "color: red"),
        ("font-size: 1e-9px", None),
        ("font: 0/0 a", None),
        ("line-height: 0.01", None),
        ("letter-spacing: -2em", None),
        ("font: bold 12px/1.4 Arial", "font: bold 12px/1.4 Arial"),
        ("font-size: 90%; line-height: 1.5", "font-size: 90%; line-height: 1.5"),
        ("color:expression(x())", None),
        ("color: red; behavior: url(x)", "color: red"),
        ("colo\\72: red", None),
        ("width: 50%; margin-left: -9999px", "width: 50%"),
    ],
)
def test_styles_neither_run_nor_hide_words(style, expected):
    wanted = f'<p style="{expected}">a</p>' if expected else "<p>a</p>"

    assert clean(f'<p style="{style}">a</p>').html == wanted


def test_a_document_made_to_cost_time_keeps_its_words():
    deep = clean("<div>" * 5000 + "word").html
    fonts = clean("".join(f"<font size={n}>" for n in range(900)) + "<p>word" * 900).html

    assert (deep.count("<div>"), deep.count("word")) == (0, 1)
    assert fonts.count("word") == 900
    assert len(fonts) < 50_000


def test_words_that_are_all_references_stay_what_they_are():
    words = "&amp;&#x41;&bogus" * 30_000

    shown = clean(f"<p>{words}</p>").html.replace("<wbr>", "")

    assert shown == f"<p>{'&amp;A&amp;bogus' * 30_000}</p>"
    assert text_of(words) == "&A&bogus" * 30_000


def test_an_address_with_many_parts_is_left_alone():
    address = "https://x.example/?a=1" + "&amp;b=1" * 600

    assert f'href="{address}"' in clean(f'<a href="{address}">a</a>').html


def test_threads_do_not_see_each_others_pictures():
    found: dict[int, tuple[str, ...]] = {}

    def work(number: int) -> None:
        for _ in range(50):
            found[number] = clean(f'<img src="https://x.example/{number}">').remote

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert found == {number: (f"https://x.example/{number}",) for number in range(4)}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &amp; b &lt; c", "a & b < c"),
        ("<title>t</title><script>x</script>a", "ta"),
    ],
)
def test_the_words_of_html_come_in_lines(html, text):
    assert text_of(html) == text


PIECES = """
<p> </p> <svg> <math> <style> </style> <!-- --> <table> <td> <select> <template> <noscript>
<script> </script> <mtext> <title> <plaintext> <b> </b> < > &lt; word <a~href=' '> " <img~src=
javascript:x https://x.example onerror=x ~style='
"""
PLAIN = re.compile(r'</?[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")*>')
UNSAFE = re.compile(r"<(?:script|style|svg|math|template|iframe|title|select)")


@given(st.lists(st.sampled_from(PIECES.split()), max_size=25))
def test_cleaning_leaves_plain_markup_only_and_nothing_to_clean(pieces):
    found = clean("".join(pieces).replace("~", " ")).html

    assert re.search(r"<[a-zA-Z/!?]", PLAIN.sub("", found)) is None
    assert UNSAFE.search(found) is None
    assert PLAIN.sub("", clean(found).html) == PLAIN.sub("", found)

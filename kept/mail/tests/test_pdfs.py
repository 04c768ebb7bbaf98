"""A PDF is shown as pictures of its pages: nothing of the document itself reaches a browser."""

from __future__ import annotations

import io
import os
import re
import signal
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from kept.conversations.models import Message
from kept.kit import clock
from kept.kit.pictures import NoPicture
from kept.mail import pdfs, pictures
from kept.mail.tests.test_files import looked_at
from kept.mail.tests.test_showing import attach, sign_in
from tests.cast import make_desk, make_member, make_message

FIELD = (
    b"/Annots [<< /Type /Annot /Subtype /Widget /Rect [50 500 400 560] /F 4 /FT /Tx /T (a)"
    b" /AP << /N 5 0 R >> >>]"
)
FILLED = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 350 60] /Length 25 >>\n"
    b"stream\n0 0 0 rg 0 0 350 60 re f\nendstream"
)


def make_pdf(
    *,
    pages: int = 1,
    box: str = "0 0 595 842",
    root: bytes = b"",
    page: bytes = b"",
    more: bytes = b"",
) -> bytes:
    """A black square near the top of each page."""
    drawing = b"50 700 100 100 re f"
    kids = b" ".join([b"3 0 R"] * pages)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s >>" % (box.encode(), page),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        *([more] if more else []),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    )


def drawn(content: bytes, number: int = 1) -> Image.Image:
    picture, kind = pdfs.jailed_page(content, number)
    assert kind == "image/png"
    return Image.open(io.BytesIO(picture))


@pytest.fixture
def letter(db) -> Message:
    cache.clear()
    return make_message(desk=make_desk("Orders", make_member("ada")))


@pytest.fixture
def ada(letter) -> Client:
    return sign_in(make_member("ada"))


def test_a_page_is_drawn_as_it_is():
    page = drawn(make_pdf())

    assert page.size == (1131, 1600)
    assert (page.getpixel((190, 170)), page.getpixel((600, 800))) == ((0, 0, 0), (255, 255, 255))


def test_what_was_filled_into_a_form_is_seen():
    content = make_pdf(root=b"/AcroForm << /Fields [] >>", page=FIELD, more=FILLED)

    assert drawn(content).getpixel((300, 590)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ("0 0 100 100", (200, 200)),
        ("0 0 200000000 100000000", (1600, 800)),
        ("0 0 1 200000", (1, 1600)),
    ],
)
def test_no_page_is_larger_than_a_picture_may_be(box, size):
    assert drawn(make_pdf(box=box)).size == size


def test_pages_are_counted_and_the_jail_draws_no_more_than_it_should():
    content = make_pdf(pages=30)

    assert pdfs.jailed_count(content) == 30
    assert drawn(content, pdfs.MOST_PAGES)
    for number in (-1, pdfs.MOST_PAGES + 1, 300):
        with pytest.raises(NoPicture):
            pdfs.jailed_page(content, number)
    with pytest.raises(NoPicture):
        pdfs.jailed_page(make_pdf(), 2)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", make_pdf()[:150], b"\x00" * 1000])
def test_what_is_no_pdf_is_no_picture(content):
    with pytest.raises(NoPicture):
        pdfs.jailed_count(content)


def test_what_is_too_large_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(pdfs, "LARGEST_BYTES", 10)

    with pytest.raises(NoPicture):
        pdfs.jailed_count(make_pdf())


def test_its_pages_stand_on_the_page_of_the_file(ada, letter):
    page = looked_at(ada, attach(letter, make_pdf(pages=2), "bill.pdf"))
    addresses = re.findall(r'src="(/mail/picture/[^"]+)"', page)

    answers = [Client().get(address) for address in addresses]

    assert "PDF, 2 pages, drawn by us" in page
    assert ['alt="Page 1 of 2"' in page, 'alt="Page 2 of 2"' in page] == [True, True]
    assert [answer["Content-Type"] for answer in answers] == ["image/png"] * 2
    assert answers[0]["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<iframe" not in page
    assert "<embed" not in page


def test_of_a_long_one_the_beginning_is_shown(ada, letter):
    page = looked_at(ada, attach(letter, make_pdf(pages=23), "terms.pdf"))

    assert len(re.findall("/mail/picture/", page)) == pdfs.MOST_PAGES
    assert "These are its first 20 pages." in page
    assert "PDF, 23 pages" in page


def test_one_that_breaks_the_jail_spares_it_the_rest(ada, letter):
    page = looked_at(ada, attach(letter, make_pdf(pages=3), "bill.pdf"))
    first, second, _third = re.findall(r'src="(/mail/picture/[^"]+)"', page)
    os.kill(pdfs._jail._idle[-1].process.pid, signal.SIGKILL)

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 404
    # It was not asked again: nobody took the place of whoever died.
    assert pdfs._jail._idle == []
    cache.clear()
    assert Client().get(second).status_code == 200


def test_an_address_is_for_the_page_it_was_signed_for(letter):
    file = attach(letter, make_pdf(pages=2), "bill.pdf")
    (first, _second) = pictures.sheets_of(file, now=clock.now() - timedelta(hours=2)).addresses

    assert Client().get(first.replace("/picture/", "/picture/x")).status_code == 404
    assert Client().get(first).status_code == 404, "it was good for an hour"

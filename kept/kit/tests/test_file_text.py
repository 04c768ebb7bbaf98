"""What is read out of files, and that none of them costs more than its bounds."""

from __future__ import annotations

import io
import zipfile

import pytest

from kept.kit import file_text
from kept.kit.file_text import LONGEST, NoText, jailed_text, kind_of, text_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Invoice</w:t></w:r><w:r><w:tab/>'
    "<w:t>2207</w:t></w:r></w:p><w:p><w:r><w:t>For a blue ket</w:t></w:r><w:r><w:t>tle.</w:t></w:r>"
    "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p></w:body></w:document>"
)


def zipped(**parts: str | bytes) -> bytes:
    """`word__document` is the part word/document.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content_type", "kind"),
    [
        ("a.txt", "text/plain; charset=utf-8", "text"),
        ("a.csv", "text/csv", "text"),
        ("a.CSV", "application/octet-stream", "text"),
        ("a", "text/html", "html"),
        ("invite.ics", "text/calendar", "ics"),
        ("a.docx", "application/zip", "docx"),
        ("a.odt", "application/vnd.oasis.opendocument.text", "odf"),
        ("a.pdf", "application/pdf", ""),
        ("a.docx", "image/png", ""),
        ("a.exe", "application/octet-stream", ""),
        ("", "", ""),
    ],
)
def test_how_a_file_is_read_follows_from_its_type_and_else_from_its_name(name, content_type, kind):
    assert kind_of(name, content_type) == kind


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        ("text", b"one\r\n\r\n  two\t three ", "one\ntwo three"),
        ("text", "grün".encode("utf-16"), "grün"),
        ("text", b"\xef\xbb\xbfk\xc3\xa4se", "käse"),
        ("text", b"a;b\n1;2", "a;b\n1;2"),
        (
            "html",
            b"<title>Price list</title><style>p{}</style>"
            b"<p>A <b>blue</b>&nbsp;lamp<script>x()</script>",
            "Price list\nA blue lamp",
        ),
        (
            "ics",
            b"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fit the\r\n  lamp\\, twice\r\n"
            b'ATTENDEE;CN="Cy Valdorra":mailto:cy@x\r\nEND:VEVENT',
            "Fit the lamp, twice\nCy Valdorra",
        ),
        (
            "docx",
            zipped(word__document=DOCX, word__styles="<x/>"),
            "Invoice 2207\nFor a blue kettle.",
        ),
        (
            "odf",
            zipped(
                content='<o xmlns:t="urn:t"><t:h>Offer</t:h><t:p>A<t:s/>lamp</t:p><t:x>no</t:x></o>'
            ),
            "Offer\nA lamp",
        ),
        (
            "xlsx",
            zipped(
                xl__sharedStrings="<sst><si><t>Kettle</t></si><si><t>Lamp</t></si></sst>",
                xl__worksheets__sheet1='<s><row><c t="s"><v>1</v></c><c><v>149</v></c></row><row>'
                '<c t="inlineStr"><is><t>each</t></is></c></row></s>',
            ),
            "Kettle\nLamp\n149\neach",
        ),
        ("pptx", zipped(ppt__slides__slide1="<s><p><t>Autumn</t></p></s>"), "Autumn"),
    ],
)
def test_the_words_in_a_file(kind, content, text):
    assert text_of(kind, content) == text


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("docx", b"no zip at all"),
        ("docx", zipped(word__document="<not closed")),
        ("docx", zipped(word__document='<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>')),
        ("text", b"PK\x03\x04\xff\0\0\xfe"),
        ("pdf", b"%PDF-1.7"),
        ("", b""),
    ],
)
def test_what_cannot_be_read_is_refused(kind, content):
    with pytest.raises(NoText):
        text_of(kind, content)


def test_no_more_is_unpacked_than_the_bounds_allow(monkeypatch):
    monkeypatch.setattr(file_text, "MOST_UNPACKED", 5_000)

    with pytest.raises(NoText):
        text_of("docx", zipped(word__document=DOCX, word__header1=" " * 6_000))
    monkeypatch.setattr(file_text, "MOST_PARTS", 1)
    with pytest.raises(NoText):
        text_of("docx", zipped(word__document=DOCX, word__styles="<x/>"))


def test_a_long_text_is_cut():
    assert len(text_of("text", b"lamp " * LONGEST)) <= LONGEST


def test_it_is_read_in_a_process_of_its_own_and_what_breaks_there_breaks_nothing():
    deep = zipped(word__document="<a>" * 400_000)
    wide = zipped(word__document=b"<w:t>" + b" " * 80_000_000)

    for bad in (b"no zip", deep, wide):
        with pytest.raises(NoText):
            jailed_text("docx", bad)
    assert jailed_text("docx", zipped(word__document=DOCX)).startswith("Invoice 2207")


def test_a_file_that_is_too_large_is_not_even_begun(monkeypatch):
    monkeypatch.setattr(file_text, "LARGEST", 3)

    with pytest.raises(NoText):
        jailed_text("text", b"four")

"""Names of files as strangers give them."""

import pytest

from kept.kit.file_names import ending_of, is_program, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("bill.pdf", "bill.pdf"),
        ("Größe — Übersicht.pdf", "Größe — Übersicht.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\evil.dll", "evil.dll"),
        ("a\uff0fb.txt", "b.txt"),
        ("bill\u202efdp.exe", "billfdp.exe"),
        ("\u200b.htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ('a";b="c.html', "a_;b=_c.html"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.log", "console.log"),
        ("bill.pdf   .exe", "bill.pdf .exe"),
        ("bill.pdf. . .", "bill.pdf"),
        ("", "file"),
        ("...", "file"),
        ("/", "file"),
        ("\ud800x.txt", "x.txt"),
    ],
    ids=ascii,
)
def test_a_name_is_made_safe_and_stays_itself(name, safe):
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_ending():
    short = safe_name("ü" * 400 + ".pdf.exe")

    assert short.endswith(".exe")
    assert len(short.encode()) <= 240


@pytest.mark.parametrize(
    ("name", "ending", "runs"),
    [
        ("bill.pdf", "pdf", False),
        ("bill.pdf.exe", "exe", True),
        ("bill\u202efdp.EXE", "exe", True),
        ("table.xlsm", "xlsm", True),
        ("README", "", False),
    ],
    ids=ascii,
)
def test_the_ending_that_counts_is_the_last(name, ending, runs):
    assert (ending_of(name), is_program(name)) == (ending, runs)

"""A text in three: what was written now, what is quoted, and the closing."""

import pytest

from kept.mail.letter.rich import rich_lines
from kept.mail.letter.zones import split_lines, split_text


def reply_of(text: str, **more: object) -> str:
    return split_text(text, **more).reply  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "intro",
    [
        "On 3 March 2031 at 10:00, Ada <ada@kept.example> wrote:",
        "On Tue, Mar 4, 2031 at 9:05 AM Ada Agent\n<ada@kept.example> wrote:",
        "Am 03.03.2031 um 10:00 schrieb Ada Agent:",
        "Le lun. 3 mars 2031 à 10:00, Ada <ada@kept.example>\na écrit :",
        "El 3 mar 2031, a las 10:00, Ada <ada@kept.example> escribió:",
        "Il giorno 3 mar 2031, alle ore 10:00, Ada <ada@kept.example> ha scritto:",
        "Op 3 mrt. 2031 om 10:00 heeft Ada <ada@kept.example> het volgende geschreven:",
        "Den 3 mars 2031 kl. 10:00 skrev Ada <ada@kept.example>:",
        "W dniu 2031-03-03 10:00, Ada napisał(a):",
        '03.03.2031, 10:00, "Ada" <ada@kept.example>:',
        "2031-03-03 10:00 GMT+01:00 Ada <ada@kept.example>:",
    ],
)
def test_what_stands_below_an_intro_is_quoted_with_it(intro):
    zones = split_text(f"Friday suits me.\n\n{intro}\n\n> Friday?\n> Or Monday?")

    assert zones.reply == "Friday suits me."
    assert zones.quoted == f"{intro}\n\n> Friday?\n> Or Monday?"


@pytest.mark.parametrize(
    "headers",
    [
        "From: Ada <ada@kept.example>\nSent: Monday, 3 March 2031 10:00\nTo: Mara\nSubject: Kettle",
        "Von: Ada Agent\nGesendet: Montag, 3. März 2031 10:00\nAn: Mara\nBetreff: Kessel",
        "-----Original Message-----\nFrom: Ada",
        "______________________\nDe : Ada <ada@kept.example>\nEnvoyé : lundi 3 mars 2031\n"
        "À : Mara\nObjet : Bouilloire",
    ],
)
def test_copied_headers_begin_the_older_letter(headers):
    zones = split_text(f"Friday suits me.\n\n{headers}\n\nWould Friday do?")

    assert zones.reply == "Friday suits me."
    assert zones.quoted == f"{headers}\n\nWould Friday do?"


@pytest.mark.parametrize(
    "text",
    [
        "My trip:\nFrom: Berlin\nTo: Paris\nDate: 3 May",
        "On the surface it works.\nOn Monday it does not.",
        "Look:\n--> one\n--> two",
        "The steps are these:\n\nFirst: open it\nSecond: fill it",
    ],
)
def test_words_that_only_look_like_marks_stay(text):
    assert reply_of(text) == text


def test_answers_between_quoted_lines_are_the_reply():
    zones = split_text("> Red or blue?\n\nBlue.\n\n> When?\n\nFriday.")

    assert zones.reply == "Blue.\n\n\nFriday."
    assert zones.quoted == "> Red or blue?\n> When?"


def test_a_forwarded_mail_stays_below_the_note():
    text = (
        "What do you say?\n\n---------- Forwarded message ----------\n"
        "From: Cy <cy@home.example>\nSubject: Lid\n\nThe lid is loose.\n\nThanks,\nCy"
    )

    assert reply_of(text) == text


def test_copied_headers_of_a_forward_are_no_quote():
    text = "See below.\n\nFrom: cy@home.example\nSent: 3 March 2031\nSubject: Lid\n\nIt is loose."

    assert reply_of(text, is_forward=True) == text
    assert reply_of(text) == "See below."


def test_where_nothing_of_ones_own_is_left_all_is_the_reply():
    zones = split_text("> only\n> quotes")

    assert (zones.reply, zones.quoted, zones.signature) == ("> only\n> quotes", "", "")


@pytest.mark.parametrize(
    "closing",
    [
        "--\nMara Lind\nShop of kettles",
        "Best regards,\n\nMara",
        "Mit freundlichen Grüßen\nMara Lind",
        "Cordialement,\nMara",
        "Sent from my iPhone",
        "Von meinem iPad gesendet",
        "- Mara",
        "Mara Lind\nmara@shop.example\n+49 30 123 45 67",
    ],
)
def test_the_closing_is_set_apart(closing):
    zones = split_text(f"Friday suits me.\n\n{closing}")

    assert zones.reply == "Friday suits me."
    assert zones.signature == closing


def test_the_writers_own_name_is_a_closing():
    assert split_text("Friday suits me.\n\nMara", sender="Mara Lind").signature == "Mara"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the kettle, it is lovely and it boils water.",
        "Thanks,\n\nI have it.",
        "Sent from my desk, it is easier to write long letters than from a telephone.",
    ],
)
def test_a_sentence_is_no_closing(text):
    assert reply_of(text) == text


def reply_of_html(html: str) -> str:
    return split_lines(*rich_lines(html)).reply


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote">On Mon, 3 Mar 2031 at 10:00 Ada wrote:<br>Q</div>',
        '<div class="moz-cite-prefix">Ada:</div><blockquote type="cite">Q</blockquote>',
        '<div id="divRplyFwdMsg"><b>From:</b> Ada</div><div>Q</div>',
        '<div class="yahoo_quoted">Q</div>',
        "<blockquote>Q</blockquote>",
    ],
)
def test_html_marks_of_mail_programs_are_known(quote):
    assert reply_of_html(f"<p>Friday suits me.</p>{quote}") == "Friday suits me."


def test_an_indented_block_above_a_quote_is_ones_own():
    html = (
        "<p>I mean this:</p><blockquote>the blue one</blockquote>"
        "<div>On 3 March 2031 at 10:00, Ada wrote:</div><blockquote>Which?</blockquote>"
    )

    assert reply_of_html(html) == "I mean this:\n\nthe blue one"


def test_a_megabyte_of_quotes_is_split_line_by_line():
    quotes = "\n".join(["> " + "a" * 40] * 24_000)
    zones = split_text("Yes.\n" + quotes)

    assert (zones.reply, zones.quoted) == ("Yes.", quotes)

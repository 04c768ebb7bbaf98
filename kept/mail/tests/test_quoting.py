"""What stands above the words we quote."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kept.mail.letter.zones import split_text
from kept.mail.quoting import intro, language_of

AT = datetime(2026, 11, 27, 14, 5, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "On Friday 27 November 2026 at 14:05, Cy wrote:"),
        ("de", "Am Freitag, 27. November 2026 um 14:05 schrieb Cy:"),
        ("fr", "Le vendredi 27 novembre 2026 à 14:05, Cy a écrit :"),
        ("es", "El viernes 27 de noviembre de 2026 a las 14:05, Cy escribió:"),
        ("nl", "Op vrijdag 27 november 2026 om 14:05 schreef Cy:"),
    ],
)
def test_the_day_is_said_in_the_language_of_its_reader(language, line):
    assert intro(AT, "Cy", text="", language=language) == line
    assert intro(AT, "Cy", text="", language=f"{language}-XX") == line
    # Our own reader knows it again, when they answer to our answer.
    found = split_text(f"Thank you.\n\n{line}\n\nThe lamp is cracked.")
    assert (found.reply, line in found.quoted) == ("Thank you.", True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Lampe ist kaputt. Bitte schicken Sie mir eine neue.", "de"),
        ("La lampe est cassée, pouvez-vous me la remplacer pour vendredi ?", "fr"),
        ("La lámpara está rota. ¿Pueden enviar otra para el viernes, por favor?", "es"),
        ("De lamp is kapot, kunt u mij een nieuwe sturen?", "nl"),
        ("The lamp is cracked. Please send another one.", "en"),
        ("OK 12", "en"),
        ("", "en"),
    ],
)
def test_where_we_do_not_know_it_their_own_letter_tells(text, language):
    assert language_of(text) == language

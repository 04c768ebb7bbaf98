"""Promises in German, French, Spanish and Dutch. Written on Wednesday 4 March 2026, 10:00."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.kit.hours import Hours
from kept.promises.rules import spoken_in, spot

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
HOURS = Hours(zone="Europe/Paris")
PROMISES = {
    "de": [
        ("Ich rufe Sie morgen früh an.", "Thu 5 Mar, 08:00 to 12:00"),
        ("Wir schicken Ihnen die Rechnung bis Freitag.", "Fri 6 Mar, by 17:00"),
        ("Morgen melde ich mich bei Ihnen.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Sie erhalten die Lampe bis Donnerstag.", "Thu 5 Mar, by 17:00"),
        ("Ihre Lampe wird am Montag verschickt.", "Mon 9 Mar, 09:00 to 17:00"),
        ("Ich werde das für Sie prüfen.", ""),
        ("Ich kümmere mich darum.", ""),
        (
            "Unser Techniker kommt am Dienstag zwischen 9 und 11 Uhr.",
            "Tue 10 Mar, 09:00 to 11:00",
        ),
        ("In zwei Werktagen haben Sie das Geld auf dem Konto.", "Fri 6 Mar, 09:00 to 17:00"),
    ],
    "fr": [
        ("Je vous rappelle demain matin.", "Thu 5 Mar, 08:00 to 12:00"),
        ("Nous vous enverrons la facture avant vendredi.", "Fri 6 Mar, by 00:00"),
        ("Je vais vérifier et vous écrire demain.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Vous recevrez la lampe jeudi.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Votre commande sera remboursée d'ici vendredi.", "Fri 6 Mar, by 17:00"),
        ("Je m'en occupe.", ""),
        ("Notre technicien passera mardi entre 9h et 11h.", "Tue 10 Mar, 09:00 to 11:00"),
        ("Dans deux jours ouvrables, vous aurez votre argent.", "Fri 6 Mar, 09:00 to 17:00"),
    ],
    "es": [
        ("Le llamo mañana por la mañana.", "Thu 5 Mar, 08:00 to 12:00"),
        ("Le enviaremos la factura antes del viernes.", "Fri 6 Mar, by 00:00"),
        ("Voy a revisarlo y le escribo mañana.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Recibirá la lámpara el jueves.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Su pedido será reembolsado el viernes.", "Fri 6 Mar, 09:00 to 17:00"),
        ("Me encargo de ello.", ""),
        (
            "Nuestro técnico pasará el martes entre las 9 y las 11.",
            "Tue 10 Mar, 09:00 to 11:00",
        ),
    ],
    "nl": [
        ("Ik bel u morgenochtend.", "Thu 5 Mar, 08:00 to 12:00"),
        ("We sturen u de factuur voor vrijdag.", "Fri 6 Mar, by 00:00"),
        ("Morgen laat ik het u weten.", "Thu 5 Mar, 09:00 to 17:00"),
        ("U ontvangt de lamp donderdag.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Uw lamp wordt maandag verzonden.", "Mon 9 Mar, 09:00 to 17:00"),
        ("Ik zal het nakijken.", ""),
        ("Komt in orde.", ""),
        ("Onze monteur komt dinsdag tussen 9 en 11 uur.", "Tue 10 Mar, 09:00 to 11:00"),
        ("Binnen twee werkdagen heeft u het geld.", "Fri 6 Mar, by 17:00"),
    ],
}
NONE = {
    "de": [
        "Wir versuchen, es bis Freitag zu schaffen.",
        "Wenn Sie das Foto schicken, erstatten wir den Betrag bis Freitag.",
        "Ich habe Ihnen gestern geschrieben.",
        "Soll ich Sie morgen anrufen?",
        "Der Paketdienst liefert am Montag.",
        "Normalerweise antworten wir innerhalb eines Tages.",
        "Bitte senden Sie es bis Freitag zurück.",
    ],
    "fr": [
        "Nous allons essayer de le faire demain.",
        "Si vous envoyez la photo, nous rembourserons demain.",
        "Je vous ai écrit hier.",
        "Puis-je vous appeler demain ?",
        "Le transporteur livrera lundi.",
        "Cela devrait arriver vendredi.",
    ],
    "es": [
        "Intentaremos hacerlo mañana.",
        "Si nos envía la foto, le devolveremos el dinero mañana.",
        "Le escribí ayer.",
        "¿Le llamo mañana?",
        "El transportista lo entregará el lunes.",
        "Debería llegar el viernes.",
    ],
    "nl": [
        "We proberen het morgen te doen.",
        "Als u de foto stuurt, betalen we het morgen terug.",
        "Ik heb u gisteren geschreven.",
        "Zal ik u morgen bellen?",
        "PostNL bezorgt het maandag.",
    ],
}


END_OF_WEEK = {
    "en": "We'll send it by the end of the week.",
    "de": "Wir schicken es bis Ende der Woche.",
    "fr": "Nous vous l'enverrons d'ici la fin de la semaine.",
    "nl": "We sturen het voor het einde van de week.",
}


def found(text: str, language: str) -> list[tuple[str, str]]:
    spots = spot(text, at=NOW, zone="Europe/Paris", hours=HOURS, language=language)
    return [(one.words, one.reading) for one in spots]


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [(language, *row) for language, rows in PROMISES.items() for row in rows],
)
def test_the_whole_sentence_promises(language: str, text: str, reading: str):
    assert found(text, language) == [(text.rstrip("."), reading)]


@pytest.mark.parametrize(("language", "text"), END_OF_WEEK.items())
def test_where_no_hours_are_known_a_week_ends_with_its_friday(language: str, text: str):
    (one,) = spot(text, at=NOW, zone="Europe/Paris", language=language)

    assert one.reading == "Sat 7 Mar, by 00:00"


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, rows in NONE.items() for text in rows]
)
def test_nothing_is_promised(language: str, text: str):
    assert found(text, language) == []


def test_the_language_is_told_by_its_commonest_words():
    told = [spoken_in(" ".join(text for text, _ in rows)) for rows in PROMISES.values()]

    assert told == list(PROMISES)
    assert spoken_in("I'll call you tomorrow.") == "en"
    assert spoken_in("12345") == "en"
    assert spoken_in("12345", otherwise="nl") == "nl"

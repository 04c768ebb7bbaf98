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
VARIED = {
    "de": [
        ("Ich rufe Sie am Freitag zwischen 14 und 15 Uhr zurück.", "Fri 6 Mar, 14:00 to 15:00"),
        ("Das Ersatzrad geht morgen in die Post.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Wir erstatten Ihnen den Betrag innerhalb von drei Werktagen.", "Mon 9 Mar, by 17:00"),
        ("Bis spätestens Montag haben Sie eine Antwort von mir.", "Mon 9 Mar, by 17:00"),
        ("Herr Krause meldet sich heute Nachmittag bei Ihnen.", "Wed 4 Mar, 12:00 to 16:00"),
        ("Frau Dr. Lehmann ruft Sie morgen um 11 Uhr an.", "Thu 5 Mar, 11:00"),
        ("Sie bekommen die Bestätigung noch heute per E-Mail.", "Wed 4 Mar, 10:00 to 17:00"),
        ("Ich schicke Ihnen gleich morgen früh ein neues Etikett.", "Thu 5 Mar, 08:00 to 12:00"),
        ("Ihr Zimmer wird bis 15 Uhr hergerichtet.", "Wed 4 Mar, by 15:00"),
        (
            "Wir holen das Klavier nächste Woche bei Ihnen ab.",
            "Mon 9 Mar, 09:00 to Fri 13 Mar, 17:00",
        ),
        ("Die Werkstatt baut das Teil am Donnerstag ein.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Lassen Sie mich das prüfen, ich melde mich in einer Stunde.", "Wed 4 Mar, 11:00"),
        (
            "Wir werden die Rechnung korrigieren und Ihnen bis Ende der Woche zusenden.",
            "Fri 6 Mar, by 17:00",
        ),
        ("Sobald das Paket hier ist, sage ich Ihnen Bescheid.", ""),
        ("Die Gebühr schreiben wir Ihnen gut.", ""),
        ("Spätestens übermorgen liegt die Karte in Ihrem Briefkasten.", "Fri 6 Mar, by 17:00"),
    ],
    "fr": [
        ("Je vous appelle vendredi entre 14h et 15h.", "Fri 6 Mar, 14:00 to 15:00"),
        ("Votre roue part demain matin par la poste.", "Thu 5 Mar, 08:00 to 12:00"),
        ("Nous vous remboursons sous trois jours ouvrés.", "Mon 9 Mar, by 17:00"),
        ("Vous aurez ma réponse lundi au plus tard.", "Mon 9 Mar, by 17:00"),
        ("Madame Roussel vous rappellera cet après-midi.", "Wed 4 Mar, 12:00 to 16:00"),
        ("Mon collègue Karim passe chez vous mardi à 11h.", "Tue 10 Mar, 11:00"),
        ("La confirmation vous sera envoyée ce soir.", "Wed 4 Mar, 16:00 to 20:00"),
        ("On vous livre la table la semaine prochaine.", "Mon 9 Mar, 09:00 to Fri 13 Mar, 17:00"),
        ("Le technicien sera chez vous demain à 9h.", "Thu 5 Mar, 09:00"),
        ("Je me renseigne et je reviens vers vous avant midi.", "Wed 4 Mar, by 12:00"),
        ("Laissez-moi vérifier, je vous réponds dans une heure.", "Wed 4 Mar, 11:00"),
        ("L'atelier montera la pièce jeudi.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Dès que le colis arrive, je vous préviens.", ""),
        ("Nous ne vous facturerons pas la deuxième visite.", ""),
        ("C'est noté, ce sera fait d'ici vendredi.", "Fri 6 Mar, by 17:00"),
    ],
    "es": [
        ("Le llamo el viernes entre las 14 y las 15.", "Fri 6 Mar, 14:00 to 15:00"),
        ("Su rueda sale mañana por la mañana.", "Thu 5 Mar, 08:00 to 12:00"),
        ("Le devolvemos el importe en un plazo de tres días laborables.", "Mon 9 Mar, by 17:00"),
        ("Tendrá mi respuesta el lunes a más tardar.", "Mon 9 Mar, by 17:00"),
        ("La señora Ruiz le llamará esta tarde.", "Wed 4 Mar, 12:00 to 16:00"),
        ("Mi compañero Jorge pasa por su casa el martes a las 11.", "Tue 10 Mar, 11:00"),
        ("La confirmación se le enviará hoy.", "Wed 4 Mar, 10:00 to 17:00"),
        ("Le entregamos la mesa la próxima semana.", "Mon 9 Mar, 09:00 to Fri 13 Mar, 17:00"),
        ("El técnico estará en su casa mañana a las 9.", "Thu 5 Mar, 09:00"),
        ("Lo compruebo y le digo algo antes del mediodía.", "Wed 4 Mar, by 12:00"),
        ("Déjeme mirarlo, le respondo en una hora.", "Wed 4 Mar, 11:00"),
        ("El taller montará la pieza el jueves.", "Thu 5 Mar, 09:00 to 17:00"),
        ("En cuanto llegue el paquete, le aviso.", ""),
        ("No le cobraremos la segunda visita.", ""),
        ("Su tarjeta estará lista el viernes.", "Fri 6 Mar, 09:00 to 17:00"),
    ],
    "nl": [
        ("Ik bel u vrijdag tussen 14 en 15 uur terug.", "Fri 6 Mar, 14:00 to 15:00"),
        ("Uw wiel gaat morgen op de post.", "Thu 5 Mar, 09:00 to 17:00"),
        ("We betalen het bedrag binnen drie werkdagen terug.", "Mon 9 Mar, by 17:00"),
        ("Uiterlijk maandag hebt u antwoord van mij.", "Mon 9 Mar, by 17:00"),
        ("Mevrouw De Wit belt u vanmiddag.", "Wed 4 Mar, 12:00 to 16:00"),
        ("Mijn collega Sanne komt dinsdag om 11 uur bij u langs.", "Tue 10 Mar, 11:00"),
        ("De bevestiging wordt vandaag nog gestuurd.", "Wed 4 Mar, 10:00 to 17:00"),
        ("We leveren de tafel volgende week.", "Mon 9 Mar, 09:00 to Fri 13 Mar, 17:00"),
        ("De monteur staat morgen om 9 uur bij u voor de deur.", "Thu 5 Mar, 09:00"),
        ("Ik zoek het uit en laat het u voor vrijdag weten.", "Fri 6 Mar, by 00:00"),
        ("Laat mij dat nakijken, ik kom er over een uur op terug.", "Wed 4 Mar, 11:00"),
        ("De werkplaats plaatst het onderdeel donderdag.", "Thu 5 Mar, 09:00 to 17:00"),
        ("Zodra het pakket er is, geef ik u een seintje.", ""),
        ("Voor het tweede bezoek rekenen we niets.", ""),
        ("Uw kamer is morgen om 15 uur klaar.", "Thu 5 Mar, 15:00"),
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
        "Ihr Zug fährt morgen um 9 Uhr.",
        "Die Bank überweist das Geld am Freitag.",
        "Wir haben am Montag geschlossen.",
        "Sie müssen das bis Freitag unterschreiben.",
        "Ich bin bis Dienstag im Urlaub.",
        "Herr Krause ist am Montag nicht im Haus.",
        "Könnten Sie mich morgen anrufen?",
        "Die Aktion endet am Freitag.",
        "Vielleicht schaffen wir es am Montag.",
        "Frau Lehmann hat Sie gestern angerufen.",
    ],
    "fr": [
        "Nous allons essayer de le faire demain.",
        "Si vous envoyez la photo, nous rembourserons demain.",
        "Je vous ai écrit hier.",
        "Puis-je vous appeler demain ?",
        "Le transporteur livrera lundi.",
        "Cela devrait arriver vendredi.",
        "Votre train part demain à 9h.",
        "La banque virera l'argent vendredi.",
        "Nous serons fermés lundi.",
        "Vous devrez signer avant vendredi.",
        "Je suis en congé jusqu'à mardi.",
        "L'offre se termine vendredi.",
        "Pourriez-vous m'appeler demain ?",
        "Peut-être que nous y arriverons lundi.",
        "Madame Roussel vous a appelé hier.",
        "Le magasin ouvre demain à 9h.",
    ],
    "es": [
        "Intentaremos hacerlo mañana.",
        "Si nos envía la foto, le devolveremos el dinero mañana.",
        "Le escribí ayer.",
        "¿Le llamo mañana?",
        "El transportista lo entregará el lunes.",
        "Debería llegar el viernes.",
        "Su tren sale mañana a las 9.",
        "El banco le pagará el viernes.",
        "Estaremos cerrados el lunes.",
        "Tendrá que firmarlo antes del viernes.",
        "Estoy de vacaciones hasta el martes.",
        "La oferta termina el viernes.",
        "¿Podría llamarme mañana?",
        "Quizás lo consigamos el lunes.",
        "La señora Ruiz le llamó ayer.",
        "La tienda abre mañana a las 9.",
    ],
    "nl": [
        "We proberen het morgen te doen.",
        "Als u de foto stuurt, betalen we het morgen terug.",
        "Ik heb u gisteren geschreven.",
        "Zal ik u morgen bellen?",
        "PostNL bezorgt het maandag.",
        "Uw trein vertrekt morgen om 9 uur.",
        "De bank betaalt u vrijdag.",
        "We zijn maandag gesloten.",
        "U moet het voor vrijdag ondertekenen.",
        "Ik ben tot dinsdag met vakantie.",
        "De actie eindigt vrijdag.",
        "Kunt u mij morgen bellen?",
        "Misschien lukt het maandag.",
        "Mevrouw De Wit heeft u gisteren gebeld.",
        "De winkel opent morgen om 9 uur.",
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


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [(language, *row) for language, rows in VARIED.items() for row in rows],
)
def test_one_promise_is_found_and_due_then(language: str, text: str, reading: str):
    assert [due for _, due in found(text, language)] == [reading]


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

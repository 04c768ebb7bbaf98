"""Answers that put off: counted, so that nobody mends the kept rate by promising less."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.promises.rules.vague import is_vague

TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)

VAGUE = {
    "en": [
        "We'll get back to you.",
        "Thank you for your letter. I'll look into it.",
        "Someone will be in touch shortly.",
        "Your order will be with you soon.",
        "We are looking into this.",
        "We hope to have news as soon as possible.",
        "Please bear with us.",
        "I'll refund the shipping.",
        "We'll reply in due course.",
        "I'll let you know as soon as I know more.",
        "I called you yesterday. I'll get back to you soon.",
    ],
    "de": [
        "Vielen Dank für Ihre Nachricht. Wir melden uns in Kürze.",
        "Ich schaue mir das an.",
        "Sie hören bald von uns.",
        "Wir bearbeiten Ihre Anfrage schnellstmöglich.",
        "Ich kümmere mich darum, so bald wie möglich.",
        "Sie erhalten zeitnah eine Antwort.",
        "Wir melden uns, sobald wir mehr wissen.",
    ],
    "fr": [
        "Nous revenons vers vous dès que possible.",
        "Vous aurez une réponse sous peu.",
        "Je regarde cela.",
        "Nous traitons votre demande dans les meilleurs délais.",
        "Je vous tiendrai au courant.",
    ],
    "es": [
        "Nos pondremos en contacto con usted lo antes posible.",
        "Le responderemos en breve.",
        "Lo miro y le aviso.",
        "Recibirá el pedido pronto.",
        "Le llamaremos en cuanto podamos.",
    ],
    "nl": [
        "We komen er zo snel mogelijk op terug.",
        "U hoort binnenkort van ons.",
        "Ik kijk ernaar.",
        "We houden u op de hoogte.",
        "U krijgt spoedig bericht.",
    ],
}
CLEAR = {
    "en": [
        "I'll call you tomorrow at ten.",
        "We'll get back to you by Friday.",
        "I'll look into it. You will hear from me on Thursday before noon.",
        "We reply as soon as possible, at the latest by Friday at 17:00.",
        "We'll refund what you paid for the courier this week.",
        "The refund has left today. Thank you for telling us.",
        "Get well soon!",
        "We look forward to hearing from you soon.",
        "Could you send us the receipt as soon as possible?",
        "Please let me know shortly which colour you like.",
        "See you soon in the shop.",
        "The switch is on the left, shortly after the plug.",
        "> We'll get back to you soon.\n\nThat was ours. It is done.",
        "",
    ],
    "de": [
        "Wir melden uns bis Freitag.",
        "Ich rufe Sie morgen um zehn an.",
        "Gute Besserung, und bis bald!",
        "Bitte senden Sie uns die Rechnung so bald wie möglich.",
        "Das Paket ist angekommen, vielen Dank.",
    ],
    "fr": [
        "Je vous appelle demain à dix heures.",
        "À bientôt !",
        "Merci de nous renvoyer la facture dès que possible.",
        "Le colis est parti.",
    ],
    "es": [
        "Le llamo mañana a las diez.",
        "¡Hasta pronto!",
        "Por favor, envíenos la factura lo antes posible.",
        "El paquete ha llegado.",
    ],
    "nl": [
        "Ik bel u morgen om tien uur.",
        "Tot snel!",
        "Kunt u ons de factuur zo snel mogelijk sturen?",
        "Het pakket is aangekomen.",
    ],
}


def each(sentences: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in sentences.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), each(VAGUE))
def test_it_puts_off_and_says_no_date(language, text):
    assert is_vague(text, at=TUESDAY, zone="Europe/Berlin") is True


@pytest.mark.parametrize(("language", "text"), each(CLEAR))
def test_it_says_a_date_or_puts_nothing_off(language, text):
    assert is_vague(text, at=TUESDAY, zone="Europe/Berlin") is False

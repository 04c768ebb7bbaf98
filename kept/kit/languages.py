"""The language of a text by its small words; None where they do not settle it."""

from __future__ import annotations

import re

WORDS = {
    "en": "the and you for that with this have are not but your was can will would please from they what when",
    "de": "der die und das ist nicht ich sie mit für auf ein eine wir den dem bitte habe auch noch kann mir danke",
    "fr": "le la les et est pas vous pour que une des dans je nous avec sur merci votre bonjour mais plus",
    "es": "el los las que por con para una del está pero muy gracias usted como más hola me su se",
    "it": "il di che non per una con sono della grazie questo ho mi le gli è anche come più buongiorno",
    "nl": "het een van niet ik dat voor met zijn op te mijn maar ook jullie bedankt kunt nog wel heb",
    "pt": "não uma para com que os em por meu você obrigado mais está mas muito olá são foi isso seu",
    "sv": "och att det är inte jag för med som på har till kan tack vi men ett hej ni mig",
    "da": "og det er ikke jeg til med på har kan vi den tak af men hej mig også fra jer",
    "nb": "og det er ikke jeg til med på har kan vi den takk av men hei meg også fra dere",
    "fi": "ja on ei että se en ole kun mutta hei kiitos myös olen mitä niin kuin vain minun teidän sitä",
    "pl": "nie się na jest do to że jak dziękuję proszę mam czy za od dla ale witam są tak już",
    "cs": "je se na že to jsem pro ale prosím děkuji jak dobrý máte mám jsou ještě by jako není od",
    "tr": "ve bir bu için ile değil var çok teşekkürler merhaba ben bana lütfen olarak ama daha gibi mi ne",
    "hu": "és az hogy nem is egy van köszönöm meg de kérem vagy még csak ha mint már nekem ez",
    "ro": "și nu este cu pentru că sunt mulțumesc dar mai am din pe la sau bună vă cum să fi",
}
SETS = {tag: frozenset(words.split()) for tag, words in WORDS.items()}
SCRIPTS = [
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("th", re.compile("[\u0e01-\u0e2e]")),
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[\u0430-\u044f]")),
]
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    sample = text[:4000].lower()
    if not sample.isascii():
        letters = len("".join(WORD.findall(sample[:1500]))) or 1
        for tag, script in SCRIPTS:
            found = len(script.findall(sample[:1500]))
            if found >= 2 and found * (12 if tag in {"ja", "uk"} else 3) >= letters:
                return tag
    words = WORD.findall(sample)[:400]
    if len(words) < 3:
        return None
    counts = sorted(
        ((sum(map(known.__contains__, words)), tag) for tag, known in SETS.items()), reverse=True
    )
    (best, tag), (second, _) = counts[0], counts[1]
    return tag if best >= 2 and best * 8 >= len(words) and best > second else None

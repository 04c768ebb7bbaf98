"""Whether a reply puts somebody off without saying until when. Pure.

A kept rate is easily mended by promising less; so answers like "we'll get back to you" are counted
beside it. A date anywhere in what is promised makes the reply a clear one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kept.promises.rules.dates import read
from kept.promises.rules.spotting import spoken_in, spot
from kept.promises.rules.spotting.sentences import masked, sentences

SURE = 0.5
"""A promise less sure than this is not offered in the composer either."""
LONGEST_TEXT = 20_000
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " "})
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Deferring:
    """`puts_off` defers by itself. `later` does where `ours` says that it is us who will act, and
    `theirs` does not say that it is them.
    """

    puts_off: Pattern
    later: Pattern
    ours: Pattern
    theirs: Pattern

    def has(self, sentence: str) -> bool:
        if self.theirs.search(sentence):
            return False
        if self.puts_off.search(sentence):
            return True
        return bool(self.later.search(sentence) and self.ours.search(sentence))


def _words(**given: str) -> _Deferring:
    return _Deferring(**{name: re.compile(words, re.IGNORECASE) for name, words in given.items()})


_LANGUAGES = (
    # English
    _words(
        puts_off=r"\b(?:get|come|be|circle) back (?:to|with) you\b|\bbe in touch\b|\bbear with (?:me|us)\b"
        r"|\b(?:look|looking) into (?:it|this|that|your|the)\b|\bleave (?:it|this|that) with (?:me|us)\b"
        r"|\b(?:keep|keeping) you (?:posted|updated|informed)\b|\blet you know\b",
        later=r"(?<!as )\bsoon\b(?! as)|\bshortly\b(?! (?:after|before))|\basap\b|\bin due course\b"
        r"|\bas soon as (?:possible|(?:we|I) (?:can|know|have|hear))\b|\bwhen(?:ever)? (?:we|I) can\b"
        r"|\bat (?:our|the) (?:earliest|first) (?:convenience|opportunity)\b|\bbefore (?:too )?long\b"
        r"|\bas quickly as (?:possible|we can|I can)\b|\bin the (?:near future|coming weeks)\b",
        ours=r"\b(?:I|we)(?:'ll|'re|'m| will| shall| are| am| hope| aim| try| plan)\b"
        r"|\byou(?:'ll| will| should| can expect)\b|\b(?:will|should) be\b"
        r"|\b(?:someone|somebody|a colleague|(?:our|the) [\w ]{2,20}?) (?:will|is going to)\b",
        theirs=r"\b(?:please|kindly)\b(?! bear)|\b(?:could|can|would|will) you\b|\blet (?:me|us) know\b"
        r"|\bhear(?:ing)? (?:back )?from you\b|\bget well\b|\bsee(?:ing)? you soon\b|\bif you\b|\?\s*$"
        r"|\bI(?:'ve| have) looked into\b|\bI was looking into\b|\bcome back to (?:me|us)\b",
    ),
    # German
    _words(
        puts_off=r"\b(?:ich|wir) (?:melde|melden) (?:mich|uns)\b|\bmelde[n]? (?:ich mich|wir uns)\b"
        r"|\b(?:ich|wir) (?:schaue?n?|sehe?n?) (?:mir|uns) (?:das|es|die sache|den fall) an\b"
        r"|\b(?:ich|wir) kümmere?n? (?:mich|uns) darum\b|\bhören (?:sie )?(?:wieder )?von (?:uns|mir)\b"
        r"|\bhalten? sie auf dem laufenden\b|\bkomme?n? (?:wieder )?auf sie zu\b",
        later=r"\bin kürze\b|\bdemnächst\b|\bzeitnah\b|\bbaldmöglichst\b|\bbald\b|\bumgehend\b"
        r"|\b(?:schnellst|baldigst)möglich\b|\bso (?:bald|schnell|rasch) (?:wie|als) möglich\b"
        r"|\bsobald (?:wir|ich|es)\b[^.]{0,40}\b(?:kann|können|weiß|wissen|möglich|haben)\b",
        ours=r"\b(?:ich|wir)\b|\bsie (?:bekommen|erhalten|hören)\b|\bwird\b|\bwerden\b",
        theirs=r"\bbitte\b(?! um (?:etwas )?geduld)|\bkönn(?:t)?en sie\b|\bvon ihnen\b|\bbis bald\b"
        r"|\bmelden sie sich\b|\bfalls sie\b|\bwenn sie\b|\bgute besserung\b|\?\s*$",
    ),
    # French
    _words(
        puts_off=r"\b(?:je|nous) (?:reviens|revenons|reviendrai|reviendrons) vers vous\b"
        r"|\b(?:je|on|nous) (?:regarde|regardons) (?:cela|ça|votre|le)\b|\bje m'en occupe\b"
        r"|\bnous (?:nous )?(?:en occupons|étudions|examinons)\b|\bvous tien(?:s|drai|drons|dra) (?:au courant|informée?)\b",
        later=r"\bsous peu\b|\bbientôt\b|\bprochainement\b|\bdès que possible\b|\bau plus (?:vite|tôt)\b"
        r"|\bdans les (?:meilleurs|plus brefs) délais\b|\brapidement\b|\bdès que (?:je|nous|j')\b",
        ours=r"\b(?:je|nous|on)\b|\bvous (?:aurez|recevrez|serez)\b|\bsera(?:ont)?\b",
        theirs=r"\b(?:merci de|veuillez|s'il vous plaît|pourriez-vous|pouvez-vous|n'hésitez)\b"
        r"|\bà (?:très )?bientôt\b|\bvous lire\b|\bsi vous\b|\bbon rétablissement\b|\?\s*$",
    ),
    # Spanish
    _words(
        puts_off=r"\b(?:me|nos) (?:pondré|pondremos) en contacto\b|\b(?:lo|la) (?:miro|miramos|reviso|revisamos|estoy mirando)\b"
        r"|\b(?:le|te) (?:mantendré|mantendremos|aviso|avisamos|avisaré|avisaremos)\b|\bestamos en ello\b|\bme ocupo\b",
        later=r"\blo antes posible\b|\ben breve\b|\bpronto\b|\bcuanto antes\b|\bpróximamente\b"
        r"|\ba la mayor brevedad\b|\ben cuanto (?:pueda|podamos|sepa|sepamos|tenga|tengamos)\b",
        ours=r"\b(?:le|les|te|nos|me)\b|\b\w+(?:remos|aré|eré|iré)\b|\b(?:recibirá|tendrá|será)\b|\bestamos\b|\bvamos\b",
        theirs=r"\bpor favor\b|\b(?:podría|puede) usted\b|\bhasta pronto\b|\bnoticias suyas\b|\bsi (?:usted|necesita|quiere)\b"
        r"|\bque se mejore\b|\?\s*$",
    ),
    # Dutch
    _words(
        puts_off=r"\b(?:ik|we|wij) kom(?:en)? (?:hier|er|daar)\b[^.]{0,30}\bop terug\b|\b(?:ik|we|wij) kijk(?:en)? er\s?naar\b"
        r"|\b(?:ik|we|wij) zoek(?:en)? (?:het|dit|dat) uit\b|\bhou(?:d|den)? (?:u|je) op de hoogte\b"
        r"|\bhoor[t]? (?:\w+ )?(?:nog )?van (?:ons|mij)\b",
        later=r"\bzo (?:snel|spoedig) mogelijk\b|\bbinnenkort\b|\bspoedig\b|\bzodra (?:ik|we|wij|het)\b|\bop korte termijn\b|\bbinnen afzienbare tijd\b",
        ours=r"\b(?:ik|we|wij)\b|\bu (?:krijgt|ontvangt|hoort)\b|\bwordt\b|\bworden\b|\bzal\b|\bzullen\b",
        theirs=r"\b(?:alstublieft|graag uw|kunt u|wilt u|zou u)\b|\btot (?:snel|spoedig|binnenkort)\b|\bvan u\b|\bals u\b"
        r"|\bbeterschap\b|\?\s*$",
    ),
)  # fmt: skip


def is_vague(text: str, *, at: datetime, zone: str) -> bool:
    """Whether the reply defers, or promises, and says no date for any of it.

    `at` is when it was written; `zone` is an IANA name. The language is told from the text.
    """
    text = text[:LONGEST_TEXT]
    promised = spot(text, at=at, zone=zone, language=spoken_in(text))
    if any(one.due_end for one in promised):
        return False
    starts = [one.start for one in promised if one.confidence >= SURE]
    plain = masked(text.translate(_STRAIGHT))
    for offset, sentence in sentences(plain):
        has_promise = any(offset <= start < offset + len(sentence) for start in starts)
        if (has_promise or defers(sentence)) and not _is_dated(sentence, at=at, zone=zone):
            return True
    return False


def defers(sentence: str) -> bool:
    """Whether one sentence puts off, in any of the languages we read."""
    return any(language.has(sentence) for language in _LANGUAGES)


def _is_dated(sentence: str, *, at: datetime, zone: str) -> bool:
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    found = read(sentence, at=local, zone=zone, language=spoken_in(sentence))
    return any(_is_ahead(one.value_end or one.value_start, at) for one in found)


def _is_ahead(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment > at

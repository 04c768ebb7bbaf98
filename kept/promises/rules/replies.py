"""What a customer's letter says about what they were promised: that they wait, or need not.

Pure. Only whole phrases that can hardly mean anything else; a letter that is neither is neither.
"""

from __future__ import annotations

import re
from enum import Enum


class Said(Enum):
    """CHASED: they ask where it stays. EASED: there is no hurry."""

    CHASED = "CHASED"
    EASED = "EASED"


_EASED = re.compile(
    r"\b(?:no (?:hurry|rush)|(?:not|isn't|is not) (?:urgent|in (?:a|any) (?:hurry|rush))"
    r"|(?:not|never) in (?:a|any) (?:hurry|rush)|take your time|whenever (?:you can|it suits|suits you"
    r"|you (?:get|find) (?:the time|a (?:moment|minute|chance))|is (?:good|best) for you)"
    r"|(?:it|that|this) can wait|no need to (?:hurry|rush)"
    r"|keine eile|(?:es )?eilt nicht|hat zeit|lassen sie sich (?:ruhig )?zeit|nicht (?:so )?dringend"
    r"|(?:il n'y a )?(?:pas|rien) (?:d['’]|de )?(?:urgence|urgent|pressé)|prenez votre temps"
    r"|sin prisas?|no (?:hay|corre|tengo) prisa|no es urgente|cuando pueda|tómese su tiempo"
    r"|geen haast|(?:heeft|er is) geen haast|niet dringend|neem (?:gerust )?de tijd|rustig aan)\b",
    re.IGNORECASE,
)

_CHASED = re.compile(
    r"\b(?:any (?:news|update|updates|word|progress)\b|(?:still|been) waiting|still (?:haven't|have not"
    r"|nothing|no (?:word|news|answer|reply|call|sign))|(?:haven't|have not) (?:yet )?heard"
    r"|(?:heard|hear) nothing|(?:when|where) (?:will|is|can i expect|are you|do i get|does|did)\b"
    r"[^.?!\n]{0,80}\?|what(?:'s| is| has) (?:happening|happened|become|the (?:status|state))"
    r"|(?:just )?(?:following|checking) (?:up|in|back)|you (?:promised|said (?:you(?:'d| would| will|'ll)"
    r"|it would|i would|i'd|we would))|nobody (?:has )?(?:called|came|rang|wrote|answered)"
    r"|no[- ]one (?:has )?(?:called|came|rang|wrote|answered)|chas(?:e|ing)"
    r"|gibt es (?:schon |etwas )?(?:etwas )?neue?s|warte (?:immer )?noch|noch (?:immer )?nichts gehört"
    r"|wann (?:bekomme|kommt|höre|melden|kann|darf|wird)|wie ist der stand|bisher nichts"
    r"|sie (?:hatten|haben) (?:mir )?(?:versprochen|zugesagt)"
    r"|des nouvelles|toujours (?:rien|pas)|j'attends (?:toujours|encore)|où en est"
    r"|vous (?:aviez|avez) promis|quand (?:aurai|vais|est-ce que)"
    r"|alguna (?:novedad|noticia)|sigo esperando|todavía (?:no|nada)|cuándo (?:me|va|van|podré|recibo)"
    r"|prometi(?:ó|eron)|al (?:iets bekend|nieuws)|wacht nog (?:steeds|altijd)|nog (?:steeds |altijd )?niets"
    r"|wanneer (?:krijg|kan|komt|hoor|word)|u (?:had|heeft) beloofd)",
    re.IGNORECASE,
)


def said_of_promises(text: str) -> Said | None:
    """Whether the letter asks where a promise stays, or says that there is no hurry.

    Whoever says both has asked.
    """
    if _CHASED.search(text):
        return Said.CHASED
    return Said.EASED if _EASED.search(text) else None

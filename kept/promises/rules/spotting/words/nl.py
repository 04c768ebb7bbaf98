"""Dutch: the common forms."""

from typing import Any

_NO_DEED = r"(?!(?:niet|nooit|geen|heb|hebben|had|hadden|ben|zijn|was|waren|kan|kunnen|kon|zou|zouden|wil|willen|moet|moeten|mag|mogen|hoop|hopen|denk|denken|weet|weten|vind|vinden|begrijp\w*|snap\w*|wacht\w*|sluit\w*|open\w*|werk\w*|probeer|proberen|zal\ proberen|verwacht\w*|vraag|vragen|dank\w*|raad|zie|zien|ga\ ervan|gaan\ ervan)\b)"

_PERSON = r"(?:(?:mevrouw|meneer|mevr\.?|dhr\.?|de\ heer|dokter)\s+(?:(?:de|van|der|den|te)\s+)*(?-i:[A-Z])[\w-]+|(?:onze|mijn|een\ van\ onze|een|de|het)\s+(?:collega\w*|monteur\w*|technicus|team|chauffeur|magazijn|werkplaats|administratie|receptie|loodgieter|elektricien|tandarts|arts|assistent\w*|huismeester|keuken|klantenservice|manager|teamleider|fietsenmaker|bezorgdienst)(?:\s+(?-i:[A-Z])[\w-]+)?)"
_DOES = r"(?:belt|komt|brengt|stuurt|mailt|schrijft|repareert|plaatst|levert|haalt|controleert|vervangt|regelt|neemt|staat|maakt|monteert|bekijkt|zet|doet)"

WORDS: dict[str, Any] = {
    "common": "ik wij we u uw je het de een en van niet is voor met op dat die zijn wordt heeft naar om te",
    "cues": [
        {
            "why": "first person future",
            "pattern": r"\b(?:(?P<who>ik|wij|we)\s+(?:zal|zullen|ga|gaan)|(?:zal|ga)\s+ik|(?:zullen|gaan)\s+(?:wij|we))\s+(?!(?:niet|nooit|geen|proberen|ervan|akkoord|ervanuit)\b)(?P<verb>\w+)",
            "confidence": 0.65,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"\b(?P<who>ik|wij|we)\s+{_NO_DEED}(?P<verb>\w{{3,}})\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"\b{_NO_DEED}(?P<verb>\w{{3,}})\s+(?P<who>ik|wij|we)\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "you will have it, by a time",
            "pattern": r"\b(?:(?:u|je|jullie)\s+(?P<verb>krijgt|krijgen|ontvangt|ontvangen|hoort|horen|heeft|hebt)|(?:krijgt|ontvangt|hoort|heeft|krijg|ontvang|hoor)\s+(?:u|je))\b",
            "confidence": 0.45,
            "needs_time": True,
            "who": "wij",
        },
        {
            "why": "what we will do to it",
            "pattern": r"\b(?:(?:uw|je|jullie|de|het|die|dit|alles)\s+(?:\w+\s+){0,4}?)?(?P<verb>(?:wordt|worden))\s+(?:\S+\s+){0,6}?(?:verzonden|verstuurd|opgestuurd|geleverd|vervangen|terugbetaald|teruggestort|gerepareerd|nagekeken|gecorrigeerd|opgelost|omgeruild|gestort|bezorgd)\b",
            "confidence": 0.5,
            "who": "wij",
        },
        {
            "why": "taking it on",
            "pattern": r"\b(?:laat\ (?:het|dit|dat)\ (?:maar\ )?aan\ (?:mij|ons)\ over|komt\ in\ orde|komt\ voor\ elkaar|ik\ regel\ het|(?:wij|we)\ regelen\ het|(?:ik|wij|we)\ kom(?:en)?\ (?:erop|hierop|er)\ terug|(?:ik|wij|we)\ beloo?[fv](?:en)?)\b",
            "confidence": 0.6,
            "who": "wij",
        },
        {
            "why": "ours, who will",
            "pattern": r"\b(?P<who>(?:onze|mijn|een\ van\ onze)\s+(?:collega\w*|monteur\w*|technicus|team|chauffeur|magazijn|werkplaats|administratie))\s+(?P<verb>\w+t)\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "a colleague, with a time",
            "pattern": rf"\b(?P<who>{_PERSON})\s+(?P<verb>{_DOES})\b(?!\s+(?:niet|open|dicht|gesloten)\b)",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "a colleague, who will",
            "pattern": rf"\b(?P<who>{_PERSON})\s+(?:zal|gaat)\s+(?!(?:niet|nooit|proberen)\b)(?P<verb>\w+)",
            "confidence": 0.55,
        },
        {
            "why": "you will have it, by a time",
            "pattern": r"\b(?:hebt|hebben)\s+(?:u|je|jullie)\b",
            "confidence": 0.45,
            "needs_time": True,
            "who": "wij",
        },
        {
            "why": "what goes to you, with a time",
            "pattern": r"\b(?:uw|je|jullie|de|het|alles)\b[^.;,]{0,40}?(?<=\s)(?P<verb>gaat|gaan|komt|komen)\b(?=[^.;,]{0,50}?\b(?:op\ de\ post|de\ deur\ uit|naar\ u|terug|uw\ kant\ op|mee)\b)",
            "confidence": 0.4,
            "needs_time": True,
            "who": "wij",
        },
        {
            "why": "how it will be, with a time",
            "pattern": r"\b(?:uw|je|jullie|de|het|alles)\b[^.;,]{0,40}?(?<=\s)(?P<verb>is|zijn|ligt|liggen|staat|staan)\b(?=[^.;,]{0,50}?\b(?:klaar|gereed|terug|bij\ u|in\ uw|op\ uw)\b)",
            "confidence": 0.4,
            "needs_time": True,
            "who": "wij",
        },
        {
            "why": "what we will do to it, with a time",
            "pattern": r"\b(?:(?:uw|je|jullie|de|het|die|dit|alles)\s+(?:\w+\s+){0,4}?)?(?P<verb>(?:wordt|worden))\s+(?:\S+\s+){0,6}?(?!(?:gesloten|gevierd|gevraagd|gewerkt)\b)\w*ge\w{2,}(?:d|t|en)\b",
            "confidence": 0.45,
            "needs_time": True,
            "who": "wij",
        },
        {
            "why": "letting you know",
            "pattern": r"\b(?:(?P<who>ik|wij|we)\s+(?:geef|geven|laat|laten)\s+(?:het\s+)?(?:u|je)|(?:geef|geven|laat|laten)\s+(?:ik|wij|we)\s+(?:het\s+)?(?:u|je))\b(?=[^.;,]{0,30}?\b(?:seintje|weten|bericht)\b)",
            "confidence": 0.6,
        },
        {
            "why": "what we will not do",
            "denies": True,
            "pattern": r"\b(?:(?P<who>ik|wij|we)\s+(?:rekenen?|brengen?|factureren)|(?:reken|rekenen|breng|brengen|factureren)\s+(?:ik|wij|we))\b(?=[^.;,]{0,40}?\b(?:niets|niet|geen)\b)",
            "confidence": 0.55,
        },
    ],
    "hedge": r"\b(?:probeer|proberen|hoop|hopen|hopelijk|zou|zouden|misschien|waarschijnlijk|eventueel|mogelijk|vermoedelijk|indien\ mogelijk|als\ het\ lukt|(?:mijn|ons)\ best|naar\ verwachting)\b",
    "habit": r"\b(?:normaal|normaal\ gesproken|gewoonlijk|meestal|doorgaans|altijd|in\ de\ regel)\b",
    "condition_before": r"(?:^|[,;:]\s*|\b(?:en|maar|want|of)\s+)(?:als\b|indien|mits|tenzij|mocht\ u|mocht\ je|zodra\ (?:u|je))[^;.]*$",
    "condition_behind": r"\b(?:als\ (?:u|je|dat|het|jullie)|indien|mits|tenzij|zodra\ (?:u|je))\b",
    "said": r"\b(?:zei|zeiden|schreef|schrijft|schreven|beloofde|beloofden|gezegd|beweert)\b[\s,:]*(?:dat\s+)?$",
    "third_party": r"\b(?:PostNL|DHL|DPD|GLS|UPS|bezorger|vervoerder|koerier|fabrikant|leverancier|bank|verzekeraar|verhuurder|gemeente|douane|trein|vlucht|bus|veerboot|belastingdienst)\b",
    "pronoun": r"(?:hij|zij|ze|het|dat|dit)\b",
    "question": r"\?\s*[\"')\]]*$",
    "tag_question": r"[,;:–—-]\s*(?:ok(?:é)?|goed|akkoord|is\ dat|past\ dat|komt\ dat)\b[^?]*\?\s*$",
    "joint": r"[;:()]|\s[-–—]+\s|[–—]|,|\s(?:maar|omdat|want|zodat|hoewel)\s|\sen\s(?=(?:u|je|dat|het|bedankt)\b)",
    "goes_on": r"\s*(?:en\s+)?(?:uiterlijk)\b",
    "far_joint": r"[;:(]|\s[-–—]+\s|,\s+(?:en|maar|of|anders)\s",
    "opening": r"(?:^|[,;:.!–—]\s*|\s-\s*|\b(?:en|maar|dus|dan)\s*,?\s*)$",
    "fronted": r"(?:^|[,;:.]\s*|\ben\s+)(?P<clause>(?:zodra|als|nadat|voordat|totdat)\b[^,;:.!?]{3,90},\s*)$",
    "lead_in": r"(?:op|om|in|tegen|vanaf|tot|voor|na|tussen|uiterlijk|binnen)\s+(?:de\s+|het\s+)?$",
    "before_clause": r"\bvoordat\s+\w+\b[^,;:]*$",
    "until_clause": r"\btotdat\s+\w+\b[^,;:]*$",
    "other_clause": r"\b(?:zodra|als|omdat|nadat|waar|waarom|wanneer|(?:die|dat)\s+(?:u|je|wij|we|ik)\b)[^;]*$",
    "no_due_before": r"\b(?:van|sinds|dan|naar|voor)\s+(?:de\s+|het\s+)?$",
    "close_of_business": r"\b(?:sluitingstijd|kantoortijd|einde\ werkdag)\b",
    "next_of_kind": r"\b(?:volgende|komende)\b",
    "latest": r"^\s*,?\s*uiterlijk\b",
    "either": r"^\s*(?:of|en|tot|-|–)\s*(?:op\s+)?$",
    "loose_end": r"(?:[\s,;]*\b(?:en|maar|of|want|dan)\b)+\s*$",
    "hedge_before": r"\b(?:misschien|hopelijk|waarschijnlijk|mogelijk|vermoedelijk|(?:ik|we|wij)\s+(?:hoop|hopen|denk|denken|verwacht\w*))\b[^.;]{0,60}$",
}

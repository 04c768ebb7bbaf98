"""German: the common forms."""

from typing import Any

_NO_DEED = (
    r"(?!(?:nicht|nie|kein\w*|habe|haben|hatte\w*|bin|sind|war|waren|kann|können|könnte\w*|möchte\w*|muss|müssen|darf|dürfen|soll|sollen|sollte\w*|will|wollen|würde\w*"
    r"|freue\w*|hoffe\w*|bitte\w*|denke\w*|glaube\w*|verstehe\w*|weiß|wissen|wünsche\w*|bedaure\w*|warte\w*|brauche\w*|schließe\w*|öffne\w*|arbeite\w*|versuche\w*|bemühe\w*|danke\w*|sehe|sehen|nehme\ an|vermute\w*|befürchte\w*|empfehle\w*|gehe\ davon|rechne\w*|finde\w*)\b)"
)

# Who else speaks for us, and what they do: `Herr Krause`, `die Werkstatt`.
_PERSON = r"(?:(?:Herrn?|Frau)\s+(?:Dr\.?\s+)?(?-i:[A-ZÄÖÜ])[\w-]+|(?:mein|meine|unsere?|ein|eine|der|die|das)\s+(?:Kolleg\w*|Technik\w*|Team|Fahrer\w*|Werkstatt|Lager|Monteur\w*|Kundendienst|Buchhaltung|Rezeption|Hausmeister\w*|Mechanik\w*|Meister\w*|Chef\w*|Kundenberater\w*|Sachbearbeiter\w*|Küche|Labor|Praxis|Ärzt\w*|Zahnärzt\w*|Werkstattleiter\w*|Redaktion|Versand\w*)(?:\s+(?-i:[A-ZÄÖÜ])[\w-]+)?)"
_DOES = r"(?:meldet|ruft|kommt|schickt|sendet|bringt|prüft|kümmert|schreibt|holt|repariert|baut|liefert|besucht|erledigt|übernimmt|tauscht|wechselt|montiert|reinigt|stellt|legt|gibt|packt|druckt|sieht|schaut|macht|erstattet|überweist|bereitet|richtet|kontaktiert|informiert|steht)"
_DONE = r"(?!(?:geschlossen|gesperrt|gebeten|gefeiert|gearbeitet|geöffnet|gemacht\ werden)\b)(?:\w*ge\w{2,}(?:t|en)|erstattet|ersetzt|versendet|verschickt|überwiesen|bearbeitet|erledigt|behoben|repariert|storniert|korrigiert|installiert|montiert|überprüft|verlängert|verbucht)"

WORDS: dict[str, Any] = {
    "common": "ich wir sie ihnen ihre ihr und der die das nicht ist für mit auf den dem ein eine bis zu wird haben es",
    "cues": [
        {
            "why": "first person future",
            "pattern": r"\b(?:(?P<who>ich\ werde|wir\ werden)|(?:werde\ ich|werden\ wir))\s+(?!(?:nicht|nie|kein\w*|versuchen|wohl|vermutlich)\b)(?P<verb>\w+)",
            "confidence": 0.65,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"\b(?P<who>ich|wir)\s+{_NO_DEED}(?P<verb>\w+(?:e|en|n)\b)",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"\b{_NO_DEED}(?P<verb>\w+(?:e|en|n))\s+(?P<who>ich|wir)\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "you will have it, by a time",
            "pattern": r"\b(?:(?P<verb>Sie\s+(?:erhalten|bekommen|hören|haben|werden))|(?:erhalten|bekommen|hören|haben)\s+Sie)\b(?!\s+(?:die\ Möglichkeit|noch\ keine?|bereits|schon|uns|mir)\b)",
            "confidence": 0.45,
            "needs_time": True,
            "who": "wir",
        },
        {
            "why": "what we will do to it",
            "pattern": r"\b(?:(?:Ihre?n?|dein\w*|eure?|das|die|der|es|alles)\s+(?:\w+\s+){0,4}?)?(?P<verb>(?:wird|werden))\s+(?:\S+\s+){0,6}?(?:zugeschickt|verschickt|geliefert|ersetzt|erstattet|gesendet|versendet|repariert|überwiesen|gutgeschrieben|geprüft|bearbeitet|erledigt|ausgetauscht|storniert|korrigiert|behoben|freigeschaltet|gemeldet)\b",
            "confidence": 0.5,
            "who": "wir",
        },
        {
            "why": "taking it on",
            "pattern": r"\b(?:(?P<who>ich|wir)\s+kümmere?n?\s+(?:mich|uns)|kümmere?n?\s+(?:ich\ mich|wir\ uns)|(?:ich\ melde\ mich|wir\ melden\ uns)|wird\ erledigt|(?:ich\ verspreche|wir\ versprechen)\ (?:Ihnen|dir|euch)?|Sie\ können\ sich\ (?:darauf|auf\ (?:mich|uns))\ verlassen)\b",
            "confidence": 0.6,
            "who": "wir",
        },
        {
            "why": "ours, who will",
            "pattern": r"\b(?P<who>(?:unsere?|mein|meine|eine?r?\ unserer)\s+(?:Kolleg\w*|Technik\w*|Team|Fahrer\w*|Werkstatt|Lager|Monteur\w*|Kundendienst|Buchhaltung))\s+(?P<verb>\w+t)\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "a colleague, with a time",
            "pattern": rf"\b(?P<who>{_PERSON})\s+(?P<verb>{_DOES})\b(?!\s+(?:nicht|im\ Urlaub|krank|bis|geschlossen|zu)\b)",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "a colleague, who will",
            "pattern": rf"\b(?P<who>{_PERSON})\s+wird\s+(?!(?:nicht|nie|wohl)\b)(?P<verb>\w+)",
            "confidence": 0.55,
        },
        {
            "why": "what goes to you, with a time",
            "pattern": r"\b(?:Ihre?n?|dein\w*|das|die|der|es|alles)\b[^.;,]{0,40}?(?<=\s)(?P<verb>geht|kommt|gehen|kommen)\b(?=[^.;,]{0,50}?\b(?:raus|in\ die\ Post|auf\ den\ Weg|an\ Sie|zurück|zu\ Ihnen|in\ den\ Druck|in\ den\ Versand|per\ Post)\b)",
            "confidence": 0.4,
            "needs_time": True,
            "who": "wir",
        },
        {
            "why": "how it will be, with a time",
            "pattern": r"(?<!\w)(?P<verb>(?:ist|sind|liegt|liegen|steht|stehen))\b(?=[^.;,]{0,60}?\b(?:bereit|fertig|abholbereit|in\ Ihrem|auf\ Ihrem|bei\ Ihnen|wieder\ online|startklar)\b)",
            "confidence": 0.4,
            "needs_time": True,
            "who": "wir",
        },
        {
            "why": "what we will do to it, with a time",
            "pattern": rf"\b(?:(?:Ihre?n?|dein\w*|eure?|das|die|der|es|alles)\s+(?:\w+\s+){{0,4}}?)?(?P<verb>(?:wird|werden))\s+(?:\S+\s+){{0,7}}?{_DONE}\b",
            "confidence": 0.45,
            "needs_time": True,
            "who": "wir",
        },
        {
            "why": "letting you know",
            "pattern": r"\b(?:(?P<who>ich|wir)\s+(?:sage|sagen|gebe|geben)\s+(?:Ihnen|dir|euch)|(?:sage|sagen|gebe|geben)\s+(?:ich|wir)\s+(?:Ihnen|dir|euch))\b(?=[^.;,]{0,30}?\bBescheid\b)",
            "confidence": 0.6,
        },
        {
            "why": "giving it back",
            "pattern": r"\b(?:(?P<who>ich|wir)\s+(?:schreiben?|erlassen?|streichen?|erstatten?)|(?:schreiben?|erlassen?|streichen?|erstatten?)\s+(?:ich|wir))\s+(?:Ihnen|dir|euch)\b",
            "confidence": 0.55,
        },
    ],
    "hedge": r"\b(?:versuche\w*|versuchen|hoffe\w*|hoffentlich|sollte\w*|könnte\w*|würde\w*|vielleicht|wahrscheinlich|eventuell|evtl|voraussichtlich|möglicherweise|vermutlich|bemühe\w*|wohl|nach\ Möglichkeit|wenn\ möglich|falls\ möglich|unser\ Bestes|mein\ Bestes)\b",
    "habit": r"\b(?:normalerweise|üblicherweise|in\ der\ Regel|meistens|meist|gewöhnlich|immer)\b",
    "condition_before": r"(?:^|[,;:]\s*|\b(?:und|aber|denn|oder)\s+)(?:wenn|falls|sofern|sollten?\s+Sie|vorausgesetzt|sobald\ (?:Sie|du|ihr|Ihre))\b[^;.]*$",
    "condition_behind": r"\b(?:wenn\ (?:Sie|du|es|das)|falls|sofern|vorausgesetzt|sobald\ (?:Sie|du|ihr|Ihre)\b|es\ sei\ denn)\b",
    "said": r"\b(?:sagten?|schrieben?|schreiben|meinten?|behaupte\w*|versprach\w*|gesagt|geschrieben|versprochen)\b[\s,:]*(?:dass\s+)?$",
    "third_party": r"\b(?:DHL|Hermes|DPD|GLS|UPS|(?<!in\ die\ )(?<!per\ )(?<!mit\ der\ )(?:Deutsche\ )?Post|Spedition|Paketdienst|Zusteller|Hersteller|Lieferant\w*|Bank|Versicherung|Vermieter\w*|Behörde|Zoll|Zug|Flug|Flieger|Bus|Bahn|Fähre|Finanzamt)\b",
    "pronoun": r"(?:er|sie|es|das|dies)\b",
    "question": r"\?\s*[\"')\]]*$",
    "tag_question": r"[,;:–—-]\s*(?:ok(?:ay)?|ja|recht\ so|passt\ das|einverstanden|in\ Ordnung|ist\ das)\b[^?]*\?\s*$",
    "joint": r"[;:()]|\s[-–—]+\s|[–—]|,|\s(?:aber|weil|denn|damit|sodass|obwohl)\s|\sund\s(?=(?:Sie|das|es|bitte)\b)",
    "goes_on": r"\s*(?:und\s+)?(?:spätestens)\b",
    "far_joint": r"[;:(]|\s[-–—]+\s|,\s+(?:und|aber|oder|sonst|andernfalls)\s",
    "opening": r"(?:^|[,;:.!–—]\s*|\s-\s*|\b(?:und|aber|also|dann|ja|gut)\s*,?\s*)$",
    "fronted": r"(?:^|[,;:.]\s*|\bund\s+)(?P<clause>(?:sobald|wenn|nachdem|bevor|bis)\b[^,;:.!?]{3,90},\s*)$",
    "lead_in": r"(?:am|um|im|in|gegen|ab|bis|vor|nach|zwischen|spätestens)\s+(?:der\s+|die\s+|dem\s+)?$",
    "before_clause": r"\bbevor\s+(?:Sie|wir|ich|er|sie|es|du|ihr|die|der|das)\b[^,;:]*$",
    "until_clause": r"\bbis\s+(?:Sie|wir|ich|er|sie|es|du|ihr|die|der|das)\b[^,;:]*$",
    "other_clause": r"\b(?:sobald|wenn|weil|nachdem|wo|warum|wieso|was|(?:die|der|das|den)\s+(?:Sie|du|ihr|wir|ich|am)\b)[^;]*$",
    "no_due_before": r"\b(?:vom|von|seit|als|auf|für|zum)\s+(?:den\s+|die\s+)?$",
    "close_of_business": r"\b(?:geschäftsschluss|dienstschluss|feierabend|büroschluss)\b",
    "next_of_kind": r"\b(?:nächste\w*|kommende\w*)\b",
    "latest": r"^\s*,?\s*spätestens\b",
    "either": r"^\s*(?:oder|und|bis|-|–)\s*(?:am\s+)?$",
    "loose_end": r"(?:[\s,;]*\b(?:und|aber|oder|denn|dann)\b)+\s*$",
    "hedge_before": r"\b(?:vielleicht|hoffentlich|wahrscheinlich|eventuell|möglicherweise|vermutlich|(?:ich|wir)\s+(?:hoffen?|glauben?|denken?|vermuten?))\b[^.;]{0,60}$",
}

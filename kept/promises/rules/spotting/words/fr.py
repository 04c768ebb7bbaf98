"""French: the common forms."""

from typing import Any

# `-ai`, `-ons` of the future: rappellerai, enverrons.
_FUTURE_I = r"(?!(?:serai\ (?:absent|en\ |fermé)|essayerai|tenterai|saurai|pourrai|devrai|aurai\ besoin)\b)\w+rai\b"
_FUTURE_WE = r"(?!(?:serons\ (?:ferm|absent|en\ )\w*|essayerons|tenterons|saurons|pourrons|devrons)\b)\w+rons\b"
_OBJECT = r"(?:(?:vous|te|t'|le|la|les|l'|lui|leur|en|y|me|m'|nous)\s*){0,3}"
_PRESENT = r"(?:rappelle|envoie|contacte|renvoie|rembourse|remplace|écris|vérifie|transmets|prépare|reviens|tiens|règle|appelle|expédie|rappelons|envoyons|contactons|renvoyons|remboursons|remplaçons|écrivons|vérifions|transmettons|préparons|revenons|tenons|réglons|appelons|expédions|livrons|livre|réponds|répond|répondons|préviens|prévenons|apporte|apportons|récupère|récupérons|dépose|déposons|termine|terminons|faisons|fais|passe|passons)"

_PERSON = r"(?:(?:Madame|Monsieur|Mme|M\.|Mlle|Dr)\s+(?-i:[A-ZÉÈ])[\w-]+|(?:mon|ma|notre|un|une|le|la|l'|les)\s*(?:collègues?|technicien\w*|livreur|chauffeur|atelier|magasin|équipe|service\ \w+|comptabilité|réception|plombier|électricien\w*|médecin|dentiste|infirmi\w+|secrétaire|responsable|directeur|directrice|gardien|mécanicien\w*|réparateur|conseill\w+)(?:\s+(?-i:[A-ZÉÈ])[\w-]+)?)"
_DOES = r"(?:passe|vient|arrive|rappelle|appelle|livre|apporte|répare|contacte|envoie|prépare|vérifie|récupère|s'en\s+occupe|monte|installe|remplace|dépose)"

WORDS: dict[str, Any] = {
    "common": "je vous nous le la les de des du et est pas pour avec sur votre vos notre une un dans que qui ce",
    "cues": [
        {
            "why": "first person future",
            "pattern": rf"\b(?:(?P<who>je)\s+{_OBJECT}(?P<verb>{_FUTURE_I})|j'(?:{_FUTURE_I})|nous\s+{_OBJECT}(?:{_FUTURE_WE}))",
            "confidence": 0.65,
            "who": "nous",
        },
        {
            "why": "first person, going to",
            "pattern": rf"\b(?:(?P<who>je\ vais|nous\ allons|on\ va)\s+(?!(?:essayer|tenter|tâcher|voir|devoir|avoir\ besoin|bien)\b){_OBJECT}(?P<verb>\w+(?:er|ir|re|oir)\b))",
            "confidence": 0.65,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"\b(?P<who>je|j'|nous|on)\s*{_OBJECT}(?P<verb>{_PRESENT})\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "you will have it",
            "pattern": r"\bvous\s+(?:(?:le|la|les|l'|en)\s*)?(?P<verb>aurez|recevrez|obtiendrez|serez\ (?:rembours|rappel|contact|inform|livr|préven)\w+)\b(?!\s+(?:besoin|la\ possibilité|à)\b)",
            "confidence": 0.55,
            "who": "nous",
        },
        {
            "why": "what we will do to it",
            "pattern": r"\b(?:(?:votre|vos|le|la|les|ce|cette|tout)\s+(?:\w+\s+){0,4}?)?(?P<verb>(?:sera|seront)\s+(?:(?:bien|aussi|également|intégralement)\s+)?(?:rembours|remplac|expédi|envoy|livr|répar|corrig|trait|crédit|annul|chang|vérifi|renvoy|rétabli|échang)\w+)",
            "confidence": 0.5,
            "who": "nous",
        },
        {
            "why": "taking it on",
            "pattern": r"\b(?:je\ m'en\ (?:occupe|charge)|nous\ nous\ en\ (?:occupons|chargeons)|c'est\ comme\ si\ c'était\ fait|comptez\ sur\ (?:moi|nous)|(?:je|nous)\ (?:vous\ )?(?:le\ )?(?:promets|promettons|garantis|garantissons)|(?:je|nous)\ m?'?(?:nous\ )?engage(?:ons)?\ à)\b",
            "confidence": 0.6,
            "who": "nous",
        },
        {
            "why": "ours, who will",
            "pattern": r"\b(?P<who>(?:notre|nos|mon|ma|un\ de\ nos|une\ de\ nos)\s+(?:\w+\s+){0,2}?\w+)\s+(?:(?:vous|le|la|les|l'|lui)\s*){0,2}(?P<verb>\w+(?:ra|ront)\b|va\s+\w+(?:er|ir|re)\b)(?<!\bsera)(?<!\baura)",
            "confidence": 0.55,
        },
        {
            "why": "a colleague, with a time",
            "pattern": rf"(?<!\w)(?P<who>{_PERSON})\s+(?:(?:vous|le|la|les|l'|lui)\s*){{0,2}}(?P<verb>{_DOES}|(?:sera|seront)\s+(?:chez|avec|sur\ place|là|à\ votre))\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "a colleague, who will",
            "pattern": rf"(?<!\w)(?P<who>{_PERSON})\s+(?:(?:vous|le|la|les|l'|lui)\s*){{0,2}}(?P<verb>(?!(?:sera|seront|aura|auront|devra|faudra|restera)\b)\w+(?:ra|ront)|va\s+(?:vous\s+)?\w+(?:er|ir|re))\b",
            "confidence": 0.55,
        },
        {
            "why": "what goes to you, with a time",
            "pattern": r"\b(?:(?:votre|vos|la|le|les|l')\s*(?:[\w'-]+\s+){1,4}?)(?P<verb>part|partent|repart|repartent|revient|reviennent|arrive\ chez\ vous)\b",
            "confidence": 0.4,
            "needs_time": True,
            "who": "nous",
        },
        {
            "why": "what we will do to it",
            "pattern": r"\b(?P<verb>(?:vous|lui|leur)\s+(?:sera|seront)\s+\w+(?:é|és|ée|ées|is|ise|ises|it|ite|u|ue|us|ues)|(?:ce|cela|ça|tout)\s+sera\s+(?:fait|réglé|prêt|envoyé|corrigé|réparé|terminé)|(?:sera|seront)\s+prête?s?)(?!\w)",
            "confidence": 0.5,
            "who": "nous",
        },
        {
            "why": "what we will not do",
            "denies": True,
            "pattern": r"\b(?P<who>je|nous|on)\s+ne\s+(?:vous\s+|le\s+|la\s+|les\s+)?(?P<verb>(?:factur|débit|encaiss|résili|annul|ferm|supprim|partag|communiqu|prélèv|touch|vend)e?(?:rai|rons|ra))\s+(?:pas|plus|jamais|rien)\b",
            "confidence": 0.6,
        },
        {
            "why": "letting you know",
            "pattern": r"\b(?P<who>je|nous|on)\s+vous\s+(?P<verb>préviens|prévenons|prévient|tiens\ au\ courant|tenons\ au\ courant|fais\ signe|faisons\ signe)\b",
            "confidence": 0.6,
        },
    ],
    "hedge": r"\b(?:devrait|devraient|devrions|devrais|pourrais|pourrait|pourrions|essayer?\w*|tenter?\w*|tâcher|espér\w+|peut-être|probablement|sans\ doute|éventuellement|normalement|si\ possible|dans\ la\ mesure\ du\ possible|de\ (?:mon|notre)\ mieux|aimerais|aimerions|voudrais|voudrions|serais|serions)\b",
    "habit": r"\b(?:généralement|d'habitude|habituellement|en\ général|en\ principe|toujours|souvent)\b",
    "condition_before": r"(?:^|[,;:]\s*|\b(?:et|mais|ou|donc|car)\s+)(?:si\b|s'il|à\ condition|pourvu|au\ cas|dès\ que\ vous|une\ fois\ que\ vous|quand\ vous|lorsque\ vous|à\ moins)[^;.]*$",
    "condition_behind": r"\b(?:si\ (?:vous|cela|ça|c'est|le|la|les)|s'il|à\ condition|pourvu\ que|au\ cas\ où|dès\ que\ vous|une\ fois\ que\ vous|à\ moins\ que)\b",
    "said": r"\b(?:dit|écrit|écrivez|dites|disait|promis|affirmé|déclaré)\b[\s,:]*(?:que\s+)?$",
    "third_party": r"\b(?:transporteur|facteur|(?<!par\ )La\ Poste|Colissimo|Chronopost|DHL|UPS|DPD|banque|fabricant|fournisseur|assureur|assurance|propriétaire|douane|mairie|préfecture|train|vol|avion|bus|car|ferry|propriétaire)\b",
    "pronoun": r"(?:il|elle|ils|elles|ce|cela|ça)\b",
    "question": r"\?\s*[\"')\]»]*$",
    "tag_question": r"[,;:–—-]\s*(?:d'accord|ok|cela\ vous|ça\ vous|n'est-ce\ pas)\b[^?]*\?\s*$",
    "joint": r"[;:()]|\s[-–—]+\s|[–—]|,|\s(?:mais|car|parce\ que|puisque|afin\ que|bien\ que)\s|\set\s(?=(?:vous\ \w+ez|il|elle|cela|merci)\b)",
    "goes_on": r"\s*(?:et\s+)?(?:au\ plus\ tard)\b",
    "far_joint": r"[;:(]|\s[-–—]+\s|,\s+(?:et|mais|ou|sinon)\s",
    "opening": r"(?:^|[,;:.!–—]\s*|\s-\s*|\b(?:et|mais|donc|puis|alors)\s*,?\s*)$",
    "fronted": r"(?:^|[,;:.]\s*|\bet\s+)(?P<clause>(?:dès\ que|quand|lorsque|avant\ que|après\ que|une\ fois\ que)\b[^,;:.!?]{3,90},\s*)$",
    "lead_in": r"(?:à|au|en|dans|le|vers|avant|après|entre|d'ici|dès|jusqu'à|pour)\s+(?:le\s+|la\s+)?$",
    "before_clause": r"\bavant\s+que\b[^,;:]*$|\bavant\s+votre\b[^,;:]*$",
    "until_clause": r"\bjusqu'à\s+ce\s+que\b[^,;:]*$",
    "other_clause": r"\b(?:dès\ que|quand|lorsque|parce\ que|où|pourquoi|que\ vous|qui)\b[^;]*$",
    "no_due_before": r"\b(?:du|de|depuis|que|pour)\s+(?:le\s+|la\s+)?$",
    "close_of_business": r"\b(?:fermeture|heures?\ de\ bureau)\b",
    "next_of_kind": r"\b(?:prochaine?)\b",
    "latest": r"^\s*,?\s*au\ plus\ tard\b",
    "either": r"^\s*(?:ou|et|au|à|-|–)\s*$",
    "loose_end": r"(?:[\s,;]*\b(?:et|mais|ou|puis|donc|car)\b)+\s*$",
    "hedge_before": r"\b(?:peut-être|probablement|sans\ doute|éventuellement|(?:j'|nous\ )espér\w+|(?:je|nous)\s+(?:pense|pensons|crois|croyons))\b[^.;]{0,60}$",
}

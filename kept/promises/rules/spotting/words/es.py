"""Spanish: the common forms."""

from typing import Any

_OBJECT = r"(?:(?:le|les|te|os|lo|la|los|las|se|me|nos)\s+){0,2}"
_PRESENT = r"(?:llamo|envío|mando|escribo|respondo|reviso|devuelvo|reembolso|cambio|confirmo|aviso|paso|preparo|contacto|informo|enviamos|mandamos|llamamos|escribimos|respondemos|revisamos|devolvemos|reembolsamos|cambiamos|confirmamos|avisamos|pasamos|preparamos|contactamos|informamos|entrego|entregamos|traigo|traemos|recojo|recogemos|compruebo|comprobamos|digo|decimos|arreglo|arreglamos|instalo|instalamos|abono|abonamos|hacemos|hago|tengo|tenemos)"

_PERSON = r"(?:(?:el\s+|la\s+)?(?:señora?|sra\.?|sr\.?|don|doña|doctora?|dra?\.?)\s+(?-i:[A-ZÁÉÍÓÚ])\w+|(?:mi|nuestr[oa]|un|una|el|la)\s+(?:compañer[oa]|colega|técnic[oa]|taller|equipo|conductor|repartidor|mecánic[oa]|almacén|recepción|contabilidad|departamento(?:\s+de\s+\w+)?|fontaner[oa]|electricista|médic[oa]|dentista|enfermer[oa]|secretari[oa]|encargad[oa]|responsable|director[a]?)(?:\s+(?-i:[A-ZÁÉÍÓÚ])\w+)?)"
_DOES = r"(?:pasa|viene|llama|trae|recoge|repara|monta|instala|cambia|lleva|entrega|envía|revisa|contacta|escribe|prepara)"

WORDS: dict[str, Any] = {
    "common": "le les usted que de la el los las y en no por para con su sus una un es lo se nos gracias del",
    "cues": [
        {
            "why": "first person future",
            "pattern": rf"(?<!\w){_OBJECT}(?P<who>)(?P<verb>(?!(?:estaremos\ (?:cerrad|ausent|de\ )\w*|estaré\ (?:ausente|fuera|de\ )|intentaré|trataré|podré|tendré\ que|sabré|intentaremos|trataremos|podremos|tendremos\ que|necesitaré|necesitaremos)\b)\w{{2,}}r(?:é|emos))\b",
            "confidence": 0.6,
        },
        {
            "why": "first person, going to",
            "pattern": r"\b(?:voy|vamos)\s+a\s+(?!(?:intentar|tratar|necesitar|ver|tener\ que)\b)(?P<verb>\w+(?:ar|er|ir)(?:le|les|te|lo|la|los|las|se|selo|sela)?)\b",
            "confidence": 0.65,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"(?<!\w){_OBJECT}(?P<who>)(?P<verb>{_PRESENT})\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "you will have it",
            "pattern": r"(?<!\w)(?P<verb>(?:lo|la|los|las)?\s*(?:tendrá|tendrás|recibirá|recibirás|tendréis|recibirán))\b(?!\s+que\b)",
            "confidence": 0.55,
            "who": "nosotros",
        },
        {
            "why": "what we will do to it",
            "pattern": r"(?<!\w)(?:(?:su|sus|tu|tus|el|la|los|las|todo)\s+(?:\w+\s+){0,4}?)?(?P<verb>(?:será|serán)\s+(?:reembols|reemplaz|envi|repar|sustitu|correg|abon|entreg|devuelt|cambi|revis)\w+|se\s+(?:le\s+|les\s+)?(?:enviará|reembolsará|abonará|devolverá|cambiará|sustituirá|reparará)n?)\b",
            "confidence": 0.5,
            "who": "nosotros",
        },
        {
            "why": "taking it on",
            "pattern": r"\b(?:me\ encargo|nos\ encargamos|yo\ me\ ocupo|nos\ ocupamos|déjelo\ en\ (?:mis|nuestras)\ manos|cuente\ con(?:migo|\ nosotros)|dalo\ por\ hecho|delo\ por\ hecho|(?:le|te|les|os)\ prometo|(?:le|te|les|os)\ prometemos|me\ comprometo|nos\ comprometemos)\b",
            "confidence": 0.6,
            "who": "nosotros",
        },
        {
            "why": "ours, who will",
            "pattern": r"\b(?P<who>(?:nuestr[oa]s?|mi|uno\ de\ nuestros|una\ de\ nuestras)\s+(?:\w+\s+){0,2}?\w+)\s+(?:(?:le|les|te|os|lo|la)\s+)?(?P<verb>\w+rán?\b|va\s+a\s+\w+)(?<!\bserá)",
            "confidence": 0.55,
        },
        {
            "why": "a colleague, with a time",
            "pattern": rf"(?<!\w)(?P<who>{_PERSON})\s+(?:(?:le|les|te|os|lo|la|se)\s+){{0,2}}(?P<verb>{_DOES}|estará\s+(?:en\ su|con\ usted|ahí|allí))\b",
            "confidence": 0.45,
            "needs_time": True,
        },
        {
            "why": "a colleague, who will",
            "pattern": rf"(?<!\w)(?P<who>{_PERSON})\s+(?:(?:le|les|te|os|lo|la|se)\s+){{0,2}}(?P<verb>(?!(?:será|estará|tendrá|podrá|deberá|abrirá|cerrará)\b)\w+rán?|va\s+a\s+\w+)(?!\w)",
            "confidence": 0.55,
        },
        {
            "why": "what goes to you, with a time",
            "pattern": r"(?<!\w)(?:su|sus|tu|tus|el|la|los|las)\s+(?:\w+\s+){1,4}?(?P<verb>(?:sale|salen|va|vuelve)\b|(?:estará|estarán)\s+(?:list|en\ su|de\ vuelta|reparad|disponible)\w*)",
            "confidence": 0.4,
            "needs_time": True,
            "who": "nosotros",
        },
        {
            "why": "what we will not do",
            "denies": True,
            "pattern": r"(?<!\w)no\s+(?:le|les|te|os|lo|la)\s+(?P<who>)(?P<verb>(?:cobrar|cargar|facturar|cancelar|cerrar|compartir|molestar|borrar)(?:é|emos))(?!\w)",
            "confidence": 0.6,
        },
        {
            "why": "letting you know",
            "pattern": r"(?<!\w)(?:le|les|te|os)\s+(?P<who>)(?P<verb>aviso|avisamos|mantengo\ informad\w+|mantenemos\ informad\w+)\b",
            "confidence": 0.6,
        },
    ],
    "hedge": r"(?<!\w)(?:debería\w*|podría\w*|intentar\w*|intento|trataré|trataremos|trato\ de|espero|esperamos|ojalá|quizás?|tal\ vez|probablemente|posiblemente|a\ lo\ mejor|si\ es\ posible|en\ lo\ posible|lo\ posible|gustaría|quisiera)\b",
    "habit": r"\b(?:normalmente|generalmente|por\ lo\ general|habitualmente|suele|suelen|solemos|siempre)\b",
    "condition_before": r"(?:^|[,;:]\s*|\b(?:y|pero|o|pues)\s+)(?:si\b|siempre\ que|en\ caso|cuando\ (?:usted|nos|me|tengas?|envíe|envíes|reciba)|en\ cuanto\ (?:usted|nos|me)|a\ menos)[^;.]*$",
    "condition_behind": r"\b(?:si\ (?:usted|nos|me|lo|quiere|quieres|desea|es|no)|siempre\ que|en\ caso\ de|a\ menos\ que|en\ cuanto\ (?:usted|nos|me))\b",
    "said": r"\b(?:dijo|dijeron|escribió|dice|dicen|prometió|prometieron|afirma|comentó)\b[\s,:]*(?:que\s+)?$",
    "third_party": r"\b(?:transportista|mensajero|Correos|SEUR|MRW|DHL|UPS|banco|fabricante|proveedor|aseguradora|seguro|propietario|casero|aduana|ayuntamiento|tren|vuelo|avión|autobús|ferry)\b",
    "pronoun": r"(?:él|ella|ellos|ellas|esto|eso)\b",
    "question": r"\?\s*[\"')\]»]*$",
    "tag_question": r"[,;:–—-]\s*¿?(?:de\ acuerdo|vale|le\ parece|te\ parece)\b[^?]*\?\s*$",
    "joint": r"[;:()]|\s[-–—]+\s|[–—]|,|\s(?:pero|porque|ya\ que|aunque|para\ que)\s|\sy\s(?=(?:usted|tú|gracias|perdone)\b)",
    "goes_on": r"\s*(?:y\s+)?(?:a\ más\ tardar|como\ muy\ tarde)\b",
    "far_joint": r"[;:(]|\s[-–—]+\s|,\s+(?:y|pero|o|si\ no)\s",
    "opening": r"(?:^|[¡,;:.!–—]\s*|\s-\s*|\b(?:y|pero|pues|entonces)\s*,?\s*)$",
    "fronted": r"(?:^|[,;:.]\s*|\by\s+)(?P<clause>(?:en\ cuanto|cuando|antes\ de\ que|después\ de\ que)\b[^,;:.!?]{3,90},\s*)$",
    "lead_in": r"(?:a|al|en|el|la|para|por|hacia|antes\ de|después\ de|entre|hasta|desde)\s+(?:el\s+|la\s+|las\s+)?$",
    "before_clause": r"\bantes\s+de\s+que\b[^,;:]*$",
    "until_clause": r"\bhasta\s+que\b[^,;:]*$",
    "other_clause": r"\b(?:en\ cuanto|cuando|porque|donde|por\ qué|que\ usted|que\ (?:me|nos))\b[^;]*$",
    "no_due_before": r"\b(?:de|del|desde|que|para)\s+(?:el\s+|la\s+)?$(?<!antes\ de\ )(?<!después\ de\ )",
    "close_of_business": r"\b(?:cierre)\b",
    "next_of_kind": r"\b(?:próxim[oa]|que\ viene)\b",
    "latest": r"^\s*,?\s*(?:a\ más\ tardar|como\ (?:muy\ tarde|máximo))\b",
    "either": r"^\s*(?:o|u|y|al|a|-|–)\s*(?:el\s+)?$",
    "loose_end": r"(?:[\s,;]*\b(?:y|pero|o|pues|entonces)\b)+\s*$",
    "hedge_before": r"(?<!\w)(?:quizás?|tal\ vez|probablemente|posiblemente|a\ lo\ mejor|ojalá|(?:creo|creemos|espero|esperamos|pienso))\b[^.;]{0,60}$",
}

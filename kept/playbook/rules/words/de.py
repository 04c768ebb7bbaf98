"""German words of anger, repetition, urgency, and of leaving."""

from __future__ import annotations

_VERY = r"(?:(?:wirklich|sehr|so|echt|ziemlich|richtig|total|absolut|mehr\ als|zutiefst|einfach|langsam|und|enttäuscht|,)[\s,]+)*"
_WE = r"(?:ich\ (?:bin|war|fühle\ mich)|wir\ (?:sind|waren|fühlen\ uns)|macht\ (?:mich|uns)|bin\ ich|sind\ wir)"
_COUNT = r"(?:zweite[nrsm]?|dritte[nrsm]?|vierte[nrsm]?|fünfte[nrsm]?|sechste[nrsm]?|x-te[nrsm]?|soundsovielte[nrsm]?|\d+\.)"
_SOME = r"(?:zweimal|dreimal|viermal|fünfmal|mehrfach|mehrmals|wiederholt|(?:zwei|drei|vier|fünf|\d+)\ ?[Mm]al)"
_TOLD = r"(?:geschrieben|angerufen|gefragt|gesagt|geschickt|gesendet|erklärt|gemeldet|mitgeteilt|zugeschickt|gemahnt)"
_NUMBER = r"(?:einer|eine|ein|zwei|drei|vier|fünf|sechs|zehn|\d+)"
_PAPER = r"(?:vertrag|abo(?:nnement)?|konto|mitgliedschaft|tarif|police|versicherung|bestellung)"

NEGATION = r"\b(?:nicht|nie|kein\w*|nichts|kaum|ohne|weder)\W+(?:\w+\W+){0,3}$"
AT_FIRST = r"\bzuerst\b.*\baber\b"
CALM = r"\b(?:eilt\ (?:gar\ |überhaupt\ |wirklich\ )?nicht|kein\w*\ eile|nicht\ (?:so\ |sehr\ )?(?:dringend|eilig)|bei\ gelegenheit|ohne\ eile|haben\ also\ zeit|lassen\ sie\ sich\ zeit)"

ANGER = (
    (1.0, rf"{_WE}\s+(?:\w+\s+){{0,3}}?{_VERY}(?:stinksauer|sauer|wütend|verärgert|empört|entsetzt|fassungslos|außer\ mir|angewidert|sprachlos|erbost|aufgebracht|zornig|betrogen|verarscht|beleidigt|gedemütigt|veräppelt|getäuscht|verschaukelt|schockiert|enttäuscht|genervt|bedient)\b(?!\s+über\ den\b)"),
    (1.0, r"\b(?:stinksauer|wutentbrannt|unverschämt\w*|unverschämtheit|frech(?:heit)?|dreist(?:igkeit)?|skandal(?:ös)?|zumutung|armutszeugnis|beleidigung|katastroph\w+|lächerlich|unmöglich(?:es)?|unfassbar|unglaublich|inakzeptabel|unerhört|peinlich|erbärmlich|widerlich|schweinerei|sauerei|frechheit|bodenlos\w*|schikane|hohn|unter\ aller\ \w+)\b"),
    (1.0, r"\bschämen\ sie\ sich|\bsollten\ sich\ (?:was\ )?schämen|\bpfui\b"),
    (1.0, r"\b(?:mir|uns)\ reicht(?:\ es|'s|s)?\b|\bes\ reicht\ (?:mir|uns|jetzt|langsam)\b|\breicht\ es\ (?:mir|uns|jetzt)|\bnase\ (?:gestrichen\ )?voll\b|\bschnauze\ voll\b|\bgeduld\ (?:ist|hat)\ .{0,20}\bende\b|\bgeduld\ ist\ erschöpft|\bam\ ende\ (?:meiner|unserer)\ geduld|\b(?:mir|uns)\ platzt\b|\bhabe\ es\ satt\b|\bkotzt\ mich\ an\b|\bkann\ nicht\ mehr\b"),
    (1.0, r"\b(?:idiot\w*|saftladen|sauladen|inkompeten\w+|unfähig\w*|lügner|gelogen|angelogen|belogen|lüge[n]?|abzock\w*|abgezockt|betrüg\w+|betrogen|verarsch\w*|scheiß\w*|scheisse|mist(?:laden)?|verdammt\w*|dumm\w*|blöd\w*|arschlo\w+|dreck\w*|schrott|müll|idiotisch|versager|arrogant\w*)\b"),
    (0.9, r"\b(?:unhöflich\w*|rotzfrech|patzig\w*|ausreden|hält\ man\ nicht\ aus|hingehalten|abgewimmelt|abgespeist|anschreien|anschnauzen|umspringen|umgegangen)\b"),
    (1.0, r"\b(?:ein|schlechter)\ witz\b|\bdarf\ doch\ (?:wohl\ )?nicht\ wahr\ sein|\bkann\ doch\ (?:wohl\ )?nicht\ (?:ihr\ ernst|wahr|sein)|\bihr\ ernst\b|\bwas\ bilden\ sie\ sich|\bwollen\ sie\ mich\b|\bfür\ dumm\b|\bhalten\ sie\ mich\ für\b|\bwas\ soll\ das\b|\bliest\ (?:das|hier|denn)?\s?(?:bei\ ihnen\ )?(?:überhaupt\ )?(?:jemand|keiner|niemand)|\bniemand\ liest\b|\bschlafen\ sie\b|\bwofür\ (?:zahle|bezahle)\ ich\b"),
    (1.0, r"\bwie\ oft\ (?:denn\ )?(?:noch|soll|muss)\b|\bhören\ sie\ (?:endlich\ )?auf\b|\bso\ geht\ man\ nicht\b|\bwie\ man\ .{0,30}behandelt\b|\bso\ etwas\ (?:habe\ ich\ )?noch\ nie\b|\bkeine\ entschuldigung\b|\bmachen\ sie\ endlich\b|\bsondergleichen\b|\bnie\ wieder\ schreiben"),
    (0.6, r"\bendlich\b|\bärger\w*\b|\benttäusch\w+\b|\bschlimm\w*\b|\btraurig\b|\bhasse?\b|\bunmöglich\b|\bwitz\b|\bverhungern\b|\bnicht\ mal\b|\bnicht\ einmal\b"),
    (1.0, r"\b(?:das\ (?:ist\ )?(?:ja\ |wirklich\ |doch\ )?das\ letzte|ist\ das\ letzte|herzlos\w*|herz\ aus\ stein|aus[\ -]der[\ -]haut|blamier\w*|diebstahl|betrug|überheblich\w*|hochmut|zynisch\w*|netter\ trick|zum\ (?:heulen|schreien|davonlaufen)|ins\ wort|gedemütigt|demütig\w+|lachhaft|beschämend\w*|menschenverachtend\w*|respektlos\w*|hohn)\b"),
    (1.0, r"\bhalten\ sie\ (?:ihre|uns|mich|die)\b.{0,30}\bfür\b|\bwas\ (?:machen|tun)\ sie\ (?:eigentlich\ )?(?:den\ ganzen\ tag|so\ lange)|\bwer\ (?:so|denkt|schreibt|gibt)\b.{0,30}\b(?:brief|freigibt|aus|etwas)\b|\bsie\ bitten\ nicht\b|\bdas\ nenne\ ich\b|\bich\ habe\ ihnen\ vertraut|\bwie\ können\ sie\b"),
)  # fmt: skip
KIND = r"\b(?:dank\w*|vielen\ dank|lieb\w*|gern\w*|schön\w*|freu\w*|toll|wunderbar|super|gut|nett\w*|freundlich\w*|hoff\w*|glück\w*|prima|danke)\b"
REPEATED = (
    (1.0, rf"\b(?:zum\ |die\ |mein\w*\ |der\ |den\ |das\ )?{_COUNT}\s+(?:\w+\s+)?(?:mal|anfrage|mahnung|erinnerung|brief|mail|e-mail|versuch|anruf|schreiben|nachricht|tag\ frei|lieferung|reklamation|termin|tag)\b"),
    (1.0, r"\b(?:schon\ wieder|wieder\ (?:einmal|mal|kam|niemand|nichts|keiner|nicht|falsch|kaputt)|erneut|immer\ wieder|zum\ wiederholten|abermals|nochmals|noch\ einmal\ darauf|in\ folge|jedes\ mal|ein\ weiteres\ mal|aufs\ neue|nach\ wie\ vor|noch\ immer|immer\ noch)\b"),
    (1.0, r"\b(?:jeden|jede|jedes)\ (?:einzelnen?\ )?(?:monat|woche|tag|abend|mal|nacht)\s+(?:wieder|derselbe|dieselbe|dasselbe|das\ gleiche|der\ gleiche|die\ gleiche)|\bmurmeltier\b|\bgenau\ wie\ im\b|\bnicht\ das\ erste\ mal|\b(?:derselbe|dieselbe|dasselbe|der\ gleiche|das\ gleiche|die\ gleiche|denselben|derselben)\s+(?:fehler|problem|ausrede|antwort|geschichte|rechnung|spiel|meldung)|\bdasselbe\s*[:,.]"),
    (1.0, rf"\b(?:bereits|schon|jetzt|nun)\s+(?:\w+\s+)?{_SOME}|\b{_SOME}\b.{{0,50}}\b{_TOLD}\b|\b{_TOLD}\b.{{0,20}}\b{_SOME}\b|\b{_SOME}\ (?:wurde|hat|haben|hieß)|\bbeide\ male\b|\b(?:bereits|schon)\b.{{0,40}}\b{_TOLD}\b|\bwie\ (?:ich\ |bereits\ |schon\ )+(?:\w+\ )?(?:{_TOLD}|erwähnt)"),
    (1.0, r"\b(?:keine|ohne|nie\ eine?)\s+(?:\w+\s+)?(?:antwort|rückmeldung|reaktion|nachricht|rückruf)\b|\bniemand\ (?:hat\ )?(?:sich\ )?(?:gemeldet|geantwortet|ruft|kam|kommt|erschienen)|\bkeiner\ (?:meldet|antwortet|kam)|\bnoch\ nichts\ (?:gehört|bekommen)|\bnichts\ (?:gehört|passiert|geschieht)\b|\bunbeantwortet"),
    (1.0, r"\bwo\ bleibt\b|\bseit\ (?:wochen|monaten|tagen|ewigkeiten|zwei|drei|vier|fünf)\b|\b(?:erinnerung|mahnung)\ vom\b|\bwie\ oft\ (?:denn\ )?noch\b|\btrotz\ (?:zweier|mehrerer|dreier|meiner|wiederholter)\b|\b(?:fünf|vier|drei|mehreren|verschiedenen)\ verschiedenen?\ (?:leuten|personen|mitarbeitern)|\bwieder\ von\ vorn\w*|\bwarteschleife\b.{0,20}\bjedes\b|\b(?:nochmal|noch\ einmal)\ (?:darauf\ )?(?:zurück|schreiben|melden|nachfragen|nachhaken)"),
    (0.5, r"\bwieder\b|\bnoch\ einmal\b|\bnochmal\b|\bbis\ heute\b|\bnoch\ immer\b|\bschon\ den\ \w+\ten\b"),
    (1.0, r"\b(?:drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zig|x)mal\b|\bseit\ (?:ostern|weihnachten|meine[rnm]\ letzten|\w+\ (?:wochen|monaten|tagen))\b|\bvon\ (?:einer|einem)\ \w+\ zu[rm]\ (?:nächsten|anderen)|\bkeine\ (?:einzige\ )?(?:meiner|unserer)\b|\bheute\ (?:heißt\ es\ )?wieder\b|\b\w+\ (?:wochen|monate)\ lang\b|\bnichts\ geändert\b|\bes\ \w+\ weiterhin\b|\bwie\ (?:beim|die)\ letzte[nr]?\ mal"),
    (1.0, r"\bam\ \d+\.,?\ (?:dann\ |und\ |wieder\ )*am\ \d+\.|\berst\ \w+\ \w*,?\ ?dann\b.{0,20}\bdann\b"),
)  # fmt: skip
URGENT = (
    (1.0, r"\bdringend\w*\b|\beilt\b|\beilig\w*\b|\bsofort\b|\bumgehend\b|\bunverzüglich\b|\bschnellst\w*\b|\bso\ schnell\ wie\b|\bnotfall\b|\bnotruf\w*\b|\bjede\ minute\b|\bauf\ der\ stelle\b|\bschnell\s*[.!]|\bkommen\ sie\ (?:bitte\ )?schnell|\bnoch\ heute\b|\bheute\ noch\b|\bspätestens\ (?:heute|morgen)\b"),
    (1.0, rf"\b(?:innerhalb|binnen)\s+(?:von\s+)?{_NUMBER}\ (?:stunden?|minuten?)\b(?!\s+zugesagt)|\bin\ {_NUMBER}\ (?:stunden?|minuten?)\b|\bnoch\ für\ einen\ tag\b|\bgerade\ (?:eben\ )?(?:gestohlen|geklaut|ausgefallen)\b"),
    (1.0, r"\b(?:brauch\w*|muss|müssen|bitte|benötig\w*)\b[^.!?]{0,60}\b(?:heute|jetzt|bis\ (?:heute|morgen|\d+)|gleich|sogleich)\b|\b(?:heute|jetzt)\b[^.!?]{0,40}\b(?:haben|brauchen|dringend|muss)\b|\bbis\ (?:heute|morgen)\ (?:früh|abend|mittag|\d+)|\bbis\ \d+\ uhr\b|\bmorgen\ früh\b"),
    (0.8, r"\b(?:beginnt|fängt|startet|öffnet|schließt|geht|fliegt|kommt|endet)\s+(?:um|in|heute|morgen|gleich)\b|\bum\ \d+\ uhr\b|\bseit\ heute\ (?:nacht|früh|morgen)\b|\bist\ (?:tot|ausgefallen|nicht\ erreichbar)\b"),
    (0.8, r"\b(?:rauch|brennt\b(?!\s+den)|feuer|gas(?:geruch)?|überflut\w+|läuft\ (?:durch|aus)|auslaufen|rohrbruch|wasserschaden|gestohlen|ausgesperrt|eingesperrt|steckt\ fest|feststeck\w+|verdirbt|verfällt|neugeboren\w*|insulin|krankenhaus|jemand\ drin)\b"),
    (0.5, r"\bbitte\ (?:rufen|melden|kommen|sperren|antworten)\b|\bhilfe\b[!.]|\bsonst\b|\bwas\ soll\ ich\ tun\b|\bist\ (?:die|der|das)\ (?:hochzeit|prüfung|feier|beerdigung|termin)\b|\bverloren\b|\bklemmt\b|\bprüfer\b"),
    (1.0, r"\brasch\b|\bnach\ gas\b|\bnotarzt\b|\bund\ zwar\ (?:jetzt|sofort|gleich|heute)\b|\bnoch\ \w+\ minuten\ warten|\bkein\ geld\ dabei\b|\bjetzt\ gleich\b|\bstehen\ (?:wir\ )?(?:alle\ )?draußen\b"),
    (0.8, r"\bheute\ (?:abend|nachmittag|mittag)\b|\bbis\ (?:acht|neun|zehn|elf|zwölf|eins|zwei|drei|vier|fünf|sechs|sieben)\b|\bschließt\b.{0,20}\bum\b|\bgeschluckt\b|\bbleibt\b.{0,25}\b(?:zu|stehen)\b"),
)  # fmt: skip
LEAVING = (
    (1.0, rf"\b(?:kündig(?:e|en|ung)|storniere?n?|stornier(?:t|ung)|widerrufe|widerruf)\b(?!\s+(?:des|der|den)\ (?:termins?|newsletters?))|\b(?:{_PAPER}\ (?:\w+\ )?(?:auflösen|beenden|löschen|schließen))\b|\blöschen\ sie\ (?:bitte\ )?(?:mein|unser|alle)\b|\bhiermit\ kündig"),
    (1.0, r"\bnicht\ (?:mehr\ )?(?:zu\ )?(?:verlängern|erneuern)\b|\bnicht\ verlängert\b|\baustreten\b|\baustritt\b|\beinzugsermächtigung\b|\blastschrift\ zurück"),
    (1.0, r"\b(?:zur|an\ die|bei\ der)\ konkurrenz\b|\b(?:anbieter|bank|versicherung|lieferanten?|werkstatt)\ (?:zu\ )?wechseln\b|\bwechs(?:le|eln|el)\b.{0,30}\b(?:anbieter|konkurrenz|bank|zu\ einem\ anderen)|\bsuche?n?\ (?:mir|uns)\ (?:einen?\ |etwas\ )?ander\w+|\banderen?\ (?:anbieter|lieferanten?|bank|dienstleister|laden)\b|\bwoanders\b|\banderswo\b|\bladen\ gegenüber\b|\bmitbewerber\w*"),
    (1.0, r"\b(?:mich|uns)\ (?:\w+\ )?als\ (?:kunden?|kundin|mitglied)\ (?:\w+\ )?(?:verloren|los|verlieren)|\bals\ kunden?\ verlier\w+|\bkunden?\ (?:weniger|verloren)|\bnie\ (?:wieder|mehr)\b.{0,30}\b(?:bestell|kauf|komm|buch|betret|bei\ ihnen)\w*|\bnicht\ mehr\ (?:bei\ ihnen|bestellen|kaufen|wiederkommen)|\bnichts\ mehr\ (?:haben|von\ ihnen|kaufen)|\bbetrete\ ich\ nicht"),
    (0.8, r"\bdas\ war'?s\b|\bkonto\ (?:\w+\ )?(?:auf|schließen|löschen)|\bletzte\ (?:chance|gelegenheit)\b|\bvon\ ihnen\ nichts\b|\bdann\ eben\ nicht\b"),
    (0.5, r"\bgeld\ zurück\b|\bwenn\ sich\ (?:daran\ )?nichts\b|\bverlass\w*\ (?:sie|ihre)\b"),
    (1.0, r"\b(?:auslaufen\ lassen|lassen\b.{0,30}\bauslaufen|kündigungsfrist|nehmen\ sie\ ihre\b.{0,30}\bzurück|streichen\ sie\ (?:uns|mich)\b|letzte\ (?:bestellung|buchung|rechnung)|will\ ich\ weg|weg\ sein|suchen\ sie\ sich\b|draußen\ bin|ohne\ sie\ aus)\b"),
)  # fmt: skip

"""German."""

from typing import Any

from kept.promises.rules.dates.words import numbered

_ONES = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_TENS = {20: "zwanzig", 30: "dreißig|dreissig", 40: "vierzig", 50: "fünfzig"}

OPTIONS: dict[str, Any] = {
    "compounds": True,
    "dot_ordinals": True,
    "half_is_before": True,
    "hour_word": True,
    "edges_strong": True,
    "articles": {"das", "dem", "des", "der", "die"},
    "part_marks": {"am", "jeden", "gegen", "diesen", "dieser", "diesem", "jedem", "an", "den"},
    "plurals": {"tage", "tagen", "wochen", "monate", "monaten", "jahre", "jahren", "wochenenden"},
    "more_words": {"mehr als", "über", "mindestens"},
}

TABLE: dict[str, dict[Any, str]] = {
    "num": {
        **numbered(
            "null eins|ein zwei|zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
            " sechzehn siebzehn achtzehn neunzehn"
        ),
        **{
            tens + n: "|".join(f"{one}und{word}" for word in words.split("|"))
            for tens, words in _TENS.items()
            for n, one in enumerate(_ONES, 1)
        },
        **_TENS,
        100: "hundert|einhundert",
        1000: "tausend|eintausend",
    },
    "few": {
        2: "ein paar|beiden|beide|paar",
        3: "einige|einigen|mehrere|mehreren|wenigen|wenige",
        12: "ein dutzend|dutzend",
        1.5: "anderthalb|eineinhalb",
        2.5: "zweieinhalb",
        3.5: "dreieinhalb",
        4.5: "viereinhalb",
        5.5: "fünfeinhalb",
    },
    "fraction": {0.5: "½", 0.25: "¼", 0.75: "¾"},
    "half": {0.5: "halb|halbe|halben|halbes"},
    "quarter": {0.25: "viertel"},
    "andhalf": {0.5: "und eine halbe|und ein halbes|und einen halben"},
    "ord": {
        n: "|".join(
            stem + end for stem in words.split("|") for end in ("e", "en", "er", "es", "em")
        )
        for n, words in numbered(
            "erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt sechzehnt"
            " siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst zweiundzwanzigst dreiundzwanzigst vierundzwanzigst"
            " fünfundzwanzigst sechsundzwanzigst siebenundzwanzigst achtundzwanzigst neunundzwanzigst dreißigst"
            " einunddreißigst",
            1,
        ).items()
    },
    "weekday": {
        0: "montag|mo",
        1: "dienstag|di",
        2: "mittwoch|mi",
        3: "donnerstag|do",
        4: "freitag|fr",
        5: "samstag|sa|sonnabend",
        6: "sonntag|so",
    },
    "weekdays": {
        0: "montags",
        1: "dienstags",
        2: "mittwochs",
        3: "donnerstags",
        4: "freitags",
        5: "samstags|sonnabends",
        6: "sonntags",
    },
    "month": {
        1: "januar|jan|jänner",
        2: "februar|feb|feber",
        3: "märz|mrz|maerz|mär",
        4: "april|apr",
        5: "mai",
        6: "juni|jun",
        7: "juli|jul",
        8: "august|aug",
        9: "september|sep|sept",
        10: "oktober|okt",
        11: "november|nov",
        12: "dezember|dez",
    },
    "weak": {1: "mo|di|mi|do|fr|sa|so"},
    "unit": {
        "quarter hour": "viertelstunde|viertelstunden",
        "half hour": "halbstunde",
        "three quarter hour": "dreiviertelstunde|dreiviertelstunden",
        "second": "sekunde|sekunden|sek",
        "minute": "minute|minuten|min",
        "hour": "stunde|stunden|std",
        "day": "tag|tage|tagen|tg|kalendertage|kalendertagen|tages",
        "week": "woche|wochen|wo",
        "month": "monat|monate|monaten|monats",
        "quarter": "quartal|quartale|quartalen|quartals",
        "year": "jahr|jahre|jahren|jahres|kalenderjahr",
        "decade": "jahrzehnt|jahrzehnte|jahrzehnten",
        "century": "jahrhundert|jahrhunderte",
        "weekend": "wochenende|wochenenden|wochenendes",
        "night": "nächte|nächten",
        "workday": "werktag|werktage|werktagen|arbeitstag|arbeitstage|arbeitstagen|geschäftstag|geschäftstage|geschäftstagen|bankarbeitstage|bankarbeitstagen",
        "workweek": "arbeitswoche",
    },
    "short_unit": {"second": "s", "minute": "m|min", "hour": "h", "day": "d|t"},
    "part": {
        "early morning": "frühmorgens|am frühen morgen|frühen morgen",
        "morning": "morgen|früh|vormittag|morgens|vormittags|früh am morgen",
        "noon": "mittag|mittags|mittagszeit",
        "lunch": "mittagspause",
        "afternoon": "nachmittag|nachmittags",
        "late afternoon": "spätnachmittag|spätnachmittags|späten nachmittag",
        "early afternoon": "frühen nachmittag",
        "early evening": "frühen abend",
        "late evening": "späten abend|spätabends",
        "evening": "abend|abends",
        "night": "nacht|nachts",
    },
    "part_of_clock": {1: "morgens|vormittags|nachmittags|abends|nachts|mittags|früh"},
    "meal": {"breakfast": "frühstück", "lunch": "mittagessen", "dinner": "abendessen"},
    "dayrel": {
        0: "heute|heutigen tag",
        1: "morgen|morgigen tag",
        -1: "gestern",
        2: "übermorgen|uebermorgen",
        -2: "vorgestern",
    },
    "tonight": {0: "heute nacht", -1: "letzte nacht|gestern nacht"},
    "now": {0: "jetzt|sofort|gerade|im moment|momentan|umgehend|zur zeit|derzeit"},
    "this": {
        0: "diese|dieser|dieses|diesen|diesem|dies|aktuelle|aktuellen|laufende|laufenden|laufender|heutige|heutigen"
    },
    "next": {
        1: "nächste|nächsten|nächster|nächstes|nächstem|kommende|kommenden|kommender|kommendes|kommendem|folgende|folgenden|folgender"
        "|naechste|naechsten|naechster|naechstes|nächstfolgenden",
    },
    "coming": {1: "kommende|kommenden|kommender|kommendes|kommendem"},
    "overnext": {
        2: "übernächste|übernächsten|übernächster|übernächstes|uebernaechste|uebernaechsten"
    },
    "last": {
        -1: "letzte|letzten|letzter|letztes|letztem|vergangene|vergangenen|vergangener|vergangenes|vorige|vorigen|voriger|voriges"
    },
    "the": {1: "der|die|das|den|dem|des"},
    "a": {1: "ein|eine|einen|einem|einer|eines"},
    "of": {1: "im|in|des|der|vom|von"},
    "genitive": {1: "des|der|im|vom|von"},
    "in": {1: "in|in etwa|in ca.|in ungefähr|in rund"},
    "within": {
        1: "innerhalb von|innerhalb|binnen|innert|in spätestens|in weniger als|in max.|in maximal"
    },
    "inside": {
        1: "in den nächsten|in der nächsten|innerhalb der nächsten|in den kommenden|innerhalb der kommenden|während der nächsten|für die nächsten|die nächsten"
    },
    "on": {1: "am|um|an|gegen|ca.|etwa|ungefähr|circa|für|für den|ab|zum|so gegen|,|in"},
    "at": {1: "um|gegen|@|so um|ca.|etwa|ungefähr|so gegen|um ca.|um etwa|circa"},
    "in_the": {1: "am|in|im|zum|an|in der|des|vom|unter"},
    "by": {
        1: "bis spätestens|spätestens|bis allerspätestens|nicht später als|spätestens bis|spätestens am|spätestens um|bis zum spätestens|bis spätestens am|bis spätestens um"
    },
    "until": {1: "bis|bis zum|bis zur|bis zu|bis um|bis am|bis ca.|bis gegen|bis einschließlich"},
    "before": {1: "vor|vor dem|vor der|noch vor|früher als|eher als"},
    "after": {1: "nach|nach dem|nach der|später als|erst nach|frühestens nach"},
    "hard_after": {1: "nach|nach dem|nach der|später als|erst nach|frühestens nach"},
    "since": {1: "seit|seit dem|seit der"},
    "starting": {
        1: "ab|ab dem|ab der|von|vom|frühestens|frühestens ab|frühestens am|beginnend am|beginnend|ab dem|nicht vor|ab ca."
    },
    "or_later": {1: "oder später|oder danach|und später"},
    "or_earlier": {1: "oder früher|oder davor|spätestens"},
    "from": {1: "von|vom|zwischen|zwischen dem|von dem|zwischen den|ab|von ca.|zwischen der"},
    "to": {
        1: "bis|bis zum|und|bis zur|bis um|und dem|bis ca.|bis am|bis zu|bis inklusive|bis einschließlich"
    },
    "and": {1: "und"},
    "andor": {1: "und|oder|,"},
    "or": {1: "oder"},
    "ago_before": {-1: "vor|vor ca.|vor etwa|vor rund"},
    "ago": {-1: "her|zuvor|früher"},
    "later": {1: "später|danach|ab jetzt|ab heute|von jetzt an|ab sofort"},
    "fromx": {1: "nach|ab|nach dem|nach der|seit"},
    "beforex": {-1: "vor|vor dem|vor der"},
    "every": {1: "jede|jeden|jedes|jeder|jedem|alle|aller|immer"},
    "strong_every": {1: "jede|jeden|jedes|jeder|jedem|alle"},
    "other": {2: "zweite|zweiten|zweites|zweiter"},
    "recurring": {
        "day": "täglich|jeden tag|alltäglich",
        "week": "wöchentlich|einmal pro woche|einmal die woche|einmal in der woche",
        "fortnight": "vierzehntägig|zweiwöchentlich",
        "month": "monatlich|einmal im monat",
        "quarter": "vierteljährlich|quartalsweise",
        "year": "jährlich|einmal im jahr",
        "hour": "stündlich",
        "workday": "werktags|wochentags|an werktagen",
    },
    "edge": {
        "end": "ende|ende des|ende der|ende vom|gegen ende|zum ende|zum ende des|zum ende der|am ende des|am ende der",
        "begin": "anfang|anfang des|anfang der|zu beginn|beginn|zu beginn des|zu beginn der|am anfang des|am anfang der|beginn der|beginn des",
        "mid": "mitte|mitte des|mitte der",
    },
    "later_than_now": {"later": "später|später in|später im", "earlier": "früher|früher in"},
    "edgeword": {
        "end day": "feierabend|tagesende|geschäftsschluss|ende des tages|ende des arbeitstages|dienstschluss|büroschluss",
        "end week": "wochenschluss|ende der woche|ende dieser woche",
        "end month": "monatsende|ende des monats|ende dieses monats",
        "end quarter": "quartalsende|ende des quartals",
        "end year": "jahresende|ende des jahres|ende dieses jahres",
        "begin month": "monatsanfang|anfang des monats",
        "begin week": "wochenanfang|wochenbeginn|anfang der woche",
        "begin year": "jahresanfang|jahresbeginn|anfang des jahres",
    },
    "rest": {1: "rest der|rest des|der rest der"},
    "weekof": {1: "woche vom|woche ab|woche um den|die woche vom"},
    "clockword": {
        (12, 0): "mittag|zwölf uhr mittags|12 uhr mittags|mittags um 12",
        (24, 0): "mitternacht",
    },
    "pastclock": {1: "nach|minuten nach"},
    "toclock": {-1: "vor|minuten vor"},
    "minutes_said": {1: "minuten nach|minuten vor"},
    "oclock": {1: "uhr"},
    "ampm": {"am": "am|a.m.", "pm": "pm|p.m."},
    "hourmark": {1: "h"},
    "quarterword": {1: "q"},
    "season": {
        "spring": "frühling|frühjahr",
        "summer": "sommer",
        "autumn": "herbst",
        "winter": "winter",
    },
    "yearword": {1: "jahr|jahre|jahres|kalenderjahr"},
    "weekword": {1: "kw|kalenderwoche|woche"},
    "startingx": {1: "ab|beginnend|beginnend am|von|vom|ab dem"},
    "for": {1: "für|lang|für ca."},
    "tz": {0: "utc|gmt", 60: "mez", 120: "mesz"},
    "greeting": {1: "guten|gute|schönes|schöne|schönen|gut|tolle|tollen|angenehmen|angenehmes"},
    "no_clock": {
        1: "raum|gebäude|stock|zimmer|gleis|linie|seite|nummer|nr|kapitel|version|artikel|schritt|punkt|bestellung|rechnung|die|der|das|nur"
    },
    "follows": {
        1: "und|oder|aber|bitte|wenn|ob|dann|weil|da|dass|mit|an|im|ist|war|wäre|wird|werden|passt|geht|kann|können|zurück|an|ab|anrufen|sie|ich|wir|er|es|ihnen|ihr|uns|mich|melden|da|hier|dort|los|weg|für|auf|zu|vorbei|kommen|treffen|liefern|schicken|senden|so|auch|noch|nicht",
    },
    "holiday": {
        "christmas": "weihnachten|weihnachtstag|ersten weihnachtstag|erster weihnachtstag|1. weihnachtstag|weihnachtsfeiertag",
        "christmas eve": "heiligabend|heiliger abend|heilig abend|weihnachtsabend",
        "boxing day": "zweiter weihnachtstag|zweiten weihnachtstag|2. weihnachtstag|zweiter weihnachtsfeiertag|stephanstag",
        "new year": "neujahr|neujahrstag",
        "new year eve": "silvester|sylvester|silvesterabend",
        "epiphany": "dreikönigstag|heilige drei könige|heilige drei koenige|dreikönigsfest|epiphanias",
        "easter": "ostern|ostersonntag",
        "good friday": "karfreitag",
        "easter monday": "ostermontag",
        "maundy": "gründonnerstag",
        "holy saturday": "karsamstag",
        "palm sunday": "palmsonntag",
        "ash wednesday": "aschermittwoch",
        "rose monday": "rosenmontag",
        "shrove": "fastnacht|fastnachtsdienstag|faschingsdienstag|veilchendienstag",
        "carnival sunday": "fastnachtssonntag|karnevalssonntag",
        "weiberfastnacht": "weiberfastnacht|altweiberfastnacht",
        "ascension": "christi himmelfahrt|himmelfahrt|vatertag",
        "pentecost": "pfingsten|pfingstsonntag",
        "whit monday": "pfingstmontag",
        "corpus christi": "fronleichnam",
        "may day": "tag der arbeit|maifeiertag|erster mai",
        "german unity": "tag der deutschen einheit",
        "reformation": "reformationstag",
        "all saints": "allerheiligen",
        "all souls": "allerseelen",
        "assumption": "mariä himmelfahrt|maria himmelfahrt",
        "saint nicholas": "nikolaus|nikolaustag",
        "buss und bet": "buß- und bettag|buß und bettag|buß-und bettag|buss- und bettag",
        "saint martin": "martinstag|sankt martin|st. martin",
        "mother": "muttertag",
        "valentine": "valentinstag",
        "halloween": "halloween",
        "saint john": "johannistag",
        "erntedank": "erntedankfest|erntedank",
        "world children": "weltkindertag|kindertag|internationaler kindertag",
        "augsburg": "augsburger friedensfest|friedensfest",
        "women": "weltfrauentag|internationaler frauentag|frauentag",
        "swiss": "schweizer nationalfeiertag|bundesfeier",
        "austria": "österreichischer nationalfeiertag",
        "first advent": "erster advent|1. advent|ersten advent",
        "thanksgiving": "thanksgiving",
        "black friday": "black friday",
        "immaculate": "mariä empfängnis|maria empfängnis",
    },
}

"""French."""

from typing import Any

from kept.promises.rules.dates.words import numbered

OPTIONS: dict[str, Any] = {
    "length_words": {"heures", "heure"},
    "length_leads": {"pour", "de", "en", "d'"},
    "day_articles": {"le"},
    "turn_behind": True,
    "hour_word": True,
    "edges_strong": True,
    "articles": {"l'", "la", "le", "les", "du", "de l'", "de la", "cette"},
    "quarter_marks": ("t", "q"),
    "more_words": {"plus de", "au moins"},
}

TABLE: dict[str, dict[Any, str]] = {
    "num": {
        **numbered(
            "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
            " dix-huit dix-neuf vingt vingt-et-un|vingt-et-une vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six"
            " vingt-sept vingt-huit vingt-neuf trente trente-et-un trente-deux trente-trois trente-quatre trente-cinq"
        ),
        40: "quarante",
        45: "quarante-cinq",
        50: "cinquante",
        55: "cinquante-cinq",
        60: "soixante",
        100: "cent",
        1000: "mille",
    },
    "few": {
        2: "une paire de|un couple de",
        3: "quelques|plusieurs",
        12: "une douzaine de|douzaine de",
        15: "une quinzaine de",
    },
    "fraction": {0.5: "½", 0.25: "¼", 0.75: "¾"},
    "half": {0.5: "demi|demie|une demi|une demie|un demi"},
    "quarter": {0.25: "quart|un quart"},
    "andhalf": {0.5: "et demi|et demie|et une demie", 0.25: "et quart|et un quart"},
    "ord": numbered(
        "premier|première|1er|1ère deuxième|second|seconde troisième quatrième cinquième sixième septième huitième neuvième dixième"
        " onzième douzième",
        1,
    ),
    "ordsuffix": {1: "er|ère|e|ème|eme|nd|ieme|ième"},
    "weekday": {
        0: "lundi|lun",
        1: "mardi",
        2: "mercredi|mer",
        3: "jeudi|jeu",
        4: "vendredi|ven",
        5: "samedi|sam",
        6: "dimanche|dim",
    },
    "weekdays": {
        0: "les lundis|lundis",
        1: "les mardis|mardis",
        2: "les mercredis|mercredis",
        3: "les jeudis|jeudis",
        4: "les vendredis|vendredis",
        5: "les samedis|samedis",
        6: "les dimanches|dimanches",
    },
    "month": {
        1: "janvier|janv|jan",
        2: "février|févr|fév",
        3: "mars",
        4: "avril|avr",
        5: "mai",
        6: "juin",
        7: "juillet|juil",
        8: "août|aout",
        9: "septembre|sept|sep",
        10: "octobre|oct",
        11: "novembre|nov",
        12: "décembre|déc",
    },
    "weak": {1: "mer|jeu|ven|sam|dim|lun|sept|premier|première|mars"},
    "monthword": {1: "mois"},
    "unit": {
        "quarter hour": "quart d'heure|quarts d'heure",
        "half hour": "demi-heure|demie heure|demi heure|demi-heures",
        "second": "seconde|secondes|sec",
        "minute": "minute|minutes|min",
        "hour": "heure|heures",
        "day": "jour|jours|journée|journées|jours calendaires|jours calendaire",
        "week": "semaine|semaines",
        "month": "mois",
        "quarter": "trimestre|trimestres",
        "year": "an|ans|année|années|année calendaire",
        "decade": "décennie|décennies",
        "century": "siècle|siècles",
        "weekend": "week-end|week-ends|weekend|weekends|fin de semaine|week end",
        "night": "nuits",
        "workday": "jour ouvré|jours ouvrés|jour ouvrable|jours ouvrables|jours de travail|jour de travail|journées de travail",
        "fortnight": "quinzaine",
    },
    "short_unit": {"second": "s", "minute": "mn|min", "hour": "h", "day": "j"},
    "part": {
        "early morning": "tôt le matin|de bonne heure",
        "morning": "matin|matinée|du matin|le matin|dans la matinée|en matinée",
        "noon": "heure du déjeuner",
        "lunch": "pause déjeuner|midi et deux",
        "afternoon": "après-midi|de l'après-midi|l'après-midi|dans l'après-midi|aprèm|après midi",
        "late afternoon": "fin d'après-midi|en fin d'après-midi|fin de l'après-midi",
        "early afternoon": "début d'après-midi|en début d'après-midi",
        "evening": "soir|soirée|du soir|le soir|en soirée|dans la soirée",
        "early evening": "début de soirée|en début de soirée",
        "late evening": "fin de soirée",
        "night": "nuit|de la nuit|la nuit|dans la nuit",
        "late morning": "fin de matinée|en fin de matinée",
    },
    "part_of_clock": {1: "du matin|du soir|de l'après-midi|de la nuit"},
    "meal": {"breakfast": "petit déjeuner", "lunch": "déjeuner", "dinner": "dîner"},
    "dayrel": {
        0: "aujourd'hui|ce jour|aujourd hui|jour même",
        1: "demain|lendemain",
        -1: "hier",
        2: "après-demain|après demain",
        -2: "avant-hier|avant hier",
    },
    "tonight": {0: "cette nuit", -1: "la nuit dernière|nuit dernière"},
    "now": {
        0: "maintenant|tout de suite|à l'instant|en ce moment|immédiatement|actuellement|à ce moment"
    },
    "this": {0: "ce|cet|cette|ces|cette même|courant|en cours"},
    "next": {
        1: "prochain|prochaine|prochains|prochaines|le prochain|la prochaine|les prochains|les prochaines|suivant|suivante|suivants|suivantes|qui vient|à venir|d'après"
    },
    "coming": {1: "à venir"},
    "last": {
        -1: "dernier|dernière|derniers|dernières|le dernier|la dernière|les derniers|les dernières|passé|passée|passés|passées|précédent|précédente|précédents|précédentes|écoulé|écoulée"
    },
    "just_past": {1: "passé|passée"},
    "the": {1: "le|la|les|l'|l|ledit"},
    "a": {1: "un|une"},
    "of": {1: "de|du|d'|de la|de l'|des|en"},
    "genitive": {1: "de|du|d'|de la|de l'|des|d"},
    "of_year": {1: "en"},
    "in": {1: "dans|dans environ|en"},
    "within": {
        1: "sous|dans les|d'ici|en moins de|dans un délai de|au cours des|dans un délai maximum de|dans moins de|d'ici à"
    },
    "inside": {
        1: "dans les prochains|dans les prochaines|au cours des prochains|au cours des prochaines|pendant les prochains|pendant les prochaines|ces prochains|ces prochaines"
    },
    "on": {1: "le|à|pour le|vers|autour de|environ|aux environs de|,|ce|dans|en|au|pour|sur"},
    "at": {1: "à|vers|autour de|environ|aux environs de|aux alentours de|vers les|pour"},
    "in_the": {1: "le|dans|en|au|du|de|pendant|vers|dans la|dans le|à|au cours de|de la|de l'"},
    "by": {
        1: "d'ici|d'ici le|d'ici à|au plus tard|au plus tard le|au plus tard à|pour le plus tard|d'ici au|d'ici la|au plus tard en|pas plus tard que|au plus tard au"
    },
    "until": {1: "jusqu'à|jusqu'au|jusqu'en|jusque|jusqu'à la|jusqu'aux|jusqu'au plus tard"},
    "before": {
        1: "avant|ou avant|avant le|avant la|avant les|plus tôt que|avant l'|antérieur à|antérieure à"
    },
    "after": {
        1: "après|ou après|après le|après la|à l'issue de|plus tard que|supérieure à|supérieur à|après l'|postérieur à"
    },
    "hard_after": {
        1: "après|ou après|après le|après la|à l'issue de|plus tard que|supérieure à|supérieur à|après l'|postérieur à"
    },
    "since": {1: "depuis|depuis le|depuis la|depuis l'|dès|depuis les"},
    "starting": {
        1: "à partir de|à partir du|à compter du|à compter de|dès|dès le|à partir de la|à partir d'|au plus tôt|à partir|au plus tôt le|commençant le|à commencer le"
    },
    "or_later": {1: "ou plus tard|ou après|et plus tard|et au-delà"},
    "or_earlier": {1: "ou plus tôt|ou avant|au plus tard"},
    "from": {1: "de|du|entre|entre le|depuis|à partir de|depuis le|d'|entre les"},
    "to": {1: "à|au|et|jusqu'à|jusqu'au|et le|à la|aux|jusqu'en|et la"},
    "and": {1: "et"},
    "andor": {1: "et|ou|,|et le|ou le"},
    "or": {1: "ou"},
    "ago_before": {-1: "il y a|voici|voilà|il y a environ|ça fait"},
    "ago": {-1: "plus tôt|auparavant|avant maintenant"},
    "later": {1: "plus tard|à partir de maintenant|à partir d'aujourd'hui|après maintenant"},
    "fromx": {1: "après|à partir de|à compter de|après le|depuis|à partir du"},
    "beforex": {-1: "avant|ou avant|avant le"},
    "every": {1: "chaque|tous les|toutes les|tout|tous"},
    "strong_every": {1: "chaque|tous les|toutes les"},
    "other": {2: "deux_"},
    "recurring": {
        "day": "quotidien|quotidienne|quotidiennement|tous les jours|chaque jour|journellement|une fois par jour",
        "week": "hebdomadaire|hebdomadairement|une fois par semaine|hebdomadaires",
        "fortnight": "bihebdomadaire|bimensuel",
        "month": "mensuel|mensuelle|mensuellement|une fois par mois",
        "quarter": "trimestriel|trimestriellement|trimestrielle",
        "year": "annuel|annuelle|annuellement|une fois par an",
        "hour": "toutes les heures",
    },
    "edge": {
        "end": "fin|la fin|à la fin|fin de|la fin de|à la fin de|à la fin du|la fin du|vers la fin de|vers la fin du|fin du|à la fin de la|la fin de la|à la fin de l'|la fin de l'|fin de la|fin de l'",
        "begin": "début|le début|au début|début de|le début de|au début de|au début du|début du|le début du|au début de la|le début de la|au début de l'",
        "mid": "mi|mi-|la mi-|mi -|le milieu de|au milieu de|au milieu du|milieu de|milieu du|la mi|à la mi-|à la mi|au milieu de la",
    },
    "later_than_now": {
        "later": "plus tard|plus tard dans|plus tard dans la|plus tard dans l'|plus tard dans le|plus tard en",
        "earlier": "plus tôt|plus tôt dans|plus tôt dans la",
    },
    "edgeword": {
        "end day": "fin de journée|la fin de la journée|en fin de journée|fin de la journée|fin de jour|la fin du jour",
        "end week": "la fin de la semaine|fin de la semaine|en fin de semaine",
        "end month": "fin de mois|fin du mois|la fin du mois|fin de ce mois|la fin de ce mois|en fin de mois",
        "end year": "fin d'année|fin de l'année|la fin de l'année|fin de cette année|en fin d'année",
        "begin week": "début de semaine|le début de la semaine|début de la semaine|en début de semaine",
        "begin month": "début de mois|début du mois|le début du mois",
        "begin year": "début d'année|début de l'année",
        "end quarter": "fin de trimestre|fin du trimestre",
    },
    "rest": {1: "reste de la|reste de l'|reste du|le reste de la|le reste de l'|le reste du"},
    "whole": {1: "toute la|toute l'|tout le"},
    "weekof": {
        1: "semaine du|la semaine du|semaine qui commence le|la semaine qui commence le|semaine débutant le|la semaine débutant le|semaine commençant le|la semaine commençant le"
    },
    "clockword": {(12, 0): "midi", (24, 0): "minuit"},
    "plusminutes": {
        30: "et demie|et demi",
        15: "et quart|et un quart",
        -15: "moins le quart|moins quart|moins un quart",
    },
    "minusword": {1: "moins"},
    "oclock": {1: "heures|heure|h."},
    "hourmark": {1: "h|heures|heure"},
    "ampm": {"am": "am|a.m.|a.m", "pm": "pm|p.m.|p.m"},
    "quarterword": {1: "t|q"},
    "season": {"spring": "printemps", "summer": "été", "autumn": "automne", "winter": "hiver"},
    "yearword": {1: "année|an"},
    "weekword": {1: "semaine|semaine numéro"},
    "startingx": {1: "à partir de|à partir du|à compter du|dès|à compter de"},
    "for": {1: "pour|pendant|durant"},
    "tz": {0: "gmt|utc", 60: "cet", 120: "cest"},
    "greeting": {1: "bon|bonne|belle|excellente|agréable|joyeux|joyeuse"},
    "no_clock": {
        1: "bâtiment|salle|chambre|étage|porte|ligne|page|numéro|version|étape|point|commande|facture|les|des|seulement"
    },
    "follows": {
        1: "et|ou|mais|si|pour|avec|que|car|quand|est|sera|svp|merci|s'il|je|nous|vous|il|elle|on|afin|à|chez|au|ce|convient|me|pas|aussi|puis|donc|dans|sur|ça|va|serait"
    },
    "holiday": {
        "christmas": "noël|jour de noël|le jour de noël|la noël",
        "christmas eve": "veille de noël|réveillon de noël|la veille de noël",
        "new year": "jour de l'an|nouvel an|le jour de l'an|le nouvel an|jour du nouvel an|premier de l'an",
        "new year eve": "saint-sylvestre|réveillon|réveillon du nouvel an|veille du nouvel an|la saint-sylvestre|saint sylvestre",
        "epiphany": "épiphanie",
        "easter": "pâques|dimanche de pâques",
        "easter monday": "lundi de pâques",
        "good friday": "vendredi saint",
        "ascension": "ascension|jeudi de l'ascension",
        "pentecost": "pentecôte",
        "whit monday": "lundi de pentecôte",
        "may day": "fête du travail|premier mai",
        "ve day": "fête de la victoire|victoire 1945",
        "bastille": "fête nationale|la fête nationale|prise de la bastille",
        "assumption": "assomption",
        "all saints": "toussaint|la toussaint",
        "veterans": "armistice|jour de l'armistice",
        "valentine": "saint-valentin|saint valentin|la saint-valentin",
        "halloween": "halloween",
        "mother": "fête des mères|la fête des mères",
        "father": "fête des pères",
        "shrove": "mardi gras",
        "ash wednesday": "mercredi des cendres",
        "maundy": "jeudi saint",
        "palm sunday": "dimanche des rameaux",
        "saint patrick": "saint-patrick|saint patrick",
        "thanksgiving": "thanksgiving|action de grâce",
        "black friday": "black friday",
        "independence us": "jour de l'indépendance",
        "labor": "labor day",
        "earth day": "jour de la terre|journée de la terre",
        "boxing day": "saint-étienne",
    },
}

"""Spanish."""

from typing import Any

from kept.promises.rules.dates.words import numbered

OPTIONS: dict[str, Any] = {
    "day_number": True,
    "day_articles": {"el"},
    "turn_behind": True,
    "edges_strong": True,
    "articles": {"el", "la", "los", "las", "del", "de la", "este", "esta"},
    "part_marks": {"la", "por la", "de la", "esta", "en la", "cada", "una", "a la"},
    "quarter_marks": ("t", "q"),
    "more_words": {"más de", "al menos"},
}


TABLE: dict[str, dict[Any, str]] = {
    "num": {
        **numbered(
            "cero un|una|uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
            " diecisiete dieciocho diecinueve veinte veintiuno|veintiún veintidós veintitrés veinticuatro veinticinco"
            " veintiséis veintisiete veintiocho veintinueve treinta"
        ),
        31: "treinta y uno",
        35: "treinta y cinco",
        40: "cuarenta",
        45: "cuarenta y cinco",
        50: "cincuenta",
        55: "cincuenta y cinco",
        60: "sesenta",
        100: "cien|ciento",
        1000: "mil",
    },
    "few": {
        2: "un par de|par de",
        3: "unos|unas|algunos|algunas|varios|varias|unos pocos|unas pocas|unos cuantos|unas cuantas",
        12: "una docena de|docena de",
    },
    "fraction": {0.5: "½", 0.25: "¼", 0.75: "¾"},
    "half": {0.5: "media|medio"},
    "quarter": {0.25: "cuarto|un cuarto"},
    "andhalf": {0.5: "y media|y medio", 0.25: "y cuarto"},
    "ord": numbered(
        "primero|primer|primera|1ro|1ero segundo|segunda tercero|tercer|tercera cuarto|cuarta quinto|quinta sexto|sexta séptimo|séptima octavo|octava"
        " noveno|novena décimo|décima",
        1,
    ),
    "ordsuffix": {1: "º|ro|ero|ra|do|to|mo|er|o|°|.º|.ª"},
    "weekday": {
        0: "lunes|lun",
        1: "martes|mar",
        2: "miércoles|mié|mier",
        3: "jueves|jue",
        4: "viernes|vie",
        5: "sábado|sáb",
        6: "domingo|dom",
    },
    "weekdays": {
        0: "los lunes",
        1: "los martes",
        2: "los miércoles",
        3: "los jueves",
        4: "los viernes",
        5: "los sábados|sábados",
        6: "los domingos|domingos",
    },
    "month": {
        1: "enero|ene",
        2: "febrero|feb",
        3: "marzo|mar|mzo",
        4: "abril|abr",
        5: "mayo|may",
        6: "junio|jun",
        7: "julio|jul",
        8: "agosto|ago|ag",
        9: "septiembre|setiembre|sep|sept|set",
        10: "octubre|oct",
        11: "noviembre|nov",
        12: "diciembre|dic",
    },
    "weak": {1: "mar|may|ago|set|ag|dom|vie|lun|jue|segundo|primero"},
    "monthword": {1: "mes"},
    "unit": {
        "second": "segundo|segundos|seg",
        "minute": "minuto|minutos|min",
        "hour": "hora|horas|hs|hrs|hra|hras",
        "day": "día|días|dia|dias|días naturales|día natural",
        "week": "semana|semanas",
        "fortnight": "quincena|quincenas",
        "month": "mes|meses",
        "quarter": "trimestre|trimestres",
        "year": "año|años|ano|anos",
        "decade": "década|décadas",
        "century": "siglo|siglos",
        "weekend": "fin de semana|fines de semana|finde",
        "night": "noches",
        "workday": "día laborable|días laborables|día hábil|días hábiles|días laborales|día laboral|dias habiles|días de trabajo",
    },
    "short_unit": {"second": "s", "minute": "min", "hour": "h", "day": "d"},
    "part": {
        "early morning": "madrugada|de la madrugada|primera hora|a primera hora|temprano por la mañana|de madrugada",
        "morning": "mañana|por la mañana|de la mañana|en la mañana|a la mañana",
        "noon": "mediodía_",
        "afternoon": "tarde|por la tarde|de la tarde|en la tarde|a la tarde",
        "late afternoon": "última hora de la tarde|a última hora de la tarde",
        "night": "noche|por la noche|de la noche|en la noche|a la noche",
        "early afternoon": "primera hora de la tarde|a primera hora de la tarde",
    },
    "part_of_clock": {
        1: "de la mañana|de la tarde|de la noche|de la madrugada|por la mañana|por la tarde|por la noche|en la mañana|en la tarde"
    },
    "meal": {"breakfast": "desayuno", "lunch": "almuerzo|comida", "dinner": "cena"},
    "dayrel": {
        0: "hoy|hoy mismo|el día de hoy|día de hoy|hoy en día",
        1: "mañana|el día de mañana|mañana mismo",
        -1: "ayer",
        2: "pasado mañana",
        -2: "anteayer|antes de ayer|antier",
    },
    "tonight": {0: "esta noche", -1: "anoche|la noche pasada|ayer noche"},
    "now": {
        0: "ahora|ahora mismo|ya mismo|en este momento|inmediatamente|de inmediato|actualmente|en estos momentos"
    },
    "this": {0: "este|esta|estos|estas|el presente|la presente|mismo|misma|actual|el mismo"},
    "next": {
        1: "próximo|próxima|próximos|próximas|el próximo|la próxima|los próximos|las próximas|que viene|siguiente|siguientes|que vienen|entrante|el siguiente|la siguiente|los siguientes|las siguientes|venidero|venideros"
    },
    "coming": {1: "venidero|venideros"},
    "last": {
        -1: "pasado|pasada|pasados|pasadas|último|última|últimos|últimas|el último|la última|los últimos|las últimas|el pasado|la pasada|los pasados|anterior|anteriores|previo|previos|previa|previas"
    },
    "just_past": {1: "este pasado"},
    "the": {1: "el|la|los|las"},
    "the_hour": {1: "las|la"},
    "a": {1: "un|una"},
    "of": {1: "de|del|de la|en"},
    "genitive": {1: "de|del|de la|del año|de el"},
    "in": {1: "en|dentro de|en unas|en unos|dentro de unos|dentro de unas|en aproximadamente"},
    "within": {
        1: "en menos de|en un plazo de|en un plazo máximo de|en el plazo de|en un máximo de|a más tardar en|antes de que pasen"
    },
    "inside": {
        1: "en los próximos|en las próximas|dentro de los próximos|dentro de las próximas|durante los próximos|durante las próximas|en los siguientes|en las siguientes"
    },
    "on": {
        1: "el|a las|a la|sobre las|hacia las|alrededor de las|en torno a las|,|para el|en|a|para|día|el día|por|al|del"
    },
    "at": {
        1: "a las|a la|sobre las|hacia las|alrededor de las|a eso de las|cerca de las|como a las|sobre la|hacia la|a|para las"
    },
    "in_the": {1: "por|en|de|a|del|por la|de la|en la|el|la|durante|durante la"},
    "by": {
        1: "a más tardar|a más tardar el|como muy tarde|como muy tarde el|no más tarde de|no más tarde del|a más tardar a|lo más tarde|como máximo el|a más tardar en|no después de|no más tarde que|a más tardar a las|como máximo a las"
    },
    "until": {1: "hasta|hasta el|hasta la|hasta las|hasta los|hasta que sean"},
    "before": {
        1: "antes de|o antes de|o antes del|antes del|antes de las|antes de la|antes que|antes de los|previo a|más temprano que"
    },
    "after": {
        1: "después de|o después de|o después del|después del|después de las|después de la|tras|pasadas las|luego de|luego del|más tarde de|más tarde que|posterior a|pasado el|más tarde de las"
    },
    "hard_after": {
        1: "después de|o después de|o después del|después del|después de las|después de la|tras|pasadas las|luego de|luego del|más tarde de|más tarde que|posterior a|más tarde de las"
    },
    "since": {1: "desde|desde el|desde la|desde hace|desde las"},
    "starting": {
        1: "a partir de|a partir del|a partir de las|desde|desde el|desde las|a partir de la|no antes de|no antes del|empezando el|empezando|comenzando el|comenzando|a contar desde"
    },
    "or_later": {1: "o más tarde|o después|y más tarde|y después|en adelante"},
    "or_earlier": {1: "o antes|o más temprano|a más tardar|como muy tarde"},
    "from": {
        1: "de|desde|entre|del|entre las|entre el|entre la|desde las|desde el|de las|de la|desde la|a partir de"
    },
    "to": {1: "a|hasta|y|al|a las|hasta las|y las|hasta el|y el|a la|e|hasta la|y la"},
    "and": {1: "y|e"},
    "andor": {1: "y|o|e|u|,|y el|o el"},
    "or": {1: "o|u"},
    "ago_before": {-1: "hace|hace unos|hace unas|hace ya|hace como"},
    "ago": {-1: "atrás|antes|antes de hoy"},
    "later": {1: "más tarde|después|a partir de ahora|a partir de hoy|desde ahora|desde hoy|luego"},
    "fromx": {
        1: "después de|o después de|o después del|después del|a partir de|a partir del|desde|tras|luego de|desde el"
    },
    "beforex": {-1: "antes de|o antes de|o antes del|antes del|previo a"},
    "every": {1: "cada|todos los|todas las|todo|todos|cualquier"},
    "strong_every": {1: "cada|todos los|todas las"},
    "recurring": {
        "day": "diario|diaria|diariamente|a diario|todos los días|cada día|cotidianamente|diarios|diarias",
        "week": "semanal|semanalmente|semanales|una vez a la semana|una vez por semana",
        "fortnight": "quincenal|quincenalmente|bimensuales|bisemanal",
        "month": "mensual|mensualmente|mensuales|una vez al mes",
        "quarter": "trimestral|trimestralmente|trimestrales",
        "year": "anual|anualmente|anuales|una vez al año|semestral|semestralmente",
        "hour": "cada hora",
    },
    "edge": {
        "end": "fin de|fines de|finales de|a finales de|a fines de|final de|al final de|el final de|últimos de|fin|final del|al final del|finales del|a finales del|a fines del|fines del|para fin de|el fin de|fin del|finales de la|a finales de la|final de la|al final de la",
        "begin": "principios de|a principios de|principio de|al principio de|comienzos de|a comienzos de|inicio de|inicios de|a inicios de|al inicio de|comienzo de|principios del|a principios del|al principio del|a inicios del|inicio del|primeros de|a primeros de|el comienzo de|el inicio de|principios de la|a principios de la|al principio de la",
        "mid": "mediados de|a mediados de|mitad de|a mitad de|mediados del|a mediados del|medio de|la mitad de|a mediados de la|mediados de la",
    },
    "later_than_now": {
        "later": "más tarde|más tarde de|más tarde en|más tarde en la|después en|luego en",
        "earlier": "más temprano|más temprano en",
    },
    "edgeword": {
        "end day": "fin del día|final del día|al final del día|fin de día|el fin del día|el final del día|cierre del día|fin de la jornada|final de la jornada",
        "end week": "final de la semana|al final de la semana|fin de la semana",
        "end month": "fin de mes|final de mes|a final de mes|finales de mes|a finales de mes|final del mes|al final del mes|fin del mes|a fin de mes|fines de mes",
        "end year": "fin de año|final de año|a final de año|finales de año|a finales de año|final del año|fin del año",
        "begin week": "principios de semana|a principios de semana|comienzo de la semana|inicio de la semana",
        "begin month": "principios de mes|a principios de mes|principio de mes|inicio de mes|principios del mes",
        "begin year": "principios de año|a principios de año|principios del año|inicio de año",
    },
    "rest": {
        1: "resto de la|resto del|el resto de la|el resto del|lo que queda de la|lo que queda del"
    },
    "whole": {1: "toda la|todo el"},
    "weekof": {
        1: "semana del|la semana del|semana que comienza el|la semana que comienza el|semana que empieza el"
    },
    "clockword": {
        (12, 0): "mediodía|al mediodía|12 del mediodía|doce del mediodía|medio día",
        (24, 0): "medianoche|a medianoche|media noche",
    },
    "plusminutes": {
        30: "y media",
        15: "y cuarto",
        -15: "menos cuarto|menos un cuarto",
        10: "y diez",
        20: "y veinte",
        5: "y cinco",
        25: "y veinticinco",
        40: "y cuarenta",
        50: "y cincuenta",
        45: "y cuarenta y cinco",
        35: "y treinta y cinco",
        55: "y cincuenta y cinco",
    },
    "minusword": {1: "menos"},
    "oclock": {1: "en punto|horas|hs|hrs"},
    "hourmark": {1: "h|hs"},
    "ampm": {"am": "am|a.m.|a.m|a. m.", "pm": "pm|p.m.|p.m|p. m."},
    "quarterword": {1: "t|q"},
    "season": {"spring": "primavera", "summer": "verano", "autumn": "otoño", "winter": "invierno"},
    "yearword": {1: "año"},
    "weekword": {1: "semana"},
    "startingx": {1: "a partir de|a partir del|desde|desde el|empezando|comenzando"},
    "for": {1: "por|durante|para"},
    "tz": {0: "gmt|utc", 60: "cet", 120: "cest"},
    "greeting": {1: "buen|buena|buenas|buenos|feliz|gran|lindo|linda"},
    "no_clock": {
        1: "edificio|sala|piso|puerta|línea|página|número|versión|paso|punto|pedido|factura|solo|sólo|los|las"
    },
    "follows": {
        1: "y|o|pero|si|para|con|que|porque|cuando|es|está|será|por|favor|gracias|yo|nosotros|usted|en|a|le|les|te|se|me|no|también|luego|como|sin|está|va|bien|sería"
    },
    "holiday": {
        "christmas": "navidad|día de navidad|la navidad",
        "christmas eve": "nochebuena|noche buena|víspera de navidad",
        "new year": "año nuevo|día de año nuevo|primer día del año|nuevo año",
        "new year eve": "nochevieja|noche vieja|víspera de año nuevo",
        "epiphany": "reyes|día de reyes|epifanía|los reyes magos",
        "easter": "pascua|domingo de pascua|domingo de resurrección|pascuas",
        "good friday": "viernes santo",
        "maundy": "jueves santo",
        "palm sunday": "domingo de ramos",
        "easter monday": "lunes de pascua",
        "holy saturday": "sábado santo",
        "ash wednesday": "miércoles de ceniza",
        "may day": "día del trabajador|día del trabajo|día de los trabajadores",
        "all saints": "todos los santos|día de todos los santos",
        "all souls": "día de los muertos|día de muertos|día de los difuntos",
        "immaculate": "la inmaculada|inmaculada concepción",
        "hispanic day": "día de la hispanidad|día de la raza",
        "valentine": "san valentín|día de san valentín|día de los enamorados",
        "mother": "día de la madre|día de las madres",
        "father": "día del padre",
        "halloween": "halloween",
        "thanksgiving": "acción de gracias|día de acción de gracias|thanksgiving",
        "black friday": "black friday|viernes negro",
        "saint patrick": "san patricio|día de san patricio",
        "saint john": "san juan|noche de san juan",
        "assumption": "la asunción|asunción",
        "women": "día de la mujer|día internacional de la mujer",
        "earth day": "día de la tierra",
        "independence us": "día de la independencia",
        "pentecost": "pentecostés",
        "corpus christi": "corpus christi",
        "april fools": "día de los inocentes_",
        "labor": "labor day",
    },
}

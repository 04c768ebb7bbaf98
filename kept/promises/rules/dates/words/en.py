"""English."""

from typing import Any

from kept.promises.rules.dates.words import numbered
from kept.promises.rules.dates.words.en_holidays import HOLIDAYS

OPTIONS: dict[str, Any] = {
    "of_counts": True,
    "day_articles": {"the"},
    # In English reports are named by quarters: `the figures of last quarter` is no time.
    "quarters_need_lead": True,
    "a_half_before": False,
}

TABLE: dict[str, dict[Any, str]] = {
    "holiday": {name: sayings for sayings, name in ((v, k) for k, v in HOLIDAYS.items())},
    "num": {
        **numbered(
            "zero|oh one two three four five six seven eight nine ten eleven|eleve twelve thirteen fourteen fifteen"
            " sixteen seventeen eighteen nineteen"
        ),
        20: "twenty",
        30: "thirty",
        40: "forty|fourty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
        100: "hundred",
        1000: "thousand",
    },
    "few": {
        2: "a couple of|couple of|a couple|couple|a pair of|both",
        3: "a few|few|some|several|a handful of",
        12: "a dozen|dozen",
    },
    "fraction": {0.5: "½", 0.25: "¼", 0.75: "¾"},
    "half": {0.5: "half|half a|half an"},
    "quarter": {0.25: "quarter|a quarter"},
    "andhalf": {
        0.5: "and a half|and half|& a half",
        0.25: "and a quarter",
        0.75: "and three quarters",
    },
    "ord": {
        **numbered(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
            1,
        ),
        30: "thirtieth",
    },
    "ordsuffix": {1: "st|nd|rd|th"},
    "weekday": {
        0: "monday|mon|mondy|monady",
        1: "tuesday|tue|tues|tuesdy",
        2: "wednesday|wed|weds|wednsday|wensday|wednesdy",
        3: "thursday|thu|thur|thurs|thursdy|thrusday",
        4: "friday|fri|firday|fridy",
        5: "saturday|sat|saterday",
        6: "sunday|sun|sundy",
    },
    "weekdays": {
        0: "mondays",
        1: "tuesdays",
        2: "wednesdays",
        3: "thursdays",
        4: "fridays",
        5: "saturdays",
        6: "sundays",
    },
    "month": {
        1: "january|jan",
        2: "february|feb|febr|febuary",
        3: "march|mar",
        4: "april|apr",
        5: "may",
        6: "june|jun",
        7: "july|jul",
        8: "august|aug",
        9: "september|sep|sept",
        10: "october|oct",
        11: "november|nov",
        12: "december|dec",
    },
    # Words that also mean something else: alone they name no time.
    "weak": {
        1: "mon|wed|sat|sun|fri|tue|mar|march|may|second|jan|dec|jun|nov|sec|min|mo|first|third"
    },
    "unit": {
        "second": "second|seconds|sec|secs",
        "minute": "minute|minutes|min|mins|minuts",
        "hour": "hour|hours|hr|hrs|hours'",
        "day": "day|days|days'|calendar day|calendar days|day's",
        "week": "week|weeks|week starting|week beginning|week commencing|wk|wks|week's|weeks'|calendar week|calendar weeks",
        "fortnight": "fortnight|fortnights|fortnight's",
        "month": "month|months|mth|mths|month's|months'|calendar month|calendar months",
        "quarter": "quarter|quarters|qtr|qtrs",
        "year": "year|years|yr|yrs|year's|years'|calendar year|calendar years",
        "decade": "decade|decades",
        "century": "century|centuries",
        "weekend": "weekend|weekends|long weekend|week-end|week-ends|wkend|week end|week ends",
        "night": "nights",
        "workday": "business day|business days|working day|working days|workday|workdays|weekday|weekdays|work day"
        "|work days|bank working days|banking days|banking day",
        "workweek": "workweek|work week|working week|business week|work-week",
    },
    "short_unit": {
        "second": "s|\"|''",
        "minute": "m|'|mn",
        "hour": "h",
        "day": "d",
        "week": "w",
        "year": "y",
        "month": "mo",
    },
    "part": {
        "early morning": "early morning|early in the morning|early hours of the morning|early hours|early am",
        "first thing": "first thing|first thing in the morning|first thing in the am",
        "morning": "morning|am part|mornin|morn|morningish",
        "noon": "lunch hour",
        "late morning": "late morning|late in the morning|later in the morning|later morning",
        "early afternoon": "early afternoon|early in the afternoon",
        "afternoon": "afternoon|afternoonish|arvo",
        "late afternoon": "late afternoon|late in the afternoon|later in the afternoon",
        "early evening": "early evening|early in the evening|teatime|tea time|tea-time",
        "evening": "evening|eve|eveningish",
        "late evening": "late evening|late in the evening|later in the evening",
        "early night": "early night|early in the night",
        "night": "night|nite|nighttime|night time",
        "late night": "late night|late at night|late in the night",
        "lunch": "over lunch|lunchtime|lunch time|lunch-time",
        "daytime": "daytime|day time",
    },
    "parts": {
        "morning": "mornings",
        "afternoon": "afternoons",
        "evening": "evenings",
        "night": "nights",
    },
    "meal": {
        "breakfast": "breakfast",
        "lunch": "lunch",
        "dinner": "dinner|supper",
        "school": "school",
        "work": "work",
    },
    "dayrel": {
        0: "today|todays|today's|2day|current date|this day|the present day",
        1: "tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|tomorrows|tomorrow's|2morrow|tomoro|tmw",
        -1: "yesterday|yesterday's|yday|the day before",
        2: "the day after tomorrow|day after tomorrow|overmorrow|day after tmrw|the day after tmrw|the day after tmr|day after tmr|2 days after tomorrow's eve",
        -2: "the day before yesterday|day before yesterday",
    },
    "tonight": {0: "tonight|tonite|2nite|to-night|this night", -1: "last night|yesternight"},
    "now": {
        0: "now|right now|just now|at the moment|at this moment|at the present time|at present"
        "|at this time|this moment|this minute|this instant|this very moment",
    },
    "this": {0: "this|current|the current|this current|the present|this present"},
    "next": {
        1: "next|the next|following|the following|upcoming|the upcoming|this upcoming|coming|the coming|this coming"
        "|forthcoming|this next|subsequent|the subsequent",
    },
    "coming": {1: "upcoming|the upcoming|this upcoming|coming|the coming|this coming|forthcoming"},
    "last": {
        -1: "last|the last|previous|the previous|past|the past|this past|this last|preceding|the preceding|prior",
    },
    "just_past": {1: "this past|past|this last"},
    "afternext": {2: "after next"},
    "the": {1: "the|that|these|those"},
    "a": {1: "a|an"},
    "of": {1: "of|in|for|from|'s|’s|on"},
    "genitive": {1: "of"},
    "in": {
        1: "in|in about|in around|in approximately|in another|in roughly|in just|in only|in less than|in under|in as little as"
    },
    "within": {
        1: "within|within the next|within about|within the coming|within the following|within the space of|in the course of"
        "|inside|inside of|during the next|over the next"
        "|in less than|in under|no more than|not more than|within at most|in max|in maximum",
    },
    "inside": {
        1: "in the next|over the next|during the next|in the coming|over the coming|in the upcoming"
    },
    "on": {
        1: "on|@|at|at around|at about|around|about|on about|for|approximately|by around|at approximately|approx|circa|roughly|~|from about|,|sometime|any time|anytime|at exactly|sharp at|exactly at|precisely at|sometime on|some time on|sometime around|in|in around"
    },
    "at": {
        1: "at|@|at around|at about|around|about|for|approximately|at approximately|approx|roughly|at exactly|in about|exactly at|at precisely|say at|circa|from about|till around"
    },
    "todate": {1: "to date|to now"},
    "in_the": {1: "in|during|at|of|the|over|around|on|later|this"},
    "by": {
        1: "by|no later than|not a day later than|not a minute later than|not one day later than|not later than|at the latest by|by the latest|latest by|latest|at latest by|as late as|by at the latest|by no later than|by around|by about|by latest|on or before|by or before|not after|due by|up to and including"
        "|no later then|at the very latest by|at the very latest|at the latest on|at the latest",
    },
    "until": {
        1: "until|till|untill|til|'til|’til|up until|up till|up to|through|thru|until about|ending|ending on|until at least|through to|ends on|ending at"
    },
    "before": {
        1: "before|or before|earlier than|prior to|sooner than|ahead of|in advance of|anytime before|any time before|sometime before|but before|preferably before|before around|before about|older than|just before|shortly before|right before|well before"
    },
    "after": {
        1: "first working day after|the first working day after|first business day after|the first business day after|next working day after|the next working day after|after|or after|later than|anytime after|any time after|sometime after|some time after|after around|after about|past|greater than|newer than|but after|following|just after|shortly after|right after|soon after|not earlier than|only after"
    },
    "hard_after": {
        1: "first working day after|the first working day after|first business day after|the first business day after|next working day after|the next working day after|after|or after|later than|anytime after|any time after|sometime after|after around|after about|greater than|not earlier than|just after|shortly after|but after|only after"
    },
    "since": {
        1: "since|ever since|as of|since about|since around|as from|effective|effective from|with effect from"
    },
    "past_since": {1: "since|ever since|since about|since around"},
    "starting": {
        1: "starting|not until|starting on|starting from|starting at|beginning|beginning on|beginning from|beginning at|as early as|no earlier than|not before|no sooner than|from|any time from|anytime from|commencing|commencing on|at the earliest on|starting in|beginning in|not earlier than|on or after|at or after|that starts on|that begins on|onwards from|sometime from|from around|from about|only from",
    },
    "or_later": {
        1: "or later|or after|or thereafter|onwards|onward|and later|and after|and onwards|and onward|or beyond|and beyond|at the earliest|or anytime after|or greater|or any time after that"
    },
    "or_earlier": {
        1: "or earlier|or before|or sooner|and earlier|at the latest|latest|at the very latest|or prior"
    },
    "from": {
        1: "from|between|in between|from around|from about|from between|anywhere between|any time between|anytime between|sometime between|some time between|any time from|later than|somewhere between|starting from|starting|anywhere from|beginning|from approximately"
    },
    "to": {
        1: "to|until|till|untill|til|through|thru|up to|and|- and|up until|but before|ending|ending on"
    },
    "and": {1: "and|&"},
    "andor": {1: "and|or|&|,"},
    "or": {1: "or"},
    "ago": {-1: "ago|earlier|back|before now|before today|in the past|previously|prior"},
    "later": {1: "later|hence|away|after today|after now|'s time|' time|after that|out"},
    "closest": {1: "closest|the closest|nearest|the nearest"},
    "fromx": {1: "from|after|since|following"},
    "beforex": {-1: "before|prior to|previous to|ahead of"},
    "timeword": {1: "'s time|' time|s' time|time"},
    "every": {1: "every|each|every single|all|any|each and every|everyday at|once every|once each"},
    "strong_every": {1: "every|each|every single|each and every|once every|once each"},
    "other": {2: "other|second|alternate"},
    "recurring": {
        "day": "daily|everyday|each day|every day|nightly|once a day|once per day|once daily|twice a day|times a day|times per day|twice daily|every morning and evening",
        "week": "weekly|once a week|once per week|twice a week|times a week|times per week|twice weekly",
        "fortnight": "fortnightly|biweekly|bi-weekly",
        "month": "monthly|once a month|once per month|twice a month",
        "quarter": "quarterly|once a quarter|every quarter",
        "year": "yearly|annually|once a year|once per year|semiannual|semi-annual|semiannually|biannual|biannually|bi-annual",
        "hour": "hourly|every hour|once an hour",
        "workday": "every weekday|every workday|each weekday|each business day|every business day|every working day",
    },
    "edge": {
        "end": "end of|the end of|at the end of|ending of|late|late in|later in|towards the end of|toward the end of|the latter part of|the last part of|back end of|the tail end of|the very end of|end|the end of around|the very last of|close of|the close of|tail end of",
        "begin": "beginning of|the beginning of|at the beginning of|start of|the start of|at the start of|early|early in|earlier in|first part of|the first part of|the very beginning of|the very start of|beginning of around|the beginning of around|early on in|the early part of",
        "first half": "first half of|the first half of",
        "second half": "second half of|the second half of|latter half of|the latter half of",
        "mid": "mid|midweek|middle of|the middle of|in the middle of|mid of|midway through|mid-",
    },
    "later_than_now": {
        "later": "later|later in|later on|later on in|later at",
        "earlier": "earlier|earlier in|earlier on in",
    },
    "edgeword": {
        "end day": "the day is out|the day's out|the day is over|the day's over|eod|end of day|the eod|end of the day|the end of the day|end of play|close of play|the close of play|the close of day|the close of the day|end of business|end of business day|end of the business day|eob|cob|eop|close of business|close of day|end of working day|end of the working day|end-of-day|cop|c.o.b|e.o.d|the end of day|the close of business|day's end|the end of business|end of today|the end of today",
        "end week": "the week is out|the week's out|the week is over|the week's over|the week is up|eow|the eow|end of week|end of the week|the end of the week|week's end|end-of-week|the end of week",
        "end month": "the month is out|the month's out|the month is over|the month's over|eom|the eom|end of month|the end of month|end of the month|the end of the month|end-of-month|month end|month-end|month's end",
        "end quarter": "eoq|the eoq|end of quarter|end of the quarter|the end of the quarter",
        "end year": "the year is out|the year's out|the year is over|the year's over|eoy|the eoy|end of year|the end of year|end of the year|the end of the year|year end|year-end|year's end|end-of-year",
        "mid week": "midweek|mid-week",
        "begin month": "bom|the bom|beginning of the month|the beginning of the month|beginning of month|start of the month|the start of the month|start of month|the beginning of month",
        "begin year": "boy|the boy|beginning of the year|the beginning of the year|beginning of year|start of the year|the start of the year|the beginning of year|start of year",
        "begin week": "beginning of the week|the beginning of the week|start of the week|the start of the week|beginning of week|start of week|bow|the beginning of week",
        "begin day": "start of business|start of day|start of the day|the start of the day|beginning of the day|the beginning of the day|opening of business|sod",
    },
    "rest": {
        1: "rest of|the rest of|remainder of|the remainder of|remaining of|the remaining of|the remaining|remaining|balance of"
    },
    "whole": {1: "all|whole|the whole|entire|the entire|all of|all this|the rest of this whole"},
    "weekof": {
        1: "week of|the week of|week beginning|the week beginning|week starting|the week starting|week commencing|the week commencing|w/c|wc|w / c|week beginning on|the week beginning on|week starting on|the week starting on"
    },
    "clockword": {
        (
            12,
            0,
        ): "noon|midday|mid-day|12 noon|noontime|high noon|noonish|mid day|twelve noon|12 midday|12 o'clock noon|12:00 noon",
        (24, 0): "midnight|12 midnight|mid-night|twelve midnight|mid night|midnite",
    },
    "pastclock": {
        1: "past|after|minutes past|minutes after|min past|mins past|minute past|min after|mins after|past the hour of"
    },
    "toclock": {
        -1: "to|before|minutes to|minutes before|till|until|of|min to|mins to|minute to|minutes till|min before|mins before|minutes until"
    },
    "minutes_said": {
        1: "minutes past|minutes after|min past|mins past|minute past|min after|mins after|minutes to|minutes before|min to|mins to|minute to|minutes till|min before|mins before"
    },
    "oclock": {1: "o'clock|oclock|o clock|o' clock|hundred hours|o’clock"},
    "ampm": {
        "am": "am|a.m.|a.m|a m|in the am|in am|ante meridiem|am in the morning",
        "pm": "pm|p.m.|p.m|p m|in the pm|in pm|post meridiem",
    },
    "ampm_short": {"am": "a", "pm": "p"},
    "ish": {
        1: "ish|-ish|or so|approximately|approx|sharp|exactly|on the dot|or thereabouts|prompt|precisely|about"
    },
    "hourmark": {1: "h"},
    "clock_lead": {
        1: "at|@|at around|at about|around|about|by|before|after|until|till|til|since|from|between|approximately|by around|by about|no later than|later than|earlier than|not later than|to|and|at exactly|exactly at|in between|starting at|latest by|as early as|as late as|beginning at|before around|before about|after around|after about|for|at approximately"
    },
    "quarterword": {1: "q"},
    "season": {
        "spring": "spring|springtime",
        "summer": "summer|summertime",
        "autumn": "autumn|fall",
        "winter": "winter|wintertime",
        "season": "season|seasons",
    },
    "yearword": {1: "year|year of|calendar year|cy|year of our lord|anno"},
    "weekword": {1: "week|week number|week no|week no.|wk|cw|kw|calendar week"},
    "era": {1: "ad|a.d.|a.d|ce|c.e.|c.e"},
    "holiday_word": {1: "day"},
    "more": {
        1: "more than|over|less than|under|fewer than|at least|at most|longer than|shorter than|up to"
    },
    "age": {1: "old|-old|of age|year old"},
    "startingx": {
        1: "starting|starting on|starting from|from|beginning|beginning on|starting at|beginning from|beginning at|commencing|commencing on|as of|after"
    },
    "for": {
        1: "for|for about|for around|lasting|during|over|for another|for at least|for up to|for approximately"
    },
    "tz": {
        0: "gmt|utc|zulu|wet|western european time|greenwich mean time",
        60: "cet|bst|british summer time|central european time|met|wat|west",
        120: "cest|eet|sast|cat|central european summer time|mesz|mez summer",
        180: "eest|msk|eat",
        210: "irst",
        240: "gst",
        330: "ist|india time|indian standard time",
        300: "pkt",
        420: "ict|wib",
        480: "sgt|hkt|awst|cst china|pht",
        540: "jst|kst|japan time",
        570: "acst",
        600: "aest|sydney time",
        630: "acdt",
        660: "aedt",
        720: "nzst",
        780: "nzdt",
        -180: "brt|art|adt",
        -240: "edt|ast|eastern daylight time|atlantic time",
        -300: "est|et|cdt|eastern time|eastern timezone|eastern standard time|eastern|central daylight time",
        -360: "cst|ct|mdt|central time|central timezone|central standard time|mountain daylight time",
        -420: "mst|mt|pdt|mountain time|mountain timezone|mountain standard time|pacific daylight time",
        -480: "pst|pt|akdt|pacific time|pacific timezone|pacific standard time|pacific",
        -540: "akst",
        -600: "hst|hawaii time",
    },
    "greeting": {
        1: "good|great|nice|lovely|wonderful|happy|fantastic|pleasant|amazing|beautiful|productive|relaxing|safe|blessed|super|fabulous|awesome|excellent|terrific|splendid|restful"
    },
    "no_clock": {
        1: "building|room|floor|gate|line|step|version|page|chapter|number|no|order|ticket|invoice|item|case|apartment|unit|table|seat|row|platform|terminal|only|bus|route|flight|exit|door|level|section|part|option|size|model|grade|zone|team|point|question|q|figure|phase|tier|channel|box|bay|batch|lot|suite|flat|block|lane|class|episode|season|volume|windows|office|iphone|ios|android|usb|type|player|players|code|pin|id|extension|ext|counted|top|got|has|have|had|were|are|is|was|of|all|these|those|least|most|than",
    },
    # What may stand after a bare hour: `call at 3 please`.
    "follows": {
        1: "and|or|but|please|if|so|when|as|because|with|to|for|on|at|in|by|then|that|unless|though|sharp|ish|exactly|today|tomorrow|thanks|thank|is|was|would|will|works|work|suits|should|can|could|which|where|while|i|we|you|he|she|it|they|everyone|everybody|does|do|may|might|ok|okay|fine|too|instead|again|local|your|my|our|via|from|not|till|until|though|although|just|there|here|it's|i'm|i'll|we'll|and i|has|have|only|since|cheers|regards|either|already|each|every|this|next|the|a",
    },
    "no_follow": {1: "% years|percent"},
}

"""Who promises for us, and who does not. English."""

_FIRMS = (
    r"royal\ mail|dhl|ups|fedex|usps|hermes|evri|yodel|dpd|gls|tnt|australia\ post|auspost|chronopost|colissimo|la\ poste|canada\ post|parcelforce|postnl|an\ post"
    r"|amazon|ebay|visa|mastercard|paypal|klarna|apple|google|microsoft|bosch|shimano|samsung|telstra|optus|vodafone|verizon|comcast|ofgem|ofcom|ofsted|openreach"
    r"|amtrak|ryanair|easyjet|lufthansa|qantas|emirates|barclays|hsbc|natwest|lloyds|santander|ato|hmrc|irs|dvla|dmv|ucas|nbn|eurostar|network\ rail"
)
_YOURS = r"landlord|freeholder|insurers?|insurance|bank|solicitors?|lawyers?|accountants?|neighbou?rs?|employer|gp|doctor|surgery|vet|school|builders?|broker|travel\ agent|supplier|provider|wife|husband|partner|son|daughter|mum|mom|dad|mother|father|brother|sister|parents|friends?"
THIRD = (
    rf"(?:{_FIRMS}|carriers?|(?<!our\ )couriers?|hauliers?|(?:shipping|freight|ferry|bus|rail|train|water|power|gas|electricity|insurance|phone|parcel|delivery|utility)\ (?:line|compan(?:y|ies)|service|board|network|firm|operator)|loss\ adjusters?(?=\ (?:from|of|at)\b)|post\ office|postman|postie|(?:your|the|their|other|issuing|customer's)\ (?:own\ )?bank"
    rf"|(?:your|their|his|her)\ (?:own\ )?(?:{_YOURS})(?!')|insurers?|underwriters?|manufacturers?|makers?|suppliers?|distributors?|vendors?|landlord(?:'s)?|freeholder(?:'s)?|sub-?contractors?|contractors?"
    r"|utility|government|council|customs|tribunal|court|police|tax\ office|embassy|consulate|ombudsman|regulator|seller|marketplace|strata\ manager|managing\ agents?|union|exam(?:ining)?\ board|city\ \w+|coast\ guard"
    r"|network\ (?:operator|provider)|track\ owner|wholesaler|importer|publisher|notary|solicitors?|brokers?|surveyors?\ firm|credit\ (?:bureau|agency)|card\ issuer|system|software|app|website|bank"
    r"|promoter|airport|airline(?:'s)?|ministry|registrar|registry|external\ assessor|school\ board|the\ board|weather|sun|snow|storm|third\ party)"
)
ROLE = (
    r"(?:team|colleague|technician|engineer|manager|supervisor|specialist|nurse|doctor|dentist|hygienist|consultant|workshop|warehouse|depot|lab|laboratory|studio|billing|accounts?|support|service|reception|box\ office"
    r"|adviser|advisor|agent|case\ ?worker|officer|fitter|mechanic|electrician|plumber|joiner|porter|driver|caretaker|housekeep(?:er|ing)|developers?|finance|back\ office|kitchen|crew|surgeon|secretary|matron|ward|registrar's\ office|inspector|warden|gardener|surveyor|adjuster"
    r"|claims\ handler|head\ of|groundsman|concierge|chef|baker|sommelier|librarian|bursar|tutor|teacher|coach|instructor|trainer|optician|audiologist|pharmacist|physio(?:therapist)?|vet|luthier|bookbinder|binder|printer|picker|packer|dispatcher|estimator|assessor|analyst|underwriting\ team"
    r"|machinist|seamstress|tailor|cobbler|jeweller|watchmaker|carpenter|painter|plasterer|roofer|glazier|arborist|ranger|curator|photographer|florist|groomer|stylist|barber|foreman|lads|boys|girls|guys|admins?|ops|planners?|schedulers?|bookings|dispatch|payroll|maintenance)"
)
_UNIT = r"(?:team|crew|staff|desk|department|dept|office|unit|panel|people|line)"
_CHOSEN = r"(?:the|an?)\ (?:[\w'-]+\ ){1,3}?(?:that\ |who(?:m)?\ )?we(?:'ve|\ have|\ always|\ usually)*\ (?:just\ |already\ )?(?:use|used|hired|booked|asked|called(?:\ in|\ out)?|engaged|arranged|chose|chosen|found|instructed|work\ with|appointed|brought\ in|retained|trust|recommend)"
OURS = (
    rf"(?:{_CHOSEN}|(?:(?:two|three|four|both|one|some|all|another|any|a\ couple)\ of\ )?(?:our|my)|one\ of\ (?:us|the)|(?:a|an|one|two|three|another|some)\ (?:[\w'-]+\ ){{1,4}}?of\ (?:ours|mine)|(?:the|a|an)\ (?:[\w'-]+\ ){{0,3}}?{_UNIT}"
    rf"|(?-i:[A-Z])[\w-]+\ (?:(?-i:[a-z])[\w-]+\ ){{0,2}}?(?:team|desk|department|dept|unit|crew|staff)|housekeeping|maintenance|dispatch|reception|accounts|billing|payroll|finance|engineering|room\ service|(?:the\ )?box\ office|(?:the\ )?front\ desk|customer\ (?:care|services?)|tech\ support|goods\ in|some(?:one|body)\ (?:from|at|in|on|here)|(?:a|another)\ (?:member|colleague)\ of\ (?:our|my|mine|staff)?"
    rf"|your\ (?:account\ manager|case\ ?worker|adviser|advisor|technician|engineer|consultant|driver|instructor|tutor|coach|claims\ handler|relationship\ manager|guide|host)|(?:an?|the|two|three)\ (?:[\w-]+\ ){{0,2}}?{ROLE}s?\b)"
)
# What may stand inside a name for us: no verb, no other person.
BY_NAME = r"(?:,\s+(?-i:[A-Z])[\w'-]+(?:\s+(?-i:[A-Z])[\w'-]+)?,)?"
OURS_GO_ON = r"(?:\s+(?!(?:will|shall|is|are|has|have|who|would|could|should|may|might|can|was|were|had|does|do|this|that|I|I'\w+|we|we'\w+|you|you'\w+|he|he'\w+|she|she'\w+|says|said|reckons|thinks|hopes|believes|expects|tells|told|today|tomorrow|tonight)\b)[\w&'.-]+?)"
TITLED = r"(?:(?=(?-i:[DMPSCN]))(?:Dr|Mr|Mrs|Ms|Miss|Prof|Sister|Captain|Chef|Coach|Nurse)\b\.?\s+(?-i:[A-Z])[\w'-]+)"
_NO_NAME = (
    r"(?=(?-i:[A-Z]))(?!(?:You|We|It|They|This|That|There|Here|Please|If|I|And|But|So|The|Our|Your|My|He|She|Who|What|When|Where|Which|How|Then|Today|Tomorrow|Tonight|Mum|Mom|Dad|Daddy|Granny|Grandma|Grandad|Someone|Somebody|Anyone|From|By|Until|Till|Before|After|On|At|In|Between|Within|Since|During|Over|For|With|Once|As|While|Per|Because|Either|Later|Early|Mid|Should|Does|Did|Do|Will|Is|Are|Can|Could|Nothing|Everything|No|All|Both|Each|Sorry|Thanks"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Christmas|Easter|Check|Order|Next|Last|First)\b)"
)
_PLACE = r"(?:\s+(?:from|in|at|of|on)\s+(?:our\s+|the\s+)?(?:(?!will)[\w-]+\s+){0,2}?[\w-]+)"
_APART = r"(?:,\s+(?:our|my|the|from|in|at|who)\s+[^,.;]{2,40},)"
NAMED = rf"(?:{_NO_NAME}(?-i:[A-Z][a-zéèüöäñçß]+(?:\s+[A-Z][a-z]+)?)(?:{_PLACE}|{_APART})?)"
# Deeds that a person does by hand or voice; a firm is seldom said to do them.
CONTACT = (
    r"(?:swing\ by|stop\ by|nip|call|ring|phone|telephone|text|email|e-mail|mail|write|contact|visit|drop|get\ (?:back|in\ touch)|reach\ out|be\ in\ touch|be\ with\ you|pop|bring|send|check|come|follow\ up|take\ (?:this|it|over)|sort|look|talk|give\ you|pick|meet|see\ (?:you|to)|confirm|let\ you|post|handle|message"
    r"|msg|update|swap|fix|replace|hand|explain|have|walk|go\ (?:over|through)|collect|fit|repair|finish|measure|start|show|help|deliver|install|put|pack|print|make|clean|cut|paint|prepare|sign|answer|reply|respond|do|pay\ you|refund|book|move|rebuild|redo|review|restore|test|tune|lodge|file|submit)"
)
CALLING = (
    r"(?:calling|ringing|phoning|texting|emailing|mailing|writing|visiting|dropping|popping|bringing|sending|coming|passing|swinging|nipping|driving|picking|collecting|delivering|fitting|installing|seeing|meeting|taking|fixing|repairing|looking|sorting|handling|putting|posting|checking"
    r"|doing|finishing|preparing|measuring|running|swapping|changing|cleaning|cutting|painting|packing|printing|making|moving|redoing|rebuilding|reviewing|restoring|testing|tuning|filing|showing|walking|going\ (?:through|over))"
)

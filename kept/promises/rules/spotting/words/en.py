"""English."""

from typing import Any

# Deeds of a service desk, in their base form: what `ill ...`, `and ...` or `I ... tomorrow` may go on with.
_DEED = (
    r"(?:add|adjust|amend|answer|apply|arrange|ask|assign|assist|book|bring|call|cancel|change|chase|check|circle|clear|close"
    r"|collect|come|compensate|complete|confirm|contact|convert|correct|courier|cover|credit|debit|deal|delete|deliver"
    r"|dispatch|discuss|dig|do|draft|draw|drop|email|e-mail|enable|escalate|exchange|examine|extend|fax|file|find|finish|fit|fix"
    r"|flag|follow|forward|get|give|go|hand|handle|have|hold|honou?r|hurry|include|inform|inspect|install|investigate|issue|keep"
    r"|launch|leave|let|load|lodge|log|look|mail|make|match|meet|merge|message|move|notify|offer|open|order|organi[sz]e|overnight"
    r"|pack|pass|pay|phone|pick|ping|place|pop|post|prepare|print|process|provide|publish|pull|push|put|raise|reach|rebook"
    r"|recalculate|recheck|redeliver|redo|refund|register|reimburse|reinstate|reissue|release|remind|remove|renew|repair"
    r"|replace|reply|report|request|reroute|resend|reserve|reset|resolve|respond|restart|restore|return|reverse|revert|review"
    r"|ring|roll|run|save|schedule|send|set|settle|share|ship|sort|speak|start|step|submit|swap|switch|take|talk|tell|test|text"
    r"|touch|trace|track|transfer|true|try\ again|turn|unlock|untangle|update|upgrade|upload|verify|visit|waive|walk|water|wire|work|write)"
)
_ADVERBS = (
    r"(?:(?:also|then|gladly|happily|personally|certainly|definitely|absolutely|of\ course|just|now|immediately|quickly|still"
    r"|be\ sure\ to|make\ sure\ to|make\ sure\ that|go\ ahead\ and|simply|instead|first|both|all|either|therefore|again|soon"
    r"|shortly|promptly|urgently|myself|ourselves|obviously|naturally|indeed|in\ turn|carefully|readily|promise\ to)\s+)*"
)
_WILL = r"(?:'ll|\s+will|\s+shall|'(?:m|re)\s+going\s+to|\s+(?:am|are)\s+going\s+to|(?:'|\s+a)?(?:m|re)\s+gonna|\s+gonna|\s+undertake\s+to)"
_WILL3 = r"(?:'ll|\s+will|\s+shall|'s\s+going\s+to|\s+(?:is|are)\s+going\s+to|\s+gonna)"
# What follows `I will` and promises nothing: states, courtesies, turns of speech.
_NO_DEED = (
    r"(?!(?:not|never)\b"
    r"|be\s+(?!in\ touch|your\ (?:contact|point)|back\ (?:to|with|in\ touch)|with\ you|there\ (?:at|by|on|before|within|between|in|tomorrow|today)|on\ (?:it|the\ phone)|round|over\ (?:to|at|on|tomorrow)"
    r"|(?!looking\ forward|hoping|waiting|wondering|closing|leaving|going\ (?:away|on)|having|needing|thinking|honest|missing)\w+ing\b)"
    r"|have\s+(?:to|no|been|had|trouble|a\ (?:think|ponder))\b"
    r"|(?:try|need|want|wait|hope|assume|miss|think|consider|admit|say|see|guess|bet|understand|believe|like|love|hate|require"
    r"|suppose|remember|mention|explain|level|imagine|agree|appreciate|expect|probably|likely|possibly|perhaps|maybe|hopefully"
    r"|aim|attempt|endeavou?r|strive|seek|intend|plan|wish|regret|apologi[sz]e|thank|usually|normally|typically|generally|often"
    r"|spare|concede|own|know|enjoy|mind|spend|lose|feel|look\ forward|get\ (?:a|the)\ (?:feeling|bill)|struggle|charge|bill|cost|grant\ you)\b"
    r"(?!\s+(?:to\ it|you\ (?:at|on|then|there)\b(?=.*\d)|into|more\ (?:by|on|tomorrow|about))|\s+again\b)"
    r"|put\s+(?:it\ (?:this|another)\ way|my\ hand)|take\s+(?:your\ word|the\ blame|offen[cs]e|no|that\ as)|do\s+(?:my|our)\s+(?:very\ |level\ )?best|do\s+(?:what|everything|all|anything)\s+(?:I|we)\s+can"
    r"|keep\s+(?:my|our)\s+fingers|leave\s+(?:you\ to|the\ choice|it\ (?:there|up\ to|to\ you))|let\s+(?:you\ (?:choose|decide|go|get|off|pick)|that\ slide|it\ go)"
    r"|give\s+(?:you\ that|it\ (?:a\ (?:try|go|shot)|my\ best))|go\s+(?:crazy|mad)|make\s+(?:an?\ educated|no)|ask\s+(?:you|that)\b|come\ clean|cross\ (?:my|our)|get\s+to\s+the\s+point|tell\s+you\s+(?:that|what\ (?:I|we)\ think|straight|honestly|a)|not\b)"
)
_THIRD = (
    r"(?:carrier|courier|couriers|post\ office|postman|royal\ mail|dhl|ups|fedex|usps|hermes|evri|yodel|dpd|gls|tnt|australia\ post|auspost|chronopost|colissimo|la\ poste"
    r"|canada\ post|parcelforce|amazon|(?:your|the|their|other|issuing|customer's)\ (?:own\ )?bank|insurers?|(?:your|the|their)\ insurance|underwriters?|manufacturer|manufacturers|suppliers?|landlord(?:'s)?|freeholder(?:'s)?|sub-?contractors?|contractors?"
    r"|utility|government|customs|tribunal|court|police|tax\ office|ato|hmrc|irs|dvla|embassy|consulate|ombudsman|seller|marketplace|strata\ manager|managing\ agents?"
    r"|network\ (?:operator|provider)|wholesaler|importer|publisher|notary|solicitors?|surveyors?\ firm|credit\ (?:bureau|agency)|visa|mastercard|paypal|apple|google|microsoft|bosch|shimano|samsung|system|software|app|website|bank"
    r"|promoter|airport|airline(?:'s)?|ministry|registrar|land\ registry|external\ assessor|school\ board|the\ board|weather|sun|snow|storm|third\ party)"
)
# What is said to be done to something, by us.
_NOT_DONE = (
    r"(?!(?:closed|shut|open|opened|charged|due|required|requested|needed|asked|able|unable|available|unavailable|on|off|away|out|over|fine|sold|served|seated|free|given\ priority"
    r"|held\ (?:at|on|in|over)|expected|assumed|deducted|debited|billed|forfeited|liable|considered|treated|subject|redirected|lost|affected|interested|pleased|delighted|glad|happy|disappointed|surprised|entitled|cut|turned\ off|switched\ off|missed|no|more|less|a|an|the|very|too|quite|nice|great|good|better|best|ok|okay|hard|easy|difficult|possible|impossible|worth|gone|late|delayed|cold|busy|based|based\ on|limited|applied|offered|on\ sale|staffed|stored|used|reduced|increased|raised\ by|discontinued|withdrawn|automatically)\b)"
)
_IRREGULAR = r"(?:sent|paid|done|made|put|brought|taken|given|kept|held|set|found|rebuilt|redone|resent|run|told|written|shut\ down|cut\ out|built|bought|sold\ to\ you|drawn|lent|swept|dealt|laid|seen\ to|begun|met|spoken|shown|left\ at)"
_PART = rf"(?:{_NOT_DONE}(?:\w+ed|{_IRREGULAR})\b)"
_STATE = r"(?:with\ you|there|ready|waiting|back|yours|online|up\ and\ running|in\ (?:the\ (?:post|mail)|your\ (?:account|inbox|hands|mailbox)|touch)|on\ (?:its|their|the|your)\ (?:way|doorstep|desk|account|card)|at\ your|on\ (?:our|your|the|tonight's|tomorrow's|today's)|back\ on|in\ our|potted)"
_OURS = (
    r"(?:our|my|one\ of\ (?:our|my|us|the)|(?:the|a|an)\ (?:[\w-]+\ ){0,3}?(?:team|crew|staff|desk|department|dept|office)|housekeeping|maintenance|dispatch|reception|accounts|billing|engineering|some(?:one|body)\ (?:from|at|in|on|here)|(?:a|another)\ (?:member|colleague)\ of\ (?:our|my|mine|staff)?|"
    r"(?:an?|the)\ (?:very\ )?(?:team|colleague|technician|engineer|manager|supervisor|specialist|nurse|doctor|dentist|hygienist|consultant|workshop|warehouse|depot|lab|billing|accounts?|support|service|reception|box\ office"
    r"|adviser|advisor|agent|case\ ?worker|officer|fitter|mechanic|electrician|plumber|joiner|porter|driver|caretaker|housekeep(?:er|ing)|developer|developers|finance|back\ office|kitchen|crew|surgeon|secretary|matron|ward|registrar's\ office|inspector|warden|gardener|surveyor|adjuster|claims\ handler|head\ of))"
)
_CONTACT = r"(?:call|ring|phone|text|email|e-mail|mail|write|contact|visit|drop|get\ (?:back|in\ touch)|reach\ out|be\ in\ touch|be\ with\ you|pop|bring|send|check|come|follow\ up|take\ (?:this|it|over)|sort|look|talk|give\ you|pick|meet|see\ (?:you|to)|confirm|let\ you|post|handle|message|update|swap|fix|replace|hand|explain|have|walk|go\ (?:over|through))"

FUTURE = ("will", "'ll", "won't", "shall", "going to", "gonna", "undertake", "'d", "would")

WORDS: dict[str, Any] = {
    "common": "i we you the your to and of a it is for with on that will in this our be have not by",
    "cues": [
        {
            "why": "first person future",
            "near": FUTURE,
            "pattern": rf"\b(?P<who>I|we|my\ colleague\ and\ I|(?-i:[A-Z]\w+)\ and\ I|me\ and\ (?:[\w'-]+\ ){{0,2}}?[\w'-]+|(?-i:[A-Z]\w+)\ and\ me){_WILL}\s+{_ADVERBS}{_NO_DEED}(?P<verb>[a-z][\w-]*)",
            "confidence": 0.65,
        },
        {
            "why": "first person future, typed in haste",
            "pattern": rf"(?<![\w'])(?:i(?=ll)|we(?=ll))(?P<who>)ll\s+{_ADVERBS}{_NO_DEED}(?P<verb>{_DEED}|be\ (?:in\ touch|back|with\ you|sending|calling|ringing))\b(?!\s+as\b)",
            "confidence": 0.7,
            "who": "I",
        },
        {
            "why": "first person, with a time",
            "pattern": rf"\b(?P<who>I|we)(?:'m|'re|\s+am|\s+are)\s+{_ADVERBS}(?!(?:looking\ forward|hoping|trying|aiming|waiting|wondering|thinking|planning\ (?:to|on)|expecting|struggling|closing|shutting|opening|moving\ (?:house|premises)|experiencing|having\ (?:trouble|problems|issues|difficulties)|seeing|leaving|going\ to|going\ (?:on|away)|being|asking\ (?:you|all|everyone)|missing|running\ (?:late|low|out|a\ sale)|working\ from|considering|offering|celebrating|sitting|standing|telling|writing\ (?:to\ you\ )?(?:because|about|regarding|in)|not\ )\b)(?P<verb>[\w-]+ing|on\ to|with\ you|at\ your|round|back\ to\ you)\b",
            "confidence": 0.4,
            "needs_time": True,
        },
        {
            "why": "first person, with a time",
            "pattern": rf"(?:^|(?<=[,;:.!]\ )|(?<=\band\ )|(?<=\bso\ )|(?<=,\ and\ )|(?<=[a-z\d]\ ))(?P<who>I|we)\s+{_ADVERBS}(?!(?:leave|look\ forward|have|had|let|put|set|get|cut|go|run|come\ from|work|make\ no|close|open|try|leave\ at|hope|keep|offer|ask|find|do|see|take\ (?:no|up)|charge|process|handle|start|finish|answer|reply|respond)\b)(?P<verb>{_DEED})\b",
            "confidence": 0.4,
            "needs_time": True,
        },
        {
            "why": "glad to do it, with a time",
            "near": FUTURE,
            "pattern": rf"\b(?P<who>I|we)(?:'d|\s+would|\s+will|'ll)\s+be\s+(?:happy|glad|pleased|delighted)\s+to\s+(?P<verb>{_DEED})\b(?=[^.;?]*\b(?:later\ on|tomorrow|today|tonight|\w+day|next\ week|this\ week)\b)",
            "confidence": 0.5,
        },
        {
            "why": "you will have it",
            "pattern": r"\b(?P<who>)you(?:'ll|\s+will|\s+shall|\s+can|\s+are\ going\ to|'re\ going\ to|ll)\s+(?:(?:also|soon|then|certainly|definitely|shortly|now|all|both|still|of\ course|actually|be)\s+)*"
            r"(?P<verb>(?:have|having)\b(?!\s+(?:to|noticed|seen|read|heard|had|been|until|till|a\ (?:chance|choice|look)|the\ (?:option|choice|chance)|no|received|got|trouble|problems?|noticed))(?=\s+(?:it|them|this|that|these|those|your|the|a|an|our|my|one|both|all|everything|news|word|another|something|\w+\ and\ \w+|an?\ \w+|written|confirmation|access|\d|hot|heat|power|internet|signal|their|his|her))"
            r"|(?:get|getting|receive|receiving)\b(?!\s+(?:to|used|there|a\ (?:bill|charge|fine|penalty)|charged|the\ (?:hang|idea)|nothing|on|off|away|lost|through|in|around))"
            r"|(?:hear|hearing)\s+(?:back\s+)?(?:from\s+(?:me|us|our|my|one|the|someone|somebody|him|her|(?-i:[A-Z])\w+)|our|my|the\ (?:outcome|result|decision))"
            r"|expect\s+(?:a|an|my|our|the|to\ hear|it|them|us|me|word|news)\b"
            r"|(?:contacted|called|phoned|refunded|reimbursed|credited|paid\ (?!by\ your)|compensated|notified|informed|updated|kept|sent|given|emailed|texted|moved|rebooked|upgraded|seen\ by|back\ (?:online|up|on)|up\ and\ running|able\ to\ (?:log|use|sign|pick|collect))\b)",
            "confidence": 0.6,
        },
        {
            "why": "you have it, by a time",
            "pattern": r"\byou\s+(?P<verb>(?:receive|get|have)\s+(?:it\s+)?(?:back\s+)?from\s+(?:me|us))\b",
            "confidence": 0.4,
            "needs_time": True,
            "near": ("from me", "from us"),
        },
        {
            "why": "you will know, by a time",
            "near": FUTURE,
            "pattern": r"\b(?P<who>)you(?:'ll|\s+will|\s+shall)\s+(?P<verb>(?:know|see|find)\b)(?!\s+(?:that|us|how|it\ (?:on|at|in|under)))",
            "confidence": 0.4,
            "needs_time": True,
        },
        {
            "why": "to be expected from us",
            "near": ("expect",),
            "pattern": r"(?:^|(?<=[,;:]\ )|(?<=\band\ )|(?<=\bso\ )|(?<=please\ )|(?<=-\ ))(?P<verb>expect)\s+(?:my|our|a|an|the|to\ hear|it|them|us|me|word|news)\b",
            "confidence": 0.5,
        },
        {
            "why": "let me do this, and then that",
            "near": ("let me", "let us", "lemme"),
            "pattern": r"\b(?P<who>let\s+(?:me|us)|lemme)\s+(?:just\s+|quickly\s+|first\s+)?(?!know\b)(?P<verb>[a-z]+)\b(?=[^.!?;]{0,90}?(?:\band|,|&|then)\s+(?:then\s+|I'll\s+|we'll\s+|I\s+will\s+|we\s+will\s+|ill\s+|I\s+shall\s+)*(?:get|come|call|ring|phone|write|let|tell|send|email|e-mail|revert|reply|report|update|ping|text|message|be|have|follow|confirm|circle)\b)",
            "confidence": 0.6,
            "opens": True,
            "who": "I",
        },
        {
            "why": "let me do it, with a time",
            "near": ("let me", "let us", "lemme"),
            "pattern": r"\b(?P<who>let\s+(?:me|us)|lemme)\s+(?:just\s+|quickly\s+|first\s+)?(?!know\b|be\b|say\b|explain\b|tell\b|start\b|apologi|assure\b|clarify\b|add\b|guess\b|put\ it\b|remind\b)(?P<verb>[a-z]+)\b",
            "confidence": 0.45,
            "needs_time": True,
            "opens": True,
            "who": "I",
        },
        {
            "why": "taking it on",
            "pattern": r"\b(?P<verb>leave\s+(?:it|this|that|these|those|them|this\ one|that\ one|all\ (?:of\ )?(?:this|that)|the\ rest|everything)\s+(?:to|with)\s+(?:me|us))\b",
            "confidence": 0.7,
            "opens": True,
            "who": "I",
        },
        {
            "why": "taking it on",
            "pattern": r"\b(?P<verb>consider\s+(?:it|that|this|(?:your|the|that|this)\s+(?:[\w-]+\s+){1,4}?)\s*(?:as\s+good\s+as\s+)?(?:done|gone|sorted|fixed|waived|booked|cancell?ed|settled|handled|resolved|dropped|closed|refunded|arranged|yours|taken\ care\ of))\b",
            "confidence": 0.7,
            "who": "we",
        },
        {
            "why": "taking it on",
            "pattern": r"(?:\b(?P<who>I|we)(?:'m|'re|\s+am|\s+are)\s+(?P<verb>on\s+(?:it|the\ case)|taking\s+(?:care|charge|ownership)\ of|(?:arranging|organi[sz]ing|preparing|drafting|planning(?!\ (?:to|on))|sorting)|all\ over\ (?:it|this)|not\s+hanging\s+up)\b)|\b(?:count|rely|bank)\s+on\s+(?:me|us)\b(?=\s+to\b|[.!,]|$)",
            "confidence": 0.6,
        },
        {
            "why": "a promise in so many words",
            "pattern": r"\b(?P<who>I|we)\s+(?:hereby\s+|do\s+|can\s+)?(?P<verb>promise|guarantee|swear|commit|pledge|undertake)\b(?!\s+(?:you\s+)?(?:anything|nothing|much))(?=\s+(?:to|that|you|it|the|your|this|a|we|I|faithfully)\b)",
            "confidence": 0.75,
            "opens": True,
        },
        {
            "why": "a promise in so many words",
            "pattern": r"\b(?P<verb>(?:you\s+have|you've\s+got|I\s+give\s+you)\s+(?:my|our)\s+word)\b",
            "confidence": 0.75,
            "opens": True,
            "who": "I",
        },
        {
            "why": "what we will not do",
            "pattern": r"\b(?P<who>I|we)\s*(?:won't|\s+will\s+not|'ll\s+not|\s+will\s+never|'ll\s+never|\s+shall\s+not|\s+shan't|'m\s+not|'re\s+not|\s+am\s+not|\s+are\s+not|wont)\s+"
            r"(?:be\s+)?(?P<verb>(?:clos|cancel|charg|shar|disconnect|rest|stop|forget|hang|giv|pass|sell|bill|chas|touch|releas|delet|remov|renew|ship|send|mov|bother|contact|take|taking|let|dispatch|process|suspend|cut|switch|turn|add|chang|debit|deduct|enforc|proceed|escalat|go\ ahead|leav|re-?let|book|drop|lose\ sight|put|start|sign\ off|use|increase|raise|report|pursue)\w*)\b(?!\s+(?:to\ think|that|sure|able))",
            "confidence": 0.65,
        },
        {
            "why": "what will not happen to you",
            "near": FUTURE,
            "pattern": r"\b(?P<verb>(?:(?:nothing|nobody|no-?\s?one|none|no\s+(?:[\w-]+\s+){1,4}?)\s*(?:will|shall)|(?:your|the|this|that|you)\s*(?:[\w-]+\s+){0,6}?\s*(?:will\s+(?:not|never)|won't|'ll\s+(?:not|never)|shall\s+not))\s+(?:be|come)\s+(?:taken|charged|debited|deducted|affected|cancell?ed|disconnected|shared|lost|closed|passed|billed|touched|moved|interrupted|cut\ off|deleted|suspended|out\ of\ your))\b(?<!no\ fee\ will\ be\ charged)",
            "confidence": 0.5,
        },
        {
            "why": "ours, who will",
            "near": FUTURE,
            "pattern": rf"\b(?P<who>{_OURS}(?:\s+(?!(?:will|is|are|has|have|who|would|could|should|may|might|can|was|were|had|this|that|I|I'\w+|we|we'\w+|you|you'\w+|today|tomorrow|tonight)\b)[\w&'.-]+?){{0,6}}){_WILL3}\s+{_ADVERBS}(?!(?:need|want|require|not|never|depend|tell\ you\ (?:the|that)|likely|probably|be\ (?:closed|shut|able|unable|away|out|available|happy|glad|pleased|off|open)(?!\ (?:at|to|with|on\ the|by)\ ))\b)(?P<verb>[a-z][\w-]*)",
            "confidence": 0.6,
        },
        {
            "why": "ours, with a time",
            "near": ("ing",),
            "pattern": rf"\b(?P<who>{_OURS}(?:\s+(?!(?:will|is|are|has|have|who|would|could|should|may|might|can|was|were|had|this|that|I|we|you|today|tomorrow|tonight)\b)[\w&.-]+?){{0,6}})(?:'s|\s+is|\s+are)\s+{_ADVERBS}(?!closing|opening|trying|hoping|having|waiting|going)(?P<verb>\w+ing)\b",
            "confidence": 0.4,
            "needs_time": True,
        },
        {
            "why": "a colleague, who will",
            "near": FUTURE,
            "pattern": rf"(?P<who>\b(?:who|he|she|they|my\ colleague|(?!(?:You|We|It|They|This|That|There|Here|Please|If|I|And|But|So|The|Our|Your|My|He|She|Who|What|When|Where|Which|How|Then|Today|Tomorrow|Nothing|Everything)\b)(?-i:[A-Z][a-zéèüöäñ]+(?:\s+[A-Z][a-z]+)?)(?:\s+(?:from|in|at|of|on)\s+(?:our\s+|the\s+)?(?:(?!will)[\w-]+\s+){{0,2}}?[\w-]+)?)){_WILL3}\s+{_ADVERBS}(?P<verb>(?:be\ (?:calling|ringing|phoning|sending|visiting|looking|bringing|taking|handling|dealing|checking|in\ touch|with\ you)|{_CONTACT})\b(?!\s+(?:me|us|a\ (?:go|try))\b))",
            "confidence": 0.5,
        },
        {
            "why": "what we will do to it",
            "near": FUTURE,
            "pattern": rf"(?:(?<=[,;:.!?-]\ )|^|(?<=\band\ )|(?<=\bbut\ )|(?<=\bso\ )|(?<=\bthat\ )|(?<=\bday\ )|(?<=\bweek\ )|(?<=\btomorrow\ )|(?<=[a-z\d]\ ))(?P<who>)(?:\b(?:it|that|this|these|those|they|everything|both|all|one|(?:your|the|a|an|our|any|all|both|each|every|my|her|his|another|its)\s+(?:(?!(?:will|is|are|was|were|has|have|had|which|who|would|could|should|may|might|can|do|does|did|if|when|because|please|I|we|that(?=\s+(?:the|your|our|it|we|I|this|a|they|he|she)))\b)[\w&'/£$€.-]+\s+?){{0,9}}?[\w&'/£$€.-]+?))"
            rf"(?:'ll|\s+will|\s+shall|\s+(?:is|are)\s+going\s+to)\s+(?:(?:also|then|now|all|both|certainly|definitely|soon|shortly|still|just|always\ )\s+)*(?P<verb>(?:be|have\ been|get)\s+(?:(?:fully|all|now|then|personally|promptly|immediately|already|also|carefully|still|both)\s+)*(?:{_PART}|{_STATE})|go\s+(?:out|off|ahead|live|in\ the\ (?:post|mail)|to\ (?:the\ printer|print|you)|back|on\ (?:the|tonight|today|tomorrow))|leave\s+(?:us|here|our|the\ (?:warehouse|workshop|depot))|reach\s+you|come\s+(?:back|with|to\ you|off\ your)|ship|arrive\s+(?:from\ us|by)|follow|land\ in\ your)",
            "confidence": 0.5,
        },
        {
            "why": "what we will do to it",
            "near": FUTURE,
            "pattern": rf"(?:^|(?<=[,;:.!-]\ ))(?P<who>)(?!(?:by|on|at|in|before|after|from|within|between|until|early|first|next|since|during|over|once|as|because|today|tomorrow|tonight|then|and|but|so|or|you|we|i|they|he|she|there|it|this|that|what|who|how|why|when|please|if|no|nothing|customers?|guests?|visitors?|everybody|anybody)\b)(?-i:[A-Z])[\w'/-]*(?:\s+(?!(?:will|is|are|was|were|has|have|had|which|who|would|could|should|may|might|can|do|does|did|if|when|because|to|I|we|you|that)\b)[\w'/-]+){{0,5}}?\s+will\s+(?:(?:also|then|now|all|both)\s+)*(?P<verb>be\s+(?:{_PART}|{_STATE}))",
            "confidence": 0.5,
        },
        {
            "why": "what we do to it, with a time",
            "near": ("go", "ship", "lea"),
            "pattern": r"(?P<verb>\b(?:it|that|this|they|everything|(?:your|the|a|our|both)\s+(?:[\w'/-]+\s+){0,4}?[\w'/-]+?))\s+(?:is|are|'s|'re)?\s*(?:goes|go|going|ships|shipping|leaves|leave|leaving)\s+(?:out|off|in\ the\ (?:post|mail)|us|back\ to\ you|today|tomorrow|on|to\ (?:the\ printers?|you|press))\b",
            "confidence": 0.4,
            "needs_time": True,
        },
        {
            "why": "said in short",
            "near": FUTURE,
            "pattern": rf"(?:^|(?<=[.!]\ )|(?<=-\ )|(?<=,\ )|(?<=\band\ ))(?P<verb>(?:will|shall)\s+(?:(?:also|then|definitely)\s+)?(?:{_DEED})\b(?!\s+(?:I|you|we|they)\b)|going\ to\s+{_DEED}\b)",
            "confidence": 0.55,
            "who": "I",
        },
        {
            "why": "said in short, with a time",
            "near": ("ing", "back", "more", "answer"),
            "pattern": r"(?:^|(?<=-\ ))(?P<verb>(?:calling|sending|shipping|posting|mailing|emailing|ringing|refunding|replacing|processing|checking|getting\ back|coming\ back|back\ (?:to|with)\ you|chasing|booking|more\ (?:from\ (?:me|us)|on\ (?:this|that)|news)|answer)\b)",
            "confidence": 0.4,
            "needs_time": True,
            "who": "I",
        },
    ],
    "hedge": r"\b(?:should(?!\ (?:you|anything))|hopefully|hope\s+to|hoping|(?:try|trying)\s+(?:to|and|my|our|for)|tries\ to|might|may(?!\s+\d|\s*[,.]?$)\s+(?:be|have|take|not|need|well|get)|could|perhaps|possibly|maybe|probably|ideally|would(?!\ be\ (?:happy|glad|pleased|delighted)\ to)|aim(?:ing)?\s+(?:to|for)|"
    r"do\s+(?:my|our)\s+(?:very\s+|level\s+)?best|not\s+sure|as\s+best|see\s+what\s+(?:I|we)\s+can|whatever\s+(?:I|we)\s+can|what\s+(?:I|we)\s+can\s+do|best\s+effort|if\s+(?:at\ all\s+)?possible|with\s+(?:any\s+|a\s+bit\s+of\s+)?luck|most\s+likely|likely|in\s+all\s+likelihood|(?<!see\ )(?<!check\ )(?<!out\ )if\s+(?:I|we)\s+can|where\s+possible|(?:I|we|they|should)\s+(?:would\s+|do\s+|fully\s+)?expect\s+to|plan(?:ning)?\s+to|intend\s+to|looking\s+to|ought\s+to|supposed\s+to|meant\s+to|fingers\s+crossed|-ish\b)\b|\bish\b",
    "hedge_before": r"\b(?:hopefully|maybe|perhaps|probably|possibly|ideally|(?:I|we)\s+(?:think|hope|guess|believe|expect|suspect|assume|imagine|doubt|reckon|fear)|with\s+(?:any\s+|a\s+bit\s+of\s+)?luck|fingers\s+crossed|all\s+(?:going|being)\s+well|if\s+all\s+goes\s+(?:well|to\ plan)|(?:weather|traffic|time)\s+permitting|in\s+theory|not\s+sure|'d\s+have\s+thought|touch\s+wood|chances\s+are|wish|(?:can't|cannot|can\ not|won't|not\ able\ to|unable\ to|don't|do\ not|not)\s+(?:promise|guarantee|say|swear|think|believe|know|tell))\b[^.;]{0,60}$",
    "doubt": r"\b(?:no\s+guarantees?|(?:can't|cannot|can\ not|not|won't)\s+(?:really\s+)?(?:promise|guarantee|swear|be\ sure)|don't\s+(?:hold|quote)\s+me|touch\s+wood|fingers\s+crossed|or\s+so\s+(?:they|their|I'm|we're|the)|all\s+being\s+well|weather\s+permitting|as\s+far\s+as\s+(?:I|we)\s+know|hopefully|I\s+(?:think|hope|guess)\b(?=\s*[.,!]|$)|depends?\s+on\b)",
    "habit": r"\b(?:usually|normally|typically|generally|as\s+a\s+rule|in\s+general|often|mostly|on\s+average|every\s+time|ordinarily|most\s+of\s+the\s+time|sometimes|in\s+most\s+cases|tend\s+to)\b",
    "condition_before": r"(?:^|[,;:(]\s*|\s[-–—]\s*|\b(?:and|but|so|or|then|because|that|only|also|however)\s+)(?:if(?!\ (?:not\ \w+,|(?:it|that|this)(?:'s|\ is|\ was|\ should\ be)\ the\ case|so,|necessary|needed|required|need\ be|so\ needed))|unless|provided|providing|in\s+case|assuming|whenever|should\s+(?:you|it|the|they|this|that|we|your)|as\s+long\s+as|so\s+long\s+as|in\s+the\s+event|on\s+condition|subject\s+to|(?:once|when|as\s+soon\s+as|after|until)\s+you(?!r)(?:'ve|'re|'ll|\s)|once\s+your\s+(?:payment|documents?|form|photos?|signed|reply|deposit|copy|details)|had\s+(?:you|I|we)\b|were\s+(?:you|it)\b|say\s+the\s+word|just\s+say|(?:just\s+)?send\s+(?:me|us)\s+[^,]{2,60},?\s+and\s*$|(?:please\s+)?(?:reply|let\s+(?:me|us)\s+know|confirm|give\s+(?:me|us)|get|bring|fill\ in|sign|pay|pick|choose|tell\s+(?:me|us)|call|ring)\b[^.;]{2,70}\band\s*$)[^.;]*$",
    "condition_behind": r"(?<!\beven)(?<!\bcheck)(?<!\bsee)(?<!\bask)(?<!\bask\ them)(?<!\bask\ him)(?<!\bask\ her)(?<!\bout)(?<!\bknow)(?<!\bconfirm)(?<!\bverify)(?<!\btell\ you)(?<!\bas)(?<!\bwonder)(?<!\bwhat)\s(?:if(?!\ (?:not\ \w+,|necessary|needed|required|need\ be))|unless|provided(?:\s+that)?|providing|in\s+case|assuming|as\s+long\s+as|so\s+long\s+as|on\s+condition|subject\s+to|whenever|(?:once|when|as\s+soon\s+as|after)\s+you(?:'ve|\s+(?:have|send|sent|confirm|reply|return|returned|tell|let|give|pay|paid|provide|sign|upload|get|fill|complete|accept|approve|decide|choose|ask|say))\b|should\s+(?:you|it|the|they))\b|\b(?:know|you)\s+if\s+(?:anything|there|I|we|it|they|something|the|this|that)\b",
    "far_joint": r"[;:(]|\s[-–—]+\s|,\s+(?:and|but|so|or|then|otherwise|else)\s",
    "relative": r"\b(?:options?|ways?|things?|reasons?|ones?|steps?|people|person|items?|changes?|what|amount|link|address|everything|anything|something|nothing|all|issues?|topics?|points?|questions?)\s(?:that\s)?$",
    "said": r"\b(?!rest\s)(?:you|they|he|she|who|colleague|somebody|someone|manager|customers?|people|agent|notice|letter|website|email|rep|[a-z]+)\s+(?:(?:have|has|had|did|'ve|'d|was|were|is|are|just|already|also|actually|previously|once)\s+)*(?:told|said|says|say|reckons?|thinks?|believes?|expects?|wrote|write|writes|claimed|claims|promised|assured|stated|states|mentioned|saying|telling|read|reads|thought|heard)\b(?:\s+(?:me|us|you|them|him|her|that|it))*[\s,:]*$|\b(?:why|whether|how|when|where|what\ date|which\ day|which)\s*$|\b(?:like|such\ as|words|phrase|promise\ of|line)[\s,:]*$",
    "third_party": rf"\b(?:{_THIRD})\b",
    "pronoun": r"(?:he|she|they|it|who|that|this|will|shall)\b",
    "question": r"\?\s*[\"')\]]*$",
    "tag_question": r"(?:[,;:–—-]|\bso)\s*(?:(?:is|are)\s+(?:that|this|you)\b[^?]*|ok(?:ay)?|all\s*right|alright|right|yes|deal|fair\s+enough|does\b[^?]*|do\s+you[^?]*|would\s+that[^?]*|will\s+that[^?]*|how\s+does[^?]*|what\s+do\s+you[^?]*|sound\s+good|good|any\b[^?]*)\?\s*$",
    "joint": r"[;:()]|\s[-–—]+\s|[–—]|,|\s(?:because|since|although|though|but|so\ that|so|whereas|whilst|not\ because)\s|\s(?:and|or)\s(?=(?:you|that|it|they|he|she|this|there|please|sorry|thanks|thank|hope|yours|we're|I'm\ (?:sorry|afraid)|your|the\ \w+\ (?:is|are|has|will)|in\ the\ meantime|meanwhile|if|when|once|until|apologies|my\ apologies|have\ a)\b)",
    "goes_on": rf"\s*(?:and\s+|then\s+|or\s+)?(?:(?:{_DEED})\b|(?:at\ the\ )?(?:very\ )?latest\b|(?:on|at|by|before|between|from|within|no\ later|in|tomorrow|today|tonight|first\ thing|next|this)\s+(?:the\s+)?(?:\d|[a-z]+day\b|noon|midday|end|close|morning|afternoon|evening|week|month|one|two|three|four|five|six|seven|eight|nine|ten)|free\ of\ charge|without)",
    "and_verb": rf"(?:\band|&|,|\bthen)\s+(?:then\s+|also\s+|I'll\s+|we'll\s+)?(?={_DEED}\b)",
    "opening": r"(?:^|[,;:.!–—]\s*|\s-\s*|\b(?:and|but|so|then|or|well|ok|okay|right|yes|sure|that|afterwards|anyway|also|instead|promise)\s*,?\s*)$",
    "ensures": r"\b(?:see\s+to\s+it|make\s+sure|ensure|see\s+that|promise|word)\b",
    "fronted": r"(?:^|[,;:.]\s*|\b(?:and|but|so|then)\s+)(?P<clause>(?:before|once|as\s+soon\s+as|when|after|until|till|by\s+the\s+time|the\s+(?:moment|minute|second|day)\s+(?=(?:you|we|it|I|they|he|she|the|your|our|that)\b)|straight\s+after|while|where|within)\b(?!\s+(?:will|is|are|do|does|can|would|could)\b)[^,;:.!?]{3,90},?\s*)$",
    "lead_in": r"(?:at|on|in|over|during|sometime|some\s+time|for|from|around|about|to|between|then|until|till|by|before|no\s+later\s+than|not\s+later\s+than|at\s+the\s+latest|latest)\s+(?:the\s+)?$",
    "before_clause": r"\b(?:before|prior\s+to|ahead\s+of)\s+(?:you|we|I|they|he|she|it|the|your|our|my|their)\b[^,;:]*$",
    "until_clause": r"\b(?:until|till|til|by\s+the\s+time)\s+(?:you|we|I|they|he|she|it|the|your|our|my|their)\b[^,;:]*$",
    "other_clause": r"\b(?:once|when|as\s+soon\s+as|because|which|whose|where|why|after\s+(?:you|we|I|they|he|she|it|the)|(?:that|who)\s+(?:was|were|is|are|has|have|had|you|we|they|I)|you(?:'ve|'d|\s+(?:have|need|must|asked|wanted|booked|ordered|made|sent|paid|reported|requested|bought|had|gave|missed|placed|returned|cancelled|called|rang|wrote|mentioned|raised|saw|signed|agreed|are|were)))\b[^,;]*$",
    "no_due_before": r"\b(?:of|to|dated|since|as\s+of|from|than|for|valid\s+(?:until|till)|due|starting|beginning|against|about|after)\s+(?:the\s+)?$(?<!ready\ for\ )(?<!back\ to\ you\ for\ )(?<!time\ for\ )(?<!there\ for\ )(?<!up\ to\ )(?<!course\ of\ )(?<!course\ of\ the\ )(?<!no\ later\ than\ )",
    "noun_before": r"\b(?:the|your|our|my|their|his|her|a|an|that|last|'s)\s+$",
    "noun_behind": r"\s(?!(?:and|or|at|to|by|if|but|when|so|for|with|before|after|between|from|in|on|as|once|while|because|until|till|then|this|that|morning|afternoon|evening|night|noon|the|we|you|it|i|he|she|they|is|was|will|has|about|around|around)\b)(?-i:[a-z])",
    "close_of_business": r"close\s+of\s+(?:business|play)|\bcob\b|\bc\.o\.b|end\s+of\s+business|\beob\b|\bcop\b|end\s+of\s+(?:the\s+)?(?:business|working)\s+day",
    "next_of_kind": r"\bnext\b",
    "same_time": r"\b(?P<by>by\s+|before\s+)?(?:about\s+|around\s+)?(?:this|(?:the\s+)?same)\s+time\s+(?:on\s+)?$",
    "closing": r"\bbefore\s+(?:close\b(?!\s+of)|closing\b(?!\ of))|\b(?:before|by\s+the\s+time|until|till)\s+(?:we|I)\s+(?:close|shut|finish|knock\s+off|go\s+home|leave|clock\s+off|sign\s+off)\b",
    "their_clock": r"\s(?:your|our|my|local|UK|US|London|Paris)\s+time\s*,?\s*$",
    "working_day": r"\bnext\s+(?:working|business|banking|bank)\s+day\b|\bnext\s+workday\b",
    "loose_end": r"(?:[\s,;]*(?:\b(?:and|but|so|or|then|also|plus|because|as)\b|&))+\s*$",
    "latest": r"^\s*,?\s*(?:at\s+the\s+(?:very\s+)?latest|latest)\b",
    "either": r"^\s*(?:,\s*)?(?:or|and|to|-|–)\s*(?:on\s+)?$",
}

"""What promises. English."""

from typing import Any

from kept.promises.rules.spotting.words.en.deeds import (
    ADVERBS,
    DEED,
    DOES,
    DOING,
    NO_DEED,
    PART,
    STATE,
    WILL,
    WILL3,
)
from kept.promises.rules.spotting.words.en.who import (
    BY_NAME,
    CALLING,
    CONTACT,
    NAMED,
    OURS,
    OURS_GO_ON,
    ROLE,
    TITLED,
)

FUTURE = ("will", "'ll", "won't", "shall", "going to", "gonna", "undertake", "'d", "would")
SELF = ("i ", "i'", "we ", "we'")
FIRST = (
    "i'll",
    "we'll",
    "i will",
    "we will",
    "shall",
    "going to",
    "gonna",
    "undertake",
    "me and",
    "and me",
)
# A thing that something is done to: `the second coat of lacquer`, `your order`, `it`.
_NO_THING = r"(?:will|is|are|was|were|has|have|had|which|who|would|could|should|may|might|can|do|does|did|if|when|because|please|I|we|luck)"
THING = (
    r"(?:\b(?:it|that|this|these|those|they|everything|both|all|one|(?:your|the|a|an|our|any|all|both|each|every|my|her|his|another|its|two|three|four|some)\s+(?!latest\b)(?:(?!(?:will|is|are|was|were|has|have|had|which|who|would|could|should|may|might|can|do|does|did|if|when|because|please|I|we|says|said|reckons|hopes|thinks|luck"
    r"|that(?=\s+(?:the|your|our|it|we|I|this|a|they|he|she)))\b)[\w&'/£$€.-]+\s+?){0,9}?[\w&'/£$€.-]+?))"
)
# The same without an article, at the beginning of a sentence or a clause: `enrolment forms`.
_BARE = (
    r"(?!(?:by|on|at|in|before|after|from|within|between|until|early|first|next|since|during|over|once|as|because|today|tomorrow|tonight|then|and|but|so|or|you|we|i|they|he|she|there|it|this|that|what|who|how|why|when|where|please|if|no|nothing|nobody|customers?|guests?|visitors?|everybody|anybody|anyone|latecomers"
    r"|most|many|few|several|every|deliveries|orders|requests|returns|people|members|parents)\b)"
    rf"(?-i:[A-Za-z])[\w'/-]*(?:\s+(?!(?:{_NO_THING[3:-1]}|to|you|that)\b)[\w'/-]+){{0,5}}?"
)
_SHORT_THING = rf"(?:(?:it|that|this|they|everything|(?:your|the|a|our|both|all)\s+(?!latest\b)(?:(?!{_NO_THING}\b)[\w'/-]+\s+){{0,5}}?(?!(?:and|or|but|that)\b|{_NO_THING}\b)[\w'/-]+?))"
_START = r"(?:^|(?<=[,;:.!-]\ )|(?<=,\ and\ )|(?<=,\ so\ ))"
_AFTER = (
    r"(?:(?<=[,;:.!?-]\ )|^|(?<=\band\ )|(?<=\bbut\ )|(?<=\bso\ )|(?<=\bthat\ )|(?<=[a-z\d]\ ))"
)
_ASIDE = r"(?:,\s+[^,;.!?]{2,60},|\s\([^()]{2,40}\))?"
_FREE = r"(?:free\ of\ charge|for\ free|at\ no\ (?:extra\ |additional\ )?(?:cost|charge)|at\ our\ (?:own\ )?(?:cost|expense)|on\ the\ house|on\ us|(?:for|as\ an\ apology\ for)\ (?:the|your)\ (?:trouble|inconvenience|wait|delay)|as\ a\ (?:gesture|goodwill\ \w+)|by\ way\ of\ \w+|to\ make\ up\ for|to\ say\ sorry|overnight|right\ (?:away|now)|straight\ ?away|at\ once|asap|immediately|as\ a\ matter\ of\ urgency|for\ you(?:\ (?:right\ )?now)?)"
_MOVING = r"(?:moving|switching|upgrading|putting|booking|transferring|bumping|rebooking|swapping|changing|connecting|adding|signing)"
_DONE = "sent|shipped|posted|dispatched|delivered|repaired|refunded|credited|replaced|returned|reprinted|collected|installed|mended|fitted|swapped|reissued"
_IS_DONE = tuple(f"{be} {done}" for be in ("is", "are") for done in _DONE.split("|"))
_THINGS_COMING = r"(?:mail|e-?mail|call|letter|message|text|sms|note|parcel|package|van|driver|link|ring|phone\ call|reply|answer|update|invite|confirmation)"
_NO_PROGRESS = (
    r"(?!(?:looking\ forward|hoping|trying|aiming|waiting|wondering|thinking|planning\ (?:to|on)|expecting|struggling|closing|shutting|opening|moving\ (?:house|premises|to|into|out|in)|experiencing|having\ (?:trouble|problems|issues|difficulties)|leaving|going\ (?:to|on|away|home|back|out|off)|being"
    r"|asking\ (?:you|all|everyone)|missing|running\ (?:late|low|out|a\ sale)|working\ from|looking\ at|considering|offering|celebrating|sitting|standing|telling|writing\ (?:to\ you\ )?(?:because|about|regarding|in)|not\ |(?:seeing|meeting|visiting)\ (?:my|a\ friend)|seeing(?!\ (?:you|the|our|him|her|your)))\b)"
)

CUES: list[dict[str, Any]] = [
    {
        "why": "first person future",
        "near": FIRST,
        "pattern": rf"\b(?P<who>I|we|my\ (?:\w+\ )?\w+\ and\ I|(?-i:[A-Z]\w+)\ and\ I|me\ and\ (?:[\w'-]+\ ){{0,2}}?[\w'-]+|(?-i:[A-Z]\w+)\ and\ me){WILL}\s+{ADVERBS}{NO_DEED}(?!(?-i:[A-Z][a-z]))(?P<verb>[a-z][\w-]*)",
        "confidence": 0.65,
    },
    {
        "why": "first person future, there with a time",
        "near": FIRST,
        "pattern": rf"\b(?P<who>I|we){WILL}\s+(?P<verb>be\s+(?:at\ (?:the|your|our)|on\ (?:site|hand|duty|call|your|the\ line)|here\ (?:to|for)|in\ (?:your|the\ (?:office|shop|workshop))|outside|along|down|up))\b",
        "confidence": 0.5,
        "needs_time": True,
    },
    {
        "why": "first person future, typed in haste",
        "near": ("ill ", "well "),
        "pattern": rf"(?<![\w'])(?:ill\s+{ADVERBS}(?!(?:as|with|from|in|at|on|of|and|or|but|the|health|effects?|advised|feeling|today|tomorrow|since|person|people|child\w*|so|i|we|you|it|for|to|because)\b){NO_DEED}(?=[a-z])|(?<!may\ )(?<!might\ )(?<!could\ )(?<!as\ )well\s+{ADVERBS}{NO_DEED}(?=(?:{DEED}|be\ (?:in\ touch|back|with\ you|sending|calling|ringing))\b(?!\s+as\b)))(?P<verb>[a-z]+)\b",
        "confidence": 0.7,
        "who": "I",
    },
    {
        "why": "first person, with a time",
        "near": ("i'm", "i am", "we're", "we are"),
        "pattern": rf"\b(?P<who>I|we)(?:'m|'re|\s+am|\s+are)\s+{ADVERBS}{_NO_PROGRESS}(?P<verb>[\w-]+ing|on\ to|with\ you|at\ your|on\ your|in\ your|on\ the\ (?:phone|line)\ (?:to|with)|round|back\ (?:to\ you|with|at\ your))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "first person, at no cost or at once",
        "near": ("i'm", "i am", "we're", "we are"),
        "pattern": rf"\b(?P<who>I|we)(?:'m|'re|\s+am|\s+are)\s+{ADVERBS}(?P<verb>(?:{_MOVING}\ (?:you|that|it|your\ [\w\ ]{{2,30}})\ (?:to|onto|into|on|up|in|over|through)\b|{DOING}\b(?=[^.;,]{{2,60}}?\b{_FREE})))",
        "confidence": 0.5,
    },
    {
        "why": "first person, with a time",
        "near": SELF,
        "pattern": rf"(?:^|(?<=[,;:.!]\ )|(?<=\band\ )|(?<=\bso\ )|(?<=,\ and\ )|(?<=[a-z\d]\ )(?<!\bbefore\ )(?<!\bafter\ )(?<!\buntil\ )(?<!\btill\ )(?<!\bwhen\ )(?<!\bonce\ )(?<!\btime\ )(?<!\bwhile\ )(?<!\bas\ )(?<!\bif\ )(?<!\bif\ )(?<!\bwhere\ )(?<!\bwhat\ ))(?P<who>I|we)\s+{ADVERBS}(?!(?:leave|look\ forward|have|had|let|put|set|get|cut|go|run|come\ from|work|make\ no|close|open|try|leave\ at|hope|keep|offer|ask|find|do|see|take\ (?:no|up)|charge|bill|process|handle|start|finish|answer|reply|respond|show|list|help)\b)(?P<verb>{DEED})\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "first person, at once",
        "near": ("immediately", "right away", "straight", "at once", "directly"),
        "pattern": rf"(?:^|(?<=[,;:.!]\ )|(?<=\band\ )|(?<=\bso\ ))(?P<who>I|we)\s+(?P<verb>(?!(?:answer|reply|respond|process|handle|ship|start)\b){DEED})\s+(?:(?:you|it|that|this|them)\s+)?(?:immediately|right\ away|straight\ ?away|at\ once|directly)\b",
        "confidence": 0.5,
    },
    {
        "why": "glad to do it, with a time",
        "near": ("glad to", "happy to", "pleased to", "delighted to"),
        "pattern": rf"\b(?P<who>I|we)(?:'d|\s+would|\s+will|'ll)\s+be\s+(?:happy|glad|pleased|delighted)\s+to\s+(?P<verb>{DEED})\b(?=[^.;?]*\b(?:later\ on|tomorrow|today|tonight|\w+day|next\ week|this\ week)\b)",
        "confidence": 0.5,
    },
    {
        "why": "you are down for it",
        "near": ("down for", "down at", "down on"),
        "pattern": r"\b(?P<who>I|we)(?:'ve|\s+have)\s+(?:got\s+)?(?:you|that|it|your\s+\w+)\s+(?P<verb>down)\b(?=\s+(?:for|at|on)\b)",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "give me until then, and",
        "near": ("give me", "give us", "allow me", "allow us", "bear with", "gimme"),
        "pattern": r"\b(?P<verb>(?:(?:give|allow|grant)\s+(?:me|us)|gimme|bear\s+with\s+(?:me|us))\s+(?:until|till|til|for|a|an|another|about|just|\d|two|three|five|ten|fifteen|twenty|half|a\ couple)\b)(?=[^.!?;]{2,40}?(?:\band|,|&)\s)",
        "confidence": 0.5,
        "opens": True,
        "who": "I",
    },
    {
        "why": "you will have it",
        "near": ("you'll", "you will", "you shall", "you can", "you are", "you're", "youll"),
        "pattern": r"\b(?P<who>)you(?:'ll|\s+will|\s+shall|\s+can|\s+are\ going\ to|'re\ going\ to|ll)\s+(?:(?:also|soon|then|certainly|definitely|shortly|now|all|both|still|of\ course|actually|be)\s+)*"
        r"(?P<verb>(?:have|having)\b(?!\s+(?:to|noticed|seen|read|heard|had|been|until|till|a\ (?:chance|choice|look|clear|nice|lovely|great|good)|the\ (?:option|choice|chance)|no|received|got|trouble|problems?|noticed))(?=\s+(?:it|them|this|that|these|those|your|the|a|an|our|my|one|both|all|everything|news|word|another|something|\w+\ and\ \w+|an?\ \w+|written|confirmation|access|\d|hot|heat|power|internet|signal|their|his|her|\w+\ in\ (?:hand|your)))"
        r"|(?:get|getting|receive|receiving)\b(?!\s+(?:to|used|there|a\ (?:bill|charge|fine|penalty)|charged|the\ (?:hang|idea)|nothing|on|off|away|lost|through|in|around))"
        r"|(?:hear|hearing)\s+(?:back\s+)?(?:from\s+(?:me|us|our|my|one|the|someone|somebody|him|her|(?-i:[A-Z])\w+)|our|my|the\ (?:outcome|result|decision)|by\b|before\b|within\b|on\b|today\b|tomorrow\b)"
        r"|expect\s+(?:(?:a|an|my|our|the|to\ hear|it|them|us|me|word|news)\b|[£$€]\d)"
        r"|(?:contacted|called|phoned|refunded|reimbursed|credited|paid\ (?!by\ your)|compensated|notified|informed|updated|kept|sent|given|emailed|texted|moved|rebooked|upgraded|seen\ by|back\ (?:online|up|on)|on\ the(?=\s+(?:\d|first|next|noon|morning|evening|early|late)\b)|up\ and\ running|able\ to\ (?:log|use|sign|pick|collect))\b)",
        "confidence": 0.6,
    },
    {
        "why": "you have it, by a time",
        "near": ("from me", "from us"),
        "pattern": r"\byou\s+(?P<verb>(?:receive|get|have|hear)\b)(?=[^.;,]{0,60}?\bfrom\s+(?:me|us)\b)",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "you will know, by a time",
        "near": ("you'll", "you will", "you shall"),
        "pattern": r"\b(?P<who>)you(?:'ll|\s+will|\s+shall)\s+(?P<verb>(?:know|see|find)\b)(?!\s+(?:that|us|how|(?:it|them)\s+(?:on\s+(?!\w+day\b|the\s+\d|your\b)|at\s+(?!\d)|in\s+(?!your\b|\d|a\ (?:few|couple|day|week)|two\b|three\b|the\ next)|under)))",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "you get it, by a time",
        "near": ("you're getting", "you are getting", "you get ", "you receive "),
        "pattern": r"(?:^|(?<=[,;:.!-]\ )|(?<=\band\ )|(?<=\bbut\ )|(?<=\bso\ )|(?<=[a-z\d]\ )(?<!\bwhen\ )(?<!\bonce\ )(?<!\bif\ )(?<!\buntil\ )(?<!\bbefore\ )(?<!\bafter\ )(?<!\btime\ )(?<!\bthat\ )(?<!\bas\ )(?<!\bwhat\ )(?<!\bwhere\ ))you(?:(?:'re|\s+are)\s+(?P<verb>getting)|\s+(?:get|receive))\s+(?:a|an|the|your|it|them|my|our|another)\b",
        "confidence": 0.4,
        "needs_time": True,
        "who": "we",
    },
    {
        "why": "ours, there with a time",
        "near": (" at your", " on your", " with you", " in your", " outside your"),
        "pattern": rf"(?P<who>\b(?:they|he|she|{OURS}{OURS_GO_ON}{{0,5}}|{TITLED}|{NAMED}))(?:'re|'s|\s+is|\s+are)\s+(?P<verb>(?:at\ your|on\ your\ (?:doorstep|drive|roof|premises)|with\ you|in\ your|outside\ your))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "with you by then",
        "near": (
            *("with you", "in your", "on your", "at your", "in the post", "in the mail", "yours"),
            *("ready for you", "done"),
        ),
        "pattern": rf"(?:^|(?<=[,;:.!?-]\ ))(?!(?:{DEED}|please)\b)(?P<verb>(?:(?!(?:{_NO_THING[3:-1]}|you|he|she|they|it|to|by|on|at|not|still|already)\b)(?:[\w'&/£$€-]|[.,](?=\d))+(?:,(?=\ \w+ed\b)|:|\?)?\ ){{0,9}}?(?:back\ (?=on|in|with)|up\ on\ )?(?:with\ you|in\ your\ (?:in-?box|mailbox|hands|letter\ ?box|account|e-?mail)|on\ your\ (?:card|door\ ?step|desk|drive|account|wall|bench)|at\ your\ (?:door|place|desk)|in\ the\ (?:post|mail)|(?:all\ |both\ )?yours(?!\s+(?:was|is|were|are|has|will|faithfully|sincerely|truly)\b)|ready\ for\ you|done\ and\ \w+(?=\ by))\b)",
        "confidence": 0.4,
        "needs_time": True,
        "who": "we",
    },
    {
        "why": "to be expected from us",
        "near": ("expect",),
        "pattern": r"(?:^|(?<=[,;:]\ )|(?<=\band\ )|(?<=\bso\ )|(?<=please\ )|(?<=-\ ))(?P<verb>expect)\s+(?:(?:my|our|a|an|the|to\ hear|it|them|us|me|word|news|your)\b|[£$€]\d)",
        "confidence": 0.5,
    },
    {
        "why": "to be awaited, by a time",
        "near": ("look out", "watch", "eye", "count on", "bank on", "rely on"),
        "pattern": rf"\b(?P<verb>(?:look\ out|watch(?:\ out)?|keep\ an\ eye\ (?:out|open)|keep\ an\ eye)\s+(?:for|on\ your\ (?:inbox|phone|letterbox|mailbox)\ for)\s+(?:my|our|a|an|the)\s+(?:\w+\s+){{0,2}}?{_THINGS_COMING}|(?<!n't\ )(?<!not\ )(?:count|bank|rely)\s+on\s+(?:an?\ |it\b|it's\b|its\b|hearing|having|having|my\ |our\ ))",
        "confidence": 0.45,
        "needs_time": True,
        "who": "we",
    },
    {
        "why": "let me do this, and then that",
        "near": ("let me", "let us", "lemme"),
        "pattern": r"\b(?P<who>let\s+(?:me|us)|lemme)\s+(?:just\s+|quickly\s+|first\s+)?(?!know\b)(?P<verb>[a-z]+)\b(?=[^.!?;]{0,160}?(?:\band|,|&|then)\s+(?:then\s+|I'll\s+|we'll\s+|I\s+will\s+|we\s+will\s+|ill\s+|I\s+shall\s+|I\s+(?=come|call|write|send)|we\s+(?=come|call|write|send))*(?:get|come|call|ring|phone|write|let|tell|send|email|e-mail|revert|reply|report|update|ping|text|message|msg|be|have|follow|confirm|circle|drop|give)\b)",
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
        "near": ("leave",),
        "pattern": r"(?:(?<=please\ )|(?<=just\ )|(?<=,\ )|(?<=\bso\ )|(?<=-\ )|(?<=:\ )|^)(?P<verb>leave\s+(?:it|this|that|these|those|them|this\ one|that\ one|all\ (?:of\ )?(?:this|that)|the\ rest|everything|(?:the|your|that|this|those|these)\s+(?:[\w'&/-]+\s+){0,5}?[\w'&/-]+)\s+(?:to|with)\s+(?:me|us))\b",
        "confidence": 0.7,
        "opens": True,
        "who": "I",
    },
    {
        "why": "taking it on",
        "near": ("consider",),
        "pattern": r"\b(?P<verb>consider\s+(?:it|that|this|them|(?:your|the|that|this)\s+(?:[\w-]+\s+){1,4}?)\s*(?:as\s+good\s+as\s+)?(?:done|gone|\w{2,}ed|sorted|settled|dropped|yours|off\ your|paid|sent|taken\ care\ of)\b)(?!\s+by\s+(?:us|me|the|your|my|our)\b(?!\s+(?:end|close|\d)))",
        "confidence": 0.7,
        "who": "we",
    },
    {
        "why": "taking it on",
        "near": ("i'm", "i am", "we're", "we are"),
        "pattern": r"\b(?P<who>I|we)(?:'m|'re|\s+am|\s+are)\s+(?P<verb>on\s+(?:it|the\ case)|taking\s+(?:care|charge|ownership)\ of|(?:arranging|organi[sz]ing|preparing|drafting|planning(?!\ (?:to|on))|sorting)|all\ over\ (?:it|this)|not\s+hanging\s+up)\b",
        "confidence": 0.6,
    },
    {
        "why": "taking it on",
        "near": ("on me", "on us"),
        "pattern": r"(?<!n't\ )(?<!not\ )\b(?:count|rely|bank)\s+on\s+(?:me|us)\b(?=\s+to\b|[.!,]|$)",
        "confidence": 0.6,
    },
    {
        "why": "a promise in so many words",
        "near": ("promise", "guarantee", "swear", "commit", "pledge", "undertake"),
        "pattern": r"\b(?P<who>I|we)\s+(?:hereby\s+|do\s+|can\s+)?(?P<verb>promise|guarantee|swear|commit|pledge|undertake)\b(?!\s+(?:you\s+)?(?:anything|nothing|much))(?=\s+(?:to|that|you|it|the|your|this|a|we|I|faithfully)\b)",
        "confidence": 0.75,
        "opens": True,
    },
    {
        "why": "a promise in so many words",
        "near": ("word", "guarantee", "promise"),
        "pattern": r"\b(?P<verb>(?:you\s+have|you've(?:\s+got)?|I\s+give\s+you)\s+(?:my|our)\s+(?:word|guarantee|promise))\b",
        "confidence": 0.75,
        "opens": True,
        "who": "I",
    },
    {
        "why": "what we will not do",
        "denies": True,
        "near": ("n't", "not ", "never", "wont"),
        "pattern": r"\b(?P<who>I|we)\s*(?:won't|\s+will\s+not|'ll\s+not|\s+will\s+never|'ll\s+never|\s+shall\s+not|\s+shan't|(?:'m|'re|\s+am|\s+are)\s+not(?:\s+going\s+to)?|wont)\s+"
        r"(?:be\s+)?(?P<verb>(?:clos|cancel|charg|shar|disconnect|rest|stop|forget|hang|giv|pass|sell|bill|chas|touch|releas|delet|remov|renew|ship|send|mov|bother|contact|take|taking|let|dispatch|process|suspend|cut|switch|turn|add|chang|debit|deduct|enforc|proceed|escalat|go\ ahead|leav|re-?let|book|drop|lose\ sight|put|start|sign\ off|use|increase|raise|report|pursue"
        r"|enter|disclos|publish|trad|spam|pester|store|record|alter|ask\ you|archiv|erase|wip|terminat|evict|tow|demolish|unplug)\w*)\b(?!\s+(?:to\ think|that|sure|able))",
        "confidence": 0.65,
    },
    {
        "why": "what will not happen to you",
        "denies": True,
        "near": ("no ", "not", "n't", "never", "nobody", "none"),
        "pattern": r"\b(?P<verb>(?:(?:nothing|nobody|no-?\s?one|none|no\s+(?:[\w-]+\s+){1,4}?)\s*(?:will|shall)|(?:your|the|this|that|you)\s*(?:[\w-]+\s+){0,6}?(?:will\s+(?:not|never)|won't|'ll\s+(?:not|never)|shall\s+not))\s+(?:be|come)\s+(?:taken|charged|debited|deducted|affected|cancell?ed|disconnected|shared|lost|closed|passed|billed|touched|moved|interrupted|cut\ off|deleted|suspended|out\ of\ your))\b(?<!no\ fee\ will\ be\ charged)",
        "confidence": 0.5,
    },
    {
        "why": "what will not happen to you",
        "denies": True,
        "near": (
            "no one will",
            "nobody will",
            "no-one will",
            "you won't",
            "you'll not",
            "you will not",
        ),
        "pattern": r"\b(?P<verb>(?:nobody|no-?\s?one)\s+(?:from\s+\w+\s+)?will\s+(?:chase|call|bother|touch|contact|bill|charge|disturb|enter|ring|write)|you(?:\ won't|'ll\ not|\ will\ not)\s+(?:have\ to\ )?(?:pay\ (?:a|for|any)|owe|lose\ (?:your|any|a)))\b",
        "confidence": 0.5,
    },
    {
        "why": "ours, who will",
        "near": FUTURE,
        "pattern": rf"\b(?P<who>{OURS}{OURS_GO_ON}{{0,6}}{BY_NAME}){_ASIDE}{WILL3}\s+{ADVERBS}(?!(?:need|want|require|not|never|depend|tell\ you\ (?:the|that)|likely|probably|take\ (?:about|around|up|a\ few|two|three|\d)|be(?!\ (?:in\ touch|with\ |at\ |out\ (?:at|to|with|on|there|in)|there|here|round|over|back|on\ |outside|up\ |ready|along|closed\ by|(?!closing|leaving|moving|having|missing|shutting)\w+ing|{PART})))\b)(?P<verb>[a-z][\w-]*)",
        "confidence": 0.6,
    },
    {
        "why": "ours, with a time",
        "near": ("ing ",),
        "pattern": rf"\b(?P<who>{OURS}{OURS_GO_ON}{{0,6}}{BY_NAME}){_ASIDE}(?:'s|\s+is|\s+are)\s+{ADVERBS}(?!closing|opening|trying|hoping|having|waiting|going\ (?!through|over|round|to)|being|running\ (?:late|out|low)|missing|expecting)(?P<verb>\w+ing)\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "ours, with a time",
        "near": (" our ", " my ", " the "),
        "pattern": rf"(?:^|(?<=[,;:.!-]\ )|(?<=\band\ )|(?<=\bso\ )|(?<=[a-z\d]\ )(?<!\bbefore\ )(?<!\buntil\ )(?<!\bwhen\ )(?<!\bonce\ )(?<!\bif\ ))(?P<who>(?:our|my)\ (?!colleagues\b)(?:(?!(?:will|is|are|has|have|who|that)\b)[\w'-]+\ ){{1,3}}?|the\ {ROLE}\ )(?P<verb>{DOES}|passes|arrives?|come|collect|deliver|starts?(?=\ on\ (?:it|your|the)))\b(?=\s+(?:it|them|you|your|the|that|this|a|an|by|round|over|up|out|off|back|on|at|between|to|tomorrow|again|with)\b)",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "ours, who will at that time",
        "near": ("will,", "'ll,"),
        "pattern": rf"\b(?P<who>{OURS}{OURS_GO_ON}{{0,3}}|{TITLED}|(?-i:[A-Z][a-z]+)|I|we)\s+(?P<verb>will)(?=,\s)",
        "confidence": 0.5,
        "needs_time": True,
    },
    {
        "why": "a colleague, who will",
        "near": FUTURE,
        "pattern": rf"(?P<who>\b(?:who|he|she|they|my\ colleague|{NAMED})){WILL3}\s+{ADVERBS}(?P<verb>(?:be\ (?:calling|ringing|phoning|sending|visiting|looking|bringing|taking|handling|dealing|checking|in\ touch|with\ you|at\ your|there|round|over)|{CONTACT})\b(?!\s+(?:me|us|a\ (?:go|try))\b))",
        "confidence": 0.5,
    },
    {
        "why": "a colleague, who will",
        "near": FUTURE,
        "pattern": rf"(?:(?P<who>\b(?:who|he|she|{TITLED})){WILL3}|\b{NAMED}{WILL3}(?=\s+{ADVERBS}[a-z]+\s+(?:it|them|you|your|this|that|these)\b))\s+{ADVERBS}(?P<verb>{DEED}\b(?!\s+(?:me|us|a\ (?:go|try))\b))",
        "confidence": 0.5,
    },
    {
        "why": "a colleague, there with a time",
        "near": ("'ll be ", "will be "),
        "pattern": rf"(?P<who>\b(?:he|she|some(?:one|body)|{TITLED}|{NAMED})){WILL3}\s+(?P<verb>be\s+(?:up|down|along|out(?!\ of)|over|here|on\ site|outside))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "which we will",
        "near": ("which we", "which i", "that we'll", "that i'll"),
        "pattern": rf"(?<=,\ )(?:which|and\ which)\s+(?P<who>I|we){WILL}\s+{ADVERBS}{NO_DEED}(?!(?-i:[A-Z][a-z]))(?P<verb>[a-z][\w-]*)",
        "confidence": 0.6,
    },
    {
        "why": "a colleague, with a time",
        "near": ("ing ", "ing."),
        "pattern": rf"(?P<who>\b(?:he|she|who|{TITLED}(?:\s+(?-i:[A-Z])[\w'-]+)?|(?-i:[A-Z][a-zéèüöäñçß]+)(?:\s+and\s+(?:(?-i:[A-Z])\w+|the\ \w+))?))(?:'s|\s+is|\s+are)\s+{ADVERBS}(?P<verb>{CALLING})\b(?!\s+(?:me|us|my|his|her\ \w+er|back\ (?:to|from)\ work|from)\b)",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "the one in charge, who will with a time",
        "near": FUTURE,
        "pattern": rf"(?:^|(?<=[,;:.!-]\ )|(?<=\band\ )|(?<=\bso\ )|(?<=\bthat\ )|(?<=day\ )|(?<=days\ )|(?<=week\ )|(?<=weeks\ )|(?<=tomorrow\ )|(?<=noon\ )|(?<=morning\ )|(?<=evening\ )|(?<=\d\ ))(?P<who>(?:the|a|an|another)\s+(?:(?!{_NO_THING}\b)[\w'-]+\s+){{0,3}}?(?!{_NO_THING}\b)[\w'-]+?){WILL3}\s+{ADVERBS}(?P<verb>(?:be\ (?:with\ you|at\ your|in\ touch|round|there|on\ your)|(?:call|ring|phone|text|email|write\ to|contact|visit|collect|bring|send|fit|repair|fix|replace|install|deliver|post|check|pop|drop|come\ (?:to|and|by|round|over|out)|swing\ by|pick|meet|see\ you|show\ you|help|take\ you|look\ at|inspect|sort|finish\ (?:it|the|your|off)|telephone|mow|clean|paint|prepare))\b)",
        "confidence": 0.45,
        "needs_time": True,
    },
    {
        "why": "what we will do to it",
        "near": FUTURE,
        "pattern": rf"{_AFTER}(?P<who>){THING}"
        rf"{_ASIDE}(?:'ll|\s+will|\s+shall|\s+(?:is|are)\s+going\s+to)\s+(?:(?:also|then|now|all|both|certainly|definitely|soon|shortly|still|just|always\ )\s+)*(?P<verb>(?:be|have\ been|get)\s+(?:(?:fully|all|now|then|personally|promptly|immediately|already|also|carefully|still|both)\s+)*(?:{PART}|{STATE})|go\s+(?:out|off|ahead|live|in\ the\ (?:post|mail)|to\ (?:the\ printer|print|you)|back|on\ (?:the|tonight|today|tomorrow))|leave\s+(?:us|here|our|the\ (?:warehouse|workshop|depot))|be\s+(?:going\ (?:out|back|off)|coming\ (?:to\ you|back)|on\ (?:its|their)\ way)|reach\s+(?:you|the)|come\s+(?:back|with|to\ you|off\ your)|ship|arrive\s+(?:from\ us|by)|follow|land\ in\ your|(?:appear|show(?:\ up)?)\s+(?:in|on)\ your)",
        "confidence": 0.5,
    },
    {
        "why": "what we will do to it",
        "near": ("will",),
        "pattern": rf"{_START}(?P<who>){_BARE}\s+will\s+(?:(?:also|then|now|all|both)\s+)*(?P<verb>be\s+(?:{PART}|{STATE}))",
        "confidence": 0.5,
    },
    {
        "why": "what we will close",
        "near": ("will be c",),
        "pattern": rf"{_AFTER}(?P<who>)(?:your|the|this|that)\s+(?:(?!{_NO_THING}\b)[\w'/-]+\s+){{0,4}}?(?:account|plan|ticket|case|subscription|membership|contract|duplicate|tab|file|order|booking|line)\s+will\s+(?P<verb>be\s+closed)\b",
        "confidence": 0.5,
    },
    {
        "why": "how it will be, with a time",
        "near": ("ll be ", "will be "),
        "pattern": rf"{_AFTER}(?P<who>){_SHORT_THING}(?:'ll|\s+will|\s+shall)\s+(?:(?:also|then|all|both)\s+)*(?P<verb>be\s+(?:(?:fully|all|as\ good\ as|good\ as)\s+)?(?:clean|live|active|right|correct|complete|visible|usable|new|working|sorted|in\ order|safe|dry|on|off\ your|available\ (?:to|for)\ you))\b(?!\s+\w+ing)",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "what will reach you, with a time",
        "near": FUTURE,
        "pattern": rf"{_AFTER}(?P<who>)(?:your\s+(?:(?!{_NO_THING}\b)[\w'/-]+\s+){{0,4}}?(?!(?:flight|train|coach|ferry|boat|bus|plane|taxi|connection|guests?)\b|{_NO_THING}\b)[\w'/-]+?|it|they|(?:the|a|another)\s+(?:(?!{_NO_THING}\b)[\w'£$€.-]+\s+){{0,3}}?(?:parcel|package|order|card|money|refund|credit|letter|replacement|part|parts|cheque|check|payment|code|link|email|delivery|[£$€][\d.,]+))(?:'ll|\s+will|\s+shall)\s+(?P<verb>(?:arrive|land|hit\s+your|drop\s+(?:back\s+)?into\s+your|come\s+through|clear|go\s+(?:back\s+)?(?:in)?to\s+your|show\s+up|turn\s+up))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "there will be it for you",
        "near": ("there'll", "there will", "there's going"),
        "pattern": r"\b(?P<verb>there(?:'ll|\s+will)\s+be\s+(?:a|an|some(?:one|body)?|your|our|two|three)\b)(?!\s+(?:no\b|(?:[\w£$€.\d]+\s+){0,2}?(?:fee|charge|delay|queue|closure|wait|outage|strike|sale|break|surcharge|problem|stoppage|power)))(?=[^.;]*\b(?:you|your|our)\b)",
        "confidence": 0.4,
        "needs_time": True,
        "who": "we",
    },
    {
        "why": "what we do to it, with a time",
        "near": (
            *(" go", " ship", " lea", " com", " way", " flying", " heading", " follow", " hits "),
            *(" lands ", " reaches "),
        ),
        "pattern": rf"(?<!should\ )(?<!does\ )(?<!did\ )(?<!will\ )(?<!do\ )(?<!let\ )(?P<verb>\b{_SHORT_THING})(?:'s|'re)?\s+(?:(?:is|are)\s+)?(?:(?:going\s+up|(?:goes|go|going)\s+(?:in|out|off|live|through(?=\ (?:today|tonight|tomorrow|overnight|this|on|by|first)\b)|back\ to\ (?:you|your|the)|(?:in)?to\ your|on\ (?:your|tomorrow's|tonight's|today's)|back\ to\ you|today|tomorrow|tonight|over\ to\ you|to\ (?:the\ (?:printers?|lab|workshop|press|post|cobbler|cleaners?|courier|binders?|framers?|engravers?|warehouse|studio|tailor|jeweller|kitchen)|you|press|print|production|dispatch|finance|accounts|payroll)))"
        r"|follows?(?=\ (?:today|tomorrow|tonight|this|on|by|next|in|at|within|early|first|later)\b)|(?:hits?|reach(?:es)?|lands?\ (?:in|on|with))\ (?:your|you)|(?:ships?|shipping)\s+(?:out|off|to\ you|today|tomorrow|tonight|on|from)|(?:leaves?|leaving)\s+(?:us|here|our|the\ (?:warehouse|workshop|depot|shop|yard|studio|lab|bakery|kitchen|farm|mill|store|garage))"
        r"|(?:comes?|coming)\s+(?:off(?=\ (?:the|your|today|tomorrow|tonight))|back|out\ to\ you|to\ you|over\ to\ you|up\ to\ your|your\ way|with\ (?:it|the)|round\ to\ you)|(?:on|making)\s+(?:its|their)\s+way(?:\s+to\s+you)?|(?:flying|travelling|heading)\s+(?:\w+\s+)?(?:to\ you|your\ way|back\ to\ you))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "what we do to it, with a time",
        "near": (
            " leave here",
            " leaves here",
            " ship",
            " way",
            " going out",
            "going in",
            "coming to you",
            "coming up",
            " out to you",
        ),
        "pattern": rf"{_START}(?P<verb>{_BARE}\s+(?:leaves?\s+here|ships?(?=\s+(?:(?:out\s+)?(?:on|today|tomorrow|tonight|first\s+thing|this|next|early|by)\b|(?:out\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day))|(?:(?:is|are)\s+)?(?:going\s+in|coming\s+(?:your\s+way|to\s+you|up\s+to\s+you(?:r\s+\w+)?|over)|on\s+(?:its|their|the)\s+way|heading\s+(?:your\s+way|to\s+you)|going\s+out|(?:goes|go)\s+out\s+to\s+you)))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "what leaves us, with a time",
        "near": (" leaves ", " leaving ", "'s leaving"),
        "pattern": rf"{_AFTER}(?P<who>)(?:(?:your\s+(?:(?!{_NO_THING}\b)[\w'/-]+\s+){{0,3}}?(?!(?:flight|train|coach|ferry|boat|bus|plane|sailing|cruise|taxi|connection)\b)[\w'/-]+?|it|this|everything|(?:the|a|another)\s+(?:\w+\s+){{0,2}}?(?:parcel|package|order|box|pallet|lorry|truck|shipment|replacement|letter|card))(?:\s+is|'s)?)\s+(?P<verb>(?:leaves|leaving)\s+(?:today|tomorrow|tonight|on|by|at|first))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "what is being done to it, with a time",
        "near": (" being ", "'s being"),
        "pattern": rf"{_AFTER}(?P<who>)(?:(?:your|his|her|their|our|my|(?:the|a|an)\ (?:new|missing|replacement|right|corrected?|broken|faulty|damaged|spare|second|last|final|other))\s+(?:(?!{_NO_THING}\b)[\w'/-]+\s+){{0,4}}?[\w'/-]+?|(?:the|a)\ (?:new|missing|replacement|right|correct|spare|second|last|other)\ one|it|this|that|everything){_ASIDE}(?:\s+is|\s+are|'s)\s+(?P<verb>being\s+{PART})",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "what gets done to it, with a time",
        "near": (" get ", " gets "),
        "pattern": rf"(?:{_AFTER}(?P<who>){_SHORT_THING}\s+|{_START}{_BARE}\s+|(?<=\band\ ))(?P<verb>gets?\s+(?:(?:fully|all|also|then)\s+)*{PART})",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "what is done to it, with a time",
        "near": _IS_DONE,
        "pattern": rf"{_AFTER}(?P<who>)your\s+(?:(?!{_NO_THING}\b)[\w'/-]+\s+){{0,4}}?[\w'/-]+\s+(?P<verb>(?:is|are)\s+(?:{_DONE}))\b",
        "confidence": 0.4,
        "needs_time": True,
    },
    {
        "why": "said in short",
        "near": ("will ", "shall ", "going to", "gonna"),
        "pattern": rf"(?:^|(?<=[.!]\ )|(?<=-\ )|(?<=,\ )|(?<=\band\ ))(?P<verb>(?:will|shall)\s+(?!do\b[\s.!]*$)(?:(?:also|then|definitely)\s+)?(?:{DEED})\b(?!\s+(?:I|we|they)\b)|going\ to\s+{DEED}\b|gonna\s+{DEED}\b)",
        "confidence": 0.55,
        "who": "I",
    },
    {
        "why": "said in short, with a time",
        "near": ("ing", "back", "more", "answer"),
        "pattern": rf"(?:^|(?<=-\ )|(?<=,\ )|(?<=\band\ ))(?P<verb>(?:{DOING}\s+(?:it|them|you|u|ur|your|this|that|the|a|an|new|another|back\ to)|(?:calling|sending|shipping|posting|mailing|emailing|ringing|refunding|replacing|processing|checking|getting\ back|coming\ back|chasing|booking)|back\ (?:to|with)\ you|more\ (?:from\ (?:me|us)|on\ (?:this|that)|news)|answer)\b)",
        "confidence": 0.4,
        "needs_time": True,
        "who": "I",
    },
    {
        "why": "said in short, at once",
        "near": (
            "for you",
            "ing you ",
            "right away",
            "right now",
            "straight",
            "at once",
            "asap",
            "immediately",
        ),
        "pattern": rf"(?:^|(?<=-\ )|(?<=,\ ))(?P<verb>(?:{_MOVING}\ you\ (?:to|onto|into|on|up|over)\b|{DOING}\s+(?:it|them|you|u|ur|your|this|that|the|a|an)\b(?=[^.;,]{{0,40}}?\b(?:for\ you(?:\ now)?|right\ (?:away|now)|straight\ ?away|at\ once|asap|immediately)\b)))",
        "confidence": 0.45,
        "who": "I",
    },
]

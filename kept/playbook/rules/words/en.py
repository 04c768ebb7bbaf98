"""English words of anger, repetition, urgency, and of leaving."""

from __future__ import annotations

_VERY = r"(?:(?:\w+ly|so|very|more\ than|beyond|just|still|quite|and|yes|,)[\s,]+)*"
_WE = r"(?:i(?:'m|\ am|\ was|\ feel|\ felt)|we(?:'re|\ are|\ were|\ feel|\ felt)|makes?\ (?:me|us))"
_COUNT = r"(?:second|third|fourth|fifth|sixth|seventh|umpteenth|nth|tenth|\d+(?:nd|rd|th))"
_SOME = r"(?:twice|(?:two|three|four|five|six|several|many|\d+)\ times|more\ than\ once|repeatedly)"
_TOLD = r"(?:wr(?:ote|itten)|called|phoned|rang|asked|told|sent|explained|reported|said|complained|mailed|e-?mailed|contacted)"
_NUMBER = r"(?:an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty|\d+)"
_PAPER = r"(?:contract|subscription|account|membership|plan|policy|service)s?"
_CLOCK = r"(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|o'clock|h)\b|\d{1,2}:\d\d|noon|midnight|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\ o'clock)"
_BUSINESS = r"(?:business|custom|account|money|orders?|savings)"

NEGATION = r"\b(?:not|never|no|nothing|hardly|without|isn't|wasn't|aren't|don't|didn't|won't|neither|than)\W+(?:\w+\W+){0,2}$"
AT_FIRST = r"\bat\ first\b.*\bbut\b"
CALM = r"\b(?:no|not\ (?:an?\ )?|nothing|without|isn't)\W*(?:rush|hurry|urgent|urgency|emergency)|\bno\ need\ to\ hurry|\bwhenever\ you|\bin\ (?:your|its)\ own\ time|\btake\ your\ time"

ANGER = (
    (1.0, rf"{_WE}\s+{_VERY}(?:furious|angry|livid|outraged|fuming|seething|incensed|enraged|appalled|disgusted|pissed|fed\ up|insulted|mad\ (?:at|with)|infuriated|irate|cheated|humiliated|annoyed|exasperated|beside\ (?:myself|ourselves)|shocked|upset|let\ down|speechless|frustrated)\b(?!\s+(?:about|for)\ (?:how|you))"),
    (1.0, r"\b(?:furious|livid|outrag(?:ed|eous)|disgusting|disgrac(?:e|eful)|appalling|despicable|scandal(?:ous)?|infuriat\w+|pathetic|shameful|atrocious|abysmal|contempt(?:ible|uous)?|insolent|insult(?:ing)?|slap\ in\ the\ face|harass(?:ment|ing)|unforgivable|inexcusable|fuming|absurd|farce|mockery|nightmare|laughing\s?stock)\b"),
    (1.0, r"\b(?:unacceptable|ridiculous|unbelievable|laughable|what\ a\ joke|(?:is|was)\ (?:\w+\ )?a\ (?:\w+\ )?joke|you\ must\ be\ joking)\b"),
    (1.0, r"\bshame\ on\b|\bashamed\ of\ your|\b(?:should|ought\ to|must|can)\ (?:\w+\ )?be\ ashamed\b"),
    (1.0, r"\bhad\ (?:just\ |quite\ |about\ )?enough\ of\b|\b(?:i|we)(?:'ve|\ have)\ had\ it\b|\bhave\ had\ enough\b|\bend\ of\ (?:my|our)\ (?:patience|rope|tether)|\bpatience\ (?:is|has)\ (?:\w+\ )?(?:run|gone|at\ an\ end|over|exhausted)|\blast\ straw\b|\bsick\ (?:of|and\ tired)\b|\bfed\ up\b|\benough\ is\ enough\b"),
    (0.8, r"\bwast(?:e|ed|ing)\s+(?:\w+\s+){0,3}(?:on\ you|of\ (?:my|our)?\s?(?:time|money)|my\ time|our\ time|time)\b"),
    (1.0, r"\b(?:idiot(?:s|ic)?|morons?|moronic|imbeciles?|clowns|fools?|liars?|crooks|thieves|scam(?:mers?|med)?|rip[-\ ]?offs?|ripped\ (?:me|us)?\s?off|incompeten\w+|useless|clueless|dumb(?:ass)?|arrogant|ignorant|bullshit|crap(?:py)?|shit\w*|asshole|bastards?|bitch\w*|screw\ (?:you|this)|piss(?:ed|es|ing)?\b|wtf|stfu|damn(?:ed|it)?|goddamn|fuck\w*|hell\ (?:is|are|do|did|no)|dare\ you)\b"),
    (1.0, r"\b(?:the|what\ the|go\ to)\ (?:hell|heck)\b|\bgives?\ a\ (?:damn|toss|shit)|\bshut\ (?:the\ \w+\ )?up\b"),
    (1.0, r"\b(?:a\ lie\b|lies\b(?!\s+(?:in|on|at|with|under|between|near))|lied\b|lying\ to\b|(?:i|we)\ feel\ (?:cheated|deceived|betrayed|tricked|robbed)|cheat(?:s|ed|ing)\b|deceiv\w+)"),
    (0.7, r"\b(?:stupid|hopeless|rude(?:ly|ness)?|garbage|rubbish|trash|awful|horrible|terrible|horrendous|careless|lousy|sloppy|hates?|hated|sick|annoy(?:ed|ing|s)|angry|anger|rage|gross|worst|joke|nonsense|cowards?|disrespect\w*|toxic|vile|obnoxious|jerks?|hypocri\w+|losers?|sucks?|whin(?:e|ing|y)|evil|creep\w*|dick\w*|insane|cringe\w*|frustrat\w+|bloody|ugh+|tired\ of)\b"),
    (1.0, r"\bare\ you\ (?:even\ )?(?:serious|kidding|joking|(?:all\ )?asleep|blind|deaf|mad|out\ of\ your)\b|\bseriously\s*\?"),
    (1.0, r"\bdo\ you\ (?:really\ )?(?:take|think)\ (?:me|us|we\ are|i\ am|i'm)\b|\b(?:does|do|did)\ any(?:body|one)\ (?:\w+\ ){0,3}(?:read|care|listen|work|think)\b|\b(?:don't|do\ not|doesn't|simply\ not|couldn't)\ (?:you\ )?(?:even\ )?care\b|\bnobody\ (?:tells|calls|cares|listens)"),
    (1.0, r"\bwhat\ (?:kind|sort)\ of\ (?:a\ )?(?:business|company|people|service|place|shop|bank|firm)\b|\bwho\ taught\ you|\bhow\ (?:hard|difficult)\ can\ (?:it|that)|\bwhat\ else\ (?:am\ i|are\ we)\ supposed|\bwhat\ is\ wrong\ with\ you\b|\bwhat's\ wrong\ with\ (?:you\b|people)|\bhow\ many\ (?:more\ )?times\ (?:do|must|will|have)\b"),
    (0.8, r"\bcan(?:not|'t)\ believe\ (?:this|it|that|how|you|what)|\bexcuse\ me\s*[?!]|\boh\ (?:wonderful|great|lovely|brilliant)\b|\bcongratulations,?\ you\b|\bso\ let\ me\ get\ this\ straight|\bthanks\ for\ nothing|\bnothing\ but\ (?:excuses|trouble)"),
    (1.0, r"\b(?:spoken|talk(?:ed|ing)?|speak|spoke)\ to\ (?:me|customers|people|us|her|him)?\s*like\ (?:that|this|a)|\bhung\ up\ on\ (?:me|us)|\blaugh(?:ed|ing)\ at\ (?:me|us)|\bblame\ me\b|\byou\ people\b|\bi\ am\ not\ (?:a\ child|an\ idiot|stupid)|\bstop\ (?:sending|asking|calling|wasting|telling|lying)"),
    (0.6, r"\bno\ apology\b|\byou\ (?:broke|lost|hid|ruined|destroyed)\b|\bstood?\ there\b|\bdeeply\ disappointed|\b(?:very|so|really|extremely|bitterly)\ disappointed|\bdisappointing\b|\bdid(?:n't|\ not)\ (?:even\ )?(?:turn|show)\ up\b|\bsimply\ did\ not\b"),
    (0.3, r"\b(?:stop|die|kill\w*|bad(?:ly)?|wrong|worse|ugly|weird|fake|fail\w*|lazy|selfish|mess(?:y|ed)?|ruin\w*|blam\w+|complain\w*|abus\w+|racist|guilty|boring|nobody|whatever|smh|enough|mad|never|nothing|dirty|cheap|poor(?:ly)?|refus\w+|ignor\w+|excuses?|ban(?:ned)?|troll\w*|attack\w*|fight\w*|bully\w*|violen\w+|cry(?:ing)?|stfu|cancer|delusional|entitled|immature|offen[sd]\w+|problem|wtf|wrongly|guys?\ like|you're\ just|why\ (?:the|do|are|is|would)|get\ (?:over|out|a\ life)|leave\ me)\b"),
    (0.2, r"\b(?:you're|your|you|they|these|people|don't|can't|isn't|just|literally|even|ever|actually|really|so\ called)\b"),
    (0.5, r"\bhonestly\b|\bafter\ all\ (?:we|i)\b|\bat\ least\b|\bnot\ one\b|\bnot\ a\ single\b|\byou\ (?:value|take|charge)\b|\bnever\ in\ my\ life\b|\bput\ up\ with\b"),
)  # fmt: skip
KIND = r"\b(?:thank(?:s|\ you)?|love(?:d|ly|s)?|glad|great|happy|wonderful|awesome|congrat\w*|beautiful|amazing|hope\w*|good|nice|cute|haha+|lol|lmao|best|enjoy\w*|excit\w+|proud|cool|kind|welcome|appreciat\w+|interesting|agree|sorry|funny|perfect|fun|wish|curious|wow|helpful|favorite|luck\w*|friend\w*)\b"
REPEATED = (
    (1.0, rf"\b(?:the\ )?{_COUNT}\ (?:\w+\ )?(?:time|request|reminder|letter|e?-?mail|attempt|call|complaint|message|ticket|visit|day\ off|enquiry|inquiry)\b"),
    (1.0, rf"\b{_COUNT}\ (?:\w+\ ){{1,3}}in\ a\ row\b|\bin\ a\ row\b"),
    (1.0, r"\b(?:once\ (?:again|more)|yet\ again|yet\ another|here\ we\ go\ again|again\ and\ again|over\ and\ over|time\ and\ (?:time\ )?again|as\ usual)\b"),
    (0.8, r"\bevery(?:\.?\s+single)?\.?\s+(?:time|month|week|day|evening|night|morning)\b.{0,40}\bsame\b|\bevery\.?\s+single\b"),
    (1.0, r"\b(?:keeps?|kept)\ (?:\w+\ )?\w+ing\b|\bhappen(?:s|ed|ing)?\ again\b|\b(?:is|are)\ back\ again\b|\bback\ again\b|\bagain\ (?:nobody|no\ one|nothing|the\ (?:wrong|same))|\b(?:drips|broke|fails|failed|stopped|down|broken|gone|wrong|late|missing)\ again\b|\b(?:question|ticket|letter|case|matter|request|complaint)\b.{0,30}\bstill\ open\b|\bnot\ the\ first\ time|\bexactly\ (?:as|like)\ in\b"),
    (1.0, r"\bstill\ (?:no|not|have(?:n't|\ not|\ no)?|has(?:n't|\ not|\ no)?|waiting|nothing|wrong|broken|missing|unanswered|unsolved|isn't|doesn't|drops?|don't)\b"),
    (1.0, rf"\b(?:already|before)\ (?:\w+\ )?{_TOLD}\b|\b{_TOLD}\b.{{0,50}}\b{_SOME}\b|\bas\ (?:i|we)\ (?:have\ )?(?:already\ )?(?:wrote|said|written|told|explained)\b|\b{_SOME}\b.{{0,25}}\b{_TOLD}\b|\b{_TOLD}\b.{{0,40}}\b(?:already|before|and\ again|again)\b"),
    (1.0, rf"\b{_TOLD}\s+(?:you\s+)?(?:it\s+)?(?:on\s+|in\s+|last\s+)?\w+,?\s+(?:on\s+|in\s+)?\w+,?\s+and\s+(?:on\s+|in\s+)?(?:again|today|yesterday|this|last|\w+day|\w+ber|\w+ch)\b"),
    (1.0, r"\b(?:no|without\ (?:an?\ |any\ )?|not\ (?:had|received|got|gotten|heard)\ (?:an?\ |any\ )?|nor\ an\ )(?:answer|reply|response)\b|\b(?:without|never)\ (?:an\ )?answer(?:ed)?\b|\bnot\ (?:yet\ )?(?:been\ )?answered\b|\bnobody\ (?:has\ )?(?:ever\ )?(?:answer|repl|c[ao]m|rang|call|show)\w*|\bnot\ heard\ (?:back|anything)|\bhear\ nothing\b"),
    (1.0, r"\bhow\ many\ (?:more\ )?times\b|\bfollow(?:ing|ed)?[\ -]up\ (?:on|to)\b|\breminder\ of\b|\b(?:two|three|four|five|six|seven|\d+)\ different\ people\b|\bfrom\ the\ beginning\b|\b(?:i|we)\ have\ now\b|\bcome\ back\ to\ this\b|\bremind\ you\b"),
    (1.0, r"\b(?:the|exactly\ the)\ same\ (?:\w+\ )?(?:error|mistake|problem|excuse|answer|fault|story|issue|promise|code|letter)\b|\bnow\ the\ same\b|\bsame\ (?:error|excuse|mistake)s?\b"),
    (0.9, r"\bwhere\ (?:is|are)\ my\b|\bfor\ (?:weeks|months|days|ages)\b|\banother\ (?:week|month|day)\ (?:without|and|gone)|\bthen\ (?:i\ was|it\ was|they)\ promised\b|\bwas\ promised\b|\bpromised\ (?:me\ )?(?:a\ )?(?:call|answer)|\bsince\ (?:may|march|april|june|july|august|\w+ber|january|february|\w+day),?\ (?:and\ )?(?:still|nothing|no)\b"),
    (0.5, r"\b(?:weeks|months)\b.{0,40}\bnothing\b|\bagain\b|\bstill\b|\btwice\b|\bsecond\ time\b|\balthough\ i\b|\bboth\ times\b|\beach\ time\b|\bonce\ AGAIN\b"),
    (0.8, r"\b(?:on|in)\ (?:\w+day|january|february|march|april|may|june|july|august|september|october|november|december|\d+)\b(?:,|\ and)\ (?:again\ )?(?:on\ |in\ )?(?:\w+day|january|february|march|april|may|june|july|august|september|october|november|december|\d+)\b.{0,30}\b(?:and|but|both|said|today|last|again|this)\b"),
)  # fmt: skip
URGENT = (
    (1.0, r"\burgent(?:ly)?\b|\basap\b|\bas\ soon\ as\ (?:possible|you\ (?:see|get|read|can|have))|\bimmediate(?:ly)?\b(?!\s+effect)|\bat\ once\b|\bright\ (?:now|away)\b|\bstraight\ away\b|\ban?\ emergency\b|\bthis\ instant\b|\bwithout\ delay\b"),
    (1.0, r"\bevery\ (?:minute|second|hour)\ counts\b|\bby\ the\ (?:minute|hour)\b|\bhurry\b|\bcome\ quickly\b|\bquick(?:ly)?\s*[.!]|\btime\ is\ (?:short|running)|\bdeadline\b|\bno\ time\b|\bcannot\ wait\b|\bcan't\ wait\ (?:until|any|for\ you)|\btime[-\ ]critical\b|\bat\ any\ hour\b"),
    (1.0, rf"\bwithin\ (?:the|{_NUMBER}|an)\ (?:hours?|minutes?|day)\b|\bin\ (?:less\ than\ )?{_NUMBER}\ (?:hours?|minutes?)\b|\bone\ more\ day\b"),
    (1.0, r"\b(?:needs?|must|have\ to|has\ to|please|fix|sort|correct|solve|help)\b[^.!?]{0,60}\b(?:today|tonight|now|this\ (?:morning|afternoon|evening)|by\ (?:tomorrow|tonight|then))\b|\b(?:today|tonight|this\ (?:afternoon|evening))\b[^.!?]{0,40}\b(?:need|must|latest)\b|\bfirst\ thing\ tomorrow\b|\bby\ tomorrow\b"),
    (0.8, rf"\b(?:by|before|until|at)\ {_CLOCK}|\bat\ (?:nine|ten|eight|seven|six|five|noon)\b|\bby\ (?:then|noon|midnight)\b"),
    (0.6, r"\b(?:tonight|tomorrow\ morning|this\ (?:afternoon|evening)|midnight\ today|today\ is|is\ due\ today|due\ today|on\ duty|closes?\ (?:on\ \w+\ )?at|(?:opens?|starts?|begins?|meets?|leaves?)\ (?:at|in|tonight|today|tomorrow|this|on\ (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)))\b"),
    (0.7, r"\b(?:smoke|on\ fire|sparks|gas\ smell|smell\ of\ gas|burning|flood(?:ed|ing)?|leak(?:s|ing)?|water\ everywhere|stolen|locked\ (?:out|in)|stuck\b|trapped|bleeding|is\ down\b|hospital|insulin|ambulance|fire\ brigade|spoils?|tricked|inspector)\b"),
    (1.0, r"\b(?:fire\ brigade|ambulance|(?:person|somebody|someone|child|people)\ (?:is\ )?(?:still\ )?inside|trapped|call\ the\ police|(?:smell\ of|smells\ of)\ gas|gas\ leak|on\ fire|water\ everywhere|unconscious|chest\ pain)\b"),
    (0.5, r"\bplease\ (?:call|ring|phone|come|stop|block|answer)\b|\bhelp\b(?:[.!]|\s*$)|\bHELP\b|\bwho\ (?:do|can)\ i\ call\b|\bwho\ is\ on\ duty\b|\bwithout\ it\b|\botherwise\b|\bcannot\ (?:board|work|get\ in)|\bnobody\ opens\b|\bin\ front\ of\ the\ (?:door|hotel|house|shop)|\b(?:is|am)\ (?:inside|stranded)\b|\bexpired?\b|\bblocked\b|\bis\ it\ safe\b|\bbaby\b|\blives\ alone\b|\bby\ (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\bstill\ miss\b|\bthe\ \w+\ is\ (?:on\ )?(?:saturday|sunday|monday|tomorrow|wednesday|friday)\b|\bsince\ this\ morning\b|\bfor\ my\ \w+\ interview\b|\bno\ heating\b"),
)  # fmt: skip
LEAVING = (
    (1.0, rf"\b(?:cancel(?:l?ing|led)?|terminat(?:e|ing|ed)|clos(?:e|ing)|end(?:ing)?|quit(?:ting)?)\s+(?:my|our|the|this|your)\ (?:\w+\ )?{_PAPER}\b|\b(?:{_PAPER}|orders?)\ is\ cancell?ed\b|\bdelete\ (?:my\ account|everything|my\ data)\b|\bi(?:'m|\ am)\ cancel?ling\b|\bhow\ (?:i|we|do\ i|do\ we|can\ i)\ (?:end|cancel|get\ out\ of)\ (?:my|our|the)\b"),
    (1.0, r"\b(?:not|won't|never|nor)\ (?:be\ |to\ )?(?:renew|extend|renewing|extending|renewed|prolong)\b|\bconsider\ this\ (?:my|our)\ notice|\b(?:give|giving|hand\ in)\ (?:you\ )?(?:my|our)?\s?notice\b|\bform\ to\ withdraw|\bwithdraw\ from\ (?:the|our|my|this)\ contract\b"),
    (1.0, rf"\b(?:take|taking|move|moving|bring)\ (?:my|our)\ (?:\w+\ )?{_BUSINESS}\b|\b(?:somewhere|anywhere)\ else\b|\belsewhere\b|\b(?:go(?:ing)?|turn(?:ing)?|switch\w*|mov(?:e|ing)|signed?|contract)\ (?:\w+\ ){0,2}(?:to|with)\ (?:somebody|someone)\ else\b|\b(?:move|moving|switch(?:ing)?|chang(?:e|ing)|go(?:ing)?)\ (?:over\ )?to\ (?:the\ |your\ |a\ |an)?\s?(?:other(?!\s(?:country|city|town|room|flat|house|address|account|day|date|desk|card|seat|time|size|colour|color|plan))|competit\w+|different\ (?:provider|supplier|bank|company|shop|insurer|gym|carrier)|new\ (?:provider|supplier|bank)|shop\ across|people\ who)"),
    (1.0, r"\byour\ (?:main\ |biggest\ )?(?:competit(?:or|ors|ion)|rivals?)\b|\b(?:look(?:ing)?\ for|find|found|signed\ with|choose|chosen)\ (?:myself\ |ourselves\ )?(?:another|an\ other|some(?:body|one)\ else|a\ different|other)\b|\bi\ have\ found\ an?\b.{0,40}\bthat\b|\b(?:go(?:ing)?|mov(?:e|ing)|switch(?:ing)?|chang(?:e|ing)|try|use)\ (?:\w+\ ){0,3}another\ (?:supplier|provider|bank|shop|company|partner|insurer)\b"),
    (1.0, r"\b(?:lost|losing|lose)\ (?:(?:a|me|us|yourself)\ )(?:as\ )?(?:an?\ )?(?:\w+\ )?(?:customers?|clients?|members?)?\b|\bnever\ again\b|\b(?:i|we)(?:'ll|\ will|\ shall)?\ never\ (?:ever\ )?(?:order|buy|come|shop|book|use|fly|stay|return|set|spend)\b|\b(?:will|shall|would)\ not\ (?:be\ |come\ )?(?:back|return|order|buy|set\ foot|use)\b|\bwon't\ be\ (?:back|coming|ordering)|\bset\ foot\b"),
    (1.0, r"\b(?:leave|leaving)\ (?:you|your\ (?:bank|company|club|service))\b|\b(?:i|we)\ (?:am|are|'m|'re)\ (?:leaving|out|done\ with\ you|gone)\b(?!\s+(?:on|for|at|the|a|to|early|next)\b)|\bno\ reason\ to\ stay\b|\bwhether\ (?:we|i|to)\ stay\b|\b(?:stay|staying|remain|extend)\ with\ you\b|\bstay\ a\ (?:member|customer)|\bdone\ with\ (?:you|this\ company)\b|\bit\ is\ over\b|\bpart\ (?:ways|company)\b|\blast\ chance\b"),
    (0.6, r"\b(?:ask|want|have)\ (?:for\ )?my\ money\ back\b|\bfinal\ bill\b|\bstop\ (?:your|the)\ (?:direct\ )?debit\b|\bdo(?:n't|\ not)\ want\ anything\ else\b|\bnever\ write\ to\ me\b|\bnine\ years\b|\bif\ (?:this|that|nothing)\b|\bunless\b|\bprice\ rise\b"),
)  # fmt: skip

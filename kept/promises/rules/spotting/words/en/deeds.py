"""What a service desk does, and what it says of things without promising anything. English."""

_PLAIN = (
    "add adjust amend answer apply appraise arrange ask assess assign assist audit back badger bake bill bleed blow"
    " book bother brief bring build bung calibrate call cancel change charge chase check chill chuck circle clean"
    " clear close collect come compensate complete confirm contact convert copy correct courier cover credit cut deal"
    " debit decant delete deliver deploy design develop dig disconnect discuss dispatch dm do draft draw drive drop"
    " dry edit email e-mail enable engrave enlarge escalate estimate examine exchange extend fax ferry fetch file fill"
    " film find finish fit fix flag fly follow forward frame freeze generate get give glaze glue go grade grease guide hand"
    " handle hang have help hem hold honour honor hound hunt hurry include increase inform inspect install investigate"
    " invoice iron issue jump keep label launch leave let lift list load lodge log look lower mail make map mark"
    " match measure meet mend merge message mount move mow msg nip nail notify nudge offer oil open order organise organize"
    " overnight pack paint pass patch pay pencil phone pick ping place plane plant plaster poke polish pop post press"
    " prepare price print process proofread provide prune publish pull push put quote raise reach rebind rebook"
    " rebuild recalculate recheck reconcile record recover recut re-cut redeliver redo refill refinish refit refuel"
    " refund register rehang reimburse reindex reinstate reissue release relist remind remove renew reopen repair"
    " repaint replace reply report reprint re-print request reroute reschedule resend reserve reset reship resize"
    " resolve respond restart restock restore restring return reverse revert review rewire ring rinse roll rotate"
    " rule run sand save scan schedule seal see send serve service set settle sew share sharpen shift ship shoot shout show"
    " sketch slot solder sort speak spray squeeze start step stick stitch stop strip submit supply survey swap swing"
    " switch take talk teach tell telephone test text thaw tidy top touch tow trace track train transfer translate treat trim"
    " true tune turn type unblock unfreeze unload unlock untangle update upgrade upload valet verify visit"
    " waive walk warm wash water weed weigh weld whitelist whizz wipe wire work wrap write"
)
_DOUBLED = (
    "cut dig drop fit flag get hem jog log map nip plan plug pop put rebut recut refit run scan set ship shop"
    " slot step stop strip swap submit tag top transfer trim unplug wrap zip cancel label refuel"
)
# Said of a shop or of a service, these tell how it works, not what will be done.
_CUSTOMS = (
    "answer apply bill change charge close cover find finish go handle have include increase keep leave let list look lower make match move offer open process"
    " reply respond rule run see serve show start step stop switch take track turn type work"
)


def _doing(verb: str) -> str:
    if verb in _DOUBLED.split():
        return f"{verb}{verb[-1]}ing"
    return f"{verb[:-1]}ing" if verb.endswith("e") and verb != "see" else f"{verb}ing"


def _does(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")) or verb in {"do", "go", "redo"}:
        return f"{verb}es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return "has" if verb == "have" else f"{verb}s"


_VERBS = _PLAIN.split()

DEED = f"(?:{'|'.join(sorted(_VERBS, reverse=True))}|try\\ again)"
DOING = f"(?:{'|'.join(sorted(map(_doing, _VERBS), reverse=True))})"
DOES = (
    f"(?:{'|'.join(sorted((_does(v) for v in _VERBS if v not in _CUSTOMS.split()), reverse=True))})"
)

ADVERBS = (
    r"(?:(?:also|then|gladly|happily|personally|certainly|definitely|absolutely|of\ course|just|now|immediately|quickly|still"
    r"|be\ sure\ to|make\ sure\ to|make\ sure\ that|go\ ahead\ and|simply|instead|first|both|all|either|therefore|again|soon"
    r"|shortly|promptly|urgently|myself|ourselves|obviously|naturally|indeed|in\ turn|carefully|readily|directly|in\ person|promise\ to)\s+)*+"
)
WILL = r"(?:'ll|\s+will|\s+shall|(?:'(?:m|re)|\s+(?:am|are))(?:\s+(?:just|also|now|then))?\s+going\s+to|(?:'|\s+a)?(?:m|re)\s+gonna|\s+gonna|\s+undertake\s+to)"
WILL3 = r"(?:'ll|\s+will|\s+shall|(?:'s|\s+is|\s+are)(?:\s+(?:just|also|now|then))?\s+(?:going\s+to|gonna)|\s+gonna)"
# What follows `I will` and promises nothing: states, courtesies, turns of speech.
NO_DEED = (
    r"(?!(?:not|never)\b"
    r"|be\s+(?!in\ touch|your\ (?:contact|point)|back\ (?:to|with|in\ touch)|with\ you|there\ (?:at|by|on|before|within|between|in|tomorrow|today)|on\ (?:it|the\ phone)|round|over\ (?:to|at|on|tomorrow)"
    r"|(?!looking\ forward|hoping|waiting|wondering|closing|leaving|going\ (?:away|on)|having(?!\ a\ (?:word|look|chat))|needing|thinking|honest|missing|seeing\ (?:a\ lot|some|more|much))\w+ing\b)"
    r"|have\s+(?:to|no|been|had|trouble|a\ (?:think|ponder))\b"
    r"|(?:try|need|want|wait|hope|assume|miss|think|consider|admit|say|see(?!\s+(?:to|about)\b)|guess|bet|understand|believe|like|love|hate|require"
    r"|suppose|remember|mention|explain|level|imagine|agree|appreciate|expect|probably|likely|possibly|perhaps|maybe|hopefully"
    r"|aim|attempt|endeavou?r|strive|seek|intend|plan|wish|regret|apologi[sz]e|thank|usually|normally|typically|generally|often"
    r"|spare|concede|own|know|enjoy|mind|spend|lose|feel|look\ forward|get\ (?:a|the)\ (?:feeling|bill)|struggle|charge|bill|cost|grant\ you)\b"
    r"(?!\s+(?:to\ it|you\ (?:at|on|then|there)\b(?=.*\d)|into|more\ (?:by|on|tomorrow|about))|\s+again\b)"
    r"|put\s+(?:it\ (?:this|another)\ way|my\ hand)|take\s+(?:your\ word|the\ blame|offen[cs]e|no|that\ as)|do\s+(?:my|our)\s+(?:very\ |level\ )?best|do\s+(?:what|everything|all|anything)\s+(?:I|we)\s+can"
    r"|keep\s+(?:my|our)\s+fingers|leave\s+(?:you\ to|the\ choice|it\ (?:there|up\ to|to\ you))|let\s+(?:you\ (?:choose|decide|go|get|off|pick)|that\ slide|it\ go)"
    r"|give\s+(?:you\ that|it\ (?:a\ (?:try|go|shot)|my\ best))|go\s+(?:crazy|mad)|make\s+(?:an?\ educated|no)|ask\s+(?:you|that)\b|come\ clean|cross\ (?:my|our)|get\s+to\s+the\s+point|tell\s+you\s+(?:that|what\ (?:I|we)\ think|straight|honestly|a)|not\b)"
)
# What is said to be done to something, by us.
_NOT_DONE = (
    r"(?!(?:closed|shut|open|opened|charged|due|required|requested|needed|asked|able|unable|available|unavailable|on|off|away|out|over|fine|sold|served|seated|free|given\ priority"
    r"|held\ (?:at|on|in|over)|expected|assumed|deducted|debited|billed|forfeited|liable|considered|treated|subject|redirected|lost|affected|interested|pleased|delighted|glad|happy|disappointed|surprised|entitled|fixed\ (?:until|till|at|for)|cut(?!\ (?:out|back|down\ to|for|to\ size|while))|turned\ off|switched\ off|missed|no|more|less|a|an|the|very|too|quite|nice|great|good|better|best|ok|okay|hard|easy|difficult|possible|impossible|worth|gone|late|delayed|cold|busy|based|based\ on|limited|applied|offered|on\ sale|staffed|stored|used|reduced|increased|raised\ by|discontinued|withdrawn|automatically)\b)"
)
_IRREGULAR = (
    r"(?:(?:re-?|un|over)?(?:sent|paid|done|made|put|brought|taken|given|kept|held|set|found|built|run|told|written|bought|drawn|lent|swept|dealt|laid|met|spoken|shown"
    r"|bent|bled|bound|caught|dug|driven|fed|fit|flown|frozen|ground|hung|led|lit|mown|sewn|read|rung|shorn|spun|stuck|strung|struck|thrown|torn|woven|wound|won|worn)"
    r"|re-?cut|cut\ (?:out|back|while|down\ to|for\ you|to\ size)|shut\ down|sold\ to\ you|seen\ to|begun|left\ (?:at|with|for|behind|on|out))"
)
PART = rf"(?:{_NOT_DONE}(?:\w+ed|{_IRREGULAR})\b)"
STATE = r"(?:with\ (?:you|the\ \w+(?=\ (?:on|by|at|before)\b))|there|gone\ from\ your|in\ (?:the|your)\ (?:\w+\ )?(?:portal|app|e-?mail|letter\ ?box|in-?box)|ready|waiting|back|yours|online|up\ and\ running|in\ (?:the\ (?:post|mail)|your\ (?:account|inbox|hands|mailbox|letterbox|wallet|room|seat|possession)|touch|place)|on\ (?:its|their|the|your)\ (?:way|doorstep|desk|account|card)|at\ (?:your|our)|at\ the\ (?:counter|desk|front\ desk|reception|till|gate|door)|on\ it\b|on\ (?:our|your|the|tonight's|tomorrow's|today's)|back\ on|in\ our|potted)"

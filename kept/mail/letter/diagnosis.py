"""What a refusal means: the words of mail systems to a reason, and whether it is for good."""

from __future__ import annotations

import re

DEAD, FULL, POLICY, TEMPORARY, OTHER = "address_dead", "full", "policy", "temporary", "other"
HARD, SOFT = "hard", "soft"
LONGEST = 2000

ADDRESS = re.compile(r"<?[^\s<>@\"(),;:]{1,100}@[^\s<>@\"(),;:]{1,150}>?")
URL = re.compile(r"(?:https?://|www\.)\S{1,500}")
HOST = re.compile(
    r"(?<![\w.-])(?=[\w.-]{0,120}[a-z])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?:\[[\w.:]{1,60}\])?(?![\w-])"
)
IP = re.compile(r"\[?\d{1,3}(?:\.\d{1,3}){3}\]?")

WHO = r"(?:user|recipient|account|mailbox|mail ?box|address(?:ee)?|member|e-?mail|inbox|customer|subscriber|rcpt|login|alias|local ?part|destination|postbox|person|username|receiver|id)"
NOT_THERE = (
    r"(?:unknown|not (?:be )?(?:found|known|exist|exists|listed|valid|recogni[sz]ed|registered|here|local|a valid|"
    r"available here|hosted|in use|on this|in the|in our|allowed here|deliverable|accepted here|resolved|an? )|does ?n[o']t exist|didn'?t exist"
    r"|dosn't|invalid|no longer|undeliverable|non-?exist|deleted|removed|incorrect|wrong|unrout|illegal|expired|terminated|closed\b|cancell?ed"
    r"|isn't|rejected|bad\b|inactivated for good|has been deleted|not exist|unavailable)"
)
WRONG = (
    r"(?:unknown|no such|invalid|bad|illegal|non-?existent|unrout(?:e)?able|undeliverable|unrecogni[sz]ed|incorrect|wrong|not a valid|"
    r"unregistered|undefined|unlisted|no valid|no matching|not our|no|not a known|not a)"
)


def words(*lines: str) -> re.Pattern[str]:
    return re.compile("|".join(lines))


QUOTA = words(
    r"\bquota\b",
    r"(?:mail ?box|inbox|mail ?folder|maildir|spool|postfach|account|user|recipient|message store|mailstore|storage)\b.{0,60}\b(?:full|voll|exceed|overfull|out of space)",
    r"\bfull (?:mail ?box|inbox|account)|mailfull|overquota|\b[45]\.2\.2\b",
    r"insufficient (?:system |disk |mail ?box )?(?:storage|space)|not enough (?:storage|disk|space|room)|no space|disk (?:is )?full|out of (?:disk|storage)",
    r"too many (?:messages|mails) (?:in|on|for)|too much mail|no room|exceeded (?:his|her|its|their|the) (?:\w+ )?(?:storage|space|disk|mailbox)",
    r"\b(?:exceed|over|beyond)\w* .{0,40}(?:storage|disk|mailbox|space|allocat)",
    r"speicher\w*.{0,30}(?:ü|ue)berschritten|kontingent|(?:boîte|boite)\b.{0,40}\bpleine|casella\b.{0,20}\bpiena|buz[oó]n\b.{0,20}\blleno|caixa\b.{0,20}\bcheia",
    r"postvak\b.{0,20}\bvol\b|skrzynk\w+\b.{0,40}\b(?:pełna|przepełn)|ящик\b.{0,20}\bпереполн|容量.{0,6}(?:超|不足|满|滿)|(?:邮箱|信箱|郵箱|メールボックス).{0,12}(?:满|滿|一杯|いっぱい|超過)|사서함.{0,10}(?:가득|초과)",
)
OWN_QUOTA = words(
    r"(?:daily|hourly|relay|sending|send|outgoing|outbound) (?:\w+ )?quota|quota for sending"
)
RATE = words(
    r"receiving mail (?:too quickly|at a rate)|\brate\b.{0,30}(?:limit|prevent|exceed)|rate ?limit|throttl|gr[ea]y ?-?list|slow down",
    r"too many (?:concurrent|simultaneous|connections|sessions|recipients|mails per|messages per|emails)|too fast|connection (?:rate|limit|count)",
    r"max(?:imum)? (?:number of )?connections|recently exceeded|resources temporarily",
)
SENDER = words(
    r"(?:\bfrom:|\b(?:sender|mail from|from address|return[- ]path|envelope[- ]?from|sending|originator|your (?:address|domain|mail|email|e-mail|ip|host|server|message|system|network))\b).{0,60}"
    r"(?:reject|denied|refus|not allowed|not accept|invalid|block|verif|unknown|exist|unrout|resolv|not found|must|banned|list|unable|bad|not permit|not authori)",
    r"(?:reject|denied|refus|invalid|block|verif|unknown|unrout|bad|no such|forged|unroutable|malformed)\w*\b.{0,30}\b(?:sender|mail from|from address|return[- ]path|envelope from)",
    r"permission to (?:post|send)|not allowed to (?:post|send)|domain of (?:the )?sender|\b[45]\.1\.[78]\b|backscatter|callout|not valid sender|sender verify|sender id|spoof",
)
IDENTITY = words(
    r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b|sender policy|authenticat|authori[sz]|credential|\b[45]\.7\.2\d\b",
    r"reverse (?:dns|lookup|name)|\bptr\b|\brdns\b|in-addr|resolv\w+ (?:your|client)|unverif|cannot find your|dns lookup of|no ptr|helo|ehlo|\bfqdn\b",
    r"dnsbl|\bd?rbl\b|black ?list|block ?list|deny ?list|blacklisted|(?<!not )listed (?:in|at|by|on)|spamhaus|sorbs|spamcop|barracuda|senderbase|proofpoint|reputation|abus(?:e|ive)|banned|complain|dynamic|dial-?up|residential|isp\b",
    r"relay|rcpthosts|not (?:allowed|permitted|configured|able) to (?:send|relay)|mail server for|don't handle mail for|not local to this|\bstarttls\b|\btls\b|encrypt|certificate",
)
CONTENT = words(
    r"\bspam|virus|malware|malicious|phish|infected|unsolicited|junk|\bbulk\b|scored|suspicious|blocked|blocking",
    r"polic(?:y|ies)|prohibit|forbidden|violat|not permitted|disallow|not authori|unauthori|security|restrict|filter",
    r"(?:message|mail|content|header|attachment|body|subject|text|data|transmission)s?\b.{0,40}(?:reject|refus|denied|not allow|not accept|invalid|quarantin|returned|unaccept|missing|malform|illegal)",
    r"(?:reject|refus|denied)\w* (?:message|mail|content|your|by|due|because|for)|header error|duplicate header|non-?compliant|rfc ?\d{3,4}|bare (?:lf|cr)|8-?bit|mime|\b5\.6\.\d|\b5\.7\.\d",
    r"too (?:large|big|long)|size (?:limit|exceed|of)|exceed\w* (?:the )?(?:size|max|fixed|limit|message|allowed)|message size|larger than|max(?:imum)? (?:message |mail |allowed )?size|oversize|\b5\.[23]\.[34]\b",
    r"(?:files?|attachments?|extensions?|types?)\b.{0,30}\bnot (?:allowed|accepted|permitted)|verification failed|limit|command|syntax|parameter|protocol|pipelining|unacceptable",
)
REFUSED = words(
    r"access (?:is )?(?:denied|not allowed|to this)|permission denied|connection (?:refused by|rejected|not accepted|not allowed|denied|dropped)|client host|rejected|denied|refused|not accept|not welcome|banned|go away"
)
GONE_DOMAIN = words(
    r"host (?:or domain (?:name )?)?(?:is )?(?:not found|unknown|could not be found|not exist)|unknown host|\b(?:domain|host|hostname)\b.{0,50}(?:not found|not exist|unknown|no longer|n't exist|nonexist|invalid|not hosted|not be found|not known|may not exist)",
    r"no such (?:domain|host)|nxdomain|non-?existent (?:domain|host)|(?:unknown|invalid|bad) (?:destination )?(?:domain|host|system|mail domain)|unrout(?:e)?able (?:mail )?domain|\b5\.1\.2\b|\b5\.4\.4\b",
    r"all relevant mx records point to non-?existent|name service error for name=.{0,80}(?:not found|no data)|illegal host|mx (?:record|host)s? (?:not|could|point)|no mx|couldn't find any host|no (?:a|mx|dns)[ /].{0,20}record|missing the proper dns|cannot resolve",
)
NO_MAIL = words(
    r"(?:does not|doesn't|do not|don't|not|never) (?:accept|accepting|receive|take)(?:s|ing)? (?:any |incoming |e-?mail|mail|messages)(?!.{0,20}\b(?:from|without|with|due)\b)|null ?mx|no smtp service|\b556\b|\b5\.1\.10\b|smtp is not supported|no mail accepted"
)
AGENT = words(
    r"x-unix|procmail|maildrop|command (?:output|time limit|died)|(?:couldn't|can't|could ?not|can ?not) (?:create|open|lock|write|append|chdir|stat)|unable to (?:create|open|lock|write|append|chdir)"
    r"|error (?:writing|opening) (?:to )?(?:the )?(?:mailbox|message|file)|permission denied.{0,30}(?:file|folder|/)|local delivery (?:failed|error)"
)
LOST = words(
    r"(?:not|n't) accept(?:ing)? (?:our |any )?(?:requests? to connect|connections?)|deferred\b.{0,30}\bconnection|"
    r"address verification in progress|unverified address|lost connection|connection (?:timed out|reset|closed|lost)|conversation with .{0,80}timed out|connect to .{0,80}(?:refused|timed out|unreachable|no route)|malformed or unexpected name server|try again|temporary (?:dns|lookup)|temporarily (?:unable|failed)"
)
PHASE = words(r"\(in reply to [^()]{0,60}\)")
AFTER_DATA = words(
    r"(?:in reply to|after|response to) (?:the )?(?:end of data|data|sending data block)|end of data"
)
GONE_USER = words(
    WHO
    + r"s?\b[\s:\"'<(\[@>)\]]{0,6}(?:name |address |account |id |box |you \w+ |specified )?(?:@ )?(?:is |was |has been |could |are |does |do |has |currently |also )*"
    + NOT_THERE,
    WRONG
    + r"[\s:-]{1,3}(?:or \w{1,20} )?(?:local |virtual |e-?mail |mail |valid |such |smtp |destination |system |recipient |user |mail ?box |known |matching |active |address |final )*"
    + WHO
    + r"(?:e?s)?\b",
    r"(?:^|[\s>.:])(?:does|do|did) ?n[o']t exist|doesn't exist|not exist\b|no longer (?:available|valid|in use|active|accept|exist|with|on|here|employ|work|a )",
    r"has moved|(?:user|recipient|address|person|employee) (?:has )?(?:moved|left|changed)|new (?:e-?mail )?address|changed (?:his|her|its|their|my) (?:e-?mail )?address|moved to",
    r"no mail ?box|no account|nobody (?:here|by)|by that name|never (?:heard|existed)|not in (?:my|our|the) (?:control|list|dir|user|local|system)|not our (?:customer|user)|don'?t have|does not have an?|have no \w+ (?:user|mailbox|account)|couldn'?t find (?:any|a)? ?(?:user|mailbox|such)|unbekannt|nicht (?:bekannt|gefunden|vorhanden)|existiert nicht|gibt es nicht|inconnu|n'existe|desconocid|no existe|sconosciut|onbekend|nieznan|okänd|ukendt|ukjent|tuntematon|neznám|ismeretlen|bilinmeyen|necunoscut",
    r"пользовател\w+.{0,20}не (?:найден|существ)|не существует|неизвестн\w+ (?:адрес|пользоват)|(?:用户|使用者|收件人|信箱|地址|帐号|帳號).{0,8}(?:不存在|无效|無效|未找到|找不到|不详)|不存在.{0,6}(?:用户|地址)",
    r"(?:宛先|ユーザ|メールアドレス|アドレス|受信者).{0,20}(?:見つかりません|存在しません|存在せず|不明)|(?:사용자|수신자|계정|주소).{0,10}(?:없|찾을 수|존재하지)|não existe|inexistente|usuário desconhecido|introuvable|bestaat niet|finns inte|findes ikke|finnes ikke|nie istnieje|neexistuje|nem létezik|bulunamadı",
    r"not listed in (?:\w+ ){0,3}(?:domino|public|directory|address book|name)|doesn'?t have an? |(?:permanently|been) closed|address\b.{0,30}\bnot valid|account not available|has been replaced by|host address lookups failed permanently",
    r"not (?:one of )?my (?:users|recipients)|no such (?:destination|name|local)|(?:left|no longer (?:works|working)) (?:for |at |with )?(?:the |our |this )?(?:company|firm|organi[sz]ation)",
    r"\b5\.1\.[0136]\b|recipnotfound|nosuchuser|user not|unknown (?:to|in|local)|unlisted|rcpt to not|not a (?:valid|known|local)|address error|user lookup|no recipient|not found in|invalid recipients?|not a member",
)
SUSPENDED = words(
    r"(?:account|mail ?box|user|address|recipient|domain|e-?mail|customer|inbox|addressee)\b.{0,60}(?:disabled|suspend|inactive|deactivat|frozen|locked|dormant|not active|on hold|discontinued|overdue|not activated|temporarily blocked|is blocked)",
    r"archiv\w+ recipient|destinataire archiv|(?:konto|postfach)\b.{0,30}(?:gesperrt|deaktiviert|inaktiv)|(?:compte|cuenta|conta)\b.{0,30}(?:désactiv|suspend|desactivad|inactiv)",
    r"(?:disabled|suspended|inactive|deactivated|frozen|locked|dormant)[\s-].{0,20}(?:account|mail ?box|user|address|recipient|domain|customer)|\b5\.2\.1\b",
)
LATE = words(
    r"timed? ?-?out|timeout|expired|too long|retry time|time limit|giv(?:ing|en) up|not (?:yet )?been (?:able|delivered)|still (?:being|trying)|not delivered within|within \d+ (?:day|hour)|\bdelay|have been failing|\b[45]\.4\.7\b|could not be delivered (?:for|within|in)|days|after \d+ hours"
)
NETWORK = words(
    r"connection|lost connection|no route|unreachable|connect to|connect\b|host (?:is )?down|not responding|\bdns\b|name (?:service|server)|lookup|loops? back|\bloop\b|socket|broken pipe|conversation with|server (?:dropped|closed|busy|too busy)|too many hops|hop count|\b[45]\.4\.\d\b"
)
TROUBLE = words(
    r"system|internal|local (?:error|config|problem)|temporar|try (?:again|later)|unavailable|memory|resource|error|failed|failure|mailer|transport|pipe|cannot|can't|could not|unexpected|transaction|server|maintenance|queue|busy|config|\b[45]\.3\.\d\b|service"
)


def diagnose(said: str, status: str | None) -> tuple[str, str]:
    """(kind, reason) of one refusal, by its words and else by its enhanced status."""
    text = plain(said)
    is_after_data = AFTER_DATA.search(text) is not None
    text = PHASE.sub(" ", text)
    if status and status not in text:
        text = f"{text} {status}"
    if OWN_QUOTA.search(text):
        return SOFT, POLICY
    if QUOTA.search(text):
        return SOFT, FULL
    if RATE.search(text):
        return SOFT, TEMPORARY
    if AGENT.search(text) and not QUOTA.search(text):
        return SOFT, TEMPORARY
    if "sender" in text and SENDER_DOMAIN.search(text):
        return SOFT, POLICY
    if strong_dead(text):
        # Refused only after the letter itself: the address had been taken, so it may live.
        return (SOFT if is_after_data else HARD), DEAD
    if LOST.search(text) and not IDENTITY_BUT_HELO.search(text):
        return SOFT, TEMPORARY
    if SENDER.search(text) or IDENTITY.search(text):
        return SOFT, POLICY
    if NO_MAIL.search(text):
        return (SOFT if SUSPENDED.search(text) else HARD), DEAD
    if is_dead(text) and not SPAM.search(text):
        return (SOFT if SUSPENDED.search(text) else HARD), DEAD
    if SUSPENDED.search(text):
        return SOFT, DEAD
    if CONTENT.search(text) or REFUSED.search(text):
        return SOFT, POLICY
    if LATE.search(text) or NETWORK.search(text) or TROUBLE.search(text):
        return SOFT, TEMPORARY
    return by_status(status)


SENDER_DOMAIN = words(
    r"permission to (?:post|send)|not allowed to (?:post|send)|domain of (?:the )?sender|sender(?:'s)? (?:address )?domain|sender address\b.{0,30}\b(?:exist|unknown|found)"
)
IDENTITY_BUT_HELO = words(r"\bspf\b|dkim|dmarc|black ?list|spam|\bptr\b|polic")
SPAM = words(
    r"\bspam|virus|malware|phish|unsolicited|dnsbl|black ?list|blocked|polic(?:y|ies)|content"
)
STRONG = words(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|person|address|account)|(?:user|mailbox|recipient|account|address) (?:not found|does not exist|unknown|doesn't exist)|unknown (?:recipient|address|mailbox|account)|recipnotfound|account or domain may not exist|\b5\.1\.1\b"
)


def strong_dead(text: str) -> bool:
    return STRONG.search(text) is not None


def is_dead(text: str) -> bool:
    return GONE_USER.search(text) is not None or GONE_DOMAIN.search(text) is not None


def by_status(status: str | None) -> tuple[str, str]:
    digits = (status or "").split(".")
    if len(digits) != 3:
        return SOFT, OTHER
    family, detail = digits[1], digits[2]
    if family == "1" and digits[0] == "5":
        return (SOFT, POLICY) if detail in {"7", "8"} else (HARD, DEAD)
    if family == "2":
        return (SOFT, FULL) if detail == "2" else (SOFT, DEAD) if detail == "1" else (SOFT, POLICY)
    if family in {"3", "4"} or digits[0] == "4":
        return SOFT, TEMPORARY
    return (SOFT, POLICY) if family in {"5", "6", "7"} else (SOFT, OTHER)


def plain(said: str) -> str:
    """Lower case, without names of hosts and people, whose words mean nothing here."""
    text = " ".join(said[:LONGEST].lower().split())
    text = ADDRESS.sub(" @ ", URL.sub(" ", text))
    return " ".join(HOST.sub(" host. ", IP.sub(" ", text)).split())

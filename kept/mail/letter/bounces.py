"""Bounces: who was not reached and why, from delivery reports (RFC 3464) and from plain words."""

from __future__ import annotations

import re

from kept.mail.letter.automatic import is_robot, walk
from kept.mail.letter.charsets import decode
from kept.mail.letter.diagnosis import OTHER, PHASE, diagnose
from kept.mail.letter.shapes import Bounce, Failed, Person
from kept.mail.letter.tree import Part, Tree
from kept.mail.letter.words import bare, header_text

MOST_RECIPIENTS = 500
LONGEST_REPORT = 200_000
MOST_LINES = 3000
STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
ADDRESS = re.compile(r"[^\s<>@\"(),;:\[\]]{1,100}@[^\s<>@\"(),;:\[\]]{1,150}")
ENHANCED = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
SMTP_CODE = re.compile(r"(?<![\d.\w:/-])([45]\d\d)(?=[\s-])")
FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{2,40})\s*:\s*(.*)$")
FAILURE_SUBJECT = re.compile(
    r"undeliver|non.?deliver|not.{0,3}deliver|deliver\w*.{0,40}(?:fail|status|error|delay|problem|report|unsuccess|impossible|not)|fail\w*.{0,20}(?:deliver|notice|mail)"
    r"|returned (?:mail|to sender|message)|mail(?:er)? (?:system )?(?:error|failure|delivery|returned)|message (?:status|delayed|could not|not)|bounce|could(?: not|n't) be (?:delivered|sent)"
    r"|unzustellbar|nicht zugestellt|zustell|non remis|non distribu|echec|échec|no se (?:ha )?(?:podido|pudo)|non recapitat|mancata consegna|onbestelbaar|nie dostarcz|не доставлен|недоставлен|配信|失敗|退信|returned|user unknown|warning: "
    r"|error sending|(?:blocked|rejected) by|returned mail|cannot be sent|smtp error|not member|mail system error|(?:problem|trouble) (?:sending|delivering)",
    re.IGNORECASE,
)
COPY_BELOW = re.compile(
    r"^[\s>*=-]*(?:-{2,}|={3,}|_{3,})?\s*(?:this is a copy of (?:the|your) message|below this line is a copy|below is a copy of|original message(?! was| info)|returned message|unsent message|"
    r"message header|the original message(?! was)|copy of (?:the )?(?:message|original)|your original message|included is the|message headers? follow|start of returned|header of the original|original mail(?! info)\b|--- ?enclosed)",
    re.IGNORECASE,
)
HEADER_BELOW = re.compile(
    r"^(?:return-path|received|x-[a-z-]+|message-id|mime-version|dkim-signature):\s", re.IGNORECASE
)


def read_bounce(tree: Tree, text: str, sender: Person | None, subject: str) -> Bounce | None:
    parts = walk(tree.root)
    reports = [part for part in parts if part.type in STATUS_TYPES]
    failed_header = tree.root.get("x-failed-recipients")
    looks = (
        is_robot(sender)
        or (sender is None and is_from_nobody(tree.root))
        or failed_header is not None
        or (FAILURE_SUBJECT.search(subject) is not None and is_from_nobody(tree.root))
    )
    if not reports and not looks:
        return None
    words = human_words(text[:LONGEST_REPORT])
    if (
        not reports
        and failed_header is None
        and not FAILURE_WORDS.search(f"{subject} {words[:4000]}")
    ):
        return None
    spoken = spoken_of(words, sender)
    recipients, has_report = reported(tree, reports, spoken, words)
    is_good = all(action in GOOD_ACTIONS for action in actions(tree, reports))
    if has_report and not recipients and is_good:
        return None
    if not recipients and failed_header is not None:
        recipients = from_header(bare(failed_header), spoken, words)
    if not recipients and (looks or reports):
        recipients = from_words(spoken, words, subject)
    if not recipients:
        recipients = from_returned(tree, parts, text, words, subject)
    return Bounce(tuple(recipients[:MOST_RECIPIENTS])) if recipients else None


GOOD_ACTIONS = frozenset({"delivered", "relayed", "expanded"})


# What a mail system says of a failure; a postmaster may also write as a person.
FAILURE_WORDS = re.compile(
    r"(?:un(?:able|successful)|not|n't|fail\w*|error|problem\w*|impossible).{0,60}\b(?:deliver\w*|sen[dt]|reach\w*|accept\w*|process\w*)"
    r"|deliver\w*.{0,60}(?:fail|error|problem|delay|not|unsuccess|impossible)|undeliver|non-?deliver|returned|bounce|rejected|blocked|refused"
    r"|unknown|over ?quota|mailbox|transcript|\b[45]\d\d[ -]|\b[45]\.\d\.\d|zugestellt|unzustell|zustell|distribu|remis|entreg|recapit|consegn|bezorg|dostarcz"
    r"|доставлен|配信|送信できません|宛先|送达|投递|退信|전송|배달|failed|fatal|giv(?:e|ing) up|given up|expired",
    re.IGNORECASE,
)


def is_from_nobody(head: Part) -> bool:
    path = head.get("return-path")
    empty = path is not None and bare(path).strip() in {"<>", "", "<MAILER-DAEMON>"}
    submitted = bare(head.get("auto-submitted") or b"").lower()
    return empty or head.type == "multipart/report" or submitted.startswith("auto-")


def groups_of(tree: Tree, reports: list[Part]) -> list[dict[str, str]]:
    """The fields of each recipient, names in lower case; the first value of each counts."""
    found: list[dict[str, str]] = []
    for part in reports:
        data = tree.content(part)[:LONGEST_REPORT]
        text = decode(data, None)[0]
        group: dict[str, str] = {}
        last = ""
        for line in [*text.split("\n"), ""]:
            field = FIELD.match(line)
            if field is not None:
                last = field[1].lower()
                if last == "final-recipient" and last in group:
                    found.append(group)
                    group = {}
                group.setdefault(last, field[2].strip())
            elif line[:1] in {" ", "\t"} and line.strip() and last:
                group[last] += " " + line.strip()
            elif not line.strip():
                if group:
                    found.append(group)
                group, last = {}, ""
    return [group for group in found if "final-recipient" in group or "original-recipient" in group]


def actions(tree: Tree, reports: list[Part]) -> list[str]:
    return [group.get("action", "").lower().split(" ")[0] for group in groups_of(tree, reports)]


def reported(
    tree: Tree, reports: list[Part], spoken: dict[str, str], words: str
) -> tuple[list[Failed], bool]:
    groups = groups_of(tree, reports)
    out: list[Failed] = []
    for group in groups[:MOST_RECIPIENTS]:
        action = group.get("action", "failed").lower().split(" ")[0].strip("()")
        if action in GOOD_ACTIONS:
            continue
        address = recipient(group)
        said = diagnostic(group)
        around = spoken.get((address or "").lower(), "")
        if len(said) < 12 and around:
            said = f"{said} {around}"
        elif phase := PHASE.search(around):
            said = f"{said} {phase[0]}"
        elif not said:
            said = words[:1500] if len(groups) == 1 else ""
        status = best_status(group.get("status", ""), said)
        if not said.strip(" .;0123456789") and around:
            said = around
        out.append(failed(address, status, said))
    return out, bool(groups)


def recipient(group: dict[str, str]) -> str | None:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        found = ADDRESS.search(header_text(group.get(name, "").encode("utf-8", "replace")))
        if found is not None:
            return found[0].strip("'.")
    return None


def diagnostic(group: dict[str, str]) -> str:
    said = group.get("diagnostic-code", "")
    kind, semicolon, rest = said.partition(";")
    if semicolon and len(kind) < 30 and " " not in kind.strip() and kind.lower() != "x-unix":
        said = rest
    return said.strip()


def best_status(field: str, said: str) -> str | None:
    """The most telling enhanced code: one from the words where the field's is general."""
    own = ENHANCED.search(field)
    spoken = ENHANCED.search(said)
    if own is not None and not own[1].endswith(".0.0"):
        return own[1]
    if spoken is not None:
        return spoken[1]
    if own is not None:
        return own[1]
    code = SMTP_CODE.search(said)
    return f"{code[1][0]}.0.0" if code is not None else None


def failed(address: str | None, status: str | None, said: str) -> Failed:
    kind, reason = diagnose(said, status)
    return Failed(address=address, status=status, kind=kind, reason=reason)


TRANSCRIPT = re.compile(r"^\s{0,4}(?:In|Out|>>>|<<<):?\s")
REFUSAL = re.compile(r"^\s{0,4}(?:Out:|<<<)\s{0,3}[45]\d\d")


def human_words(text: str) -> str:
    """What the mail system says, without the copy of our own mail."""
    lines = text.split("\n")
    if sum(TRANSCRIPT.match(line) is not None for line in lines) >= 4:
        refusals = [line for line in lines if REFUSAL.match(line)]
        if refusals:
            return "\n".join(refusals)
    kept: list[str] = []
    for line in text.split("\n"):
        if COPY_BELOW.match(line) or (HEADER_BELOW.match(line) and kept):
            break
        kept.append(line)
    return "\n".join(kept)


STARTS = re.compile(
    r"^\s{0,12}(?:[*•-]{1,3}\s{1,3})?(?:"
    r"(?:unable to deliver (?:your |the )?(?:message |mail )?to|could not (?:be )?deliver(?:ed)? to|undeliverable to|your message to|delivery to)\s?:?\s?"
    r"|(?:to|message to|mail to|addressed to|sent to|recipient|address|e-?mail address|user|for|rcpt to|recipient address|failed recipient|failed address|unknown user|user unknown|invalid address"
    r"|addressee|original recipient|intended recipient|final recipient|destinataire|destinatario|empfänger|an|para|à|the following address(?:es)? failed)\s?[:=]\s?)?"
    r"[<'\"(]{0,2}([^\s<>@\"(),;:\[\]]{1,100}@[^\s<>@\"(),;:\[\]]{1,150}?)[>'\")]{0,2}\.{0,3}(?:[:;,]|\s|$)(.*)$",
    re.IGNORECASE,
)


def spoken_of(words: str, sender: Person | None) -> dict[str, str]:
    """Addresses that begin a line, in order, each with what is said below it."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    gaps = 0
    for line in words.split("\n")[:MOST_LINES]:
        starts = STARTS.match(line)
        if starts is not None and is_subject_of(starts[2], line):
            address = starts[1].strip("'.").lower()
            if sender is None or address != sender.address.lower():
                current = found.setdefault(address, [])
                current.append(starts[2])
                gaps = 0
                continue
        if current is None:
            continue
        if not line.strip():
            gaps += 1
            if gaps > 1 or any(piece.strip() for piece in current):
                current = None if gaps > 1 else current
            continue
        current.append(line.strip())
    return {address: " ".join(lines) for address, lines in found.items()}


def is_subject_of(rest: str, line: str) -> bool:
    """`someone@... wrote to us` is a sentence; an entry ends, or goes on with its reason."""
    words = rest.strip()
    return (
        not words
        or line[:1] in {" ", "\t", "<"}
        or words[:1] in "(-:="
        or words[:1].isdigit()
        or words[:1].isupper()
        or len(words) > 8
    )


def from_header(value: str, spoken: dict[str, str], words: str) -> list[Failed]:
    addresses = list(dict.fromkeys(found.strip("'.") for found in ADDRESS.findall(value)))
    del addresses[MOST_RECIPIENTS:]
    out = []
    for address in addresses:
        said = spoken.get(address.lower()) or (words[-3000:] if len(addresses) == 1 else "")
        out.append(failed(address, best_status("", said), said))
    return out


def from_words(spoken: dict[str, str], words: str, subject: str) -> list[Failed]:
    with_reason = {address: said for address, said in spoken.items() if is_reason(said)}
    chosen = with_reason or spoken
    whole = f"{words} {subject}"[:3000]
    out = []
    for address, said in list(chosen.items())[:MOST_RECIPIENTS]:
        is_vague = not SMTP_CODE.search(said) and (
            diagnose(said, None)[1] == OTHER or (len(chosen) == 1 and SMTP_CODE.search(whole))
        )
        said = whole if is_vague or not is_reason(said) else said
        out.append(failed(address, best_status("", said), said))
    return out


def is_reason(said: str) -> bool:
    return len(said.split()) >= 2


def from_returned(
    tree: Tree, parts: list[Part], text: str, words: str, subject: str
) -> list[Failed]:
    """The recipient of the mail that came back, where the report itself names nobody."""
    addresses: list[str] = []
    for part in parts:
        if part.is_mail and part.children:
            addresses += ADDRESS.findall(bare(part.children[0].get("to") or b""))
        elif part.type in {"text/rfc822-headers", "message/rfc822"}:
            head = decode(tree.content(part)[:20_000], None)[0]
            found = re.search(r"(?im)^(?:to|x-original-to|delivered-to):(.*)$", head)
            addresses += ADDRESS.findall(found[1]) if found else []
    if not addresses:
        found = re.search(r"(?im)^to:(.*)$", text[len(words) :])
        addresses = ADDRESS.findall(found[1]) if found else []
    says_nothing = not (SMTP_CODE.search(words) or ENHANCED.search(words))
    if not addresses and says_nothing and FAILURE_SUBJECT.search(subject) is None:
        return []
    address = addresses[0] if addresses else None
    said = f"{words[:2500]} {subject}"
    return [failed(address, best_status("", said), said)]

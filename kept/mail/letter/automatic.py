"""Whether a machine wrote a letter, and of what kind (RFC 3834 and what is sent in its place)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kept.mail.letter.shapes import Automatic, Person
from kept.mail.letter.tree import Part
from kept.mail.letter.words import header_text

ABSENCE = re.compile(
    r"out of (?:the )?office|out-of-office|\booo\b|vacation|holiday|on leave|away from|absen[ct]|abwesen|urlaub|nicht im (?:büro|haus)"
    r"|auto(?:matic)?[ -]?reply: out|fuera de (?:la )?oficina|vacaciones|ausente|absent du bureau|en congé|congés|vacances|fuori (?:sede|ufficio)"
    r"|in ferie|assente|afwezig|vakantie|niet aanwezig|frånvar|semester|fravær|ferie|poissa|lomalla|urlop|nieobecn|poza biurem|dovolen|nepřítom"
    r"|отпуск|отсутств|fora do escritório|férias|szabadság|not in the office|maternity|parental leave|sick leave|不在|休暇|休假|外出",
    re.IGNORECASE,
)
AUTO_SUBJECT = re.compile(
    r"^\W{0,3}(?:auto(?:mated|matic)?[ -]?(?:reply|response|answer|responder|mail|generated)|automatische? (?:antwort|abwesenheit|antwoord|rückmeldung)"
    r"|abwesenheits(?!zeit)|autoantwort|autosvar|automatisk(?:t)? svar|réponse automatique|respuesta autom[áa]tica|contestador autom|risposta automatica"
    r"|resposta autom[áàa]tica|automatisch antwoord|automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|automatická odpov"
    r"|автоответ|автоматический ответ|автоматична відповідь|автоматичен отговор|automatski odgovor|samodejni odgovor|automatinis atsakymas|automātiska atbilde"
    r"|automaatvastus|αυτόματη απάντηση|răspuns automat|tự động trả lời|balasan otomatis|jawapan automatik|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|پاسخ خودکار"
    r"|ตอบกลับอัตโนมัติ|自动(?:回复|答复)|自動(?:回覆|回應|返信|応答)|자동 ?(?:회신|응답|답장)|otomatik (?:yanıt|cevap)|automatikus válasz"
    r"|out of (?:the )?office|out-of-office|(?:i am|i'm|i’m) (?:currently )?(?:out of|on (?:vacation|holiday|leave)|away)|vacation (?:reply|notice|response|message)"
    # Domino, and programs that put the mark before the subject they answer.
    r"|auto: (?:re:|.{1,80}\b(?:out of|away|abwesend|außer haus|nicht im|absent|assente|ausente|afwezig|returning|rückkehr|retour)))",
    re.IGNORECASE,
)
AUTO_WITHIN = re.compile(
    r"\bis (?:currently )?out of (?:the )?office\b|[\[(]auto[ -]?(?:mated |matic )?(?:reply|response|answer|generated)[\])]",
    re.IGNORECASE,
)
# Words that say nothing of a machine within a sentence, but do as a heading: alone or before a colon.
ABSENCE_SUBJECT = re.compile(
    r"^\W{0,3}(?:ooo|oof|on (?:vacation|holiday|leave|annual leave)(?: (?:until|till|from) .{1,40})?|away from (?:my desk|the office)|not in the office"
    r"|abwesend|nicht im (?:büro|haus)|außer haus|ausser haus|message d['’]absence|absent\(?e?\)? du bureau|en congés?"
    r"|fuera de (?:la )?oficina|fuori (?:ufficio|sede)|afwezig(?:heidsmelding)?|niet (?:op kantoor|aanwezig)"
    r"|fora do escritório|ausência(?: temporária)?|frånvaro(?:meddelande)?|ej på kontoret|fravær(?:smelding|sbesked)?|ikke (?:til stede|på kontoret)"
    r"|poissaolo(?:viesti|ilmoitus)?|nieobecność(?: w biurze)?|poza biurem|mimo kancelář|nepřítomnost|mimo kancelárie|neprítomnosť"
    r"|нет на (?:рабочем )?месте|вне офиса|отсутствую(?: в офисе)?|в отпуске|відсутн\w+|поза офісом|házon kívül|szabadságon|ofis dışında(?:yım)?"
    r"|εκτός γραφείου|извън офиса|izvan ureda|不在(?:通知|のお知らせ)?|부재중(?: 알림)?|خارج المكتب|מחוץ למשרד|di luar kantor)"
    r"\s{0,2}(?:[:：.!(–-]|$)",
    re.IGNORECASE,
)
# These are also what a customer may write of; they count only where the mail answers another one.
ABSENCE_WORD = re.compile(
    r"^\W{0,3}(?:vacation|holiday|urlaub|absent|absence(?: du bureau)?|ausente|ausencia|assente"
    r"|assenza|in ferie|semester|ferie|poissa"
    r"|lomalla|urlop|dovolená|absență|plecat|izin(?:deyim)?|απουσία|休暇(?:中)?|外出(?:中)?|休假(?:中)?|휴가(?:중)?|távollét|odsoten|abwesenheit)\s{0,2}(?:[:：.!(–-]|$)",
    re.IGNORECASE,
)
# A person answers or passes on what a machine wrote.
ANSWERED = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|odp|rv|fwd?|wg|tr|i|enc)\s?(?:\[\d+\])?:", re.IGNORECASE
)
RECEIPT_SUBJECT = re.compile(
    r"^\W{0,3}(?:read|delivered|gelesen|zugestellt|lu|leído|letto|gelezen|læst|läst)\s?:|^(?:delivery|read) receipt|^return receipt|^lesebestätigung"
    r"|^successful mail delivery|^delivery (?:status )?notification \(success",
    re.IGNORECASE,
)
COMPLAINT_SUBJECT = re.compile(r"\W{0,2}complaint about message from\b", re.IGNORECASE)
ROBOT_SENDER = re.compile(
    r"^(?:mailer-daemon|mailerdaemon|mail-daemon|postmaster)(?:@|$)|^mailer-daemon[+-]",
    re.IGNORECASE,
)
AUTORESPONDER = re.compile(
    r"^(?:(?:no-?reply|do-?not-?reply)[-_.])?(?:auto(?:matic)?[-_]?(?:reply|response|responder|answer)|vacation|out-?of-?office)[@+-]",
    re.IGNORECASE,
)
# Notices, alarms and tests of a Kept, whatever became of their headers on the way.
KEPT_BY_ITSELF = re.compile(r"<?[nat][1-9]\d{0,17}\.[a-z2-7]{26}@", re.IGNORECASE)
LONGEST_NOTE = 500  # an absence note says so in its first sentences
ANSWERING_HEADERS = frozenset((
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-autoreply-from",
    "x-autoreply-subject", "x-mail-autoreply", "x-auto-response", "x-autoresponse", "x-auto-reply",
    "x-cron-env", "x-vacation", "x-autogenerated", "x-oof", "x-fc-machinegenerated",
))  # fmt: skip
LIST_HEADERS = ("list-id", "list-post", "x-mailinglist", "x-mailing-list", "mailing-list", "x-list")


def automatic_kind(
    part: Part,
    sender: Person | None,
    subject: str,
    own: Iterable[str],
    *,
    text: str,
    is_bounce: bool,
) -> Automatic:
    """`text` tells an absence where the headers only tell a machine."""
    ours = {address.strip().lower() for address in own}
    if part.type == "multipart/report" or part.get("x-report-type"):
        kind = report_kind(part)
        if kind is not None and not (kind == "bounce" and not is_bounce):
            return Automatic(is_automatic=True, kind=kind)
    if is_complaint(part) or COMPLAINT_SUBJECT.match(subject):
        return Automatic(is_automatic=True, kind="complaint")
    if is_bounce:
        return Automatic(is_automatic=True, kind="bounce")
    if sender is not None and sender.address.lower() in ours:
        return Automatic(is_automatic=True, kind="own")
    if RECEIPT_SUBJECT.search(subject) and value(part, "auto-submitted", "x-autoreply"):
        return Automatic(is_automatic=True, kind="receipt")
    if is_auto_reply(part, sender, subject):
        is_absent = ABSENCE.search(subject) or ABSENCE.search(text[:LONGEST_NOTE])
        return Automatic(is_automatic=True, kind="out_of_office" if is_absent else "auto_reply")
    return mass_kind(part)


def value(part: Part, *names: str) -> str:
    for name in names:
        found = part.get(name)
        if found is not None:
            return header_text(found).lower() or "yes"
    return ""


def report_kind(part: Part) -> str | None:
    kind = part.parameters.get("report-type", "").lower()
    types = {child.type for child in walk(part)}
    if kind == "feedback-report" or "message/feedback-report" in types:
        return "complaint"
    if kind == "disposition-notification" or "message/disposition-notification" in types:
        return "receipt"
    if "message/delivery-status" in types or "message/global-delivery-status" in types:
        return "bounce"
    return None


def is_complaint(part: Part) -> bool:
    if part.type == "message/feedback-report" or value(
        part, "feedback-type", "x-hmxmroriginalrecipient"
    ):
        return True
    return any(child.type == "message/feedback-report" for child in part.children)


def walk(part: Part) -> list[Part]:
    """The part and what is in it, but not inside a mail within."""
    found: list[Part] = []
    todo = [part]
    while todo and len(found) < 200:
        at = todo.pop()
        found.append(at)
        if at.is_multipart:
            todo.extend(reversed(at.children))
    return found


def is_auto_reply(part: Part, sender: Person | None, subject: str) -> bool:
    submitted = value(part, "auto-submitted").split(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if KEPT_BY_ITSELF.match(value(part, "message-id").strip()):
        return True
    # One pass over the headers, which are few; most mails have none of these.
    if any(
        name in ANSWERING_HEADERS and value(part, name) not in {"", "no", "false", "0"}
        for name, _ in part.headers
    ):
        return True
    precedence = value(part, "precedence", "x-precedence", "preference").replace("-", "_")
    if "auto_reply" in precedence or value(part, "x-failed-recipients"):
        return True
    source = value(part, "x-ms-exchange-generated-message-source", "x-mailer")
    if source.startswith(("mailbox rules agent", "antispam", "vacation")) or "autorespon" in source:
        return True
    if value(part, "delivered-to") == "autoresponder" or value(
        part, "x-post-messageclass"
    ).startswith("9;"):
        return True
    if not ANSWERED.match(subject) and (
        AUTO_SUBJECT.match(subject)
        or AUTO_WITHIN.search(subject)
        or ABSENCE_SUBJECT.match(subject)
        or (ABSENCE_WORD.match(subject) and value(part, "in-reply-to", "references"))
    ):
        return True
    suppressed = value(part, "x-auto-response-suppress")
    if (
        suppressed
        and suppressed not in {"none"}
        and is_machine_suppressed(part, suppressed, subject)
    ):
        return True
    return sender is not None and AUTORESPONDER.match(sender.address) is not None


def is_machine_suppressed(part: Part, suppressed: str, subject: str) -> bool:
    """Exchange writes "All" on its own absence notes; people's mails carry parts of the list."""
    words = {word.strip() for word in suppressed.split(",")}
    return "all" in words


def mass_kind(part: Part) -> Automatic:
    if value(part, *LIST_HEADERS):
        return Automatic(is_automatic=False, kind="list")
    precedence = value(part, "precedence", "x-precedence")
    if precedence == "list":
        return Automatic(is_automatic=False, kind="list")
    if precedence in {"bulk", "junk"} or value(
        part, "list-unsubscribe", "feedback-id", "x-campaign", "x-mailgun-tag"
    ):
        return Automatic(is_automatic=False, kind="bulk")
    return Automatic(is_automatic=False, kind=None)


def is_robot(sender: Person | None) -> bool:
    return sender is not None and ROBOT_SENDER.match(sender.address) is not None

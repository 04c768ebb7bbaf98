"""Words that mail programs and people put around their letters, by kind and in many languages."""

from __future__ import annotations

import re


def alternatives(words: str) -> str:
    """`a b, c` as a pattern that takes `a b` or `c`; longer ones first."""
    parts = sorted((part.strip() for part in words.split(",")), key=len, reverse=True)
    return "|".join(re.escape(part).replace(r"\ ", r"\s{1,3}") for part in parts if part)


# What stands in "On ... somebody wrote:": the last word of it, in lower case.
WROTE = frozenset(
    [
        "wrote",
        "writes",
        "sent",
        "schrieb",
        "écrit",
        "ecrit",
        "escribió",
        "escribio",
        "escribía",
        "escrito",
        "scritto",
        "scrive",
        "schreef",
        "geschreven",
        "schrijft",
        "napisał",
        "napisała",
        "napisal",
        "napísal",
        "napsal",
        "napsala",
        "skrev",
        "skriver",
        "kirjoitti",
        "escreveu",
        "написал",
        "написала",
        "пишет",
        "писал",
        "пише",
        "написав",
        "írta",
        "yazdı",
        "viết",
        "έγραψε",
        "scris",
        "napisao",
        "napisala",
        "rakstīja",
        "kirjutas",
        "rašė",
        "escriure",
        "menulis",
    ]
)
WROTE_WITHOUT_SPACES = ("写道", "寫道", "写到", "のメッセージ", "さんは書きました", "作成", "작성")
WORD = re.compile(r"[^\W\d_]+")
GENDER = re.compile(r"\(?[/(](?:a|а)\)?(?=\W*$)")


def verb_in(text: str) -> tuple[bool, bool]:
    """(whether a word for writing stands in the text, whether it ends it)."""
    tail = GENDER.sub("", text[-200:].lower())
    words = WORD.findall(tail)
    if any(words_ in tail for words_ in WROTE_WITHOUT_SPACES):
        return True, tail.rstrip(": ：").endswith(WROTE_WITHOUT_SPACES)
    last = bool(words) and words[-1] in WROTE and tail.endswith(words[-1])
    return last or not WROTE.isdisjoint(words), last


INTRO_START = re.compile(
    r"(?:"
    + alternatives(
        "on, am, le, el, il, op, w dniu, dnia, dne, den, på, em, no dia, vào, pada, ons, tors,"
        "pe, ke, la, on the, în, il giorno, a, v, em, в, dn., den, på, kl., 在, 于"
    )
    + r")\s",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan|feb|fév|fev|febr|mar|mär|maer|mrt|apr|avr|abr|may|mai|maj|mei|mag|jun|jui|giu|jul|lug"
    r"|aug|aoû|aou|ago|sep|set|okt|oct|ott|out|nov|dec|dez|déc|dic|gen|ene|sty|lut|kwi|cze|lip|sie"
    r"|wrz|paź|lis|gru|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|tammi|helmi|maalis"
    r"|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu|thg|tháng)"
)
DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\d{1,2}(?:st|nd|rd|th)?[.\s-]{1,3}(?:de\s)?"
    + MONTH
    + r"|"
    + MONTH
    + r"\w{0,9}\.?[\s-]{1,3}\d{1,2}\b"
    r"|\d{1,2}\s{0,2}月\s{0,2}\d{1,2}\s{0,2}日|\d{1,2}월\s{0,2}\d{1,2}일",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2}\s?[ap]\.?m\b|\d{1,2}\s?(?:时|時|시)", re.IGNORECASE)
WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie"
    r"|sáb|dom|gio|sab|man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön|ma|wo|vr|za|zo|пн|вт|ср|чт|пт"
    r"|сб|вс|pon|wt|śr|czw|pt|sob|niedz)\w{0,10}\.?[,\s]",
    re.IGNORECASE,
)
MAIL_ADDRESS = re.compile(r"[^\s<>@\"(]{1,80}@[^\s<>@\")]{1,120}")

LABELS: dict[str, str] = {
    word.strip(): kind
    for kind, words in {
        "from": "from, von, de, van, da, fra, från, od, nadawca, lähettäjä, от, от кого, kimden, gönderen,"
        "mittente, expéditeur, remitente, 发件人, 寄件者, 差出人, 보낸 사람, 보낸사람, từ, feladó, dela, afzender,"
        "de la, odesílatel, lähettäjä, absender, del, από",
        "sent": "sent, gesendet, gesendet am, envoyé, envoyé le, enviado, enviado el, enviada em, enviado em,"
        "inviato, verzonden, sendt, skickat, skickad, lähetetty, wysłano, wysłane, data wysłania, odoslané, odesláno,"
        "отправлено, 发送时间, 發送時間, 送信日時, 보낸 날짜, gönderildi, elküldve, trimis, đã gửi, message du, sent on,"
        "tarih, στάλθηκε",
        "date": "date, datum, fecha, data, dato, päivämäärä, päiväys, дата, 日期, 日時, 날짜, ngày, dátum, den, date et heure",
        "to": "to, an, à, para, a, aan, til, till, do, komu, vastaanottaja, кому, 收件人, 宛先, 받는 사람, 받는사람, per,"
        "destinataire, destinatario, kime, kepada, címzett, către, pro, đến, προς",
        "cc": "cc, bcc, kopie, copie, copie à, kopi, kopia, copia, копия, 抄送, kopio, dw, másolat, ccn, cópia",
        "subject": "subject, betreff, objet, asunto, oggetto, onderwerp, emne, ämne, temat, předmět, predmet, aihe,"
        "assunto, тема, 主题, 主題, 主旨, 件名, 제목, konu, tárgy, subiect, chủ đề, sujet, betr, θέμα, tiêu đề",
        "other": "reply-to, importance, priority, attachments, anlagen, message-id, organisation, organization, wichtigkeit,"
        "pièces jointes, reply to, antwort an, répondre à",
    }.items()
    for word in words.split(",")
}

ORIGINAL = re.compile(
    r"[-_=*#~\s]*(?:"
    + alternatives(
        "original message, originalmessage, original-nachricht, ursprüngliche nachricht, original email, original mail,"
        "originalnachricht, originální zpráva, původní zpráva, pôvodná správa, message d'origine, message d’origine,"
        "message original, mensaje original, messaggio originale, oorspronkelijk bericht, origineel bericht,"
        "oprindelig meddelelse, original meddelelse, opprinnelig melding, ursprungligt meddelande, originalmeddelande,"
        "alkuperäinen viesti, wiadomość oryginalna, oryginalna wiadomość, mensagem original, исходное сообщение,"
        "оригинальное сообщение, 原始邮件, 原始郵件, 原始信件, 邮件原件, 元のメッセージ, 원본 메시지, 원본 메일, reply message,"
        "reply above this line, orijinal mesaj, eredeti üzenet, mesaj original, urspr. nachricht, thư gốc"
    )
    + r")[-_=*#~\s:]*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"[-_=*>~\s]*(?:"
    + alternatives(
        "forwarded message, begin forwarded message, forwarded mail, weitergeleitete nachricht,"
        "anfang der weitergeleiteten nachricht, anfang der weitergeleiteten e-mail, message transféré, message transmis,"
        "début du message transféré, début du message réexpédié, mensaje reenviado, inicio del mensaje reenviado,"
        "messaggio inoltrato, inizio messaggio inoltrato, doorgestuurd bericht, begin doorgestuurd bericht,"
        "vidarebefordrat meddelande, vidarebefordrat brev, vidarebefordrat mejl, videresendt besked, videresendt melding,"
        "start på videresendt meddelelse, välitetty viesti, edelleenlähetetty viesti, przekazana wiadomość,"
        "treść przekazanej wiadomości, wiadomość przekazana, mensagem encaminhada, mensagem reencaminhada,"
        "início da mensagem encaminhada, пересылаемое сообщение, перенаправленное сообщение,"
        "начало переадресованного сообщения, přeposlaná zpráva, továbbított üzenet, iletilen ileti, 转发的邮件,"
        "轉寄的郵件, 転送されたメッセージ, 전달된 메시지"
    )
    + r")(?:\s{1,3}(?:from|by|von|de)\s.{0,80})?[-_=*~\s:]*$",
    re.IGNORECASE,
)

SIGN_OFF = re.compile(
    r"[\s*_-]*(?:"
    + alternatives(
        "regards, best regards, kind regards, kindest regards, warm regards, warmest regards, with regards, rgds,"
        "with kind regards, with best regards, many regards, best wishes, warm wishes, all the best, best, bests, cheers,"
        "thanks, thank you, thank you very much, thanks a lot, thanks so much, many thanks, thanks again, thx, tia,"
        "thanks in advance, thank you in advance, thanks and regards, thanks & regards, sincerely, yours sincerely,"
        "yours faithfully, yours truly, sincerely yours, yours, faithfully, respectfully, cordially, take care, br, kr, ta,"
        "mit freundlichen grüßen, mit freundlichen grüssen, mit freundlichem gruß, mit freundlichem gruss, mfg, lg, vg, bg,"
        "mit freundlichen gruessen, freundliche grüße, freundliche grüsse, viele grüße, viele grüsse, viele gruesse,"
        "liebe grüße, liebe grüsse, liebe gruesse, beste grüße, beste grüsse, schöne grüße, herzliche grüße,"
        "herzliche grüsse, mit besten grüßen, mit besten grüssen, mit herzlichen grüßen, gruß, grüße, gruss, grüsse,"
        "danke, vielen dank, herzlichen dank, danke und gruß, besten dank, hochachtungsvoll, danke im voraus,"
        "cordialement, bien cordialement, très cordialement, bien à vous, salutations, meilleures salutations,"
        "sincères salutations, cdt, cdlt, amicalement, merci, merci d'avance, merci beaucoup, bonne journée,"
        "bonne réception, respectueusement, saludos, un saludo, saludos cordiales, un cordial saludo, atentamente, gracias,"
        "muchas gracias, un abrazo, cordialmente, cordiali saluti, distinti saluti, saluti, un saluto, cari saluti, grazie,"
        "grazie mille, buona giornata, met vriendelijke groet, met vriendelijke groeten, vriendelijke groet, groet, groeten,"
        "groetjes, hartelijke groet, mvg, m.v.g., bedankt, alvast bedankt, dank u, dank je, pozdrawiam, z poważaniem,"
        "pozdrowienia, dziękuję, dzięki, serdecznie pozdrawiam, s pozdravem, s přátelským pozdravem, děkuji, s pozdravom,"
        "med vänlig hälsning, med vänliga hälsningar, vänliga hälsningar, vänlig hälsning, hälsningar, mvh, tack,"
        "tack på förhand, med venlig hilsen, venlig hilsen, de bedste hilsner, hilsen, mange tak, tak, på forhånd tak,"
        "med vennlig hilsen, vennlig hilsen, beste hilsen, takk, på forhånd takk, ystävällisin terveisin, terveisin,"
        "terveisin,, yst. terv., kiitos, kiitos etukäteen, atenciosamente, att, abraços, obrigado, obrigada, cumprimentos,"
        "com os melhores cumprimentos, melhores cumprimentos, с уважением, спасибо, с наилучшими пожеланиями, з повагою,"
        "дякую, saygılarımla, iyi çalışmalar, teşekkürler, üdvözlettel, tisztelettel, köszönöm, cu respect, cu stimă,"
        "mulțumesc, trân trọng, cảm ơn, 此致, 谢谢, 敬礼, 祝好, よろしくお願いいたします, よろしくお願いします, 敬具, 감사합니다"
    )
    + r")(?P<rest>[\s,.!;:*_-]*.{0,48})$",
    re.IGNORECASE,
)
DEVICE = re.compile(
    r"[\s*_\[(<-]*(?:"
    r"sent (?:from|via|with|by|using) (?:my |mail for |mailbox |yahoo |outlook|gmail|proton|samsung|iphone|ipad|android"
    r"|sparrow|typeapp|bluemail|blue |spark|airmail|aqua|the |a |an |acompli|nine|windows|aol|polymail|newton|hey|email)"
    r"|get outlook for |this message was sent from my|(?:diese nachricht wurde )?von (?:meinem|meiner|unterwegs) .{0,40}gesendet"
    r"|gesendet (?:von|mit|aus|vom) |outlook für (?:android|ios)|holen sie sich outlook|envoyé (?:de|depuis|à partir) "
    r"|télécharge[rz] outlook|obtenir outlook|obtenez outlook|enviado (?:desde|do|de|a partir|pelo|con|via) |obtener outlook"
    r"|obter o outlook|inviato (?:da|dal|con|tramite) |scarica outlook|ottieni outlook|verstuurd (?:vanaf|van|met) "
    r"|verzonden (?:vanaf|van|met) |outlook voor |wysłane? z |skickat från |skickades från |sendt fra |hent outlook"
    r"|lähetetty |отправлено (?:с|из) |відправлено з |odesláno z |odoslané z |trimis de pe |elküldve |from my (?:i|black|android)"
    r"|cihazımdan gönderildi|via mobile|(?:从|發自|发自)我的|iphoneから送信|나의 .{0,20}에서 보냄|composed (?:on|with) |sent on the go"
    r")",
    re.IGNORECASE,
)

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
        "pisze",
        "piše",
        "napisała",
        "napísala",
        "написа",
        "написав",
        "пишете",
        "έγραψαν",
        "kirjutas",
        "skrifaði",
        "heeft",
        "εγραψε",
        "כתב",
        "כתבה",
        "נכתב",
        "كتب",
        "كتبت",
        "نوشت",
        "şunu",
        "şunları",
    ]
)
WROTE_WITHOUT_SPACES = (
    "写道",
    "寫道",
    "写到",
    "のメッセージ",
    "のメール",
    "さんは書きました",
    "さんが書きました",
    "作成",
    "작성",
    "เขียนว่า",
    "ने लिखा",
    "تمت كتابة ما يلي",
)
WORD = re.compile(r"[^\W\d_]+")
GENDER = re.compile(r"\(?[/(](?:a|а|la|ла)\)?(?=\W*$)")


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
        "pe, ke, la, on the, în, il giorno, a, v, em, в, dn., den, på, kl., 在, 于, at, às, as, na, на, στις, dňa,"
        "wiadomość napisana przez, missatge de, mensaje de, kuupäev, pada tanggal, ในวันที่, בתאריך, ב-, في, در تاریخ"
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
    r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}"
    # A day, any word and a year: the months of all languages.
    r"|(?<!\d)\d{1,2}\.?\s{1,2}(?:de\s|d['’])?[^\s\d]{2,14}\s{1,2}(?:de\s|del\s)?\d{4}(?!\d)"
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
        "from": "від, от кого, 寄件人, מאת, من, šalje, pošiljatelj, saatja, nuo, dari, از, จาก, frá, sender, "
        "from, von, de, van, da, fra, från, od, nadawca, lähettäjä, от, от кого, kimden, gönderen,"
        "mittente, expéditeur, remitente, 发件人, 寄件者, 差出人, 보낸 사람, 보낸사람, từ, feladó, dela, afzender,"
        "de la, odesílatel, lähettäjä, absender, del, από",
        "sent": "надіслано, изпратено, 傳送時間, 发送日期, 寄件日期, נשלח, תאריך שליחה, تم الإرسال, أُرسلت, تاريخ الإرسال, poslano, poslato, saadetud,išsiųsta, nosūtīts, enviat, enviat el, dikirim, ارسال شده, ส่งเมื่อ, ส่ง, εστάλη, expediat, gönderme tarihi, gönderilme tarihi, küldve, data trimiterii, "
        "sent, gesendet, gesendet am, envoyé, envoyé le, enviado, enviado el, enviada em, enviado em,"
        "inviato, verzonden, sendt, skickat, skickad, lähetetty, wysłano, wysłane, data wysłania, odoslané, odesláno,"
        "отправлено, 发送时间, 發送時間, 送信日時, 보낸 날짜, gönderildi, elküldve, trimis, đã gửi, message du, sent on,"
        "tarih, στάλθηκε",
        "date": "تاريخ, التاريخ, תאריך, ημερομηνία, tanggal, วันที่, تاریخ, kuupäev, data i hora, "
        "date, datum, fecha, data, dato, päivämäärä, päiväys, дата, 日期, 日時, 날짜, ngày, dátum, den, date et heure",
        "to": "до, 收件者, אל, إلى, prima, primatelj, za, adressaat, kam, per a, ถึง, به, prejemnik, "
        "to, an, à, para, a, aan, til, till, do, komu, vastaanottaja, кому, 收件人, 宛先, 받는 사람, 받는사람, per,"
        "destinataire, destinatario, kime, kepada, címzett, către, pro, đến, προς",
        "cc": "másolatot kap, df, pirštu kopija, عبر, nusxa, עותק, نسخة, نسخة إلى, 副本, 參照, 참조, สำเนา, tembusan, másolat, κοιν., "
        "cc, bcc, kopie, copie, copie à, kopi, kopia, copia, копия, 抄送, kopio, dw, másolat, ccn, cópia",
        "subject": "относно, נושא, الموضوع, موضوع, zadeva, teema, tēma, temats, tema, subjek, perihal, เรื่อง, naslov, efni, "
        "subject, betreff, objet, asunto, oggetto, onderwerp, emne, ämne, temat, předmět, predmet, aihe,"
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
    + r")[-_=*#~\s:]*$|\s*-{3,}\s*(?:original|원본|originale)\s*-{3,}\s*$",
    re.IGNORECASE,
)
# Help desks draw a line below which nothing is to be written.
ABOVE_THIS_LINE = re.compile(
    r"(?:repl(?:y|ies)|respond|response|answer|write)\b.{0,30}\babove (?:this|the) line|antwort\w*\b.{0,40}\b(?:oberhalb|über) dies"
    r"|répon\w*\b.{0,40}\bau-dessus de cette ligne|respond\w*\b.{0,40}\bencima de esta línea|risposta\b.{0,40}\bsopra questa riga"
    r"|antwoord\b.{0,30}\bboven deze (?:lijn|regel)|respond\w*\b.{0,30}\bacima desta linha|powyżej te[jg]o? (?:linii|wiersza)"
    r"|この(?:行|線)より上|在此(?:行|线)(?:上方|以上)",
    re.IGNORECASE,
)
QUOTING = re.compile(
    r"(?:quoting|zitat von|zitiere|citando|citat (?:från|fra)|citát od|citazione di|citaat van|cytat z|cytowanie|citation de|selon|цитирование)\s",
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

SIGN_OFFS = (
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
    "mulțumesc, trân trọng, cảm ơn, 此致, 谢谢, 敬礼, 祝好, よろしくお願いいたします, よろしくお願いします, 敬具, 감사합니다,"
    "warmly, with thanks, with gratitude, gratefully, talk soon, speak soon, have a nice day, have a great day,"
    "have a good day, have a nice weekend, have a great weekend, have a good weekend, enjoy your day, enjoy your weekend,"
    "looking forward to hearing from you, looking forward to your reply, looking forward to your answer,"
    "i look forward to hearing from you, thanks in advance for your help, thank you in advance for your help,"
    "thank you for your help, thanks for your help, many thanks in advance, respectfully yours, yours respectfully,"
    "very best, with love, lots of love, xoxo, ttyl, take care and stay safe, stay safe, all my best, my best,"
    "schönen gruß, schöne grüsse, schönen gruss, sonnige grüße, sonnige grüsse, liebe grüsse, lieben gruß, lieben gruss,"
    "besten gruß, besten gruss, freundlichen gruß, freundlicher gruß, herzlichst, herzlichen gruß, alles gute, alles liebe,"
    "mit bestem gruß, mit lieben grüßen, mit vielen grüßen, mit sonnigen grüßen, mit bestem dank, mit bestem dank im voraus,"
    "vielen dank im voraus, vielen dank für ihre hilfe, vielen dank für ihre mühe, danke für ihre hilfe, danke schön,"
    "schönes wochenende, schönen tag, schönen tag noch, einen schönen tag, einen schönen tag noch, schönen abend,"
    "schönen abend noch, bis bald, ihr team, euer team, dein team, lg und danke, viele liebe grüße, hg, fg, sg, gruss und dank,"
    "bien à toi, belle journée, bonne soirée, bon week-end, à bientôt, au plaisir de vous lire, dans l'attente de votre réponse,"
    "je vous prie d'agréer, je vous prie de croire, veuillez agréer, veuillez recevoir, veuillez croire, recevez,"
    "avec mes remerciements, avec mes salutations, sincèrement, bises, amitiés, en vous remerciant, en vous remerciant par avance,"
    "merci de votre aide, merci pour votre aide, respectueuses salutations, salutations distinguées, mes salutations,"
    "reciba un cordial saludo, reciban un cordial saludo, reciba un saludo, un cordial saludo, quedo a la espera, quedo atento,"
    "quedo atenta, quedo a la espera de su respuesta, quedo a la espera de sus noticias, a la espera de su respuesta,"
    "le saluda atentamente, le saluda, saludos y gracias, mil gracias, gracias de antemano, muy agradecido, muy agradecida,"
    "que tenga un buen día, buen día, feliz día, abrazos, besos, un caro saluto, un cordiale saluto, tanti saluti,"
    "resto in attesa, in attesa di un suo riscontro, in attesa di un vostro riscontro, in attesa di una risposta,"
    "grazie in anticipo, grazie e saluti, grazie e buona giornata, buona serata, buon lavoro, a presto, cordialità, ringraziando,"
    "hartelijke groeten, vriendelijke groeten, hartelijk dank, bij voorbaat dank, dank u wel, dank je wel, fijne dag,"
    "fijne dag verder, fijn weekend, nog een fijne dag, met hartelijke groet, met groet, grt, liefs,"
    "abraço, um abraço, grande abraço, beijos, desde já agradeço, agradeço desde já, fico no aguardo, no aguardo, grato, grata,"
    "muito obrigado, muito obrigada, obrigado desde já, tenha um bom dia, bom dia, boa tarde, boa noite, bom fim de semana,"
    "com estima, respeitosamente, z wyrazami szacunku, z góry dziękuję, z pozdrowieniami, serdeczne pozdrowienia,"
    "łączę pozdrowienia, miłego dnia, miłego weekendu, dziękuję i pozdrawiam, hezký den, krásný den, pěkný den, s úctou,"
    "s díky, předem děkuji, děkuji a přeji hezký den, díky, pekný deň, s úctou, ďakujem, vopred ďakujem, vänligen, hälsning,"
    "allt gott, ha en bra dag, trevlig helg, bästa hälsningar, tack så mycket, vänliga hälsningar och tack, vh, kh, hilsner,"
    "bedste hilsner, kærlig hilsen, de bedste ønsker, god dag, god weekend, rigtig god dag, tusen takk, ha en fin dag,"
    "ha en god dag, god helg, vennligst, terv, t, yt, kiitoksia, parhain terveisin, ystävällisesti, hyvää päivänjatkoa,"
    "всего доброго, всего хорошего, хорошего дня, заранее спасибо, заранее благодарю, благодарю, искренне ваш, искренне ваша,"
    "с уважением и благодарностью, спасибо за помощь, удачи, до свидания, з найкращими побажаннями, щиро дякую,"
    "гарного дня, saygılarımızla, saygılar, iyi günler, iyi günler dilerim, kolay gelsin, sevgiler, selamlar, sağlıcakla,"
    "şimdiden teşekkürler, köszönettel, üdv, szép napot, további szép napot, minden jót, előre is köszönöm, vă mulțumesc,"
    "va multumesc, multumesc, o zi bună, o zi buna, o zi frumoasă, numai bine, με εκτίμηση, ευχαριστώ, ευχαριστώ πολύ,"
    "φιλικά, καλή σας ημέρα, χαιρετισμούς, με φιλικούς χαιρετισμούς, с уважение, поздрави, благодаря, лека вечер, хубав ден,"
    "lijep pozdrav, srdačan pozdrav, s poštovanjem, pozdrav, hvala, lep pozdrav, lp, hvala in lep pozdrav, s spoštovanjem,"
    "pagarbiai, geros dienos, ačiū, ar cieņu, paldies, lai jauka diena, lugupidamisega, parimat, tervitades, tänan, aitäh,"
    "בברכה, בתודה, תודה, תודה מראש, בכבוד רב, יום טוב, مع أطيب التحيات, مع تحياتي, تحياتي, شكرا, شكراً, شكرا لكم, وشكرا,"
    "مع خالص التقدير, مع الشكر, با احترام, با تشکر, ممنون, salam hormat, hormat saya, terima kasih, salam, ขอบคุณ,"
    "ขอบคุณค่ะ, ขอบคุณครับ, ขอแสดงความนับถือ, thân mến, trân trọng cảm ơn, salutacions, salutacions cordials, gràcies, atentament,"
    "以上、よろしくお願い致します, よろしくお願い致します, 宜しくお願いします, 宜しくお願い致します, 宜しくお願いいたします,"
    "どうぞよろしくお願いいたします, 何卒よろしくお願いいたします, よろしくお願い申し上げます, 以上, 草々, かしこ, ありがとうございます,"
    "顺祝商祺, 順頌商祺, 順頌, 祝商祺, 顺颂商祺, 祝您工作愉快, 谨启, 敬上, 此致敬礼, 謝謝, 多谢, 感谢, 祝, 안녕히 계세요, 고맙습니다, 드림, 올림, 감사드립니다"
)
SIGN_OFF = re.compile(
    r"[\s*_-]*(?:" + alternatives(SIGN_OFFS) + r")(?P<rest>[\s,.!;:*_-]*.{0,48})$",
    re.IGNORECASE,
)
FIRST_LETTERS = re.compile(r"[\s*_-]*([^\W\d_]{1,3})")


def first_letters(line: str) -> str:
    found = FIRST_LETTERS.match(line)
    return found[1].lower() if found is not None else ""


# With several hundred sign-offs, most lines are told apart by how they begin.
SIGN_OFF_STARTS = frozenset(first_letters(words) for words in SIGN_OFFS.split(","))


def sign_off_in(line: str, at: int = 0) -> re.Match[str] | None:
    """The sign-off that stands at the beginning of a line, with what follows as `rest`."""
    start = first_letters(line[at : at + 40])
    if not (
        start in SIGN_OFF_STARTS or start[:2] in SIGN_OFF_STARTS or start[:1] in SIGN_OFF_STARTS
    ):
        return None
    return SIGN_OFF.match(line, at)


# French letters of form close with a whole sentence.
FORMAL = re.compile(
    r"\s*(?:dans l['’]attente .{0,60})?(?:je vous pri|nous vous pri|veuillez|recevez|agréez|resto in attesa|restiamo in attesa|in attesa di|a la espera de|dans l['’]attente).{0,90}"
    r"(?:salutations|sentiments|considération|respect|retour|réponse|riscontro|risposta|respuesta)",
    re.IGNORECASE,
)
# Between two sign-offs on one line: "Thanks and best wishes", "Grüße / Regards".
AND = re.compile(
    r"\s{0,2}(?:[,/&|+-]|\b(?:and|und|et|y|e|en|och|og|ja|i|a|и|és|și|ve)\b)\s{1,2}", re.IGNORECASE
)
# Any language: a short line with a maker's name and a word for sending or getting.
MAKER = re.compile(
    r"(?<![a-z])(?:iphone|ipad|ipod|ios|android|outlook|samsung|galaxy|huawei|xiaomi|redmi|pixel|blackberry|nokia|motorola|yahoo|gmx|web\.de|proton"
    r"|protonmail|zoho|superhuman|bluemail|mailspring|thunderbird|airmail|fairemail|k-9|windows|gmail|aol|orange|tutanota|fastmail|hey|telefon\w{0,3}$)",
    re.IGNORECASE,
)
SENT_OR_GOT = re.compile(
    r"\b(?:sent|gesendet|get|download\w*|herunterladen|holen|envoyé|télécharge\w*|obten\w*|obter|obțin\w*|enviad[oa]|enviat|inviat[oa]|scarica|ottieni"
    r"|verstuurd|verzonden|wysłan[eoa]|poslano|pobierz|skicka[td]\w*|hämta|sendt|hent|få|skaff|lähetetty|hanki|odesláno|odoslané|stáhn\w*|získ\w*|gönderildi"
    r"|edinin|küldve|letölt\w*|trimis|poslano|saadetud|išsiųsta|nosūtīts|dikirim|provenance|sendur)\b"
    r"|отправлен|надіслан|відправлен|скачать|στάλθηκε|εστάλη|נשלח|אורסל|أرسل|الإرسال|ارسال|送信|入手|发送|發送|发自|發自|來自|来自|获取|取得|보냄|받기|đã gửi|ส่งจาก",
    re.IGNORECASE,
)
EXCUSE = re.compile(
    r"(?:please |kindly )?(?:excuse|forgive|pardon)\b.{0,40}\b(?:brevity|typos?|spelling|errors?|mistakes)|apologies for .{0,20}(?:brevity|typos?)",
    re.IGNORECASE,
)
DEVICE = re.compile(
    r"[\s*_\[(<-]*(?:"
    r"sent (?:from|via|with|by|using) (?:my |mail for |mailbox |zoho |superhuman|front\b|mobile|mailspring|yahoo |outlook|gmail|proton|samsung|iphone|ipad|android"
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

"""Quotes, closings, bounces, absences and charsets of many programs and languages, all invented."""

import pytest

from kept.mail.letter.addresses import people
from kept.mail.letter.charsets import decode
from kept.mail.letter.diagnosis import diagnose
from kept.mail.letter.reading import read_letter
from kept.mail.letter.rich import rich_lines
from kept.mail.letter.zones import split_lines, split_text

OWN = "The kettle has a crack in its lid.\nPlease send me a new one."
WHO = "Mara Lind <mara@shop.example>"
INTROS = [
    f"po 3. 3. 2031 v 9:05 odesílatel {WHO} napsal:",
    f"3. 3. 2031 v 9:05, {WHO}:",
    f"На пн, 3.03.2031 г. в 9:05 {WHO} написа:",
    f"Στις Δευ 3 Μαρ 2031 στις 9:05 π.μ., ο/η {WHO} έγραψε:",
    f"בתאריך יום ב׳, 3 במרץ 2031 ב-9:05 מאת {WHO}:",
    f"في الاثنين، ٣ مارس ٢٠٣١ في ٩:٠٥ ص تمت كتابة ما يلي بواسطة {WHO}:",
    f"ในวันที่ จ. 3 มี.ค. 2031 เวลา 09:05 {WHO} เขียนว่า:",
    f"सोम, 3 मार्च 2031 को 9:05 am बजे को {WHO} ने लिखा:",
    f"Wiadomość napisana przez {WHO} w dniu 3 mar 2031, o godz. 09:05:",
    f"Missatge de {WHO} del dia dl., 3 de març 2031 a les 9:05:",
    f"Zitat von {WHO}:",
    "Às 09:05 de 03/03/2031, Mara Lind escreveu:",
    "2031. 03. 03. 9:05 keltezéssel, Mara Lind írta:",
    "W dniu 3.03.2031 o 09:05, Mara Lind pisze:",
    "------------------ Original ------------------",
]


@pytest.mark.parametrize("intro", INTROS)
def test_an_intro_is_known_in_any_language(intro):
    zones = split_text(f"{OWN}\n\n{intro}\n\nHello there.\nWe come on Friday.")

    assert zones.reply == OWN
    assert zones.quoted == f"{intro}\n\nHello there.\nWe come on Friday."


@pytest.mark.parametrize("intro", [intro for intro in INTROS if "<" in intro])
def test_an_intro_wrapped_before_the_address_is_known(intro):
    wrapped = intro.replace(" <mara", "\n<mara")

    assert split_text(f"{OWN}\n\n{wrapped}\n> Hello there.").reply == OWN


@pytest.mark.parametrize(
    "labels",
    [
        "Від Надіслано Кому Тема",
        "От Изпратено До Относно",
        "寄件者 傳送時間 收件者 主旨",
        "מאת נשלח אל נושא",
        "من تاريخ إلى الموضوع",
        "Šalje Poslano Prima Predmet",
        "Od Poslano Za Zadeva",
        "Saatja Saadetud Adressaat Teema",
        "Nuo Išsiųsta Kam Tema",
        "Dari Dikirim Kepada Subjek",
        "จาก ส่งเมื่อ ถึง เรื่อง",
    ],
)
def test_copied_headers_are_known_in_any_language(labels):
    values = ["Mara Lind", "3.3.2031 09:05", "Desk", "Kettle"]
    pairs = zip(labels.split(), values, strict=True)
    head = "\n".join(f"\u202b*{label}:* {value}" for label, value in pairs)

    assert split_text(f"{OWN}\n\n{head}\n\nWe come on Friday.").reply == OWN


def test_a_date_in_a_sentence_begins_no_quote():
    for text in (
        "On 3 March 2031 at 10:00 we have a meeting:\nplease bring the lid.",
        "Hi\n\nWe agreed at 10:15 on 03.03.2031:\n\nyou pay the return.",
        "I sent it on 3 March 2031 at 09:05. You wrote:\nit will come soon. But it did not.",
    ):
        assert split_text(text).reply == text


@pytest.mark.parametrize(
    "closing",
    [
        "Warmly,\nMara",
        "Thanks and best wishes,\nMara",
        "Mit freundlichen Grüßen / Kind regards\nMara Lind",
        "Hezký den\nMara",
        "Lep pozdrav\nMara",
        "Με εκτίμηση\nΜάρα",
        "בברכה,\nמארה",
        "مع تحياتي\nمارا",
        "顺祝商祺\n马拉",
        "Veuillez agréer l'expression de mes sentiments distingués\nMara Lind",
        "Mmmmm mmm,\nMara",  # in a language nobody here knows
        "iPhone'umdan gönderildi",
        "Στάλθηκε από το iPhone μου",
        "Pobierz program Outlook dla systemu iOS",
        "來自我的iPhone",
        "Please excuse typos, sent from my phone",
    ],
)
def test_a_closing_is_known_by_its_words_or_its_shape(closing):
    zones = split_text(f"{OWN}\n\n{closing}\n")

    assert zones.reply == OWN
    assert zones.signature == closing


def test_a_farewell_above_the_writers_name_is_known_in_any_language():
    zones = split_text(f"{OWN}\n\nZzz zz zzzz\nMara", sender=WHO)

    assert (zones.reply, zones.signature) == (OWN, "Zzz zz zzzz\nMara")


@pytest.mark.parametrize(
    "text",
    [
        "Please change my address to:\n\nMara Lind\nHauptstraße 5\n10115 Berlin",
        "Thank you.\n\nIs it in stock?",
        "Best regards are not what I want.\nI want my money back.",
        "I have two phones:\n\nI sent it from my iPhone?",
    ],
)
def test_what_only_looks_like_a_closing_stays(text):
    assert split_text(text).reply == text


def test_a_help_desks_line_ends_what_was_written_now():
    text = f"{OWN}\n\n##- Please type your reply above this line -##\n\nYour request was updated."

    assert split_text(text).reply == OWN


@pytest.mark.parametrize(
    "style",
    [
        "border:none;border-top:1pt solid rgb(225,225,225);padding:3pt 0in 0in",
        "border-width: 1pt medium medium; border-style: solid none none; "
        "border-color: rgb(225, 225, 225) currentcolor currentcolor",
    ],
)
def test_outlooks_line_is_known_however_it_is_written(style):
    html = f"<p>Friday suits me.</p><div style='{style}'><b>Xx:</b> Mara</div><p>Friday?</p>"

    assert split_lines(*rich_lines(html)).reply == "Friday suits me."


def bounced(body: str, sender: str = "MAILER-DAEMON@mx.example", subject: str = "Returned mail"):
    head = f"Return-Path: <>\nFrom: {sender}\nSubject: {subject}\n"
    letter = read_letter(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode())
    assert letter.automatic.kind == "bounce"
    assert letter.bounce is not None
    return [(one.address, one.kind, one.reason) for one in letter.bounce.recipients]


DEAD = [("gone@shop.example", "hard", "address_dead")]


@pytest.mark.parametrize(
    "body",
    [
        "Failed address: gone@shop.example\n\n <-- 550 recipient unknown",
        "Unknown user: gone@shop.example\n\nRCPT TO gave:\n550 unknown user",
        "Unable to deliver message to <gone@shop.example>\nReceived >>> 550 5.1.1 unknown user",
        "could not be delivered to the following:\n-- gone@shop.example\n\n-- 550 No such user",
        "was not delivered to:\n\n  gone@shop.example\n\nbecause:\n\n"
        "  User gone not listed in Domino Directory",
        "The original message was received at noon.\n\nUser unknown\ngone@shop.example",
        "-------server message\n550 5.1.1 unknown user\n\n-------RCPT TO\ngone@shop.example",
        "recipient: gone@shop.example\nreason:    host mx said: 550 no such user",
    ],
)
def test_a_bounce_in_plain_words_names_whom_it_did_not_reach(body):
    assert bounced(body) == DEAD


def test_a_bounce_from_nobody_is_known_by_its_words():
    body = "I could not deliver your message:\n\n<gone@shop.example>: 550 no such user"

    assert bounced(body, sender="<>", subject="There was an error sending your mail") == DEAD


def test_a_postmaster_who_writes_as_a_person_is_no_bounce():
    head = b"From: postmaster@shop.example\nSubject: Our new address\n\n"
    letter = read_letter(head + b"Hello,\n\nplease write to\ninfo@shop.example\nfrom now on.")

    assert letter.bounce is None
    assert letter.automatic.is_automatic is False


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        (
            'x-unix; procmail: Couldn\'t create "/var/spool/mail/x": No such user',
            "soft",
            "temporary",
        ),
        ("Deferred: Connection refused by mx.shop.example.", "soft", "temporary"),
        ("The server did not accept our requests to connect.", "soft", "temporary"),
        ("450 4.1.1 Unverified address: address verification in progress", "soft", "temporary"),
        ("553 5.1.8 Domain of sender address does not exist", "soft", "policy"),
        ("554 5.2.1 mailbox disabled, not accepting messages", "soft", "address_dead"),
        ("(unrecoverable error) 550 mailbox not found", "hard", "address_dead"),
        ("Пользователь не найден", "hard", "address_dead"),
        ("该邮件用户不存在", "hard", "address_dead"),
        ("宛先のメールアドレスが見つかりません", "hard", "address_dead"),
        ("La boîte de réception est pleine", "soft", "full"),
        ("Benutzer hat das Speichervolumen ueberschritten", "soft", "full"),
    ],
)
def test_a_refusal_is_understood(said, kind, reason):
    assert diagnose(said, None) == (kind, reason)


def kind_of(subject: str, more: str = "") -> str | None:
    head = f"From: Mara <mara@shop.example>\nSubject: {subject}\n{more}"
    letter = read_letter(f"{head}Content-Type: text/plain; charset=utf-8\n\nx".encode())
    return letter.automatic.kind


@pytest.mark.parametrize(
    "subject",
    [
        "Abwesend: Kettle",
        "Fuori ufficio: Kettle",
        "Afwezig: Kettle",
        "Poissaoloviesti",
        "Нет на рабочем месте",
        "不在通知: Kettle",
        "부재중: Kettle",
        "Házon kívül: Kettle",
        "Εκτός γραφείου",
        "AUTO: Mara ist außer Haus (Rückkehr am 05.03.2031)",
        "OOO: Kettle",
    ],
)
def test_an_absence_is_heard_in_any_language(subject):
    assert kind_of(subject) in {"out_of_office", "auto_reply"}


@pytest.mark.parametrize(
    "subject",
    [
        "Urlaub",
        "Vacation rental invoice",
        "Holiday: booking 4711",
        "Re: Automatic reply: Kettle",
        "Auto kaputt",
        "Automatische Tür defekt",
        "Absent: where is my parcel",
    ],
)
def test_a_customer_who_writes_of_holidays_is_a_person(subject):
    assert kind_of(subject) is None


def test_an_ambiguous_word_counts_where_it_answers_a_letter():
    assert kind_of("Urlaub: Kettle", "In-Reply-To: <1@kept.example>\n") == "out_of_office"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Καλημέρα, ο βραστήρας μου χάλασε. Στείλτε μου καινούργιο.", "iso8859-7"),
        ("שלום, הקומקום שלי נשבר. אנא שלחו חדש.", "cp1255"),
        ("مرحبا، الغلاية مكسورة. أرسلوا واحدة جديدة.", "cp1256"),
        ("我的水壺壞了。請給我寄一個新的。", "big5"),
        ("Здравствуйте, мой чайник сломан. Пришлите новый.", "koi8-r"),
        (
            "Dzień dobry, mój czajnik się zepsuł. Proszę przysłać nowy, dziękuję bardzo.",
            "iso8859-2",
        ),
        ("Merhaba, su ısıtıcım bozuldu. Lütfen yenisini gönderin, teşekkür ederim.", "cp1254"),
    ],
)
def test_a_text_without_a_charset_is_told_by_its_letters(text, codec):
    read, problem = decode(text.encode(codec), None)

    assert read == text
    assert problem is not None


@pytest.mark.parametrize("lie", ["koi8-r", "windows-1251", "gb2312", "iso-8859-2", "x-made-up"])
def test_utf8_is_utf8_whatever_it_is_called(lie):
    text = "Привет, чайник сломан. Grüße"
    read, problem = decode(text.encode(), lie)

    assert read == text
    assert lie in str(problem)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-7", "koi8-r", "gb18030", "cp1251"])
def test_a_sound_text_has_no_problem(codec):
    text = "Привет, чайник сломан. Пришлите, пожалуйста, новый."

    assert decode(text.encode(codec), codec) == (text, None)


def test_one_broken_letter_does_not_spoil_a_utf8_text():
    read, problem = decode("Grüße aus Kö".encode()[:-1], "utf-8")

    assert read == "Grüße aus K\ufffd"
    assert problem == "The text does not fit its charset 'utf-8'; broken characters were replaced."


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("John Doe <<john@x.example>>", "John Doe", "john@x.example"),
        ('"John Doe <john@x.example>', "John Doe", "john@x.example"),
        ("John Doe john@x.example>", "John Doe", "john@x.example"),
        ("mailto:john@x.example", None, "john@x.example"),
        ('"john doe"@x.example', None, '"john doe"@x.example'),
        ("john @ x.example", None, "john@x.example"),
    ],
)
def test_a_broken_address_is_read_as_mail_programs_do(text, name, address):
    assert [(one.name, one.address) for one in people(text)] == [(name, address)]

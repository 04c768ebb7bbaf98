"""`kept mail read|reply|clean|thread`: JSON Lines in, JSON Lines out."""

import base64
import io
import json

import pytest

from kept.mail import reading

MAIL = b"From: Mara <mara@shop.example>\nSubject: Kettle\nMessage-ID: <k@x.example>\n\nHello"
PACKED = base64.b64encode(MAIL).decode()


@pytest.fixture
def ask(monkeypatch, capsys):
    def asked(verb: str, *lines: object) -> tuple[int, list[dict]]:
        text = "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines)
        given = io.TextIOWrapper(io.BytesIO(text.encode()))
        monkeypatch.setattr("sys.stdin", given)
        status = reading.main([verb, "--jsonl"])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return asked


def test_read_answers_every_field(ask):
    status, [answer] = ask("read", {"id": "a", "raw_base64": PACKED})

    assert status == 0
    assert answer == {
        "id": "a",
        "from": {"name": "Mara", "address": "mara@shop.example"},
        "reply_to": [],
        "to": [],
        "cc": [],
        "subject": "Kettle",
        "message_id": "k@x.example",
        "in_reply_to": None,
        "references": [],
        "date": None,
        "text": "Hello",
        "reply": "Hello",
        "quoted": "",
        "signature": "",
        "html_safe": None,
        "attachments": [],
        "automatic": {"is": False, "kind": None},
        "bounce": None,
        "invite": None,
        "language": None,
        "problems": [],
    }


def test_a_bad_line_is_told_and_the_rest_goes_on(ask):
    status, answers = ask(
        "read",
        "nothing",
        "",
        {"id": 7},
        {"id": "b"},
        {"id": "c", "raw_base64": "###"},
        {"id": "d", "raw_base64": PACKED},
    )

    assert status == 1
    assert [(x["id"], x.get("error", {}).get("code")) for x in answers] == [
        (None, "bad_json"),
        (None, "bad_input"),
        ("b", "bad_input"),
        ("c", "bad_base64"),
        ("d", None),
    ]


def test_a_very_large_mail_is_answered_like_any_other(ask, monkeypatch):
    monkeypatch.setattr(reading, "LARGE_LINE", 10)
    status, answers = ask(
        "read", {"id": "a", "raw_base64": PACKED}, {"id": "b", "raw_base64": "###"}
    )

    assert status == 1
    assert answers[0]["text"] == "Hello"
    assert answers[1]["error"]["code"] == "bad_base64"


def test_reply_splits_text_and_html(ask):
    _, answers = ask(
        "reply",
        {"id": "a", "text": "Yes.\n\n> Well?"},
        {"id": "b", "html": "<p>Yes.</p><blockquote>Well?</blockquote>"},
        {"id": "c", "text": "Yes.\n\nMara", "headers": {"From": "Mara Lind"}},
    )

    assert [x["reply"] for x in answers] == ["Yes.", "Yes.", "Yes."]
    assert answers[2]["signature"] == "Mara"


def test_clean_gives_safe_html_and_what_was_held_back(ask):
    _, [answer] = ask("clean", {"id": "c", "html": '<img src="https://pics.example/dot.gif">x'})

    assert answer == {"id": "c", "html": "<img>x", "remote": ["https://pics.example/dot.gif"]}


def packed(number: int, references: str, subject: str, day: int) -> dict:
    raw = (
        f"Message-ID: <{number}@x.example>\n{references}Subject: {subject}\n"
        f"Date: {day} Mar 2031 10:00:00 +0000\n\nx"
    )
    return {"raw_base64": base64.b64encode(raw.encode()).decode(), "received": None}


def test_thread_joins_by_ids_and_suggests_by_subject(ask):
    _, [answer] = ask(
        "thread",
        {
            "id": "d",
            "mails": [
                packed(1, "", "kettle", 2),
                packed(2, "", "lid", 1),
                packed(3, "References: <1@x.example>\n", "Re: kettle", 3),
                packed(4, "", "Fwd: [desk] Re: kettle (fwd)", 4),
            ],
        },
    )

    assert answer["groups"] == [[1, 3], [2], [4]]
    assert answer["suggested"] == [[1, 3, 4], [2]]
    assert answer["subjects"] == ["kettle", "lid", "kettle", "kettle"]
    assert answer["order"] == [2, 1, 3, 4]


def test_two_mails_with_one_id_are_two_mails(ask):
    _, [answer] = ask(
        "thread", {"id": "d", "mails": [packed(1, "", "a", 1), packed(1, "", "b", 2)]}
    )

    assert answer["groups"] == [[1], [2]]


def test_files_and_folders_are_read_by_name(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_bytes(MAIL)

    assert reading.main(["read", "--batch", str(tmp_path)]) == 0
    assert reading.main(["read", str(tmp_path / "none.eml")]) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["id"], first["text"]) == ("in/a.eml", "Hello")
    assert second["error"]["code"] == "unreadable"


@pytest.mark.parametrize("call", [[], ["sing"], ["reply"], ["clean", "a.html"], ["read", "--all"]])
def test_a_wrong_call_prints_nothing(call, capsys):
    assert reading.main(call) == 2
    assert capsys.readouterr().out == ""

"""The reading commands: `kept mail read|reply|clean|thread`, JSON Lines in and out.

They use the product's own reading, need no database and no network, and write nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from kept.kit.html import clean
from kept.mail.letter.charsets import scrub
from kept.mail.letter.plain import answer_of
from kept.mail.letter.reading import read_letter
from kept.mail.letter.rich import rich_lines
from kept.mail.letter.threads import threads_of
from kept.mail.letter.zones import Zones, split_lines, split_text

WELL, SOME_ERRORS, WRONG_CALL = 0, 1, 2
LARGE_LINE = 4 * 1024 * 1024
MAIL_FIELD = re.compile(rb'"raw_base64"\s{0,8}:\s{0,8}"')


class BadLine(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


Line = dict[str, Any]
Answer = dict[str, Any]


def main(argv: list[str]) -> int:
    verb, *rest = argv or [""]
    answer = VERBS.get(verb)
    if answer is None:
        return wrong("Say read, reply, clean or thread.")
    if rest == ["--jsonl"]:
        return answer_lines(sys.stdin.buffer, answer)
    if verb == "read" and rest:
        return read_files(rest)
    return wrong(
        f"kept mail {verb} takes --jsonl" + (", FILE... or --batch DIR." if verb == "read" else ".")
    )


def wrong(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG_CALL


def answer_lines(given: IO[bytes], answer: Callable[[Line], Answer]) -> int:
    status = WELL
    while line := given.readline():
        if not line.strip():
            continue
        waiting = [line]
        del line  # a large mail is held once
        found = one_answer(waiting, answer)
        if "error" in found:
            status = SOME_ERRORS
        write(found)
    sys.stdout.flush()
    return status


def one_answer(waiting: list[bytes], answer: Callable[[Line], Answer]) -> Answer:
    """The answer to the one line in `waiting`, which is taken out."""
    identity: str | None = None
    try:
        fields = parsed(waiting.pop(), has_large_mail=answer is read)
        if not isinstance(fields, dict):
            raise BadLine("bad_json", "A line is a JSON object.")
        identity = fields.get("id")
        if not isinstance(identity, str):
            identity = None
            raise BadLine("bad_input", "Every line has an `id`, a string.")
        return {"id": identity, **answer(fields)}
    except BadLine as bad:
        return {"id": identity, "error": {"code": bad.code, "message": bad.message}}
    except (ValueError, RecursionError):
        return {"id": None, "error": {"code": "bad_json", "message": "The line is no JSON."}}


def parsed(line: bytes, *, has_large_mail: bool) -> Any:
    """The fields of a line. A very large mail is decoded beside them, without copies."""
    found = MAIL_FIELD.search(line) if has_large_mail and len(line) > LARGE_LINE else None
    end = line.find(b'"', found.end()) if found is not None else -1
    if found is None or end < 0:
        return json.loads(line)
    fields = json.loads(line[: found.end()] + line[end:])
    if isinstance(fields, dict):
        with suppress(ValueError):  # what is no base64 stays an empty string, and is named so
            mail = memoryview(line)[found.end() : end]
            fields["raw_base64"] = binascii.a2b_base64(mail, strict_mode=True)
        if not fields.get("raw_base64"):
            fields["raw_base64"] = "#"
    return fields


def write(found: Answer) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def text_field(fields: Line, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadLine("bad_input", f"`{name}` is missing or no string.")
    return value


def bytes_field(fields: Line, name: str) -> bytes:
    if name not in fields:
        raise BadLine("bad_input", f"`{name}` is missing.")
    return unpacked(fields.pop(name))


def unpacked(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise BadLine("bad_input", "A mail is a string of base64.")
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadLine("bad_base64", "The mail is no base64.") from None


def read(fields: Line) -> Answer:
    settings = fields.get("settings") or {}
    sent = fields.get("sent") or []
    if not isinstance(settings, dict) or not isinstance(sent, list):
        raise BadLine("bad_input", "`settings` is an object, `sent` a list.")
    prefer, own = settings.get("prefer") or "text", settings.get("own") or []
    if prefer not in {"text", "html"}:
        raise BadLine("bad_input", "`prefer` is text or html.")
    if not isinstance(own, list) or not all(isinstance(one, str) for one in own):
        raise BadLine("bad_input", "`own` is a list of addresses.")
    letter = read_letter(
        bytes_field(fields, "raw_base64"),
        own=own,
        sent=[unpacked(one) for one in sent],
        prefer=prefer,
    )
    return answer_of(letter)


def reply(fields: Line) -> Answer:
    headers = fields.get("headers") or {}
    if not isinstance(headers, dict):
        raise BadLine("bad_input", "`headers` is an object.")
    sender = headers.get("From")
    name = scrub(sender) if isinstance(sender, str) else None
    if "html" in fields:
        lines, marks = rich_lines(scrub(text_field(fields, "html")))
        zones = split_lines(lines, marks, sender=name)
    else:
        zones = split_text(scrub(text_field(fields, "text")), sender=name)
    return zones_answer(zones)


def zones_answer(zones: Zones) -> Answer:
    return {"reply": zones.reply, "quoted": zones.quoted, "signature": zones.signature}


def cleaned(fields: Line) -> Answer:
    result = clean(scrub(text_field(fields, "html")))
    return {"html": result.html, "remote": list(result.remote)}


def thread(fields: Line) -> Answer:
    mails = fields.get("mails")
    if not isinstance(mails, list) or not all(isinstance(mail, dict) for mail in mails):
        raise BadLine("bad_input", "`mails` is a list of objects.")
    found = threads_of([(unpacked(mail.get("raw_base64")), mail.get("received")) for mail in mails])
    return {
        "groups": found.groups,
        "suggested": found.suggested,
        "subjects": found.subjects,
        "order": found.order,
    }


def read_files(arguments: list[str]) -> int:
    if arguments[0] == "--batch":
        if len(arguments) != 2 or not Path(arguments[1]).is_dir():
            return wrong("--batch takes one folder.")
        named = files_below(Path(arguments[1]))
    elif any(one.startswith("--") for one in arguments):
        return wrong("kept mail read takes --jsonl, FILE... or --batch DIR.")
    else:
        named = ((one, Path(one)) for one in arguments)
    status = WELL
    for name, path in named:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
        except OSError:
            message = "The file cannot be opened."
            write({"id": name, "error": {"code": "unreadable", "message": message}})
            status = SOME_ERRORS
            continue
        write({"id": name, **answer_of(read_letter(raw))})
    return status


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


VERBS: dict[str, Callable[[Line], Answer]] = {
    "read": read,
    "reply": reply,
    "clean": cleaned,
    "thread": thread,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

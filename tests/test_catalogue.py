"""Everything people read can be translated, and is: the catalogues say all that Kept says."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from django.template.base import Lexer, TokenType

from kept.config.formats.de.formats import DATES
from kept.kit.sentences import sentences_with_places

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "kept"
PLACES = re.compile(r"%\(\w+\)[sd]|\{\{\w+\}\}|\{\w*\}|<[^>]+>|%%")
# Names of things that are the same in every language, and keys as they stand on keyboards.
SAME_EVERYWHERE = {"Alt", "Alt A", "Alt B", "Google", "Kept", "Microsoft", "PDF"}


@cache
def tool() -> ModuleType:
    """`bin/_messages`, which has no ending that Python would import it by."""
    loader = SourceFileLoader("messages_tool", str(ROOT / "bin" / "_messages"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


@cache
def spoken() -> dict:
    return tool().spoken()


@cache
def catalogue(language: str = "de") -> dict:
    path = CODE / "locale" / language / "LC_MESSAGES" / "django.po"
    return tool().read_po(path.read_text(encoding="utf-8"))


@cache
def sources() -> list[Path]:
    """The modules that say something to somebody."""
    found = [path for path in sorted(CODE.rglob("*.py")) if "tests" not in path.parts]
    words = re.compile(r"gettext|sentence\(|Refusal|date_format")
    return [path for path in found if words.search(path.read_text(encoding="utf-8"))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def templates() -> list[Path]:
    return [path for path in sorted(CODE.rglob("templates/**/*")) if path.is_file()]


def test_catalogues_are_what_bin_messages_writes():
    for path, messages in tool().catalogues(spoken()):
        said = "Run bin/messages, translate what is new, and run it once more."
        assert path.read_text(encoding="utf-8") == tool().write_po(messages), said
        assert path.with_suffix(".mo").read_bytes() == tool().compiled(messages), said


def test_nothing_is_left_untranslated():
    assert tool().untranslated(catalogue()) == []


def test_a_catalogue_names_no_moment_and_no_machine():
    text = (CODE / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8")

    assert re.findall(r"^\"P\S+-Date:|Last-Translator|^#: /|^#: .*:\d+$", text, re.M) == []
    assert "fuzzy" not in text


def test_places_are_the_same_on_both_sides():
    wrong = []
    for (_context, one, many), message in catalogue().items():
        allowed = [Counter(PLACES.findall(words)) for words in (one, many) if words is not None]
        wrong += [
            (one, said) for said in message.said if Counter(PLACES.findall(said)) not in allowed
        ]
    assert wrong == []


def test_it_begins_and_ends_as_the_english_does():
    """Sentences are joined to others: a space, and the stop at the end, must be where they were."""

    def shape(words: str) -> tuple[bool, bool, bool]:
        bare = words.rstrip()
        return words[:1].isspace(), words[-1:].isspace(), bare[-1:] in set(".?!:")

    wrong = [
        (words, message.said[0])
        for (_context, words, _many), message in catalogue().items()
        if words and shape(words) != shape(message.said[0])
    ]
    assert wrong == []


def test_german_is_written_as_germans_do():
    for (_context, words, _many), message in catalogue().items():
        for said in message.said if words else []:
            plain = re.sub(r"<[^>]+>", "", said)
            assert '"' not in plain, plain
            assert plain.count("„") == plain.count("“"), plain
            assert not re.search(r"\b(du|dich|dir|deine?[mnrs]?)\b", plain), plain


def test_plurals_have_all_their_forms():
    many = [message.said for (_c, _w, plural), message in catalogue().items() if plural]

    assert len(many) > 20
    assert {len(said) for said in many} == {2}


def test_a_catalogue_is_read_as_it_was_written():
    messages = {
        (None, "", None): tool().Message("", [tool().header("de")]),
        ("a time", 'to "it" \\ \n', None): tool().Message("a.py", ["bis „es“\t\n"]),
        (None, "{n} day", "{n} days"): tool().Message("b.html", ["{n} Tag", "{n} Tage"]),
    }

    assert tool().read_po(tool().write_po(messages)) == messages


def test_what_is_new_stands_there_untranslated_and_what_is_gone_is_gone(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    page = (
        '{% load i18n %}<p title="{% translate "Old" %}">{% blocktranslate count n=n %}One {{ x }}'
    )
    page += "{% plural %}{{ n }} of 100%{% endblocktranslate %}</p>{{ a|default:_('None') }}"
    (tmp_path / "templates" / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "code.py").write_text(
        'x = _("Long " "words")\ny = pgettext("a place", "There")\nz = _(given)\n', encoding="utf-8"
    )
    old = {(None, "Old", None): tool().Message("x", ["Alt"]), (None, "Gone", None): None}

    new = tool().renewed("de", old, tool().spoken(tmp_path))

    assert {key: message.said for key, message in new.items() if key[1]} == {
        (None, "Long words", None): [""],
        ("a place", "There", None): [""],
        (None, "Old", None): ["Alt"],
        (None, "One %(x)s", "%(n)s of 100%%"): ["", ""],
        (None, "None", None): [""],
    }


def test_the_tools_of_gettext_find_nothing_that_we_do_not(tmp_path: Path):
    if shutil.which("xgettext") is None:
        pytest.skip("THERE IS NO xgettext HERE (Debian: apt install gettext): NOT COMPARED WITH IT")
    shutil.copytree(
        CODE, tmp_path / "kept", ignore=shutil.ignore_patterns("tests", "locale", "*.mo")
    )
    (tmp_path / "kept" / "locale").mkdir()
    words = [sys.executable, "-m", "django", "makemessages", "-l", "de", "--no-location"]
    subprocess.run(words, cwd=tmp_path / "kept", check=True, capture_output=True, timeout=120)
    theirs = (tmp_path / "kept/locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    theirs = re.sub(r"^#, .*\n", "", theirs[theirs.index("\n\n") :], flags=re.M)

    assert {key[:2] for key in tool().read_po(theirs)} - {key[:2] for key in spoken()} == set()


def test_templates_hold_no_words_that_stay_english():
    bare = []
    for path in templates():
        bare += [(path.name, text) for text in texts_of(path) if text not in SAME_EVERYWHERE]
    assert bare == []


def texts_of(path: Path) -> list[str]:
    """What a template shows besides what it is given and what it has translated."""
    parts, is_said = [], False
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            is_said = name in {"blocktranslate", "blocktrans"} or (
                is_said and name not in {"endblocktranslate", "endblocktrans"}
            )
        if token.token_type == TokenType.TEXT and not is_said:
            parts.append(token.contents)
        elif token.token_type != TokenType.TEXT:
            parts.append("\0")
    page = re.sub(r"<(svg|script|style|code)\b.*?</\1>", "\n", "".join(parts), flags=re.S)
    shown = re.findall(r'\b(?:title|alt|aria-label|placeholder|label)="([^"\0]+)', page)
    # A tag whose end stands in another branch is left as it is; what is in it looks like code.
    shown += re.split(r"<[^>]*>|\0|\n", page)
    said = (re.sub(r"&\w+;|^[·\s]+|[·\s]+$", "", text) for text in shown)
    return [
        text for text in said if re.search(r"[^\W\d_]{2}", text) and not re.search(r"[#=<>]", text)
    ]


def test_refusals_are_said_in_the_language_of_whoever_is_refused():
    plain = [
        f"{path.name}: {ast.unparse(item.value)}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.Assign)
        and getattr(item.targets[0], "id", "") == "message"
        and isinstance(item.value, ast.Constant | ast.JoinedStr)
    ]
    assert plain == []


def test_words_are_given_whole_and_not_pieced_together():
    pieced = [
        f"{path.name}:{node.lineno}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in tool().CALLS
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert pieced == []


def test_every_date_is_written_in_the_german_way():
    """Numbers and names of months alone are the same everywhere; a day before a month is not."""
    used = set()
    for path in [*sources(), *templates()]:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\|date:\"([^\"]+)\"", text))
        used |= set(re.findall(r"date_format\([^\n]*?, [\"']([^\"']+)[\"']\)", text))
    used -= {"Y-m-d", "c"}

    assert "l j F Y" in used
    assert {shape for shape in used if re.search(r"\bj\b", shape)} - set(DATES) == set()


def test_stored_sentences_are_known_wherever_pages_are_made():
    """Those with places are found again by their shape, so their modules must have been loaded."""
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from django.urls import get_resolver;"
            "get_resolver().url_patterns; from kept.kit.sentences import sentences_with_places;"
            "print('\\n'.join(sentences_with_places()))",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for path in sources():
        if "sentence(" in path.read_text(encoding="utf-8"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            importlib.import_module(module)

    assert sentences_with_places() - set(loaded.stdout.splitlines()) == set()

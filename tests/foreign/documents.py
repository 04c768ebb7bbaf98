"""Hostile documents: those of the shared corpora where they lie, and some of our own."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parents[3]
CORPORA = Path(os.environ.get("KEPT_CORPORA", _HERE / "shared" / "corpora"))
FAMILIES = ("html-dompurify", "html-zammad", "html-bleach", "html-httpleaks")


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    html: str


def from_corpora() -> list[Document]:
    """Every document of the corpora, in their order; none where there are no corpora."""
    return [
        document for family in FAMILIES for document in from_file(CORPORA / family / "cases.jsonl")
    ]


def from_file(path: Path) -> list[Document]:
    """One JSON object a line, with a `payload`. An empty one is no letter."""
    payloads = [json.loads(line)["payload"] for line in _lines(path)]
    return [
        Document(f"{path.parent.name}:{number}", payload)
        for number, payload in enumerate(payloads)
        if payload.strip("\0")
    ]


def some_of(documents: list[Document], count: int) -> list[Document]:
    """The same each time, from all families."""
    return random.Random(4).sample(documents, min(count, len(documents)))


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


_RUNS = "console.log('kept-ran')"
OUR_OWN = [
    Document(f"ours:{number}", html)
    for number, html in enumerate(
        [
            f"<script>{_RUNS}</script>",
            f'<img src=x onerror="{_RUNS}">',
            f'<svg onload="{_RUNS}"><script>{_RUNS}</script></svg>',
            f'<iframe srcdoc="<script>{_RUNS}</script>"></iframe>',
            f'<iframe src="javascript:{_RUNS}"></iframe>',
            f'<details open ontoggle="{_RUNS}">x</details>',
            f'<body onload="{_RUNS}"><p onanimationstart="{_RUNS}" style=\'animation:x 1s\'>x',
            "<meta http-equiv=refresh content='0;url=https://go.kept-outside.example/'>",
            "<base href='https://base.kept-outside.example/'><img src=x.png><a href=y>y</a>",
            "<link rel=preconnect href='https://pre.kept-outside.example'>"
            "<link rel=dns-prefetch href='//dns.kept-outside.example'>"
            "<link rel=stylesheet href='https://css.kept-outside.example/x.css'>",
            "<iframe src='https://frame.kept-outside.example/'></iframe>",
            "<object data='https://object.kept-outside.example/'></object>"
            "<embed src='https://embed.kept-outside.example/'>",
            "<video src='https://video.kept-outside.example/v'"
            " poster='https://poster.kept-outside.example/p'>"
            "</video><audio src='https://audio.kept-outside.example/a' autoplay></audio>",
            "<p style=\"background:url('https://style.kept-outside.example/x')\">x</p>"
            "<style>@import 'https://import.kept-outside.example/x.css';"
            "@font-face{font-family:x;src:url(https://font.kept-outside.example/f)}"
            "p{font-family:x;background:url(https://bg.kept-outside.example/b)}</style>",
            "<img srcset='https://srcset.kept-outside.example/x 2x'"
            " src='//src.kept-outside.example/x'>"
            "<picture><source srcset='https://source.kept-outside.example/x'><img></picture>"
            "<input type=image src='https://input.kept-outside.example/x'>",
            "<form action='https://form.kept-outside.example/'><button autofocus>x</button></form>",
            f"<div hx-get='/sign-out/' hx-trigger='load' hx-on:load=\"{_RUNS}\" hx-swap-oob='true' "
            "data-hx-get='https://htmx.kept-outside.example/'>x</div>",
            "<img src='/sign-out/'><img src='/mail/mailboxes/'>"
            "<table background='/me/'><tr><td>x</table>",
            "<svg><image href='https://svg.kept-outside.example/x'/>"
            "<use href='https://use.kept-outside.example/#x'/>"
            "<filter id=f><feImage href='https://fe.kept-outside.example/x'/></filter></svg>",
            "<a href='https://hover.kept-outside.example/' ping='https://ping.kept-outside.example/'>x</a>",
        ]
    )
]

"""What a theme is called while nobody has named it, and the sentence of a letter that says most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kept.kit.languages import SETS, language_of
from kept.themes.rules.pieces import piece_of

WORDS = 3
GREETINGS = (
    "hello dear thank thanks kind best regards wishes hallo liebe viele grüße tag guten are our who"
)
EMPTY = (
    "about after again all also another any because been before being both could did does "
    "done down each even ever every few first from get gets give given goes going got had has "
    "here him his how however into its just last less let like little made make many may more "
    "most much must need new next now off often old once one only other over own per put "
    "rather said same say says see seen several shall she should since some somebody "
    "something soon still such take than their them then there these thing things those three "
    "through time today too took two until upon used very want wants way week weeks well went "
    "were where which while who whom whose why within without write yes yesterday yet hope "
    "number day days aber alle alles als also am an andere ans bei beim bis bin bist da dann "
    "darf dass dein denn diese diesem diesen dieser dieses doch dort du durch einem einen "
    "einer eines er es etwas euch euer gar gegen gern gibt hab haben hat hatte hier hin ihr "
    "ihre ihrem ihren im immer in ins ja jede jeder jetzt keine keinen kein leider mal man "
    "mehr mein meine meinem meinen meiner nach nichts nun nur ob oder ohne schon sehr seit "
    "sein seine selbst sich sind so soll über um uns unser unsere unter vom von vor war waren "
    "was weil wenn wer werden wie wieder will wird würde zu zum zur zwei "
)
SMALL = frozenset().union(*SETS.values()) | {*GREETINGS.split(), *EMPTY.split()}
"""Words that every letter has, and no theme is called by."""
LONGEST_SENTENCE = 240
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+|\n+")


def label(texts: Sequence[str], centre: Mapping[int, float]) -> str:
    """The words of these letters that weigh most in the theme, as they were written most often."""
    weighs: Counter[int] = Counter()
    written: dict[int, Counter[str]] = {}
    for text in texts:
        tag = language_of(text) or "en"
        for word in _WORD.findall(text[:2_000]):
            piece = piece_of(tag, word)
            if len(word) > 2 and word.lower() not in SMALL and (weight := centre.get(piece, 0.0)):
                weighs[piece] += weight  # type: ignore[assignment]
                written.setdefault(piece, Counter())[word.lower()] += 1
    best = [piece for piece, _ in weighs.most_common(WORDS)]
    return " · ".join(written[piece].most_common(1)[0][0] for piece in best)


def example(text: str, centre: Mapping[int, float]) -> str:
    """The sentence of a letter that is most like the theme."""
    tag = language_of(text) or "en"
    sentences = [part.strip() for part in _SENTENCE.split(text[:6_000]) if part.strip()]
    if not sentences:
        return ""

    def says(sentence: str) -> float:
        words = {piece_of(tag, word) for word in _WORD.findall(sentence)}
        return sum(centre.get(piece, 0.0) for piece in words)

    best = max(sentences, key=says)
    cut = best[:LONGEST_SENTENCE]
    return cut if len(cut) == len(best) else f"{cut.rstrip()} …"

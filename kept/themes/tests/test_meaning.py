"""The extra: told apart from what it should not be, used where it is there, and done without."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from kept.conversations.models import Conversation, Message
from kept.serving import doctor
from kept.themes import actions, meaning
from kept.themes.actions.mean import by_what
from kept.themes.learnt import learnt
from kept.themes.models import Learnt, LetterMeaning, Theme, ThemeLetter
from kept.themes.rules import groups, meanings, transformer
from kept.themes.tests.make import found, weeks, write
from tests.cast import NOON, make_desk, make_member

LATER = NOON + timedelta(hours=2)
SIDES = {"lamp": 0, "invoice": 1, "tax": 1, "password": 2, "sign in": 2}


class Fake:
    """What it means is which of the words it has."""

    def meanings_of(self, texts: Sequence[str]) -> list[bytes]:
        return [self._of(text.lower()) for text in texts]

    def _of(self, text: str) -> bytes:
        sides = [0.01 * (len(text) % 7), 0.0, 0.0, 0.1]
        for word, side in SIDES.items():
            sides[side] += text.count(word)
        return meanings.pack(sides)


@pytest.fixture
def extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it were installed."""
    pytest.importorskip("numpy", reason="the extra [semantic] is not installed")
    monkeypatch.setattr(meaning, "reader", Fake)
    monkeypatch.setattr(meaning, "folder", lambda: Path("there"))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files of a model, which are those that are expected."""
    for name, told in ((meaning.WEIGHTS, b"weights"), (meaning.TOKENS, b"{}")):
        (tmp_path / name).write_bytes(told)
        monkeypatch.setitem(meaning.SHA256, name, hashlib.sha256(told).hexdigest())
    monkeypatch.setattr(meaning, "folder", lambda: tmp_path)
    monkeypatch.setattr(meaning, "_known", {})
    return tmp_path


def test_a_meaning_keeps_its_angle_in_a_byte_a_side():
    told = meanings.pack([0.2, -0.1, 0.0, 0.05])

    assert list(memoryview(told).cast("b")) == [127, -64, 0, 32]
    assert meanings.pack([0.0, 0.0]) == b"\0\0"
    assert meanings.pack([]) == b""


def test_the_extra_is_absent_where_one_of_its_packages_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(meaning, "NEEDED", ("hashlib", "no_such_package_at_all"))
    monkeypatch.setattr(meaning, "_known", {})

    assert meaning.folder() is None
    assert meaning.state() is meaning.State.ABSENT
    assert meaning.reader() is None
    assert doctor._themes() == doctor.Answer(
        "themes", is_well=True, words="found by words; the extra for meaning is not installed"
    )


def test_other_weights_than_those_that_were_weighed_are_never_used(files: Path):
    assert meaning.state() is meaning.State.READY
    assert doctor._themes().words.startswith("found by what letters mean")

    (files / meaning.WEIGHTS).write_bytes(b"weightz")

    assert meaning.state() is meaning.State.WRONG
    assert meaning.reader() is None
    assert not doctor._themes().is_well
    assert "found by words alone" in doctor._themes().words
    (files / meaning.WEIGHTS).unlink()
    assert meaning.state() is meaning.State.WRONG


def test_what_cannot_be_loaded_stops_nothing(files: Path, caplog: pytest.LogCaptureFixture):
    assert meaning.reader() is None
    assert "could not be loaded" in caplog.text


@pytest.mark.django_db
def test_what_letters_of_the_last_weeks_mean_is_told_once_and_forgotten(
    monkeypatch: pytest.MonkeyPatch,
):
    desk = make_desk("Orders", make_member())
    old = write(desk, "cracked", 2, at=NOON - timedelta(days=60))
    fresh = write(desk, "invoice", 3, at=NOON - timedelta(days=1))
    spam = fresh[0]
    actions.wait([one.pk for one in (*old, *fresh)])
    assert actions.file_waiting() == 5
    Conversation.objects.filter(pk=spam.conversation_id).update(status="SPAM")
    assert actions.mean_some(now=NOON) == 0
    assert by_what(learnt(), now=NOON) == Learnt.By.WORDS
    monkeypatch.setattr(meaning, "reader", Fake)
    assert by_what(learnt(), now=NOON) == Learnt.By.WORDS

    assert [actions.mean_some(now=NOON, most=2) for _ in range(3)] == [2, 1, 0]

    told = dict(LetterMeaning.objects.values_list("letter", "told"))
    assert {pk: len(bytes(one)) for pk, one in told.items()} == {
        one.pk: 0 if one is spam else 4 for one in fresh
    }
    assert by_what(learnt(), now=NOON) == Learnt.By.MEANING
    late = write(desk, "password", 1, at=NOON + timedelta(days=50))
    actions.wait([one.pk for one in late])
    actions.file_waiting()
    assert [actions.mean_some(now=NOON + timedelta(days=50)) for _ in range(3)] == [1, 3, 0]
    assert list(LetterMeaning.objects.values_list("letter", flat=True)) == [late[0].pk]
    Message.objects.filter(pk=late[0].pk).delete()
    assert not LetterMeaning.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("extra")
def test_themes_go_on_when_the_extra_comes_and_when_it_goes(monkeypatch: pytest.MonkeyPatch):
    desk = make_desk("Orders", make_member(), make_member("bea"))
    weeks(desk)
    monkeypatch.setattr(meaning, "reader", lambda: None)
    found()
    assert learnt().by == Learnt.By.WORDS
    by_words = set(Theme.objects.values_list("pk", flat=True))
    monkeypatch.setattr(meaning, "reader", Fake)

    while actions.mean_some(now=NOON):
        pass
    found()

    assert learnt().by == Learnt.By.MEANING
    assert by_words <= set(Theme.objects.values_list("pk", flat=True))
    same = write(desk, "cracked", 3)
    other = Message.objects.create(
        conversation=write(desk, "invoice", 1)[0].conversation,
        way="IN",
        text="Nothing said before, but of a lamp, a lamp",
        at=LATER,
    )
    actions.wait([*(one.pk for one in same), other.pk])
    assert actions.file_waiting() == 4
    filed = dict(ThemeLetter.objects.values_list("pk", "theme"))
    assert {filed[one.pk] for one in same} == {filed[other.pk]} != {None}
    assert LetterMeaning.objects.filter(pk=other.pk).exists()

    monkeypatch.setattr(meaning, "reader", lambda: None)
    monkeypatch.setattr(meaning, "folder", lambda: None)
    more = write(desk, "cracked", 1)[0]
    actions.wait([more.pk])
    actions.file_waiting()
    assert ThemeLetter.objects.get(pk=more.pk).theme_id == filed[other.pk]
    found(now=LATER)
    assert learnt().by == Learnt.By.WORDS


def test_learning_by_meaning_keeps_keys_and_gives_the_same_for_the_same():
    pytest.importorskip("numpy", reason="the extra [semantic] is not installed")
    texts = [f"lamp {n}" for n in range(40)] + [f"the tax invoice {n}" for n in range(40)]
    means, told = Fake().meanings_of(texts), [(n % 9, 10 + n // 40) for n in range(80)]

    model, of = groups.learn(told, groups.Model(), new_keys=range(1, 9), means=means)
    again, of_again = groups.learn(told, model, new_keys=range(20, 29), means=means)

    assert len({*of[:40]}) == len({*of[40:]}) == 1
    assert {*of[:40]} != {*of[40:]}
    assert of_again == of
    assert set(again.means) == set(model.means) == set(model.centres)
    lookup = groups.Lookup(model)
    assert lookup.nearest((), Fake().meanings_of(["a lamp"])[0])[0] == of[0]
    assert lookup.nearest((10,))[0] == of[0]
    assert lookup.nearest((10,), b"cut")[0] is None
    assert groups.learn(told, groups.Model(), new_keys=range(1, 9), means=means) == (model, of)


def test_the_encoder_does_what_its_papers_say():
    """Beside the same sums written out number by number, for one layer of two heads."""
    np = pytest.importorskip("numpy", reason="the extra [semantic] is not installed")
    dice, wide, inner = np.random.default_rng(3), 4, 6
    shapes = {"word": (9, wide), "position": (5, wide), "token_type": (2, wide)}
    weights = {f"embeddings.{k}_embeddings.weight": dice.normal(size=v) for k, v in shapes.items()}
    layer = "encoder.layer.0"
    for name, out, into in (
        *((f"{layer}.attention.self.{part}", wide, wide) for part in ("query", "key", "value")),
        (f"{layer}.attention.output.dense", wide, wide),
        (f"{layer}.intermediate.dense", inner, wide),
        (f"{layer}.output.dense", wide, inner),
    ):
        weights |= {f"{name}.weight": dice.normal(size=(out, into))}
        weights |= {f"{name}.bias": dice.normal(size=out)}
    for name in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        weights |= {
            f"{name}.LayerNorm.{part}": dice.normal(size=wide) for part in ("weight", "bias")
        }
    texts = [(1, 2, 3), (4, 5), (6, 7, 8)]

    told = transformer.vectors(weights, texts, heads=2)

    for text, vector in zip(texts, told, strict=True):
        assert vector.tolist() == pytest.approx(written_out(weights, text), abs=2e-6)


def written_out(weights, ids) -> list[float]:
    w = {name: one.tolist() for name, one in weights.items()}

    def through(row, name):
        pairs = zip(w[f"{name}.weight"], w[f"{name}.bias"], strict=True)
        return [sum(a * b for a, b in zip(row, line, strict=True)) + bias for line, bias in pairs]

    def levelled(row, name):
        mean = sum(row) / len(row)
        spread = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row))
        pairs = zip(row, w[f"{name}.LayerNorm.weight"], w[f"{name}.LayerNorm.bias"], strict=True)
        return [(one - mean) / spread * a + b for one, a, b in pairs]

    def plus(*rows):
        return [sum(parts) for parts in zip(*rows, strict=True)]

    tables = [w[f"embeddings.{k}_embeddings.weight"] for k in ("word", "position", "token_type")]
    rows = [
        levelled(plus(tables[0][token], tables[1][at], tables[2][0]), "embeddings")
        for at, token in enumerate(ids)
    ]
    layer = "encoder.layer.0"
    asks, keys, values = (
        [through(row, f"{layer}.attention.self.{part}") for row in rows]
        for part in ("query", "key", "value")
    )
    seen = []
    for ask in asks:
        told = []
        for head in (slice(0, 2), slice(2, 4)):
            fits = [
                math.exp(sum(a * b for a, b in zip(ask[head], key[head], strict=True)) / 2**0.5)
                for key in keys
            ]
            told += [
                sum(fit * value[side] for fit, value in zip(fits, values, strict=True)) / sum(fits)
                for side in range(head.start, head.stop)
            ]
        seen.append(told)
    out = []
    for row, told in zip(rows, seen, strict=True):
        now = through(told, f"{layer}.attention.output.dense")
        row = levelled(plus(row, now), f"{layer}.attention.output")
        bent = [
            one * (1 + math.erf(one / 2**0.5)) / 2
            for one in through(row, f"{layer}.intermediate.dense")
        ]
        out.append(levelled(plus(row, through(bent, f"{layer}.output.dense")), f"{layer}.output"))
    mean = [sum(side) / len(out) for side in zip(*out, strict=True)]
    length = math.sqrt(sum(side * side for side in mean))
    return [side / length for side in mean]


def test_the_real_weights_know_what_is_said_in_other_words(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(meaning, "_known", {})
    reader = meaning.reader()
    if reader is None:
        pytest.skip("the extra [semantic] is not installed")
    told = meanings.unpack(
        reader.meanings_of(
            ["My parcel has not come", "Where is my delivery?", "I forgot my password"]
        )
    )

    assert len(told[0]) == 384
    assert float(told[0] @ told[1]) > 0.4 > float(told[0] @ told[2])

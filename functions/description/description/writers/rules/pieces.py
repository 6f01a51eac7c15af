"""Pieces: single values in the form in which a sentence can take them. Topics collect pieces, sentences join them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from description.german.grammar import Noun, Number, joined
from description.german.vocabulary import vocabulary
from description.product_data.model import Entry, Field
from description.writers.rules.phrases import Phrase, phrase
from description.writers.rules.style import Topic
from description.writers.rules.values import fit_to_say, says_no, says_yes
from description.writers.rules.voice import Sentence, Voice, sentence

_MOST_AFTER_WITH = 4
_ENDING = re.compile(r"(?:ungen|ung|igen|ige|em|en|er|es|e|n|s)$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = frozenset(
    {"mit", "und", "aus", "ohne", "der", "die", "das", "für", "zum", "zur", "oder", "sowie", "bei", "ist", "sind"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One value. Exactly one of `after_with` ("weicher Polsterung"), `words` ("im Regular Fit"), `predicate`
    ("wasserdicht") and `listed` ("Regular Fit", after a colon) is filled. `source` is what the value was parsed to."""

    field: Field
    label: str
    source: Phrase
    after_with: str = ""
    words: str = ""
    predicate: str = ""
    listed: str = ""

    @property
    def stems(self) -> frozenset[str]:
        """What the piece says, as stems: pieces with the same say the same."""
        return stems(self.source.text if self.source.word is None else f"{self.source.text} {self.source.word.lemma}")


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    return frozenset(_ENDING.sub("", word) or word for word in _WORD.findall(text.casefold()) if word not in _SMALL)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a field speaks: the noun that its adjectives go with, and the vocabulary's kinds for its values."""

    label: str
    noun: Noun | None = None
    number: Number = "sg"
    kinds: tuple[str, ...] = ()


_SLEEVE = _Way("Ärmel", Noun("Ärmel", "m", "Ärmel"), "pl", ("sleeve",))
_WAYS: dict[Field, _Way] = {
    Field.TOE: _Way("Schuhspitze", Noun("Schuhspitze", "f", "Schuhspitzen"), kinds=("toe", "heel")),
    Field.HEEL_FORM: _Way("Absatz", Noun("Absatz", "m", "Absätze"), kinds=("heel",)),
    Field.HEEL_HEIGHT: _Way("Absatz", Noun("Absatz", "m", "Absätze"), kinds=("fit", "sole")),
    Field.SHAFT_HEIGHT: _Way("Schaft", Noun("Schaft", "m", "Schäfte"), kinds=("length",)),
    Field.SHAFT_WIDTH: _Way("Schaft", Noun("Schaft", "m", "Schäfte"), kinds=("fit",)),
    Field.CLOSURE: _Way("Verschluss", Noun("Verschluss", "m", "Verschlüsse"), kinds=("closure",)),
    Field.SLEEVE: _SLEEVE,
    Field.SLEEVE_FORM: _SLEEVE,
    Field.COLLAR: _Way("Kragen", Noun("Kragen", "m", "Kragen"), kinds=("collar",)),
    Field.POCKETS: _Way("Taschen", Noun("Tasche", "f", "Taschen"), "pl", ("pocket",)),
    Field.FIT: _Way("Passform", Noun("Passform", "f", "Passformen"), kinds=("fit",)),
    Field.CUT: _Way("Schnitt", Noun("Schnitt", "m", "Schnitte"), kinds=("fit",)),
    Field.LEG: _Way("Beinform", Noun("Bein", "n", "Beine"), kinds=("fit",)),
    Field.RISE: _Way("Bund", Noun("Bund", "m", "Bünde"), kinds=("fit",)),
    Field.LENGTH: _Way("Länge", None, kinds=("length",)),
    Field.SHOE_WIDTH: _Way("Weite", Noun("Weite", "f", "Weiten"), kinds=("fit",)),
    Field.PATTERN: _Way("Muster", None, kinds=("pattern",)),
    Field.FEATURES: _Way("Besonderheiten", None, kinds=("feature", "technology", "part")),
    Field.STYLE: _Way("Stil", Noun("Stil", "m", "Stile"), kinds=("style", "look")),
}
_SLEEVES = {"Langarm": "langen Ärmeln", "Kurzarm": "kurzen Ärmeln", "Halbarm": "halblangen Ärmeln"}
_SLEEVE_WORDS = {
    "langärmelig": "langen Ärmeln",
    "kurzärmelig": "kurzen Ärmeln",
    "lang": "langen Ärmeln",
    "kurz": "kurzen Ärmeln",
}
_NECKLINE = re.compile(r"ausschnitt|neck", re.I)
_IN_A_FIT = re.compile(r".+ fit$", re.I)
_IN_A_FORM = re.compile(r".*(?:linie|form|länge|silhouette|optik|look)$", re.I)
_NO_PART = re.compile(r"^(?:ohne|kein(?:e|en)?)\s", re.I)


def pieces_of(entries: Iterable[Entry]) -> list[Piece]:
    """The pieces of these entries, in order; what cannot be said is left out."""
    found = [piece for entry in entries for value in _values(entry) if (piece := _piece(entry, value)) is not None]
    return without_repeats(found)


def without_repeats(pieces: Sequence[Piece], said: Iterable[frozenset[str]] = ()) -> list[Piece]:
    """The pieces without those that say no more than another one, or than what is said already."""
    kept: list[Piece] = []
    others = [piece.stems for piece in pieces]
    before = list(said)
    for at, piece in enumerate(pieces):
        mine = others[at]
        repeated = any(mine <= each for each in before) or any(
            mine < each or (mine == each and index < at) for index, each in enumerate(others)
        )
        if mine and not repeated:
            kept.append(piece)
    return kept


def _values(entry: Entry) -> tuple[str, ...]:
    if says_no(entry):
        return ()
    if says_yes(entry):
        return (entry.key,)
    return entry.values or (entry.text,)


def _piece(entry: Entry, value: str) -> Piece | None:
    text = fit_to_say(value)
    way = _WAYS.get(entry.field)
    if not text or way is None:
        return None
    label = way.label
    noun = way.noun
    if entry.field is Field.COLLAR and _NECKLINE.search(entry.key):
        label, noun = "Ausschnitt", Noun("Ausschnitt", "m", "Ausschnitte")
    elif entry.field is Field.RISE and (own := vocabulary().noun(entry.key)) is not None and " " not in entry.key:
        label, noun = own.lemma, own
    found = phrase(text, *way.kinds)
    if entry.field in (Field.SLEEVE, Field.SLEEVE_FORM):
        sleeves = _sleeves(found)
        if sleeves:
            return Piece(entry.field, label, found, after_with=sleeves)
    if found.kind == "adjective":
        return _adjective(entry.field, label, noun, way.number, found)
    if found.kind == "words":
        return _of_words(entry.field, label, found)
    if found.kind == "noun":
        return _of_noun(entry.field, label, found)
    after = found.after_with() if entry.field in (Field.FEATURES, Field.CLOSURE, Field.POCKETS) else ""
    return Piece(entry.field, label, found, after_with=after, listed="" if after else found.text)


def _sleeves(found: Phrase) -> str:
    word = found.word.lemma if found.word is not None else found.text
    return _SLEEVES.get(word) or _SLEEVE_WORDS.get(word, "")


def _adjective(field: Field, label: str, noun: Noun | None, number: Number, found: Phrase) -> Piece | None:
    adjective = found.adjective
    if adjective is None:
        return None
    if field is Field.LENGTH:
        return _length(label, found)
    if noun is not None and adjective.declines and found.text.split()[0] not in ("aus", "für", "mit"):
        if field is Field.TOE and found.text == "spitz":
            noun = Noun("Form", "f", "Formen")
        declined = adjective.form(noun.gender, "dat", number)
        return Piece(field, label, found, after_with=f"{declined} {noun.form('dat', number)}")
    if field is Field.FEATURES or field is Field.PATTERN or adjective.declines or " " in found.text:
        return Piece(field, label, found, predicate=found.text)
    return Piece(field, label, found, listed=found.text)


def _length(label: str, found: Phrase) -> Piece:
    text = found.text
    if text in ("lang", "kurz") or text.endswith(("kurz", "verkürzt")):
        return Piece(Field.LENGTH, label, found, predicate=f"{text} geschnitten")
    if text.endswith("lang") or (found.word is not None and found.word.kind == "length"):
        return Piece(Field.LENGTH, label, found, predicate=text)
    assert found.adjective is not None
    return Piece(Field.LENGTH, label, found, words=f"in {found.adjective.form('f', 'dat')} Länge")


def _of_words(field: Field, label: str, found: Phrase) -> Piece:
    if found.text.startswith("mit "):
        return Piece(field, label, found, after_with=found.text[4:])
    return Piece(field, label, found, words=found.text)


def _of_noun(field: Field, label: str, found: Phrase) -> Piece:
    if field in (Field.FIT, Field.CUT, Field.LEG, Field.LENGTH, Field.RISE):
        if _IN_A_FIT.match(found.text):
            return Piece(field, label, found, words=f"im {found.form('dat')}")
        if _IN_A_FORM.match(found.form("nom").split(" mit ")[0]) and "Passform" not in found.form("nom"):
            return Piece(field, label, found, words=f"in {found.form('dat')}")
    return Piece(field, label, found, after_with=found.form("dat"))


def sentences_of(topic: Topic, pieces: Sequence[Piece], voice: Voice, weight: int) -> list[Sentence]:
    """The pieces as sentences: what goes after "mit", what is said of the article, and what only a colon joins."""
    with_them = [piece.after_with for piece in pieces if piece.after_with]
    with_them.sort(key=lambda text: " mit " in text)
    words = [piece.words for piece in pieces if piece.words]
    predicates = list(dict.fromkeys(piece.predicate for piece in pieces if piece.predicate))
    found: list[Sentence] = []
    chunks = [with_them[at : at + _MOST_AFTER_WITH] for at in range(0, len(with_them), _MOST_AFTER_WITH)] or [[]]
    for at, chunk in enumerate(chunks):
        segments = [f"mit {joined(chunk)}"] if chunk else []
        if at == 0:
            segments.extend(words)
        if segments:
            found.append(Sentence(topic, _with(topic, _segments(segments), voice, at), weight - 3 * at))
    if predicates:
        found.append(Sentence(topic, _is(joined(predicates), voice, topic), weight - 1))
    for label in dict.fromkeys(piece.label for piece in pieces if piece.listed):
        values = [piece.listed for piece in pieces if piece.listed and piece.label == label]
        found.append(Sentence(topic, sentence(f"{label}: {joined(values)}"), weight - 8))
    return found


def _segments(segments: Sequence[str]) -> str:
    return segments[0] if len(segments) == 1 else joined(segments, "sowie" if " und " in segments[0] else "und")


def _with(topic: Topic, segments: str, voice: Voice, at: int) -> str:
    if voice.nominal:
        return sentence(segments)
    subject = voice.named if (at + len(segments)) % 3 == 0 else voice.pronoun
    comes = f"{subject} {voice.verb('kommt', 'kommen')} {segments}"
    if topic is Topic.FIT:
        return sentence(voice.pick(f"fit{at}", comes, f"{subject} {voice.verb('ist', 'sind')} {segments} geschnitten"))
    if not segments.startswith("mit "):
        return sentence(comes)
    equipped = f"ausgestattet {voice.verb('ist', 'sind')} {voice.pronoun} {segments}"
    return sentence(
        voice.pick(f"{topic}{at}", comes, equipped, f"{subject} {voice.verb('ist', 'sind')} {segments} ausgestattet")
    )


def _is(predicate: str, voice: Voice, slot: str) -> str:
    if voice.nominal:
        return sentence(predicate)
    subject = voice.pick(f"{slot}is", voice.pronoun, voice.named)
    return sentence(f"{subject} {voice.verb('ist', 'sind')} {predicate}")

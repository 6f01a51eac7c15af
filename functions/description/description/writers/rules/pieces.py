"""Pieces: single values in the form in which a sentence can take them. Topics collect pieces, sentences join them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from description.german.grammar import Adjective, Noun, Number, noun_phrase
from description.product_data.model import Entry, Field
from description.writers.rules.nouns import noun_number
from description.writers.rules.phrases import PREPOSITIONS, Phrase, phrase
from description.writers.rules.values import fit_to_say, says_no, with_units

_ENDING = re.compile(r"(?<=\w\w\w)(?:ungen|ung|em|en|er|es|e|n|s)$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = frozenset(
    {"mit", "und", "aus", "ohne", "der", "die", "das", "für", "zum", "zur", "oder", "sowie", "bei", "ist", "sind"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One value. One of these is filled: `after_with` ("weicher Polsterung"), `words` ("im Regular Fit"), `predicate`
    ("wasserdicht"), `listed` ("Regular Fit", after a colon). `has` is what an article "hat", beside `after_with`."""

    field: Field
    label: str
    source: Phrase
    after_with: str = ""
    has: str = ""
    words: str = ""
    predicate: str = ""
    listed: str = ""

    @property
    def stems(self) -> frozenset[str]:
        """What the piece says, as stems: pieces with the same say the same."""
        return stems(self.after_with or self.words or self.predicate or self.listed)


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _SMALL)


def _stem(word: str) -> str:
    """Without its endings: "unifarbene" and "unifarben" are the same."""
    for _ in range(2):
        word = _ENDING.sub("", word) or word
    return word


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
    Field.SHAFT_WIDTH: _Way("Schaftweite", Noun("Schaftweite", "f", "Schaftweiten"), kinds=("fit",)),
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
    Field.LINING: _Way("Futter"),
    Field.INSOLE: _Way("Innensohle"),
    Field.OUTSOLE: _Way("Laufsohle"),
    Field.FILLING: _Way("Füllung"),
    Field.FEATURES: _Way("Besonderheiten", None, kinds=("feature", "technology", "part")),
    Field.STYLE: _Way("Stil", Noun("Stil", "m", "Stile"), kinds=("style", "look")),
}
_SLEEVES = {
    "Langarm": "langen",
    "Kurzarm": "kurzen",
    "Halbarm": "halblangen",
    "langärmelig": "langen",
    "kurzärmelig": "kurzen",
    "lang": "langen",
    "kurz": "kurzen",
}
PLAIN = {"uni": "einfarbig", "einfarbig": "einfarbig", "unifarben": "unifarben", "unifarbig": "einfarbig"}  # no pattern
_COUNTABLE = frozenset({"part", "closure", "collar", "sleeve", "pocket", "heel", "toe", "sole"})
_MASS = frozenset({"Schlupf", "Stretch", "Gummi", "Dreiviertelarm", "Langarm", "Kurzarm", "Halbarm"})
_NECKLINE = re.compile(r"ausschnitt|neck|dekollet", re.I)
# "weite Weite", "gerade Ärmel"
_BETTER_NOT = frozenset({(Field.SHOE_WIDTH, "weit"), (Field.SHOE_WIDTH, "breit"), (Field.SLEEVE_FORM, "gerade")})
_SHAPES = frozenset({Field.FIT, Field.CUT, Field.LEG, Field.LENGTH, Field.RISE})
_IN_A_FIT = re.compile(r".+(?: |-)(?:fit|style|stil|look|design)$|.+look$", re.I)
_NAMED_LENGTH = re.compile(r"^(Mini|Midi|Maxi)länge$")
_IN_A_FORM = re.compile(r".*(?:linie|länge|silhouette|optik)$", re.I)
_OVERSIZE = re.compile(r"oversized?(?:[ -](?:fit|schnitt))?", re.I)
_FIVE_POCKETS = re.compile(r"(?:5|five|fünf)[- ]pockets?(?:[- ](?:style|stil|form|design|schnitt))?", re.I)
_A_PATTERN = re.compile(
    r"(?:muster|print|druck|streifen|punkte|tupfen|logo|motiv|schrift\w*|karo|karos|ringel|blumen|rauten)$", re.I
)
_GENERIC_KEY = re.compile(
    r"besonder|merkmal|eigenschaft|detail|ausstattung|feature|highlight|extra|funktion|vorteil|usp|bullet|point|selling|special"
    r"|verarbeitung|technologie|technik|sonstig|zusatz|weitere|komfort|verkaufs|material|stoff|design|optik|transparen|elasti"
    r"|stretch|beinform|hosenform|beinweite|blickdicht|wasser|wind|haptik|griff$|ausrüstung|veredelung|eignung",
    re.I,
)


def pieces_of(entries: Iterable[Entry]) -> list[Piece]:
    """The pieces of these entries, in order; what cannot be said is left out."""
    found = [
        piece
        for entry in entries
        for value in _values(entry)
        if (piece := _piece(entry.field, entry.key, value)) is not None
    ]
    return without_repeats(_sleeves_as_one(found))


def _sleeves_as_one(pieces: list[Piece]) -> list[Piece]:
    """ "Langarm" beside "Fledermausärmel", not "lange Ärmel" beside them; one adjective for the sleeves is enough."""
    long = next(
        (piece for piece in pieces if piece.field is Field.SLEEVE and piece.after_with.endswith("en Ärmeln")), None
    )
    if long is None:
        return pieces
    forms = [piece for piece in pieces if piece.field is Field.SLEEVE_FORM and piece.after_with.endswith("ärmeln")]
    arm = replace(long, after_with=_lemma(long.source), has="") if forms and long.source.kind == "noun" else long
    return [
        arm if piece is long else piece
        for piece in pieces
        if not (piece.field is Field.SLEEVE_FORM and piece.after_with.endswith(" Ärmeln"))
    ]


def without_repeats(pieces: Sequence[Piece], said: Iterable[frozenset[str]] = ()) -> list[Piece]:
    """The pieces without those that say no more than another one, or than what is said already."""
    kept: list[Piece] = []
    others = [piece.stems for piece in pieces]
    before = list(said)
    for at, piece in enumerate(pieces):
        mine = others[at]
        repeated = any(mine <= each for each in before) or any(
            mine < each or (index < at and (mine == each or _same(piece, pieces[index])))
            for index, each in enumerate(others)
        )
        if mine and not repeated:
            kept.append(piece)
    return kept


def _same(one: Piece, other: Piece) -> bool:
    """Whether two pieces are one word of the vocabulary by two names: Allover-Print, Allover-Druck."""
    return one.source.word is not None and one.source.word == other.source.word


def _values(entry: Entry) -> tuple[str, ...]:
    """An entry's values; of "verstärkte Ferse und Spitze" not the second, which would say something else alone."""
    if says_no(entry):
        return ()
    values = entry.values or (entry.text,)
    alone = [
        value
        for before, value in zip(("", *values), values, strict=False)
        if not (" " in before and " " not in value and f"{before} und {value}" in entry.text)
    ]
    return tuple(alone)


@lru_cache(maxsize=16384)
def _piece(field: Field, key: str, value: str) -> Piece | None:
    text = fit_to_say(value)
    way = _WAYS.get(field)
    if not text or ":" in text or way is None:
        return None
    label, noun = _label(field, key, way)
    if field is Field.PATTERN and text.casefold() in PLAIN:
        return Piece(field, label, Phrase("adjective", text), predicate=PLAIN[text.casefold()])
    found = phrase(text, *way.kinds)
    if _FIVE_POCKETS.fullmatch(text):
        return Piece(field, label, found, words="im 5-Pocket-Stil")
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and (length := _SLEEVES.get(_lemma(found))):
        return Piece(field, label, found, after_with=f"{length} Ärmeln", has=f"{length.removesuffix('n')} Ärmel")
    if _OVERSIZE.fullmatch(text):
        return Piece(field, label, found, predicate="oversize geschnitten")
    if found.word is not None and found.word.kind == "type" and found.word.group != "accessories":
        return None
    if field is Field.LENGTH and text in ("7/8", "3/4"):
        return Piece(field, label, found, words=f"in {text}-Länge")
    if field in _SHAPES and found.kind == "free" and any(letter.isdigit() for letter in text):
        return None
    if found.kind == "adjective":
        return _adjective(field, label, noun, way.number, found)
    if found.kind == "words":
        return _of_words(field, label, found)
    if found.kind == "noun" and found.tail[:1].isdigit() and field is not Field.CLOSURE:
        measured = field in (Field.FEATURES, Field.POCKETS)
        return Piece(field, "", found, listed=with_units(text)) if measured and len(found.tail) > 3 else None
    if found.kind == "noun":
        return _of_noun(field, label, found)
    if _IN_A_FIT.match(found.text):
        return Piece(field, label, found, words=f"im {found.text}")
    after = found.after_with() if field in (Field.FEATURES, Field.CLOSURE, Field.POCKETS) else ""
    return Piece(field, label, found, after_with=after, listed="" if after else found.text)


def _label(field: Field, key: str, way: _Way) -> tuple[str, Noun | None]:
    """What the field is called here, and the noun that its adjectives go with."""
    if field is Field.COLLAR and _NECKLINE.search(key):
        return "Ausschnitt", Noun("Ausschnitt", "m", "Ausschnitte")
    own = noun_number(key.strip()) if field in (Field.RISE, Field.LEG, Field.FEATURES) else None
    if own is not None and not _GENERIC_KEY.search(key):
        return key.strip(), own[0]
    return way.label, way.noun


def _lemma(found: Phrase) -> str:
    return found.word.lemma if found.word is not None else found.text


def _adjective(field: Field, label: str, noun: Noun | None, number: Number, found: Phrase) -> Piece | None:
    adjective = found.adjective
    if adjective is None:
        return None
    if field is Field.LENGTH or (field is Field.LEG and found.text.endswith(("lang", "kurz"))):
        return _length(label, found, adjective)
    if field in _SHAPES and found.text.endswith(" geschnitten"):
        return Piece(field, label, found, predicate=found.text)
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and found.text.endswith(("los", "ig")):
        return Piece(field, label, found, predicate=found.text)
    if (field, found.text) in _BETTER_NOT:
        return None
    if noun is not None and adjective.declines:
        if field is Field.TOE and found.text == "spitz":
            noun = Noun("Form", "f", "Formen")
        number = "pl" if field is Field.FEATURES and noun_number(label) == (noun, "pl") else number
        return Piece(
            field,
            label,
            found,
            after_with=noun_phrase(noun, adjectives=[adjective], case="dat", number=number),
            has=noun_phrase(noun, adjectives=[adjective], case="acc", number=number, determiner="indefinite"),
        )
    if found.text.split()[0] in PREPOSITIONS or field in (Field.FEATURES, Field.PATTERN, Field.CLOSURE, Field.POCKETS):
        return Piece(field, label, found, predicate=found.text)
    if adjective.declines:
        return Piece(field, label, found, predicate=found.text)
    return Piece(field, label, found, listed=found.text)


def _length(label: str, found: Phrase, adjective: Adjective) -> Piece:
    text = found.text
    if text in ("lang", "kurz") or text.endswith(("kurz", "verkürzt")):
        return Piece(Field.LENGTH, label, found, predicate=f"{text} geschnitten")
    if text.endswith("lang") or (found.word is not None and found.word.kind == "length") or not adjective.declines:
        return Piece(Field.LENGTH, label, found, predicate=text)
    return Piece(Field.LENGTH, label, found, words=f"in {adjective.form('f', 'dat')} Länge")


def _of_words(field: Field, label: str, found: Phrase) -> Piece:
    if found.text.startswith("mit "):
        return Piece(field, label, found, after_with=found.text[4:])
    return Piece(field, label, found, words=found.text)


def _of_noun(field: Field, label: str, found: Phrase) -> Piece:
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and found.form("nom").endswith("änge"):
        in_length = f"Ärmeln in {found.form('dat')}"
        return Piece(field, label, found, after_with=in_length, has=in_length.replace("Ärmeln", "Ärmel"))
    if _IN_A_FIT.match(found.form("nom")) and not found.plural:
        return Piece(field, label, found, words=f"im {found.form('dat')}")
    if field in _SHAPES and found.form("nom") == "Bootcut":
        return Piece(field, label, found, words="im Bootcut")
    a_form = _IN_A_FORM.match(found.form("nom")) or (field is Field.LENGTH and found.form("nom").endswith("form"))
    if field in _SHAPES and a_form and not found.adjectives:
        length = _NAMED_LENGTH.sub(r"\1-Länge", found.form("dat"))
        return Piece(field, label, found, words=f"in {length}")
    if field is Field.PATTERN and not found.adjectives and not _A_PATTERN.search(found.form("nom")):
        return Piece(field, label, found, listed=found.form("nom"))
    return Piece(field, label, found, after_with=found.form("dat"), has=_has(found, field))


def _has(found: Phrase, field: Field) -> str:
    if found.noun is None or (found.word is not None and found.word.lemma in _MASS) or found.text.endswith("Waist"):
        return ""
    kind = found.word.kind if found.word is not None else ""
    if field in _SHAPES or kind in _COUNTABLE or found.plural or found.adjectives:
        return found.form("acc", "indefinite")
    return ""

"""Reads the entries of the data into pieces: how each field speaks of its values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from description.german.grammar import Adjective, Noun, Number, noun_phrase
from description.product_data.model import Entry, Field
from description.writers.rules.measures import A_MEASURE
from description.writers.rules.merging import lemma_of, nouns_as_one, sleeves_as_one
from description.writers.rules.nouns import exactly, noun_number
from description.writers.rules.parts import GENERIC_KEY, is_of_another, is_part, lacks, part_phrase
from description.writers.rules.phrases import PREPOSITIONS, Phrase, phrase
from description.writers.rules.pieces import Piece, without_repeats
from description.writers.rules.values import fit_to_say, says_no, with_units


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
_INFLECTED = re.compile(r"(?:es|er|em)$")  # "weiches", cut from "weiches, fließendes Material"
_BUTTONS = re.compile(r"\d-Knopf")
_AMOUNT = re.compile(r"(?:bis )?\d[\d.,]*\s?[^\W\d]{1,6}")
_OVERSIZE = re.compile(r"oversized?(?:[ -](?:fit|schnitt))?", re.I)
_FIVE_POCKETS = re.compile(r"(?:5|five|fünf)[- ]pockets?(?:[- ](?:style|stil|form|design|schnitt))?", re.I)
_A_PATTERN = re.compile(
    r"(?:muster|print|druck|streifen|punkte|tupfen|logo|motiv|karo|karos|ringel|blumen|rauten)$"
    r"|\b(?>\w*?schrift)\w*$",
    re.I,
)


def pieces_of(entries: Iterable[Entry]) -> list[Piece]:
    """The pieces of these entries, in order; what cannot be said is left out."""
    found: list[Piece] = []
    for entry in entries:
        whole = part_phrase(entry) if is_part(entry) else None
        if whole is not None:
            of_part = _of_noun(entry.field, entry.part or entry.key.strip(), whole)
            found.append(replace(of_part, has=whole.form("acc", "indefinite")) if of_part.after_with else of_part)
        elif is_of_another(entry):
            found += _of_another(entry)
        elif entry.field is not Field.OTHER:
            found += [piece for value in _values(entry) if (piece := _piece(entry.field, entry.key, value)) is not None]
    return without_repeats(sleeves_as_one(nouns_as_one(found)))


def _of_another(entry: Entry) -> list[Piece]:
    """ "Hose: lang, mit Gummibund" of a pair of pyjamas, behind a colon; only itself where the value is just "ja"."""
    said = [text for value in entry.values if (text := fit_to_say(value))]
    key = entry.key.strip()
    if not said or said == [key]:
        return [piece for value in said if (piece := _piece(entry.field, key, value)) is not None]
    whole = ", ".join(said)
    return [Piece(entry.field, key, Phrase("free", whole), listed=whole)]


def _values(entry: Entry) -> tuple[str, ...]:
    """An entry's values. "Haken und Öse" is one; of "verstärkte Ferse und Spitze" the second is left out."""
    if says_no(entry):
        return ()
    found: list[str] = []
    for value in entry.values or (entry.text,):
        both = f"{found[-1]} und {value}" if found else ""
        if both and " " not in value and both in entry.text and (" " in found[-1] or exactly(both) is not None):
            found[-1] = both if exactly(both) is not None else found[-1]
        elif entry.field is not Field.PATTERN or stands_alone(value, entry.text):
            found.append(value)
    return tuple(found)


def stands_alone(value: str, text: str) -> bool:
    """Whether a value is a word of its own in the entry, as it is not in "rot-schwarz-kariert"."""
    return bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text, re.I))


@lru_cache(maxsize=16384)
def _piece(field: Field, key: str, value: str) -> Piece | None:
    if field is Field.LENGTH and value.strip() in ("7/8", "3/4"):
        return Piece(field, "Länge", Phrase("free", value), words=f"in {value.strip()}-Länge")
    text = fit_to_say(value)
    way = _WAYS.get(field)
    if not text or ":" in text or way is None or _BUTTONS.fullmatch(text):
        return None
    label, noun = _label(field, key, way)
    if field is Field.FEATURES and _AMOUNT.fullmatch(text):
        named = key.strip()[:1].isupper() and not A_MEASURE.fullmatch(key.strip()) and " " not in key.strip()
        return Piece(field, key.strip(), Phrase("free", text), listed=with_units(text)) if named else None
    if field in (Field.PATTERN, Field.FEATURES) and text.casefold() in PLAIN:
        return Piece(field, label, Phrase("adjective", text), predicate=PLAIN[text.casefold()])
    if " " not in text and text[:1].islower() and _INFLECTED.search(text) and exactly(text) is None:
        return None
    if text == "mittel" and noun is not None:
        text = "mittler"
    found = phrase(text, *way.kinds)
    if _FIVE_POCKETS.fullmatch(text):
        return Piece(field, label, found, words="im 5-Pocket-Stil")
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and (length := _SLEEVES.get(lemma_of(found))):
        return Piece(field, label, found, after_with=f"{length} Ärmeln", has=f"{length.removesuffix('n')} Ärmel")
    if field in _SHAPES and text.endswith(" geschnitten") and text[:1].islower():
        return Piece(field, label, found, predicate=text)
    if _OVERSIZE.fullmatch(text):
        return Piece(field, label, found, predicate="oversize geschnitten")
    if found.word is not None and found.word.kind == "type" and found.word.group != "accessories":
        return None
    if field in _SHAPES and found.kind == "free" and any(letter.isdigit() for letter in text):
        return None
    if field is Field.SLEEVE and found.noun is not None and found.tail and found.noun.lemma in _SLEEVES:
        length = f"{_SLEEVES[found.noun.lemma]} Ärmeln {found.tail}"
        return Piece(field, label, found, after_with=length, has=length.replace("en Ärmeln", "e Ärmel"))
    if found.kind == "adjective":
        return _adjective(field, label, noun, way.number, found)
    if found.kind == "words":
        return _of_words(field, label, found)
    if found.kind == "noun" and found.tail[:1].isdigit() and field is not Field.CLOSURE:
        measured = field in (Field.FEATURES, Field.POCKETS)
        return Piece(field, "", found, listed=with_units(text)) if measured and len(found.tail) > 3 else None
    if found.kind == "noun" and field is Field.FEATURES and label == key.strip() != text and _is_material(found):
        return Piece(field, label, found, listed=text)
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
    if field is Field.CUT and key.strip().lower() == "form":
        return "Form", None
    if field is Field.FIT and "passform" not in key.casefold():
        return way.label, None
    own = noun_number(key.strip()) if field in (Field.RISE, Field.LEG, Field.FEATURES) else None
    if own is not None and not GENERIC_KEY.search(key):
        return key.strip(), own[0]
    return way.label, way.noun


def _is_material(found: Phrase) -> bool:
    """ "Gummi", of "Bund: Gummi mit Kordelzug"."""
    return found.noun is not None and exactly(found.noun.lemma, "material") is not None


def _adjective(field: Field, label: str, noun: Noun | None, number: Number, found: Phrase) -> Piece | None:
    adjective = found.adjective
    if adjective is None:
        return None
    if field is Field.PATTERN and not adjective.declines:
        return None
    if field in _SHAPES and found.text.endswith(" geschnitten"):
        return Piece(field, label, found, predicate=found.text)
    if field is Field.LENGTH or (field is Field.LEG and found.text.endswith(("lang", "kurz"))):
        return _length(label, found, adjective)
    if field in (Field.SLEEVE, Field.SLEEVE_FORM) and found.text.endswith(("los", "ig")):
        return Piece(field, label, found, predicate=found.text)
    if field is Field.FIT and noun is None and " " not in found.text:
        return Piece(field, label, found, predicate=f"{found.text} geschnitten")
    if (field, found.text) in _BETTER_NOT:
        return None
    if noun is not None and lacks(found.text, noun):
        return Piece(field, label, found, predicate=found.text)
    if found.text == "spitz" and noun is not None and noun.lemma.endswith(("spitze", "Spitze")):
        return Piece(field, label, found, predicate="vorne spitz")
    if noun is not None and adjective.declines:
        if field is Field.FEATURES:
            number = phrase(label).number
        return Piece(
            field,
            label,
            found,
            after_with=noun_phrase(noun, adjectives=[adjective], case="dat", number=number),
            has=noun_phrase(noun, adjectives=[adjective], case="acc", number=number, determiner="indefinite"),
        )
    if field is Field.FEATURES and label != "Besonderheiten":
        return Piece(field, label, found, listed=found.text)
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
    has = "" if field is Field.PATTERN else _has(found, field)
    return Piece(field, label, found, after_with=found.form("dat"), has=has)


def _has(found: Phrase, field: Field) -> str:
    if found.noun is None or (found.word is not None and found.word.lemma in _MASS) or found.text.endswith("Waist"):
        return ""
    kind = found.word.kind if found.word is not None else ""
    if field in _SHAPES or kind in _COUNTABLE or found.plural or found.adjectives:
        return found.form("acc", "indefinite")
    return ""

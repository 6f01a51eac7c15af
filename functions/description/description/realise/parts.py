"""Statements whose key is a part of the article, as one phrase: "Kapuze: abnehmbar, mit Webpelz" → "abnehmbare Kapuze
mit Webpelz", "Schließe: Dornschließe, silberfarben" → "silberfarbene Dornschließe"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from description.domain.statement import Field, Statement
from description.language.csv_tables import LEXICON, items, table_rows
from description.language.grammar import Adjective, Noun, joined
from description.language.vocabulary import vocabulary
from description.realise.coordination import coordinate
from description.realise.nouns import exactly, noun_number
from description.realise.phrases import Phrase, phrase
from description.realise.tables import pattern, rewritten, words
from description.realise.values import fit_to_say, says_no

GENERIC_KEY = pattern("generic-key-stem")
_FIELDS = frozenset({Field.FEATURES, Field.OTHER, Field.CLOSURE, Field.COLLAR, Field.POCKETS})
_BEHIND = words("behind")
_CUT = re.compile(r".{3,}(?:e|er|es|em|en)")  # "wasserdichte", cut from "wasserdichte, atmungsaktive Membran"
_TIMES = re.compile(r"\d-fach ")
_NO_THINGS = ("care", "occasion", "measure", "audience", "season")
_WITH = re.compile(r"([a-zäöüß]+) ((?:mit|ohne|an|am) .+)")
_SLEEVE_KEY = pattern("sleeve-key-stem")
_NO_QUALITY = words("no-quality")
_MIDDLE = {"mittel": "mittler", "normal": "normal"}
_MOST_ADJECTIVES = 2
_SHORTEST_TOKEN = 3


@dataclass(slots=True)
class _Said:
    """The values of one statement, by what they are."""

    adjectives: list[Adjective] = field(default_factory=list)
    nouns: list[Phrase] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    made: str = ""  # the material


def is_part(statement: Statement) -> bool:
    """Whether the statement's key names a part, and its values may tell how it is."""
    key = statement.part or statement.key.strip()
    return (
        (statement.field in _FIELDS or (statement.field is Field.SLEEVE_FORM and not _SLEEVE_KEY.fullmatch(key)))
        and key[:1].isupper()
        and not GENERIC_KEY.search(key)
        and not says_no(statement)
        and not is_of_another(statement)
        and noun_number(key) is not None
        and not is_no_thing(key)
    )


def is_no_thing(key: str) -> bool:
    """Whether an article cannot have what a key names: "Weichspüler: sparsam", "Outdoor: bedingt geeignet"."""
    return vocabulary().named(key, *_NO_THINGS) is not None


def says_where(key: str, value: str) -> bool:
    """Whether a value is where a thing is: "Reflektoren: Ferse" of a shoe, which has a heel anyway."""
    return key != value and noun_number(key) is not None and not GENERIC_KEY.search(key) and value in _inherent()


@cache
def _inherent() -> frozenset[str]:
    rows = table_rows(LEXICON / "places.csv")
    return frozenset(name for row in rows if row["side"] for name in items(row["names"]))


def is_of_another(statement: Statement) -> bool:
    """Whether the key names an article: of "Hose: ohne Bundfalte" the suit itself has nothing."""
    key = statement.part or statement.key.strip()
    other = vocabulary().named(key, "type") if statement.field in (Field.FEATURES, Field.OTHER) else None
    return other is not None and other.group != "accessories"


def part_phrase(statement: Statement) -> Phrase | None:
    """The whole statement as one phrase; None where its values are no more than nouns, or cannot be told as one."""
    key = statement.part or statement.key.strip()
    named = noun_number(key)
    if named is None:
        return None
    values = values_of(statement)
    if statement.field is Field.OTHER:
        values = tuple(part for value in values for part in value.split(", "))
    said = _said(values, named[0], statement.field)
    closing = statement.field in (Field.CLOSURE, Field.COLLAR)
    own = _own(said, named[0], closing=closing or named[0].lemma in words("of-itself"))
    noun = _made(said, named[0], whole=not own)
    more = said.adjectives or said.behind or said.made or (own and (len(values) > 1 or statement.field is Field.OTHER))
    if len(said.nouns) > len(own) or len(own) > 1 or not more or (closing and not own):
        return None
    if own and own[0].tail and said.behind:
        return None
    count, number = (own[0].count, own[0].number) if own else ("", phrase(key).number)
    noun = own[0].noun if own and own[0].noun is not None else noun
    pairs = (*(("", adjective) for adjective in said.adjectives), *(own[0].adjectives if own else ()))
    if len(pairs) > _MOST_ADJECTIVES or any(says_itself(adjective, noun) for _, adjective in pairs):
        return None
    tail = " ".join(filter(None, (own[0].tail if own else "", *_after(said.behind))))
    return Phrase("noun", statement.text, noun, number, coordinate(pairs), count, tail)


def _own(said: _Said, noun: Noun, *, closing: bool) -> list[Phrase]:
    """The values that are the part itself; other nouns then stand behind it: "Manschette mit zwei Knöpfen"."""
    own = [each for each in said.nouns if _is_a(each, noun)]
    if not said.nouns:
        return own
    first, *rest = said.nouns
    if closing and not rest:
        return [first]
    if not (first.tail or first.count) and (own == [first] or (closing and rest[0].count)):
        said.behind += [f"mit {joined([each.form('dat') for each in rest])}"] if rest else []
        said.nouns[:] = [first]
        return [first]
    if said.adjectives and not own and not any(each.tail for each in said.nouns):
        said.behind.append(f"mit {joined([each.form('dat') for each in said.nouns])}")
        said.nouns.clear()
    return own


def _made(said: _Said, noun: Noun, *, whole: bool) -> Noun:
    """The part with its material: "Edelstahlgehäuse", or "aus" behind it."""
    if said.made and whole and said.made in words("compound-material"):
        return Noun(said.made + noun.lemma.lower(), noun.gender, noun.plural and said.made + noun.plural.lower())
    if said.made:
        said.behind.insert(0, f"aus {said.made}")
    return noun


def _is_stuff_of(text: str, noun: Noun) -> bool:
    """Whether a material is the thing itself: the Grobstrick of a Strick, the Zirkonia of a Stein."""
    return noun.lemma in words("of-itself") or text.casefold().endswith(noun.lemma.casefold())


def _after(behind: Sequence[str]) -> list[str]:
    """ "aus Edelstahl in Roségold"; those with one preposition by "und"."""
    found: dict[str, list[str]] = {}
    for text in behind:
        found.setdefault(text.partition(" ")[0], []).append(text.partition(" ")[2])
    return [f"{first} {joined(rest)}".strip() for first, rest in found.items()]


def lacks(adjective: str, noun: Noun) -> bool:
    """Whether the adjective says that there is no such thing: kragenlos, Kragen."""
    return adjective.endswith("los") and noun.lemma.casefold().startswith(adjective.removesuffix("los")[:4])


def _said(values: tuple[str, ...], noun: Noun, field_: Field) -> _Said:
    found = _Said()
    for value in values:
        text = fit_to_say(rewritten(field_, value.strip()) or value).lstrip("=@+")
        given = phrase(text[4:]) if text.startswith("mit ") else None  # "Gürtel: mit Flechtgürtel"
        text = text[4:] if given is not None and _is_a(given, noun) else text
        if text.startswith("mit ") and text.lower().endswith((noun.lemma.lower(), (noun.plural or noun.lemma).lower())):
            continue  # "Cups: mit herausnehmbaren Softcups"
        both = _WITH.fullmatch(text)  # "elastisch mit Kordel"
        if both is not None and (first := _adjective(both[1])) is not None:
            found.adjectives.append(first)
            found.behind.append(both[2])
            continue
        colour = vocabulary().named(text, "colour") if text[:1].islower() else None
        if colour is not None and colour.noun is not None and colour.lemma == text and not _declines(colour.adjective):
            found.behind.append(f"in {colour.noun.lemma}")
            continue
        adjective = _adjective(text)
        if adjective is not None:
            found.adjectives.append(adjective)
            continue
        if text in words("adverb"):
            found.behind.append(text)
            continue
        if text[:1].isupper() and exactly(text, "material") is not None and not _is_stuff_of(text, noun):
            found.made = text
            continue
        what = phrase(text, "feature", "part", "closure", "collar") if text else None
        if what is not None and what.kind == "words" and text.split()[0].lower() in _BEHIND:
            found.behind.append(what.text)
        elif what is not None and what.kind == "noun" and what.noun is not None:
            found.nouns.append(what)
    return found


def _declines(adjective: Adjective | None) -> bool:
    return adjective is not None and adjective.declines


def _adjective(text: str) -> Adjective | None:
    """The adjective of "abnehmbar", "innen verstellbar" and, cut from its noun, "wasserdichte"."""
    if not (text[:1].islower() or _TIMES.match(text)):
        return None
    if text in _MIDDLE:
        return Adjective(_MIDDLE[text])
    what = phrase(text, "feature")
    if what.kind == "adjective" and what.adjective is not None:
        unfit = not what.adjective.declines or what.text.split()[0] in _BEHIND or what.text in _NO_QUALITY
        return None if unfit else what.adjective
    known = vocabulary().adjective(text) if " " not in text and _CUT.fullmatch(text) else None
    return known if known is not None and known.declines else None


def _is_a(each: Phrase, noun: Noun) -> bool:
    """Whether a value names the part itself or one of its kind: Dornschließe, Schließe."""
    return each.noun is not None and each.noun.lemma.casefold().endswith(noun.lemma.casefold())


def says_itself(adjective: Adjective, noun: Noun) -> bool:
    """Whether the noun says the adjective: spitz, Spitze."""
    start = adjective.lemma.casefold()[:4]
    return lacks(adjective.lemma, noun) or (len(start) > _SHORTEST_TOKEN and noun.lemma.casefold().startswith(start))


def values_of(statement: Statement) -> tuple[str, ...]:
    """A statement's values. "Haken und Öse" is one; of "verstärkte Ferse und Spitze" the second is left out."""
    found: list[str] = []
    for value in statement.values or (statement.text,):
        both = f"{found[-1]} und {value}" if found else ""
        if both and " " not in value and both in statement.text and (" " in found[-1] or exactly(both) is not None):
            found[-1] = both if exactly(both) is not None else found[-1]
        elif statement.field is not Field.PATTERN or stands_alone(value, statement.text):
            found.append(value)
    return tuple(found)


def stands_alone(value: str, text: str) -> bool:
    """Whether a value is a word of its own in the statement, as it is not in "rot-schwarz-kariert"."""
    return bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text, re.I))

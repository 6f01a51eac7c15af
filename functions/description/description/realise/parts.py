"""Statements whose key is a part of the article, as one phrase: "Kapuze: abnehmbar, mit Webpelz" → "abnehmbare Kapuze
mit Webpelz", "Schließe: Dornschließe, silberfarben" → "silberfarbene Dornschließe"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile

from description.domain.statement import Field, Statement
from description.language.csv_tables import LEXICON, items, table_rows
from description.language.grammar import Adjective, Noun, joined
from description.language.vocabulary import vocabulary
from description.realise.adjectives import coordinate
from description.realise.nouns import compound, exactly, noun_number
from description.realise.phrases import Phrase, phrase
from description.realise.tables import exact_pattern, pattern, rewritten, words
from description.realise.values import fit_to_say, with_units

GENERIC_KEY = pattern("generic-key-stem")
NO_PART = pattern("no-part-key-stem")  # how an article is packed is no part of it
LISTED = re.compile(r", (?![^()]{0,60}\))")  # not in brackets
_FIELDS = frozenset({Field.FEATURES, Field.OTHER, Field.CLOSURE, Field.COLLAR, Field.POCKETS})
_BEHIND = words("behind")
_CUT = re.compile(r"\S{3,}(?:e|er|es|em|en)")  # "wasserdichte", cut from "wasserdichte, atmungsaktive Membran"
_CUT_SHORT = re.compile(r"^bis [A-ZÄÖÜ]\S+$|^(?!mit )\S+ .*\d [A-ZÄÖÜ]")
_NO_THINGS = ("care", "occasion", "measure", "audience", "season")
_WITH = re.compile(r"((?:[a-zäöüß]+ )?[a-zäöüß]+) ((?:mit|ohne|an|am) .+)")
_DIAMETER = re.compile(r"(?:Ø|Durchmesser:?)\s*(\d[\d,.]*\s?(?:mm|cm|m))")
_SLEEVE_KEY = pattern("sleeve-key-stem")
_NO_QUALITY = words("no-quality")
_START = 4  # letters that a noun shares with the adjective that says the same


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
    sleeve = statement.field is Field.SLEEVE_FORM and not _SLEEVE_KEY.fullmatch(key)
    known = key[:1].isupper() and noun_number(key) is not None and not GENERIC_KEY.search(key)
    leg = statement.field is Field.LEG and not (
        key.lower().endswith("bein") or exact_pattern("measure-noun").fullmatch(key)
    )
    return (
        known and (statement.field in _FIELDS or sleeve or leg) and not (is_of_another(statement) or is_no_thing(key))
    )


def is_no_thing(key: str) -> bool:
    """Whether an article cannot have what a key names: "Weichspüler: sparsam", "Outdoor: bedingt geeignet"."""
    return vocabulary().named(key, *_NO_THINGS) is not None


def is_no_phrase(text: str) -> bool:
    """Whether words behind a preposition are cut short: "bis Knie", "im Schritt 3 Druckknöpfe"."""
    return bool(_CUT_SHORT.search(text))


def says_where(key: str, value: str) -> bool:
    """Whether a value is where a thing is: "Reflektoren: Ferse" of a shoe, which has a heel anyway."""
    if value in words("inherent") or value in words("adverb"):
        return key != value
    return key != value and noun_number(key) is not None and not GENERIC_KEY.search(key) and value in _inherent()


def is_side_of(key: str, found: Phrase) -> bool:
    """Whether a key is the side of the article that a thing is on, and the thing's noun names none: of "Rücken" a
    Riegel, no Ringerrücken and no Seitenschlitz."""
    lemma = found.noun.lemma if found.noun is not None else ""
    named = lemma.startswith(tuple(_inherent())) or lemma.casefold().endswith(key.casefold())
    return key in words("of-itself") and key in _inherent() and not named


def is_of_a_kind(key: str, found: Phrase) -> bool:
    """Whether a part and its value have one head: Ärmelfutter, Steppfutter."""
    first, second = key.casefold(), found.noun.lemma.casefold() if found.noun is not None else ""
    heads = (first[at:] for at in range(1, len(first) - _START) if second.endswith(first[at:]) and second != first[at:])
    return any(noun_number(head.title()) is not None for head in heads)


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
    key, other = statement.part or statement.key.strip(), statement.field is Field.OTHER
    named = noun_number(key)
    if named is None:
        return None
    noun = named[0]
    values = [part for value in values_of(statement) for part in (LISTED.split(value) if other else (value,))]
    said = _said(values, noun, statement.field)
    if noun.lemma == "Verschluss" and len(said.nouns) > 1:
        return None  # several of them
    closing = statement.field in (Field.CLOSURE, Field.COLLAR)
    own = _own(said, noun, statement.field, closing=closing)
    if said.made in words("compound-material") and own is None:
        noun = compound(said.made, noun)
    elif said.made:
        said.behind.insert(0, f"aus {said.made}")
    more = said.adjectives or said.behind or said.made or (own and len(values) > 1)
    coloured = any(text.startswith("in ") for text in said.behind)  # "Gold glänzend", "U-Form"
    high = statement.field is Field.COLLAR and said.adjectives and said.behind  # "hoch mit Kinnschutz"
    itself = (coloured or high) and not said.nouns
    if len(said.nouns) > (own is not None) or not more or (closing and own is None and not itself):
        return None
    count, number, tail = (own.count, own.number, own.tail) if own else ("", phrase(key).number, "")
    noun = own.noun if own is not None and own.noun is not None else noun
    pairs = (*(("", adjective) for adjective in said.adjectives), *(own.adjectives if own else ()))
    if (tail and said.behind) or any(says_itself(adjective, noun) for _, adjective in pairs):
        return None
    behind = " ".join(filter(None, (tail, *_after(said.behind))))
    return Phrase("noun", statement.text, noun, number, coordinate(pairs), count, behind)


def _own(said: _Said, noun: Noun, field_: Field, *, closing: bool) -> Phrase | None:
    """The value that is the part itself; other nouns then stand behind it: "Manschette mit zwei Knöpfen"."""
    own = [each for each in said.nouns if _is_a(each, noun)]
    if not said.nouns:
        return None
    first, *rest = said.nouns
    if closing and not rest:
        return first
    if closing and field_ is Field.CLOSURE:
        return None  # of "Reißverschluss, Windschutzleiste" each is one
    if own == [first] and not (first.tail or first.count):
        said.behind += [f"mit {joined([each.form('dat') for each in rest])}"] if rest else []
        said.nouns[:] = [first]
    elif (said.adjectives or _is_fixed(noun)) and not own and not any(each.tail for each in said.nouns):
        said.behind.append(f"mit {joined([each.form('dat') for each in said.nouns])}")
        said.nouns.clear()
    return own[0] if len(own) == 1 else None


def _is_fixed(noun: Noun) -> bool:
    """Whether an adjective behind a noun is said of that noun: "Beinabschluss: Gummistege, austauschbar"."""
    return noun.lemma.endswith("abschluss")


def _is_stuff_of(text: str, noun: Noun) -> bool:
    """Whether a material is the thing itself: the Grobstrick of a Strick, the Zirkonia of a Stein."""
    return noun.lemma in words("of-itself") or text.casefold().endswith(noun.lemma.casefold())


def _after(behind: Sequence[str]) -> list[str]:
    """ "aus Edelstahl in Roségold"; those with one preposition by "und"."""
    found: dict[str, list[str]] = {}
    for text in behind:
        found.setdefault(text.partition(" ")[0], []).append(text.partition(" ")[2])
    return [f"{first} {joined(rest)}".strip() for first, rest in found.items()]


def _said(values: Sequence[str], noun: Noun, field_: Field) -> _Said:
    found = _Said()
    for value in values:
        text = _text_of(value, field_, alone=len(values) == 1)
        text = "" if text in words("adjective-base") and not found.nouns else text  # "offen, mit Bindegürtel"
        if text.startswith("mit ") and _is_a(phrase(text[4:]), noun):
            text = text[4:]  # "Gürtel: mit Flechtgürtel"
        both = _WITH.fullmatch(text)  # "elastisch mit Kordel"
        if both is not None and (first := _adjective(both[1])) is not None:
            found.adjectives.append(first)
            text = both[2]
        colour = vocabulary().named(text, "colour") if text[:1].islower() else None
        undeclined = colour is not None and not (colour.adjective is not None and colour.adjective.declines)
        if text[:1].isupper() and text.casefold().endswith("form") and not _is_a(phrase(text), noun):
            found.behind.append(f"in {text}")
        elif colour is not None and colour.noun is not None and colour.lemma == text and undeclined:
            found.behind.append(f"in {colour.noun.lemma}")
        elif (adjective := _adjective(text)) is not None and found.nouns and _is_fixed(noun):
            found.nouns[-1] = replace(found.nouns[-1], adjectives=(*found.nouns[-1].adjectives, ("", adjective)))
        elif adjective is not None:
            found.adjectives.append(adjective)
        elif text in words("adverb"):
            found.behind.append(text)
        elif text[:1].isupper() and exactly(text, "material") is not None and not _is_stuff_of(text, noun):
            found.made = text
        elif text:
            what = phrase(text, "feature", "part", "closure", "collar")
            if what.kind == "words" and is_no_phrase(text):
                continue
            if what.kind == "words" and text.split()[0].lower() in _BEHIND:
                found.behind.append(what.text)
            elif what.noun is not None and vocabulary().named(what.noun.lemma, "colour") and what.adjectives:
                found.behind.append(f"in {what.form('dat')}")  # "Silber matt"
            elif what.noun is not None:
                found.nouns.append(what)
    return found


def _text_of(value: str, field_: Field, *, alone: bool) -> str:
    """A value as a text says it; an adjective beside others as it is: of "Schnürung, offen" no shoe is open."""
    says = None if not alone and _adjective(value) else rewritten(field_, value.strip())
    text = fit_to_say(says or value).lstrip("=@")
    found = _DIAMETER.fullmatch(text)
    return f"mit {with_units(found[1])} Durchmesser" if found is not None else text


def _adjective(text: str) -> Adjective | None:
    """The adjective of "abnehmbar", "innen verstellbar" and, cut from its noun, "wasserdichte"."""
    if not text[:1].islower():
        return None
    if text in words("adjective-base"):
        return Adjective(text)
    if text == "mittel":
        return Adjective("mittler")
    what = phrase(text, "feature")
    own = what.text == text or " " in text or vocabulary().adjective(text) is None
    if what.adjective is not None and own:
        unfit = what.text.split()[0] in _BEHIND or what.text in _NO_QUALITY
        return None if unfit else what.declining
    known = vocabulary().adjective(text) if _CUT.fullmatch(text) or not own else None
    return known if known is not None and known.declines else None


def _is_a(each: Phrase, noun: Noun) -> bool:
    """Whether a value names the part itself or one of its kind: Dornschließe, Schließe."""
    return each.noun is not None and each.noun.lemma.casefold().endswith(noun.lemma.casefold())


def says_itself(adjective: Adjective, noun: Noun) -> bool:
    """Whether the noun says the adjective, or the adjective that there is no such thing: spitz, Spitze; kragenlos."""
    lacking = adjective.lemma.endswith("los") and noun.lemma.casefold()[:_START] in adjective.lemma  # seitennahtlos
    begins = noun.lemma.casefold().startswith(adjective.lemma[:_START].casefold())
    return lacking or (len(adjective.lemma) >= _START and begins)


def values_of(statement: Statement) -> tuple[str, ...]:
    """A statement's values. Of "verstärkte Ferse und Spitze" the second is left out: it has no adjective of its own;
    and so is what follows a value with a key of its own, "Futter: ja"."""
    found: list[str] = []
    for value in takewhile(lambda each: ": " not in each, statement.values or (statement.text,)):
        shared = found and " " in found[-1] and " " not in value and f"{found[-1]} und {value}" in statement.text
        if not shared:
            found.append(value)
    return tuple(_governed(found, statement.text))


def _governed(values: Sequence[str], text: str) -> Iterator[str]:
    """The values, each behind the preposition that stands before the first: "mit Haken, Spiegel und Kordel", "an Ferse
    und Zehen"."""
    governing = ""
    for value in values:
        first, _, rest = value.partition(" ")
        if first in words("going-on") and (first == "mit" or f"{rest} und " in text or f"{rest}, " in text):
            governing = first if first == "mit" or " und " in text else ""
        elif not (value[:1].isupper() or value[:1].isdigit()) or first in _BEHIND:
            governing = ""
        elif governing:
            value = f"{governing} {value}"
        yield value

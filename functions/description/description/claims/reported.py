"""What a claim says, as a German clause of reported speech: "der Gürtel sei abnehmbar", "das Futter sei aus Leder"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from description.claims.axes import AXIS
from description.claims.mention import Mention
from description.claims.quantities import ENTIRELY, MAINLY, PARTLY
from description.claims.roles import MAIN
from description.claims.senses import Sense, is_adjectival
from description.language.csv_tables import table_rows
from description.language.function_words import function_words
from description.language.grammar import Determiner, Noun, Number, contracted, determiner, noun_phrase
from description.language.parsing import contractions
from description.language.vocabulary import vocabulary

_NUMBERED = re.compile(r"\[([^\[|\]]+)\|([^\[\]]+)\]")  # a verb in the singular and in the plural
_VALUE = re.compile(r"\d[\d.,/]*(?:\s?[-–x×]\s?\d[\d.,]*)*(?:\s?(?:[^\W\d_]+|[%°](?:C)?)[²³]?)?")
_HYPHEN = re.compile(r"(?<=\d)-(?=[a-zäöü])")  # "6-cm-Absatz"
_PERCENT = re.compile(r"(?<![\d.,])\d[\d.,]*+\s?(?:%|Prozent)")
_INFLECTED = re.compile(r"(?<=\w{3})e[nmrs]?$")
_CASE_ENDINGS = ("", "n", "es", "s")
_NOUN = re.compile(r"[A-ZÄÖÜ][\w-]+")
_PREPOSITIONS = function_words("place-preposition")
_ONLY = function_words("exclusive")
_FOR = frozenset({"audience", "season", "occasion"})


class _Thing(NamedTuple):
    """What a clause is about, in the nominative with its article."""

    text: str
    number: Number = "sg"


def reported(mention: Mention, said: str) -> str:
    """The clause for a mention; "" where it is none of the kinds that a clause can say, and must be quoted."""
    sense = mention.sense
    if mention.elsewhere >= 0 and mention.kind != "value":
        return _placed(mention, said)
    if mention.kind == "value":
        return "" if " " in said or sense.noun else _adjective(mention)
    if mention.against or mention.kind == "comparison" or (sense.role and mention.figure is None):
        return ""
    if mention.care is not None:
        return _care(mention)
    if mention.kind == "material" and sense.material is not None:
        return _material(mention, said)
    if mention.figure is not None:
        return _figure(mention, said)
    if mention.kind == "position":
        thing = _thing(mention.about) if mention.about is not None else _Thing(_phrase("closure"))
        return _clause("placed", thing, denied=mention.denied, value=_phrase(f"side-{mention.side}"))
    if mention.kind == "brand":
        return _clause("named", _Thing(_phrase("brand")), denied=mention.denied, value=sense.text)
    if mention.kind == "colour" and sense.colour is not None:
        value = sense.colour.adjective.lemma if sense.colour.adjective is not None else sense.colour.lemma
        return _clause("is", _thing(mention.about), denied=mention.denied, value=value)
    return (_noun(mention) if sense.noun else "") or _adjective(mention)


def _placed(mention: Mention, said: str) -> str:
    """ "das Logo sei an der Ferse", "die Spitze sei verstärkt", "der Geröllschutz sei rundum"."""
    thing, place = mention.about, mention.sense
    if thing is None:
        return ""
    adjective = vocabulary().adjective(thing.text.lower()) is not None or not thing.noun
    if not place.noun and adjective:
        return _clause("is", _whole(), value=f"{said.lower()} {_base(thing.text.lower())}")
    if not place.noun:
        return _clause("placed", _thing(thing), value=_phrase("everywhere"))
    if said.lower().startswith(_phrase("until")):  # "bis zum Saum"
        value = f"{said} {_base(thing.text.lower())}" if adjective else said
        return _clause("is" if adjective else "placed", _whole() if adjective else _thing(thing), value=value)
    if adjective:
        return _clause("is", _thing(place), value=_base(thing.text.lower()))
    words = said.split(" ")
    led = next((word.lower() for word in words if word.lower() in _PREPOSITIONS), _phrase("at"))
    led = contractions()[led][0] if led in contractions() else led
    only = f"{words[0].lower()} " if words[0].lower() in _ONLY else ""
    grammar = _grammar(place.text)
    if grammar is None:
        return _clause("placed", _thing(thing), value=f"{only}{led} „{place.text}“")
    where = noun_phrase(grammar[0], case="dat", number=grammar[1], determiner="definite")
    return _clause("placed", _thing(thing), value=only + contracted(f"{led} {where}"))


def _care(mention: Mention) -> str:
    care = mention.care
    value = _phrases().get(f"care-{care.process}", "") if care is not None else ""
    if care is None or not value:
        return ""
    return _clause("needless" if care.needless else "care", _whole(), denied=not care.allowed, value=value)


def _material(mention: Mention, said: str) -> str:
    sense, material = mention.sense, mention.sense.material
    if sense.part and sense.part != MAIN and mention.percent is None:
        return _noun(mention)  # "mit Lederfutter"
    value = sense.text if sense.noun and not sense.part else material.lemma if material is not None else said
    thing = _part(mention.slot, said)
    if mention.percent is not None:
        share = _PERCENT.search(said)
        return _clause("share", thing, denied=mention.denied, share=share[0], value=value) if share else ""
    much = ENTIRELY if mention.pure else MAINLY if mention.mainly else PARTLY if mention.partly else ""
    return _clause("made", thing, denied=mention.denied, much=_much(much), value=value)


def _figure(mention: Mention, said: str) -> str:
    figure = mention.figure
    if figure is None or not figure.amounts or any(amount.said for amount in figure.amounts):
        return ""
    about = figure.about if figure.about is not None else figure.also
    if figure.kind in ("count", "single") and about is not None and about.noun:
        grammar = _grammar(about.text)
        count = f"{figure.amounts[0].low.normalize():f}".replace(".", ",")
        if grammar is None:
            return ""
        return _clause("there", _whole(), value=_indefinite(*grammar) if count == "1" else _counted(count, grammar[0]))
    value = _VALUE.search(_HYPHEN.sub(" ", said))
    if value is None:
        return ""
    if figure.kind == "size":
        return _clause("named", _Thing(_phrase("size")), value=value[0])
    if figure.kind != "measure":
        return ""
    axis = _phrases().get(f"axis-{figure.axis.removeprefix(AXIS)}") or _phrases().get(f"of-{figure.amounts[0].of}")
    if axis is None:
        named = about is not None and about.noun and about.type is None and _grammar(about.text) is not None
        return _clause("named", _thing(about) if named else _Thing(_phrase("measure")), value=value[0])
    thing = about if about is not None and about.part and about.part != MAIN else None
    return _clause("has", _thing(thing), value=axis.replace("{value}", value[0]))


def _noun(mention: Mention) -> str:
    sense = mention.sense
    grammar = _grammar(sense.text)
    if grammar is None or " " in sense.text:
        return ""
    holder = mention.holder.noun if mention.holder is not None else mention.about
    noun, number = grammar
    if mention.kind in _FOR:
        kind: Determiner = "none" if mention.kind == "audience" else "definite"
        value = noun_phrase(noun, case="acc", number=number, determiner=kind)
        return _clause("for", _whole(), denied=mention.denied, value=value)
    if mention.kind == "country":
        return _clause("from", _whole(), denied=mention.denied, value=sense.text)
    if sense.type is not None and mention.kind == "type" and not mention.denied:
        one = number == "sg" and noun.gender != "p"
        article = determiner("indefinite", noun.gender) if one else ""
        return _clause(
            "named", _whole() if one else _Thing(_phrase("some"), "pl"), value=f"{article} {sense.text}".strip()
        )
    value = _indefinite(*grammar, denied=mention.denied)
    return _clause("has", _thing(holder), value=value)


def _adjective(mention: Mention) -> str:
    sense = mention.sense
    word = sense.text.rpartition(" ")[2] if mention.extent is not None else sense.text
    capital, word = word[:1].isupper(), word.lower()
    if " " in word or (capital and vocabulary().adjective(word) is None and not is_adjectival(word)):
        return ""
    base = _base(word) if sense.attributive or capital or vocabulary().adjective(word) else word
    much = mention.extent.much if mention.extent is not None else ""
    return _clause("is", _thing(mention.about), denied=mention.denied, much=_much(much), value=base)


def _base(word: str) -> str:
    """An adjective without its ending."""
    known = vocabulary().adjective(word)
    return known.lemma if known is not None else _INFLECTED.sub("", word)


def _thing(noun: Sense | None) -> _Thing:
    """A noun of the text with its article; the article itself for None, quoted where its grammar is not known."""
    if noun is None:
        return _whole()
    word = noun.text.rpartition(" ")[2]
    grammar = _grammar(word)
    if grammar is None:
        return _whole() if noun.type is not None else _Thing(f"„{word}“")
    of, number = grammar
    return _Thing(noun_phrase(of, number=number, determiner="definite"), "pl" if of.gender == "p" else number)


def _whole() -> _Thing:
    return _Thing(_phrase("whole"))


def _part(slot: str, said: str) -> _Thing:
    """The part of a material, by the word for it in what is said; the article's material for no part."""
    for word in _NOUN.findall(said) if slot else ():
        grammar = _grammar(word)
        if grammar is not None and vocabulary().named(word, "material") is None:
            return _Thing(noun_phrase(grammar[0], number=grammar[1], determiner="definite"), grammar[1])
    return _Thing(_phrases().get(f"slot-{slot}", _phrase("whole")))


@lru_cache(maxsize=1024)
def _grammar(word: str) -> tuple[Noun, Number] | None:
    """A noun's grammar, also of one in the dative or genitive: "Ärmeln", "Schafts"."""
    for ending in _CASE_ENDINGS:
        if word.endswith(ending) and (found := vocabulary().noun_number(word[: len(word) - len(ending)])):
            return found
    return None


def _indefinite(noun: Noun, number: Number, *, denied: bool = False) -> str:
    """ "einen Reißverschluss", "keine Taschen"; "Halt" has no article."""
    kind: Determiner = "negative" if denied else "indefinite" if noun.plural or noun.gender == "p" else "none"
    return noun_phrase(noun, case="acc", number=number, determiner=kind)


def _counted(count: str, noun: Noun) -> str:
    return f"{count} {noun.plural or noun.lemma}"


def _much(much: str) -> str:
    return _phrases()[f"much-{much}"] if much else ""


def _clause(kind: str, thing: _Thing, *, denied: bool = False, **values: str) -> str:
    clause = _NUMBERED.sub(lambda verb: verb[1 if thing.number == "sg" else 2], _phrase(kind))
    return clause.format(**{"thing": thing.text, "not": "nicht " if denied else "", "much": "", **values})


def _phrase(name: str) -> str:
    return _phrases()[name]


@cache
def _phrases() -> dict[str, str]:
    return {row["kind"]: row["clause"] for row in table_rows(Path(__file__).with_name("reported.csv"))}

"""Measures as a text gives them: "64 cm lang", "ein ca. 4,5 cm hoher Absatz", "misst 30 x 20 x 10 cm"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import cast

from description.domain.statement import Field, Measure, Statement
from description.language.grammar import Adjective, Gender, Noun, joined, noun_phrase
from description.realise.facts import Fact
from description.realise.nouns import noun_number, titled
from description.realise.phrases import Phrase
from description.realise.tables import field_wordings, pattern, rows
from description.realise.values import fit_to_say, with_units
from description.style.topics import Topic

_BARE = re.compile(
    r"(?:ca\.?|circa|etwa|ungefähr|rund)?\s*\d+(?:[.,]\d+)?\s*(?:(?:-|–|bis)\s*\d+(?:[.,]\d+)?\s*)?[^\W\d]{0,5}(?:/m)?[.²³]?",
    re.I,
)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_OF_SIZE = re.compile(r"(?:\((?:bei |in )?|\b(?:bei|in) )(?:Größe|Gr\.?)\s*([\w/]{1,6})\)?", re.I)
_LETTERED = re.compile(r"([BHTL]) (\d[\d,.]*)(?: cm)? x ([BHTL]) (\d[\d,.]*)(?: cm)?(?: x ([BHTL]) (\d[\d,.]*))? cm")
_PLUS = re.compile(r"(\d[\d,.]*) ?\+ ?(\d[\d,.]*) ?(mm|cm)(?:,? (verstellbar|verlängerbar))?")
_OF_PART = re.compile(r"([A-ZÄÖÜ][\w-]+):? (\d[\d,.]*(?: x \d[\d,.]*)+\s(?:mm|cm|m))")
_AXES = re.compile(r"[( ]([BHTLØ](?:\s?[x×/]\s?[BHTLØ]){1,2})\)?$", re.I)
_OF_PARTS = re.compile(r"\b[BHTLØ]\s*:?\s*\d|[A-ZÄÖÜ][a-zäöüß]{3,}:? \d|\d [A-Z]\b")
_AMOUNT = re.compile(r"(?:ca\. |etwa |rund |bis )?\d")
_IN_A_UNIT = re.compile(r"\d[\d.,]*+\s?[^\W\d_]+(?:/\w+)*(?:/\d*\s?h)?")
_DIMENSIONS = pattern("dimensions-stem")
_TIMES = re.compile(r"\s*(?<![^\W\d])[x×](?![^\W\d])\s*")
_MEASURED = re.compile(r"\d\s*(?:mm|cm|dm|m|g|kg|l|ml|den|Zoll|Liter)\b|\d\s*x\s*\d")
_AFTER_KEY = re.compile(r"(?:(?<!\s)\s++)?[(\[].*|(?<!\s)\s++(?:(?:in\s++)?(?:mm|cm|m|g|kg|l|ml|liter)|ca\.?)$", re.I)
A_MEASURE = pattern("measure-stem")
_SHORTEST_GROUPED = 4
_PER_AREA = Noun("Flächengewicht", "n", "Flächengewichte")
_IN_METRES = re.compile(r"\d+(?:,\d+)? ?[cm]?m")
_UP_TO = re.compile(r"^bis (?=\d)")
_PER = re.compile(r"/(?=[A-ZÄÖÜ][a-zäöü]+)")  # "510 g/Schuh"


@cache
def _labels() -> dict[Field, Noun]:
    """What a field measures."""
    return {
        Field(row["field"]): Noun(row["noun"], cast(Gender, row["gender"]), row["plural"]) for row in rows("measured")
    }


@cache
def _ways() -> dict[str, dict[str, str]]:
    return {row["noun"]: row for row in rows("measures")}


def measure(found: Measure) -> str:
    """ "ca. 4,5 cm", "3 bis 5 cm": the number with a decimal comma, and a no-break space before its unit."""
    text = decimal(found.low)
    if found.high is not None:
        text = f"{text} bis {decimal(found.high)}"
    unit = f"\u00a0{found.unit}" if found.unit else ""
    return f"{'ca. ' if found.about else ''}{text}{unit}"


def decimal(number: Decimal) -> str:
    """4.50 → "4,5", 10000 → "10.000"."""
    whole, _, part = format(number.normalize(), "f").partition(".")
    if len(whole) > _SHORTEST_GROUPED:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{part}" if part else whole


def measures(statements: Iterable[Statement]) -> list[Fact]:
    """Every measure, each part's once."""
    found: dict[str, Fact] = {}
    for statement in statements:
        noun = _label(statement)
        if noun is None:
            continue
        if len(statement.values) > 1 and all(map(_IN_METRES.fullmatch, statement.values)):
            pred = f"in den {noun.plural} {joined(list(map(with_units, statement.values)))} erhältlich"
            found.setdefault(noun.lemma, Fact(statement.field, Topic.MEASURES, pred=pred, statement=statement))
            continue
        said = _said(statement)
        if said:
            found.setdefault(noun.lemma, _fact(statement, noun, said))
    return list(found.values())


def _said(statement: Statement) -> str:
    """The amount: one as a text has it, several as they are written; "" where the value is none."""
    if _PLUS.fullmatch(statement.text.strip()):
        return statement.text.strip()
    if _each_measures(of_parts := with_units(_TIMES.sub(" x ", statement.text.strip()))):
        return of_parts
    if _is_one(statement):
        size = _OF_SIZE.search(statement.text)
        return measure(statement.measures[0]) + (f" (Größe {size[1]})" if size else "")
    if len(statement.values) > 1 and statement.measures and _BARE.fullmatch(statement.values[0]):
        return measure(statement.measures[0])  # "80 l, erweiterbar auf 95 l"
    if statement.field not in _labels() and _IN_A_UNIT.fullmatch(statement.text.strip()):
        return statement.text.strip()
    if statement.field in _labels() and statement.field is not Field.HEEL_HEIGHT:
        axes = _AXES.search(statement.key) or _AXES.search(statement.text)
        said = _as_written(_AXES.sub("", statement.text)) if statement.measures and statement.measures[0].unit else ""
        if lettered := _LETTERED.fullmatch(said.replace("\u00a0", " ")):
            axes_, sizes = (list(filter(None, lettered.groups()[at::2])) for at in (0, 1))
            return f"{' x '.join(sizes)}\u00a0cm ({' x '.join(axes_)})"
        return f"{said} ({_TIMES.sub(' x ', axes[1].upper().replace('X', 'x'))})" if said and axes else said
    return ""


def _fact(statement: Statement, noun: Noun, said: str) -> Fact:
    wording = field_wordings().get(statement.field)
    topic = wording.topic if wording and statement.field is not Field.OTHER else Topic.MEASURES
    topic = Topic.MEASURES if statement.field in (Field.FEATURES, Field.LENGTH, Field.LEG) else topic
    noun = _PER_AREA if noun.lemma == "Gewicht" and said.endswith("m²") else noun
    way = _ways().get(noun.lemma)
    of_parts = _OF_PARTS.search(said.partition("(")[0]) is not None
    base = Fact(statement.field, topic, label=noun.lemma, listed=said, statement=statement)
    if of_parts or not _AMOUNT.match(said):
        return replace(base, clause=_each_measures(said))
    if plus := _PLUS.fullmatch(statement.text.strip()):
        more = ((f"um {with_units(f'{plus[2]} {plus[3]}')}", Adjective(plus[4] or "verlängerbar")),)
        return replace(base, np=Phrase("noun", said, noun, "sg", more, "", f"von {with_units(f'{plus[1]} {plus[3]}')}"))
    amount, opened, size = said.partition(" (")
    role = way["role"] if way is not None else ""
    if way is not None and role == "high":
        part = noun_number(way["plural"] or noun.lemma)
        head = part[0] if part is not None else noun
        np = Phrase("noun", said, head, "sg", ((amount, Adjective(way["singular"])),), "", opened.strip() + size)
        return replace(base, np=np)
    if way is not None and role == "does":
        return replace(base, does=(way["singular"], way["plural"], _PER.sub(" pro ", said)))
    if way is not None and role == "pred":
        return replace(base, pred=f"{amount} {way['singular']}{opened}{size}")
    return replace(base, np=Phrase("noun", said, noun, "sg", (), "", f"von {_UP_TO.sub('bis zu ', said)}"))


def _each_measures(said: str) -> str:
    """ "Bettbezug 135 x 200 cm, Kissenbezug 80 x 80 cm" as a clause; "" where not every part has its measure."""
    found = [_OF_PART.fullmatch(part) for part in said.split(", ")]
    named = [(noun[0], each[2]) for each in found if each and (noun := noun_number(each[1])) and noun[1] == "sg"]
    if len(named) < len(found):
        return ""
    the = [noun_phrase(noun, determiner="definite") for noun, _ in named]
    told = [
        f"{name} {'' if at else 'misst '}{size}" for at, (name, (_, size)) in enumerate(zip(the, named, strict=True))
    ]
    return joined(told) if len(told) > 2 else ", ".join(told)


def _as_written(text: str) -> str:
    """Several measures as the data gives them, when they are nothing but that: "B 30 cm x H 20 cm"."""
    bare = _DIMENSIONS.fullmatch(text.strip()) is not None
    said = fit_to_say(text) if bare or not text[:1].isdigit() else ""
    if not said and bare:
        said = with_units(_TIMES.sub(" x ", text.strip(" .")))
    return re.sub(r"(?<=[A-Z]):\s*(?=\d)", " ", said).replace(":", "") if _MEASURED.search(said) else ""


def _is_one(statement: Statement) -> bool:
    parts = statement.values if statement.field in (Field.LENGTH, Field.SHAFT_WIDTH, Field.HEEL_HEIGHT) else ()
    bare = any(_BARE.fullmatch(_ASIDE.sub("", _OF_SIZE.sub("", text)).strip(" .")) for text in (statement.text, *parts))
    return len(statement.measures) == 1 and (bare or statement.field in (Field.HEEL_HEIGHT, Field.SLEEVE))


def _label(statement: Statement) -> Noun | None:
    """What is measured: the statement's key when it is a known noun."""
    key = titled(_AFTER_KEY.sub("", statement.key.strip()))
    own = noun_number(key) if A_MEASURE.fullmatch(key) else None
    if own is not None and statement.field not in (Field.RISE, Field.HEEL_HEIGHT):
        return own[0]
    return _labels().get(statement.field)

"""Measures as a text gives them: "ca. 4,5 cm", "Die Schafthöhe beträgt 12 cm, die Schaftweite 36 cm."."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from description.german.grammar import Noun, determiner, joined
from description.product_data.model import Entry, Field, Measure, ProductData
from description.writers.rules.nouns import noun_number
from description.writers.rules.style import Topic
from description.writers.rules.values import fit_to_say, with_units
from description.writers.rules.voice import Sentence, Voice, sentence

WEIGHT = 50
_MOST = 4
_BARE = re.compile(
    r"(?:ca\.?|circa|etwa|ungefähr|rund)?\s*\d+(?:[.,]\d+)?\s*(?:(?:-|–|bis)\s*\d+(?:[.,]\d+)?\s*)?[^\W\d]{0,5}[.²³]?",
    re.I,
)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_LONGEST = 60
_DIMENSIONS = re.compile(r"(?:(?>\+|und|ca|Breite|Höhe|Tiefe|Länge|[BHTLØ]|cm|mm|m|x|×|\d+)[\s:,/.]*+)++", re.I)
_TIMES = re.compile(r"\s*(?<![^\W\d])[x×](?![^\W\d])\s*")
_MEASURED = re.compile(r"\d\s*(?:mm|cm|dm|m|g|kg|l|ml|den|Zoll|Liter)\b|\d\s*x\s*\d")
_AFTER_KEY = re.compile(r"(?:(?<!\s)\s++)?[(\[].*|(?<!\s)\s++(?:(?:in\s++)?(?:mm|cm|m|g|kg|l|ml|liter)|ca\.?)$", re.I)
_THICKNESS = Noun("Stärke", "f", "Stärken")
_PLATEAU = Noun("Plateau", "n", "Plateaus")
_LABELS: dict[Field, Noun] = {
    Field.SHAFT_HEIGHT: Noun("Schafthöhe", "f", "Schafthöhen"),
    Field.SHAFT_WIDTH: Noun("Schaftweite", "f", "Schaftweiten"),
    Field.PLATFORM: _PLATEAU,
    Field.LENGTH: Noun("Länge", "f", "Längen"),
    Field.SLEEVE: Noun("Ärmellänge", "f", "Ärmellängen"),
    Field.RISE: Noun("Leibhöhe", "f", "Leibhöhen"),
    Field.LEG: Noun("Beinlänge", "f", "Beinlängen"),
    Field.DIMENSIONS: Noun("Maße", "p", "Maße"),
    Field.VOLUME: Noun("Volumen", "n", "Volumen"),
    Field.WEIGHT: Noun("Gewicht", "n", "Gewichte"),
}
A_MEASURE = re.compile(
    r"[A-ZÄÖÜ][\w-]*?(?:länge|breite|höhe|tiefe|weite|stärke|dicke|durchmesser|umfang|gewicht|volumen|säule|sprengung|maß|maße"
    r"|kapazität|inhalt|grammatur|kraft)|Länge|Breite|Höhe|Tiefe|Weite|Stärke|Dicke|Durchmesser|Umfang|Gewicht|Volumen"
    r"|Sprengung|Maße|Inhalt|Grammatur|Fassungsvermögen"
)
_SHORTEST_GROUPED = 4
_LENGTHS = frozenset({"mm", "cm", "m", "dm"})


def measure(found: Measure, *, about: bool = False) -> str:
    """ "ca. 4,5 cm", "3 bis 5 cm": the number with a decimal comma, and a no-break space before its unit."""
    text = decimal(found.low)
    if found.high is not None:
        text = f"{text} bis {decimal(found.high)}"
    unit = f"\u00a0{found.unit}" if found.unit else ""
    return f"{'ca. ' if found.about or about else ''}{text}{unit}"


def decimal(number: Decimal) -> str:
    """4.50 → "4,5", 10000 → "10.000"."""
    whole, _, part = format(number.normalize(), "f").partition(".")
    if len(whole) > _SHORTEST_GROUPED:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{part}" if part else whole


def height_of(data: ProductData, *, about: bool) -> str:
    """How high the heel is."""
    for entry in data.stated(Field.HEEL_HEIGHT):
        for found in entry.measures[:1]:
            if found.unit in _LENGTHS and found.low > 0:
                return measure(found, about=about)
    return ""


def measures(data: ProductData, voice: Voice) -> list[Sentence]:
    """Every measure but the heel's: named ones in one sentence, others behind a colon."""
    named: dict[str, tuple[Noun, str]] = {}
    listed: dict[str, str] = {}
    for entry in data.stated(*_LABELS, Field.FEATURES, Field.OTHER):
        noun = _label(entry)
        if noun is None:
            continue
        if entry.measures and entry.measures[0].unit == "den":
            noun = _THICKNESS
        if _is_one(entry):
            named.setdefault(noun.lemma, (noun, measure(entry.measures[0])))
        elif entry.field not in _LABELS:
            continue
        elif entry.measures or entry.field is Field.DIMENSIONS:
            said = _as_written(entry.text)
            if said:
                listed.setdefault(noun.lemma, said)
    found = list(_sentences(list(named.values()), voice))
    found.extend(
        Sentence(
            Topic.MEASURES,
            sentence(
                said if said[:1].isupper() and len(said) > 12 and noun_number(said.split()[0]) else f"{label}: {said}"
            ),
            WEIGHT - 4,
        )
        for label, said in listed.items()
    )
    return found


def _as_written(text: str) -> str:
    """Several measures as the data gives them, when they are nothing but that: "B 30 cm x H 20 cm"."""
    said = fit_to_say(text)
    if not said and len(text) <= _LONGEST and _DIMENSIONS.fullmatch(text.strip()):
        said = with_units(_TIMES.sub(" x ", text.strip(" .")))
    said = f"in {said[3:]}" if said.startswith("In ") else said
    return re.sub(r"(?<=[A-Z]):\s*(?=\d)", " ", said).replace(":", "") if _MEASURED.search(said) else ""


def _is_one(entry: Entry) -> bool:
    texts = (entry.text, *(entry.values if entry.field in (Field.LENGTH, Field.SHAFT_WIDTH) else ()))
    bare = any(_BARE.fullmatch(_ASIDE.sub("", text).strip(" .")) and re.search(r"\d", text) for text in texts)
    return len(entry.measures) == 1 and bool(entry.measures[0].unit) and bare


def _label(entry: Entry) -> Noun | None:
    """What is measured: the entry's key when it is a known noun."""
    key = _AFTER_KEY.sub("", entry.key.strip())
    own = noun_number(key) if A_MEASURE.fullmatch(key) else None
    if own is not None and entry.field not in (Field.LEG, Field.RISE):
        return own[0]
    return _LABELS.get(entry.field)


def _sentences(named: list[tuple[Noun, str]], voice: Voice) -> Iterable[Sentence]:
    high = [said for noun, said in named if noun is _PLATEAU and not voice.nominal]
    if high:
        yield Sentence(Topic.MEASURES, sentence(f"das Plateau ist {high[0]} hoch"), WEIGHT)
        named = [each for each in named if each[0] is not _PLATEAU]
    for at in range(0, len(named), _MOST):
        chunk = named[at : at + _MOST]
        if voice.nominal:
            text = ", ".join(f"{noun.lemma} {said}" for noun, said in chunk)
        else:
            clauses = [
                f"{determiner('definite', noun.gender)} {noun.lemma}{_amounts(noun) if index == 0 else ''} {said}"
                for index, (noun, said) in enumerate(chunk)
            ]
            text = joined(clauses) if len(clauses) > 2 else ", ".join(clauses)
        yield Sentence(Topic.MEASURES, sentence(text), WEIGHT - 2 * at)


def _amounts(noun: Noun) -> str:
    return " betragen" if noun.gender == "p" else " beträgt"

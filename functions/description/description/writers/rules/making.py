"""Sentences about materials and soles."""

from __future__ import annotations

from collections.abc import Sequence

from description.german.grammar import Noun, joined, noun_phrase
from description.product_data.model import ProductData
from description.writers.rules.materials import Made, how_lined, made_of, outsole
from description.writers.rules.measures import height_of
from description.writers.rules.names import MATERIAL
from description.writers.rules.phrases import Phrase
from description.writers.rules.style import Topic
from description.writers.rules.voice import SUBJECT, Sentence, Voice, sentence

WEIGHT = 85
SOLE_WEIGHT = 72
_MOST_IN_ONE = 3


def materials(data: ProductData, group: str, voice: Voice) -> list[Sentence]:
    """What it is made of, part by part; parts of the same stuff are named together."""
    made = made_of(data, group)
    sure = _together([part for part in made if part.of])
    found = [
        Sentence(Topic.MATERIAL, _made(sure[at : at + _MOST_IN_ONE], voice), WEIGHT - 5 * at)
        for at in range(0, len(sure), _MOST_IN_ONE)
    ]
    found.extend(
        Sentence(Topic.MATERIAL, sentence(f"{part.part.lemma}: {part.listed}"), WEIGHT - 8)
        for part in made
        if part.listed and not part.of
    )
    lined = how_lined(data)
    if lined:
        text = lined if voice.nominal else f"{SUBJECT} {voice.verb('ist', 'sind')} {lined}"
        found.append(Sentence(Topic.MATERIAL, sentence(text), WEIGHT - 12))
    return found


def _together(made: Sequence[Made]) -> list[tuple[tuple[Made, ...], str]]:
    """Parts with what they are of; those of the same are one."""
    found: dict[str, list[Made]] = {}
    for part in made:
        found.setdefault(part.of, []).append(part)
    return [(tuple(parts), of) for of, parts in found.items()]


def _made(groups: Sequence[tuple[tuple[Made, ...], str]], voice: Voice) -> str:
    if voice.nominal:
        return sentence(", ".join(f"{_names(parts)} aus {of}" for parts, of in groups))
    (first, of), *rest = groups
    if first[0].part is MATERIAL and len(first) == 1 and not rest:
        verb = voice.verb("besteht", "bestehen")
        return sentence(
            voice.pick(
                "made",
                f"{SUBJECT} {verb} aus {of}",
                f"das Material besteht aus {of}",
                f"gefertigt {voice.verb('ist', 'sind')} {voice.pronoun} aus {of}",
            )
        )
    verb = _consists(first, voice)
    clauses = [f"{_the_names(first)} {verb} aus {of}"]
    for parts, other in rest:
        own = _consists(parts, voice)
        clauses.append(f"{_the_names(parts)} aus {other}" if own == verb else f"{_the_names(parts)} {own} aus {other}")
    return sentence(joined(clauses) if len(clauses) > 2 else ", ".join(clauses))


def _names(parts: Sequence[Made]) -> str:
    return joined([part.part.form("nom", "pl" if part.plural else "sg") for part in parts])


def _the_names(parts: Sequence[Made]) -> str:
    return joined([_the(part.part, plural=part.plural) for part in parts])


def _the(noun: Noun, *, plural: bool) -> str:
    return noun_phrase(noun, number="pl" if plural else "sg", determiner="definite")


def _consists(parts: Sequence[Made], voice: Voice) -> str:
    """ "besteht" or "ist", the same in all sentences of a text."""
    many = len(parts) > 1 or parts[0].plural or parts[0].part.gender == "p"
    return voice.pick("consists", "bestehen", "sind") if many else voice.pick("consists", "besteht", "ist")


def sole(data: ProductData, voice: Voice, heel: Phrase | None) -> list[Sentence]:
    """The outsole and the heel: "Laufsohle aus TR mit ca. 45 mm Absatz". `heel` is its name, such as Blockabsatz."""
    made = outsole(data)
    height = height_of(data, about=voice.style.about)
    found: list[Sentence] = []
    if made is not None and not (made.of or made.adjectives):
        found.append(Sentence(Topic.SOLE, sentence(f"{made.part.lemma}: {made.listed}"), SOLE_WEIGHT))
        made = None
    if made is not None or height or heel:
        clauses = _nominal_sole(made, height, heel) if voice.nominal else _sole(made, height, heel, voice)
        found.extend(Sentence(Topic.SOLE, sentence(text), SOLE_WEIGHT) for text in (clauses,) if text)
    return found


def _nominal_sole(made: Made | None, height: str, heel: Phrase | None) -> str:
    heeled = f"{height} hohem {heel.form('dat')}" if height and heel else heel.form("dat") if heel else ""
    heeled = heeled or (f"{height} Absatz" if height else "")
    if made is None:
        return f"mit {heeled}" if heel else f"Absatzhöhe {height}"
    adjectives = [adjective.form("f") for adjective in made.adjectives[:2]]
    named = " ".join((", ".join(adjectives), made.part.lemma)).lstrip()
    return " ".join(part for part in (named, made.of and f"aus {made.of}", heeled and f"mit {heeled}") if part)


def _sole(made: Made | None, height: str, heel: Phrase | None, voice: Voice) -> str:
    high = f"{_the_heel(heel)} ist {height} hoch" if height else ""
    if made is None:
        return high
    if not made.of:
        how = f"die {made.part.lemma} ist {joined([adjective.lemma for adjective in made.adjectives])}"
        return f"{how}, {high}" if high else how
    adjectives = " ".join(adjective.form("f", determiner="definite") for adjective in made.adjectives[:1])
    part = " ".join(each for each in ("die", adjectives, made.part.lemma) if each)
    of = f"{part} {_consists([made], voice)} aus {made.of}"
    return f"{of}, {high}" if high else of


def _the_heel(heel: Phrase | None) -> str:
    return heel.form("nom", "definite") if heel else "der Absatz"

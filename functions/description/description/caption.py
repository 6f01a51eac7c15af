"""One German sentence describing a photo, composed from its tags.

Used where no caption model is configured. A small captioner trained on the demo model's images added nothing to the
tags and was wrong more often (docs/decisions.md), so captions state only tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.alt_text import SURE
from description.evidence import PhotoTag
from description.german.grammar import Adjective, Noun, Number, joined, noun_phrase
from description.german.vocabulary import Word, vocabulary

# Facets whose label names cannot follow "mit" as nouns: phrases by label, in the dative.
_WITH = {
    "pattern": {"geometric": "geometrischem Muster", "abstract": "abstraktem Muster"},
    "sleeve-length": {
        "straps": "Spaghettiträgern",
        "cap-sleeves": "Flügelärmeln",
        "short-sleeves": "kurzen Ärmeln",
        "half-sleeves": "halblangen Ärmeln",
        "three-quarter-sleeves": "Dreiviertelärmeln",
        "long-sleeves": "langen Ärmeln",
    },
    "leg-shape": {
        "skinny": "sehr engem Bein",
        "straight": "geradem Bein",
        "tapered": "schmal zulaufendem Bein",
        "bootcut": "leicht ausgestelltem Bein",
        "flared": "ausgestelltem Bein",
        "wide-leg": "weitem Bein",
    },
    "toe-shape": {
        "round": "runder Spitze",
        "almond": "mandelförmiger Spitze",
        "pointed": "spitz zulaufender Spitze",
        "square": "eckiger Spitze",
        "peep-toe": "kleiner Öffnung an den Zehen",
        "open": "offenen Zehen",
    },
    "shaft-height": {
        "ankle-high": "knöchelhohem Schaft",
        "mid-calf": "wadenhohem Schaft",
        "knee-high": "kniehohem Schaft",
        "thigh-high": "oberschenkelhohem Schaft",
    },
}
_HEEL_HEIGHTS = {
    "flat": "flach",
    "low": "niedrig",
    "medium": "mittelhoch",
    "high": "hoch",
    "very-high": "sehr hoch",
}
_BEFORE = {
    "length": {"mini": "kurz", "knee-length": "knielang", "midi": "wadenlang", "maxi": "bodenlang"},
    "trouser-length": {"very-short": "kurz", "knee-length": "knielang", "full-length": "lang"},
}
_ARTICLE = Noun("Artikel", "m", "Artikel")
# material-look is left out: it would read as the material.
_NOUNS = ("collar", "neckline", "closure", "details")
_NOT_STATED = frozenset({"plain", "slip-on"})


def caption(tags: Sequence[PhotoTag]) -> str:
    """One sentence on the photo that has `tags`; empty if no tag is certain enough to state."""
    sure = [tag for tag in tags if tag.score >= SURE and tag.label not in _NOT_STATED]
    known = (vocabulary().noun_number(tag.name) for tag in _of(sure, "category"))
    noun, number = next((found for found in known if found), (_ARTICLE, "sg"))
    colours = [word for tag in _of(sure, "colour") if (word := vocabulary().named(tag.name, "colour"))]
    before = [*_lengths(sure), *_declining(colours)]
    after = list(_with(sure))
    pattern = next((tag for tag in _of(sure, "pattern") if tag.label not in _WITH["pattern"]), None)
    if pattern and (adjective := vocabulary().adjective(pattern.name.lower())):
        before.append(adjective)
    elif pattern and (found := vocabulary().noun_number(pattern.name)):
        after.insert(0, noun_phrase(found[0], case="dat", number=found[1]))
    phrase = _with_commas(noun, number, before)
    if colours and not _declining(colours):
        phrase += " in " + joined([_colour_name(colour) for colour in colours])
    if after:
        phrase += " mit " + joined(after)
    if any(tag.label == "sleeveless" for tag in sure):
        phrase += " und ohne Ärmel" if after else " ohne Ärmel"
    return "" if phrase == _with_commas(_ARTICLE, "sg", ()) else f"{phrase[0].upper()}{phrase[1:]}."


def _with_commas(noun: Noun, number: Number, adjectives: Sequence[Adjective]) -> str:
    """With the indefinite article: "ein knielanges, blaues Kleid"."""
    forms = [adjective.form(noun.gender, number=number, determiner="indefinite") for adjective in adjectives]
    phrase = noun_phrase(noun, adjectives=adjectives, number=number, determiner="indefinite")
    return phrase.replace(" ".join(forms), ", ".join(forms), 1)


def _of(tags: Sequence[PhotoTag], facet: str) -> list[PhotoTag]:
    return [tag for tag in tags if tag.facet == facet]


def _lengths(tags: Sequence[PhotoTag]) -> list[Adjective]:
    lemmas = (_BEFORE.get(tag.facet, {}).get(tag.label) for tag in tags)
    return [Adjective(lemma) for lemma in dict.fromkeys(lemmas) if lemma]


def _declining(colours: Sequence[Word]) -> list[Adjective]:
    """A single colour as an adjective if it declines; otherwise colours follow as nouns."""
    adjectives = [colour.adjective for colour in colours if colour.adjective and colour.adjective.declines]
    return adjectives if len(colours) == 1 else []


def _with(tags: Sequence[PhotoTag]) -> Iterator[str]:
    """The phrases after "mit": clothes from the top down (collar, neckline), shoes from the toe."""
    for facet in _NOUNS:
        for tag in _of(tags, facet):
            if found := vocabulary().noun_number(tag.name):
                noun, number = found
                yield noun_phrase(noun, case="dat", number=number)
    for facet, phrases in _WITH.items():
        yield from (phrases[tag.label] for tag in _of(tags, facet) if tag.label in phrases)
    yield from _heel(tags)


def _heel(tags: Sequence[PhotoTag]) -> Iterator[str]:
    """Shape and height of a heel in one phrase: "hohem Blockabsatz"."""
    height = next((_HEEL_HEIGHTS.get(tag.label, "") for tag in _of(tags, "heel-height")), "")
    shape = next((tag for tag in _of(tags, "heel-shape")), None)
    flat = "flach" in (height, "flach" if shape and shape.label == "flat" else "")
    noun = vocabulary().noun("Absatz" if shape is None or shape.label == "flat" else shape.name)
    if noun and (height or shape):
        adjectives = [Adjective("flach")] if flat else [Adjective(height)] if height else []
        yield noun_phrase(noun, adjectives=adjectives, case="dat")


def _colour_name(colour: Word) -> str:
    return colour.noun.lemma if colour.noun else colour.lemma.capitalize()

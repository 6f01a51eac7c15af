"""Values that say several things: a path of categories, a heel with its height, a colour with its pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from description.domain.statement import Field, Statement
from description.ingest.lists import items
from description.ingest.markers import alternatives, marks, says_nothing, words_of
from description.ingest.measures import measures
from description.ingest.wording import folded
from description.language.vocabulary import vocabulary

_STEPS = re.compile(r"\s*[>»›]\s*|\s+/\s+|(?<=\w)/(?=\w{1,60}/)")
_HEEL_SIZE = re.compile(r"(?:(?<!\s)\s++)?(?:(?:\bca\.?|\()\s*+)?\d.*", re.IGNORECASE | re.DOTALL)
_COLOUR_AND_PATTERN = re.compile(rf"^(.+?(?<![\s-]))[\s-]+({alternatives('colour-pattern')})$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d+[\s/-]+|(?<![\s/-])[\s/-]+\d+$")


def is_path(text: str) -> bool:
    """Whether a value has steps: "Damen > Schuhe"."""
    return bool(_STEPS.search(text))


def of_path(key: str, text: str) -> Iterator[Statement]:
    """ "Damen > Schuhe > Slipper": the last is the type, and whom it is for stands before."""
    steps = [step.strip() for step in (_STEPS.split(text) if ">" in text else re.split(r"\s*[»›/]\s*", text))]
    for step in steps[:-1]:
        if marks("audience", step):
            yield Statement(Field.AUDIENCE, key, text, (step,))
    last = next((step for step in reversed(steps) if step), "")
    if last:
        yield Statement(Field.TYPE, key, text, (last,))


def of_heel(key: str, text: str) -> Iterator[Statement]:
    """ "Blockabsatz, 6 cm": form and height."""
    listed = items(text, Field.HEEL_FORM)
    bare = (_HEEL_SIZE.sub("", item) if measures(item) else item for item in listed)
    forms = tuple(form for form in bare if form and not marks("height", form))
    if forms:
        yield Statement(Field.HEEL_FORM, key, text, forms)
    heights = tuple(item for item in listed if measures(item))
    yield Statement(Field.HEEL_HEIGHT, key, text, heights or (text,), "", (), measures(text))


def of_colour(key: str, text: str, values: Iterable[str]) -> Iterator[Statement]:
    """ "grün gemustert": colour and pattern; "schwarz-weiß": two colours."""
    colours: list[str] = []
    patterns: list[str] = []
    for named in values:
        value = _in_german(_NUMBERED.sub("", named) or named)
        match = _COLOUR_AND_PATTERN.match(value)
        if match and (match[2].lower() in words_of("sure-pattern") or not vocabulary().named(value, "colour")):
            patterns.append(match[2])
            value = match[1]
        colours += _of_two(value)
    colours = [colour for colour in dict.fromkeys(colours) if not says_nothing(colour)]
    colours = [colour for colour in colours if any(map(str.isalpha, colour))] or colours
    if colours:
        yield Statement(Field.COLOUR, key, text, tuple(colours))
    if patterns:
        yield Statement(Field.PATTERN, key, text, tuple(dict.fromkeys(patterns)))


@lru_cache(maxsize=4096)
def _in_german(value: str) -> str:
    """The German name of an English colour ("lightblue", "white Weiß"); other values as they are."""
    word = vocabulary().named(value, "colour")
    if word is not None:
        written = next((name for name in word.synonyms if folded(name) == folded(value)), "")
        return word.lemma if any(marks("english-colour", part) for part in written.split()) else value
    words = [vocabulary().named(part, "colour") for part in value.split()]
    lemmas = {part.lemma for part in words if part is not None}
    return lemmas.pop() if len(lemmas) == 1 and all(words) else value


def _of_two(value: str) -> list[str]:
    both = re.split(r"[-+]", value)
    if len(both) == 1 or vocabulary().named(value, "colour"):
        return [value]
    return both if all(vocabulary().named(colour, "colour") for colour in both) else [value]

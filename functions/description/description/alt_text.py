"""A photo's alternative text in German (WCAG 2.2, 1.1.1): what is to be seen, in at most 125 characters, and no more.

The data is believed first, then what the photo's own tags are sure of, then its caption. Where data and photo disagree,
the word in dispute is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from description.evidence import Evidence, PhotoTag
from description.german.grammar import Adjective, Noun, Number, joined, noun_phrase
from description.german.vocabulary import Word, vocabulary
from description.product_data.model import Field

LONGEST = 125
SURE = 0.6
_VIEWS = {
    "front": "von vorn",
    "side": "von der Seite",
    "left": "von links",
    "right": "von rechts",
    "back": "von hinten",
    "top": "von oben",
    "bottom": "von unten",
    "inside": "von innen",
    "sole": "Blick auf die Sohle",
    "detail": "Detailansicht",
    "worn": "getragen",
    "pair": "als Paar",
    "packaging": "in der Verpackung",
}
_SAME_VIEW = {
    "rear": "back",
    "above": "top",
    "below": "bottom",
    "inner": "inside",
    "closeup": "detail",
    "model": "worn",
}
_NOT_SEEN = frozenset({"plain", "no-closure", "slip-on", "none"})
_ANY_COLOUR = "multicoloured"
_UNPATTERNED = frozenset({"uni", "ungemustert"})
_ARTICLE = Noun("Artikel", "m", "Artikel")
_PLAIN_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{3,}(?: [A-ZÄÖÜ][a-zäöüß-]+)?")
_SAYS_SOMETHING = re.compile(r"\w{2}")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What can be said of one photo, each empty when nothing can."""

    noun: Noun | None
    number: Number
    bare: bool  # the noun is a name as it was written; its gender is not known
    colours: tuple[Word, ...]
    brand: str
    pattern: Word | None
    closure: str


def alt_text(facts: Evidence, photo: str | None, view: str, caption: str = "") -> str:
    """The alternative text of one photo of an article. `photo` is its key, None when only the view is known."""
    sure = (tag for tag in facts.tags if tag.photo == photo and tag.score >= SURE)
    tags = sorted(sure, key=lambda tag: -tag.score)
    seen = _seen(facts, tags, caption)
    direction = _direction(view)
    for text in _wordings(seen):
        whole = f"{text}, {direction}" if direction else text
        if len(whole) <= LONGEST:
            return whole
    return f"Produktfoto, {direction}" if direction else "Produktfoto"


def _seen(facts: Evidence, tags: Sequence[PhotoTag], caption: str) -> _Seen:
    captioned = _read(caption)
    noun, number = _noun(facts, tags, captioned[0])
    name = None if noun or any(tag.facet == "category" for tag in tags) else _name(facts)
    brand = next((value for value in facts.data.values(Field.BRAND) if _SAYS_SOMETHING.search(value)), "")
    return _Seen(
        noun or name,
        number,
        noun is None,
        _colours(facts, tags, captioned[1]),
        brand,
        _pattern(facts, tags),
        _closure(tags),
    )


def _wordings(seen: _Seen) -> Iterator[str]:
    """From all that can be said to the least."""
    for with_brand, with_closure, with_pattern in (
        (True, True, True),
        (True, False, True),
        (True, False, False),
        (False, False, True),
        (False, False, False),
    ):
        brand = seen.brand if with_brand else ""
        if seen.noun or seen.colours or brand:
            closure = seen.closure if with_closure else ""
            yield _worded(seen, brand=brand, closure=closure, pattern=seen.pattern if with_pattern else None)


def _worded(seen: _Seen, *, brand: str, closure: str, pattern: Word | None) -> str:
    before: list[Adjective] = []
    after: list[str] = []
    colour = seen.colours[0].adjective if len(seen.colours) == 1 and not seen.bare else None
    if colour and colour.declines:
        before.append(colour)
    elif seen.colours:
        after.append("in " + joined([_colour_name(colour) for colour in seen.colours]))
    details = [closure] if closure else []
    if pattern and pattern.noun:
        details.insert(0, noun_phrase(pattern.noun, case="dat"))
    elif pattern and pattern.adjective and not seen.bare:
        before.append(pattern.adjective)
    phrase = noun_phrase(seen.noun or _ARTICLE, adjectives=before, number=seen.number)
    if brand:
        after.insert(0, f"von {brand}")
    if details:
        after.append(f"mit {joined(details)}")
    return " ".join((phrase[0].upper() + phrase[1:], *after))


def _noun(facts: Evidence, tags: Sequence[PhotoTag], captioned: Word | None) -> tuple[Noun | None, Number]:
    """The article's type: of the data, where the photo does not show another; else what the photo shows."""
    words = vocabulary()
    shown = [tag for tag in tags if tag.facet == "category"]
    stated = facts.data.values(Field.TYPE)
    for value in (*stated, *facts.data.values(Field.NAME)):
        if word := words.named(value, "type") or _read(value)[0]:
            return (None, "sg") if shown and not any(_is_type(word, tag) for tag in shown) else (word.noun, "sg")
    for value in stated:
        if found := words.noun_number(value):
            return (None, "sg") if shown else found
    for tag in shown:
        if word := words.named(tag.name, "type"):
            return word.noun, "sg"
    return (captioned.noun if captioned and not stated else None), "sg"


def _name(facts: Evidence) -> Noun | None:
    """The article's name as it was written, where it is a word or two and no code."""
    named = facts.data.values(Field.TYPE, Field.NAME)
    return next((Noun(value, "n", value) for value in named if _PLAIN_NAME.fullmatch(value)), None)


def _is_type(word: Word, tag: PhotoTag) -> bool:
    words = vocabulary()
    other = words.named(tag.name, "type")
    return (
        tag.label in word.labels or words.is_a(word, tag.name) or (other is not None and words.is_a(other, word.lemma))
    )


def _colours(facts: Evidence, tags: Sequence[PhotoTag], captioned: Word | None) -> tuple[Word, ...]:
    """The colours: of the data, where the photo does not show others; else what the photo shows."""
    words = vocabulary()
    shown = [tag for tag in tags if tag.facet == "colour"]
    stated = facts.data.values(Field.COLOUR)
    known = tuple(dict.fromkeys(word for value in stated if (word := words.named(value, "colour"))))
    if facts.data.all_of(Field.COLOUR) and not stated:  # in conflict
        return ()
    if known and len(known) == len(stated):
        families = {word.family for word in known}
        agrees = not shown or any(tag.label in families or tag.label == _ANY_COLOUR for tag in shown)
        return known if agrees else ()
    if shown:
        return tuple(word for tag in shown[:1] if (word := words.named(tag.name, "colour")))
    return (captioned,) if captioned and not stated else ()


def _colour_name(colour: Word) -> str:
    return colour.noun.lemma if colour.noun else "-".join(part.capitalize() for part in colour.lemma.split("-"))


def _pattern(facts: Evidence, tags: Sequence[PhotoTag]) -> Word | None:
    shown = [tag for tag in tags if tag.facet == "pattern"]
    named = [*facts.data.values(Field.PATTERN), *(tag.name for tag in shown if tag.label not in _NOT_SEEN)]
    for name in named:
        word = vocabulary().named(name, "pattern")
        if word and word.lemma not in _UNPATTERNED and (word.noun or (word.adjective and word.adjective.declines)):
            return word
    return None


def _closure(tags: Sequence[PhotoTag]) -> str:
    """The closure that the photo shows: data alone does not say that it is to be seen."""
    for tag in tags:
        if tag.facet == "closure" and tag.label not in _NOT_SEEN:
            found = vocabulary().noun_number(tag.name)
            if found:
                noun, number = found
                return noun_phrase(noun, case="dat", number=number)
    return ""


def _read(text: str) -> tuple[Word | None, Word | None]:
    """The first type that an article's name or an English caption holds, and the colour beside it."""
    words = vocabulary()
    said = re.findall(r"[\w-]+", text)
    for at in range(len(said)):
        for length in (2, 1):
            if kind := words.named(" ".join(said[at : at + length]), "type"):
                near = (words.named(word, "colour") for word in said[max(0, at - 1) : at + length])
                return kind, next((colour for colour in near if colour), None)
    return None, None


def _direction(view: str) -> str:
    name = re.sub(r"[\d_\s-]+", "", view.casefold())
    return _VIEWS.get(_SAME_VIEW.get(name, name), "")

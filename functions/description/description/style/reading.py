"""Example texts → their StyleProfile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from description.language.text import SENTENCE_ENDS, count_words
from description.style.figures import figures
from description.style.layout import LaidOut, laid_out
from description.style.naming import brand_form, brand_words, in_capitals, quotes
from description.style.profile import Address, Layout, StyleProfile
from description.style.structure import closing, heading, opening, order, said_in_capitals, turn
from description.style.tables import pattern, words
from description.style.topics import Topic
from description.style.wording import Wording

_DASH = re.compile(r"(?<=\s)[–—-](?=\s)")
_Found = TypeVar("_Found")
_LONGEST = 6000  # characters of an example that are read


@lru_cache(maxsize=256)
def profile_of(examples: tuple[str, ...]) -> StyleProfile:
    """The style of one to three examples. Where they differ, most of them decide, and then the first."""
    laid = [text for example in examples if (text := laid_out(example[:_LONGEST])).units]
    if not laid:
        return StyleProfile()
    texts = [[Wording(unit) for unit in each.units] for each in laid]
    every = [unit for text in texts for unit in text]
    count = len(every)
    lengths = [count_words(unit.text) for unit in every]
    dashes = _DASH.findall(" ".join(unit.text for unit in every))
    connectors = tuple(dict.fromkeys(start[0] for unit in every if (start := pattern("connector").match(unit.text))))
    items = [unit for unit in every if unit.unit.item]
    said = sum(len(unit.words) for unit in every)
    profile = StyleProfile(
        examples=len(texts),
        address=_address(every),
        layout=_most([_layout(each) for each in laid]),
        bullet=_most([each.bullet for each in laid]),
        heading=heading(every),
        fragments=_share(not unit.finite for unit in every),
        labels=_share(bool(unit.label) for unit in every),
        full_stop=_most([unit.text.endswith(SENTENCE_ENDS) for unit in items or every]),
        words=round(sum(lengths) / len(texts)),
        sentences=round(count / len(texts), 2),
        sentence_words=round(sum(lengths) / count, 2),
        longest=max(lengths),
        adjectives=round(sum(unit.adjectives for unit in every) / max(1, said), 3),
        benefits=_share(unit.benefits for unit in every),
        clauses=round(sum(unit.subordinate for unit in every) / count, 3),
        connectors=connectors,
        connected=_share(pattern("connector").match(unit.text) is not None for unit in every),
        opening=_most([opening(_first(text)) for text in texts]),
        closing=_first_most([closing(text[-1]) for text in texts if len(text) > 1]),
        order=_order([order(text) for text in texts]),
        turn=_first_most([told for text in texts if (told := turn(text)) is not None]),
        brand=brand_form(texts),
        brand_words=brand_words(every),
        quotes=quotes(every),
        capitals=in_capitals(every),
        exclamations=round(sum(unit.text.count("!") for unit in every) / count, 3),
        dashes=round(sum(len(_DASH.findall(unit.text)) for unit in every) / count, 3),
        dash=_first_most(dashes) or "",
    )
    return replace(profile, **figures("\n".join(unit.text for unit in every)))


def _first(units: Sequence[Wording]) -> Wording:
    """The first unit that is no heading of a list ("Highlights:")."""
    return next((unit for unit in units if unit.unit.item or not unit.text.endswith(":")), units[0])


def _address(units: Sequence[Wording]) -> Address:
    du = sum(token.text.lower() in words("address-du") for unit in units for token in unit.words)
    sie = sum(map(said_in_capitals, units))
    sie += sum(unit.calls and unit.words[1:2] != () and unit.words[1].text == "Sie" for unit in units)
    if du or sie:
        return Address.DU if du >= sie else Address.SIE
    return Address.DU if any(unit.calls for unit in units) else Address.NONE


def _layout(text: LaidOut) -> Layout:
    items = sum(unit.item for unit in text.units)
    if not items:
        return Layout.PROSE
    return Layout.LIST if items >= len(text.units) - 1 and not _is_prose(text) else Layout.MIXED


def _is_prose(text: LaidOut) -> bool:
    """Whether what is no item is a whole sentence, and no heading."""
    return any(not unit.item and unit.text.endswith(SENTENCE_ENDS) for unit in text.units)


def _order(texts: Sequence[Sequence[Topic]]) -> tuple[Topic, ...]:
    """One order for all: by the mean place of a topic in the texts that have it."""
    places: dict[Topic, list[float]] = {}
    for text in texts:
        for at, topic in enumerate(text):
            places.setdefault(topic, []).append(at / len(text))
    return tuple(sorted(places, key=lambda topic: sum(places[topic]) / len(places[topic])))


def _share(found: Iterable[bool]) -> float:
    """The share of the true ones; of none, 0."""
    every = list(found)
    return round(sum(every) / len(every), 3) if every else 0.0


def _most(found: Sequence[_Found]) -> _Found:
    """The most frequent one, of equals the first."""
    return Counter(found).most_common(1)[0][0]


def _first_most(found: Sequence[_Found]) -> _Found | None:
    return _most(found) if found else None

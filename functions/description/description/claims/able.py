"""What the data says to be possible by a word in "-bar": "kürzbar", where a text says that it cannot be gekürzt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from description.claims.index import Index
from description.claims.line import Unit
from description.claims.polarity import denies_ahead, negates
from description.claims.senses import sense
from description.claims.targets import clause_of
from description.claims.word_keys import able_key
from description.language.function_words import alternatives, function_words

_LETTING = function_words("letting")
_INFINITIVE = re.compile(r"^(\w{3,})en$")
_PARTICIPLE = re.compile(rf"^({alternatives('participle-prefix')})?ge(\w{{3,}})t$")


def impossible(units: Sequence[Unit], index: Index) -> Iterator[tuple[int, int, int]]:
    """ "lässt sich nicht kürzen", "gekürzt werden kann er nicht": the first and the last place of each that the
    data says to be possible, and the place of its source."""
    for at, unit in enumerate(units):
        if unit.text.lower() not in _LETTING:
            continue
        first, last = clause_of(units, at)
        nots = [place for place in range(first, last) if negates(units[place])]
        if not nots or not (nots[0] == last - 1 or denies_ahead(units, nots[0])):
            continue
        for place in range(first, last):
            key = _key(units[place].text.lower()) if place != at else ""
            if key in index.words:
                yield min(place, nots[0]), max(place, nots[0]), index.words[key][0]


def _key(verb: str) -> str:
    """The key of what can be done by an infinitive or a participle, "" for others and for what the vocabulary knows."""
    infinitive, participle = _INFINITIVE.match(verb), _PARTICIPLE.match(verb)
    base = infinitive[1] if infinitive else f"{participle[1] or ''}{participle[2]}" if participle else ""
    return "" if not base or sense(f"{base}bar").options else able_key(f"{base}bar")

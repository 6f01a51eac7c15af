"""The circumstances of a word of a text, as numbers: what the rules say of it, and what the data has around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from description.claims.binding import noun_after
from description.claims.confidence.data_words import DataWords, numbers_in, stems_of
from description.claims.line import Line, Unit
from description.claims.model import Checked, Claim, Finding
from description.claims.polarity import negates
from description.claims.targets import clause_of, subject_of

_NEAR, _AROUND = 3, 6  # units to either side, within the clause
_SHORTEST = 3  # letters of a word that no list has and that may say something
_MANY = 3
_NEIGHBOURS = (-2, -1, 0, 1, 2)
_PRIOR_WEIGHT = 4  # sentences that the average counts for
_MOST_SEEN = 20

Known = Mapping[str, tuple[int, int]]
_Span = TypeVar("_Span", Claim, Finding)


class Circumstances:
    """Of every telling word of one text."""

    def __init__(self, units: Line, checked: Checked, data: DataWords) -> None:
        self._units, self._data = units, data
        self._findings = _by_unit(units, checked.findings)
        self._claims = _by_unit(units, checked.claims)
        self._words_of = Counter(map(id, self._findings.values()))
        self._count = len(checked.findings)
        self._exact = [data.with_exact(unit) for unit in units]
        self._meant = [data.with_meaning(unit) for unit in units]
        self._own = [exact | meant for exact, meant in zip(self._exact, self._meant, strict=True)]
        self._any = [own | data.with_pieces(unit) for own, unit in zip(self._own, units, strict=True)]
        self._pool = [own or loose for own, loose in zip(self._own, self._any, strict=True)]
        self._telling = [is_telling(unit) for unit in units]
        self._covered = sum(map(bool, self._any)) / max(1, len(units))

    def telling(self) -> Iterator[int]:
        """The places of the words that may be wrong."""
        return (at for at, telling in enumerate(self._telling) if telling)

    def telling_between(self, start: int, end: int) -> Iterator[int]:
        """Those that stand, in part at least, between two positions of the text."""
        return (at for at in _places(self._units, start, end) if self._telling[at])

    def unit(self, at: int) -> Unit:
        """The word at a place."""
        return self._units[at]

    def has_finding(self, at: int) -> bool:
        """Whether the rules find something wrong with a word."""
        return at in self._findings

    def of(self, at: int, known: Known, base: float) -> dict[str, float]:
        """The features of a word. `known` and `base` are a model's; features that are 0 may be missing."""
        return {
            **self._of_word(at, known, base),
            **self._of_rules(at),
            **self._of_data(at),
            **self._of_binding(at),
            **self._of_polarity(at),
            **self._of_numbers(at),
        }

    def _of_word(self, at: int, known: Known, base: float) -> dict[str, float]:
        unit = self._units[at]
        meaning = unit.sense
        form = (
            "figure" if meaning.figure else "noun" if meaning.noun else "adjective" if meaning.attributive else "word"
        )
        found: dict[str, float] = {
            f"kind:{meaning.kind or form}": 1,
            "listed": bool(meaning.options),
            "noun": meaning.noun,
            "attributive": meaning.attributive,
            "compound": any(option.openers for option in meaning.options),
            "length": len(unit.text),
            "capital": unit.text[0].isupper(),
            "place": at / len(self._units),
            "words": len(self._units),
            "findings": self._count,
            "covered": self._covered,
        }
        for name, word in words_of(unit):
            count, wrong = known.get(word, (0, 0))
            found[f"{name}:wrong"] = (wrong + base * _PRIOR_WEIGHT) / (count + _PRIOR_WEIGHT)
            found[f"{name}:seen"] = min(count, _MOST_SEEN)
        for step in _NEIGHBOURS:
            if 0 <= at + step < len(self._units):
                found[f"{step}:{self._units[at + step].text.lower()}"] = 1
        return found

    def _of_rules(self, at: int) -> dict[str, float]:
        finding, claim = self._findings.get(at), self._claims.get(at)
        found: dict[str, float] = {}
        if finding is not None:
            found[f"finding:{finding.kind}"] = found[f"reason:{finding.reason}"] = found["finding"] = 1
            found["finding:words"] = self._words_of[id(finding)]
        if claim is not None:
            found[f"claim:{claim.kind}"] = 1
            found["claim:backed"] = claim.source is not None
        return found

    def _of_data(self, at: int) -> dict[str, float]:
        unit, own, pool = self._units[at], self._own[at], self._pool[at]
        inside = self._neighbours(at, _AROUND)
        around, near = self._shared(inside), self._shared(self._neighbours(at, _NEAR))
        found: dict[str, float] = {
            "data:exact": min(self._exact[at].bit_count(), _MANY),
            "data:meant": min(self._meant[at].bit_count(), _MANY),
            "data:pieces": min(self._any[at].bit_count(), _MANY),
            "data:key": any(stem in self._data.in_keys for stem in stems_of(unit)),
            "data:alike": not self._any[at] and self._data.resembles(unit),
            "data:kind": unit.sense.kind in self._data.kinds,
            "data:other-of-kind": unit.sense.kind in self._data.kinds and not own,
            "around:own": _most(around, pool),
            "around:other": _most(around, ~pool),
            "near:own": _most(near, pool),
            "near:other": _most(near, ~pool),
            "around:words": len(inside),
            "around:covered": sum(bool(self._any[place]) for place in inside) / max(1, len(inside)),
        }
        found["around:difference"] = found["around:other"] - found["around:own"]
        for place, statement in enumerate(self._data.statements):
            if pool >> place & 1:
                found[f"field:{statement.field}"] = 1
        return found

    def _of_binding(self, at: int) -> dict[str, float]:
        """What the data has of the noun that the word belongs to, and of the subject."""
        found: dict[str, float] = {}
        after = noun_after(self._units, at) if self._units[at].sense.attributive else None
        for name, noun in (("noun", after), ("subject", subject_of(self._units, at))):
            if noun is not None:
                found[f"{name}:there"] = 1
                found[f"{name}:in-data"] = bool(self._any[noun])
                found[f"{name}:shared"] = bool(self._any[noun] & self._pool[at])
                found[f"{name}:kind:{self._units[noun].sense.kind}"] = 1
        return found

    def _of_polarity(self, at: int) -> dict[str, float]:
        first, last = clause_of(self._units, at)
        pool = self._pool[at]
        denied = any(map(negates, self._units[first:last]))
        denying = bool(pool & self._data.denying)
        return {
            "denied:text": denied,
            "denied:data": denying,
            "denied:by-all": bool(pool) and not pool & ~self._data.denying,
            "denied:differently": bool(pool) and denied is not denying,
        }

    def _of_numbers(self, at: int) -> dict[str, float]:
        unit = self._units[at]
        numbers = numbers_in(unit.text) if unit.sense.figure or any(map(str.isdigit, unit.text)) else frozenset()
        if not numbers:
            return {}
        pool = ~0
        for number in numbers:
            pool &= self._data.numbers.get(number, 0)
        return {
            "number": 1,
            "number:stated": all(number in self._data.numbers for number in numbers),
            "number:around": _most(self._shared(self._neighbours(at, _AROUND)), pool),
            "number:near": _most(self._shared(self._neighbours(at, _NEAR)), pool),
        }

    def _neighbours(self, at: int, reach: int) -> Sequence[int]:
        first, last = clause_of(self._units, at)
        places = range(max(first, at - reach), min(last, at + reach + 1))
        return [place for place in places if place != at and self._telling[place]]

    def _shared(self, places: Sequence[int]) -> list[int]:
        """How many of the words at some places each statement has."""
        counts = [0] * len(self._data.statements)
        for place in places:
            bits = self._any[place]
            while bits:
                lowest = bits & -bits
                counts[lowest.bit_length() - 1] += 1
                bits ^= lowest
        return counts


def is_telling(unit: Unit) -> bool:
    """Whether a word may say something of an article."""
    meaning = unit.sense
    return bool(
        meaning.kind
        or meaning.options
        or meaning.noun
        or meaning.figure
        or (not meaning.role and len(unit.text) > _SHORTEST)
    )


def words_of(unit: Unit) -> Iterator[tuple[str, str]]:
    """The words by which a model knows a unit."""
    yield "stem", f"~{unit.sense.stem}"
    if unit.sense.options:
        yield "lemma", unit.sense.options[0].head.lemma


def _places(units: Line, start: int, end: int) -> range:
    first = bisect_right(units, start, key=lambda unit: unit.end)
    return range(first, bisect_left(units, end, lo=first, key=lambda unit: unit.start))


def _by_unit(units: Line, spans: Sequence[_Span]) -> dict[int, _Span]:
    found: dict[int, _Span] = {}
    for span in spans:
        for at in _places(units, span.start, span.end):
            found.setdefault(at, span)
    return found


def _most(counts: Sequence[int], pool: int) -> int:
    """The most words that one statement of the pool shares; -1 for an empty pool."""
    return max((count for place, count in enumerate(counts) if pool >> place & 1), default=-1)

"""Finds what supports a count: as many of the same things, or their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from description.claims.counts import OF_WHICH
from description.claims.index import Index
from description.claims.measures import Amount
from description.claims.roles import PACKED
from description.claims.senses import Sense
from description.claims.stems import stem
from description.claims.word_keys import keys_of
from description.domain.statement import Field
from description.language.function_words import function_words
from description.language.text import tokens
from description.language.vocabulary import Word

_SHORTEST_OPENING = 4
_TOTAL = function_words("total")
_PARTICLES = tuple(function_words("particle"))
_TOTAL_FIRST = re.compile(r"\D*\d+[^(\d]*\([^)]*\d")  # "4 (2 vorn, 2 hinten)"


def of_count(noun: Sense, asked: Amount, index: Index) -> Iterator[int]:
    """The places of the sources that count as many of a noun."""
    own = frozenset(noun.names)
    known = any(_is_counted_as(noun, keys) for _, keys, _ in index.counts)
    names = own if known or noun.type is None else own | PACKED  # "zwei Vorhänge" ← Anzahl: 2 Stück
    sums: dict[int, list[Decimal]] = {}
    for count, keys, place in index.counts:
        counted = _is_counted_as(noun, keys)
        if counted and OF_WHICH not in keys:
            sums.setdefault(place, []).append(count)
        fits = asked.within(Amount(count, count, ""))
        if fits and (counted or not names.isdisjoint(keys) or _is_of_parts(noun, keys, place, index)):
            yield place
    if not PACKED.isdisjoint(noun.names) and not asked.said:
        yield from of_pieces(asked.low, index)
    if not noun.options and not known:  # "zwei Abteile" ← Scheinfächer: 2
        yield from (place for count, _, place in index.counts if asked.within(Amount(count, count, "")))
    totals = {place: _total(counts, index.sources[place].says) for place, counts in sums.items()}
    yield from (place for place, total in totals.items() if asked.within(Amount(total, total, "")))
    if len(totals) > 1:
        whole = sum(totals.values(), Decimal(0))
        yield from (place for place in totals if asked.within(Amount(whole, whole, "")))


def of_described(adjectives: Sequence[Sense], asked: Amount, index: Index) -> list[int] | None:
    """ "drei weiße Paare" ← "3 × Weiß, 2 × Grau"; None where nothing is counted by any of the adjectives."""
    names = frozenset(name for adjective in adjectives for name in adjective.names)
    told = [(count, place) for count, keys, place in index.counts if not names.isdisjoint(keys)] if names else []
    fitting = [place for count, place in told if asked.within(Amount(count, count, ""))]
    return fitting if told else None


def of_single(noun: Sense, asked: Amount, index: Index) -> Iterator[int]:
    """ "nur eine Tasche": the sources that count one, or name the thing where none is counted."""
    names = frozenset(noun.names)
    counts = [(count, place) for count, keys, place in index.counts if not names.isdisjoint(keys)]
    yield from (place for count, place in counts if count == asked.low)
    if not counts:
        yield from index.places(names)


def of_both(noun: Sense, asked: Amount, index: Index) -> Iterator[int]:
    """ "beide Taschen": of what is counted there must be two; of a pair that everything has, such as Seiten, nothing is
    asked."""
    counted = any(_is_counted_as(noun, keys) for _, keys, _ in index.counts)
    yield from of_count(noun, asked, index) if counted else range(len(index.sources))


def _is_counted_as(noun: Sense, keys: frozenset[str]) -> bool:
    return not keys.isdisjoint(noun.names) or _in_compound(noun.stem, keys)


def _is_counted(own: frozenset[str], place: int, index: Index) -> bool:
    """Whether the statement counts the very thing: "1 Gesäßtasche" are not two."""
    return any(where == place and not own.isdisjoint(keys) for _, keys, where in index.counts)


def of_pieces(pieces: Decimal, index: Index) -> Iterator[int]:
    """ "zweiteilig", "im Dreierpack": what is delivered, as it is counted or summed up."""
    delivered: dict[int, list[Decimal]] = {}
    for count, keys, place in index.counts:
        if count == pieces and not PACKED.isdisjoint(keys):
            yield place
        if index.sources[place].field is Field.COUNT and OF_WHICH not in keys:
            delivered.setdefault(place, []).append(count)
    yield from (place for place, counts in delivered.items() if len(counts) > 1 and sum(counts) == pieces)


def _total(counts: list[Decimal], says: str) -> Decimal:
    """The sum of what is counted apart; where a total stands first, "4 (2 vorn, 2 hinten)", it is the total."""
    is_first = _TOTAL_FIRST.match(says.partition(":")[2]) or not _TOTAL.isdisjoint(
        token.text.lower() for token in tokens(says)
    )
    return counts[0] if is_first and len(counts) > 1 else sum(counts, Decimal(0))


def _is_of_parts(noun: Sense, keys: frozenset[str], place: int, index: Index) -> bool:
    """ "zwei Reißverschlusstaschen" ← "zwei Fronttaschen mit Reißverschluss"."""
    told = index.sources[place].stated
    if _is_counted(frozenset(noun.names), place, index):
        return False
    return any(
        _is_headed(option.head, keys) and all(not told.answers.isdisjoint(keys_of(o)) for o in option.openers)
        for option in noun.options
        if option.openers
    )


def _is_headed(head: Word, keys: frozenset[str]) -> bool:
    """Whether keys name a word, or a compound of it: "Metallfüße" ← Bodenfüße."""
    own = stem(head.lemma)
    ends = (own, own.removesuffix("s"))  # Fuß, -füße
    return not keys.isdisjoint(keys_of(head)) or any(key[0] == "~" and key.endswith(ends) for key in keys)


def _in_compound(noun: str, keys: frozenset[str]) -> bool:
    """ "drei Fächer" ← Innenfächer: 3; "zehn Karten" ← Kartenfächer: 10; "zwei Einsteckfächer" ← Steckfächer: 2."""
    if noun.startswith(_PARTICLES) and any(f"~{noun.removeprefix(particle)}" in keys for particle in _PARTICLES):
        return True
    return len(noun) >= _SHORTEST_OPENING and any(key[1:].startswith(noun) or key.endswith(noun) for key in keys)

"""What one statement of the data supports, by the keys that a text looks up."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from description.claims.care import Care
from description.claims.extents import Extent
from description.claims.measures import Amount
from description.claims.relations import Relation


class Stated(NamedTuple):
    """What one statement supports.

    `answers`: keys of its words and of all that they are kinds of; `about`: keys of the nouns that its key names;
    `denied`: stems of what it says is not there; `materials`: slot, keys, percent; `colours`: slot, keys;
    `amounts`: an amount and keys of the noun measured; `counts`: a number and keys of the noun counted.
    """

    answers: frozenset[str]
    about: frozenset[str]
    denied: frozenset[str]
    materials: tuple[tuple[str, frozenset[str], Decimal | None], ...] = ()
    colours: tuple[tuple[str, frozenset[str]], ...] = ()
    amounts: tuple[tuple[Amount, frozenset[str]], ...] = ()
    counts: tuple[tuple[Decimal, frozenset[str]], ...] = ()
    codes: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()  # stems: a compound that no list has may end in what a text says
    positions: tuple[tuple[str, frozenset[str]], ...] = ()  # a side, and keys of what is there
    bound: tuple[tuple[str, str], ...] = ()  # an adjective's stem and the part that it is said of
    care: tuple[Care, ...] = ()
    extents: tuple[Extent, ...] = ()
    topics: frozenset[tuple[str, str]] = frozenset()  # roots of what it says is not possible, of which part
    dummies: frozenset[str] = frozenset()  # stems of what it says is for show
    relations: tuple[Relation, ...] = ()
    pieces: tuple[frozenset[str], ...] = ()  # of each item, the stems of which a word of a text may be made
    values: tuple[tuple[str, str], ...] = ()  # of exclusive attributes

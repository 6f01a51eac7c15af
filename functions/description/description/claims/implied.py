"""What a word of the data also says, without being a kind of it: laces lace, elastane stretches, Pads are Polster.

Only what is true by definition stands in entailments.csv; no material is soft, warm or light because of its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from description.claims.roles import slot_of
from description.claims.stems import folded, stem
from description.claims.word_keys import ancestry
from description.language.csv_tables import LEXICON, table_rows
from description.language.function_words import function_words
from description.language.vocabulary import Word

_TESTED = frozenset(f"~{stem(word)}" for word in function_words("tested-for-pollutants"))
_POLLUTANT = stem("Schadstoff")


def implied(answers: frozenset[str] | set[str], bound: Iterable[tuple[str, str]] = ()) -> set[str]:
    """What the words of these keys also say; `bound`: adjectives' stems, each with the part that it is said of."""
    table = _implied()
    found = {also for key in answers if key in table for also in table[key]}
    for adjective, part in bound:
        found.update(table.get(f"{part}={adjective}", ()))
    return found


def implied_together(pieces: frozenset[str]) -> Iterator[str]:
    """What the words of one item also say together: "an der kurzen Seite" says Schmalseite."""
    for stems, also in _together():
        if stems <= pieces:
            yield from also


def made_of(material: Word) -> frozenset[str]:
    """The keys of a material, of all that it is a kind of, and of its other names."""
    keys = ancestry(material)
    return keys | {key for key in implied(keys) if key.startswith("material:")}


def excluded(answers: frozenset[str] | set[str]) -> set[str]:
    """The stems of what the words of these keys say is not there."""
    return set() if _TESTED.isdisjoint(answers) else {_POLLUTANT}


def alike(own: str) -> frozenset[str]:
    """The stems of the words that say the same as a word with this stem: "herausnehmbar" for "abnehmbar"."""
    return _alike().get(own, frozenset())


def inherent(types: Iterable[str]) -> dict[str, frozenset[str]]:
    """Keys of types, each with the keys of the parts that every such article has: the Riemen of a Gürtel."""
    table = _inherent()
    return {key: table[key] for key in types if key in table}


@cache
def _inherent() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for types, parts in _read("inherent_parts.csv"):
        keys = frozenset(key for part in parts for key in (f"~{stem(part)}", folded(part)))
        for name in types:
            found[f"type:{folded(name)}"] = found.get(f"type:{folded(name)}", frozenset()) | keys
    return found


@cache
def _rows() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Each row's words, and what they also say; words without such say each other."""
    return tuple(_read("entailments.csv"))


def _read(name: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for words, others in (row.values() for row in table_rows(LEXICON / name)):
        yield tuple(words.split("|")), tuple(others.split("|")) if others else ()


@cache
def _implied() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for words, also in _rows():
        keys = frozenset().union(*map(_keys, also or words))
        for word in words:
            for key in _conditions(word):
                found[key] = found.get(key, frozenset()) | keys
    return found


@cache
def _together() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = ((words, frozenset().union(*map(_keys, also))) for words, also in _rows() if also)
    return tuple((frozenset(map(stem, word.split(" "))), also) for words, also in rows for word in words if " " in word)


def _conditions(word: str) -> tuple[str, ...]:
    """The keys that a word of the data answers to; "elastisch Bund" is a Bund that is elastisch, "=Aufhänger" is no
    Aufhängung, which has its stem."""
    if word[0] == "=":
        return (folded(word[1:]),)
    adjective, _, noun = word.partition(" ")
    if noun and noun[0].isupper():
        return (f"{slot_of(stem(noun))}={stem(adjective)}",)
    return (f"~{stem(word)}", f"material:{folded(word)}", f"type:{folded(word)}")


def _keys(word: str) -> frozenset[str]:
    return frozenset({f"~{stem(word)}", folded(word), f"type:{folded(word)}", f"material:{folded(word)}"})


@cache
def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for words, also in _rows():
        stems = frozenset() if also else frozenset(map(stem, words))
        for own in stems:
            found[own] = found.get(own, frozenset()) | (stems - {own})
    return found

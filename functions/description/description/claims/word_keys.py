"""The keys by which words of the data and of a text meet.

A text's word looks itself up by its names; a word of the data answers to its answers, which hold its ancestors too:
data "Glattleder" answers to "Leder", data "Leder" does not answer to "Glattleder".
"""

from __future__ import annotations

import re
from functools import lru_cache

from description.claims.options import Option
from description.claims.stems import folded, stem
from description.language.function_words import alternatives, function_words
from description.language.vocabulary import Word, vocabulary

_PREFIX = {"type": "type:", "colour": "colour:", "material": "material:"}
# Kinds whose words may open a compound and still be meant: "Sommerkleid" is for the summer; "Hemdkragen" is no Hemd.
_NOT_MEANT_IN_COMPOUNDS = frozenset({"type", "colour", "material", "plain", "look", "name"})
_NEVER_MEANT = frozenset({"type", "colour"})
_SUITED = re.compile(rf"^(\w{{4,}}?)(?:{folded(alternatives('suited-stem'))})\w{{0,5}}$")
_MADE_SO = re.compile(r"^(\w{5,})i$")  # the stem of "profiliert", which says Profil
# Adjectives with the stem of a noun that says less: Länge, Spitze.
_NOUN_LIKE = function_words("noun-like-adjective")
_ABLE = re.compile(r"^(\w{3,})bar(?:e[nmrs]?)?$", re.IGNORECASE)
_SHORTEST_OPENER = 3


def word_key(word: Word) -> str:
    """The key of a known word, by its kind where kinds share spellings (Orange the colour, Top the shirt)."""
    return f"{_PREFIX.get(word.kind, '')}{folded(word.lemma)}"


def keys_of(word: Word) -> tuple[str, ...]:
    """The keys that a text's word looks up: its own, and that of its stem where it is no other word's."""
    own = stem(word.lemma)
    if word.adjective is not None and own in _NOUN_LIKE:
        return (word_key(word),)
    return (word_key(word), f"~{own}")


@lru_cache(maxsize=4096)
def ancestry(word: Word) -> frozenset[str]:
    """The keys of a word and of all that it is a kind of."""
    prefix = _PREFIX.get(word.kind, "")
    found = {word_key(word)}
    for parent in word.parents:
        found.add(f"{prefix}{folded(parent)}")
        if not prefix:
            found.add(f"~{stem(parent)}")
        known = vocabulary().named(parent, word.kind)
        if known is not None and known.lemma != word.lemma:
            found |= ancestry(known)
    if word.kind == "type":
        found |= _ends_of(word)
    return frozenset(found)


def _ends_of(word: Word) -> frozenset[str]:
    """The types of its own group that a type's name ends in: a Jeansrock is a Rock; a Strumpfhose is no Hose."""
    for cut in range(_SHORTEST_OPENER, len(word.lemma) - _SHORTEST_OPENER):
        end = word.lemma[cut:].lstrip("-").capitalize()
        known = vocabulary().named(end, "type")
        if known is not None and known.group == word.group and known.lemma == end:
            return ancestry(known)
    return frozenset()


def names_of(own_stem: str, meant: tuple[Option, ...]) -> tuple[str, ...]:
    """The keys by which a text's word is looked up, its stem last."""
    names = []
    for option in meant:
        if not option.openers:
            if option.head.kind != "type":
                names.append(f"~{stem(option.head.lemma)}")
            elif _is_narrower(own_stem, option.head):
                continue
            names.append(word_key(option.head))
            if option.head.kind == "season":
                names.extend(ancestry(option.head))
    if own_stem in _NOUN_LIKE and meant and meant[0].head.adjective is not None:
        return tuple(name for name in names if name[0] != "~")
    if not any(option.head.kind == "type" for option in meant) or not names:
        names.append(f"~{own_stem}")
    return tuple(dict.fromkeys(names))


def _is_narrower(own_stem: str, word: Word) -> bool:
    """Whether a synonym says more than its word: Wendebettwäsche for Bettwäsche."""
    general = stem(word.lemma)
    return own_stem != general and own_stem.endswith(general) and len(own_stem) - len(general) >= _SHORTEST_OPENER


def able_key(word: str) -> str:
    """ "kürzbare" → the key of what can be gekürzt, which has the stem of "kurz"; "" for another word."""
    able = _ABLE.match(word)
    return f"able:{folded(able[1])}" if able else ""


def answers_of(text: str, own_stem: str, options: tuple[Option, ...]) -> frozenset[str]:
    """The keys that a word of the data answers to: its own and those of all that it is a kind of."""
    found = {f"~{own_stem}"}
    if able := able_key(text):
        found.add(able)
    suited = _SUITED.match(own_stem) or _MADE_SO.match(own_stem)
    if suited:
        found.add(f"~{stem(suited[1])}")
    if "-" in text and not options:  # "TSA-Zahlenschloss"
        found.update(f"~{stem(segment)}" for segment in text.split("-") if len(segment) >= _SHORTEST_OPENER)
    for option in options:
        if not option.openers or option.head.adjective is None or option.head.kind == "colour":
            found |= ancestry(option.head)
            found.add(f"~{stem(option.head.lemma)}")
        for opener in option.openers:
            if opener.kind not in _NOT_MEANT_IN_COMPOUNDS:
                found |= ancestry(opener)
            if opener.kind not in _NEVER_MEANT:
                found.add(f"~{stem(opener.lemma)}")
    return frozenset(found)

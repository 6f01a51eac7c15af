"""Finds what supports another name of the article: "dieses Winterstück", "die Sommerhose" of a Culotte."""

from __future__ import annotations

from functools import lru_cache

from description.claims.index import Index
from description.claims.mention import Mention
from description.claims.roles import NAMING
from description.claims.senses import Sense, sense
from description.claims.stems import stem
from description.claims.word_keys import ancestry
from description.domain.statement import Field
from description.language.function_words import function_words

_SEASONS = function_words("season-opener")
_USES = function_words("use-opener")
_HEADS = frozenset(map(stem, function_words("general-head")))
_FIRM = frozenset(map(stem, function_words("firm-season")))  # a Winterjacke is more than a mood
_SHORTEST = 3


def of_renamed(mention: Mention, index: Index) -> list[int] | None:
    """The sources that say what the article is, where a compound only adds a season, a use or what it is worn for."""
    said = mention.sense
    if not said.noun or mention.denied or " " in said.text:
        return None
    for season, rest in _cuts(said.text):
        if season and not _may_be_for(season, index):
            continue
        if rest.stem in _HEADS or (index.is_article(rest) and not (season in _FIRM and not _is_named(season, index))):
            return index.of_fields(*NAMING) or [0]
    return _of_the_same_kind(said, index)


def _of_the_same_kind(said: Sense, index: Index) -> list[int] | None:
    """ "Schlafhose": the Hose of a Schlafanzug, as both are Nachtwäsche."""
    if said.type is None or said.type.openers or not said.type.head.parents:
        return None
    kinds = ancestry(said.type.head) - {f"type:{said.type.head.lemma.lower()}"}
    if kinds.isdisjoint(index.types):
        return None
    ends = [sense(said.text[cut:].capitalize()) for cut in range(_SHORTEST, len(said.text) - _SHORTEST)]
    names = {name for end in ends if end.type is not None for name in end.names if name[0] != "~"} - kinds
    return [place for place in index.places(names) if index.sources[place].field not in NAMING] or None


def _may_be_for(season: str, index: Index) -> bool:
    """Whether the data names no other season."""
    if _is_named(season, index):
        return True
    other = any(f"~{each}" in index.words for each in map(stem, _SEASONS))
    return not other and all(source.field is not Field.SEASON for source in index.sources)


def _is_named(season: str, index: Index) -> bool:
    """ "Winterstiefel": the data names the season, perhaps in the article's name."""
    return f"~{season}" in index.words or any(key.startswith((f"~{season}", f"type:{season}")) for key in index.types)


@lru_cache(maxsize=8192)
def _cuts(word: str) -> tuple[tuple[str, Sense], ...]:
    """Each way to take a first part off that adds little: the season's stem, "" for another use, and the rest."""
    lower = word.lower()
    found = []
    for openers, is_season in ((_SEASONS, True), (_USES, False)):
        for opener in openers:
            rest = lower[len(opener) :].lstrip("-")
            if lower.startswith(opener) and len(rest) >= _SHORTEST:
                found.append((stem(opener) if is_season else "", sense(rest.capitalize())))
    return tuple(found)

"""Adjectives of prose: which of them can be checked, and what they say of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from description.domain.statement import Field
from description.ingest.prose.found import Found
from description.ingest.prose.words import is_of
from description.language.function_words import lower_words
from description.language.noun_phrases import Described, NounPhrase, heads_of
from description.language.vocabulary import Word

_ADJECTIVE_FIELDS = {
    "fit": Field.FIT,
    "length": Field.LENGTH,
    "pattern": Field.PATTERN,
    "sleeve": Field.SLEEVE,
    "collar": Field.COLLAR,
    "closure": Field.CLOSURE,
    "feature": Field.FEATURES,
    "care": Field.CARE,
}
_KEPT_KINDS = frozenset({"feature", "fit", "length", "pattern", "heel", "toe", "collar", "sleeve", "closure", "sole"})
_ATTRIBUTIVE_ONLY = frozenset({"fit", "length", "care"})  # "hoch", "breit", "lang": of what, a part has to say


def fit_to_state(phrase: NounPhrase) -> NounPhrase | None:
    """The phrase with those of its adjectives that can be checked, without praise; None where one makes it unreal."""
    kept: list[Described] = []
    for each in phrase.adjectives:
        lemma = each.adjective.lemma
        if is_of("privative", lemma) or any(is_of("restricting-adverb", part) for part in each.adverb.split()):
            return None
        if kind_of(each) in _KEPT_KINDS or is_of("describing", lemma) or _is_colour(each):
            kept.append(each)
    return replace(phrase, adjectives=tuple(kept))


def kind_of(described: Described) -> str:
    """The vocabulary's kind of an adjective, "" for an everyday one."""
    if described.adjective.lemma in lower_words("cut-participle"):
        return "fit" if any(word.kind == "fit" for word in heads_of(described.adverb)) else ""
    word = adjective_word(described)
    return word.kind if word is not None and word.kind != "plain" else ""


def adjective_word(described: Described) -> Word | None:
    """The vocabulary's word of an adjective."""
    named = [word for word in heads_of(described.adjective.lemma) if word.adjective is not None]
    return next((word for word in named if word.kind in _KEPT_KINDS), named[0] if named else None)


def _is_colour(described: Described) -> bool:
    return kind_of(described) == "colour"


def of_article(phrase: NounPhrase, said: str) -> Iterator[Found]:
    """The properties that stand before the article's own name: "leichte Softshelljacke"."""
    for each in phrase.adjectives:
        yield from property_of(each, said)


def keeps(described: Described, *, declined: bool) -> bool:
    """Whether an adjective says something of a part that can be checked, and can be `declined` where it must be."""
    kept = kind_of(described) in _KEPT_KINDS or is_of("describing", described.adjective.lemma)
    return kept and not is_of("privative", described.adjective.lemma) and (described.adjective.declines or not declined)


def property_of(described: Described, said: str) -> Iterator[Found]:
    """What an adjective says of the article itself, where it says something that can be checked."""
    kind = kind_of(described)
    field = _ADJECTIVE_FIELDS.get(kind)
    if is_of("see-through", described.adjective.lemma):
        field = Field.FEATURES
    if field is None or (kind in _ATTRIBUTIVE_ONLY and is_of("needs-part", described.adjective.lemma)):
        return
    if any(is_of("restricting-adverb", part) for part in described.adverb.split()):
        return
    yield Found(field, described.text, said)

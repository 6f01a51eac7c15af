"""What an alternative text calls an article: by the data's type, as a set, or by what its photos leave certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.brands import is_harmless
from description.domain.agreement import are_joined, opening_of, type_in, word_shown
from description.domain.article import ArticleView, Provenance, Trait
from description.domain.statement import Field, ProductData
from description.language.general_nouns import general_noun
from description.language.grammar import Noun
from description.language.photo_groups import noun_of_both
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.packs import is_unit, pack_of
from description.shown import whole_of

_PLAIN_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{3,}(?: [A-ZÄÖÜ][a-zäöüß-]+)?")


def called(article: ArticleView) -> tuple[Noun | None, str, bool]:
    """The article's type with its group, and whether it is a name as the data writes it."""
    data, kind = article.facts.data, article.kind
    if (whole := _set_in(data)) is not None:
        return whole, "", False
    if kind is not None and kind.word is not None and kind.statement is not None:
        return _synonym_in(kind.text, kind.word) or kind.word.noun, kind.word.group, False
    if disputed := [trait for trait in article.all_of("category") if _is_against(trait)]:
        return _of_both(disputed[0])
    if (noun := _unlisted(data)) is not None:
        return noun, "", False
    joined = (" ".join(opening_of(name)) for name in data.values(Field.TYPE, Field.NAME) if are_joined(name))
    if name := next(joined, ""):
        return Noun(name, "n", name), "", True
    for tag in article.shown("category"):
        if (word := word_shown("type", tag)) is not None:
            return word.noun, word.group, False
    listed = (found[0] for name in _only_words(data) if (found := vocabulary().noun_number(name)))
    if (noun := next(listed, None)) is not None:
        return noun, "", False
    if name := _name_in(data):
        return Noun(name, "n", name), "", True
    word = whole_of(article)
    return (word.noun, word.group, False) if word is not None else (None, "", True)


def is_set(noun: Noun) -> bool:
    """Whether this is a word for several articles together, of which a photo's length or leg is only one's."""
    return general_noun(noun.lemma, "set") is not None


def is_disputed(article: ArticleView) -> bool:
    """Whether the photos surely show another type than the data says."""
    return any(map(_is_against, article.all_of("category")))


def _is_against(trait: Trait) -> bool:
    return trait.provenance is Provenance.DISPUTED and trait.tag is not None


def _of_both(trait: Trait) -> tuple[Noun | None, str, bool]:
    """What data and photo leave true where they say different types: two shoes are a Schuh, whichever."""
    word = noun_of_both(trait.tag.label, trait.word) if trait.tag and trait.word else None
    return (word.noun, word.group, False) if word is not None else (None, "", True)


def _unlisted(data: ProductData) -> Noun | None:
    """A noun that the data calls the article by and that is no listed type: "Unterziehrolli". As a name it is no word
    that is listed as something else: "Stern"."""
    names = [*data.values(Field.TYPE), *(name for name in _only_words(data) if vocabulary().listed(name) is None)]
    return next((found[0] for name in names if (found := vocabulary().noun_number(name))), None)


def _only_words(data: ProductData) -> Iterator[str]:
    """The names that hold one noun, beside for whom: "Unterziehrolli Damen", "Schulterpolster 1 Paar"."""
    for name in data.values(Field.NAME):
        words = [word for word in opening_of(name) if word[:1].isupper() and not vocabulary().named(word, "audience")]
        words = [word for word in words if not is_unit(word)]
        yield from words if len(words) == 1 else ()


def _name_in(data: ProductData) -> str:
    names = (name for name in data.values(Field.TYPE, Field.NAME) if _PLAIN_NAME.fullmatch(name) and is_harmless(name))
    return next(names, "")


def _set_in(data: ProductData) -> Noun | None:
    """What a name calls several articles together, whichever of them a photo shows: "Winter-Set (Mütze, Schal)"."""
    names = (opening_of(name)[:2] for name in data.values(Field.TYPE, Field.NAME))
    words = (word for name in names for at, word in enumerate(name) if word[:1].isupper() and (at == 0 or "-" in word))
    found = ((general_noun(word, "set"), type_in(word)) for word in words)
    pack = pack_of(data)
    of_parts = pack is not None and pack.unit == "parts"  # else three pairs are of what the set is of
    return next((noun[0] for noun, word in found if noun is not None and (word is None or of_parts)), None)


def _synonym_in(text: str, word: Word) -> Noun | None:
    """The synonym by which the data calls a type: the Jeanshose that is a Jeans. Not for whom it is, as a text may:
    a photo does not show that."""
    for token in text.split():
        found = vocabulary().noun_number(token) if token[:1].isupper() else None
        if found is not None and key(token) in map(key, word.synonyms):
            return found[0]
    return None

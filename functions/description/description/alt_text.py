"""A photo's alternative text in German (WCAG 2.2, 1.1.1): what is to be seen, in at most 125 characters, and no more.

Type, colour, pattern and brand are the data's, where the photo does not dispute them; collar, closure, heel and other
details are stated only where the photo shows them. Two photos of an article never have the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from description.brands import brand_of, is_harmless
from description.domain.agreement import (
    agrees,
    are_joined,
    are_near,
    labels_of,
    names_label,
    opening_of,
    type_in,
    word_of,
    word_shown,
)
from description.domain.article import ArticleView, Provenance, Trait
from description.domain.statement import Field, ProductData
from description.evidence import PhotoContext, PhotoTag
from description.language.general_nouns import general_noun
from description.language.grammar import Adjective, Noun
from description.language.photo_groups import noun_of_both
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.packs import Pack, counted, is_pair, is_several, pack_of, stands_on_feet
from description.realise.looks import is_choice
from description.shown import ARTICLE, Shown, colour_adjective, noun_with, pattern_of, shown_of, whole_of, with_more
from description.views import View, view_of

LONGEST = 125
_OF_ALL_PHOTOS = ("category", "colour")
_MOST_PARTS = 4
_MOST_COLOURS = 4
_MANY_COLOURS = "mehrfarbig"
_ANY_COLOURS = ("bunt", _MANY_COLOURS)
_PLAIN_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{3,}(?: [A-ZÄÖÜ][a-zäöüß-]+)?")
_NO_VIEW = View((), "", frozenset())


@dataclass(frozen=True, slots=True)
class _Colour:
    word: Word
    written: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What can be said of one photo, each empty when nothing can."""

    noun: Noun | None
    group: str
    several: bool  # the noun stands in the plural
    bare: bool  # the noun is a name as it was written, or not known; its gender is not known
    pack: Pack | None
    colours: tuple[_Colour, ...]
    brand: str
    pattern: tuple[Adjective | None, str]
    shown: Shown


def alt_texts(article: ArticleView, photos: Sequence[PhotoContext]) -> list[str]:
    """The alternative texts of an article's photos, in their order, no two the same."""
    found: list[str] = []
    noun, group, _ = _noun(article)
    on_feet = noun is not None and stands_on_feet(noun, group)
    for photo in photos:
        own = article.of_photo(photo.photo)
        view = view_of(photo.view, own.tags, on_feet=on_feet)
        seen = _seen(article, own, view)
        phrases = view.phrases_beside(" ".join(seen.shown.parts))
        text, number = _fitting(seen, phrases), 1
        while text in found:  # the number tells photos apart that show the same
            number += 1
            text = _fitting(seen, (*phrases, f"Bild {number}"))
        found.append(text)
    return found


def title(article: ArticleView, photo: PhotoContext) -> str:
    """The article in a few words, as its best photo shows it."""
    seen = _seen(article, article.of_photo(photo.photo), _NO_VIEW)
    return _fitting(replace(seen, shown=Shown((), ())), ())


def _fitting(seen: _Seen, more: Sequence[str]) -> str:
    for text in _wordings(seen):
        whole = ", ".join((text, *more))
        if len(whole) <= LONGEST:
            return whole
    return ", ".join(("Produktfoto", *more))


def _seen(article: ArticleView, own: ArticleView, view: View) -> _Seen:
    data, looks = article.facts.data, _looks(article, own, view)
    noun, group, bare = _noun(looks)
    lemma = noun.lemma if noun and not bare else ""
    pair = view.pieces == "two" and noun is not None and bool(noun.plural)
    pack = None if bare else pack_of(data)
    colours = _colours(looks)
    if pack is not None and pack.unit != "parts" and view.pieces and _is_assorted(colours):
        colours = _photographed(own)
    elif pack is None and len(colours) > 1 and _is_choice(data, colours):
        colours = _seen_one(looks)
    return _Seen(
        noun,
        group,
        noun is not None and not bare and (pair or is_several(noun) or (group != "shoes" and is_pair(data))),
        bare,
        None if view.pieces else pack,
        colours,
        brand_of(data, ends_a_sentence=False),
        pattern_of(looks, " ".join((lemma, *(colour.word.lemma for colour in colours)))),
        Shown((), ()) if _is_disputed(looks) else shown_of(own, lemma, view.hides),
    )


def _looks(article: ArticleView, own: ArticleView, view: View) -> ArticleView:
    """Type, colour and pattern as this photo shows them. Where neither the data nor this photo says type or colour, the
    other photos do; of two names for one colour the surer one is the article's."""
    tags = [] if view.hides_all else list(own.tags)
    for facet in _OF_ALL_PHOTOS:
        if not any(trait.word and trait.statement for trait in article.all_of(facet)):
            mine = [tag.label for tag in tags if tag.facet == facet]
            tags += [
                tag
                for tag in article.tags
                if tag.facet == facet
                and tag not in own.tags
                and (not mine or any(are_near(facet, tag.label, one) for one in mine))
                and not view_of(tag.view, ()).hides_all
            ]
    return ArticleView(article.facts, tags)


def _is_assorted(colours: Sequence[_Colour]) -> bool:
    """Whether the colours are those of a pack, of which one piece has only one."""
    return len(colours) > 1 or any(colour.word.family == "multicoloured" for colour in colours)


def _is_choice(data: ProductData, colours: Sequence[_Colour]) -> bool:
    """Whether the article comes in one of these colours, and a photo shows one of them: "Farben: rot, blau"; three or
    more in a list are seldom on one article, unless they are joined: "rot/weiß/blau"."""
    words = [colour.word for colour in colours]
    return any(
        is_choice(each, words) or (len(words) > 2 and "," in each.text and "/" not in each.text)
        for each in data.stated(Field.COLOUR)
    )


def _is_disputed(article: ArticleView) -> bool:
    return any(map(_is_against, article.all_of("category")))


def _wordings(seen: _Seen) -> Iterator[str]:
    """From all that can be said to the least."""
    adjectives, parts = list(seen.shown.adjectives), list(seen.shown.parts[:_MOST_PARTS])
    for most in range(len(parts), 0, -1):
        yield _worded(seen, seen.brand, adjectives, parts[:most], seen.pattern)
    if seen.noun or seen.colours or seen.brand:
        yield _worded(seen, seen.brand, adjectives, [], seen.pattern)
        for brand in (seen.brand, "") if seen.noun or seen.colours else (seen.brand,):
            yield _worded(seen, brand, [], [], seen.pattern)
            yield _worded(seen, brand, [], [], (None, ""))


def _worded(
    seen: _Seen,
    brand: str,
    adjectives: Sequence[Adjective],
    parts: Sequence[str],
    pattern: tuple[Adjective | None, str],
) -> str:
    before = [*adjectives, *([pattern[0]] if pattern[0] and not seen.bare else [])]
    one = seen.colours[0] if len(seen.colours) == 1 and not seen.bare and len(before) < 2 else None
    colour = colour_adjective(one.word, one.written) if one else None
    if colour is not None and seen.noun is not None and key(seen.noun.lemma) in key(colour.lemma):
        colour = None  # no jeansblaue Jeans
    if colour is not None:
        before.insert(len(adjectives), colour)
    noun = seen.noun or ARTICLE
    if seen.pack is not None and seen.noun is not None:
        phrase = counted(noun, seen.group, before, seen.pack)
    else:
        phrase = noun_with(noun, before, number="pl" if seen.several else "sg")
    colours = [] if colour is not None else [each.word for each in seen.colours]
    return with_more(phrase, colours, [detail for detail in (pattern[1], *parts) if detail], brand)


def _noun(article: ArticleView) -> tuple[Noun | None, str, bool]:
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
    if name := next((name for name in data.values(Field.TYPE, Field.NAME) if are_joined(name)), ""):
        return Noun(name, "n", name), "", True
    for tag in article.shown("category"):
        if (word := word_shown("type", tag)) is not None:
            return word.noun, word.group, False
    if name := _name_in(data):
        return Noun(name, "n", name), "", True
    word = whole_of(article)
    return (word.noun, word.group, False) if word is not None else (None, "", True)


def _is_against(trait: Trait) -> bool:
    return trait.provenance is Provenance.DISPUTED and trait.tag is not None


def _of_both(trait: Trait) -> tuple[Noun | None, str, bool]:
    """What data and photo leave true where they say different types: two shoes are a Schuh, whichever."""
    word = noun_of_both(trait.tag.label, trait.word) if trait.tag and trait.word else None
    return (word.noun, word.group, False) if word is not None else (None, "", True)


def _unlisted(data: ProductData) -> Noun | None:
    """A noun that the data calls the article by and that is no listed type: "Unterziehrolli". As a name it is no word
    that is listed as something else: "Stern"."""
    names = [*data.values(Field.TYPE)]
    for name in data.values(Field.NAME):
        words = [word for word in opening_of(name) if word[:1].isupper() and not vocabulary().named(word, "audience")]
        names += words if len(words) == 1 and vocabulary().listed(words[0]) is None else []
    return next((found[0] for name in names if (found := vocabulary().noun_number(name))), None)


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


def _colours(article: ArticleView) -> tuple[_Colour, ...]:
    """The colours: of the data, where the photo does not show others; else what the photo shows."""
    traits = article.all_of("colour")
    stated = [trait for trait in traits if trait.stated]
    if traits and not stated:
        return _decided(article, traits)
    if any(trait.word is None or trait.statement is None for trait in stated):
        found = _photographed(article)
    else:
        words = {trait.word.lemma: (trait.word, trait) for trait in stated if trait.word}
        found = tuple(_Colour(word, trait.text) for word, trait in words.values())
    if len(found) > 1 and (many := [one for one in found if one.word.lemma in _ANY_COLOURS]):
        return (many[0],)
    if len(found) > _MOST_COLOURS:
        several = pack_of(article.facts.data) is not None  # each piece in one of them
        many_colours = None if several else word_of("colour", _MANY_COLOURS)
        return (_Colour(many_colours),) if many_colours else ()
    return found


def _photographed(article: ArticleView) -> tuple[_Colour, ...]:
    """The colours of the photo; by the name that the data has for a neighbour, if only of a part or beside others."""
    names = [each.text for each in article.facts.data.stated(Field.OTHER) if names_label("colour", each.text)]
    told = [trait.word for trait in article.stated("colour") if trait.statement]
    said = [word for word in (*told, *(word_of("colour", name) for name in names)) if word]
    words = (
        next((each for each in said if _is_shade(each, tag)), word_of("colour", tag.name))
        for tag in article.shown("colour")
    )
    return tuple(_Colour(word) for word in dict.fromkeys(filter(None, words)))


def _is_shade(word: Word, tag: PhotoTag) -> bool:
    return word.family != "multicoloured" and agrees(tag, [word], labels_of("colour", word.lemma, word))


def _seen_one(article: ArticleView) -> tuple[_Colour, ...]:
    """Of the colours in which an article comes, the one that the photo shows, if it shows just one."""
    words = {trait.word.lemma: trait.word for trait in article.seen("colour") if trait.word and trait.statement}
    return tuple(map(_Colour, words.values())) if len(words) == 1 else ()


def _decided(article: ArticleView, traits: Sequence[Trait]) -> tuple[_Colour, ...]:
    """Of colours that the data says in conflict, the one that the photo shows, if it shows just one."""
    shown = article.shown("colour")
    seen = [
        trait.word for trait in traits if trait.word and any(agrees(tag, [trait.word], trait.labels) for tag in shown)
    ]
    return (_Colour(seen[0]),) if len(seen) == 1 and not any(trait.tag for trait in traits) else ()

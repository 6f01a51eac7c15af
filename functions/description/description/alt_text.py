"""A photo's alternative text in German (WCAG 2.2, 1.1.1): what is to be seen, in at most 125 characters, and no more.

Type, colour, pattern and brand are the data's, where the photo does not dispute them; collar, closure, heel and other
details are stated only where the photo shows them. Two photos of an article never have the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from description.brands import brand_of
from description.called import called, is_disputed, is_set
from description.domain.agreement import are_near
from description.domain.article import ArticleView
from description.evidence import PhotoContext
from description.language.grammar import Adjective, Noun
from description.language.words import key
from description.packs import Pack, counted, is_pair, is_several, pack_of, stands_on_feet
from description.shown import ARTICLE, Shown, colour_adjective, noun_with, pattern_of, shown_of, with_more
from description.shown_colours import ShownColour, colours_of
from description.views import View, view_of

LONGEST = 125
_OF_ALL_PHOTOS = ("category", "colour")
_MOST_PARTS = 4
_NO_VIEW = View((), "", frozenset())


@dataclass(frozen=True, slots=True)
class _Seen:
    """What can be said of one photo, each empty when nothing can."""

    noun: Noun | None
    group: str
    several: bool  # the noun stands in the plural
    bare: bool  # the noun is a name as it was written, or not known; its gender is not known
    pack: Pack | None
    colours: tuple[ShownColour, ...]
    brand: str
    pattern: tuple[Adjective | None, str]
    shown: Shown


def alt_texts(article: ArticleView, photos: Sequence[PhotoContext]) -> list[str]:
    """The alternative texts of an article's photos, in their order, no two the same."""
    found: list[str] = []
    noun, group, _ = called(article)
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
    noun, group, bare = called(looks)
    lemma = noun.lemma if noun and not bare else ""
    pair = view.pieces == "two" and noun is not None and bool(noun.plural)
    pack = None if bare else pack_of(data)
    colours = colours_of(looks, own, pack, view.pieces)
    shown = Shown((), ()) if is_disputed(looks) else shown_of(own, lemma, view.hides)
    if noun is not None and is_set(noun):
        shown = replace(shown, adjectives=())
    return _Seen(
        noun,
        group,
        noun is not None and not bare and (pair or is_several(noun) or (group != "shoes" and is_pair(data))),
        bare,
        None if view.pieces else pack,
        colours,
        brand_of(data, ends_a_sentence=False),
        pattern_of(looks, " ".join((lemma, *(colour.word.lemma for colour in colours)))),
        shown,
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
    adjectives = [] if seen.bare and seen.noun is not None else adjectives  # of which gender?
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

"""What a photo shows of an article, in German: adjectives, and what stands after "mit"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from description.domain.article import UNPATTERNED, ArticleView, Trait
from description.domain.photo_facets import photo_facets
from description.domain.statement import Field
from description.language.forms import DECLINING
from description.language.grammar import Adjective, Determiner, Noun, Number, joined, noun_phrase
from description.language.photo_groups import group_word
from description.language.photo_labels import PhotoLabel, photo_labels, shade_adjective
from description.language.vocabulary import Word, vocabulary
from description.language.words import key

ARTICLE = Noun("Artikel", "m", "Artikel")  # of which more is not known
# The order of a description: clothes from the top down, shoes from the toe.
_ADJECTIVES = ("sleeve-length", "length", "trouser-length")
_PARTS = ("collar", "neckline", "sleeve-length", "closure", "leg-shape", "details", "toe-shape", "shaft-height")
_FACETS = (*_ADJECTIVES, *_PARTS, "heel-shape", "heel-height")
_NAMED = frozenset({"collar", "neckline", "closure"})  # of which the data's own noun says more than the label
_IN_ONE_PLACE = frozenset({"graphic-print", "lettering"})  # not on every side of the article
_HEEL = "Absatz"
_COLOURED = re.compile(r"[^\W\d_]+farb(?:en|ig)", re.I)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen: adjectives of the article, and phrases in the dative."""

    adjectives: tuple[Adjective, ...]
    parts: tuple[str, ...]


def _nothing(_facet: str, _label: str) -> bool:
    return False


def shown_of(article: ArticleView, kind: str, hides: Callable[[str, str], bool] = _nothing) -> Shown:
    """What the view's photos show, but for labels that are hidden, and for what the article's type says already."""
    labels = {
        facet: [one for one in _labels(article, facet, kind) if not hides(facet, one[1].label)] for facet in _FACETS
    }
    adjectives = dict.fromkeys(label.adjective for facet in _ADJECTIVES for _, label in labels[facet])
    parts = dict.fromkeys(_part(trait, label, kind) for facet in _PARTS for trait, label in labels[facet])
    heel = _heel([label for _, label in labels["heel-shape"]], [label for _, label in labels["heel-height"]])
    return Shown(tuple(map(Adjective, filter(None, adjectives))), tuple(filter(None, (*parts, heel))))


def _labels(article: ArticleView, facet: str, kind: str) -> Iterator[tuple[Trait, PhotoLabel]]:
    """The traits that are seen, each with its label: the data's where the photo's is only near it. None of a length
    where the type says one: a Minikleid is not knielang, whatever a photo seems to show."""
    known, own = photo_labels(facet), key(kind)
    told = facet == "length" and any(name in own for label in known.values() for name in label.said)
    for trait in article.seen(facet):
        label = known.get(trait.label)
        if label is not None and not told and not any(name in own for name in label.said):
            yield trait, label


def _part(trait: Trait, label: PhotoLabel, kind: str) -> str:
    """The data's own noun or else the label's phrase; "" where it only repeats the type: the Hemdkragen of a Hemd."""
    found = vocabulary().noun_number(trait.text) if trait.statement is not None and trait.facet in _NAMED else None
    phrase = label.with_
    if phrase and found is not None and trait.text[:1].isupper():
        noun, number = found
        # "Haken": one, or more? And no German says "mit Zweiknopf".
        if trait.facet != "closure" or (noun.plural != noun.lemma and vocabulary().listed(trait.text) is not None):
            phrase = noun_phrase(noun, case="dat", number=number)
    return "" if kind and key(phrase).startswith(key(kind)) else phrase


def _heel(shapes: Sequence[PhotoLabel], heights: Sequence[PhotoLabel]) -> str:
    """Shape and height of a heel in one phrase: "hohem Blockabsatz"."""
    shape, height = next(iter(shapes), None), next((label.adjective for label in heights), "")
    if shape is not None and not shape.with_:
        height = photo_labels("heel-height")["flat"].adjective
    noun = vocabulary().noun(shape.with_ if shape is not None and shape.with_ else _HEEL)
    if noun is None or not (height or shape):
        return ""
    return noun_phrase(noun, adjectives=[Adjective(height)] if height else [], case="dat")


def whole_of(article: ArticleView) -> Word | None:
    """What an article of unknown type is by what can be seen of it: what has a leg is a Hose, what has a heel a Schuh,
    what has sleeves a Kleidungsstück. None where nothing tells."""
    groups = [photo_facets()[facet].groups for facet in (*_FACETS, "fit") if article.shown(facet)]
    common = frozenset.intersection(*stated) if (stated := [each for each in groups if each]) else frozenset()
    of = ("shoes", "trousers", "dresses")  # labels of groups, the narrowest first
    return next((group_word(label) for label in of if label in common), None)


def pattern_of(article: ArticleView, said: str) -> tuple[Adjective | None, str]:
    """The pattern that may be stated: an adjective, or a phrase in the dative; none that `said`, the type or the
    colour, names already. The data's own word where it says more than the label: "Blumenprint"."""
    for trait in article.stated("pattern"):
        labels = [label for one in trait.labels if (label := photo_labels("pattern").get(one))]
        if trait.labels & UNPATTERNED or (not trait.seen and _is_elsewhere(trait, article)):
            continue
        if any(name in key(said) for label in labels for name in label.said):
            continue
        usual = any(key(trait.text) in label.said for label in labels)
        if trait.statement is not None and trait.word is not None and not usual:
            if trait.word.noun is not None:
                return None, noun_phrase(trait.word.noun, case="dat")
            if trait.word.adjective is not None and trait.word.adjective.declines:
                return trait.word.adjective, ""
        label = photo_labels("pattern").get(trait.label)
        if label is not None:
            return (Adjective(label.adjective) if label.adjective else None), label.with_
    return None, ""


def _is_elsewhere(trait: Trait, article: ArticleView) -> bool:
    """Whether a pattern is on one side of the article only, or on one of several: "navy, weiß kariert"."""
    own, colours = trait.statement, article.facts.data.all_of(Field.COLOUR)
    listed = own is not None and "," in own.text
    of_one = listed and any(own is not None and each.text == own.text and len(each.values) > 1 for each in colours)
    return of_one or bool(trait.labels & _IN_ONE_PLACE)


def colour_name(colour: Word) -> str:
    """The colour as a noun: "Weiß", "Rot-Schwarz"."""
    name = colour.noun.lemma if colour.noun else colour.lemma
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def noun_with(
    noun: Noun, adjectives: Sequence[Adjective], *, number: Number = "sg", determiner: Determiner = "none"
) -> str:
    """A noun after its adjectives with commas between them: "ein knielanges, blaues Kleid"."""
    forms = [adjective.form(noun.gender, number=number, determiner=determiner) for adjective in adjectives]
    phrase = noun_phrase(noun, adjectives=adjectives, number=number, determiner=determiner)
    return phrase.replace(" ".join(forms), ", ".join(forms), 1)


def with_more(phrase: str, colours: Sequence[Word], details: Sequence[str], brand: str = "") -> str:
    """A text's opening of a noun phrase and what stands behind it: "Blaues Kleid von Halvarra mit Gürtel"."""
    behind = [f"von {brand}"] if brand else []
    if colours:
        behind.append(f"in {joined([colour_name(colour) for colour in colours])}")
    if details:
        behind.append(f"mit {joined(details)}")
    return " ".join((phrase[0].upper() + phrase[1:], *behind))


def colour_adjective(colour: Word, written: str = "") -> Adjective | None:
    """The colour before a noun: as the data writes it ("cremefarben"), where it declines, or where its name alone is
    another thing ("senffarben"); None for one that follows the noun: "in Rosa"."""
    if _COLOURED.fullmatch(written):
        return Adjective(written.lower())
    if written.isalpha() and key(written).endswith(DECLINING) and key(written) in map(key, colour.synonyms):
        return Adjective(written.lower())
    if shade := shade_adjective(colour.lemma):
        return Adjective(shade)
    return colour.adjective if colour.adjective is not None and colour.adjective.declines else None

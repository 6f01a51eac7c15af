"""The article as data and photos show it together: the value of each facet, and who says so.

Data and photos are reconciled here and nowhere else. The data is believed; a photo adds what the data does not say,
confirms it, or disputes it where it is sure of something else (photo_facets.csv). What is disputed is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from description.domain.agreement import agrees, are_near, is_named, labels_of, names_label, word_of, word_shown
from description.domain.photo_facets import PhotoFacet, photo_facets
from description.domain.statement import Field, Statement
from description.evidence import Evidence, PhotoTag
from description.language.photo_groups import group_word
from description.language.photo_labels import is_denied
from description.language.vocabulary import Word, vocabulary

UNPATTERNED = frozenset({"plain"})  # labels of the pattern facet that name no pattern


# Where the data says it beside other things, and what it says there in words that are not of anything else.
_IN_PASSING = (Field.TYPE, Field.NAME, Field.FEATURES)
_NAMED_IN_PASSING = frozenset({"colour", "pattern", "neckline", "collar", "sleeve-length"})
_WORD = re.compile(r"[\w/-]{5,}")


class Provenance(StrEnum):
    """Who says so."""

    DATA = "data"
    PHOTO = "photo"
    BOTH = "both"
    DISPUTED = "disputed"  # by a photo, or by another statement of the data: not to be stated


@dataclass(frozen=True, slots=True)
class Trait:
    """One value of a facet. `text` is as the data writes it, or the tag's name; `labels` are those that it means.

    `statement` is None where only photos show it; `tag` is the surest one that shows, confirms or disputes it.
    """

    facet: str
    text: str
    word: Word | None
    labels: frozenset[str]
    provenance: Provenance
    statement: Statement | None = None
    tag: PhotoTag | None = None

    @property
    def stated(self) -> bool:
        """Whether a text may say it."""
        return self.provenance is not Provenance.DISPUTED

    @property
    def seen(self) -> bool:
        """Whether a photo shows it."""
        return self.provenance in (Provenance.PHOTO, Provenance.BOTH)

    @property
    def label(self) -> str:
        """The one of the labels that a photo shows, or else the first by its name; "" where there is none."""
        shown = self.tag.label if self.tag else ""
        return shown if shown in self.labels else min(self.labels, default="")


class ArticleView:
    """One article's traits by facet of the label file: "category", "colour", "neckline", "heel-shape", …"""

    def __init__(self, facts: Evidence, tags: Sequence[PhotoTag] | None = None) -> None:
        self.facts = facts
        self.tags = facts.tags if tags is None else tags
        self._traits: dict[str, tuple[Trait, ...]] = {}
        self._shown: dict[str, tuple[PhotoTag, ...]] = {}

    def of_photo(self, photo: str | None) -> ArticleView:
        """The same article as one photo shows it."""
        return ArticleView(self.facts, [tag for tag in self.tags if tag.photo == photo])

    def all_of(self, facet: str) -> tuple[Trait, ...]:
        """Every trait of a facet: what the data says in its order, or else what the photos show, the surest first."""
        if facet not in self._traits:
            self._traits[facet] = self._reconciled(photo_facets()[facet])
        return self._traits[facet]

    def stated(self, facet: str) -> tuple[Trait, ...]:
        """The traits that a text may state."""
        return tuple(trait for trait in self.all_of(facet) if trait.stated)

    def seen(self, facet: str) -> tuple[Trait, ...]:
        """The traits that a text may state and a photo shows."""
        return tuple(trait for trait in self.all_of(facet) if trait.seen) if facet in self._by_facet else ()

    def shown(self, facet: str) -> tuple[PhotoTag, ...]:
        """The tags of a facet that are sure enough to be stated, the surest first; of near labels only the surest."""
        if facet not in self._shown:
            self._shown[facet] = tuple(self._surest(photo_facets()[facet]))
        return self._shown[facet]

    def _surest(self, rule: PhotoFacet) -> list[PhotoTag]:
        surest: list[PhotoTag] = []
        tags = self._by_facet.get(rule.facet, ()) if self._applies(rule) else ()
        for tag in sorted(tags, key=lambda tag: group_word(tag.label) is not None):  # groups last
            if tag.score >= rule.states and not any(are_near(rule.facet, tag.label, one.label) for one in surest):
                surest.append(tag)
        return surest

    @cached_property
    def kind(self) -> Trait | None:
        """What the article is: of the types that may be stated the narrowest. None when no word is known for it."""
        found: Trait | None = None
        for trait in self.stated("category"):
            if trait.word is None or trait.word.noun is None:
                continue
            if found is None or found.word is None or vocabulary().is_a(trait.word, found.word.lemma):
                found = trait
        return found

    @cached_property
    def silent(self) -> tuple[PhotoTag, ...]:
        """The tags that say what the data does not, as they came: they support a claim."""
        told = {statement.field for statement in self.facts.data.statements}
        return tuple(
            tag
            for tag in self.tags
            if (rule := photo_facets().get(tag.facet)) is not None
            and rule.supports
            and self._applies(rule)
            and tag.score >= rule.states
            and told.isdisjoint(rule.fields)
        )

    def against(self, facet: str, words: Sequence[Word]) -> PhotoTag | None:
        """The surest tag that disputes what a text says of a facet with these words, which are readings of one; None
        when a tag agrees with one of them, or none is sure."""
        rule = photo_facets()[facet]
        labels = [labels_of(facet, word.lemma, word) for word in words]
        return self._against(rule, words, frozenset().union(*labels)) if any(labels) or is_named(facet) else None

    def _applies(self, rule: PhotoFacet) -> bool:
        """Whether an article of this type has what the facet is about."""
        word = self.kind.word if (rule.groups or rule.never) and self.kind else None
        if word is None or not word.group:
            return True
        of_group = not rule.groups or word.group in rule.groups
        return of_group and not any(vocabulary().is_a(word, one) for one in rule.never)

    @cached_property
    def _by_facet(self) -> dict[str, list[PhotoTag]]:
        found: dict[str, list[PhotoTag]] = {}
        for tag in sorted(self.tags, key=lambda tag: -tag.score):
            if tag.facet in photo_facets():
                found.setdefault(tag.facet, []).append(tag)
        return found

    def _against(self, rule: PhotoFacet, words: Sequence[Word], labels: frozenset[str]) -> PhotoTag | None:
        tags = self._by_facet.get(rule.facet, ())
        if rule.contradicts is None or not tags or tags[0].score < rule.contradicts or not self._applies(rule):
            return None
        return None if any(agrees(tag, words, labels) for tag in tags) else tags[0]

    def _reconciled(self, rule: PhotoFacet) -> tuple[Trait, ...]:
        statements = self.facts.data.all_of(*rule.fields)
        told = [_told(rule, statement, value) for statement in statements for value in dict.fromkeys(statement.values)]
        told = told if any(map(_is_understood, told)) else [*told, *self._in_passing(rule)]
        shown = tuple(_photographed(rule, tag) for tag in self.shown(rule.facet))
        if not any(map(_is_understood, told)):
            return (*told, *shown)
        words = [trait.word for trait in told if trait.word]
        labels = frozenset(label for trait in told for label in trait.labels)
        understood = all(trait.labels or (trait.word and is_named(rule.facet)) for trait in told)
        against = self._against(rule, words, labels) if understood else None
        stated = set(map(id, self.facts.data.stated(*rule.fields, *_IN_PASSING)))
        return tuple(
            replace(trait, provenance=Provenance.DISPUTED, tag=against)
            if against or id(trait.statement) not in stated
            else self._confirmed(trait, labels)
            for trait in told
        )

    def _in_passing(self, rule: PhotoFacet) -> Iterator[Trait]:
        """What a name, a type or a list of features says of the facet: "Body Langarm mit Stehkragen", "…, grau"."""
        if rule.facet not in _NAMED_IN_PASSING:
            return
        for statement in self.facts.data.stated(*_IN_PASSING):
            for value in statement.values:
                names = _names_in(rule.facet, statement, value)
                yield from (_told(rule, statement, name) for name in names if names_label(rule.facet, name))

    def _confirmed(self, trait: Trait, told: frozenset[str]) -> Trait:
        """The trait with the tag that shows it; a tag that shows another of those told confirms no neighbour of it."""
        words = (trait.word,) if trait.word else ()
        for tag in self.shown(trait.facet):
            if agrees(tag, words, trait.labels) and (tag.label in trait.labels or tag.label not in told):
                return replace(trait, provenance=Provenance.BOTH, tag=tag)
        return trait


def _names_in(facet: str, statement: Statement, value: str) -> list[str]:
    """What a value may say of a facet: of a colour what stands alone between commas, of another facet each word; in a
    list of features only what is the whole of it."""
    if statement.field is Field.FEATURES:
        return [value] if not is_named(facet) or ":" not in statement.text else []
    return [each.strip() for each in value.split(",")] if is_named(facet) else _WORD.findall(value)


def _told(rule: PhotoFacet, statement: Statement, value: str) -> Trait:
    word = word_of(rule.kind, value)
    return Trait(rule.facet, value, word, labels_of(rule.facet, value, word, statement), Provenance.DATA, statement)


def _photographed(rule: PhotoFacet, tag: PhotoTag) -> Trait:
    word = word_shown(rule.kind, tag)
    return Trait(rule.facet, tag.name, word, frozenset({tag.label}), Provenance.PHOTO, None, tag)


def _is_understood(trait: Trait) -> bool:
    """Whether the data's value says something of this facet, if only that it is not there, or of another facet that the
    same fields answer."""
    if trait.word or trait.labels or trait.statement is None or is_denied(trait.text):
        return True
    fields = (rule for rule in photo_facets().values() if trait.statement.field in rule.fields)
    return any(labels_of(rule.facet, trait.text, None, trait.statement) for rule in fields)

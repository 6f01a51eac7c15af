"""What the facts of one article support, by the keys that a text looks up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from description.claims.axes import axes_in
from description.claims.extents import Extent
from description.claims.implied import inherent
from description.claims.measures import Amount
from description.claims.relations import Relation
from description.claims.roles import MAIN, NAMING
from description.claims.senses import Sense, sense
from description.claims.stated import Stated
from description.claims.statements import stated
from description.claims.stems import folded, stem
from description.claims.targets import target_key
from description.claims.word_keys import word_key
from description.domain.article import ArticleView
from description.domain.statement import Field, Statement
from description.language.csv_tables import LEXICON, alternation, table_rows

# A word for an article with a part → the keys of a word for one without it, and of the part.
_TOGETHER = {
    f"type:{folded(row['type'])}": (f"type:{folded(row['without'])}", folded(row["part"]))
    for row in table_rows(LEXICON / "types_with_part.csv")
}


_Item = TypeVar("_Item")
# A material's keys, its percentage, and the place of its source.
Held = tuple[frozenset[str], Decimal | None, int]


Told = tuple[Relation, int]  # a relation, and the place of its source


class Source(NamedTuple):
    """What supports a claim: a statement of the data, perhaps a disputed one, or a photo's tag."""

    says: str
    stated: Stated
    field: Field | None
    disputed: bool = False
    key: str = ""  # the field's name as it is written in the data


@dataclass(slots=True)
class Index:
    """All sources of one article. The tables hold places in `sources`: data first, then photos, disputed data last."""

    sources: list[Source] = field(default_factory=list)
    words: dict[str, list[int]] = field(default_factory=dict)
    denied: dict[str, list[int]] = field(default_factory=dict)
    materials: dict[str, list[Held]] = field(default_factory=dict)
    colours: dict[str, list[tuple[frozenset[str], int]]] = field(default_factory=dict)
    amounts: list[tuple[Amount, frozenset[str], int]] = field(default_factory=list)
    counts: list[tuple[Decimal, frozenset[str], int]] = field(default_factory=list)
    names: re.Pattern[str] | None = None
    types: set[str] = field(default_factory=set)  # keys of what the article is
    parts: set[str] = field(default_factory=set)  # the parts of which something is said
    axes: set[str] = field(default_factory=set)  # keys of the axes that the data measures
    extents: list[tuple[Extent, int]] = field(default_factory=list)
    topics: dict[str, dict[str, int]] = field(default_factory=dict)  # roots of what is denied → of what → place
    dummies: set[str] = field(default_factory=set)  # stems of what is for show
    relations: list[Told] = field(default_factory=list)
    values: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # attribute → value → places
    memo: dict[Sense, list[Told]] = field(default_factory=dict)  # relations by a word of a text; known_places.py
    articles: dict[Sense, bool] = field(default_factory=dict)  # what is_article has found

    def is_article(self, noun: Sense) -> bool:
        """Whether a noun names the article itself, not a part of it: "der Schuh" of a Sneaker, "Damensneaker"."""
        known = self.articles.get(noun)
        if known is None:
            known = self.articles[noun] = self._is_article(noun)
        return known

    def part_of(self, noun: Sense) -> str:
        """The key of the part that a noun names; "" for the article itself."""
        return "" if self.is_article(noun) else target_key(noun)

    def places(self, keys: Iterable[str]) -> list[int]:
        """The places of the sources that have a word by one of these keys."""
        return [place for key in keys for place in self.words.get(key, ())]

    def of_fields(self, *fields: Field) -> list[int]:
        """The places of the sources of these fields."""
        return [place for place, source in enumerate(self.sources) if source.field in fields]

    def _is_article(self, noun: Sense) -> bool:
        heads = {word_key(option.head) for option in noun.options if option.head.kind == "type"}
        if any(option.head.kind == "pocket" and not option.openers for option in noun.options):
            return False  # a Fronttasche, of a Tasche
        if self.types:
            return not self.types.isdisjoint(heads)
        return bool(heads) and f"part:{noun.stem}" not in self.parts


def index_of(article: ArticleView) -> Index:
    """The index of an article's facts."""
    index, facts = Index(), article.facts
    disputed = [statement for conflict in facts.data.conflicts for statement in _disputed(conflict.statements)]
    for statement in facts.data.statements:
        if statement not in disputed:
            _add(index, _source(statement))
    for tag in article.silent:
        statement_field = Field.COLOUR if tag.facet == "colour" else Field.FEATURES
        _add(index, Source(tag.says, stated(Statement(statement_field, "", tag.name, (tag.name,))), None))
    for statement in disputed:
        _add(index, _source(statement, disputed=True))
    for key, together in _TOGETHER.items():
        if all(part in index.words for part in together):
            index.words.setdefault(key, []).extend(index.words[together[-1]])
    _let_fields_win(index)
    _add_inherent(index)
    _add_own_name(index)
    index.names = _names(facts.data.stated(Field.BRAND))
    return index


def _disputed(statements: Sequence[Statement]) -> Sequence[Statement]:
    """Those of the statements that speak against each other; not "Hose: Shorts mit Gummibund" of a pyjama."""
    own = [
        statement for statement in statements if statement.field is not Field.TYPE or sense(statement.key).type is None
    ]
    return own if len(own) > 1 else ()


def _source(statement: Statement, *, disputed: bool = False) -> Source:
    return Source(statement.source, stated(statement), statement.field, disputed, statement.key)


def _add(index: Index, source: Source) -> None:
    place = len(index.sources)
    index.sources.append(source)
    told = source.stated
    if source.field in NAMING:
        index.types |= {key for key in told.answers if key.startswith(("type:", "~"))}
    index.parts |= {part for _, part in told.bound if part}
    index.extents.extend((extent, place) for extent in told.extents)
    for root, part in told.topics:
        index.topics.setdefault(root, {}).setdefault(part, place)
    index.dummies |= told.dummies
    index.relations.extend((relation, place) for relation in told.relations)
    for attribute, value in told.values:
        index.values.setdefault(attribute, {}).setdefault(value, []).append(place)
    for key in told.answers:
        index.words.setdefault(key, []).append(place)
    for key in told.denied:
        index.denied.setdefault(key, []).append(place)
    for slot, keys, percent in told.materials:
        index.materials.setdefault(slot, []).append((keys, percent, place))
    for slot, keys in told.colours:
        index.colours.setdefault(slot, []).append((keys, place))
    index.amounts.extend((amount, keys, place) for amount, keys in told.amounts)
    index.axes |= {axis for _, keys in told.amounts for axis in axes_in(keys)}
    index.counts.extend((count, keys, place) for count, keys in told.counts)


def _let_fields_win(index: Index) -> None:
    """Prose says nothing against a field: of "Futter: ungefüttert" and a text about the lining, the field holds."""
    prose = {at for at, source in enumerate(index.sources) if source.field is Field.DESCRIPTION}
    for key in list(index.denied) if prose else ():
        denied, affirmed = index.denied[key], index.words.get(f"~{key}", ())
        if not prose.issuperset(denied) and not prose.isdisjoint(affirmed):
            for name in [name for name in index.words if name == f"~{key}" or (name.isalpha() and stem(name) == key)]:
                _drop(index.words, name, prose)
        elif not prose.issuperset(affirmed) and not prose.isdisjoint(denied):
            _drop(index.denied, key, prose)


def _drop(table: dict[str, list[int]], name: str, places: set[int]) -> None:
    table[name] = [place for place in table[name] if place not in places]
    if not table[name]:
        del table[name]


def _add_inherent(index: Index) -> None:
    """The parts that every article of the type has, unless the data says that they are not there."""
    for key, parts in inherent(index.types).items():
        places = [place for place in index.words[key] if index.sources[place].field in NAMING]
        for part in parts:
            if part[0] != "~" or part[1:] not in index.denied:
                index.words.setdefault(part, []).extend(places)


def _add_own_name(index: Index) -> None:
    """What is said of a part with the article's own name ("Material Kleid" of a dress) is said of the article."""
    own = {key[1:] if key[0] == "~" else stem(key.removeprefix("type:")) for key in index.types}
    _add_to_whole(index.materials, MAIN, own)
    _add_to_whole(index.colours, "", own)


def _add_to_whole(table: dict[str, list[_Item]], whole: str, own: set[str]) -> None:
    for slot in [slot for slot in table if slot.startswith("part:") and slot[5:] in own]:
        table.setdefault(whole, []).extend(table[slot])


def _names(statements: Iterable[Statement]) -> re.Pattern[str] | None:
    """Finds the article's brand in a text, in any case, as whole words, with a genitive s."""
    names = {value for statement in statements for value in (statement.text, *statement.values) if value}
    if not names:
        return None
    return re.compile(rf"(?<!\w)(?:{alternation(names)})(?:'s|’s|s|’|')?(?!\w)", re.IGNORECASE)

"""What a text could say of one article: its facts with their weight, none twice, none that its type says already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence
from description.language.vocabulary import vocabulary
from description.packs import is_pack
from description.realise.article import Article, article_of
from description.realise.clauses import CUT
from description.realise.composition import is_a_part
from description.realise.extras import Care, care_of, extras, occasions
from description.realise.facts import Fact, stems, without, without_repeats
from description.realise.looks import Look, is_of_one_colour, part_colours
from description.realise.making import Group, compound_of, groups_of
from description.realise.materials import how_lined, properties
from description.realise.measures import measures
from description.realise.merging import merged_by_head
from description.realise.naming import GENERAL
from description.realise.phrases import Phrase
from description.realise.reading import facts_of
from description.realise.saying import SHAPES
from description.realise.tables import rows, whole
from description.style.instructions import Instructions
from description.style.topics import Topic

_PARTS = (Field.TOE, Field.CLOSURE, Field.HEEL_FORM, Field.HEEL_HEIGHT, Field.SHAFT_HEIGHT, Field.SHAFT_WIDTH)
_BODY = (Field.COLLAR, Field.SLEEVE, Field.SLEEVE_FORM, Field.POCKETS, Field.PATTERN)
_TOLD = (*_PARTS, *_BODY, *SHAPES, *GENERAL)
_LAYERS = (Field.LINING, Field.INSOLE, Field.OUTSOLE, Field.FILLING)
_MEASURED = (
    *(Field.LENGTH, Field.SLEEVE, Field.RISE, Field.LEG, Field.DIMENSIONS, Field.VOLUME, Field.WEIGHT),
    *(Field.SHAFT_HEIGHT, Field.SHAFT_WIDTH, Field.PLATFORM, Field.HEEL_HEIGHT, Field.FEATURES, Field.OTHER),
)
_SPECIAL = 6


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that can be said."""

    article: Article
    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    listed: tuple[tuple[str, str], ...]
    care: Care
    occasion: Fact | None

    def within(self, asked: Instructions) -> Content:
        """The same without what a prompt rules out."""
        article, without = self.article, asked.without
        article = replace(
            article,
            brand="" if asked.without_brand else article.brand,
            name="" if asked.without_name else article.name,
            colour=Look() if asked.without_colour else article.colour,
        )
        facts = [fact for fact in self.facts if fact.topic not in without]
        if asked.without_numbers:
            facts = [fact for fact in facts if not any(letter.isdigit() for letter in fact.listed)]
        care = Care() if Topic.CARE in without else self.care
        content = replace(self, article=article, facts=tuple(facts), care=care)
        return replace(content, groups=(), listed=()) if Topic.MATERIAL in without else content


def content_of(evidence: Evidence) -> Content:
    """Reads everything out of the data."""
    data = evidence.data
    article = article_of(evidence)
    groups, listed, parts = groups_of(data, article.group)
    measured = measures(each for each in data.stated(*_MEASURED) if not is_pack(each.text))
    numbered = {id(fact.statement) for fact in measured}
    statements = [
        statement
        for statement in data.stated(*_TOLD)
        if (id(statement) not in numbered or statement.field is Field.HEEL_FORM)
        and not (is_pack(statement.text) or is_of_one_colour(statement, data))
    ]
    statements += [rest for each in data.stated(*_TOLD) if id(each) in numbered and (rest := _beside(each)) is not None]
    told = facts_of(sorted(statements, key=lambda statement: _TOLD.index(statement.field)))
    layers = [
        replace(fact, topic=Topic.DETAILS)
        for fact in facts_of(data.stated(*_LAYERS))
        if fact.np and fact.np.noun and is_a_part(fact.np.noun.lemma)
    ]
    layers = [*_described(layers, parts), *properties(data), *part_colours(data)]
    facts = merged_by_head(_heeled([*told, *layers, *measured]))
    if lined := how_lined(data):
        facts.append(Fact(Field.LINING, Topic.MATERIAL, pred=lined))
    said = [stems(group.bare) for group in groups]
    compounds = [compound_of(group.parts[0]) for group in groups]
    said += [stems(each.form("nom")) for each in compounds if each is not None]
    facts = [
        *without_repeats([fact for fact in facts if not implied(article, fact)], said),
        *_besides(article, extras(data)),
    ]
    groups = [group for group in groups if not _says_type(group, article)]
    if groups:
        facts = [fact for fact in facts if not fact.words.startswith("aus ")]
    weighted = tuple(_weighted(fact, article.group) for fact in facts)
    return Content(article, weighted, tuple(groups), tuple(listed), care_of(data), occasions(data))


def _beside(measured: Statement) -> Statement | None:
    """What a statement says beside its measure: "midi, 112 cm"."""
    values = tuple(value for value in measured.values if not any(map(str.isdigit, value)))
    if not values or measured.field is Field.HEEL_FORM or len(values) == len(measured.values):
        return None
    return replace(measured, text=", ".join(values), values=values, measures=())


def _besides(article: Article, facts: list[Fact]) -> list[Fact]:
    """The facts but the article itself among what one gets: "Lieferumfang: Tasche, Staubbeutel" of a Shopper."""
    word = vocabulary().named(article.noun.lemma, "type") if article.noun is not None else None
    contents = [fact for fact in facts if fact.field is Field.COUNT and fact.np and not fact.np.plural]
    itself = [fact for fact in contents if word is not None and fact.lemma and vocabulary().is_a(word, fact.lemma)]
    return without(facts, itself)


def _described(layers: list[Fact], parts: Sequence[Phrase]) -> list[Fact]:
    """The layers, and parts of which it is only known how they are; of "Innensohle: Korkfußbett, herausnehmbar" both
    are one."""
    found = list(layers)
    for part in parts:
        insoles = [at for at, fact in enumerate(found) if fact.field is Field.INSOLE and part.text.endswith("sohle")]
        one = found[insoles[0]].np if len(insoles) == 1 else None
        if one is not None and not one.adjectives:
            found[insoles[0]] = replace(found[insoles[0]], np=replace(one, adjectives=part.adjectives))
        else:
            found.append(Fact(Field.INSOLE, Topic.DETAILS, np=part))
    return found


def _heeled(facts: list[Fact]) -> list[Fact]:
    """ "Blockabsatz" and "65 mm" as "65 mm hoher Blockabsatz"; so a Plateausohle and its height."""
    for field in (Field.HEEL_HEIGHT, Field.PLATFORM):
        high = next((fact for fact in facts if fact.field is field and fact.listed and fact.np), None)
        form = next((fact for fact in facts if fact is not high and _is_form(fact, field)), None)
        if high is None or form is None or high.np is None or form.np is None:
            continue
        pairs = (*high.np.adjectives, *form.np.adjectives)
        both = replace(form, np=replace(form.np, adjectives=pairs), listed=high.listed, topic=high.topic)
        facts = [both if fact is form else fact for fact in facts if fact is not high]
    return facts


def _is_form(fact: Fact, field: Field) -> bool:
    if field is Field.PLATFORM:
        return fact.lemma == "Plateausohle"
    return fact.field is Field.HEEL_FORM and fact.lemma != ""


def _says_type(group: Group, article: Article) -> bool:
    """Whether a material is in the type already: Tüll, Tüllrock."""
    lemma = article.noun.lemma.lower() if article.noun else ""
    return group.main and "%" not in group.of and " " not in group.of and lemma.startswith(group.of.lower()[:5])


@cache
def _implied() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(whole(row["noun"]), whole(row["fact"])) for row in rows("implied")]


def implied(article: Article, fact: Fact) -> bool:
    """Whether the type says it already: the collar of a Rollkragenpullover, the shortness of shorts."""
    lemma = article.noun.lemma if article.noun else article.type_as_written
    said = fact.np.form("nom") if fact.np else fact.pred or fact.words
    return bool(lemma and said) and _said_by(lemma, said)


@lru_cache(maxsize=16384)
def _said_by(lemma: str, said: str) -> bool:
    named = said.removeprefix("im ").removesuffix(CUT)  # "im Bootcut geschnitten" of a Bootcut-Jeans
    if named[:1].isupper() and " " not in named and named.lower() in lemma.lower():
        return True
    return any(noun.fullmatch(lemma) and fact.fullmatch(said) for noun, fact in _implied())


@cache
def _weights() -> dict[tuple[str, str], int]:
    return {(row["group"], row["field"]): int(row["weight"]) for row in rows("weights")}


def _weighted(fact: Fact, group: str) -> Fact:
    table = _weights()
    weight = table.get((group, fact.field), table.get(("", fact.field), 50))
    more = _SPECIAL * fact.special + (2 if fact.np and (fact.np.adjectives or fact.np.tail) else 0)
    return replace(fact, weight=weight + more)


def last_resort(data: ProductData) -> str:
    """For data that no topic can tell: a name, a size, the article number."""
    for says, field in (("das Modell „{}“", Field.NAME), ("Größe: {}", Field.SIZE), ("Artikelnummer {}", Field.NUMBER)):
        for value in data.values(field):
            if re.fullmatch(r"[\w,./ -]{1,30}", value.strip()):
                return says.format(value.strip())
    return ""

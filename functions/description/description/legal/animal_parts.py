"""The statement that textile articles with parts of animal origin need (Article 12 of Regulation (EU) No 1007/2011)."""

from __future__ import annotations

from collections.abc import Iterator

from description.domain.statement import Field, ProductData, Statement
from description.language.text import tokens
from description.language.vocabulary import vocabulary
from description.legal.expressions import any_of
from description.legal.model import Hit
from description.legal.rules_file import RulesFile

# What says how the article looks, what it is called and for whom it is, and nothing of what it is made of.
_OF_NO_PART = frozenset(
    {Field.NUMBER, Field.BRAND, Field.NAME, Field.TYPE, Field.COLOUR, Field.PATTERN, Field.AUDIENCE, Field.SIZE}
    | {Field.STYLE, Field.OCCASION, Field.SEASON, Field.CARE, Field.CERTIFICATE, Field.PRICE, Field.EXAMPLE}
)


def animal_parts(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """At the end of the text, if it lacks the statement and the data names such parts."""
    if has_statement(lowered, rules):
        return
    found = animal_part(data, rules)
    if found is not None:
        given = rules.animal_parts
        yield Hit("animal-parts", len(text), len(text), given.message.replace("{part}", found.source), given.statement)


def has_statement(lowered: str, rules: RulesFile) -> bool:
    """Whether a text, in lower case, holds the statement, within a sentence or with a hyphen too."""
    wanted = rules.animal_parts.statement.lower().partition(" ")[2].rstrip(".")
    return wanted in " ".join(lowered.replace("nicht-textil", "nichttextil").split())


def animal_part(data: ProductData, rules: RulesFile) -> Statement | None:
    """The first statement that names a non-textile part of animal origin of a textile article; None without one."""
    if not is_textile(data, rules):
        return None
    for statement in data.stated():
        if statement.field not in _OF_NO_PART and _names_a_part(statement, rules):
            return statement
    filled = data.stated(Field.FILLING)
    for statement in () if filled else data.stated(Field.TYPE, Field.NAME):
        if any_of(rules.animal_parts.types).search(statement.text):
            return statement
    return None


def is_textile(data: ProductData, rules: RulesFile) -> bool:
    """Whether the article is a textile product: no shoe, and its main material no leather, fur or plastic."""
    types = [word for value in data.values(Field.TYPE) if (word := vocabulary().named(value, "type")) is not None]
    if any(word.group == "shoes" for word in types):
        return False
    main = [word for value in data.values(Field.MATERIAL) if (word := vocabulary().named(value, "material"))]
    if main:
        return main[0].fibre or vocabulary().is_a(main[0], "Textil") or main[0].group in ("fibre", "fabric")
    return any(word.group in rules.animal_parts.textile_groups for word in types)


def _names_a_part(statement: Statement, rules: RulesFile) -> bool:
    given = rules.animal_parts
    if _in(statement.text, rules):
        return True
    names = any_of(given.named).search(statement.key) and not any_of(given.imitations).search(statement.key)
    if not names or any_of(given.beside).search(statement.text):
        return False
    return not any(_is_material(token.text) for token in tokens(statement.text))


def _in(text: str, rules: RulesFile) -> bool:
    """Whether words name a part that is neither an imitation nor denied."""
    given = rules.animal_parts
    words = tokens(text)
    for at, token in enumerate(words):
        if any_of(given.named).fullmatch(token.text) and not any_of(given.imitations).fullmatch(token.text):
            around = [one.text for one in (*words[max(0, at - 2) : at], *words[at + 1 : at + 2])]
            if not any(any_of(given.beside).fullmatch(word) for word in around):
                return True
    return False


def _is_material(word: str) -> bool:
    return any(reading.head.kind == "material" for reading in vocabulary().readings(word))

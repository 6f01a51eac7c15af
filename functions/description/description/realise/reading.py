"""Reads the statements of the data into facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from description.domain.statement import Field, Statement
from description.realise.clauses import clause_about
from description.realise.facts import Fact, without_repeats
from description.realise.merging import merged_by_head
from description.realise.naming import GENERAL, of_noun
from description.realise.nouns import exactly, noun_number, titled
from description.realise.parts import (
    GENERIC_KEY,
    LISTED,
    NO_PART,
    is_no_thing,
    is_of_another,
    is_part,
    part_phrase,
    values_of,
)
from description.realise.phrases import phrase
from description.realise.saying import fact_of, wording_of
from description.realise.tables import exact_pattern, rewritten, words
from description.realise.values import fit_to_say, says_no
from description.style.topics import Topic

_SLEEVED = re.compile("arm|ärm", re.I)
_COUNTED = re.compile(r"[1-9]\d?|zwei|drei|vier|fünf|sechs")


def facts_of(statements: Iterable[Statement]) -> list[Fact]:
    """The facts of these statements, in order; what cannot be said is left out."""
    found: list[Fact] = []
    for statement in statements:
        special = statement.field is Field.FEATURES and bool(exact_pattern("special-key").fullmatch(statement.key))
        found += [replace(fact, special=special) for fact in _facts(statement)]
    return without_repeats(merged_by_head(found))


def _facts(statement: Statement) -> list[Fact]:
    if statement.field in (*GENERAL, Field.POCKETS):
        statement = replace(statement, key=titled(statement.key.strip()), part=titled(statement.part))
    key = "" if statement.prose else statement.key.strip()
    lacks = says_no(statement) or statement.text.strip().casefold() == "ohne"
    if lacks and key in words("needs-denial"):  # the few things whose lack is worth a word
        return [Fact(statement.field, Topic.DETAILS, words=f"ohne {key}")]
    only_yes = statement.text.strip().casefold() == "ja" and exact_pattern("special-key").fullmatch(key)
    itself = statement.values == (key.lower(),)  # "Nickelfrei: ja"
    no_part = key and NO_PART.search(key) and statement.field in GENERAL and not itself
    if says_no(statement) or only_yes or no_part:
        return []
    counted = _counted(statement)
    if counted is not None:
        return [counted]
    whole = part_phrase(statement) if is_part(statement) else None
    if whole is not None:
        return [of_noun(wording_of(statement.field), whole)]
    if key and is_of_another(statement):
        return _of_another(statement.field, key, values_of(statement))
    values: Iterable[str] = values_of(statement)
    if statement.field is Field.OTHER and key:
        thing = noun_number(key) is not None or key.casefold() in statement.text.casefold()
        if not key[:1].isupper() or not thing or is_no_thing(key) or GENERIC_KEY.search(key):
            return []  # an unknown key says what the article has where it is a thing: "Abschluss: Spitzenband"
        values = [part for value in values for part in LISTED.split(value)]
    if statement.field is Field.SLEEVE:
        values = [part for value in values for part in _without_others(value)]
    return [fact for value in values if (fact := fact_of(statement.field, key, value)) is not None]


def _without_others(value: str) -> tuple[str, ...]:
    """ "Langarm mit Stehkragen" → "Langarm", "Stehkragen": a sleeve has no collar."""
    first, _, rest = value.partition(" mit ")
    other = exactly(rest, "collar") if rest else None
    return (first, rest) if other is not None else (value,)


def _counted(statement: Statement) -> Fact | None:
    """ "Bundfalten: 2", "Taschen: vier"."""
    key, value = statement.part or statement.key.strip(), statement.text.strip().casefold()
    noun = noun_number(key)
    if noun is None or not _COUNTED.fullmatch(value) or statement.field not in (*GENERAL, Field.POCKETS, Field.CLOSURE):
        return None
    found = phrase(noun[0].lemma if value == "1" else f"{value} {noun[0].plural or noun[0].lemma}")
    return of_noun(wording_of(statement.field), found) if found.kind == "noun" else None


def _of_another(field: Field, key: str, values: Iterable[str]) -> list[Fact]:
    """ "Hose: lang, mit Gummibund" of a pair of pyjamas: "die Hose ist lang und hat einen Gummibund", or behind a
    colon."""
    said = [text for value in values if (text := fit_to_say(value))]
    if said == [key]:
        return [fact for fact in [fact_of(field, "", key)] if fact is not None]
    told = [fact_of(_field_of(value), "", value) for value in said]
    facts = [fact for fact in told if fact is not None and not fact.label]
    noun = noun_number(key)
    clause = clause_about(*noun, facts) if noun is not None and facts else ""
    return [Fact(field, Topic.DETAILS, label=key, listed=", ".join(said), clause=clause)] if said else []


def _field_of(value: str) -> Field:
    """The field whose words a value of another part has."""
    if _SLEEVED.search(value):
        return Field.SLEEVE
    return Field.COLLAR if rewritten(Field.COLLAR, value) else Field.FEATURES

"""Reads the statements of the data into facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from description.domain.statement import Field, Statement
from description.language.grammar import Noun, noun_phrase
from description.realise.clauses import coordinated, verbals
from description.realise.facts import Fact, without_repeats
from description.realise.nouns import exactly, noun_number
from description.realise.parts import GENERIC_KEY, is_of_another, is_part, part_phrase
from description.realise.phrases import Phrase, phrase
from description.realise.saying import GENERAL, fact_of, of_noun, wording_of
from description.realise.tables import pattern, rewritten, words
from description.realise.values import fit_to_say, says_no
from description.style.topics import Topic

_SLEEVED = re.compile("arm|ärm", re.I)
_COUNTED = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "zwei", "drei", "vier", "fünf", "sechs"})


def facts_of(statements: Iterable[Statement]) -> list[Fact]:
    """The facts of these statements, in order; what cannot be said is left out."""
    found: list[Fact] = []
    for statement in statements:
        special = statement.field is Field.FEATURES and bool(pattern("special-key").fullmatch(statement.key))
        found += [replace(fact, special=True) if special else fact for fact in _facts(statement)]
    return without_repeats(_merged(found))


def _facts(statement: Statement) -> list[Fact]:
    denied = _denied(statement)
    if denied is not None:
        return [denied]
    if says_no(statement) or _is_empty(statement):
        return []
    if statement.prose:
        return [fact for value in statement.values if (fact := fact_of(statement.field, "", value)) is not None]
    counted = _counted(statement)
    if counted is not None:
        return [counted]
    whole = part_phrase(statement) if is_part(statement) else None
    if whole is not None:
        return [of_noun(wording_of(statement.field), whole)]
    if is_of_another(statement):
        return _of_another(statement)
    if statement.field is Field.OTHER and not _says_a_thing(statement):
        return []
    return [
        fact
        for value in _values(statement)
        if (fact := fact_of(statement.field, statement.key.strip(), value)) is not None
    ]


def _is_empty(statement: Statement) -> bool:
    """ "Besonderheit: ja"."""
    return statement.text.strip().casefold() == "ja" and bool(pattern("special-key").fullmatch(statement.key))


def _denied(statement: Statement) -> Fact | None:
    """ "ohne Bügel": the few things whose lack is worth a word."""
    key = statement.key.strip()
    if key not in words("needs-denial") or not (says_no(statement) or statement.text.strip().casefold() == "ohne"):
        return None
    return Fact(statement.field, Topic.DETAILS, words=f"ohne {key}")


def _counted(statement: Statement) -> Fact | None:
    """ "Bundfalten: 2", "Taschen: vier"."""
    key, value = statement.part or statement.key.strip(), statement.text.strip().casefold()
    if value not in _COUNTED or statement.field not in (*GENERAL, Field.POCKETS, Field.CLOSURE):
        return None
    noun = noun_number(key)
    if noun is None or not key[:1].isupper() or GENERIC_KEY.search(key):
        return None
    one = value == "1"
    found = phrase(noun[0].lemma if one else f"{value} {noun[0].plural or noun[0].lemma}")
    return of_noun(wording_of(statement.field), found) if found.kind == "noun" and (one or found.count) else None


def _says_a_thing(statement: Statement) -> bool:
    """Whether a statement with an unknown key says what the article has: "Abschluss: Spitzenband mit Silikon", or its
    value is a thing by itself: "Zierelement: Schleife"."""
    key = statement.key.strip()
    if not key[:1].isupper() or noun_number(key) is None:
        return False
    known = [exactly(value.strip(), "part", "closure", "pocket", "pattern") for value in statement.values]
    return not GENERIC_KEY.search(key) or all(word is not None and word.kind in words("thing") for word in known)


def _of_another(statement: Statement) -> list[Fact]:
    """ "Hose: lang, mit Gummibund" of a pair of pyjamas, behind a colon; only itself where the value is just "ja"."""
    said = [text for value in statement.values if (text := fit_to_say(value))]
    key = statement.key.strip()
    if not said or said == [key]:
        return [fact for value in said if (fact := fact_of(statement.field, key, value)) is not None]
    other = noun_number(key)
    what = phrase(said[0])
    if len(said) == 1 and other is not None and (what.kind == "words" or (what.kind == "noun" and not what.tail)):
        tail = what.text if what.kind == "words" else f"mit {what.form('dat')}"
        return [Fact(statement.field, Topic.DETAILS, np=Phrase("noun", key, other[0], other[1], (), "", tail))]
    if (
        len(said) == 1
        and other is not None
        and what.kind == "noun"
        and what.noun
        and not (what.adjectives or what.count)
    ):
        lemma = f"{what.noun.lemma}-{other[0].lemma}"
        whole = Noun(lemma, other[0].gender, other[0].plural and f"{what.noun.lemma}-{other[0].plural}")
        return [Fact(statement.field, Topic.DETAILS, np=Phrase("noun", lemma, whole, other[1], (), "", what.tail))]
    return [Fact(statement.field, Topic.DETAILS, label=key, listed=", ".join(said), clause=_clause(key, said))]


def _clause(key: str, values: list[str]) -> str:
    """ "die Hose ist lang und hat einen Gummibund"; "" where a value cannot be told so."""
    noun = noun_number(key)
    told = [fact_of(_field_of(value), "", value) for value in values]
    facts = [fact for fact in told if fact is not None]
    if noun is None or len(facts) < len(values) or any(fact.label for fact in facts):
        return ""
    plural = noun[1] == "pl"
    return f"{noun_phrase(noun[0], number=noun[1], determiner='definite')} {coordinated(verbals(facts), plural=plural)}"


def _field_of(value: str) -> Field:
    """The field whose words a value of another part has."""
    if _SLEEVED.search(value):
        return Field.SLEEVE
    return Field.COLLAR if rewritten(Field.COLLAR, value) else Field.FEATURES


def _values(statement: Statement) -> tuple[str, ...]:
    """A statement's values. "Haken und Öse" is one; of "verstärkte Ferse und Spitze" the second is left out."""
    found: list[str] = []
    for value in statement.values or (statement.text,):
        both = f"{found[-1]} und {value}" if found else ""
        if both and " " not in value and both in statement.text and (" " in found[-1] or exactly(both) is not None):
            found[-1] = both if exactly(both) is not None else found[-1]
        elif statement.field is not Field.PATTERN or stands_alone(value, statement.text):
            found.append(value)
    return tuple(found)


def stands_alone(value: str, text: str) -> bool:
    """Whether a value is a word of its own in the statement, as it is not in "rot-schwarz-kariert"."""
    return bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text, re.I))


def _merged(facts: list[Fact]) -> list[Fact]:
    """ "verstellbarer Riemen" and "abnehmbarer Riemen" → "verstellbarer und abnehmbarer Riemen"; long sleeves and a
    form of sleeves are told by the form."""
    merged: list[Fact] = []
    for fact in facts:
        last = merged[-1] if merged else None
        one, other = last.np if last else None, fact.np
        alike = one is not None and other is not None and one.noun == other.noun and not one.count
        if last and one and other and alike and one.adjectives and other.adjectives and not (one.tail or other.count):
            opening, adjective = other.adjectives[0]
            told = any(said == adjective for _, said in one.adjectives)  # "Langarm" and "Langarm zum Krempeln"
            pairs = one.adjectives if told else (*one.adjectives, (f"und {opening}".strip(), adjective))
            merged[-1] = replace(last, np=replace(one, adjectives=pairs, tail=other.tail))
            continue
        if last is not None and alike and one and other and other.tail.startswith("an ") and one.tail.startswith("an "):
            merged[-1] = replace(last, np=replace(one, tail=f"{one.tail} und {other.tail[3:]}"))
            continue
        merged.append(fact)
    return merged

"""Reads the statements of the data into facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from description.domain.statement import Field, Statement
from description.language.grammar import Adjective, Noun, joined, noun_phrase
from description.realise.clauses import coordinated, verbals
from description.realise.facts import Fact, without_repeats
from description.realise.merging import merged_by_head
from description.realise.naming import GENERAL, of_noun
from description.realise.nouns import exactly, noun_number, titled
from description.realise.parts import GENERIC_KEY, is_no_thing, is_of_another, is_part, part_phrase, values_of
from description.realise.phrases import Phrase, phrase
from description.realise.saying import fact_of, wording_of
from description.realise.tables import exact_pattern, rewritten, words
from description.realise.values import fit_to_say, says_no
from description.style.topics import Topic

_SLEEVES = "Ärmel"
_SLEEVED = re.compile("arm|ärm", re.I)
_COUNTED = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "zwei", "drei", "vier", "fünf", "sechs"})


def facts_of(statements: Iterable[Statement]) -> list[Fact]:
    """The facts of these statements, in order; what cannot be said is left out."""
    found: list[Fact] = []
    for statement in statements:
        special = statement.field is Field.FEATURES and bool(exact_pattern("special-key").fullmatch(statement.key))
        found += [replace(fact, special=True) if special else fact for fact in _facts(statement)]
    return without_repeats(merged_by_head(found))


def _facts(statement: Statement) -> list[Fact]:
    if statement.field in (*GENERAL, Field.POCKETS):
        statement = replace(statement, key=titled(statement.key.strip()), part=titled(statement.part))
    able = _able(statement)
    if able is not None:
        return [able]
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
    does = [says for value in statement.values if (says := rewritten(statement.field, value.strip()) or "")[:1] == "+"]
    whole = part_phrase(statement) if is_part(statement) and not does else None
    if whole is not None:
        return [of_noun(wording_of(statement.field), whole)]
    if is_of_another(statement):
        return _of_another(statement)
    if statement.field is Field.OTHER and not _says_a_thing(statement):
        return []
    return [
        fact
        for value in _apart(statement)
        if (fact := fact_of(statement.field, statement.key.strip(), value)) is not None
    ]


def _apart(statement: Statement) -> Iterable[str]:
    """The values; one of an unknown key in its parts: "Grobstrick, Rippstruktur"."""
    for value in values_of(statement):
        itself = value.casefold() == statement.key.strip().casefold()
        yield from value.split(", ") if statement.field is Field.OTHER else (titled(value) if itself else value,)


def _is_empty(statement: Statement) -> bool:
    """ "Besonderheit: ja"."""
    return statement.text.strip().casefold() == "ja" and bool(exact_pattern("special-key").fullmatch(statement.key))


def _able(statement: Statement) -> Fact | None:
    """ "Touchscreenfähig: ja (Daumen, Zeigefinger)" → "an Daumen und Zeigefinger touchscreenfähig"."""
    adjective = statement.key.strip()[:1].lower() + statement.key.strip()[1:]
    if not adjective.endswith("fähig") or not statement.values or statement.field not in GENERAL:
        return None
    nouns = [phrase(value.strip()) for value in statement.values]
    if not all(each.kind == "noun" and not each.plural for each in nouns):
        return None
    return Fact(statement.field, Topic.FEATURES, pred=f"an {joined([each.form('dat') for each in nouns])} {adjective}")


def _denied(statement: Statement) -> Fact | None:
    """ "ohne Bügel": the few things whose lack is worth a word."""
    key = statement.key.strip()
    if key == _SLEEVES and statement.text.strip().casefold() == "ohne":
        return Fact(Field.SLEEVE, Topic.FIT, pred="ärmellos", front=Adjective("ärmellos"))
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
    if not key[:1].isupper() or noun_number(key) is None or is_no_thing(key):
        return False
    return not GENERIC_KEY.search(key) or all(_is_a_thing(value.strip()) for value in statement.values)


def _is_a_thing(value: str) -> bool:
    """Whether a value says by itself what the article has or how it is: Schleife, Zopfmuster, "handgewebt"."""
    word = exactly(value, "part", "closure", "pocket", "pattern")
    made = value[:1].islower() and phrase(fit_to_say(value) or "-").declining is not None
    return (
        made or bool(exact_pattern("a-pattern").fullmatch(value)) or (word is not None and word.kind in words("thing"))
    )


def _of_another(statement: Statement) -> list[Fact]:
    """ "Hose: lang, mit Gummibund" of a pair of pyjamas, behind a colon; only itself where the value is just "ja"."""
    said = [text for value in statement.values if (text := fit_to_say(value))]
    key = statement.key.strip()
    if not said or said == [key]:
        return [fact for value in said if (fact := fact_of(statement.field, key, value)) is not None]
    other = noun_number(key)
    what = phrase(said[0])
    if len(said) == 1 and other is not None and _may_follow(what):
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


def _may_follow(what: Phrase) -> bool:
    """Whether a value may stand behind the noun of its part: "mit Gummibund", not "zum Binden"."""
    return not what.text.startswith("zum ") if what.kind == "words" else what.kind == "noun" and not what.tail


def _clause(key: str, values: list[str]) -> str:
    """ "die Hose ist lang und hat einen Gummibund"; "" where no value can be told so."""
    noun = noun_number(key)
    told = [fact_of(_field_of(value), "", value) for value in values]
    facts = [fact for fact in told if fact is not None and not fact.label]
    if noun is None or not facts:
        return ""
    plural = noun[1] == "pl"
    return f"{noun_phrase(noun[0], number=noun[1], determiner='definite')} {coordinated(verbals(facts), plural=plural)}"


def _field_of(value: str) -> Field:
    """The field whose words a value of another part has."""
    if _SLEEVED.search(value):
        return Field.SLEEVE
    return Field.COLLAR if rewritten(Field.COLLAR, value) else Field.FEATURES

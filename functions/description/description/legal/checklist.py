"""What an article needs by law beside a lawful text: who made it and answers for it, warnings (Article 19 of Regulation
(EU) 2023/988, product safety), its fibres and the statement on parts of animal origin (Regulation (EU) No 1007/2011).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from description.domain.statement import Field, ProductData, Statement
from description.ingest.countries import countries, country
from description.ingest.markers import marks, words_of
from description.legal.animal_parts import animal_part, has_statement, is_textile
from description.legal.rules_file import RulesFile, read_rules

State = Literal["found", "missing", "not-needed", "open"]

_ELECTRONIC = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.\w|\bhttps?://\w|\bwww\.\w|(?<![\w.])[\w-]{1,63}\.(?:de|com|eu|net|org|at|ch|fr|it)\b"
)
_POSTAL = re.compile(
    r"(?<!\d)(?:[A-Z]{1,2}-?\s?)?\d{4,6}\s+\w|(?<!\d)\d{4}\s?[A-Z]{2}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b"
)
_CODE = re.compile(r"\b([A-Z]{2})[\s-]\d{3,6}\b")
_LETTER = re.compile(r"\b([A-Z])-\d{4,5}\b")  # the letter of a car's plate, as it stood before postcodes
_GERMAN = re.compile(
    r"\b(?:GmbH|e\.\s?K\.|UG|OHG|KG)(?!\w).{0,120}?(?<!\d)\d{5}\s+\w", re.DOTALL
)  # a legal form and a postcode
_PARTS = (Field.MATERIAL, Field.LINING, Field.PART_MATERIAL)
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that the law asks for. `state` is "open" where the data leaves open whether it is needed. `where` is
    the entry or text that holds it, or else a German sentence: why it is not needed, or what to add. The law is as that
    of a finding."""

    id: str
    what: str
    state: State
    where: str
    paragraph: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class _Answer:
    id: str
    rule: str
    what: str
    state: State
    where: str


def checklist(text: str, data: ProductData, today: datetime.date | None = None) -> tuple[ChecklistItem, ...]:
    """The items of the laws that apply on `today` (default: the current date, UTC).

    Raises InvalidSettings: legal.yaml is invalid.
    """
    rules = read_rules()
    day = today or datetime.datetime.now(datetime.UTC).date()
    answers = (*_product_safety(data, rules), *_textile(text, data, rules))
    return tuple(_item(answer, rules) for answer in answers if rules.laws[answer.rule].date <= day)


def _item(answer: _Answer, rules: RulesFile) -> ChecklistItem:
    law = rules.laws[answer.rule]
    source, date = rules.sources[law.source], law.date.isoformat()
    return ChecklistItem(answer.id, answer.what, answer.state, answer.where, law.paragraph, source, date)


def _product_safety(data: ProductData, rules: RulesFile) -> Iterator[_Answer]:
    words = rules.checklist
    makers = _marked(data, "maker")
    of_maker = (*makers, *_marked(data, "maker-address"), *_marked(data, "maker-contact"))
    maker = next(iter(makers), None) or next(iter(data.stated(Field.BRAND)), None)
    address = next((one for one in of_maker if _POSTAL.search(one.text)), None)
    contact = next((one for one in of_maker if _ELECTRONIC.search(one.text)), None)
    yield _found_or("maker", "maker-named", words.maker, maker, words.want_maker)
    yield _found_or("maker-address", "maker-named", words.maker_address, address, words.want_address)
    yield _found_or("maker-contact", "maker-named", words.maker_contact, contact, words.want_contact)
    yield _responsible(data, "\n".join(one.text for one in of_maker) if address else "", rules)
    yield _warnings(data, rules)


def _responsible(data: ProductData, address: str, rules: RulesFile) -> _Answer:
    words = rules.checklist
    told = next(iter(_marked(data, "responsible-person")), None)
    if told is not None:
        return _Answer("responsible-person", "responsible-person", words.responsible_person, "found", told.source)
    known = _countries(address, words.postcode_letters)
    state: State = "open"
    where = words.ask_country
    if known & frozenset(rules.origin.eu):
        state, where = "not-needed", words.why_in_eu
    elif known:
        state, where = "missing", words.want_person
    return _Answer("responsible-person", "responsible-person", words.responsible_person, state, where)


def _countries(address: str, letters: Mapping[str, str]) -> frozenset[str]:
    """The countries that an address names, as a word or before its postcode ("D-10115")."""
    codes = (country(code[1]) for code in _CODE.finditer(address))
    named = countries(address).union(
        filter(None, codes), {letters.get(one[1], "") for one in _LETTER.finditer(address)} - {""}
    )
    return named or (frozenset({letters["D"]}) if _GERMAN.search(address) else frozenset())


def _warnings(data: ProductData, rules: RulesFile) -> _Answer:
    words = rules.checklist
    told = next(iter(_marked(data, "warnings")), None)
    state: State = "open"
    where = words.ask_warnings
    if told is not None:
        none = marks("none-needed", told.text.rstrip(" ."))
        state, where = ("not-needed", words.why_none) if none else ("found", told.source)
    elif _is_for_children(data):
        state, where = "missing", words.want_warnings
    return _Answer("warnings", "warnings", words.warnings, state, where)


def _is_for_children(data: ProductData) -> bool:
    if any(marks("children", value) for value in data.values(Field.AUDIENCE)):
        return True
    opening = tuple(words_of("children"))
    return any(value.startswith(opening) for value in data.values(Field.TYPE))


def _textile(text: str, data: ProductData, rules: RulesFile) -> Iterator[_Answer]:
    words = rules.checklist
    if not is_textile(data, rules):
        yield _Answer("composition", "composition", words.composition, "not-needed", words.why_not_textile)
        yield _Answer("animal-parts", "animal-parts", words.animal_parts, "not-needed", words.why_not_textile)
        return
    composed = next((one for one in data.stated(Field.MATERIAL) if _is_complete(one)), None)
    partly = any(one.shares and not _is_complete(one) for one in data.stated(*_PARTS) if _has_percent(one))
    yield _found_or(
        "composition", "composition", words.composition, None if partly else composed, words.want_composition
    )
    part = animal_part(data, rules)
    state: State = "not-needed"
    where = words.why_no_part
    if has_statement(text.lower(), rules):
        state, where = "found", rules.animal_parts.statement
    elif part is not None:
        state, where = "missing", words.want_statement.replace("{part}", part.source)
    yield _Answer("animal-parts", "animal-parts", words.animal_parts, state, where)


def _is_complete(statement: Statement) -> bool:
    """Whether the shares of a composition have percentages that make 100."""
    percents = [share.percent for share in statement.shares]
    return bool(percents) and None not in percents and sum(filter(None, percents), Decimal(0)) == _WHOLE


def _has_percent(statement: Statement) -> bool:
    return any(share.percent is not None for share in statement.shares)


def _marked(data: ProductData, marker: str) -> tuple[Statement, ...]:
    return tuple(one for one in data.stated() if marks(marker, one.key))


def _found_or(name: str, rule: str, what: str, found: Statement | None, want: str) -> _Answer:
    return _Answer(name, rule, what, "found" if found else "missing", found.source if found else want)

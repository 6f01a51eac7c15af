"""What of the data a text does not tell, value by value and with the reason, so that nothing vanishes silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from description.domain.statement import Field, NotUsed, ProductData, Statement
from description.evidence import Evidence
from description.language.vocabulary import vocabulary
from description.realise.adjectives import base_adjective
from description.realise.extras import care_said
from description.realise.facts import stems
from description.realise.materials import beside_shares
from description.realise.saying import fact_of
from description.realise.select import Content, content_of, implied
from description.realise.tables import rewritten, rows, words_in_order
from description.realise.values import fit_to_say, says_no, understood, why_unfit

# The shop's own business, and the whole of a prose whose statements are statements of their own.
_NEVER_TOLD = frozenset({Field.NUMBER, Field.PRICE, Field.DESCRIPTION, Field.EXAMPLE})
_YES = frozenset({"ja", "yes", "true"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PARTS = re.compile(r"\s*[()\[\];]\s*|, ")
_ONLY_DIGITS = re.compile(r"[\d\s.,x×*/+–-]+")
_FIGURES = re.compile(r"\d[\d.,]*\s?(?:[^\W\d]{1,2}\b|°)?")
_SMALL_NUMBER = 1  # digits of a number that a text writes as a word


def untold(data: ProductData, text: str, disputed: Sequence[str] = ()) -> tuple[NotUsed, ...]:
    """The values that no word of the text tells, as an editor knows them; denials ("Kapuze: nein") are no facts.

    `disputed`: what the checker rejected in earlier drafts.
    """
    said = stems(text)
    numbers = frozenset(number.replace(".", "") for number in _NUMBER.findall(text))
    folded = text.casefold()
    left: list[tuple[Statement, str]] = []
    for statement in data.stated():
        if statement.field in _NEVER_TOLD or says_no(statement) or _is_only_yes(statement, folded):
            continue
        left += [
            (statement, value) for value in _values(statement) if not _is_told(statement, value, said, numbers, folded)
        ]
    content = content_of(Evidence(data)) if left else None
    doubted = [stems(each) for each in disputed]
    return tuple(
        NotUsed(statement.prose or statement.key, value, _reasons()[_why(statement, value, content, doubted)])
        for statement, value in dict.fromkeys(left)
        if content is not None
    )


def _is_only_yes(statement: Statement, text: str) -> bool:
    return statement.text.strip().casefold() in _YES and statement.key.strip().casefold() in text


def _values(statement: Statement) -> Iterator[str]:
    """The values as they are written, what stands in brackets or behind a comma by itself; all of them in one where no
    value is left of the statement."""
    given = dict.fromkeys((*statement.values, *beside_shares(statement))) or (statement.text,)
    for value in given:
        parts = [part for part in _PARTS.split(value) if any(map(str.isalnum, part))]
        yield from parts if len(parts) > 1 and not any(map(_ONLY_DIGITS.fullmatch, parts)) else [value]


def _is_told(statement: Statement, value: str, said: frozenset[str], numbers: frozenset[str], text: str) -> bool:
    figures = [number.replace(".", "") for number in _NUMBER.findall(value)]
    if figures and any(figure in numbers for figure in figures):
        return True
    if any(len(figure) > _SMALL_NUMBER for figure in figures):
        return False
    return any(_in(form, said) or form.casefold() in text for form in _forms(statement, value) if form)


def _forms(statement: Statement, value: str) -> Iterator[str]:
    """A value as it is written, and as the vocabulary calls it: "black", schwarz."""
    yield value
    yield (rewritten(statement.field, value.strip()) or "").lstrip("=@+")
    yield from care_said(value) if statement.field in (Field.CARE, Field.FEATURES) else ()
    adjective = base_adjective(value.strip())
    yield adjective.stem if adjective is not None and adjective.declines else ""
    word = vocabulary().named(value)
    if word is not None:
        yield word.lemma
    yield "mittler" if value.strip() == "mittel" else ""
    yield " ".join(words_in_order("everybody")) if word is not None and word.lemma == "Unisex" else ""
    if statement.field is Field.ORIGIN:
        yield "hergestellt"
    if value.strip().casefold() in _YES or value.strip().isdigit():
        yield statement.key


def _in(form: str, said: frozenset[str]) -> bool:
    """Whether words of the text have most stems of the form in them: "Leder" is told by "Lederfutter"."""
    wanted = stems(form)
    return bool(wanted) and 2 * sum(any(stem in word for word in said) for stem in wanted) > len(wanted)


@cache
def _reasons() -> dict[str, str]:
    return {row["why"]: row["reason"] for row in rows("reasons")}


def _why(statement: Statement, value: str, content: Content, doubted: Sequence[frozenset[str]]) -> str:
    """Why a text does not tell a value, as reasons.csv names it: what it is, else what keeps it from a sentence."""
    if statement.field is Field.SIZE:
        return "size"
    if statement.field is Field.COLOUR and len(statement.values) > 1:
        return "several-colours"
    if _ONLY_DIGITS.fullmatch(value):
        return "no-unit"
    if unfit := why_unfit(value):
        return unfit
    fact = fact_of(statement.field, statement.key.strip(), value)
    if fact is not None and implied(content.article, fact):
        return "implied"
    if any(each & stems(value) for each in doubted):
        return "disputed"
    if any(_in(value, each) for each in _stems_of(content)):
        return "no-room"
    if not understood(_FIGURES.sub("", fit_to_say(value)).strip()):
        return "foreign"
    return "unknown-key" if statement.field is Field.OTHER else "no-grammar"


def _stems_of(content: Content) -> Iterator[frozenset[str]]:
    """What each fact says, and each group of parts of what they are made of."""
    yield from (fact.stems for fact in content.facts)
    yield from (stems(group.bare) for group in content.groups)

"""What of the data a text does not tell, so that nothing vanishes silently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.domain.statement import Field, NotUsed, ProductData, Statement
from description.language.vocabulary import vocabulary
from description.realise.extras import care_said
from description.realise.facts import stems
from description.realise.tables import rewritten
from description.realise.values import says_no

# The shop's own business, and the whole of a prose whose statements are statements of their own.
_NEVER_TOLD = frozenset({Field.NUMBER, Field.PRICE, Field.DESCRIPTION, Field.EXAMPLE})
_YES = frozenset({"ja", "yes", "true"})
_REASON = "steht nicht im Text"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def untold(data: ProductData, text: str) -> tuple[NotUsed, ...]:
    """The statements that no word of the text tells, as an editor knows them; denials ("Kapuze: nein") are no facts."""
    said = stems(text)
    numbers = frozenset(number.replace(".", "") for number in _NUMBER.findall(text))
    left = [statement for statement in data.stated() if statement.field not in _NEVER_TOLD and not says_no(statement)]
    return tuple(
        NotUsed(statement.prose or statement.key, statement.text, _REASON)
        for statement in left
        if not _is_told(statement, said, numbers, text)
    )


def _is_told(statement: Statement, said: frozenset[str], numbers: frozenset[str], text: str) -> bool:
    figures = frozenset(number.replace(".", "") for number in _NUMBER.findall(statement.text))
    if figures and figures & numbers:
        return True
    return any(_in(form, said) or form.casefold() in text.casefold() for form in _forms(statement) if form)


def _forms(statement: Statement) -> Iterator[str]:
    """The values as they are written, and as the vocabulary calls them: "black", schwarz."""
    for value in (statement.text, *statement.values, *(share.material for share in statement.shares)):
        yield value
        yield (rewritten(statement.field, value.strip()) or "").lstrip("=@+")
        yield from care_said(value) if statement.field is Field.CARE else ()
        word = vocabulary().named(value)
        if word is not None:
            yield word.lemma
    if statement.field is Field.ORIGIN:
        yield "hergestellt"
    if statement.text.strip().casefold() in _YES or statement.text.strip().isdigit():
        yield statement.key


def _in(form: str, said: frozenset[str]) -> bool:
    """Whether words of the text have most stems of the form in them: "Leder" is told by "Lederfutter"."""
    wanted = stems(form)
    return bool(wanted) and 2 * sum(any(stem in word for word in said) for stem in wanted) > len(wanted)

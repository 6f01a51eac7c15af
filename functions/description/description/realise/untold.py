"""What of the data a text does not tell, so that nothing vanishes silently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.german.vocabulary import vocabulary
from description.product_data.model import Entry, Field, NotUsed, ProductData
from description.realise.extras import care_said
from description.realise.facts import stems
from description.realise.tables import rewritten
from description.realise.values import says_no

# The shop's own business, and the whole of a prose whose statements are entries of their own.
_NEVER_TOLD = frozenset({Field.NUMBER, Field.PRICE, Field.DESCRIPTION, Field.EXAMPLE})
_YES = frozenset({"ja", "yes", "true"})
_REASON = "steht nicht im Text"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def untold(data: ProductData, text: str) -> tuple[NotUsed, ...]:
    """The entries that no word of the text tells, as an editor knows them; denials ("Kapuze: nein") are no facts."""
    said = stems(text)
    numbers = frozenset(number.replace(".", "") for number in _NUMBER.findall(text))
    left = [entry for entry in data.stated() if entry.field not in _NEVER_TOLD and not says_no(entry)]
    return tuple(
        NotUsed(entry.prose or entry.key, entry.text, _REASON)
        for entry in left
        if not _is_told(entry, said, numbers, text)
    )


def _is_told(entry: Entry, said: frozenset[str], numbers: frozenset[str], text: str) -> bool:
    figures = frozenset(number.replace(".", "") for number in _NUMBER.findall(entry.text))
    if figures and figures & numbers:
        return True
    return any(_in(form, said) or form.casefold() in text.casefold() for form in _forms(entry) if form)


def _forms(entry: Entry) -> Iterator[str]:
    """The values as they are written, and as the vocabulary calls them: "black", schwarz."""
    for value in (entry.text, *entry.values, *(share.material for share in entry.shares)):
        yield value
        yield (rewritten(entry.field, value.strip()) or "").lstrip("=@+")
        yield from care_said(value) if entry.field is Field.CARE else ()
        word = vocabulary().named(value)
        if word is not None:
            yield word.lemma
    if entry.field is Field.ORIGIN:
        yield "hergestellt"
    if entry.text.strip().casefold() in _YES or entry.text.strip().isdigit():
        yield entry.key


def _in(form: str, said: frozenset[str]) -> bool:
    """Whether words of the text have most stems of the form in them: "Leder" is told by "Lederfutter"."""
    wanted = stems(form)
    return bool(wanted) and 2 * sum(any(stem in word for word in said) for stem in wanted) > len(wanted)

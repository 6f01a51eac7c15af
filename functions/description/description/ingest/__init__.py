"""Product data: what an editor pastes or a system sends, to statements under canonical fields and their conflicts.

What the other packages may rely on, beyond the types in domain/statement.py:
- Material fields: `values` are the materials without percentages ("100% Glattleder" → "Glattleder"), `shares` hold
  both; values such as "Ungefüttert" have no shares.
- "Wasserdicht: Ja" is FEATURES with the value "wasserdicht". "Gefüttert: Nein" is OTHER with the value "Nein": the
  value of an OTHER statement supports a text, its key alone never does.
- "Kapuze: abnehmbar" is FEATURES with the value "abnehmbar" and the part "Kapuze": what is so stands in the key. The
  part is set wherever the key of FEATURES is a thing of the vocabulary, also where the value names a thing itself
  ("Bund: Gummibund"), and never for "Kapuze: Ja", whose value is "Kapuze".
- "Bleichen: nein" is CARE with the value "nicht bleichen"; the text is still "nein".
- An input may hold markup: `text` is without. What says nothing ("k. A.", "-") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bildtext.errors import UnreadableProductData
from bildtext.json_text import JsonError, NotJson, load_json
from description.domain.statement import Conflict, Field, Measure, NotUsed, ProductData, Share, Statement
from description.ingest import examples, lines, structured, tables
from description.ingest.conflicts import settled as without_conflicts
from description.ingest.excel import refuse_converted
from description.ingest.guesses import settled
from description.ingest.inner_keys import split
from description.ingest.keys import is_known, meanings
from description.ingest.markers import marks
from description.ingest.mojibake import mended
from description.ingest.pairs import Pair, check_length, no_product_data
from description.ingest.prose import with_prose
from description.ingest.several import listed, refuse_several
from description.ingest.shapes import in_one_shape
from description.ingest.statements import statements
from description.ingest.understood import understood
from description.ingest.wording import plain, without_gaps, without_wide_tabs
from description.ingest.xml_items import as_lines, linked_data

__all__ = [
    "Conflict",
    "Field",
    "Measure",
    "NotUsed",
    "ProductData",
    "Share",
    "Statement",
    "from_json",
    "from_row",
    "parse",
]

_NO_NAME = "Die Spalte hat keinen Namen; bitte in der Kopfzeile angeben."

_FEED = re.compile(r"^g:(?=[a-z_]{2,40}\s?[:=\t;,|])", re.MULTILINE)  # the prefix of Google's feed


def parse(text: str) -> ProductData:
    """Read pasted product data: `Key: Value` lines, a JSON text or a CSV text, with whatever stands around them.

    Raises:
        InvalidProductData: nothing in the text is a statement about an article, or it is beyond the limits.
    """
    check_length(text)
    text = without_gaps(text)
    bare = text.strip().lstrip("\ufeff")
    bare = linked_data(bare) or as_lines(bare) or _FEED.sub("", bare)
    if bare[:1] in ("{", "["):
        try:
            value = load_json(bare)
        except NotJson:
            value = None
        except JsonError as refused:
            raise no_product_data(f"The product data {refused}.") from refused
        if isinstance(value, dict | list):
            return from_json(value)
    rows = tables.pasted(mended(bare.replace("\r\n", "\n").replace("\r", "\n")))
    if rows:
        return _data(rows)
    return _data(lines.pairs(without_wide_tabs(plain(examples.untagged(bare)))))


def from_json(value: object) -> ProductData:
    """Read product data from a JSON value: an object, nested or not, or a list of names with their values.

    Raises:
        InvalidProductData: nothing in it is a statement about an article, it holds several articles, or it is beyond
            the limits.
    """
    if isinstance(value, str):
        return parse(value)
    value = in_one_shape(value)
    refuse_several(listed(value))
    return _data(structured.pairs(value))


def from_row(cells: Iterable[tuple[str, str]]) -> ProductData:
    """Read product data from one row of a table: a pair of name and value for each cell; empty cells are left out.

    A name that two columns have comes with both values.

    Raises:
        InvalidProductData: no cell is a statement about an article, or it is beyond the limits.
    """
    told = list(cells)
    data = _data(tables.of_row(told))
    unnamed = tuple(NotUsed("", value, _NO_NAME) for name, value in told if value.strip() and not name.strip())
    return replace(data, not_used=data.not_used + unnamed) if unnamed else data


def _data(stated: tuple[Pair, ...]) -> ProductData:
    check_length("".join(pair.text for pair in stated))
    _refuse_half_characters(stated)
    found, shown = examples.apart(inner for pair in stated for inner in split(pair))
    for pair in found:
        refuse_converted(pair.key, pair.text, meanings(pair.key)[0].field)
    told, left = understood(found)
    if not any(_tells(pair) for pair in told):
        raise no_product_data("No product data was found: there is no line with a known key.")
    made = statements(settled(told))
    if not made:
        raise no_product_data("The product data says nothing: every value is empty.")
    made, conflicts = without_conflicts(made)
    made, unused = with_prose(made, conflicts)
    return ProductData(made, conflicts, examples.texts(shown), (*examples.not_used(shown), *left, *unused))


def _refuse_half_characters(stated: Iterable[Pair]) -> None:
    """JSON can hold half a character (a lone surrogate), which no text can."""
    for pair in stated:
        try:
            f"{pair.key}{pair.text}".encode()
        except UnicodeEncodeError:
            raise UnreadableProductData(
                f"The value of {pair.key!a} holds half a character; export the data again as UTF-8."
            ) from None


def _tells(pair: Pair) -> bool:
    """Whether a pair has a key of its own that only product data has."""
    if pair.aside or pair.guessed:
        return False
    if marks("asked", pair.key):
        return True
    return is_known(pair.key) and meanings(pair.key)[0].field not in (
        Field.DESCRIPTION,
        Field.PRICE,
        Field.OTHER,
        Field.EXAMPLE,
    )

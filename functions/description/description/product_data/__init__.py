"""Product data: what an editor pastes or a system sends, to entries under canonical fields and their conflicts.

What the other rooms may rely on, beyond the types in model.py:
- Material fields: `values` are the materials without percentages ("100% Glattleder" → "Glattleder"), `shares` hold
  both; values such as "Ungefüttert" have no shares.
- "Wasserdicht: Ja" is FEATURES with the value "wasserdicht". "Gefüttert: Nein" is OTHER with the value "Nein": the
  value of an OTHER entry supports a text, its key alone never does.
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
from description.product_data import examples, lines, structured, tables
from description.product_data.conflicts import settled as without_conflicts
from description.product_data.entries import entries
from description.product_data.excel import refuse_converted
from description.product_data.guesses import settled
from description.product_data.inner_keys import split
from description.product_data.keys import is_known, meanings
from description.product_data.markers import marks
from description.product_data.model import Conflict, Entry, Field, Measure, NotUsed, ProductData, Share
from description.product_data.mojibake import mended
from description.product_data.prose import with_prose
from description.product_data.several import listed, refuse_several
from description.product_data.shapes import in_one_shape
from description.product_data.statements import Statement, check_length, no_product_data
from description.product_data.understood import understood
from description.product_data.wording import plain, without_gaps, without_wide_tabs
from description.product_data.xml_items import as_lines, linked_data

__all__ = [
    "Conflict",
    "Entry",
    "Field",
    "Measure",
    "NotUsed",
    "ProductData",
    "Share",
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
    return _data(lines.statements(without_wide_tabs(plain(examples.untagged(bare)))))


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
    return _data(structured.statements(value))


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


def _data(stated: tuple[Statement, ...]) -> ProductData:
    check_length("".join(statement.text for statement in stated))
    _refuse_half_characters(stated)
    found, shown = examples.apart(inner for statement in stated for inner in split(statement))
    for statement in found:
        refuse_converted(statement.key, statement.text, meanings(statement.key)[0].field)
    told, left = understood(found)
    if not any(_tells(statement) for statement in told):
        raise no_product_data("No product data was found: there is no line with a known key.")
    made = entries(settled(told))
    if not made:
        raise no_product_data("The product data says nothing: every value is empty.")
    made, conflicts = without_conflicts(made)
    made, unused = with_prose(made, conflicts)
    return ProductData(made, conflicts, examples.texts(shown), (*examples.not_used(shown), *left, *unused))


def _refuse_half_characters(stated: Iterable[Statement]) -> None:
    """JSON can hold half a character (a lone surrogate), which no text can."""
    for statement in stated:
        try:
            f"{statement.key}{statement.text}".encode()
        except UnicodeEncodeError:
            raise UnreadableProductData(
                f"The value of {statement.key!a} holds half a character; export the data again as UTF-8."
            ) from None


def _tells(statement: Statement) -> bool:
    """Whether a statement has a key of its own that only product data has."""
    if statement.aside or statement.guessed:
        return False
    if marks("asked", statement.key):
        return True
    return is_known(statement.key) and meanings(statement.key)[0].field not in (
        Field.DESCRIPTION,
        Field.PRICE,
        Field.OTHER,
        Field.EXAMPLE,
    )

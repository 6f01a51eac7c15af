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

from collections.abc import Mapping

from bildtext.json_text import JsonRefused, NotJson, load_json
from description.product_data import lines, structured, tables
from description.product_data.conflicts import conflicts
from description.product_data.entries import entries
from description.product_data.guesses import settled
from description.product_data.inner_keys import split
from description.product_data.keys import is_known, meanings
from description.product_data.markers import marks
from description.product_data.model import Conflict, Entry, Field, Measure, ProductData, Share
from description.product_data.several import listed, refuse_several
from description.product_data.statements import Statement, check_length, no_product_data
from description.product_data.wording import plain

__all__ = ["Conflict", "Entry", "Field", "Measure", "ProductData", "Share", "from_json", "from_row", "parse"]


def parse(text: str) -> ProductData:
    """Read pasted product data: `Key: Value` lines, a JSON text or a CSV text, with whatever stands around them.

    Raises:
        InvalidProductData: nothing in the text is a statement about an article, or it is beyond the limits.
    """
    check_length(text)
    bare = text.strip().lstrip("\ufeff")
    if bare[:1] in ("{", "["):
        try:
            value = load_json(bare)
        except NotJson:
            value = None
        except JsonRefused as refused:
            raise no_product_data(f"The product data {refused}.") from refused
        if isinstance(value, dict | list):
            return from_json(value)
    rows = tables.statements(bare)
    if rows:
        return _data(tuple(inner for statement in rows for inner in split(statement)))
    return _data(lines.statements(plain(text)))


def from_json(value: object) -> ProductData:
    """Read product data from a JSON value: an object, nested or not, or a list of names with their values.

    Raises:
        InvalidProductData: nothing in it is a statement about an article, it holds several articles, or it is beyond
            the limits.
    """
    if isinstance(value, str):
        return parse(value)
    refuse_several(listed(value))
    found = structured.statements(value)
    check_length("".join(statement.text for statement in found))
    return _data(tuple(inner for statement in found for inner in split(statement)))


def from_row(row: Mapping[str, str]) -> ProductData:
    """Read product data from one row of a table: the header's cells are the keys; empty cells are left out.

    Raises:
        InvalidProductData: no cell is a statement about an article, or it is beyond the limits.
    """
    return from_json({key: value for key, value in row.items() if key})


def _data(found: tuple[Statement, ...]) -> ProductData:
    if not any(_tells(statement) for statement in found):
        raise no_product_data("No product data was found: there is no line with a known key.")
    made = entries(settled(found))
    if not made:
        raise no_product_data("The product data says nothing: every value is empty.")
    return ProductData(made, conflicts(made))


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
    )

"""A pair: a key and its value as they were written, before anything is made of them; the limits of an input."""

from __future__ import annotations

from dataclasses import dataclass

from bildtext.errors import InvalidProductData, ProductDataTooLarge

LONGEST_TEXT = 50_000
LONGEST_VALUE = 10_000
MOST_STATEMENTS = 400
ASIDE = " › "  # between the steps of a key that is aside

WHAT_TO_PASTE = 'Paste lines such as `Marke: Gemini`, or a JSON object such as {"Marke": "Gemini"}.'


@dataclass(frozen=True, slots=True)
class Pair:
    """`items` are set where the source lists the values itself. `aside`: of a package or photo, not of the
    article. `guessed`: the source names no key.
    """

    key: str
    text: str
    items: tuple[str, ...] = ()
    aside: bool = False
    guessed: bool = False


def no_product_data(why: str) -> InvalidProductData:
    """The error for input that says nothing about an article."""
    return InvalidProductData(f"{why} {WHAT_TO_PASTE}")


def check_length(text: str) -> None:
    """Raises ProductDataTooLarge when a text is longer than an article's data can be."""
    if len(text) > LONGEST_TEXT:
        raise ProductDataTooLarge(
            f"The product data has {len(text):,} characters; at most {LONGEST_TEXT:,} are read. Paste one article only."
        )

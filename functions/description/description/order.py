"""What is asked for: a description's order as a request or an article.json holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from bildtext.errors import InvalidProductData, InvalidRequest, content_faults
from bildtext.http import validated
from bildtext.json_text import JsonRefused, RepeatedKeys, load_json
from bildtext.storage.article_table import DataItem
from description.product_data import from_json, parse
from description.product_data.model import ProductData
from description.product_data.wording import without_gaps

MAX_WORDS = 120
_Example = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(without_gaps)
]
_Prompt = Annotated[str, StringConstraints(max_length=4000), AfterValidator(without_gaps)]


class OrderModel(BaseModel):
    """The fields of an order as they are sent. Product data is JSON in `data`, or pasted text in `data_text`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    data: dict[str, JsonValue] | list[JsonValue] | None = None
    data_text: str | None = None
    examples: tuple[_Example, ...] = Field(default=(), max_length=5)
    prompt: _Prompt = ""
    max_words: int = Field(default=MAX_WORDS, ge=5, le=MAX_WORDS)
    writer: str | None = None

    def has_data(self) -> bool:
        """Whether product data came along. Raises InvalidRequest when it did twice."""
        if self.data is not None and self.data_text is not None:
            raise InvalidRequest("Give the product data as `data` (JSON) or as `data_text` (pasted text), not as both.")
        return self.data is not None or self.data_text is not None

    def order(self) -> Order:
        """Raises InvalidRequest, InvalidProductData, ContentFault."""
        if not self.has_data():
            raise InvalidProductData("There is no product data; give it as `data` (JSON) or `data_text` (pasted text).")
        with content_faults("The product data"):
            data = parse(self.data_text) if self.data_text is not None else from_json(self.data)
        return Order(data, self.examples, self.prompt, self.max_words, self.writer)


@dataclass(frozen=True)
class Order:
    """Product data, and how its description is wanted. `writer` None: whichever is set up."""

    data: ProductData
    examples: tuple[str, ...] = ()
    prompt: str = ""
    max_words: int = MAX_WORDS
    writer: str | None = None


def known_order(item: DataItem) -> Order:
    """The order that is known of an article. Raises as order_of does, and for a file that could not be kept."""
    if item.refusal:
        raise InvalidProductData(item.refusal)
    return order_of(item.content)


def order_of(content: str) -> Order:
    """The order that an article.json holds: product data alone, or with `data` or `data_text` in a whole order.

    Raises:
        InvalidProductData: not JSON, or nothing about an article in it.
        InvalidRequest: an order with a field that does not fit.
        ContentFault: the data brings out a mistake in the code that reads it.
    """
    try:
        loaded = load_json(content)
    except JsonRefused as error:
        raise InvalidProductData(f"article.json {error}.") from error
    if isinstance(loaded, RepeatedKeys) and loaded.repeated() in OrderModel.model_fields:
        raise InvalidRequest(f"article.json gives `{loaded.repeated()}` more than once; give each field once.")
    if isinstance(loaded, dict) and {"data", "data_text"} & loaded.keys():
        return validated(OrderModel, loaded).order()
    with content_faults("The product data"):
        return Order(from_json(loaded))

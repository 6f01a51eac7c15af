"""A request for a description, as an HTTP body or an article.json states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from bildtext.api_models import MAX_WORDS, DataFields, DescriptionFields, Example
from bildtext.errors import InvalidProductData, InvalidRequest, UnreadableProductData, content_faults
from bildtext.http import validate
from bildtext.json_text import JsonError, RepeatedKeys, load_json
from bildtext.storage.article_table import DataItem
from description.domain.statement import ProductData
from description.ingest import from_json, parse
from description.ingest.wording import without_gaps

_Example = Annotated[Example, AfterValidator(without_gaps)]
_Prompt = Annotated[str, StringConstraints(max_length=4000), AfterValidator(without_gaps)]


class WithData(DataFields):
    """The product data of a request."""

    examples: tuple[_Example, ...] = Field(default=(), max_length=5)

    def has_data(self) -> bool:
        """Whether the request has product data. Raises InvalidRequest if it has both forms."""
        if self.data is not None and self.data_text is not None:
            raise InvalidRequest("Give the product data as `data` (JSON) or as `data_text` (pasted text), not as both.")
        return self.data is not None or self.data_text is not None

    def product_data(self) -> ProductData:
        """Raises InvalidRequest, InvalidProductData, ContentFault."""
        if not self.has_data():
            raise InvalidProductData("There is no product data; give it as `data` (JSON) or `data_text` (pasted text).")
        with content_faults("The product data"):
            return parse(self.data_text) if self.data_text is not None else from_json(self.data)

    def request(self) -> DescriptionRequest:
        """Raises InvalidRequest, InvalidProductData, ContentFault."""
        return DescriptionRequest(self.product_data(), self.examples)


class RequestFields(WithData, DescriptionFields):
    """The fields as they are sent."""

    prompt: _Prompt = ""

    def request(self) -> DescriptionRequest:
        return DescriptionRequest(self.product_data(), self.examples, self.prompt, self.max_words, self.writer)


@dataclass(frozen=True)
class DescriptionRequest:
    """Product data, and how to describe it. `writer` None is the configured writer."""

    data: ProductData
    examples: tuple[str, ...] = ()
    prompt: str = ""
    max_words: int = MAX_WORDS
    writer: str | None = None


def stored_request(item: DataItem) -> DescriptionRequest:
    """The request stored for an article. Raises as `parse_request` does, and InvalidProductData for a refused file."""
    if item.refusal:
        kinds = {kind.code: kind for kind in InvalidProductData.__subclasses__()}
        raise kinds.get(item.refusal_code, InvalidProductData)(item.refusal)
    return parse_request(item.content)


def parse_request(content: str) -> DescriptionRequest:
    """Parse an article.json: product data alone, or a request with `data` or `data_text`.

    Raises InvalidProductData: not JSON, or without product data; InvalidRequest: an invalid field; ContentFault: the
    data triggers a bug in the code that reads it.
    """
    try:
        loaded = load_json(content)
    except JsonError as error:
        raise UnreadableProductData(f"article.json {error}.") from error
    if isinstance(loaded, RepeatedKeys) and loaded.repeated() in RequestFields.model_fields:
        raise InvalidRequest(f"article.json gives `{loaded.repeated()}` more than once; give each field once.")
    if isinstance(loaded, dict) and {"data", "data_text"} & loaded.keys():
        return validate(RequestFields, loaded).request()
    with content_faults("The product data"):
        return DescriptionRequest(from_json(loaded))

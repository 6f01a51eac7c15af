"""An order is what a request or an article.json holds."""

from __future__ import annotations

import json

import pytest

from bildtext.errors import BildtextError, InvalidProductData, InvalidRequest
from description.order import order_of
from description.product_data.model import Field

DATA = {"Marke": "Gemini", "Schuhe": "Slipper"}


def test_product_data_alone_is_an_order() -> None:
    order = order_of(json.dumps(DATA))
    assert order.data.values(Field.BRAND) == ("Gemini",)
    assert (order.examples, order.max_words, order.writer) == ((), 120, None)


@pytest.mark.parametrize("data", [{"data": DATA}, {"data_text": "Marke: Gemini\nSchuhe: Slipper"}])
def test_an_order_says_how_its_data_is_to_be_described(data: dict[str, object]) -> None:
    order = order_of(json.dumps({**data, "examples": ["Ein Beispiel."], "prompt": "Kurz!", "max_words": 40}))
    assert order.data.values(Field.TYPE) == ("Slipper",)
    assert (order.examples, order.prompt, order.max_words) == (("Ein Beispiel.",), "Kurz!", 40)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", InvalidProductData),
        ("{", InvalidProductData),
        ("[" * 100_000, InvalidProductData),
        ("42", InvalidProductData),
        ("{}", InvalidProductData),
        ('{"data": {}}', InvalidProductData),
        ('{"data": null}', InvalidProductData),
        ('{"data": {"Marke": "a"}, "data_text": "Marke: a"}', InvalidRequest),
        ('{"data": {"Marke": "a"}, "max_words": 0}', InvalidRequest),
        ('{"data": {"Marke": "a"}, "max_words": 121}', InvalidRequest),
        ('{"data": {"Marke": "a"}, "exmaples": []}', InvalidRequest),
        ('{"data": {"Marke": "a"}, "examples": [" "]}', InvalidRequest),
        ('{"data": "Marke: a"}', InvalidRequest),
    ],
)
def test_what_is_no_order_is_refused_with_a_reason(content: str, error: type[BildtextError]) -> None:
    with pytest.raises(error) as refused:
        order_of(content)
    assert len(str(refused.value)) > 20

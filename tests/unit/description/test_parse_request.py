"""Parsing a description request from an article.json."""

from __future__ import annotations

import json

import pytest

from bildtext.errors import BildtextError, InvalidProductData, InvalidRequest
from description.description_request import parse_request
from description.product_data.model import Field

DATA = {"Marke": "Gemini", "Schuhe": "Slipper"}


def test_product_data_alone_is_a_request() -> None:
    request = parse_request(json.dumps(DATA))
    assert request.data.values(Field.BRAND) == ("Gemini",)
    assert (request.examples, request.max_words, request.writer) == ((), 120, None)


@pytest.mark.parametrize("data", [{"data": DATA}, {"data_text": "Marke: Gemini\nSchuhe: Slipper"}])
def test_a_request_has_options_beside_its_data(data: dict[str, object]) -> None:
    request = parse_request(json.dumps({**data, "examples": ["Ein Beispiel."], "prompt": "Kurz!", "max_words": 40}))
    assert request.data.values(Field.TYPE) == ("Slipper",)
    assert (request.examples, request.prompt, request.max_words) == (("Ein Beispiel.",), "Kurz!", 40)


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
def test_an_invalid_request_is_refused_with_a_reason(content: str, error: type[BildtextError]) -> None:
    with pytest.raises(error) as refusal:
        parse_request(content)
    assert len(str(refusal.value)) > 20

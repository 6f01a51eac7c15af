"""Parsing a description request from an article.json."""

from __future__ import annotations

import json

import pytest

from bildtext.errors import BildtextError, InvalidProductData, InvalidRequest
from bildtext.storage.article_table import DataItem
from description.description_request import parse_request, stored_request
from description.domain.statement import Field

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


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "unreadable-product-data"),
        ('{"x":', "unreadable-product-data"),
        ('{"Marke": "Gr\ufffdn"}', "unreadable-product-data"),
        ('{"Marke": "%s"}' % ("x" * 10_001), "product-data-too-large"),
        (json.dumps({"data_text": "Marke: Gemini\n" * 5000}), "product-data-too-large"),
        (
            '[{"Marke": "A", "Name": "B", "Farbe": "rot"}, {"Marke": "C", "Name": "D", "Farbe": "rot"}]',
            "several-articles",
        ),
        ('{"Artikelnummer": "4,01235E+12", "Schuhe": "Slipper"}', "converted-value"),
        ("{}", "invalid-product-data"),
        ("42", "invalid-product-data"),
    ],
)
def test_a_refusal_has_the_code_of_what_is_wrong(content: str, code: str) -> None:
    with pytest.raises(InvalidProductData) as refused:
        parse_request(content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("stored", "code"),
    [("several-articles", "several-articles"), ("", "invalid-product-data"), ("of tomorrow", "invalid-product-data")],
)
def test_a_stored_refusal_keeps_its_code(stored: str, code: str) -> None:
    item = DataItem("1", "", "v1", "1", "2026-11-27", "Why.", refusal_code=stored)
    with pytest.raises(InvalidProductData, match="Why") as refused:
        stored_request(item)
    assert refused.value.code == code

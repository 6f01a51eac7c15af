"""JSON of feeds and shop systems: what they wrap around a value is taken away, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildtext.errors import InvalidProductData
from bildtext_cli.places import of_input
from description.ingest import Field, from_json, from_row, parse
from tests.product_data import statements_of

KEYS = st.sampled_from(
    [
        "@type",
        "@graph",
        "@context",
        "name",
        "value",
        "values",
        "data",
        "locale",
        "translated",
        "options",
        "edges",
        "node",
        "unit",
        "unitCode",
        "group",
        "g:color",
        "Material",
        "Farbe",
        "material_code",
        "percentage",
        "brand",
    ]
)
SCALARS = st.sampled_from(["Product", "Review", "rot", "de_DE", "100% Leinen", "", 5, 2.5, True, None, "CMT", "x" * 99])
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_any_shape_is_read_or_refused(value: Any) -> None:
    try:
        data = from_json({"Marke": "Zero", "inner": value})
    except InvalidProductData:
        return
    assert data.all_of(Field.BRAND)
    places = of_input("{}")
    assert all(isinstance(places.of(statement.key, statement.text), str) for statement in data.statements)


@pytest.mark.parametrize("wrapped", [{"@type": 5}, {"@type": [1, None]}, {"@graph": []}, {"@graph": 3}, {"edges": []}])
def test_a_broken_wrapper_does_not_hide_the_rest(wrapped: object) -> None:
    assert statements_of(from_json({"Marke": "Zero", "Farbe": "rot", "x": wrapped}))[:2] == [
        "brand: Zero",
        "colour: rot",
    ]


def test_deep_nesting_is_refused_as_before() -> None:
    value: object = "rot"
    for _ in range(60):
        value = {"inner": value}
    with pytest.raises(InvalidProductData, match="nested too deeply"):
        from_json(value)


def test_reviews_and_other_articles_of_a_page_say_nothing_about_the_article() -> None:
    data = from_json(
        {
            "@type": "Product",
            "name": "Hemd",
            "brand": {"@type": "Brand", "name": "Zero"},
            "review": {"@type": "Review", "name": "Material", "reviewBody": "Leder"},
            "@graph": None,
        }
    )
    assert statements_of(data) == ["name: Hemd", "type: Hemd", "brand: Zero"]


def test_a_key_that_stands_twice_keeps_both_values() -> None:
    data = parse('{"Marke": "Zero", "value": "x", "Farbe": "rot", "Farbe": "blau"}')
    assert [conflict.field for conflict in data.conflicts] == [Field.COLOUR]


def test_of_several_languages_the_german_one_is_read() -> None:
    value = [{"value": "rot", "language_tag": "de_DE"}, {"value": "red", "language_tag": "en_GB"}]
    assert statements_of(from_json({"Marke": "Zero", "color": value})) == ["brand: Zero", "colour: rot"]


def test_several_products_of_a_graph_are_several_articles() -> None:
    products = [
        {"@type": "Product", "name": name, "brand": "Zero", "color": "rot", "material": "Leinen"} for name in "AB"
    ]
    with pytest.raises(InvalidProductData, match="holds 2 articles"):
        from_json({"@graph": products})


@pytest.mark.parametrize(
    ("unit", "read"), [("CMT", "30 cm"), ("MMT", "30 mm"), ("cm", "30 cm"), ("Zentimeter", "30 cm"), ("INH", "30 Zoll")]
)
def test_units_of_schema_org_are_the_usual_ones(unit: str, read: str) -> None:
    data = from_json({"brand": "Zero", "width": {"@type": "QuantitativeValue", "value": 30, "unitCode": unit}})
    assert data.statements[1].text == read
    assert [measure.unit for measure in data.statements[1].measures] == [read.split()[1]]


def test_materials_with_shares_are_a_composition() -> None:
    value = [{"material": "Baumwolle", "percent": 95}, {"material": "Elasthan", "percent": "5 %"}]
    assert from_json({"brand": "Zero", "material": value}).statements[1].text == "95 % Baumwolle, 5 % Elasthan"


def test_columns_that_name_columns_are_read_by_pairs() -> None:
    cells = [("Vendor", "Zero"), ("Option1 Name", "Farbe"), ("Option1 Value", "rot"), ("Option2 Name", "")]
    assert statements_of(from_row([*cells, ("Option2 Value", "36")]))[:2] == ["brand: Zero", "colour: rot"]


def test_an_item_of_a_feed_is_read_and_a_page_is_not_taken_for_one() -> None:
    item = "<item><g:brand>C&amp;A</g:brand><g:color><![CDATA[rot & weiß]]></g:color><g:id>007</g:id></item>"
    assert statements_of(parse(item)) == ["brand: C&A", "colour: rot + weiß", "number: 007"]
    assert statements_of(parse("<ul><li><b>Farbe:</b> rot</li><li><b>Marke:</b> Zero</li></ul>")) == [
        "colour: rot",
        "brand: Zero",
    ]


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("g:color", Field.COLOUR),
        ("attr_farbe", Field.COLOUR),
        ("attribute.color.de", Field.COLOUR),
        ("custom_material", Field.MATERIAL),
        ("property_farbe", Field.COLOUR),
        ("verpackung_material", Field.OTHER),
        ("image_title", Field.OTHER),
    ],
)
def test_only_prefixes_that_say_nothing_are_taken_from_a_key(key: str, field: Field) -> None:
    assert from_json({"Marke": "Zero", key: "Leinen"}).statements[1].field is field

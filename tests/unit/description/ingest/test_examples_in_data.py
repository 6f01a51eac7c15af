"""An example text within the data determines the style, but none of its statements is evidence."""

from __future__ import annotations

import json

import pytest

from bildtext.errors import InvalidProductData
from description.claims import ClaimChecker
from description.evidence import Evidence
from description.ingest import Field, ProductData, from_json, from_row, parse

DATA = {"Artikelnummer": "1", "Marke": "Gemini", "Schuhe": "Slipper", "Farbe": "weiß", "Obermaterial": "Leder"}
LINES = "\n".join(f"{key}: {value}" for key, value in DATA.items())
EXAMPLE = "Wasserdichter Stiefel aus Wildleder mit 45 mm Absatz von Caprice, Weite G."
FALSE = ("Wasserdicht.", "Ein Stiefel.", "Aus Wildleder.", "Mit 45 mm Absatz.", "Von Caprice.", "In Weite G.")
ALWAYS = (
    "Example description", "Beispieltext", "Mustertext", "Referenztext", "Beispiel", "Beispielbeschreibung",
    "Stilbeispiel", "Example", "Beispiel 1", "Hier ein Beispieltext", "Style example", "Beispieltext (nur Stil)",
    "Sample text", "BEISPIEL", "Bsp.", "Musterprodukt", "Vergleichstext", "Example text of another shoe",
    "Musterbeschreibung", "Beispiel-Text",
)  # fmt: skip
PERHAPS = ("Stil", "Vorlage", "Referenz", "Style", "Template", "So soll es klingen", "Unser Stil", "Zur Orientierung")


def assert_example_is_no_evidence(data: ProductData) -> None:
    facts = Evidence(data)
    assert [said for said in FALSE if not ClaimChecker(facts).check(said).rejected] == []
    assert ClaimChecker(facts).check("Slipper von Gemini in Weiß aus Leder.").rejected == ()
    assert data.examples


@pytest.mark.parametrize("key", [*ALWAYS, *PERHAPS])
@pytest.mark.parametrize(
    "where", ["{example}\n{data}", "{data}\n{example}", "{example}\n\n{data}", "{data}\n\n{example}"]
)
@pytest.mark.parametrize(
    "written",
    [
        "{key}: {text}",
        "{key}:\n{text}",
        "{key}:\n\n{text}",
        '{key}: "{text}"',
        "{key}:\n„{text}“",
        "**{key}:** {text}",
        "- {key}: {text}",
        "{key}: So schön ist Mode.\n\n{text}",
        "{key}: Das Besondere: ein Absatz! {text}",
    ],
)
def test_an_example_above_or_below_the_data_supports_nothing(key: str, where: str, written: str) -> None:
    example = written.format(key=key, text=EXAMPLE)
    assert_example_is_no_evidence(parse(where.format(data=LINES, example=example)))


@pytest.mark.parametrize(
    "heading", ["Hier ein Beispieltext", "## Unser Stil", "Vorlage für den Text", "*** Beispiel ***"]
)
def test_a_heading_needs_no_colon(heading: str) -> None:
    assert_example_is_no_evidence(parse(f"{LINES}\n\n{heading}\n\n{EXAMPLE}"))
    assert_example_is_no_evidence(parse(f"{heading}\n{EXAMPLE}\n\n{LINES}"))


def test_a_value_that_looks_like_a_heading_is_one_line_only() -> None:
    data = parse("Marke: Gemini\nStil casual\nBesonderheit: weich, leicht und sehr bequem zu tragen")
    assert data.examples == ()
    assert data.values(Field.FEATURES) == ("weich", "leicht und sehr bequem zu tragen")
    assert data.values(Field.STYLE) == ("casual",)


@pytest.mark.parametrize("key", ALWAYS)
def test_the_lines_of_an_example_may_be_a_list(key: str) -> None:
    listed = "Wasserdichter Stiefel\n- aus Wildleder\n- mit 45 mm Absatz\n- von Caprice\n- Weite G"
    assert_example_is_no_evidence(parse(f"{LINES}\n{key}:\n{listed}"))
    assert_example_is_no_evidence(parse(f"{key}:\n{listed}\n\n{LINES}"))


def test_below_the_data_an_example_may_be_a_whole_page_with_keys() -> None:
    page = "Wasserdichter Stiefel von Caprice.\nDetails:\n- Absatzhöhe: 45 mm\n- Material: Wildleder\n- Weite: G"
    assert_example_is_no_evidence(parse(f"{LINES}\n\nBeispieltext:\n{page}"))
    assert_example_is_no_evidence(parse(f"{LINES}\nBeispieltext: „{page}“"))
    assert_example_is_no_evidence(parse(f"{LINES}\n<example>\n{page}\n</example>"))


def test_data_may_continue_after_an_example() -> None:
    data = parse(f"Marke: Gemini\nSchuhe: Slipper\nBeispieltext: {EXAMPLE}\nFarbe: weiß\nObermaterial: Leder")
    assert_example_is_no_evidence(data)


@pytest.mark.parametrize(
    "text",
    [
        "; ".join(LINES.split("\n")) + f"; Beispieltext: {EXAMPLE}",
        " | ".join(LINES.split("\n")) + f" | Beispieltext: {EXAMPLE} | Verschluss: Schlupf",
        f"Beispieltext: {EXAMPLE} | " + " | ".join(LINES.split("\n")),
        f"{LINES}\nBeschreibung: Ein schöner Schuh. Beispiel: {EXAMPLE}",
        f"{LINES}\nBesonderheit: weich (Beispiel: {EXAMPLE})",
        LINES.replace(": ", "\t") + f"\nBeispieltext\t{EXAMPLE}",
        f"{LINES}\n\n### Beispieltext\n\n> {EXAMPLE}",
    ],
)
def test_an_example_may_be_within_a_line(text: str) -> None:
    assert_example_is_no_evidence(parse(text))


@pytest.mark.parametrize("key", ["Beispieltext", "example", "examples", "exampleText", "Referenztext", "Stil"])
def test_json_and_rows_may_contain_examples(key: str) -> None:
    for data in (
        from_json({**DATA, key: EXAMPLE}),
        from_json({**DATA, key: [EXAMPLE]}),
        from_json({"attributes": [{"name": name, "value": value} for name, value in {**DATA, key: EXAMPLE}.items()]}),
        from_row([*DATA.items(), (key, EXAMPLE)]),
        parse(json.dumps({**DATA, key: EXAMPLE})),
        parse(";".join([*DATA, key]) + "\n" + ";".join([*DATA.values(), EXAMPLE])),
    ):
        assert_example_is_no_evidence(data)


def test_an_example_may_be_an_object() -> None:
    shown = {"Marke": "Caprice", "Text": EXAMPLE, "Material": {"Wildleder": 100}}
    assert_example_is_no_evidence(from_json({**DATA, "Beispiel": shown}))
    assert_example_is_no_evidence(from_json({**DATA, "style": {"example": EXAMPLE}}))


@pytest.mark.parametrize(
    ("line", "field", "values"),
    [
        ("Stil: casual", Field.STYLE, ("casual",)),
        ("Stil: sportlich, elegant", Field.STYLE, ("sportlich", "elegant")),
        ("Stil: im Boho-Look", Field.STYLE, ("im Boho-Look",)),
        ("Style: Slipper Emma", Field.NAME, ("Slipper Emma", "Emma")),
        ("Muster: Blumen auf hellem Grund", Field.PATTERN, ("Blumen auf hellem Grund",)),
        ("Referenz: 12345", Field.NUMBER, ("12345",)),
    ],
)
def test_a_key_that_may_also_introduce_a_value_still_does(line: str, field: Field, values: tuple[str, ...]) -> None:
    data = parse(f"Marke: Gemini\n{line}")
    assert data.values(field) == values
    assert data.examples == ()


def test_the_answer_reports_an_unused_example() -> None:
    data = parse(f"{LINES}\nBeispieltext: „{EXAMPLE}“")
    assert data.examples == (EXAMPLE,)
    (used,) = data.not_used
    assert used.key == "Beispieltext"
    assert "Stil zählt" in used.reason


def test_an_example_alone_is_not_product_data() -> None:
    with pytest.raises(InvalidProductData, match="No product data"):
        parse(f"Beispieltext: {EXAMPLE}")

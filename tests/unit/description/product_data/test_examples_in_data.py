"""A text that shows how to write stands beside the data: its style counts, and nothing that it says is evidence."""

from __future__ import annotations

import json

import pytest

from bildtext.errors import InvalidProductData
from description.claims import check
from description.evidence import Evidence
from description.product_data import Field, ProductData, from_json, from_row, parse

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


def says_nothing_false(data: ProductData) -> None:
    facts = Evidence(data)
    assert [said for said in FALSE if not check(said, facts).rejected] == []
    assert check("Slipper von Gemini in Weiß aus Leder.", facts).rejected == ()
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
    says_nothing_false(parse(where.format(data=LINES, example=example)))


@pytest.mark.parametrize(
    "heading", ["Hier ein Beispieltext", "## Unser Stil", "Vorlage für den Text", "*** Beispiel ***"]
)
def test_a_heading_needs_no_colon(heading: str) -> None:
    says_nothing_false(parse(f"{LINES}\n\n{heading}\n\n{EXAMPLE}"))
    says_nothing_false(parse(f"{heading}\n{EXAMPLE}\n\n{LINES}"))


def test_a_value_that_looks_like_a_heading_is_one_line_only() -> None:
    data = parse("Marke: Gemini\nStil casual\nBesonderheit: weich, leicht und sehr bequem zu tragen")
    assert data.examples == ()
    assert data.values(Field.FEATURES) == ("weich", "leicht und sehr bequem zu tragen")
    assert data.values(Field.STYLE) == ("casual",)


@pytest.mark.parametrize("key", ALWAYS)
def test_its_lines_may_be_a_list(key: str) -> None:
    listed = "Wasserdichter Stiefel\n- aus Wildleder\n- mit 45 mm Absatz\n- von Caprice\n- Weite G"
    says_nothing_false(parse(f"{LINES}\n{key}:\n{listed}"))
    says_nothing_false(parse(f"{key}:\n{listed}\n\n{LINES}"))


def test_below_the_data_it_may_be_a_whole_page_with_keys() -> None:
    page = "Wasserdichter Stiefel von Caprice.\nDetails:\n- Absatzhöhe: 45 mm\n- Material: Wildleder\n- Weite: G"
    says_nothing_false(parse(f"{LINES}\n\nBeispieltext:\n{page}"))
    says_nothing_false(parse(f"{LINES}\nBeispieltext: „{page}“"))
    says_nothing_false(parse(f"{LINES}\n<example>\n{page}\n</example>"))


def test_data_may_go_on_after_it() -> None:
    data = parse(f"Marke: Gemini\nSchuhe: Slipper\nBeispieltext: {EXAMPLE}\nFarbe: weiß\nObermaterial: Leder")
    says_nothing_false(data)


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
def test_it_may_stand_within_a_line(text: str) -> None:
    says_nothing_false(parse(text))


@pytest.mark.parametrize("key", ["Beispieltext", "example", "examples", "exampleText", "Referenztext", "Stil"])
def test_json_and_rows_hold_examples_too(key: str) -> None:
    for data in (
        from_json({**DATA, key: EXAMPLE}),
        from_json({**DATA, key: [EXAMPLE]}),
        from_json({"attributes": [{"name": name, "value": value} for name, value in {**DATA, key: EXAMPLE}.items()]}),
        from_row([*DATA.items(), (key, EXAMPLE)]),
        parse(json.dumps({**DATA, key: EXAMPLE})),
        parse(";".join([*DATA, key]) + "\n" + ";".join([*DATA.values(), EXAMPLE])),
    ):
        says_nothing_false(data)


def test_an_example_may_be_an_object() -> None:
    shown = {"Marke": "Caprice", "Text": EXAMPLE, "Material": {"Wildleder": 100}}
    says_nothing_false(from_json({**DATA, "Beispiel": shown}))
    says_nothing_false(from_json({**DATA, "style": {"example": EXAMPLE}}))


@pytest.mark.parametrize(
    ("line", "field", "values"),
    [
        ("Stil: casual", Field.STYLE, ("casual",)),
        ("Stil: sportlich, elegant", Field.STYLE, ("sportlich", "elegant")),
        ("Stil: im Boho-Look", Field.STYLE, ("im Boho-Look",)),
        ("Style: Slipper Emma", Field.NAME, ("Slipper Emma",)),
        ("Muster: Blumen auf hellem Grund", Field.PATTERN, ("Blumen auf hellem Grund",)),
        ("Referenz: 12345", Field.NUMBER, ("12345",)),
    ],
)
def test_a_key_that_may_hold_a_value_still_does(line: str, field: Field, values: tuple[str, ...]) -> None:
    data = parse(f"Marke: Gemini\n{line}")
    assert data.values(field) == values
    assert data.examples == ()


def test_the_answer_may_say_that_it_was_not_used() -> None:
    data = parse(f"{LINES}\nBeispieltext: „{EXAMPLE}“")
    assert data.examples == (EXAMPLE,)
    (used,) = data.not_used
    assert used.key == "Beispieltext"
    assert "Stil zählt" in used.reason


def test_an_example_alone_is_no_product_data() -> None:
    with pytest.raises(InvalidProductData, match="No product data"):
        parse(f"Beispieltext: {EXAMPLE}")

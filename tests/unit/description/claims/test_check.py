"""Single claims: their position, what supports them, and why others are findings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from description.claims import Checked, ClaimChecker
from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence, PhotoTag
from description.ingest import parse
from tests.reference_request import CAPRICE, GEMINI


def checked(text: str, data: str, *tags: PhotoTag, examples: tuple[str, ...] = ()) -> Checked:
    return ClaimChecker(Evidence(parse(data), tags)).check(text, examples)


def flagged(text: str, data: str) -> list[str]:
    return [finding.text for finding in checked(text, data).findings]


def tag(facet: str, label: str, name: str, score: float) -> PhotoTag:
    return PhotoTag("articles/1/front.jpg", "front", facet, label, name, score)


def test_facts_found_only_in_the_example_of_another_shoe_are_flagged() -> None:
    found = checked(CAPRICE, GEMINI).findings
    assert [(finding.text, finding.reason) for finding in found] == [
        ("Slingpumps", "unsupported"),
        ("Caprice", "unsupported"),
        ("Trittdämpfung", "unsupported"),
        ("Innenausstattung aus Leder", "conflict"),
        ("Flexible", "unsupported"),
        ("ca. 45 mm Absatz", "unsupported"),
        ("Weite G", "unsupported"),
    ]


def test_facts_of_the_example_that_the_data_lacks_are_leaks() -> None:
    found = checked(CAPRICE, GEMINI, examples=(CAPRICE,)).findings
    assert {finding.reason for finding in found} == {"leaked", "conflict"}
    assert "Beispieltext" in found[0].message


def test_every_claim_of_the_reference_text_is_supported() -> None:
    text = (
        "Weißer Slipper von Gemini zum Hineinschlüpfen. Das Besondere sind die Antirutschsohle, das Wechselfußbett und "
        "die weiche Polsterung. Obermaterial aus Glattleder, Innensohle aus Leder. Laufsohle aus TR."
    )
    result = checked(text, GEMINI)
    assert result.findings == ()
    sources = {claim.text: claim.source for claim in result.claims}
    assert sources["Weißer"] == "Farbe: weiß"
    assert sources["Slipper"] == "Schuhe: Slipper"
    assert sources["Gemini"] == "Marke: Gemini"
    assert sources["zum Hineinschlüpfen"] == "Verschluss: Schlupf"
    assert sources["Laufsohle aus TR"] == "Außensohle: TR"
    assert all(text[claim.start : claim.end] == claim.text for claim in result.claims)


def test_conflicting_data_supports_nothing_and_the_finding_says_so() -> None:
    found = checked("Weißer Slipper mit Lederfutter.", GEMINI).findings
    assert [(finding.text, finding.reason) for finding in found] == [("Lederfutter", "conflict")]
    assert "die Daten widersprechen sich" in found[0].message


def test_a_finding_states_what_the_data_says_instead() -> None:
    found = checked("Slipper aus Veloursleder.", GEMINI).findings
    assert found[0].message == (
        "Der Text sagt, der Artikel sei aus Veloursleder; "
        "die Daten sagen „Obermaterial: Glattleder“ (Feld Obermaterial)."
    )


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Schuh aus Leder.", "Art: Slipper\nObermaterial: Glattleder"),
        ("Baumwollhose.", "Art: Hose\nMaterial: Baumwolle"),
        ("Mit Lederfutter.", "Art: Slipper\nFutter: Leder"),
        ("Mit 45-mm-Absatz.", "Art: Pumps\nAbsatzhöhe: 4,5 cm"),
        ("In weißem Leder.", "Art: Slipper\nFarbe: weiß\nMaterial: Leder"),
        ("Ein Schnürschuh.", "Art: Schuh\nVerschluss: Schnürung"),
        ("Schuh zum Hineinschlüpfen.", "Art: Schuh\nVerschluss: Schlupf"),
        ("Wasserabweisendes Material.", "Art: Jacke\nEigenschaften: wasserabweisend"),
        ("Die Polsterung ist weich.", "Art: Schuh\nBesonderheit: weich gepolstert"),
        ("Schwarze Hose aus Baumwolle.", "Art: Hose\nColor: black\nMaterial: Cotton"),
        ("Ohne Futter.", "Art: Jacke\nFutter: ungefüttert"),
        ("Größe 38.", "Art: Pumps\nGröße: 36-41"),
        ("Zwei Taschen.", "Art: Hose\nTaschen: 2"),
        ("Gewicht: 0,3 kg.", "Art: Schuh\nGewicht: 300 g"),
        ("Passt gut zu Jeans und Röcken.", "Art: Bluse\nFarbe: weiß"),
    ],
)
def test_paraphrases_of_the_data_are_supported(text: str, data: str) -> None:
    assert flagged(text, data) == []


@pytest.mark.parametrize(
    ("text", "data", "wrong"),
    [
        ("Slipper aus Glattleder.", "Art: Slipper\nObermaterial: Leder", "Glattleder"),
        ("Obermaterial aus Gummi.", "Art: Schuh\nObermaterial: Leder\nLaufsohle: Gummi", "Obermaterial aus Gummi"),
        ("Slipper mit weißer Sohle.", "Art: Slipper\nFarbe: weiß", "weißer"),
        ("5 % Baumwolle.", "Art: Hose\nMaterial: 95 % Baumwolle, 5 % Elasthan", "5 % Baumwolle"),
        ("Absatz: 12 cm.", "Art: Stiefel\nSchafthöhe: 12 cm\nAbsatzhöhe: 3 cm", "Absatz: 12 cm"),
        ("Gefüttert.", "Art: Jacke\nFutter: ungefüttert", "Gefüttert"),
        ("Nicht wasserdicht.", "Art: Jacke\nEigenschaften: wasserdicht", "wasserdicht"),
        ("Weicher als andere Schuhe.", "Art: Schuh\nBesonderheit: weich", "Weicher als"),
        ("Hellblaue Hose.", "Art: Hose\nFarbe: blau", "Hellblaue"),
        ("Leichte Jacke.", "Art: Jacke\nFüllung: Daunen\nFutter: ungefüttert", "Leichte"),
        ("Der Schuh ist dämpfend.", "Art: Schuh\nBesonderheit: gepolstert", "dämpfend"),
        ("Bluse mit Knöpfen.", "Art: Blusenkleid\nVerschluss: Knöpfe", "Bluse"),
    ],
)
def test_claims_without_support_in_the_data_are_found(text: str, data: str, wrong: str) -> None:
    assert flagged(text, data) == [wrong]


def test_a_photo_supports_claims_on_which_the_data_is_silent() -> None:
    result = checked("Weißer Slipper.", "Art: Slipper\nMarke: Gemini", tag("colour", "white", "Weiß", 0.91))
    assert result.findings == ()
    assert result.claims[0].source == "Foto front.jpg: Weiß (91 %)"


def test_a_photo_does_not_support_another_colour_than_the_data_names() -> None:
    result = checked("Weißer Slipper.", "Art: Slipper\nFarbe: rot", tag("colour", "white", "Weiß", 0.91))
    assert [finding.text for finding in result.findings] == ["Weißer"]


def test_a_certain_photo_of_another_colour_contradicts_but_rejects_nothing() -> None:
    result = checked("Weißer Slipper.", "Art: Slipper\nFarbe: weiß", tag("colour", "black", "Schwarz", 0.95))
    assert [(finding.text, finding.reason) for finding in result.findings] == [("Weißer", "contradicts")]
    assert result.rejected == ()
    assert result.claims[0].source == "Farbe: weiß"


def test_an_uncertain_photo_contradicts_nothing() -> None:
    result = checked("Weißer Slipper.", "Art: Slipper\nFarbe: weiß", tag("colour", "black", "Schwarz", 0.55))
    assert result.findings == ()


def test_a_photo_of_a_related_type_contradicts_nothing_but_one_of_another_does() -> None:
    data = "Art: Slipper\nFarbe: weiß"
    assert checked("Ein Slipper.", data, tag("category", "loafers", "Slipper", 0.9)).findings == ()
    found = checked("Ein Slipper.", data, tag("category", "dress", "Kleid", 0.9)).findings
    assert [finding.reason for finding in found] == ["contradicts"]


def test_an_empty_text_claims_nothing() -> None:
    assert checked("", GEMINI) == Checked((), ())


@given(text=st.text(max_size=200), data=st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=80))
def test_any_text_and_any_value_can_be_checked_and_claims_are_slices_of_the_text(text: str, data: str) -> None:
    statement = Statement(Field.FEATURES, "Besonderheit", data, (data,))
    result = ClaimChecker(Evidence(ProductData((statement,)))).check(text)
    assert all(text[claim.start : claim.end] == claim.text for claim in result.claims)
    assert [claim.start for claim in result.claims] == sorted(claim.start for claim in result.claims)


WORDS = [
    "aus",
    "mit",
    "ohne",
    "nicht",
    "und",
    "100",
    "%",
    "45",
    "mm",
    "Größe",
    "M",
    "Leder",
    "Sohle",
    "weiße",
    "bis",
    "x",
    "Absatz",
    "von",
    "der",
    "Marke",
    "rund",
    "als",
    "leichter",
    ",",
    ".",
    ":",
    "(",
]


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_order_of_function_words_can_be_checked(words: list[str]) -> None:
    text = " ".join(words)
    assert all(
        text[claim.start : claim.end] == claim.text
        for claim in ClaimChecker(Evidence(parse(GEMINI))).check(text).claims
    )


@pytest.mark.parametrize("text", ["Eine weiche, luftige Hose.", "Die Hose gibt einen lockeren Look."])
def test_a_matter_of_taste_claims_nothing(text: str) -> None:
    assert checked(text, "Art: Hose\nMaterial: Baumwolle").claims[-1].text != "weiche"
    assert flagged(text, "Art: Hose\nMaterial: Baumwolle") == []


def test_a_matter_of_taste_that_the_data_states_of_a_part_is_checked() -> None:
    data = "Art: Hose\nBesonderheiten: weicher Bund, Taschen"
    assert flagged("Die Hose hat einen weichen Bund.", data) == []
    assert flagged("Die Hose hat weiche Taschen.", data) == ["weiche"]

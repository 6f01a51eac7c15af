"""Random rows in the style of shops: each is described or refused."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildtext.errors import InvalidInput
from bildtext_dev.quality.combine import combined
from bildtext_dev.quality.sets import articles
from description.describe import Describer, describe
from description.description_request import DescriptionRequest
from description.domain.statement import ProductData
from description.evidence import Evidence
from description.ingest import from_json, from_row, parse
from description.realise import RulesWriter
from description.style_guide import StyleGuide

DESCRIBER = Describer(lambda _name: RulesWriter(), StyleGuide())

MATERIALS = st.sampled_from(
    [
        "Baumwolle", "Polyester", "Polyester-", "Elasthan (LYCRA®)", "Kork-Latex", "Leder-", "-Wolle", "PU",
        "Bio-Baumwolle", "Wolle (Merino)", "sonstige Fasern", "Viskose (LENZING™ ECOVERO™)", "Lammfell",
        "Textil", "Naturfaser--Mix",
    ]
)  # fmt: skip
JOINS = st.sampled_from([", ", " / ", "/", "- ", " - ", "; ", " ", "\n", " + ", ",", " & ", "<br>", ". ", " – ", ": "])
ENDS = st.sampled_from(
    ["", "", "", "- Grau", ".", " -", "-", "…", " (Obermaterial)", ",", "/", '"', "'", "®", " - ", "--"]
)
NAMES = st.sampled_from(
    [
        "Material", "Obermaterial", "Futter", "Innenfutter", "Farbe", "Artikel", "Marke", "Größe",
        "Beschreibung", "Besonderheiten", "Pflege", "Verschluss", "Absatz", "Absatzhöhe", "Ärmel",
        "Ausschnitt", "Schuhweite", "Muster", "Wasserdicht", "Kapuze", "Taschen", "Länge", "Zielgruppe",
        "Stil", "Anlass", "Saison", "Herkunft", "Foo", "Bund", "Materialzusammensetzung", "Lieferumfang",
        "Sohle", "Passform", "Maße", "Kragen", "Füllung", "Zertifikat",
    ]
)  # fmt: skip
VALUES = st.sampled_from(
    [
        "ja", "WAHR", "x", "nein", "weiß", "navy/weiß", "dunkelblau-meliert", "schwarz -", "45 mm", "4,5cm",
        "36–41", "½", "3/4-Arm", "Shirt", "T-Shirt", "Slipper", "2-in-1-Jacke", "1-", "A-", "-a", "x²",
        "30°C", "30 x 20 x 10 cm", "100%", "%", "8.000 mm", "W32/L34", "['38', '39']",
        "mit Reißverschluss- und Knopfleiste", "für Damen & Herren", "V-Ausschnitt",
        "Zwei-Wege- Reißverschluss", "Lässig: perfekt für jeden Tag!", "100% vegan!!",
        "Das Model trägt Größe S.", "①", "٣", "Gr. 36-42", "bis zu 5-fach", "ca. 65 cm (Gr. 38)",
        "Made in Germany", "Nr. 1", "Innen weich, außen robust", "à la mode", "- Grau", "Schwarz-/Weiß-",
        "20er-Jahre-", "UV-Schutz 50+", "10,000", "1.250 g", "-5 °C", "µ", "€", "S-XXL", "O'Neill",
    ]
)  # fmt: skip


@st.composite
def compositions(draw: st.DrawFn) -> str:
    """ "90% Baumwolle / 10% Polyester- Grau" """
    join = draw(JOINS)
    shares = draw(st.lists(st.tuples(st.integers(0, 120), MATERIALS, st.booleans()), min_size=1, max_size=4))
    written = [f"{percent}% {name}" if ahead else f"{name} {percent} %" for percent, name, ahead in shares]
    return join.join(written) + draw(ENDS)


PARTS = st.one_of(VALUES, MATERIALS, compositions(), st.text(max_size=12))
CELLS = st.lists(st.tuples(PARTS, JOINS), min_size=1, max_size=3).map(
    lambda parts: "".join(f"{part}{join}" for part, join in parts[:-1]) + parts[-1][0]
)
ROWS = st.lists(st.tuples(NAMES, CELLS | compositions()), min_size=1, max_size=9)


def described(data: ProductData) -> str:
    return describe(
        DescriptionRequest(data), Evidence(data), DESCRIBER, article="1", deadline=time.monotonic() + 60
    ).text


@given(ROWS)
@settings(max_examples=150, deadline=None)
def test_every_row_is_described_or_refused(row: list[tuple[str, str]]) -> None:
    readers: tuple[Callable[[], ProductData], ...] = (
        lambda: from_row(row),
        lambda: parse("\n".join(f"{name}: {value}" for name, value in row)),
        lambda: from_json(dict(row)),
    )
    for read in readers:
        try:
            assert described(read())
        except InvalidInput as refusal:
            assert len(str(refusal)) > 20


def test_a_material_that_ends_in_a_hyphen_is_described() -> None:
    data = from_row([("Artikel", "Shirt"), ("Material", "90% Baumwolle / 10% Polyester- Grau")])
    assert described(data).replace("\u00a0", " ") == (
        "Aus 90 % Baumwolle und 10 % Polyester ist dieses Shirt gefertigt."
    )


@pytest.mark.parametrize("seed", [11, 12])
def test_articles_with_a_typo_in_each_value_are_described_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    ends = ["-", "- Grau", " /", "…", '"', " -- x", "(", "%", "'", "®"]
    for article in combined(articles(), 60, seed):
        lines = article.text.split("\n")
        at = chance.randrange(len(lines))
        lines[at] += chance.choice(ends)
        try:
            assert described(parse("\n".join(lines)))
        except InvalidInput as refusal:
            assert len(str(refusal)) > 20

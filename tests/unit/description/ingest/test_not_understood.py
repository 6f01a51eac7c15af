"""What cannot be understood is left out, and the editor is told why; nothing vanishes."""

from __future__ import annotations

import pytest

from description.ingest import Field, from_json, parse


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Marke: No Brand", "Das ist ein Platzhalter und kein Wert."),
        ("Farbe: k. A.", "Das ist ein Platzhalter und kein Wert."),
        ("Farbe: {{color}}", "Das ist ein Platzhalter und kein Wert."),
        ("Farbe: Ja", "Ein Ja oder Nein sagt hier nichts; bitte den Wert angeben."),
        ("isInStock: true", "Das ist ein Schalter des Shopsystems und keine Aussage über den Artikel."),
        ("Farbe: https://example.com/rot.png", "Das ist eine Webadresse und kein Wert."),
        ("Ausschnitt: 4711", "Das ist eine Kennung; bitte den Wert im Klartext angeben."),
        ("Material: 95/5", "Das ist eine Kennung; bitte den Wert im Klartext angeben."),
        ("Absatzhöhe: 55", "Die Einheit fehlt; bitte ergänzen (mm oder cm)."),
        ("Gewicht: 290", "Die Einheit fehlt; bitte ergänzen (g, kg oder g/m²)."),
        ("Taschen: Taschen ohne Taschen", "Die Angabe hebt sich selbst auf; bitte klären."),
        ("Details: Schleife/n", "„Schleife/n“ ist Einzahl und Mehrzahl zugleich; bitte eine Form angeben."),
        ("Farbe: \u0431\u0435\u043b\u044b\u0439", "Das ist nicht in lateinischer Schrift; bitte auf Deutsch angeben."),
        ("Farbe: \u767d\u8272", "Das ist nicht in lateinischer Schrift; bitte auf Deutsch angeben."),
        (
            "Farbe: s\u0441hwarz",
            "„s\u0441hwarz“ enthält kyrillische Buchstaben, die lateinischen gleichen; bitte neu eintippen.",
        ),
        (
            "Farbe: r\u03bft",
            "„r\u03bft“ enthält griechische Buchstaben, die lateinischen gleichen; bitte neu eintippen.",
        ),
    ],
)
def test_a_value_is_left_out_with_its_reason(line: str, reason: str) -> None:
    data = parse(f"Typ: Hemd\nName: X1\n{line}")
    assert [statement.field for statement in data.statements] == [Field.TYPE, Field.NAME]
    assert [one.reason for one in data.not_used] == [reason]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("Absatzhöhe in mm: 55", ("55",)),
        ("Anzahl Teile: 6", ("6",)),
        ("Marke: \u041e\u043b\u044c\u0433\u0430", ("\u041e\u043b\u044c\u0433\u0430",)),
        ("Marke: YES!", ("YES!",)),
        ("Abzippbar: ja", ("abzippbar",)),
        ("abzippbar: ja", ("abzippbar",)),
        ("Muster: all_over_print", ("all over print",)),
        ("Kragen: V/U", ("V/U",)),
        ("Farbe: 🔵 blau", ("blau",)),
        ("Material: 🌱 Bio-Baumwolle", ("Bio-Baumwolle",)),
        ("Farbe: \u2066blau\u2069", ("blau",)),
    ],
)
def test_what_only_looks_like_it_is_read(line: str, values: tuple[str, ...]) -> None:
    data = parse(f"Typ: Hemd\n{line}")
    assert data.statements[1].values == values
    assert data.not_used == ()


def test_only_the_faulty_item_of_a_list_is_left_out() -> None:
    data = parse("Typ: Hose\nDetails: leicht, Tasche(n), w\u0430rm")
    assert data.values(Field.FEATURES) == ("leicht",)
    assert [one.text for one in data.not_used] == ["Tasche(n)", "w\u0430rm"]


def test_a_turned_direction_is_reported_and_the_value_read_as_it_is() -> None:
    data = parse("Typ: Hemd\nFarbe: \u202erot\u202c")
    assert data.values(Field.COLOUR) == ("rot",)
    assert data.not_used[0].reason == (
        "Ein unsichtbares Zeichen (U+202E) kehrt die Schreibrichtung um; gelesen wurde „rot“. Bitte prüfen."
    )


def test_switches_of_a_shop_are_no_features() -> None:
    data = from_json({"Typ": "Hose", "featured": True, "onSale": False, "Wasserdicht": True, "kapuze": True})
    assert data.values(Field.FEATURES) == ("wasserdicht", "Kapuze")
    assert [one.key for one in data.not_used] == ["featured", "onSale"]


def test_empty_cells_and_dashes_are_not_worth_a_report() -> None:
    assert parse("Typ: Hemd\nFarbe: -\nMaterial: null\nFutter: #NV\nMuster: ?").not_used == ()


def test_a_no_to_a_known_thing_is_kept_as_one() -> None:
    data = parse("Typ: Mantel\nKapuze: ohne")
    assert [(statement.field, statement.text) for statement in data.statements[1:]] == [(Field.OTHER, "ohne")]

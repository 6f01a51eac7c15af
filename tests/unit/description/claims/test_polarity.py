"""What sentences deny and affirm: each with data that makes it true, and data that makes it false."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged

COAT = "Artikel: Mantel\nFarbe: blau\n"
SHOE = "Artikel: Sneaker\nFarbe: weiß\n"
WITH_HOOD = f"{COAT}Ausstattung: Kapuze"
WITHOUT_HOOD = f"{COAT}Kapuze: nein"


@pytest.mark.parametrize(
    "text",
    [
        "Der Mantel kommt ohne Kapuze.",
        "Eine Kapuze hat der Mantel nicht.",
        "Eine Kapuze fehlt.",
        "Auf eine Kapuze wurde verzichtet.",
        "Auf eine Kapuze verzichtet dieser Mantel.",
        "Der Mantel verzichtet auf eine Kapuze.",
        "Eine Kapuze sucht man vergeblich.",
        "Eine Kapuze ist nicht vorhanden.",
        "Er hat weder Kapuze noch Gürtel.",
    ],
)
def test_a_denied_part_needs_data_that_denies_it(text: str) -> None:
    assert flagged(f"{WITHOUT_HOOD}\nGürtel: nein", text) == []
    assert flagged(f"{WITH_HOOD}, Gürtel", text) != []


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Die Zunge ist nicht abnehmbar.", "Zunge: fest angenäht", "Zunge: abnehmbar"),
        ("Schnürsenkel braucht dieser Sneaker nicht.", "Verschluss: Schlupf", "Verschluss: Schnürsenkel"),
        ("Ein Klettverschluss ersetzt die Schnürsenkel.", "Verschluss: Klett", "Verschluss: Klett, Schnürsenkel"),
        ("Klettverschluss statt Schnürung.", "Verschluss: Klettverschluss", "Verschluss: Klettverschluss, Schnürung"),
        ("Einen Reißverschluss besitzt er nicht.", "Verschluss: Schnürung", "Verschluss: Schnürung, Reißverschluss"),
        ("Wasserdicht ist er jedoch nicht.", "Wasserdicht: nein", "Wasserdicht: ja"),
        ("Ersatzsenkel liegen nicht bei.", "Ersatzsenkel: nicht enthalten", "Lieferumfang: Ersatzsenkel"),
        ("Das Etui ist separat erhältlich.", "Etui: nicht inklusive", "Lieferumfang: Etui"),
        (
            "Ein Etui gehört nicht zum Lieferumfang.",
            "Lieferumfang: Beutel\nEtui: nicht inklusive",
            "Lieferumfang: Etui",
        ),
        ("Der Sneaker ist nicht aus Leder.", "Obermaterial: Canvas", "Obermaterial: Leder"),
        ("Ganz ohne Leder gefertigt.", "Obermaterial: Polyester", "Obermaterial: Rindsleder"),
        ("Latex hat in der Sohle nichts zu suchen.", "Besonderheit: frei von Latex", "Sohle: Latex"),
    ],
)
def test_what_is_there_instead_denies_too(text: str, true: str, false: str) -> None:
    assert flagged(f"{SHOE}{true}", text) == []
    assert flagged(f"{SHOE}{false}", text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Der Mantel kommt nicht ohne Kapuze.",
        "Eine Kapuze fehlt nicht.",
        "Auf eine Kapuze muss niemand verzichten, denn die Kapuze ist dabei, kein Problem.",
        "Nicht nur eine Kapuze gehört zum Mantel.",
    ],
)
def test_a_denial_that_is_denied_affirms(text: str) -> None:
    assert flagged(WITH_HOOD, text) == []


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Keine ihrer Taschen bleibt leer.", "Artikel: Jacke\nTaschen: 2 Seitentaschen"),
        ("Auf Protektoren an den Schultern wurde verzichtet.", "Artikel: Jacke\nAusführung: ohne Protektoren"),
        ("Ist es morgens kühl, hilft der Kragen.", "Artikel: Jacke\nKragen: hoch"),
        ("Wenn es draußen nass ist, bleibt die Jacke trocken.", "Artikel: Jacke\nBesonderheit: bleibt trocken"),
    ],
)
def test_only_what_is_denied_or_said_is_checked(text: str, data: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Vor Funkenflug bewahrt sie den Träger.", "Artikel: Jacke\nFunkenflugbeständig: nein"),
        ("Ein Helm passt bequem darunter.", "Artikel: Jacke\nHelmtauglich: nein"),
        ("Salzwasser macht der Uhr nichts aus.", "Artikel: Uhr\nSalzwasserbeständig: nein"),
        ("Das knitterfreie Hemd sitzt.", "Artikel: Hemd\nKnitterfrei: nein"),
        ("Auf Wunsch wird das Handtuch bestickt.", "Artikel: Handtuch\nBestickung: nicht möglich"),
        ("Der Reißverschluss bleibt sichtbar.", "Artikel: Rock\nReißverschluss: verdeckt"),
        ("Mit nickelhaltiger Schnalle.", "Artikel: Gürtel\nBesonderheit: frei von Nickel"),
        ("Die unbedruckte Front gefällt.", "Artikel: Shirt\nFront: mit Druck"),
        ("Eine Regenhülle liegt bei.", "Artikel: Rucksack\nRegenhülle: nicht enthalten"),
    ],
)
def test_what_the_data_denies_is_found_where_it_is_affirmed(text: str, data: str) -> None:
    assert flagged(data, text) != []


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Salzwasser verträgt die Uhr nicht.", "Artikel: Uhr\nSalzwasserbeständig: nein"),
        ("Salzwasser sollte man meiden.", "Artikel: Uhr\nSalzwasserbeständig: nein"),
        ("Eine Bestickung ist nicht möglich.", "Artikel: Handtuch\nBestickung: nicht möglich"),
        ("Mit verdeckten Knöpfen.", "Artikel: Bluse\nVerschluss: verdeckte Knopfleiste"),
        ("Die Steppung ist für Helme nicht geeignet.", "Artikel: Jacke\nSteppung: ja\nHelm: nicht geeignet"),
    ],
)
def test_what_the_data_denies_may_be_denied(text: str, data: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Das Futter ist nicht aus Leder.", "Obermaterial: Veloursleder\nFutter: Textil", "Futter: Leder"),
        (
            "Auf Leder wurde verzichtet.",
            "Obermaterial: Canvas\nSpitze: rund",
            "Obermaterial: Veloursleder\nSpitze: rund",
        ),
        ("Frei von Kunstfasern.", "Obermaterial: Baumwolle", "Obermaterial: 50 % Baumwolle, 50 % Polyester"),
    ],
)
def test_a_material_is_denied_by_the_others_of_the_same_part(text: str, true: str, false: str) -> None:
    assert flagged(f"{SHOE}{true}", text) == []
    assert flagged(f"{SHOE}{false}", text) != []


def test_what_is_for_show_has_no_function() -> None:
    data = "Artikel: Hose\nTaschen: 2 Eingrifftaschen, 2 Paspeltaschen (Attrappe)"
    assert flagged(data, "Die Eingrifftaschen bieten Platz.") == []
    assert flagged(data, "Die Paspeltaschen bieten Platz.") == ["Paspeltaschen bieten Platz"]

"""The shipped vocabulary: five CSV files of German words that editors maintain."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import description.language
from bildtext.labels import load_labels

FOLDER = Path(description.language.__file__).parents[1] / "lexicon"
SHIPPED = ("colours", "materials", "things", "properties", "plain")

COLUMNS = {
    "colours": "lemma;declines;noun;family;parents;synonyms",
    "materials": "lemma;gender;kind;compound;parents;synonyms;fibre",
    "things": "lemma;gender;plural;kind;compound;parents;synonyms",
    "properties": "lemma;declines;kind;parents;synonyms",
    "plain": "word;class;forms",
}
SMALLEST = {"colours": 180, "materials": 320, "things": 900, "properties": 500, "plain": 1800}
KINDS = {
    "materials": "fibre leather fabric fur rubber plastic metal filling wood other",
    "things": "part closure sole heel toe collar sleeve pocket feature technology pattern fit length care certificate "
    "audience occasion season country measure",
    "properties": "feature fit length pattern care season occasion audience sleeve collar closure sole heel style "
    "origin certificate look comparison",
}
# Words that are two things at once: a filling and a verb, a fabric and a preposition.
PLAIN_TOO = {"Federn", "federn", "Samt", "samt"}

# Regulation (EU) No 1007/2011, Annex I: the names of textile fibres in German.
FIBRES = """
Wolle|Alpaka|Lama|Kamel|Kaschmir|Mohair|Angora|Vikunja|Yak|Guanako|Cashgora|Biber|Otter|Tierhaar|Rosshaar
Seide|Baumwolle|Kapok|Flachs|Leinen|Hanf|Jute|Abaca|Alfa|Kokos|Ginster|Ramie|Sisal|Sunn|Henequen|Maguey|Acetat
Alginat|Cupro|Modal|regenerierte Proteinfaser|Triacetat|Viskose|Polyacryl|Polychlorid|Fluorfaser|Modacryl
Polyamid|Nylon|Aramid|Polyimid|Lyocell|Polylactid|Polyester|Polyethylen|Polypropylen|Polycarbamid|Polyurethan
Vinylal|Trivinyl|Elastodien|Elasthan|Glasfaser|Elastomultiester|Elastolefin|Melamin
Polypropylen/Polyamid-Bikomponente|Polyacrylat
"""
# Names that large shops ask of their suppliers.
TRADE_MATERIALS = """
Bambus|Bergwiesengras|Büffelleder|Carbon|Daunen|diverse Faserarten|Edelstahl 18/0|Eiderdaune|Entendaune
Entenfeder|EVA|EVA/Kautschuk|Federn|Fique|Gänsedaunen|Gänsefeder|Gummi|Holz|Kalbslackleder|Kalbsleder
Kalbsnappaleder|Kalbsnubukleder|Kalbsveloursleder|Kamelhaar|Kaschgora|Kenaf|Kohlenstoff|Kuhfell|Kunstfell
Kunstleder|Kunststoff|Lammfell|Lammlackleder|Lammleder|Lammnappaleder|Lammnubukleder|Lammveloursleder
Lederfaserstoff|Lederimitat|Manila|Metall|metallisierte Fasern|Naturkautschuk|Neopren|Papier|Papierstroh|Pappe
Phormium|Polyharnstoff|Porclackleder|Porcnappaleder|Porcnubukleder|Porcveloursleder|PVC|Raffia|Rinderhaar
Rindlackleder|Rindnappaleder|Rindnubukleder|Rindsleder|Rindveloursleder|Rosella|Schaffell|Schafslackleder
Schafsleder|Schafsnappaleder|Schafsnubukleder|Schafsveloursleder|Schurwolle|Schweinsleder|sonstige Fasern
sonstige Federn|Stroh|Synthetik|Textilmaterial|Ziegenfell|Ziegenhaar|Ziegenlackleder|Ziegenleder
Ziegennappaleder|Ziegennubukleder|Ziegenveloursleder|TR|TPU|TPR|PU|Kautschuk|Kork|Sterlingsilber|Messing
"""
TRADE_PARTS = """
Absatz|Applikation|Ärmel|Ärmelfutter|Armlehne|Außenjacke|Außenseite|Band|Besatz|Beschichtung|Bezug
Bluseneinsatz|Bund|Bündchen|Cups|Decksohle|Einsatz|Fellimitatkragen|Ferse|Fransen|Füllung|Futter|Hosenbund
Innenbeschichtung|Innenfutter|Innenjacke|Innenschlafsack|Innenseite|Innenslip|Innentop|Innerbra|Kapuze
Kapuzenfutter|Kniefutter|Kontraststoff|Kragen|Laufsohle|Meshfutter|Miedereinsatz|Netzfutter|Oberfläche
Obermaterial|Oberteil|Riemen|Rücken|Rückenspitze|Rückenteil|Rückseite|Rüsche|Rumpffutter|Schaft|Schleife
Schultereinsatz|Spitzenbesatz|Spitzenbordüre|Spitzenbund|Spitzeneinfassung|Steppfüllung|Stickerei|Streifen
Taschenbeutel|Taschenfutter|Träger|Tüllfutter|Unterteil|Volant|Vorderhosenfutter|Vordermieder|Vorderteil
Wattierung|Zwickel
"""


@cache
def rows(name: str) -> list[Mapping[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", quoting=csv.QUOTE_NONE, strict=True))


def lemma(row: Mapping[str, str]) -> str:
    return row.get("lemma") or row["word"]


def items(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def listed(names: str) -> list[str]:
    return [name for line in names.split("\n") for name in items(line)]


@cache
def by_name(name: str) -> dict[str, Mapping[str, str]]:
    """The rows of a file under each of their names; a lemma wins over a synonym."""
    named: dict[str, Mapping[str, str]] = {}
    for row in rows(name):
        for other in (row.get("plural", ""), *items(row["synonyms"])):
            named.setdefault(other, row)
    return named | {row["lemma"]: row for row in rows(name)}


def ancestors(name: str, file: str) -> set[str]:
    found: set[str] = set()
    named = by_name(file)
    left = [name]
    while left:
        row = named.get(left.pop())
        for parent in items(row["parents"]) if row else []:
            if parent not in found:
                found.add(parent)
                left.append(parent)
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_a_file_has_its_columns_and_its_cells_are_trimmed(name: str) -> None:
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").split("\n")
    assert lines[0] == COLUMNS[name]
    assert lines[-1] == ""
    separators = COLUMNS[name].count(";")
    assert [line for line in lines[1:-1] if line.count(";") != separators] == []
    cells = [cell for line in lines[1:-1] for cell in line.split(";")]
    untidy = [cell for cell in cells for item in cell.split("|") if item != item.strip() or (not item and "|" in cell)]
    assert untidy == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_file_is_sorted_large_enough_and_free_of_duplicates(name: str) -> None:
    words = [lemma(row) for row in rows(name)]
    assert len(words) >= SMALLEST[name]
    assert [pair for pair in pairwise(words) if (pair[0].casefold(), pair[0]) >= (pair[1].casefold(), pair[1])] == []
    assert [word for word, times in Counter(words).items() if times > 1] == []
    column = "forms" if name == "plain" else "synonyms"
    repeated = [row for row in rows(name) if len({lemma(row), *items(row[column])}) != 1 + len(items(row[column]))]
    assert repeated == []


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_known_to_the_code(name: str) -> None:
    assert {row["kind"] for row in rows(name)} <= set(KINDS[name].split())


def test_every_part_of_speech_is_known_to_the_code() -> None:
    assert {row["class"] for row in rows("plain")} == {"noun", "verb", "adjective", "other"}


def test_every_noun_has_a_gender_and_every_adjective_is_marked_as_declined_or_not() -> None:
    assert {row["gender"] for row in rows("things")} == {"m", "f", "n", "p"}
    assert {row["gender"] for row in rows("materials")} == {"m", "f", "n", "p"}
    assert {row["declines"] for name in ("colours", "properties") for row in rows(name)} == {"yes", "no"}
    assert {row["fibre"] for row in rows("materials")} == {"yes", ""}
    assert [row["lemma"] for row in rows("colours") if not row["noun"][:1].isupper()] == []


def test_every_parent_is_a_word_and_no_word_is_its_own_ancestor() -> None:
    known = {row["lemma"] for name in ("types", *SHIPPED[:-1]) for row in rows(name)}
    for name in SHIPPED[:-1]:
        parents = [(row["lemma"], parent) for row in rows(name) for parent in items(row["parents"])]
        assert [(child, parent) for child, parent in parents if parent not in known] == []
        assert [child for child, _ in parents if child in ancestors(child, name)] == []


def test_every_colour_belongs_to_a_label_of_the_colour_facet() -> None:
    colours = next(facet for facet in load_labels().facets if facet.id == "colour")
    assert {row["family"] for row in rows("colours")} == {label.id for label in colours.labels}


def test_every_fibre_of_the_regulation_is_a_material_marked_as_fibre() -> None:
    named = by_name("materials")
    assert [name for name in listed(FIBRES) if name not in named or named[name]["fibre"] != "yes"] == []


def test_other_materials_are_not_marked_as_fibre() -> None:
    named = by_name("materials")
    others = ("Glattleder", "Merinowolle", "Bambus", "Mikrofaser", "Tencel", "Jersey", "Gummi", "Daunen", "Holz", "TR")
    assert [name for name in others if named[name]["fibre"]] == []


def test_trade_names_are_known() -> None:
    materials, things = by_name("materials"), by_name("things")
    assert [name for name in listed(TRADE_MATERIALS) if name not in materials] == []
    assert [name for name in listed(TRADE_PARTS) if name not in things] == []


@pytest.mark.parametrize(
    ("file", "child", "parent"),
    [
        ("materials", "Glattleder", "Leder"),
        ("materials", "Kalbsveloursleder", "Rauleder"),
        ("materials", "Merinowolle", "Wolle"),
        ("materials", "Bio-Baumwolle", "Baumwolle"),
        ("materials", "Sterlingsilber", "Silber"),
        ("things", "Klettverschluss", "Verschluss"),
        ("things", "Blockabsatz", "Absatz"),
        ("things", "Wechselfußbett", "Fußbett"),
        ("things", "Rundhals", "Ausschnitt"),
        ("colours", "navy", "blau"),
        ("colours", "weinrot", "rot"),
        ("properties", "maschinenwaschbar", "waschbar"),
    ],
)
def test_a_word_has_its_parents_as_ancestors(file: str, child: str, parent: str) -> None:
    assert parent in ancestors(child, file)


def test_imitation_leather_is_not_leather_and_imitation_fur_is_not_fur() -> None:
    for name in ("Kunstleder", "Lederimitat", "Veloursimitat", "Lackimitat", "Nappalederimitat", "Alcantara"):
        assert "Leder" not in ancestors(name, "materials")
    for name in ("Kunstfell", "Fellimitat", "Webpelz", "Kunstpelz"):
        assert not {"Fell", "Pelz"} & ancestors(name, "materials")


@pytest.mark.parametrize(
    ("noun", "gender", "plural"),
    [
        ("Reißverschluss", "m", "Reißverschlüsse"),
        ("Schnürung", "f", "Schnürungen"),
        ("Fußbett", "n", "Fußbetten"),
        ("Antirutschsohle", "f", "Antirutschsohlen"),
        ("Absatz", "m", "Absätze"),
        ("Stehkragen", "m", "Stehkragen"),
        ("Bund", "m", "Bünde"),
        ("Band", "n", "Bänder"),
        ("Karo", "n", "Karos"),
        ("Knopfloch", "n", "Knopflöcher"),
        ("Naht", "f", "Nähte"),
        ("Saum", "m", "Säume"),
        ("Bündchen", "n", "Bündchen"),
        ("Polsterung", "f", "Polsterungen"),
        ("Innenfach", "n", "Innenfächer"),
        ("Revers", "n", "Revers"),
        ("Volant", "m", "Volants"),
        ("Schaft", "m", "Schäfte"),
    ],
)
def test_nouns_have_the_gender_and_plural_of_the_dictionary(noun: str, gender: str, plural: str) -> None:
    row = by_name("things")[noun]
    assert (row["gender"], row["plural"]) == (gender, plural)


def test_no_plain_word_is_a_checkable_claim() -> None:
    claims = {
        name
        for file in ("types", *SHIPPED[:-1])
        for row in rows(file)
        for name in (row["lemma"], row.get("plural", ""), *items(row["synonyms"]))
    }
    plain = {lemma(row) for row in rows("plain")}
    assert plain & claims - PLAIN_TOO == set()
    numerals = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf beide beiden beides halb doppelt"
    assert plain & set(numerals.split()) == set()

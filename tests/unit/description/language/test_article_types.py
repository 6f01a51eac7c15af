"""The article types of lexicon/types.csv are consistent with each other and with the label file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

import bildtext
from description.language import rows
from description.language.vocabulary import vocabulary

GROUPS = {"shoes", "tops", "dresses", "trousers", "outerwear", "underwear", "accessories", "home"}
FILE = Path(rows.__file__).parents[1] / "lexicon" / "types.csv"


@pytest.fixture(scope="module")
def types() -> dict[str, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["lemma"]: row for row in csv.DictReader(file, delimiter=";")}


def listed(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def category_ids() -> set[str]:
    text = (Path(bildtext.__file__).parents[2] / "labels.yaml").read_text(encoding="utf-8")
    (category,) = (facet for facet in yaml.safe_load(text)["facets"] if facet["id"] == "category")
    return {leaf["id"] for group in category["labels"] for leaf in group["labels"]}


def test_types_are_many_unique_and_sorted(types: dict[str, dict[str, str]]) -> None:
    lemmas = [line.partition(";")[0] for line in FILE.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(lemmas) >= 600
    assert lemmas == sorted(set(lemmas))


def test_every_row_is_complete(types: dict[str, dict[str, str]]) -> None:
    for lemma, row in types.items():
        assert lemma == lemma.strip()
        assert row["gender"] in {"m", "f", "n", "p"}, lemma
        assert row["group"] in GROUPS, lemma
        assert row["gender"] != "p" or row["plural"] == lemma, lemma
        assert lemma[0].isupper() or lemma[0].isdigit(), lemma


def test_parents_are_types_and_include_their_own_parents(types: dict[str, dict[str, str]]) -> None:
    for lemma, row in types.items():
        parents = listed(row["parents"])
        assert lemma not in parents
        for parent in parents:
            assert parent in types, lemma
            assert set(listed(types[parent]["parents"])) <= set(parents), lemma


def test_a_name_refers_to_one_type(types: dict[str, dict[str, str]]) -> None:
    meanings: dict[str, set[str]] = {}
    for lemma, row in types.items():
        for name in {lemma, row["plural"], *listed(row["synonyms"])} - {""}:
            meanings.setdefault(name.casefold(), set()).add(lemma)
    assert {name: lemmas for name, lemmas in meanings.items() if len(lemmas) > 1} == {}


def test_labels_are_leaves_of_the_category_facet_and_all_of_them_are_used(types: dict[str, dict[str, str]]) -> None:
    used = {label for row in types.values() for label in listed(row["labels"])}
    assert used == category_ids()


def test_the_labels_of_a_type_are_also_labels_of_its_parents(types: dict[str, dict[str, str]]) -> None:
    for row in types.values():
        for parent in listed(row["parents"]):
            assert set(listed(row["labels"])) <= set(listed(types[parent]["labels"])), (row["lemma"], parent)


def test_compounds_have_the_gender_of_their_head(types: dict[str, dict[str, str]]) -> None:
    for lemma, row in types.items():
        for head, other in types.items():
            if lemma != head and lemma.endswith((f"-{head}", head[0].lower() + head[1:])) and len(head) > 4:
                assert {row["gender"], other["gender"]} in ({row["gender"]}, {"p", "f"}), (lemma, head)


@pytest.mark.parametrize(
    ("lemma", "gender", "plural"),
    [
        ("Slipper", "m", "Slipper"),
        ("Ballerina", "m", "Ballerinas"),
        ("Jeans", "f", "Jeans"),
        ("Leggings", "f", "Leggings"),
        ("T-Shirt", "n", "T-Shirts"),
        ("Top", "n", "Tops"),
        ("Body", "m", "Bodys"),
        ("Espadrille", "f", "Espadrilles"),
        ("Pumps", "m", "Pumps"),
        ("Shorts", "p", "Shorts"),
        ("Sakko", "n", "Sakkos"),
        ("Clutch", "f", "Clutches"),
        ("Stola", "f", "Stolen"),
        ("Tunika", "f", "Tuniken"),
        ("Dirndl", "n", "Dirndl"),
        ("Bademantel", "m", "Bademäntel"),
        ("Handtuch", "n", "Handtücher"),
    ],
)
def test_genders_and_plurals_are_those_of_the_dictionary(
    types: dict[str, dict[str, str]], lemma: str, gender: str, plural: str
) -> None:
    assert (types[lemma]["gender"], types[lemma]["plural"]) == (gender, plural)


def test_every_type_is_found_by_its_names(types: dict[str, dict[str, str]]) -> None:
    for lemma, row in types.items():
        for name in {lemma, row["plural"], *listed(row["synonyms"])} - {""}:
            found = vocabulary().named(name, "type")
            assert found is not None, name
            assert found.lemma == lemma, name
